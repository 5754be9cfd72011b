from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gshell.gradio.words import NOTHING, parse_json, parse_number, shown, structure, written


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12", 12),
        (" -1.5 ", -1.5),
        (7, 7),
        (timedelta(minutes=2), 120.0),
        (True, None),
        ("1_000", None),
        ("inf", None),
        (float("nan"), None),
        ("9" * 5000, None),
        ([], None),
    ],
)
def test_numbers(value: Any, number: Any) -> None:
    assert parse_number(value) == number


@pytest.mark.parametrize("text", ["", "{", "NaN", "'a'", "[" * 100_000])
def test_what_is_no_json(text: str) -> None:
    assert parse_json(text) is NOTHING


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("[1]", [1]),
        (' {"a": 1}', {"a": 1}),
        ("[ab].png", "[ab].png"),
        ("5", "5"),
        (5, 5),
        ([1], [1]),
    ],
)
def test_structures(value: Any, found: Any) -> None:
    assert structure(value) == found


@pytest.mark.parametrize(
    ("value", "word"),
    [("a.png", "a.png"), ("a b", "'a b'"), ("-a", "'-a'"), (-1, "-1"), ("", "''")],
)
def test_values_as_they_are_typed(value: Any, word: str) -> None:
    assert written(value) == word


def test_values_in_errors() -> None:
    assert [shown([1]), shown({}), shown(1.0), shown("it's")] == [
        "a list",
        "a map",
        "'1'",
        "'it''s'",
    ]
    assert len(shown("x" * 500)) < 70
