from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest

from gshell.engine.serialize import to_json
from gshell.engine.values import Bareword
from tests.engine.world import Thing, outcome


class Hiding:
    MEMBERS: ClassVar[dict[str, str]] = {"Id": "id", "Info": "info"}
    JSON_HIDDEN: ClassVar[tuple[str, ...]] = ("Info",)
    id = 5

    @property
    def info(self) -> str:
        raise AssertionError("a hidden member is not asked for")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (5, "5"),
        (0.5, "0.5"),
        ("caf\u00e9 \U0001f600 \x1b", '"caf\u00e9 \U0001f600 \\u001b"'),
        (Bareword("x"), '"x"'),
        ([1, [None]], "[1, [null]]"),
        ({"b": 1, "a": {2: 3}}, '{"b": 1, "a": {"2": 3}}'),
        (datetime(2025, 1, 2, 3, 4, 5, 6, UTC), '"2025-01-02T03:04:05.000006+00:00"'),
        (timedelta(minutes=1, milliseconds=500), "60.5"),
        (Thing("one", 3), '{"Name": "one", "LastEventNum": 3}'),
        ([Thing("one")], '[{"Name": "one", "LastEventNum": 0}]'),
        (Hiding(), '{"Id": 5}'),
        ("\ud800", '"\\ud800"'),
    ],
)
def test_json(value: Any, text: str) -> None:
    found = to_json(value)
    assert found == text
    found.encode()
    json.loads(found)


def test_what_has_no_place_in_json_is_told_once() -> None:
    told: list[str] = []
    assert to_json([float("nan"), float("-inf")], warn=told.append) == "[null, null]"
    assert len(told) == 1
    assert "nan" in told[0]
    assert to_json(float("inf")) == "null"


def test_indent() -> None:
    assert to_json({"a": [1]}, indent=2) == '{\n  "a": [\n    1\n  ]\n}'


def test_a_block_is_its_text() -> None:
    (block,) = outcome("{ $_ + 1 }")
    assert to_json(block) == '{"Text": "$_ + 1"}'
