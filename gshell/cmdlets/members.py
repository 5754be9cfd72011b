"""Members that a person names: what parameters take for them, how they are read, and patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from gshell.engine.context import Context
from gshell.engine.errors import Mismatch, ShellError, did_you_mean
from gshell.engine.scope import ScriptBlock
from gshell.engine.types import ParameterType, shown
from gshell.engine.values import Value, fold, get_member, member_names, to_text, type_name


class MemberName(ParameterType):
    """The name of a member."""

    name = "member"
    takes_text = False

    def convert(self, value: Value) -> Value:
        if isinstance(value, str):
            return str(value)
        hint = "Select-Object makes properties" if isinstance(value, dict) else ""
        raise Mismatch(f"must be the name of a member (got {shown(value)})", hint)


class BlockOrMember(MemberName):
    """A script block, or the name of a member."""

    name = "block or member"

    def convert(self, value: Value) -> Value:
        if isinstance(value, (str, ScriptBlock)):
            return str(value) if isinstance(value, str) else value
        raise Mismatch(
            f"must be a block or the name of a member (got {shown(value)})",
            "a block stands in braces, with the object as $_: { $_.name -eq 'x' }",
        )


class Made(NamedTuple):
    """A property that is made for each object, by a block or from one of its members."""

    name: str
    source: ScriptBlock | str


class MemberOrMade(MemberName):
    """The name of a member or a pattern, or a made property: a block, or @{n='name'; e={...}}."""

    def convert(self, value: Value) -> Value:
        if isinstance(value, ScriptBlock):
            return Made(value.text, value)
        return _made(value) if isinstance(value, dict) else super().convert(value)


def _made(given: Mapping[str, Value]) -> Made:
    parts = named_parts(given, _PARTS, _MADE_HINT)
    source = BlockOrMember().convert(parts["source"])
    return Made(to_text(parts.get("name", source)), source)


_PARTS = {"name": "name", "label": "name", "expression": "source"}

_MADE_HINT = "a made property is written @{n='name'; e={ ... }}"


def named_parts(
    given: Mapping[str, Value], parts: Mapping[str, str], hint: str
) -> dict[str, Value]:
    """Read a map that describes a property, such as `@{n='name'; e={ ... }}`.

    `parts` says what each key stands for; any beginning of a key will do. The `source` must be
    there. Raises Mismatch, with the hint, where the map is something else.
    """
    found: dict[str, Value] = {}
    for key, value in given.items():
        part = next((parts[word] for word in parts if key and word.startswith(key.lower())), None)
        if part is None or part in found:
            raise Mismatch(f"has no place for the key '{key}'", hint)
        found[part] = value
    if "source" not in found:
        raise Mismatch("needs what makes the property", hint)
    return found


def is_pattern(name: str) -> bool:
    """Say whether a name stands for every member that it matches."""
    return "*" in name or "?" in name


def is_meant(known: str, name: str) -> bool:
    """Say whether a member is one of those that a name, or a pattern, stands for."""
    if is_pattern(name):
        return fnmatchcase(known.lower(), name.lower())
    return fold(known) == fold(name)


def spelling_of(item: Value, name: str) -> str | None:
    """Give a member's own spelling of a name; None if the object lists no such member."""
    names = member_names(item)
    if name in names:
        return name
    return next((known for known in names if fold(known) == fold(name)), None)


def has_member(item: Value, name: str) -> bool:
    """Say whether an object has a member of a name, listed or not."""
    if get_member(item, name) is not None or spelling_of(item, name) is not None:
        return True
    synonyms: Mapping[str, str] = getattr(type(item), "SYNONYMS", {})
    return any(fold(known) == fold(name) for known in synonyms)


def no_member(item: Value, name: str) -> ShellError:
    """Make the error of a member that an object does not have, with the nearest that it has."""
    names = member_names(item)
    return ShellError(
        "InvalidOperation",
        f"there is no member {name} in this {type_name(item)}",
        target=item,
        hint=did_you_mean(name, names) or (f"it has {', '.join(names)}" if names else ""),
    )


def noticing(
    context: Context, objects: Iterable[Value], names: Iterable[Made | str]
) -> Iterator[Value]:
    """Give objects as they are, and warn at their end of a member that not one of them had.

    That is the commonest typo, and its value is null. Maps may have any key or none, so nothing is
    said of them. Once a member is found, nothing is looked at any more.
    """
    flow = iter(objects)
    for name in names:
        if isinstance(name, str) and not is_pattern(name):
            flow = _noticing(context, flow, name)
    return flow


def _noticing(context: Context, objects: Iterator[Value], name: str) -> Iterator[Value]:
    sample: Value = None
    for item in objects:
        yield item
        if sample is None and item is not None:
            sample = item
        if isinstance(item, (dict, list)) or has_member(item, name):
            yield from objects
            return
    if sample is not None:
        names = member_names(sample)
        nearest = did_you_mean(name, names) or (f"it has {', '.join(names)}" if names else "")
        said = f"no object has a member {name}"
        context.warning(f"{said}; {nearest}" if nearest else said)


def reader_of(context: Context, source: ScriptBlock | str) -> Callable[[Value], Value]:
    """Give what reads a member of an object, or what a block makes of it."""
    if isinstance(source, ScriptBlock):
        return context.value_of(source)
    return lambda item: get_member(item, source)


class PropertyReader:
    """Reads one property of many objects, and knows whether any of them had it.

    A block makes its property for every object, so it is never missing.
    """

    __slots__ = ("_found", "_name", "_read", "_sample")

    def __init__(self, context: Context, source: ScriptBlock | str) -> None:
        self._name = "" if isinstance(source, ScriptBlock) else source
        self._read = reader_of(context, source)
        self._found = not self._name
        self._sample: Value = None

    def __call__(self, item: Value) -> Value:
        """Read the property of one object; null if it has none."""
        value = self._read(item)
        if not self._found:
            self._sample = item if self._sample is None else self._sample
            self._found = value is not None or spelling_of(item, self._name) is not None
        return value

    def check(self) -> None:
        """Raise, with the nearest name, if objects were read and not one had the member."""
        if not self._found and self._sample is not None:
            raise no_member(self._sample, self._name)
