"""Sort-Object and Group-Object: objects in order, and objects that are alike put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, NamedTuple

from gshell.cmdlets.members import (
    BlockOrMember,
    Made,
    MemberName,
    MemberOrMade,
    PropertyReader,
    named_parts,
)
from gshell.cmdlets.ranks import Rank, rank_of, ranks
from gshell.engine.binding import Bound
from gshell.engine.command import Example, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.scope import ScriptBlock
from gshell.engine.types import ListOf, Number
from gshell.engine.values import Value, to_text, truth


class SortKey(NamedTuple):
    """One thing to sort by; `descending` is None where the cmdlet's own switch decides."""

    source: ScriptBlock | str
    descending: bool | None = None


class SortBy(MemberName):
    """The name of a member, a block, or @{e={...}; Descending=$true}."""

    name = "member or block"

    def convert(self, value: Value) -> Value:
        if not isinstance(value, dict):
            return SortKey(BlockOrMember().convert(value))
        parts = named_parts(value, _PARTS, "write @{e={ ... }; Descending=$true}")
        source = BlockOrMember().convert(parts["source"])
        if "descending" in parts:
            return SortKey(source, truth(parts["descending"]))
        return SortKey(source, not truth(parts["ascending"]) if "ascending" in parts else None)


_PARTS = {"expression": "source", "descending": "descending", "ascending": "ascending"}


def _check_sort(bound: Bound, piped: bool) -> None:
    del piped
    if bound.arguments.get("top") is not None and bound.arguments.get("bottom") is not None:
        raise ShellError("ParamInvalid", "-Top and -Bottom cannot be given together")


@cmdlet(
    "Sort-Object",
    aliases=["sort"],
    search=["order", "arrange", "sorted"],
    passes_on=True,
    check=_check_sort,
    examples=[
        Example("3, 1, 2 | sort", [1, 2, 3]),
        Example("'pear', 'fig' | sort Length", ["fig", "pear"]),
        Example("1..9 | sort { $_ % 3 }, @{e={ $_ }; Descending=$true} -Top 2", [9, 6]),
    ],
)
def sort_object(
    context: Context,
    objects: Iterable[Value],
    property_: Annotated[
        list[SortKey] | None,
        ListOf(SortBy()),
        "members or blocks to sort by, the first one first; else the objects themselves",
    ] = None,
    *,
    descending: Annotated[bool, "the largest first"] = False,
    unique: Annotated[bool, "of those that are equal, only the first"] = False,
    top: Annotated[int | None, Number(whole=True, least=0), "only the first so many"] = None,
    bottom: Annotated[int | None, Number(whole=True, least=0), "only the last so many"] = None,
    case_sensitive: Annotated[bool, "tell `a` from `A`, small letters first"] = False,
    stable: Annotated[bool, "equal objects stay in their order; they always do"] = False,
) -> Iterator[Value]:
    """Put objects in order.

    Null comes first, then false and true, numbers, text, dates, durations, lists, maps and other
    objects; text that reads as a number is one where there are numbers too. All objects are read
    before the first is given; equal ones stay in the order in which they came.
    """
    del stable
    items = list(objects)
    columns = _columns(context, items, property_, case_sensitive)
    order = list(range(len(items)))
    for key, column in reversed(columns):
        falling = descending if key.descending is None else key.descending
        order.sort(key=column.__getitem__, reverse=falling)
    if unique:
        order = _first_of_equals(order, [column for _, column in columns])
    picked = order if bottom is None else order[max(len(order) - bottom, 0) :]
    for place in picked[:top]:
        yield items[place]


def _columns(
    context: Context, items: list[Value], keys: Sequence[SortKey] | None, case: bool
) -> list[tuple[SortKey, list[Any]]]:
    """Give what the objects are compared by, key by key."""
    if keys is None:
        return [(SortKey(""), ranks(items, case=case))]
    columns = []
    for key in keys:
        read = PropertyReader(context, key.source)
        values = [read(item) for item in items]
        read.check()
        columns.append((key, ranks(values, case=case)))
    return columns


def _first_of_equals(order: list[int], columns: Sequence[list[Any]]) -> list[int]:
    kept: list[int] = []
    for place in order:
        if not kept or any(column[place] != column[kept[-1]] for column in columns):
            kept.append(place)
    return kept


class GroupCount:
    """What Group-Object says of objects that are alike: how many, and what they share."""

    __slots__ = ("count", "values")
    MEMBERS: ClassVar[dict[str, str]] = {"Count": "count", "Name": "name", "Values": "values"}

    def __init__(self, values: list[Value]) -> None:
        self.count = 0
        self.values = values

    @property
    def name(self) -> str:
        """The values as text."""
        return ", ".join(to_text(value) for value in self.values)

    def add(self, item: Value) -> None:
        """Take one more object."""
        del item
        self.count += 1


class GroupInfo(GroupCount):
    """The same with the objects."""

    __slots__ = ("group",)
    MEMBERS: ClassVar[dict[str, str]] = {**GroupCount.MEMBERS, "Group": "group"}

    def __init__(self, values: list[Value]) -> None:
        super().__init__(values)
        self.group: list[Value] = []

    def add(self, item: Value) -> None:
        """Take one more object, and keep it."""
        self.count += 1
        self.group.append(item)


def _check_group(bound: Bound, piped: bool) -> None:
    del piped
    if bound.arguments.get("as_hash_table") and bound.arguments.get("no_element"):
        raise ShellError("ParamInvalid", "-AsHashTable gives the objects, so not with -NoElement")


@cmdlet(
    "Group-Object",
    aliases=["group"],
    search=["uniq", "groupby", "histogram"],
    check=_check_group,
    examples=[
        Example("'a', 'b', 'A' | group | % Count", [2, 1]),
        Example("call count -n 5 | group event -NoElement"),
        Example("(1..9 | group { $_ % 2 } -AsHashTable)['1']", [1, 3, 5, 7, 9]),
    ],
)
def group_object(
    context: Context,
    objects: Iterable[Value],
    property_: Annotated[
        list[Made | str] | None,
        ListOf(MemberOrMade()),
        "members or blocks that make objects alike; else the objects themselves",
    ] = None,
    *,
    no_element: Annotated[bool, "only count; the objects are not kept"] = False,
    as_hash_table: Annotated[bool, "give one map, from each name to its objects"] = False,
    as_string: Annotated[bool, "make the keys of the map text; they always are"] = False,
    case_sensitive: Annotated[bool, "tell `a` from `A`"] = False,
) -> Iterator[GroupInfo | GroupCount | Value]:
    """Put objects together that are alike, and give each group with its name and their number.

    The groups come in the order in which Sort-Object puts what they share, as in PowerShell, and
    the objects of a group in the order in which they came.
    """
    del as_string
    sources = [one.source if isinstance(one, Made) else one for one in property_ or ()]
    readings = [PropertyReader(context, source) for source in sources]
    groups: dict[tuple[Rank, ...], GroupCount] = {}
    for item in objects:
        values = [read(item) for read in readings] if readings else [item]
        key = tuple(rank_of(value, case=case_sensitive) for value in values)
        found = groups.get(key)
        if found is None:
            found = groups[key] = (GroupCount if no_element else GroupInfo)(values)
        found.add(item)
    for read in readings:
        read.check()
    in_order = [groups[key] for key in sorted(groups)]
    if as_hash_table:
        yield _table(in_order)
    else:
        yield from in_order


def _table(groups: Iterable[GroupCount]) -> Mapping[str, Value]:
    table: dict[str, list[Value]] = {}
    for one in groups:
        if isinstance(one, GroupInfo):
            table.setdefault(one.name, []).extend(one.group)  # 1 and '1' have the same name
    return table
