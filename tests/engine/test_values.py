from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gshell.engine import values
from gshell.engine.values import Bareword
from tests.engine.world import Thing

THING = Thing("one", 3)
FILE = {"path": "a.png", "meta": {"_type": "gradio.FileData"}}


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        (THING, "Name", "one"),
        (THING, "NAME", "one"),
        (THING, "last_event_num", 3),
        (THING, "lasteventnum", 3),
        (THING, "title", "one"),
        (THING, "secret", None),
        (THING, "__class__", None),
        (THING, "Count", 1),
        ({"a_b": 1, "AB": 2}, "AB", 2),
        ({"a_b": 1, "AB": 2}, "ab", 1),
        ({"a_b": 1}, "A_B", 1),
        ({"a": 1}, "nothing", None),
        ({"a": 1, "b": 2}, "count", 2),
        ({"Count": 9}, "count", 9),
        ([THING, {"name": "two"}, 5], "name", ["one", "two", None]),
        ([[1], [2, 3]], "Count", 2),
        ([{"data": [1]}, {"data": [2]}], "data", [[1], [2]]),
        ([], "x", []),
        ("text", "Length", 4),
        ("text", "Count", 1),
        ("text", "upper", None),
        (None, "Count", 0),
        (None, "x", None),
        (5, "Count", 1),
        (5, "real", None),
    ],
)
def test_members(value: Any, name: str, expected: Any) -> None:
    assert values.get_member(value, name) == expected


@pytest.mark.parametrize(
    ("value", "index", "expected"),
    [
        ([1, 2, 3], 0, 1),
        ([1, 2, 3], -1, 3),
        ([1, 2, 3], 3, None),
        ([1, 2, 3], -4, None),
        ([1, 2, 3], "1", 2),
        ([1, 2, 3], 1.9, 2),
        ([1, 2, 3], [0, 2, 9], [1, 3, None]),
        ([1, 2, 3], "x", None),
        ([1, 2, 3], None, None),
        ([1, 2, 3], float("inf"), None),
        ([1, 2, 3], float("nan"), None),
        ("abc", 1, "b"),
        ("abc", -1, "c"),
        ("", 0, None),
        ({"a": 1}, "A", 1),
        ({"a": 1}, "b", None),
        ({"a": 1}, 0, {"a": 1}),
        ({1: "one"}, 1, "one"),
        (THING, "name", "one"),
        (THING, 0, THING),
        (THING, -1, THING),
        (THING, 1, None),
        (7, 0, 7),
        (None, 0, None),
        (None, "x", None),
    ],
)
def test_indexes(value: Any, index: Any, expected: Any) -> None:
    assert values.get_index(value, index) == expected


@pytest.mark.parametrize(
    ("objects", "expected"), [([], None), ([1], 1), ([None], None), ([[1]], [1]), ([1, 2], [1, 2])]
)
def test_collect(objects: list[Any], expected: Any) -> None:
    assert values.collect(iter(objects)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(None, []), ([], []), ([1, [2]], [1, [2]]), (0, [0]), ({}, [{}])]
)
def test_enumerate(value: Any, expected: list[Any]) -> None:
    assert list(values.enumerate_value(value)) == expected


@pytest.mark.parametrize("value", [True, 1, -0.5, "a", "false", {}, THING, [1], [0, 0], [[1]]])
def test_true(value: Any) -> None:
    assert values.truth(value) is True


@pytest.mark.parametrize("value", [None, False, 0, 0.0, "", [], [0], [None], [[]]])
def test_false(value: Any) -> None:
    assert values.truth(value) is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("5", 5), ("-5", -5), ("007", 7), ("1.5", 1.5), (".5", 0.5), ("5.", 5.0), (" 5 ", 5)),
        *(("1e3", 1000.0), ("1e999", None), ("", None), ("-", None), (".", None), ("1_0", None)),
        *(("nan", None), ("inf", None), ("0x10", None), ("5a", None), ("\u0665", None)),
        *(("1.2.3", None), ("9" * 400, int("9" * 400)), ("9" * 9999, None)),
    ],
)
def test_parse_number(text: str, expected: float | None) -> None:
    found = values.parse_number(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Bareword("5"), 5),
        (Bareword("5x"), "5x"),
        ("5", "5"),
        ([Bareword("5"), "5"], [5, "5"]),
        ({"a": Bareword("b")}, {"a": "b"}),
        (None, None),
    ],
)
def test_plain(value: Any, expected: Any) -> None:
    found = values.plain(value)
    assert found == expected
    assert not isinstance(found, Bareword)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "True"),
        (5, "5"),
        (2.0, "2"),
        (2.5, "2.5"),
        (1e300, "1e+300"),
        ([1, [2, None], "x"], "1 2  x"),
        ({"a": 1, "b": [2, 3]}, "@{a=1; b=2 3}"),
        (datetime(2025, 1, 2, 3, 4, 5, 678900, UTC), "2025-01-02 03:04:05.678+00:00"),
        (timedelta(seconds=61.5), "61.500"),
    ],
)
def test_text(value: Any, text: str) -> None:
    assert values.to_text(value) == text


@pytest.mark.parametrize(
    ("value", "name"),
    [
        *((None, "Null"), (True, "Boolean"), (5, "Int"), (5.0, "Double"), ("a", "String")),
        *(([], "List"), ({}, "Map"), (FILE, "FileData"), (THING, "Thing")),
        *((datetime.now(UTC), "DateTime"), (timedelta(1), "TimeSpan"), (Bareword("x"), "String")),
    ],
)
def test_type_names(value: Any, name: str) -> None:
    assert values.type_name(value) == name


def test_member_names() -> None:
    assert values.member_names(THING) == ["Name", "LastEventNum"]
    assert values.member_names({"b": 1, 2: 3}) == ["b", "2"]
    assert values.member_names("text") == []
