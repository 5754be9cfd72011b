from __future__ import annotations

from gshell.render.cells import width
from gshell.render.prose import wrap_page

PAGE = """\
call: Call an endpoint.

  call [-ApiName] <endpoint> [-Session <session>]

The endpoint's inputs are parameters, by name or in order. What is piped
in becomes the first one.
It ends.

  -ApiName endpoint  the endpoint, with or without its slash (required)

alias: call"""


def test_what_fits_stays() -> None:
    assert wrap_page("a\n  b  c\n\nd", 20) == ["a", "  b  c", "", "d"]


def test_paragraphs_are_filled_and_columns_kept() -> None:
    assert wrap_page(PAGE, 44) == [
        "call: Call an endpoint.",
        "",
        "  call [-ApiName] <endpoint> [-Session",
        "      <session>]",
        "",
        "The endpoint's inputs are parameters, by",
        "name or in order. What is piped in becomes",
        "the first one.",
        "It ends.",
        "",
        "  -ApiName endpoint  the endpoint, with or",
        "                     without its slash",
        "                     (required)",
        "",
        "alias: call",
    ]


def test_a_paragraph_becomes_as_wide_as_the_window() -> None:
    lines = wrap_page(PAGE, 90)
    assert lines[4].endswith("What is piped in becomes the")
    assert lines[5:7] == ["first one.", "It ends."]


def test_a_second_column_without_room_is_given_up() -> None:
    assert wrap_page("  -ApiName endpoint  the endpoint, with or without", 34) == [
        "  -ApiName endpoint  the",
        "      endpoint, with or without",
    ]


def test_no_line_is_wider_than_the_window() -> None:
    for columns in range(30, 100):
        assert all(width(line) <= columns for line in wrap_page(PAGE, columns))
