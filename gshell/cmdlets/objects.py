"""Where-Object and ForEach-Object: filter objects, and make something of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Annotated

from gshell.cmdlets.members import BlockOrMember, noticing
from gshell.cmdlets.parallel import (
    Parallel,
    ParallelBlock,
    ThrottleLimit,
    TimeoutSeconds,
    Unordered,
    is_parallel,
)
from gshell.engine.binding import Bound
from gshell.engine.command import Alias, Example, Inputs, Parameter, Peek, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import Mismatch, ShellError, did_you_mean
from gshell.engine.methods import METHODS, call_method
from gshell.engine.operators import BINARY, COMPARISONS, matches
from gshell.engine.scope import ScriptBlock
from gshell.engine.types import Block, ListOf, ParameterType, shown
from gshell.engine.values import Value, enumerate_value, fold, get_member, truth


class RegularExpression(ParameterType):
    """What -match looks for."""

    name = "regular expression"

    def convert(self, value: Value) -> Value:
        pattern = super().convert(value)
        try:
            matches("", pattern)
        except ShellError as error:
            what = error.record.message.removeprefix("not a regular expression: ")
            raise Mismatch(
                f"must be a regular expression (got {shown(pattern)}: {what})",
                "-like takes text with * and ?",
            ) from error
        return pattern


def _comparison(name: str) -> Parameter:
    kind = RegularExpression() if name.endswith("match") else ParameterType()
    return Parameter(name, kind, help=f"keep objects of which `member -{name} value` is true")


_COMPARISON_PARAMETERS = tuple(_comparison(name) for name in COMPARISONS)


def _comparisons(context: Context, peek: Peek) -> Inputs:
    del context, peek
    return Inputs("", _COMPARISON_PARAMETERS)


def _check_condition(bound: Bound, piped: bool) -> None:
    """Refuse what is no single condition, before anything runs."""
    del piped
    if bound.inputs and isinstance(bound.arguments["filter_script"], ScriptBlock):
        raise ShellError("ParamInvalid", "a block is compared inside: { $_.event -eq 'x' }")
    if len(bound.inputs) > 1:
        raise ShellError(
            "ParamInvalid", "one comparison at a time", hint="write { ... -and ... } for more"
        )


@cmdlet(
    "Where-Object",
    aliases=["where", "?"],
    search=["filter", "grep"],
    passes_on=True,
    check=_check_condition,
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
    filter_script: Annotated[
        Value, BlockOrMember(), Alias("Property"), "a block, or the name of a member"
    ],
    *,
    not_: Annotated[bool, "keep what does not fit"] = False,
    inputs: Mapping[str, Value],
) -> Iterator[Value]:
    """Keep the objects of which a condition is true.

    The condition is a block in which $_ is the object, or a member's name with a comparison:
    `where event -eq complete`. A member's name alone keeps what has it and where it is not empty.
    """
    if isinstance(filter_script, ScriptBlock):
        return context.keep(filter_script, objects, wanted=not not_)
    test = _comparison_of(filter_script, inputs)
    noticed = noticing(context, objects, [filter_script])
    return (item for item in noticed if test(item) is not not_)


def _comparison_of(name: str, comparisons: Mapping[str, Value]) -> Callable[[Value], bool]:
    if not comparisons:
        return lambda item: truth(get_member(item, name))
    ((operator, value),) = comparisons.items()
    compare = BINARY[operator]  # of a list on its left, it gives the items of which it is true
    return lambda item: bool(compare(get_member(item, name), value))


def _further(context: Context, peek: Peek) -> Inputs:
    """Take further blocks after a block, and arguments after the name of a method."""
    del context
    if isinstance(peek("Process"), ScriptBlock):
        return Inputs("", _FURTHER_BLOCKS)
    return Inputs("", _METHOD_ARGUMENTS)


_FURTHER_BLOCKS = tuple(
    Parameter(
        "RemainingScripts", Block(), key=f"{place}", position=place, hidden=True, nullable=False
    )
    for place in (1, 2)
)
_METHOD_ARGUMENTS = tuple(
    Parameter("ArgumentList", ParameterType(), key=f"{place}", position=place, hidden=True)
    for place in (1, 2)
)


def _check_each(bound: Bound, piped: bool) -> None:
    """Refuse arguments of what is no method, before anything runs."""
    del piped
    if is_parallel(bound):
        return
    process = bound.arguments["process"]
    if isinstance(process, ScriptBlock):
        if bound.arguments.get("argument_list") is not None:
            raise ShellError("ParamInvalid", "-ArgumentList goes with the name of a method")
        return
    given = bound.inputs or bound.arguments.get("argument_list")
    if given and fold(process) not in _METHODS:
        raise ShellError(
            "ParamInvalid",
            f"there is no method {process} that could take a value",
            target=process,
            hint=did_you_mean(process, METHODS) or f"there are {', '.join(METHODS)}",
        )


@cmdlet(
    "ForEach-Object",
    aliases=["%", "foreach"],
    search=["map", "each", "xargs"],
    dynamic=_further,
    check=_check_each,
    inputs_help="further blocks, or a method's arguments",
    examples=[
        Example("1..3 | % { $_ * 10 }", [30]),
        Example("call count -n 3 | % data", ["--end--"]),
        Example("'a', 'b' | % -Begin { 'first' } { $_ } -End { 'last' }", ["last"]),
        Example("1..3 | % { $n = 0 } { $n += $_ } { $n }", [6]),
        Example("'a-b', 'c-d' | % Replace - /", ["a/b", "c/d"]),
        Example("'ann', 'bob' | % -Parallel { call upper $_ -Value }", ["ANN", "BOB"]),
    ],
)
def foreach_object(
    context: Context,
    objects: Iterable[Value],
    process: Annotated[
        Value, BlockOrMember(), Alias("MemberName"), "a block, or the name of a member or a method"
    ] = None,
    *,
    begin: Annotated[ScriptBlock | None, Block(), "run before the first object"] = None,
    end: Annotated[ScriptBlock | None, Block(), "run after the last object"] = None,
    argument_list: Annotated[
        list[Value] | None, ListOf(ParameterType()), Alias("Args"), "what the method is called with"
    ] = None,
    parallel: ParallelBlock = None,
    throttle_limit: ThrottleLimit = 5,
    timeout_seconds: TimeoutSeconds = None,
    unordered: Unordered = False,
    inputs: Mapping[str, Value],
) -> Iterator[Value]:
    """Run a block for each object, with $_ as the object, or read one member of each.

    What the block or the member gives is passed on; of a list, its items. The name may be that of
    a method of text, followed by what it takes: `% Replace a b`. Of several blocks without names,
    the first is run before the first object, and of three the last after the last object.

    A block after -Parallel runs for several objects at once. It sees the variables as they are when
    it begins, and what it sets stays its own. The results keep the order of the objects; with
    -Unordered they come as they are ready.
    """
    if parallel is not None:
        return Parallel(
            context, parallel, throttle_limit, timeout_seconds, ordered=not unordered
        ).each(objects)
    if isinstance(process, ScriptBlock):
        blocks = [process, *inputs.values()]
        if begin is None and len(blocks) > 1:
            begin, *blocks = blocks
        if end is None and len(blocks) > 1:
            *blocks, end = blocks
        given = _each_of(context, blocks, objects)
    else:
        arguments = [*inputs.values(), *(argument_list or ())]
        given = _members(context, objects, process, arguments)
    return given if begin is end is None else _between(context, begin, given, end)


def _between(
    context: Context, begin: ScriptBlock | None, given: Iterator[Value], end: ScriptBlock | None
) -> Iterator[Value]:
    """Run a block before the first object, and one after the last."""
    if begin is not None:
        yield from context.runner(begin)(None)
    yield from given
    if end is not None:
        yield from context.runner(end)(None)


def _each_of(
    context: Context, blocks: Sequence[ScriptBlock], objects: Iterable[Value]
) -> Iterator[Value]:
    """Run blocks for each object, one after the other."""
    if len(blocks) == 1:
        return context.each(blocks[0], objects)
    return _each_of_several(context, blocks, objects)


def _each_of_several(
    context: Context, blocks: Sequence[ScriptBlock], objects: Iterable[Value]
) -> Iterator[Value]:
    runs = [context.runner(block) for block in blocks]
    for item in objects:
        for run in runs:
            yield from run(item)


def _members(
    context: Context, objects: Iterable[Value], name: str, arguments: Sequence[Value]
) -> Iterator[Value]:
    """Read a member of each object, or call a method of each text; one that fails is left out."""
    is_method = bool(arguments) or fold(name) in _METHODS
    for item in objects if is_method else noticing(context, objects, [name]):
        if not is_method or not (arguments or isinstance(item, _WITHOUT_MEMBERS)):
            yield from enumerate_value(get_member(item, name))
            continue
        try:
            yield from enumerate_value(call_method(item, name, arguments))
        except ShellError as error:
            context.error(error)


_METHODS = frozenset(map(fold, METHODS))
_WITHOUT_MEMBERS = (str, list, int, float)
"""Of these, the name of a method is meant as one; of a map or an object it may be a member."""
