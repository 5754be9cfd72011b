"""Cmdlets that work on any objects in a pipeline: filter them, change them, pick parts of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import islice
from typing import Annotated

from gshell.engine.command import Alias, Example, Inputs, Parameter, Peek, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.operators import COMPARISONS
from gshell.engine.scope import ScriptBlock
from gshell.engine.serialize import to_json
from gshell.engine.types import Block, Number, ParameterType
from gshell.engine.values import (
    Value,
    enumerate_value,
    get_member,
    member_names,
    to_text,
    truth,
)

Test = Callable[[Value], bool]

_COMPARISON_PARAMETERS = tuple(
    Parameter(name, ParameterType(), help=f"keep objects whose member is -{name} this value")
    for name in COMPARISONS
)


def _comparisons(context: Context, peek: Peek) -> Inputs:
    del context, peek
    return Inputs("", _COMPARISON_PARAMETERS)


@cmdlet(
    "Where-Object",
    aliases=["where", "?"],
    search=["filter", "grep"],
    passes_on=True,
    dynamic=_comparisons,
    inputs_help="-eq <value>, or another comparison",
    examples=[
        Example("1..10 | where { $_ % 4 -eq 0 }", [8]),
        Example("call count -n 3 | where event -eq complete | % data", ["--end--"]),
    ],
)
def where_object(
    context: Context,
    objects: Iterable[Value],
    filter_: Annotated[Value, Alias("Property"), "a block, or the name of a member"],
    *,
    not_: Annotated[bool, "keep what does not fit"] = False,
    inputs: Mapping[str, Value],
) -> Iterator[Value]:
    """Keep the objects of which a condition is true.

    The condition is a block in which $_ is the object, or a member's name with a comparison:
    `where event -eq complete`. A member's name alone keeps what has it and where it is not empty.
    """
    test = _condition(context, filter_, inputs)
    for item in objects:
        if test(item) is not not_:
            yield item


def _condition(context: Context, filter_: Value, comparisons: Mapping[str, Value]) -> Test:
    if isinstance(filter_, ScriptBlock):
        if comparisons:
            raise ShellError("ParamInvalid", "a block is compared inside: { $_.event -eq 'x' }")
        return context.test(filter_)
    if len(comparisons) > 1:
        raise ShellError(
            "ParamInvalid", "one comparison at a time", hint="write { ... -and ... } for more"
        )
    name = to_text(filter_)
    if not comparisons:
        return lambda item: truth(get_member(item, name))
    ((operator, value),) = comparisons.items()
    compare = COMPARISONS[operator]
    return lambda item: bool(compare(get_member(item, name), value))


@cmdlet(
    "ForEach-Object",
    aliases=["%", "foreach"],
    search=["map", "each", "xargs"],
    examples=[
        Example("1..3 | % { $_ * 10 }", [30]),
        Example("call count -n 3 | % data", ["--end--"]),
        Example("'a', 'b' | % -Begin { 'first' } { $_ } -End { 'last' }", ["last"]),
    ],
)
def foreach_object(
    context: Context,
    objects: Iterable[Value],
    process: Annotated[Value, Alias("MemberName"), "a block, or the name of a member"],
    *,
    begin: Annotated[ScriptBlock | None, Block(), "run before the first object"] = None,
    end: Annotated[ScriptBlock | None, Block(), "run after the last object"] = None,
) -> Iterator[Value]:
    """Run a block for each object, with $_ as the object, or read one member of each.

    What the block or the member gives is passed on; of a list, its items.
    """
    if begin is not None:
        yield from context.runner(begin)(None)
    yield from _each(context, objects, process)
    if end is not None:
        yield from context.runner(end)(None)


def _each(context: Context, objects: Iterable[Value], process: Value) -> Iterator[Value]:
    if isinstance(process, ScriptBlock):
        run = context.runner(process)
        for item in objects:
            yield from run(item)
        return
    name = to_text(process)
    for item in objects:
        yield from enumerate_value(get_member(item, name))


@cmdlet(
    "Select-Object",
    aliases=["select"],
    search=["head", "tail", "first", "last", "uniq", "cut"],
    passes_on=True,
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
    property_: Annotated[list[Value] | None, "members to keep; @{n='name'; e={...}} makes one"] = (
        None
    ),
    *,
    first: Annotated[int | None, Number(whole=True, least=0), "only the first so many"] = None,
    last: Annotated[int | None, Number(whole=True, least=0), "only the last so many"] = None,
    skip: Annotated[int, Number(whole=True, least=0), "leave out the first so many"] = 0,
    index: Annotated[list[int] | None, "only those at these places, from 0"] = None,
    unique: Annotated[bool, "leave out what came before already"] = False,
    expand_property: Annotated[str | None, "give this member's value instead of the object"] = None,
) -> Iterator[Value]:
    """Pick some objects, or some members of each.

    -First and -Index stop the stages before them as soon as they have what they want: a call that
    is still running is cancelled.
    """
    picked = _pick(objects, first, last, skip, index)
    shaped: Iterator[Value] = picked
    if expand_property is not None:
        shaped = (
            value for item in picked for value in enumerate_value(get_member(item, expand_property))
        )
    elif property_ is not None:
        columns = [_column(context, one) for one in property_]
        shaped = (_row(item, columns) for item in picked)
    yield from _without_repeats(shaped) if unique else shaped


def _pick(
    objects: Iterable[Value],
    first: int | None,
    last: int | None,
    skip: int,
    index: list[int] | None,
) -> Iterator[Value]:
    if last is not None:
        if first is not None or skip or index is not None:
            raise ShellError("ParamInvalid", "-Last cannot be given with another choice")
        yield from deque(objects, maxlen=last)
    elif index is not None:
        wanted = set(index)
        limit = max(wanted, default=-1) + 1
        yield from (item for at, item in enumerate(islice(objects, limit)) if at in wanted)
    else:
        end = None if first is None else skip + first
        yield from islice(objects, skip, end)


def _column(context: Context, wanted: Value) -> Callable[[Value], Mapping[str, Value]]:
    """Make what reads one wanted property, or all that match a pattern, from an object."""
    if isinstance(wanted, dict):
        return _calculated(context, wanted)
    name = to_text(wanted)
    if "*" not in name:
        return lambda item: {_spelled(item, name): get_member(item, name)}
    folded = name.lower()
    return lambda item: {
        known: get_member(item, known)
        for known in member_names(item)
        if fnmatchcase(known.lower(), folded)
    }


def _spelled(item: Value, name: str) -> str:
    """Give a member's own spelling, or the typed one if the object has no such member."""
    return next((known for known in member_names(item) if known.lower() == name.lower()), name)


def _calculated(
    context: Context, wanted: Mapping[str, Value]
) -> Callable[[Value], dict[str, Value]]:
    parts = {str(key).lower()[:1]: value for key, value in wanted.items()}
    block = parts.get("e")
    if set(parts) - {"n", "l", "e"} or not isinstance(block, ScriptBlock):
        raise ShellError("ParamInvalid", "a made property is written @{n='name'; e={ ... }}")
    name = to_text(parts.get("n") or parts.get("l") or block.text)
    value = context.value_of(block)
    return lambda item: {name: value(item)}


def _row(item: Value, columns: Sequence[Callable[[Value], Mapping[str, Value]]]) -> Value:
    row: dict[str, Value] = {}
    for column in columns:
        row.update(column(item))
    return row


def _without_repeats(objects: Iterable[Value]) -> Iterator[Value]:
    seen: set[str] = set()
    for item in objects:
        key = to_json(item)
        if key not in seen:
            seen.add(key)
            yield item
