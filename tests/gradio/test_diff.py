from __future__ import annotations

import copy
from typing import Any

import pytest

from gshell.gradio.diff import apply_diff


@pytest.mark.parametrize(
    ("old", "edits", "new"),
    [
        ("a", [], "a"),
        (1, [["replace", [], {"x": 1}]], {"x": 1}),
        (None, [["replace", [], "a"]], "a"),
        ("tok", [["append", [], "en"]], "token"),
        ({"t": "a"}, [["append", ["t"], "b"]], {"t": "ab"}),
        ([1, 2], [["add", [2], 3]], [1, 2, 3]),
        ({"a": 1}, [["add", ["b"], 2]], {"a": 1, "b": 2}),
        ({"a": 1, "b": 2}, [["delete", ["a"], None]], {"b": 2}),
        ([1, 2, 3, 4], [["delete", [2], None], ["delete", [2], None]], [1, 2]),
        ([{"c": ["x"]}], [["append", [0, "c", 0], "y"], ["add", [1], {}]], [{"c": ["xy"]}, {}]),
        ([[1], [2]], [["replace", [0, 0], 9], ["replace", [1, 0], 8]], [[9], [8]]),
        ({}, [["add", ["a"], {}], ["add", ["a", "b"], 1]], {"a": {"b": 1}}),
    ],
)
def test_edits(old: Any, edits: list[Any], new: Any) -> None:
    before = copy.deepcopy(old)
    assert apply_diff(old, edits) == new
    assert old == before, "a value handed out before must not change"


def test_what_is_not_edited_is_not_copied() -> None:
    old = {"big": list(range(10)), "small": ["a"]}
    new = apply_diff(old, [["append", ["small", 0], "b"]])
    assert new["big"] is old["big"]
    assert new["small"] is not old["small"]


def test_every_pair_of_values_is_reached_by_gradios_own_edits() -> None:
    from gradio.utils import diff

    values: list[Any] = [
        None,
        "",
        "abc",
        "abcd",
        [],
        [1, 2, 3],
        [3, {"k": "v"}],
        {"k": ["v", 1], "l": {"m": "n"}},
        {"k": ["v", 1, 2], "l": {"m": "no"}, "p": None},
        {"l": {}},
    ]
    for old in values:
        for new in values:
            assert apply_diff(old, diff(old, new)) == new  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    "edits",
    [
        [["replace", ["a", "b"], 1]],
        [["append", [], 1]],
        [["delete", [5], None]],
        [["turn", [], 1]],
    ],
)
def test_edits_that_do_not_fit_are_noticed(edits: list[Any]) -> None:
    with pytest.raises((LookupError, TypeError, ValueError)):
        apply_diff("text", edits)
