from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from gshell.engine.host import Layout
from gshell.render.display import Display
from gshell.render.page import FormattedLine
from gshell.render.table import PATIENCE
from tests.render.samples import Call, Clock, api, file_data


class Point:
    MEMBERS: ClassVar[dict[str, str]] = {"X": "x", "Y_Z": "y"}

    def __init__(self, x: Any, y: Any) -> None:
        self.x = x
        self.y = y


class Large:
    MEMBERS: ClassVar[dict[str, str]] = dict.fromkeys("ABCDE", "value") | {"info": "info"}
    JSON_HIDDEN: ClassVar[frozenset[str]] = frozenset({"info"})
    value = 1
    info: ClassVar[dict[str, Any]] = {"a": [1] * 1000, "b": {}}


class HelpTopic:
    MEMBERS: ClassVar[dict[str, str]] = {"Name": "name"}
    name = "call"

    def __str__(self) -> str:
        return "call: calls\n\n  an \x1b endpoint"


def display(**settings: Any) -> Display:
    return Display(**{"terminal": True, "colour": False, **settings})


def shown(*values: Any, **settings: Any) -> str:
    showing = display(**settings)
    return "".join(map(showing.show, values)) + showing.finish()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a\n\x1bb", "a\n\\x1bb\n"),
        ("", "\n"),
        (1.0, "1\n"),
        (True, "True\n"),
        (None, ""),
        ([1, [2]], "[1, [2]]\n"),
        (timedelta(seconds=1), "1.000\n"),
        (file_data("http://x/file=a"), "http://x/file=a\n"),
        ({}, "{}\n"),
        (HelpTopic(), "call: calls\n\n  an \\x1b endpoint\n"),
    ],
)
def test_values_that_are_shown_as_text(value: Any, text: str) -> None:
    assert shown(value) == text
    assert shown(value, terminal=False) == text
    assert shown({"a": 1}, value) == "a\n1\n" + ("\n" + text if text else "")


def test_objects_of_one_type_share_a_table() -> None:
    assert shown(Point(1, "a"), Point(20, None)) == " X  Y_Z\n 1  a\n20\n"


def test_an_object_of_many_properties_is_a_list() -> None:
    one = "".join(f"{name}    : 1\n" for name in "ABCDE") + "info : {a, b}\n"
    assert shown(Large(), Large()) == f"{one}\n{one}"


def test_maps_share_a_table_as_long_as_no_property_is_new() -> None:
    assert shown({"a": 1, "b": 2}, {"b": 3}, {"b": 4, "a": 5}, {"a": 6, "c": 7}) == (
        "a  b\n1  2\n   3\n5  4\n\na  c\n6  7\n"
    )


def test_an_empty_line_stands_where_a_table_meets_something_else() -> None:
    assert shown("text", {"a": 1}, "more", "text", Point(1, 2)) == (
        "text\n\na\n1\n\nmore\ntext\n\nX  Y_Z\n1    2\n"
    )


def test_the_next_statement_begins_anew() -> None:
    showing = display()
    for _ in range(2):
        assert showing.show({"a": 1}) + showing.finish() == "a\n1\n"


def test_rows_are_held_and_flushed() -> None:
    showing = display()
    assert showing.show({"a": 1}) == ""
    assert showing.flush() == "a\n1\n"
    assert showing.flush() == ""
    assert showing.show({"a": 2}) == "2\n"
    assert showing.finish() == ""


def test_a_slow_stream_is_not_held_back() -> None:
    clock = Clock()
    showing = display(clock=clock)
    assert showing.show({"a": 1}) == ""
    clock.now += PATIENCE * 2
    assert showing.show({"a": 2}) == "a\n1\n2\n"


def test_an_interruption_writes_what_is_held_and_ends_the_line() -> None:
    showing = display()
    showing.show({"a": 1})
    assert showing.interrupt() == "a\n1\n"
    assert showing.show(Call().result("generating", "Hel")) == "Hel"
    assert showing.line_open
    assert showing.interrupt() == "\n"
    assert showing.interrupt() == ""


def test_an_open_line_ends_before_anything_else() -> None:
    partial = Call().result("generating", "Hel")
    line = FormattedLine("x")
    assert shown(partial, "text") == "Hel\ntext\n"
    assert shown(partial, line) == "Hel\nx\n"
    assert shown(partial, {"a": 1}) == "Hel\n\na\n1\n"
    assert shown(partial) == "Hel\n"


def test_a_result_after_a_table_ends_the_table() -> None:
    assert shown({"a": 1}, Call().result("complete", "x"), {"a": 2}) == "a\n1\nx\n\na\n2\n"


def test_formatted_lines_are_written_as_they_are() -> None:
    line = FormattedLine("a  b", "\x1b[1ma\x1b[0m  b")
    assert shown(line, colour=True) == "\x1b[1ma\x1b[0m  b\n"
    assert str(line) == "a  b"


def test_colour_is_in_headers_only_where_it_is_on() -> None:
    assert shown({"a": 1}, colour=True) == "\x1b[1ma\x1b[0m\n1\n"
    assert shown({"a": 1}, terminal=False) == "a\n1\n"


def test_the_width_of_the_window_counts_from_the_next_statement_on() -> None:
    showing = display(width=10)
    value = {"a": "x" * 20}
    assert showing.show(value) + showing.finish() == "a\n" + "x" * 9 + "…\n"
    showing.width, showing.height = 15, 30
    assert (showing.width, showing.height) == (15, 30)
    assert showing.show(value) + showing.finish() == "a\n" + "x" * 14 + "…\n"


def formatted(values: Any, layout: Layout) -> list[str]:
    return [str(line) for line in display().format(values, layout)]


def test_format_table_of_all_properties() -> None:
    assert formatted([Large()], Layout(True)) == ["A  B  C  D  E  info", "1  1  1  1  1  {a, b}"]


def test_format_with_properties_asked_for() -> None:
    points = [Point(1, "a"), Point(2, "b")]
    assert formatted(points, Layout(True, ("yz", "NOPE", "x"))) == [
        "Y_Z  NOPE  X",
        "a          1",
        "b          2",
    ]
    assert formatted(points[:1], Layout(False, ("yz", "nope"))) == ["Y_Z  : a", "nope :"]


def test_format_with_properties_puts_maps_and_texts_into_one_table() -> None:
    assert formatted([{"a": 1}, {"A": 2, "b": 3}, "x"], Layout(True, ("a",))) == [
        "a",
        "1",
        "2",
        "",
    ]


def test_properties_of_different_types_have_a_table_each() -> None:
    values = [api("up"), {"Name": "x"}]
    assert formatted(values, Layout(True, ("name", "parameters"))) == [
        "Name  Parameters",
        "up",
        "",
        "Name  parameters",
        "x",
    ]


def test_format_leaves_numbers_and_text_alone() -> None:
    assert formatted([1, "a\nb", None, [1]], Layout(True)) == ["1", "a", "b", "[1]"]


def test_format_list_of_a_map() -> None:
    assert formatted([{"a": 1, "bb": "x\ny"}, {"a": 2}], Layout(False)) == [
        "a  : 1",
        "bb : x",
        "     y",
        "",
        "a  : 2",
        "bb :",
    ]


def test_formatted_results_are_not_held_back() -> None:
    call = Call()
    taken: list[int] = []

    def results() -> Iterator[Any]:
        for number in range(3):
            taken.append(number)
            yield call.result("generating", str(number))

    for layout in (Layout(True), Layout(True, ("num", "data"))):
        taken.clear()
        lines = display().format(results(), layout)
        header, first = next(lines), next(lines)
        assert (header.split()[0], first.split()[0]) == ("num", str(call.result("error").num - 1))
        assert taken == [0]


def test_a_column_is_named_as_its_member() -> None:
    assert formatted([{"\x1ba": 1}], Layout(True)) == ["\\x1ba", "    1"]
