from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from gshell.engine.host import Layout
from gshell.render.cells import width
from gshell.render.columns import Column, member
from gshell.render.page import Page
from gshell.render.table import PATIENCE, Table
from gshell.render.theme import Theme
from tests.render.samples import FILE, TERMINAL, Clock

NARROW = TERMINAL._replace(width=24)
PAIR = (Column("num", member("num"), right=None), Column("data", member("data"), right=None))


def rows(*pairs: tuple[Any, Any]) -> list[dict[str, Any]]:
    return [{"num": num, "data": data} for num, data in pairs]


def lines(
    page: Page, values: Sequence[Any], columns: Sequence[Column] = PAIR, *, live: bool = False
) -> list[str]:
    table = Table(columns, page, Clock(), live=live)
    written = [line for value in values for line in table.feed(value)]
    return [str(line) for line in [*written, *table.flush()]]


def test_numbers_stand_at_the_right() -> None:
    assert lines(TERMINAL, rows((1, "ANN"), (10, None), (2.5, "b"))) == [
        "num  data",
        "  1  ANN",
        " 10",
        "2.5  b",
    ]


def test_a_column_with_anything_but_numbers_stands_at_the_left() -> None:
    assert lines(TERMINAL, rows((1, 2), (True, 30), ("x", 4))) == [
        "num   data",
        "1        2",
        "True    30",
        "x        4",
    ]


def test_what_is_too_wide_is_cut_on_a_terminal() -> None:
    assert lines(NARROW, rows((1, "a text of very many words"))) == [
        "num  data",
        "  1  a text of very man…",
    ]


def test_nothing_is_cut_anywhere_else() -> None:
    long = "a text of very many words, " * 10
    page = FILE._replace(width=24)
    assert lines(page, [{"num": long, "data": 1}, {"num": "short", "data": 2}]) == [
        "num    data",
        f"{long}     1",
        "short     2",
    ]


def test_wide_letters_keep_the_columns() -> None:
    assert lines(TERMINAL, rows(("日本", "a"), ("é", "b"))) == [
        "num   data",
        "日本  a",
        "é     b",
    ]


def test_a_digit_is_never_missing() -> None:
    written = lines(NARROW, rows((1, 1), (2, 2)), live=True)
    assert written[0].split() == ["num", "data"]
    table = Table(PAIR, NARROW, Clock(), live=True)
    table.feed({"num": 1, "data": "x"})
    assert [str(line) for line in table.feed({"num": 1234567890, "data": "x" * 30})] == [
        "1234567890  xxxxxxxxxxxxxxx…"
    ]


def test_cells_may_have_several_lines() -> None:
    columns = (
        Column("Name", member("name"), least=4),
        Column("Pieces", lambda value: tuple(value["pieces"]), least=8),
        Column("Words", member("words"), least=6, wraps=True),
    )
    values = [
        {"name": "gen", "pieces": ["a: str", "b: int", "c: 1-50 = 20"], "words": "some words here"},
        {"name": "up", "pieces": [], "words": "x"},
    ]
    assert lines(NARROW, values, columns) == [
        "Name  Pieces    Words",
        "gen   a: str    some",
        "      b: int    words",
        "      c: 1-50   here",
        "        = 20",
        "up              x",
    ]
    assert lines(FILE, values, columns) == [
        "Name  Pieces                        Words",
        "gen   a: str  b: int  c: 1-50 = 20  some words here",
        "up                                  x",
    ]


def test_a_row_of_very_many_lines_ends() -> None:
    columns = (Column("Words", member("words"), wraps=True),)
    written = lines(NARROW, [{"words": "word " * 1000}], columns)
    assert len(written) == 26
    assert written[-1] == "..."


def test_optional_columns_appear_if_there_is_something_in_them() -> None:
    columns = (Column("a", member("a"), optional=True), Column("b", member("b")))
    assert lines(TERMINAL, [{"b": 1}, {"b": 2}], columns) == ["b", "1", "2"]
    assert lines(TERMINAL, [{"b": 1}, {"a": 0, "b": 2}], columns) == ["a  b", "   1", "0  2"]


def test_a_title_is_cut_with_its_column() -> None:
    columns = (Column("AVeryLongTitle", member("a"), least=6), Column("b", member("b"), least=12))
    assert lines(NARROW, [{"a": "x", "b": "y" * 20}], columns)[0] == "AVeryLong…  b"


@pytest.mark.parametrize("columns", range(1, 60))
def test_no_line_is_wider_than_the_window(columns: int) -> None:
    page = TERMINAL._replace(width=columns)
    values = rows((1, "日本語 and a long text " * 4), (2, ["x"] * 30), (3, {"k": "v"}))
    longest = max(width(line) for line in lines(page, values))
    assert longest <= max(columns, 3)


def test_rows_are_held_until_they_fill_the_screen() -> None:
    page = TERMINAL._replace(height=6)
    table = Table(PAIR, page, Clock())
    values = rows(*((number, "x") for number in range(6)))
    written = [[str(line) for line in table.feed(value)] for value in values]
    assert written == [
        [],
        [],
        [],
        ["num  data", "  0  x", "  1  x", "  2  x", "  3  x"],
        ["  4  x"],
        ["  5  x"],
    ]
    assert table.flush() == []


def test_a_slow_stream_is_not_held_back() -> None:
    clock = Clock()
    table = Table(PAIR, TERMINAL, clock)
    first, second, third = rows((1, "a"), (2, "b"), (3, "c"))
    assert table.feed(first) == []
    clock.now += PATIENCE * 1.01
    assert table.feed(second) == ["num  data", "  1  a", "  2  b"]
    assert table.feed(third) == ["  3  c"]


def test_flush_gives_what_is_held_and_settles_the_widths() -> None:
    table = Table(PAIR, TERMINAL, Clock())
    table.feed({"num": "ab", "data": "x"})
    assert table.flush() == ["num  data", "ab   x"]
    assert table.flush() == []
    assert table.feed({"num": "abcdef", "data": "x"}) == ["ab…  x"]


def test_a_live_table_holds_nothing() -> None:
    table = Table(PAIR, TERMINAL, Clock(), live=True)
    assert table.feed({"num": 1, "data": "a"}) == ["   num  data", "     1  a"]


def test_colours_are_beside_the_text() -> None:
    page = TERMINAL._replace(theme=Theme(colour=True))
    columns = (Column("", member("mark"), least=1, style="mark"), Column("b", member("b")))
    table = Table(columns, page, Clock(), live=True)
    header, row = table.feed({"mark": "*", "b": "x"})
    assert (header, row) == ("   b", "*  x")
    assert header.styled == "   \x1b[1mb\x1b[0m"
    assert row.styled == "\x1b[1;32m*\x1b[0m  x"


def laid_out(layout: Layout, values: Sequence[Any]) -> list[str]:
    table = Table(PAIR, NARROW, Clock(), layout=layout)
    written = [line for value in values for line in table.feed(value)]
    return [str(line) for line in [*written, *table.flush()]]


def test_a_person_can_have_nothing_cut() -> None:
    values = rows((1, "a text of very many words"), (2, "x" * 20))
    assert laid_out(Layout(True, wrap=True), values) == [
        "num  data",
        "  1  a text of very many",
        "     words",
        "  2  " + "x" * 19,
        "     x",
    ]
    assert len(laid_out(Layout(True, wrap=True), rows((1, "word " * 200)))) > 50


def test_a_wrapped_number_has_all_its_digits() -> None:
    values = rows((12345678901234567890, 12345678901234567890))
    assert laid_out(Layout(True, wrap=True), values)[1].split() == ["12345678901234567890"] * 2


def test_without_titles_columns_are_as_wide_as_what_is_in_them() -> None:
    assert laid_out(Layout(True, headers=False), rows((1, "a"), (22, "b"))) == [" 1  a", "22  b"]


def test_all_rows_can_be_measured() -> None:
    clock = Clock()
    table = Table(
        PAIR, TERMINAL._replace(height=4), clock, live=True, layout=Layout(True, whole=True)
    )
    for number in range(9):
        clock.now += PATIENCE * 2
        assert table.feed({"num": number, "data": "x"}) == []
    assert len(table.flush()) == 10
