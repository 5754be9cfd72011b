"""The order of all values: it is one, whatever is compared."""

from __future__ import annotations

import itertools
import math
import random
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest

from gshell.cmdlets.ranks import rank_of, ranks
from gshell.engine.values import Value

NOW = datetime(2024, 1, 2, tzinfo=UTC)


class Named:
    """An object that has a text."""

    MEMBERS: ClassVar[dict[str, str]] = {"Name": "name"}

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return self.name


class Pair:
    """An object without one; its members decide, but for what is hidden."""

    MEMBERS: ClassVar[dict[str, str]] = {"Hidden": "hidden", "First": "first", "Second": "second"}
    JSON_HIDDEN: ClassVar[frozenset[str]] = frozenset({"Hidden"})

    def __init__(self, first: Value, second: Value) -> None:
        self.hidden = self
        self.first = first
        self.second = second


IN_ORDER: list[Value] = [
    *(None, False, True, math.nan, -math.inf, -(10**400), -1.5, 0, 0.5, 2, 10, 10**400, math.inf),
    *("", "10", "9", "A", "b", "Ba", "é"),
    *(NOW, NOW.replace(year=2025), timedelta(seconds=-1), timedelta(0), timedelta(days=1)),
    *([], [None], [1], [1, 2], [2], ["a"], [[1]]),
    *({}, {"a": 1}, {"a": 2}, {"a": "x"}, {"a": "x", "b": 1}, {"B": 0}),
    *(Named("a"), Named("B"), Pair(1, 2), Pair(1, 10), Pair("x", None)),
]


def test_every_value_has_its_place() -> None:
    for left, right in itertools.combinations(IN_ORDER, 2):
        assert rank_of(left) < rank_of(right), (left, right)
        assert hash(rank_of(left)) is not None


@pytest.mark.parametrize("case", [False, True])
def test_in_whatever_order_values_come_they_are_sorted_alike(case: bool) -> None:
    values = [*IN_ORDER, "10.0", "1e400", "B", "a", 9, [2, "3"], {"a": 1.0}]
    sorted_keys = sorted(ranks(values, case=case))
    for seed in range(20):
        random.Random(seed).shuffle(values)
        assert sorted(ranks(values, case=case)) == sorted_keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a", "A"),
        (1, 1.0),
        ({"a": 1}, {"A": 1.0}),
        (["x"], ["X"]),
        (Named("n"), Named("N")),
        (Pair(1, "a"), Pair(1, "A")),
        (NOW, NOW.astimezone()),
    ],
)
def test_what_is_equal(left: Value, right: Value) -> None:
    assert rank_of(left) == rank_of(right)


def test_case_can_matter() -> None:
    assert rank_of("a", case=True) < rank_of("A", case=True) < rank_of("b", case=True)
    assert rank_of(["a"], case=True) != rank_of(["A"], case=True)


def test_text_that_reads_as_a_number_is_one_beside_numbers() -> None:
    assert ranks(["10", "9"]) == [rank_of("10"), rank_of("9")]
    assert ranks(["10", 9]) == [rank_of(10), rank_of(9)]
    assert ranks(["10", True, "x"]) == [rank_of("10"), rank_of(True), rank_of("x")]
    assert ranks([3, 1]) == [3, 1]
