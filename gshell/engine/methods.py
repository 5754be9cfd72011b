"""The methods that text has. There are no others: no value has a method that is not in this table.

They do what .NET's do, so that a person who knows PowerShell is right: they mind the case, and they
take text as it is, not as a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from gshell.engine.errors import ShellError, did_you_mean
from gshell.engine.values import Value, as_number, fold, member_names, to_text, type_name

_Method = Callable[[str, Sequence[Value]], Value]


def call_method(value: Value, name: str, arguments: Sequence[Value]) -> Value:
    """Call a method of a text, or of each text in a list.

    Raises InvalidOperation if there is no such method, or it cannot take the arguments.
    """
    known = fold(name) in _METHODS
    if isinstance(value, list) and fold(name) != "contains" and (value or known):
        return [call_method(one, name, arguments) for one in value]
    if not isinstance(value, str):
        raise _no_method(value, name)
    found = _METHODS.get(fold(name))
    if found is None:
        raise ShellError(
            "InvalidOperation",
            f"text has no method {name}",
            target=name,
            hint=did_you_mean(name, METHODS) or f"it has {', '.join(METHODS)}",
        )
    shown, least, most, method = found
    if not least <= len(arguments) <= most:
        wanted = str(least) if least == most else f"{least} to {most}"
        raise ShellError(
            "InvalidOperation", f"{shown} takes {wanted} values (got {len(arguments)})", target=name
        )
    return method(str(value), arguments)


def _no_method(value: Value, name: str) -> ShellError:
    hint = {
        "contains": "-contains looks for an item: $list -contains 'x'",
        "tostring": 'text of a value is "$value"',
        "containskey": "$map.Keys -contains 'x'",
    }.get(fold(name), "text has methods; gm shows the members of anything")
    if value is None:
        return ShellError("InvalidOperation", f"null has no method {name}", target=name)
    if any(fold(member) == fold(name) for member in member_names(value)):
        hint = f"it is a member, read without parentheses: .{name}"
    message = f"a value of type {type_name(value)} has no method {name}"
    return ShellError("InvalidOperation", message, target=name, hint=hint)


def _trim(text: str, arguments: Sequence[Value]) -> str:
    return text.strip(to_text(arguments[0]) if arguments else None)


def _split(text: str, arguments: Sequence[Value]) -> list[str]:
    if not arguments:
        return re.split(r"\s", text)
    separator = to_text(arguments[0])
    return text.split(separator) if separator else [text]


def _replace(text: str, arguments: Sequence[Value]) -> str:
    find, put = (to_text(one) for one in arguments)
    if not find:
        raise ShellError("InvalidOperation", "Replace cannot look for an empty text")
    return text.replace(find, put)


def _substring(text: str, arguments: Sequence[Value]) -> str:
    places = [as_number(one) for one in arguments]
    start = places[0]
    length = places[1] if len(places) > 1 else None
    if start is None or (len(places) > 1 and length is None):
        raise ShellError("InvalidOperation", "Substring takes a place, from 0, and a length")
    end = len(text) if length is None else start + length
    if not 0 <= start <= end <= len(text):
        raise ShellError(
            "InvalidOperation", f"Substring goes beyond the text, which has {len(text)} letters"
        )
    return text[int(start) : int(end)]


_TABLE: tuple[tuple[str, int, int, _Method], ...] = (
    ("ToUpper", 0, 0, lambda text, _: text.upper()),
    ("ToLower", 0, 0, lambda text, _: text.lower()),
    ("Trim", 0, 1, _trim),
    ("Split", 0, 1, _split),
    ("Replace", 2, 2, _replace),
    ("Contains", 1, 1, lambda text, given: to_text(given[0]) in text),
    ("StartsWith", 1, 1, lambda text, given: text.startswith(to_text(given[0]))),
    ("EndsWith", 1, 1, lambda text, given: text.endswith(to_text(given[0]))),
    ("Substring", 1, 2, _substring),
)
METHODS = tuple(name for name, *_ in _TABLE)
"""The names of all methods, as they are shown."""

_METHODS = {fold(row[0]): row for row in _TABLE}
