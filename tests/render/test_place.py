from __future__ import annotations

import pytest

from gshell.render.cells import width
from gshell.render.place import marked_line
from gshell.render.theme import Theme


def marked(source: str, place: str, *, columns: int = 80, at: int | None = None) -> list[str]:
    start = source.index(place) if at is None else at
    return marked_line(source, start, start + len(place), columns, Theme(colour=False), whole=True)


def test_marks_stand_under_the_place() -> None:
    assert marked("apis | grpe x", "grpe") == ["  apis | grpe x", "         ^^^^"]


def test_a_longer_text_shows_its_line_with_its_number() -> None:
    source = "$x = 1\n  call upp | % {\n $_ }"
    assert marked(source, "upp") == ["  2 | call upp | % {", "           ^^^"]


def test_a_place_over_several_lines_shows_its_first() -> None:
    source = "call upp | % {\n $_ }"
    assert marked(source, "{\n $_ }") == ["  1 | call upp | % {", "                   ^"]


def test_tabs_and_wide_letters_keep_the_marks_in_place() -> None:
    assert marked("\tcall\t'日本' upp", "upp") == ["  call '日本' upp", "              ^^^"]
    assert marked("call '日本語' x", "日本") == ["  call '日本語' x", "        ^^^^"]


def test_control_characters_are_shown() -> None:
    assert marked("call \x1b[2J upp", "upp") == ["  call \\x1b[2J upp", "               ^^^"]


@pytest.mark.parametrize("source", ["call (1", "call (1 \n\n"])
def test_the_end_of_the_text_is_behind_its_last_letter(source: str) -> None:
    assert marked(source, "", at=len(source)) == ["  call (1", "         ^"]


def test_an_empty_text_has_no_place() -> None:
    assert marked("", "", at=0) == []
    assert marked(" \n ", "", at=1) == []


def test_a_long_line_is_shown_around_the_place() -> None:
    source = "apis | where Name -like 'a*' | grpe Name | select -First 3"
    assert marked(source, "grpe", columns=30) == [
        "  …ke 'a*' | grpe Name | sel…",
        "             ^^^^",
    ]
    assert marked(source, "apis", columns=30)[0] == "  apis | where Name -like 'a…"
    assert marked(source, "3", columns=30)[0] == "  …rpe Name | select -First 3"


@pytest.mark.parametrize("columns", range(8, 90))
def test_no_line_is_wider_than_the_window(columns: int) -> None:
    source = "call '日本語' first second third | fourth fifth sixth | seventh eighth"
    for start in range(len(source) + 1):
        for length in (0, 1, 9, 70):
            lines = marked_line(source, start, start + length, columns, Theme(colour=False))
            assert all(width(line) <= columns for line in lines)


@pytest.mark.parametrize(
    "line",
    [
        "open x -Token hf_abc -Nope",
        "open x -tok=secret -Nope",
        "open x -auth ann:secret -Nope",
        "open http://ann:secret@host -Nope",
        "$t = 'hf_abcdef'; open -Nope",
    ],
)
def test_a_line_that_may_hold_a_secret_is_not_repeated(line: str) -> None:
    assert marked(line, "-Nope") == []


@pytest.mark.parametrize("line", ["call x -Text -Nope", "call x -Timeout 3 -Nope", "half_a -Nope"])
def test_other_lines_are_repeated(line: str) -> None:
    assert marked(line, "-Nope") != []
