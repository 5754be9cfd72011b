"""Get-Member: what can be read of an object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar

from gshell.cmdlets.members import MemberName, is_meant
from gshell.engine.binding import Bound
from gshell.engine.command import Example, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.methods import METHODS
from gshell.engine.types import Choice, ListOf, ParameterType
from gshell.engine.values import Value, get_member, member_names, type_name


class MemberInfo:
    """A row of Get-Member."""

    __slots__ = ("kind", "name", "owner", "type", "value")
    MEMBERS: ClassVar[dict[str, str]] = {
        "Name": "name",
        "Kind": "kind",
        "Type": "type",
        "Value": "value",
    }
    SYNONYMS: ClassVar[dict[str, str]] = {"MemberType": "kind", "TypeName": "owner"}

    def __init__(self, owner: Value, name: str, *, method: bool = False) -> None:
        value = None if method else get_member(owner, name)
        is_key = isinstance(owner, dict) and name in owner
        self.name = name
        self.owner = type_name(owner)
        self.kind = "Method" if method else "Key" if is_key else "Property"
        self.type = "" if method else type_name(value)
        self.value = value


def _check_objects(bound: Bound, piped: bool) -> None:
    if not piped and "input_object" not in bound.arguments:
        raise _nothing_given(bound.context.word)


def _nothing_given(word: str) -> ShellError:
    return ShellError(
        "ParamInvalid",
        f"{word} needs an object, and none came",
        hint=f"pipe one in: $it | {word} looks at the last one that was shown",
    )


@cmdlet(
    "Get-Member",
    aliases=["gm"],
    search=["members", "inspect", "type"],
    check=_check_objects,
    examples=[
        Example("call upper hi | gm"),
        Example("Get-GradioSession | gm -Name *url"),
        Example("'some text' | gm -MemberType Method | % Name", ["Substring"]),
    ],
)
def get_member_(
    context: Context,
    objects: Iterable[Value],
    name: Annotated[
        list[str] | None, ListOf(MemberName()), "only members of these names, or patterns"
    ] = None,
    *,
    member_type: Annotated[
        str,
        Choice("All", "Property", "Properties", "NoteProperty", "Method", "Methods"),
        "properties, which are what can be read, or the methods of text",
    ] = "All",
    input_object: Annotated[Value, ParameterType(), "an object to look at; a list as one"] = None,
) -> Iterator[MemberInfo]:
    """List the members of objects, with their types and a value: each kind of object once."""
    seen: set[tuple[str, ...]] = set()
    for item in objects if input_object is None else (input_object,):
        names = member_names(item) or ["Length" if isinstance(item, str) else "Count"]
        kind = (type_name(item), *names)
        if item is None or kind in seen:
            continue
        seen.add(kind)
        for one in _members(item, names):
            is_named = name is None or any(is_meant(one.name, each) for each in name)
            if is_named and _is_of(one.kind, member_type):
                yield one
    if not seen:
        raise _nothing_given(context.word)


def _members(item: Value, names: Iterable[str]) -> Iterator[MemberInfo]:
    yield from (MemberInfo(item, name) for name in names)
    if isinstance(item, str):
        yield from (MemberInfo(item, name, method=True) for name in METHODS)


def _is_of(kind: str, wanted: str) -> bool:
    return wanted == "All" or wanted.startswith("Method") == (kind == "Method")
