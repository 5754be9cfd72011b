"""The text format of the sessions."""

from __future__ import annotations

import pytest

from tests.transcripts.transcript import Step, Transcript, normalise, parse, render

SESSION = """\
# Counting.
# app: demo

demo> call count -n 1
--start--
1
--end--

demo> # nothing is printed here
# row: Lists - rule
# row: Continuation - rule
> 'a',
. 'b'
a

b
"""


def test_parse_finds_inputs_outputs_and_the_app() -> None:
    transcript = parse(SESSION)
    assert transcript.app == "demo"
    assert transcript.steps == [
        Step("demo> ", "call count -n 1", ["--start--", "1", "--end--"], 1),
        Step("demo> ", "# nothing is printed here", [], 0),
        Step(
            "> ",
            "'a',\n'b'",
            ["a", "", "b"],
            0,
            ("# row: Lists - rule", "# row: Continuation - rule"),
        ),
    ]
    assert transcript.rows == [("Lists", "rule"), ("Continuation", "rule")]


def test_a_file_survives_reading_and_writing() -> None:
    assert render(parse(SESSION)) == SESSION


def test_without_the_directive_there_is_no_app() -> None:
    assert parse("# about: apps\n> 1\n1\n").app is None


def test_the_head_says_how_it_is_run() -> None:
    transcript = parse("# at: prompt\n# profile: $a = 1\n# profile: $b = '#'\n\n> 1\n1\n")
    assert transcript.directives("at") == ["prompt"]
    assert transcript.directives("profile") == ["$a = 1", "$b = '#'"]


def test_output_before_any_input_is_an_error() -> None:
    with pytest.raises(ValueError, match="neither input nor comment: 'hello'"):
        parse("hello\n> 1\n")


@pytest.mark.parametrize("line", ["demo> x", "> x", ". x", "# row: Lists - rule"])
def test_output_that_looks_like_input_cannot_be_recorded(line: str) -> None:
    with pytest.raises(ValueError, match="looks like"):
        render(Transcript([], [Step("> ", "echo", [line], 0)]))


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("open http://127.0.0.1:40123/x", "open http://127.0.0.1:PORT/x"),
        ("id 0123456789abcdef0123456789abcdef", "id EVENT-ID"),
        ('"session_hash": "01234567-89ab-cdef-0123-456789abcdef"', '"session_hash": "HASH"'),
        ("in /tmp/pytest-of-ann/pytest-12/test_x0/a.txt", "in FOLDER/a.txt"),
        ("http://127.0.0.1:1234/gradio_api/file=/tmp/g/ab12/image.png", None),
        ("/tmp/gshell-demo-abc1/x", "CACHE/x"),
        ("at 2026-01-02 03:04:05.678", "at TIME"),
        ("at 2026-01-02T03:04:05.678+01:00", "at TIME"),
        ("took 1.25 s, limit 2 s", "took N s, limit 2 s"),
        ("Gradio 6.31.0", "Gradio VERSION"),
        ("two  \nlines\n\n", "two\nlines"),
    ],
)
def test_what_changes_from_run_to_run_is_replaced(printed: str, shown: str | None) -> None:
    expected = shown or "http://127.0.0.1:PORT/gradio_api/file=CACHE/image.png"
    assert "\n".join(normalise(printed)) == expected
