from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gshell.engine.errors import ShellError
from gshell.engine.operators import BINARY, COMPARISONS, negate
from gshell.language.parser import COMPARISONS as PARSED

INFINITE, NOT_A_NUMBER = float("inf"), float("nan")
EARLY, LATE = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 2, tzinfo=UTC)


def test_what_can_be_parsed_can_be_run() -> None:
    assert set(COMPARISONS) == PARSED
    assert set(BINARY) > PARSED


@pytest.mark.parametrize(
    ("left", "operator", "right", "expected"),
    [
        # Numbers are compared if one side is a number and the other reads as one.
        (10, "gt", 9, True),
        ("10", "gt", 9, True),
        (10, "gt", "9", True),
        ("10", "gt", "9", False),  # two texts
        ("007", "eq", 7, True),
        ("007", "eq", "7", False),
        (1.0, "eq", "1", True),
        (5, "eq", "5x", False),
        (5, "lt", "5x", True),
        (2, "eq", "  2 ", True),
        # Text: the case matters only to the operators with c.
        ("A", "eq", "a", True),
        ("A", "ceq", "a", False),
        ("A", "ieq", "a", True),
        ("a", "lt", "B", True),
        ("a", "clt", "B", False),
        # Null, booleans.
        (None, "eq", None, True),
        (None, "eq", 0, False),
        (None, "eq", "", False),
        (0, "ne", None, True),
        (None, "lt", 1, True),
        (True, "eq", "true", True),
        (False, "eq", "true", False),
        (True, "eq", 1, True),
        ("false", "eq", False, True),
        # Others.
        (EARLY, "lt", LATE, True),
        ([1], "contains", [1], False),
        ({"a": 1}, "eq", {"a": 1}, True),
        ({"a": 1}, "gt", {"a": 0}, True),  # no order: as text
        (NOT_A_NUMBER, "ge", 1, False),
        (NOT_A_NUMBER, "eq", NOT_A_NUMBER, False),
        # Patterns.
        ("image.PNG", "like", "*.png", True),
        ("image.PNG", "clike", "*.png", False),
        ("a\nb", "like", "a*b", True),
        ("abc", "like", "b", False),
        ("abc", "notlike", "?b?", False),
        ("x1", "like", "x[0-9]", True),
        (None, "like", "*", True),
        (15, "like", "1*", True),
        ("Hello", "match", "^h.l", True),
        ("Hello", "cmatch", "^h", False),
        ("Hello", "notmatch", "xyz", True),
        # Membership.
        (["a", "B"], "contains", "b", True),
        (["a", "B"], "ccontains", "b", False),
        (["1"], "contains", 1, True),
        ("abc", "contains", "b", False),
        ("a", "in", ["A"], True),
        ("a", "cnotin", ["A"], True),
        ([None], "contains", None, True),
        # A list on the left is filtered.
        ([1, 2, 3], "gt", 1, [2, 3]),
        (["a", "B", "b"], "eq", "b", ["B", "b"]),
        (["a.png", "b.txt"], "like", "*.png", ["a.png"]),
        ([], "eq", 1, []),
        # Logic.
        (1, "xor", 0, True),
        ("a", "xor", "b", False),
    ],
)
def test_comparisons(left: Any, operator: str, right: Any, expected: Any) -> None:
    assert BINARY[operator](left, right) == expected


@pytest.mark.parametrize(
    ("left", "operator", "right", "expected"),
    [
        (1, "+", 2, 3),
        (1, "+", "2", 3),
        ("1", "+", 2, "12"),
        ("a", "+", None, "a"),
        (None, "+", "a", "a"),
        ([1], "+", 2, [1, 2]),
        ([1], "+", [2], [1, 2]),
        ({"a": 1}, "+", {"b": 2}, {"a": 1, "b": 2}),
        (True, "+", 1, 2),
        (5, "-", "3", 2),
        ("5", "-", 3, 2),
        (None, "-", 3, -3),
        (2, "*", 2.5, 5.0),
        ("ab", "*", 2, "abab"),
        ("ab", "*", -1, ""),
        ([1, 2], "*", 2, [1, 2, 1, 2]),
        (6, "/", 3, 2),
        (7, "/", 2, 3.5),
        (-7, "%", 3, -1),
        (7, "%", -3, 1),
        (7.5, "%", 2, 1.5),
        (1, "..", 4, [1, 2, 3, 4]),
        (2, "..", -1, [2, 1, 0, -1]),
        ("1", "..", 1, [1]),
        (1e300, "*", 1e300, INFINITE),
    ],
)
def test_arithmetic(left: Any, operator: str, right: Any, expected: Any) -> None:
    found = BINARY[operator](left, right)
    assert found == expected
    assert type(found) is type(expected)


def test_lists_are_not_changed() -> None:
    left = [1]
    assert BINARY["+"](left, 2) == [1, 2]
    assert left == [1]


def test_negate() -> None:
    assert negate("5") == -5
    assert negate(None) == 0


@pytest.mark.parametrize(
    ("left", "operator", "right", "message"),
    [
        (1, "+", "x", "`+` needs numbers (got 'x')"),
        (1, "-", [1], "`-` needs numbers (got a List)"),
        ({}, "+", 1, "`+` needs numbers (got a Map)"),
        (1, "/", 0, "divided by 0"),
        (1, "%", 0, "divided by 0"),
        (1, "/", None, "divided by 0"),
        ("a", "*", 1_000_000_000, "at most"),
        ("a", "*", INFINITE, "finite"),
        ("", "*", NOT_A_NUMBER, "finite"),
        (1, "..", 1e15, "at most"),
        (1, "..", INFINITE, "finite"),
        (NOT_A_NUMBER, "..", 1, "finite"),
        (10**400, "*", 2, "too large"),
        (10**400, "+", 0.5, "too large"),
        ("a", "match", "(", "not a regular expression"),
        ("a", "match", "a{99999999999}", "not a regular expression"),
    ],
)
def test_what_cannot_be(left: Any, operator: str, right: Any, message: str) -> None:
    with pytest.raises(ShellError) as caught:
        BINARY[operator](left, right)
    assert caught.value.record.id == "InvalidOperation"
    assert message in caught.value.record.message
