from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest

from gshell.engine.values import Bareword
from gshell.render.text import duration, inline, json_text, outline, raw_text
from tests.render.samples import Call, api, file_data


class Named:
    MEMBERS: ClassVar[dict[str, str]] = {"Name": "name"}
    name = "n"

    def __str__(self) -> str:
        return "the \x1b name"


class Nameless:
    MEMBERS: ClassVar[dict[str, str]] = {"Name": "name"}
    name = "n"


URL = "http://127.0.0.1:7860/gradio_api/file=/tmp/x.png"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\nb\x1b", "a\nb\\x1b"),
        ("", ""),
        (Bareword("x"), "x"),
        (7, "7"),
        (2.0, "2"),
        (0.5, "0.5"),
        (True, "True"),
        (["é", 1, None, {"a": 1.5}], '["é", 1, null, {"a": 1.5}]'),
        ([], "[]"),
        ({}, "{}"),
        (file_data(URL), URL),
        (file_data(None), "/tmp/x.png"),
        (file_data("http://x/\x1b[2J\n"), "http://x/\\x1b[2J↵"),
        (datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC), "2025-01-02 03:04:05.000+00:00"),
        (timedelta(seconds=1.5), "1.500"),
    ],
)
def test_raw_text_is_what_standard_output_gets(value: Any, shown: str) -> None:
    assert raw_text(value) == shown


def test_null_is_written_as_nothing() -> None:
    assert raw_text(None) is None


def test_a_file_inside_a_list_keeps_its_fields_in_raw_json() -> None:
    text = raw_text([file_data(URL)])
    assert text is not None
    assert json.loads(text) == [file_data(URL)]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("two\nlines\r\n", "two↵lines"),
        ([file_data(URL), {"f": file_data(None)}], f'["{URL}", {{"f": "/tmp/x.png"}}]'),
        ({"a": {"b": [1]}}, '{"a": {"b": [1]}}'),
        ([], "[]"),
        (False, "False"),
        (timedelta(seconds=0.31), "0.3 s"),
        (Named(), "the \\x1b name"),
        (Nameless(), "Nameless"),
        ([Named(), Named()], "the \\x1b name, the \\x1b name"),
        ([Nameless(), Nameless()], "2 Nameless"),
        ([1, Nameless()], '[1, "Nameless"]'),
        (api("gen"), "gen"),
        ([Call().result("complete", 1)], "count complete 1"),
    ],
)
def test_inline_is_one_line(value: Any, shown: str) -> None:
    assert inline(value) == shown


def test_json_of_times_and_objects() -> None:
    value = {"at": datetime(2025, 1, 2, tzinfo=UTC), "for": timedelta(seconds=2), "s": Named()}
    assert json_text(value) == (
        '{"at": "2025-01-02T00:00:00+00:00", "for": 2.0, "s": "the \\u001b name"}'
    )


def test_a_list_that_contains_itself_ends() -> None:
    endless: list[Any] = [1]
    endless.append(endless)
    assert json_text(endless).startswith("[1, [1, [1, ")
    assert inline(endless).endswith("]" * 60)


def test_a_very_deep_list_is_shown_down_to_some_level() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert json_text(deep) == "[" * 60 + '"..."' + "]" * 60


def test_outline_names_what_is_in_something_large() -> None:
    assert outline({"a": [1] * 1000, "b\nc": {}}) == "{a, b↵c}"
    assert outline([1, 2]) == "2 Int"
    assert outline({}) == "{}"
    assert outline("x") == "x"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0.0 s"), (59.94, "59.9 s"), (60, "1 min 00 s"), (125.9, "2 min 05 s")],
)
def test_duration(seconds: float, shown: str) -> None:
    assert duration(timedelta(seconds=seconds)) == shown
