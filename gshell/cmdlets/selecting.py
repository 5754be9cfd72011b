"""Select-Object: pick some objects, or parts of each."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Annotated

from gshell.cmdlets.members import (
    Made,
    MemberName,
    MemberOrMade,
    is_meant,
    is_pattern,
    no_member,
    noticing,
    reader_of,
    spelling_of,
)
from gshell.engine.binding import Bound
from gshell.engine.command import Example, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.serialize import to_json
from gshell.engine.types import ListOf, Number
from gshell.engine.values import Value, enumerate_value, get_member, member_names


def _check_choice(bound: Bound, piped: bool) -> None:
    """Refuse ways of picking that do not go together, before anything runs."""
    del piped
    given = bound.arguments
    if given.get("index") is not None and not given.keys().isdisjoint({"first", "last", "skip"}):
        raise ShellError("ParamInvalid", "-Index cannot be given with -First, -Last or -Skip")
    made = given.get("property_") is not None or given.get("exclude_property") is not None
    if made and given.get("expand_property") is not None:
        raise ShellError(
            "ParamInvalid",
            "-ExpandProperty gives the value of one member, so others cannot be picked with it",
        )


@cmdlet(
    "Select-Object",
    aliases=["select"],
    search=["head", "tail", "first", "last", "uniq", "cut"],
    passes_on=True,
    check=_check_choice,
    examples=[
        Example("1..100 | select -First 3", [3]),
        Example("call count -n 50 -delay 0.1 | select -First 2"),
        Example("call count -n 3 | select num, event"),
        Example("1..3 | select @{n='square'; e={ $_ * $_ }} | % square", [9]),
    ],
)
def select_object(
    context: Context,
    objects: Iterable[Value],
    property_: Annotated[
        list[Value] | None,
        ListOf(MemberOrMade()),
        "members to keep, or patterns; @{n='name'; e={...}} makes one",
    ] = None,
    *,
    first: Annotated[int | None, Number(whole=True, least=0), "only the first so many"] = None,
    last: Annotated[int | None, Number(whole=True, least=0), "only the last so many"] = None,
    skip: Annotated[
        int, Number(whole=True, least=0), "leave out the first so many, with -Last the last so many"
    ] = 0,
    skip_last: Annotated[int, Number(whole=True, least=0), "leave out the last so many"] = 0,
    index: Annotated[
        list[int] | None, ListOf(Number(whole=True, least=0)), "only those at these places, from 0"
    ] = None,
    unique: Annotated[bool, "leave out what came before already"] = False,
    expand_property: Annotated[
        str | None, MemberName(), "give this member's value instead of the object"
    ] = None,
    exclude_property: Annotated[
        list[str] | None, ListOf(MemberName()), "members to leave out, or patterns"
    ] = None,
) -> Iterator[Value]:
    """Pick some objects, or some members of each.

    -First and -Index stop the stages before them as soon as they have what they want: a call that
    is still running is cancelled.
    """
    source = _without_last(objects, skip_last) if skip_last else objects
    picked = _pick(source, first, last, skip) if index is None else _pick_places(source, index)
    shaped: Iterator[Value] = picked
    if expand_property is not None:
        shaped = (value for item in picked for value in _expanded(context, item, expand_property))
    elif property_ is not None or exclude_property is not None:
        columns = [_column(context, one) for one in property_ or ("*",)]
        noticed = noticing(context, picked, property_ or ())
        shaped = (_row(item, columns, exclude_property or ()) for item in noticed)
    yield from _without_repeats(shaped) if unique else shaped


def _pick(
    objects: Iterable[Value], first: int | None, last: int | None, skip: int
) -> Iterator[Value]:
    """Give the first objects as they come, then the last.

    What is skipped comes before the first; where only the last are wanted, it comes after them.
    """
    source = iter(objects)
    if first is not None or last is None:
        yield from islice(source, skip, None if first is None else skip + first)
        skip = 0
    if last is not None:
        kept = deque(source, maxlen=last + skip)
        yield from islice(kept, max(len(kept) - skip, 0))


def _without_last(objects: Iterable[Value], count: int) -> Iterator[Value]:
    """Hold back so many objects, and give each when as many others have come."""
    held: deque[Value] = deque()
    for item in objects:
        held.append(item)
        if len(held) > count:
            yield held.popleft()


def _pick_places(objects: Iterable[Value], places: Sequence[int]) -> Iterator[Value]:
    wanted = set(places)
    limit = max(wanted, default=-1) + 1
    return (item for at, item in enumerate(islice(objects, limit)) if at in wanted)


def _expanded(context: Context, item: Value, name: str) -> Iterator[Value]:
    """Give a member's value, of a list its items; that there is no such member is an error."""
    value = get_member(item, name)
    if value is None and spelling_of(item, name) is None:
        context.error(no_member(item, name))
    return enumerate_value(value)


_Column = Callable[[Value], Mapping[str, Value]]
"""Reads one wanted property, or all that match a pattern, from an object."""


def _column(context: Context, wanted: Made | str) -> _Column:
    if isinstance(wanted, Made):
        name, value = wanted.name, reader_of(context, wanted.source)
        return lambda item: {name: value(item)}
    if is_pattern(wanted):
        return lambda item: {
            known: get_member(item, known)
            for known in member_names(item)
            if is_meant(known, wanted)
        }
    return lambda item: {spelling_of(item, wanted) or wanted: get_member(item, wanted)}


def _row(item: Value, columns: Sequence[_Column], excluded: Sequence[str]) -> Value:
    row: dict[str, Value] = {}
    for column in columns:
        row.update(column(item))
    return {
        name: value
        for name, value in row.items()
        if not any(is_meant(name, one) for one in excluded)
    }


def _without_repeats(objects: Iterable[Value]) -> Iterator[Value]:
    seen: set[str] = set()
    for item in objects:
        key = to_json(item)
        if key not in seen:
            seen.add(key)
            yield item
