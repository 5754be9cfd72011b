from __future__ import annotations

import pytest

from gshell.engine.errors import ErrorRecord
from gshell.engine.scripts import SourceFile
from gshell.render.messages import Messages, traceback_text

PLAIN = Messages(colour=False)


def record(
    source: str, place: str | None, error_id: str = "ParamInvalid", hint: str = ""
) -> ErrorRecord:
    """Make a record whose place is where `place` stands in the source."""
    made = ErrorRecord(error_id, "no", hint=hint)
    if place is not None:
        start = source.index(place)
        made.place(source, start, start + len(place))
    return made


def test_an_error_says_what_where_and_what_to_do() -> None:
    assert PLAIN.error(record("call gen -style sepia", "sepia", hint="-style ink")) == (
        "error ParamInvalid: no\n  call gen -style sepia\n                  ^^^^^\nhint: -style ink"
    )


def test_an_error_that_happened_elsewhere_has_no_place() -> None:
    for error_id in ("ServerError", "ConnectFailed", "Lost", "Timeout", "InternalError"):
        assert PLAIN.error(record("call x | y", "call x", error_id)) == f"error {error_id}: no"


def test_an_error_in_a_file_names_it() -> None:
    text = SourceFile("1\ncall gen x\n", "a\x1b.gsh")
    assert PLAIN.error(record(text, "gen")) == (
        "error ParamInvalid: no\n  a\\x1b.gsh, line 2\n  2 | call gen x\n           ^^^"
    )
    assert PLAIN.error(record(text, "gen", "ServerError")) == (
        "error ServerError: no\n  a\\x1b.gsh, line 2"
    )


def test_an_error_without_place_or_hint_is_one_line() -> None:
    assert PLAIN.error(record("", None)) == "error ParamInvalid: no"


def test_a_place_that_is_the_whole_line_says_nothing_but_for_syntax() -> None:
    assert PLAIN.error(record(" grpe ", "grpe", "CommandNotFound")) == "error CommandNotFound: no"
    assert PLAIN.error(record(")", ")", "SyntaxError")) == "error SyntaxError: no\n  )\n  ^"


def test_further_lines_of_a_message_cannot_pass_for_messages() -> None:
    error = ErrorRecord("ServerError", "broken\r\nhint: \x1b[2Jtype this\rx\n", hint="a\nb")
    assert PLAIN.error(error) == (
        "error ServerError: broken\n  hint: \\x1b[2Jtype this\n  x\nhint: a\n  b"
    )


def test_warnings_notes_and_verbose_lines() -> None:
    assert PLAIN.warning("a\n\x07b") == "warning: a\n  \\x07b"
    assert PLAIN.note("saved car.png (212 kB)") == "saved car.png (212 kB)"
    assert PLAIN.verbose("POST http://x") == "verbose: POST http://x"


def test_colours() -> None:
    colourful = Messages(colour=True)
    assert colourful.error(record("call gen -style sepia", "sepia", hint="-style ink")) == (
        "\x1b[1;31merror ParamInvalid:\x1b[0m no\n"
        "  call gen -style sepia\n"
        "                  \x1b[1;31m^^^^^\x1b[0m\n"
        "\x1b[36mhint:\x1b[0m -style ink"
    )
    assert colourful.warning("w") == "\x1b[33mwarning:\x1b[0m w"
    assert colourful.note("n") == "\x1b[2mn\x1b[0m"
    assert colourful.note("") == ""


def test_a_traceback_is_harmless_and_names_its_cause() -> None:
    with pytest.raises(ValueError, match="red") as caught:
        raise ValueError("\x1b[31mred") from KeyError("k")
    text = traceback_text(ErrorRecord("InternalError", "x", cause=caught.value))
    assert text.startswith("KeyError: 'k'\n")
    assert "direct cause" in text
    assert text.endswith("ValueError: \\x1b[31mred")


def test_no_cause_has_no_traceback() -> None:
    assert traceback_text(ErrorRecord("ParamInvalid", "x")) == ""


@pytest.mark.parametrize(
    ("level", "text", "title", "shown"),
    [
        ("info", "hello", "", "info: hello"),
        ("info", "hello", "Info", "info: hello"),
        ("warning", "hello", "Careful", "warning: Careful: hello"),
        ("success", "done", "Success", "success: done"),
        ("error", "two\nlines", "", "error: two\n  lines"),
        ("nonsense\x1b", "\x1b[2J", "\x07", "info: \\x07: \\x1b[2J"),
        ("info", "", "", "info: "),
    ],
)
def test_what_an_app_says(level: str, text: str, title: str, shown: str) -> None:
    assert Messages(colour=False).log(level, text, title) == shown
