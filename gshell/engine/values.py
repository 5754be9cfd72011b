"""What a value is: its members, its text, its truth.

A value is `None`, a `bool`, `int`, `float`, `str`, `list`, `dict` (maps keep their order), a
`datetime`, a `timedelta`, a script block, or an object whose class declares its members. Members
are looked up here and nowhere else, and only where they are declared: no name that a person or a
server chooses ever reaches Python's attribute access.

A class declares what the shell may see of it with class variables:

`MEMBERS`      `{"EventId": "event_id", ...}`: the name shown, and the attribute it reads; in order.
`SYNONYMS`     `{"ApiEvent": "event"}`: further names, not listed (optional).
`JSON_HIDDEN`  names left out of JSON, because they are large or can be asked for (optional).
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

Value = Any
"""Any value of the language; see the module's text for what that can be."""


class Bareword(str):
    """A word typed without quotes; it becomes a number or stays text where it is bound."""

    __slots__ = ()


def fold(name: str) -> str:
    """Give the form in which two names of the same member are equal."""
    return name.replace("_", "").lower()


def declared_members(value: Value) -> Mapping[str, str] | None:
    """Give the members that an object's class declares (shown name -> attribute), or None."""
    members: Mapping[str, str] | None = getattr(type(value), "MEMBERS", None)
    return members


def member_names(value: Value) -> list[str]:
    """List the members of a value, in the order in which they are shown."""
    if isinstance(value, dict):
        return [str(key) for key in value]
    return list(declared_members(value) or ())


def get_member(value: Value, name: str) -> Value:
    """Read one member; None if there is none.

    An exact name beats one that only matches without case and underscores. On a list it is read
    from each item, and the answers are not flattened.
    """
    if isinstance(value, dict):
        found = _get_key(value, name)
        return found if found is not _MISSING else _of_map(value, name)
    members = declared_members(value)
    if members is not None:
        attribute = _find_attribute(type(value), members, name)
        return getattr(value, attribute) if attribute else _count(value, name)
    if isinstance(value, list):
        if fold(name) in _COUNT_NAMES:
            return len(value)
        return [get_member(item, name) for item in value]
    if isinstance(value, str) and fold(name) == "length":
        return len(value)
    return _count(value, name)


def get_index(value: Value, index: Value) -> Value:
    """Read one place of a list or text, or one key of a map; None where there is nothing.

    A list of indexes gives a list. `[0]` of a single object is the object itself.
    """
    if isinstance(index, list):
        return [get_index(value, one) for one in index]
    if value is None:
        return None
    if isinstance(value, dict):
        return _at_key(value, index)
    if declared_members(value) is not None and isinstance(index, str):
        return get_member(value, index)
    place = as_number(index)
    if place is None or not is_finite(place):
        return None
    if isinstance(value, (list, str)):
        return _at(value, int(place))
    return value if place in (0, -1) else None


def enumerate_value(value: Value) -> Iterator[Value]:
    """Give what a pipeline sees of an expression's value: a list's items, nothing for null."""
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def collect(values: Iterable[Value]) -> Value:
    """Give what a variable holds of a pipeline: null for none, the object for one, else a list."""
    items = list(values)
    if not items:
        return None
    return items[0] if len(items) == 1 else items


def truth(value: Value) -> bool:
    """Say whether a condition holds: null, false, 0, "" and the empty list do not."""
    if isinstance(value, list):
        return bool(value) if len(value) != 1 else truth(value[0])
    if isinstance(value, (str, int, float)):
        return bool(value)
    return value is not None


def plain(value: Value) -> Value:
    """Turn barewords into what they look like: a number, else text.

    A list that holds none is given back itself, so that what is done to it is done to it.
    """
    if isinstance(value, Bareword):
        number = parse_number(value)
        return str(value) if number is None else number
    if isinstance(value, list) and any(isinstance(item, (Bareword, list)) for item in value):
        items = [plain(item) for item in value]
        return value if all(map(operator.is_, items, value)) else items
    return value


def parse_number(text: str) -> int | float | None:
    """Read a decimal number as a person writes it; None if the text is something else."""
    text = text.strip()
    if not text or text[-1] not in "0123456789." or "_" in text:
        return None
    try:
        return int(text)
    except ValueError:
        pass  # not a whole number: it may still be a fraction
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def as_number(value: Value) -> int | float | None:
    """Give a value as a number if it is one or reads as one, else None."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, float)):
        return value
    return parse_number(value) if isinstance(value, str) else None


def is_finite(number: int | float) -> bool:
    """Say whether a number is one that can be counted to; a whole one is, however large."""
    return isinstance(number, int) or math.isfinite(number)


def to_text(value: Value) -> str:
    """Give a value as text, as in "$value": a list's items with spaces, a map as `@{k=v}`."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="milliseconds")
    if isinstance(value, timedelta):
        return f"{value.total_seconds():.3f}"
    if isinstance(value, list):
        return " ".join(to_text(item) for item in value)
    if isinstance(value, dict):
        return "@{" + "; ".join(f"{key}={to_text(item)}" for key, item in value.items()) + "}"
    return str(value)


def float_text(value: float) -> str:
    """Write a float as a person would: whole numbers without a point."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


_TYPE_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "Boolean"),
    (int, "Int"),
    (float, "Double"),
    (str, "String"),
    (list, "List"),
    (datetime, "DateTime"),
    (timedelta, "TimeSpan"),
)


def type_name(value: Value) -> str:
    """Name the type of a value as the shell shows it."""
    if value is None:
        return "Null"
    if is_file(value):
        return "FileData"
    if isinstance(value, dict):
        return "Map"
    for kind, name in _TYPE_NAMES:
        if isinstance(value, kind):
            return name
    return type(value).__name__


def is_file(value: Value) -> bool:
    """Say whether a map is a Gradio FileData, which its `meta._type` marks on the wire."""
    meta = value.get("meta") if isinstance(value, dict) else None
    return isinstance(meta, dict) and meta.get("_type") == "gradio.FileData"


_MISSING = object()
_COUNT_NAMES = frozenset({"count", "length"})


def _get_key(value: dict[Any, Value], name: str) -> Value:
    if name in value:
        return value[name]
    folded = fold(name)
    for key, item in value.items():
        if isinstance(key, str) and fold(key) == folded:
            return item
    return _MISSING


def _of_map(value: dict[Any, Value], name: str) -> Value:
    """Give what every map has, unless a key is named so: its keys, its values, their number."""
    if fold(name) == "keys":
        return list(value)
    return list(value.values()) if fold(name) == "values" else _count(value, name)


def _at_key(value: dict[Any, Value], index: Value) -> Value:
    """Read a key of a map; a number that is none is a place, as in a list of one."""
    if isinstance(index, int) and index in value:
        return value[index]
    found = _get_key(value, to_text(index))
    if found is not _MISSING:
        return found
    if isinstance(index, int):
        return value if index in (0, -1) else None
    return _count(value, to_text(index))


def _find_attribute(kind: type, members: Mapping[str, str], name: str) -> str | None:
    exact = members.get(name)
    if exact is not None:
        return exact
    return _folded_members(kind, members).get(fold(name))


_folded_cache: dict[type, dict[str, str]] = {}


def _folded_members(kind: type, members: Mapping[str, str]) -> dict[str, str]:
    folded = _folded_cache.get(kind)
    if folded is None:
        synonyms: Mapping[str, str] = getattr(kind, "SYNONYMS", {})
        folded = {fold(name): attribute for name, attribute in {**synonyms, **members}.items()}
        _folded_cache[kind] = folded
    return folded


def _count(value: Value, name: str) -> int | None:
    if fold(name) not in _COUNT_NAMES:
        return None
    if value is None:
        return 0
    return len(value) if isinstance(value, (dict, list)) else 1


def _at(value: list[Value] | str, place: int) -> Value:
    return value[place] if -len(value) <= place < len(value) else None
