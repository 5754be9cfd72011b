"""What is printed, where, and when: rows that wait for others, messages between objects."""

from __future__ import annotations

import io
import threading

from gshell.console import Console
from gshell.engine.errors import ErrorRecord
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
    assert err.getvalue() == "sure? [y/N] "
