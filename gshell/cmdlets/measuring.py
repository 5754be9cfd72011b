"""Measure-Object and Measure-Command: how many, how much, how long."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from typing import Annotated, ClassVar

from gshell.cmdlets.members import BlockOrMember, PropertyReader
from gshell.cmdlets.ranks import Rank, rank_of
from gshell.engine.binding import Bound
from gshell.engine.command import Example, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.operators import divide
from gshell.engine.scope import ScriptBlock
from gshell.engine.types import Block, ListOf, shown
from gshell.engine.values import Value, as_number, member_names, to_text

Number = int | float

_STATISTICS = ("sum_", "average", "minimum", "maximum", "standard_deviation", "all_stats")
_TEXT_COUNTS = ("line", "word", "character")


def _check_measure(bound: Bound, piped: bool) -> None:
    del piped
    given = {name for name, value in bound.arguments.items() if value is True}
    if not given.isdisjoint(_TEXT_COUNTS) and not given.isdisjoint(_STATISTICS):
        raise ShellError(
            "ParamInvalid", "-Line, -Word and -Character measure text, so nothing else with them"
        )


@cmdlet(
    "Measure-Object",
    aliases=["measure"],
    search=["count", "wc", "sum", "total", "average", "mean", "min", "max"],
    check=_check_measure,
    examples=[
        Example("1..4 | measure | % Count", [4]),
        Example("(1..4 | measure -Sum -Average).Average", [2.5]),
        Example("'one', 'three' | measure Length -Maximum | % Maximum", [5]),
        Example("call count -n 3 | % data | measure -Line -Word"),
    ],
)
def measure_object(
    context: Context,
    objects: Iterable[Value],
    property_: Annotated[
        list[ScriptBlock | str] | None,
        ListOf(BlockOrMember()),
        "members or blocks to measure, each on its own; else the objects themselves",
    ] = None,
    *,
    sum_: Annotated[bool, "add them up"] = False,
    average: Annotated[bool, "their mean"] = False,
    minimum: Annotated[bool, "the smallest"] = False,
    maximum: Annotated[bool, "the largest"] = False,
    standard_deviation: Annotated[bool, "how far they are from the mean, as a sample"] = False,
    all_stats: Annotated[bool, "all of these"] = False,
    line: Annotated[bool, "count lines of text"] = False,
    word: Annotated[bool, "count words"] = False,
    character: Annotated[bool, "count characters"] = False,
    ignore_white_space: Annotated[bool, "count no blanks as characters"] = False,
) -> Iterator[Value]:
    """Count objects, and add them up, compare them, or count their text.

    What it gives says what was asked for: Count always; Sum, Average, Minimum, Maximum and
    StandardDeviation; Lines, Words and Characters. With -Property there is one for each property.

    Nulls count for nothing. Text that reads as a number is one, a duration is its seconds. What is
    no number is an error of its own with -Sum, -Average or -StandardDeviation, and left out.
    -Minimum and -Maximum alone take values of any kind, in the order of Sort-Object.
    """
    wanted = {
        "Sum": sum_ or all_stats,
        "Average": average or all_stats,
        "Minimum": minimum or all_stats,
        "Maximum": maximum or all_stats,
        "StandardDeviation": standard_deviation or all_stats,
        "Lines": line,
        "Words": word,
        "Characters": character,
    }
    asked = [name for name, is_asked in wanted.items() if is_asked]
    measures = [_Measure(context, asked, ignore_white_space) for _ in property_ or (None,)]
    if property_ is None:
        measures[0].take(objects)
        yield measures[0].result()
        return
    readers = [PropertyReader(context, source) for source in property_]
    _take_properties(objects, readers, measures)
    for source, read, measure in zip(property_, readers, measures, strict=True):
        read.check()
        yield {"Property": to_text(source), **measure.result()}


def _take_properties(
    objects: Iterable[Value], readers: list[PropertyReader], measures: list[_Measure]
) -> None:
    if len(readers) == 1:
        measures[0].take(map(readers[0], objects))
        return
    for item in objects:
        for read, measure in zip(readers, measures, strict=True):
            measure.take((read(item),))


class _Measure:
    """Takes values one after the other, and keeps nothing but what is asked of them."""

    __slots__ = ("_asked", "_context", "_count", "_numeric", "_parts", "_total")

    def __init__(self, context: Context, asked: Collection[str], ignore_blanks: bool) -> None:
        parts = (_Extremes(), _Spread(), _TextCounts(ignore_blanks))
        self._context = context
        self._asked = asked
        self._numeric = not {"Sum", "Average", "StandardDeviation"}.isdisjoint(asked)
        self._parts = [part for part in parts if not part.results().keys().isdisjoint(asked)]
        self._count = 0
        self._total: Number = 0

    def take(self, values: Iterable[Value]) -> None:
        """Take values; what is no number where one is needed is an error that is recorded."""
        try:
            if self._numeric:
                self._take_numbers(values)
            else:
                self._take_any(values)
        except OverflowError as error:
            raise ShellError("InvalidOperation", "the numbers are too large for this") from error

    def _take_numbers(self, values: Iterable[Value]) -> None:
        """Add numbers up. Nothing is called for a plain one: this may run millions of times."""
        count, total = self._count, self._total
        adders = [part.add for part in self._parts]
        for value in values:
            kind = type(value)
            if kind is not int and kind is not float:
                value = self._number(value)
                if value is None:
                    continue
            count += 1
            total += value
            for add in adders:
                add(value)
        self._count, self._total = count, total

    def _take_any(self, values: Iterable[Value]) -> None:
        count = self._count
        adders = [part.add for part in self._parts]
        for value in values:
            if value is not None:
                count += 1
                for add in adders:
                    add(value)
        self._count = count

    def _number(self, value: Value) -> Number | None:
        if value is None:
            return None
        number = value.total_seconds() if isinstance(value, timedelta) else as_number(value)
        if number is None:
            self._context.error(_no_number(value))
        return number

    def result(self) -> dict[str, Value]:
        """Give the count, and what was asked for."""
        known: dict[str, Value] = {
            "Sum": self._total,
            "Average": divide(self._total, self._count) if self._count else None,
        }
        for part in self._parts:
            known |= part.results()
        return {"Count": self._count, **{name: known[name] for name in self._asked}}


def _no_number(value: Value) -> ShellError:
    hint = ""
    if isinstance(value, list):
        hint = "`% MEMBER | measure` measures the items of a list"
    elif member_names(value):
        hint = f"name what to measure: one of {', '.join(member_names(value))}"
    return ShellError("InvalidOperation", f"{shown(value)} is no number", target=value, hint=hint)


class _Extremes:
    """The smallest and the largest value of any kind."""

    __slots__ = ("_high", "_highest", "_low", "_lowest")

    def __init__(self) -> None:
        self._low: Rank | None = None
        self._high: Rank = ()
        self._lowest: Value = None
        self._highest: Value = None

    def add(self, value: Value) -> None:
        rank = rank_of(value, numbers=True)
        if self._low is None or rank < self._low:
            self._low, self._lowest = rank, value
        if rank > self._high:
            self._high, self._highest = rank, value

    def results(self) -> dict[str, Value]:
        return {"Minimum": self._lowest, "Maximum": self._highest}


class _Spread:
    """The standard deviation, by Welford's method: one pass, and no large squares to subtract."""

    __slots__ = ("_count", "_mean", "_squares")

    def __init__(self) -> None:
        self._count = 0
        self._mean = 0.0
        self._squares = 0.0

    def add(self, number: Number) -> None:
        self._count += 1
        distance = number - self._mean
        self._mean += distance / self._count
        self._squares += distance * (number - self._mean)

    def results(self) -> dict[str, Value]:
        known = self._count > 1
        deviation = math.sqrt(self._squares / (self._count - 1)) if known else None
        return {"StandardDeviation": deviation}


class _TextCounts:
    """Lines, words and characters; each object is at least one line, as in a file."""

    __slots__ = ("_characters", "_ignore_blanks", "_lines", "_words")

    def __init__(self, ignore_blanks: bool) -> None:
        self._ignore_blanks = ignore_blanks
        self._lines = 0
        self._words = 0
        self._characters = 0

    def add(self, value: Value) -> None:
        text = to_text(value)
        words = text.split()
        self._lines += text.removesuffix("\n").count("\n") + 1
        self._words += len(words)
        self._characters += sum(map(len, words)) if self._ignore_blanks else len(text)

    def results(self) -> dict[str, Value]:
        return {"Lines": self._lines, "Words": self._words, "Characters": self._characters}


class Duration(timedelta):
    """A length of time whose members can be read, named as those of a .NET TimeSpan."""

    MEMBERS: ClassVar[dict[str, str]] = {
        "TotalSeconds": "in_seconds",
        "TotalMilliseconds": "in_milliseconds",
    }
    SYNONYMS: ClassVar[dict[str, str]] = {"TotalMinutes": "in_minutes"}

    @property
    def in_seconds(self) -> float:
        return self.total_seconds()

    @property
    def in_milliseconds(self) -> float:
        return self / timedelta(milliseconds=1)

    @property
    def in_minutes(self) -> float:
        return self / timedelta(minutes=1)


@cmdlet(
    "Measure-Command",
    search=["time", "timeit", "duration", "stopwatch"],
    examples=[
        Example("Measure-Command { call upper hi }"),
        Example("(Measure-Command { 1..1000 | measure -Sum }).TotalMilliseconds"),
    ],
)
def measure_command(
    context: Context,
    expression: Annotated[ScriptBlock, Block(), "what to run; its output is dropped"],
) -> Iterator[Duration]:
    """Run a block and tell how long it took.

    It runs where it is written, so the variables that it sets stay.
    """
    begun = time.perf_counter()
    deque(context.runner(expression)(context.scope.item), maxlen=0)
    yield Duration(seconds=time.perf_counter() - begun)
