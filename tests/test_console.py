"""What is printed, where, and when: rows that wait for others, messages between objects."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator

import pytest

from gshell.console import Console
from gshell.engine.errors import ErrorRecord
from gshell.engine.host import Layout
from gshell.environment import Environment


class Stream(io.StringIO):
    """A stream that tells when something was written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def write(self, text: str) -> int:
        count = super().write(text)
        self.written.set()
        return count


def make(**options: bool) -> tuple[Console, Stream, Stream]:
    out, err = Stream(), Stream()
    return Console(Environment(io.StringIO(), out, err, {}), **options), out, err


def test_a_row_that_stays_alone_is_shown_all_the_same() -> None:
    console, out, _ = make()
    console.show({"a": 1})
    assert out.written.wait(20)
    assert out.getvalue() == "a\n1\n"
    console.show({"a": 22})
    console.finish()
    assert out.getvalue().splitlines()[2].strip() == "22"


def test_rows_in_a_burst_share_their_widths() -> None:
    console, out, _ = make()
    for name in ("x", "longer", "y"):
        console.show({"name": name, "size": 1})
    console.finish()
    assert out.getvalue().splitlines() == [
        "name    size",
        "x          1",
        "longer     1",
        "y          1",
    ]


def test_a_message_comes_after_what_was_shown_before_it() -> None:
    both = Stream()
    console = Console(Environment(io.StringIO(), both, both, {}))
    console.show({"a": 1})
    console.warning("careful")
    console.show("text")
    console.error(ErrorRecord("Sample", "went wrong", hint="do better"))
    console.finish()
    assert both.getvalue().splitlines() == [
        "a",
        "1",
        "warning: careful",
        "",
        "text",
        "error Sample: went wrong",
        "hint: do better",
    ]


def test_what_an_app_says_is_no_output() -> None:
    console, out, err = make()
    console.show({"a": 1})
    console.log("warning", "half of it", "Careful")
    assert out.getvalue() == "a\n1\n"
    assert err.getvalue() == "warning: Careful: half of it\n"


def test_json_prints_every_object_at_once() -> None:
    console, out, err = make(json=True)
    for value in ({"a": 1}, None, [1, float("inf")]):
        console.show(value)
    assert out.getvalue().splitlines() == ['{"a": 1}', "null", "[1, null]"]
    assert err.getvalue().startswith("warning: ")


def test_nobody_is_there_to_ask() -> None:
    console, _, err = make()
    assert not console.interactive
    assert not console.confirm("sure?")
    assert err.getvalue() == "sure? [y/N] \n"


# What a file gets.


def text(console: Console, *values: object) -> list[str]:
    return list(console.text(values))


def test_a_file_gets_a_text_for_each_object_and_the_rest() -> None:
    console, out, _ = make()
    assert text(console, "x", 1.5, None, [1, "a"]) == ["x\n", "1.5\n", "", '[1, "a"]\n', ""]
    assert text(console, {"a": 1}, {"a": 22}) == ["", "", " a\n 1\n22\n"]
    assert text(console, {"a": 1}, "x") == ["", "a\n1\n\nx\n", ""]
    assert text(console) == [""]
    assert out.getvalue() == ""


def test_a_file_gets_objects_as_they_come() -> None:
    console, _, _ = make()
    taken: list[int] = []

    def values() -> Iterator[int]:
        for value in range(3):
            taken.append(value)
            yield value

    texts = console.text(values())
    assert taken == []
    assert [(next(texts), len(taken)) for _ in range(3)] == [("0\n", 1), ("1\n", 2), ("2\n", 3)]


def test_a_file_gets_tables_without_colours() -> None:
    environment = Environment(io.StringIO(), Stream(), Stream(), {"FORCE_COLOR": "1"})
    console = Console(environment)
    lines = list(console.format([{"a": 1}], Layout(True)))
    assert lines[0].styled != "a"
    assert text(console, *lines) == ["a\n", "1\n", ""]


def test_a_file_gets_lines_of_any_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    console, _, _ = make()
    long = "x" * 100
    assert text(console, long, {"name": long, "b": 1}) == [
        f"{long}\n",
        "\n",
        f"name  b\n{long}  1\n",
    ]


def test_a_table_on_the_screen_goes_on_while_a_file_is_written() -> None:
    console, out, _ = make()
    console.show({"name": "x"})
    assert text(console, "y") == ["y\n", ""]
    console.show({"name": "z"})
    console.finish()
    assert out.getvalue().split() == ["name", "x", "z"]


def test_a_file_gets_json_where_the_screen_does() -> None:
    console, _, err = make(json=True)
    assert text(console, "x", None, {"a": float("nan")}) == ['"x"\n', "null\n", '{"a": null}\n']
    assert err.getvalue().startswith("warning: ")


def test_a_file_gets_nothing_that_acts_on_a_terminal() -> None:
    console, _, _ = make()
    assert text(console, "a\x1b[2J") == ["a\\x1b[2J\n", ""]
