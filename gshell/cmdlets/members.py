"""Members that a person names: what parameters take for them, their spelling, and patterns."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from gshell.engine.errors import Mismatch
from gshell.engine.scope import ScriptBlock
from gshell.engine.types import ParameterType, shown
from gshell.engine.values import Value, fold, member_names, to_text


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
        raise Mismatch(f"must be a block or the name of a member (got {shown(value)})")


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
    parts: dict[str, Value] = {}
    for key, value in given.items():
        part = next((_PARTS[word] for word in _PARTS if key and word.startswith(key.lower())), None)
        if part is None or part in parts:
            raise Mismatch(f"has no place for the key '{key}'", _MADE_HINT)
        parts[part] = value
    if "source" not in parts:
        raise Mismatch("needs what makes the property", _MADE_HINT)
    source = BlockOrMember().convert(parts["source"])
    return Made(to_text(parts.get("name", source)), source)


_PARTS = {"name": "name", "label": "name", "expression": "source"}
"""The keys of a made property; any beginning of one will do."""

_MADE_HINT = "a made property is written @{n='name'; e={ ... }}"


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
