from __future__ import annotations

from typing import Any

from gshell.render.columns import Column, member
from gshell.render.listing import Listing
from gshell.render.page import Page
from gshell.render.theme import Theme
from tests.render.samples import FILE, TERMINAL

NARROW = TERMINAL._replace(width=30)
COLUMNS = (
    Column("Name", member("name")),
    Column("Pieces", lambda value: value.get("pieces", ())),
    Column("N", member("n")),
)


def lines(page: Page, *values: dict[str, Any]) -> list[str]:
    listing = Listing(COLUMNS, page)
    return [str(line) for value in values for line in listing.feed(value)]


def test_one_property_per_line_and_an_empty_line_between_objects() -> None:
    assert lines(TERMINAL, {"name": "a", "n": 1}, {"name": "b", "n": None}) == [
        "Name   : a",
        "Pieces :",
        "N      : 1",
        "",
        "Name   : b",
        "Pieces :",
        "N      :",
    ]


def test_text_keeps_its_lines_and_is_whole() -> None:
    text = "first line\nsecond line, which is too long for the window\x1b\n"
    assert lines(NARROW, {"name": text})[:4] == [
        "Name   : first line",
        "         second line, which is",
        "         too long for the",
        "         window\\x1b",
    ]
    assert lines(FILE, {"name": text})[:2] == [
        "Name   : first line",
        "         second line, which is too long for the window\\x1b",
    ]


def test_pieces_are_put_side_by_side_on_a_terminal() -> None:
    pieces = {"pieces": ("a: str", "b: int", "c: 1-50 = 20")}
    assert lines(NARROW, pieces)[1:3] == ["Pieces : a: str  b: int", "         c: 1-50 = 20"]
    assert lines(FILE, pieces)[1:4] == [
        "Pieces : a: str",
        "         b: int",
        "         c: 1-50 = 20",
    ]


def test_an_address_stays_whole_to_be_copied() -> None:
    address = "http://127.0.0.1:7860/gradio_api/queue/data"
    assert lines(NARROW, {"name": address})[0] == f"Name   : {address}"


def test_a_long_list_is_shortened_on_a_terminal_only() -> None:
    numbers = list(range(1000, 1100))
    shown = lines(NARROW, {"n": numbers})[2:]
    assert shown[0] == "N      : [1000, 1001, 1002,"
    assert shown[-1] == "         ..."
    assert len(shown) == 9
    assert lines(FILE, {"n": numbers})[2] == f"N      : {numbers}"


def test_names_are_coloured() -> None:
    page = TERMINAL._replace(theme=Theme(colour=True))
    listing = Listing((Column("Name", member("name")),), page)
    (line,) = listing.feed({"name": "a"})
    assert line == "Name : a"
    assert line.styled == "\x1b[36mName\x1b[0m : a"
