from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

import pytest

from gshell.gradio.objects import GradioApiEvent, SessionApiEvent
from gshell.render.cells import width
from gshell.render.display import Display
from gshell.render.progress import (
    Bar,
    Speeds,
    State,
    live_lines,
    partial_text,
    progress_text,
    state_of,
    summary,
)
from gshell.render.theme import Theme
from tests.render.samples import file_data
from tests.running import Running, bar

PLAIN = Theme(colour=False)


def state(name: str = "gen", place: str = "running", *bars: Bar, **fields: Any) -> State:
    values: dict[str, Any] = {"seconds": 1.25, "results": 0, "partial": ""} | fields
    return State(name, place, bars, **values)


def line(one: State, columns: int = 79) -> str:
    (text,) = live_lines([one], columns, 23, PLAIN)
    return str(text)


def look(call: Running, speeds: Speeds | None = None) -> State:
    return state_of(call.event, speeds or Speeds(), 0, "")


# What is known of a call.


@pytest.mark.parametrize(
    ("rank", "size", "eta", "place"),
    [
        (0, 1, None, "queue 1/1"),
        (1, 3, 12.4, "queue 2/3, eta 12 s"),
        (1, 3, 75, "queue 2/3, eta 1 min 15 s"),
        (4, 2, None, "queue 5/5"),
        (4, None, None, "queue 5/5"),
        (0, 1, -3, "queue 1/1"),
        (0, 1, math.inf, "queue 1/1"),
        (0, 1, 1e300, "queue 1/1"),
        ("\x1b[2J", [], {}, "waiting"),
        (None, None, None, "waiting"),
        (10**400, 1, 1, "waiting"),
        (True, 1, 1, "waiting"),
    ],
)
def test_the_place_in_the_queue(rank: Any, size: Any, eta: Any, place: str) -> None:
    call = Running()
    assert look(call).place == "waiting"
    call.queue(rank, size, eta)
    assert look(call).place == place


def test_where_a_call_is_after_the_queue() -> None:
    call = Running()
    call.start()
    assert look(call).place == "running"
    call.progress(bar(index=1, length=2))
    assert (look(call).place, len(look(call).bars)) == ("", 1)
    call.end("x")
    assert (look(call).place, look(call).bars) == ("finished", ())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"index": 3, "length": 12, "desc": "denoising"}, Bar(0.25, "3/12 steps", "denoising", "")),
        ({"index": 3, "length": None, "unit": "files"}, Bar(None, "3 files", "", "")),
        ({"progress": 0.4567}, Bar(0.4567, "46%", "", "")),
        ({"progress": 7}, Bar(1.0, "100%", "", "")),
        ({"progress": -1}, Bar(0.0, "0%", "", "")),
        ({"index": 2.5, "length": 5, "unit": None}, Bar(0.5, "2.5/5", "", "")),
        ({"index": 3, "length": 0}, Bar(None, "3/0 steps", "", "")),
        ({"index": 30, "length": 12}, Bar(1.0, "30/12 steps", "", "")),
        ({"desc": "loading"}, Bar(None, "", "loading", "")),
        ({"desc": "a\x1b[31m\nb"}, Bar(None, "", "a\\x1b[31m\u21b5b", "")),
        ({"desc": "x" * 500}, Bar(None, "", "x" * 39 + "\u2026", "")),
        ({"index": "1", "length": [], "progress": {}, "desc": 5, "unit": 5}, Bar(None, "", "", "")),
        ({"index": math.nan, "progress": math.inf}, Bar(None, "", "", "")),
    ],
)
def test_a_progress_bar(fields: dict[str, Any], expected: Bar) -> None:
    call = Running()
    call.start()
    call.progress(bar(**fields))
    assert look(call).bars == (expected,)


@pytest.mark.parametrize("progress", [None, "x", 5, {"index": 1}, [], ["x", None, 3]])
def test_what_is_no_progress_bar(progress: Any) -> None:
    call = Running()
    call.start()
    call.send("progress", progress_data=progress)
    assert look(call).bars == ()


def test_a_bar_that_is_hostile_in_every_way_is_still_one_harmless_line() -> None:
    call = Running(name="\x1b]0;title\x07" + "n" * 100)
    call.start()
    call.progress(*[bar(index=1, length=2, unit="\x1b[2J\n" * 50, desc="\u202e" * 50)] * 50)
    for columns in range(1, 200, 7):
        for text in live_lines([look(call)], columns, 5, PLAIN):
            assert text.isprintable()
            assert width(text) <= columns


def test_how_far_a_call_is_in_a_few_words() -> None:
    call = Running()
    call.queue(0, 2, 5)
    assert progress_text(call.event) == "queue 1/2, eta 5 s"
    call.start()
    assert progress_text(call.event) == ""
    call.progress(bar(index=1, length=3, desc="reading"), bar(progress=0.5))
    assert progress_text(call.event) == "1/3 steps reading; 50%"
    call.end("x")
    assert progress_text(call.event) == ""


def test_calls_are_listed_with_their_progress_and_age() -> None:
    call = Running()
    call.queue(0, 1)
    display = Display(terminal=True, colour=False, width=90)
    header, row = (
        display.show(SessionApiEvent(call.event, "demo")) + display.finish()
    ).splitlines()
    assert header.split()[:5] == ["id", "ApiName", "ServerStatus", "Progress", "session"]
    assert header.split()[5:] == ["Elapsed", "Age"]
    assert row.split()[:6] == ["e1", "gen", "queued", "queue", "1/1", "demo"]


# How fast it goes.


def test_a_speed_is_known_after_two_steps() -> None:
    speeds = Speeds()
    seen = [speeds.of(0, index, 10, now) for index, now in enumerate([0.4, 1.0, 2.0, 4.0])]
    assert seen == [None, None, 1.0, 2 / 3]


def test_a_speed_does_not_change_between_steps() -> None:
    speeds = Speeds()
    times = [(0, 0.0), (1, 1.0), (2, 2.0), (2, 3.0), (2, 9.0), (3, 10.0)]
    assert [speeds.of(0, index, 10, now) for index, now in times] == [
        *(None, None, 1.0, 1.0, 1.0),
        2 / 9,
    ]


@pytest.mark.parametrize(("index", "length"), [(0, 10), (5, 20)])
def test_a_bar_that_begins_anew_has_a_new_speed(index: int, length: int) -> None:
    speeds = Speeds()
    for step in range(5):
        speeds.of(0, step, 10, float(step))
    assert speeds.of(0, index, length, 5.0) is None


def test_each_bar_has_its_own_speed() -> None:
    speeds = Speeds()
    for step in range(4):
        outer, inner = speeds.of(0, step, 10, step), speeds.of(1, step * 10, 100, step)
    assert (outer, inner) == (1.0, 10.0)


@pytest.mark.parametrize(
    ("step", "unit", "speed"),
    [
        (0.5, "steps", "2.0 steps/s"),
        (0.5, "", "2.0/s"),
        (0.001, "rows", "1000 rows/s"),
        (4.0, "steps", "4.0 s each"),
    ],
)
def test_how_a_speed_is_said(
    step: float, unit: str, speed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, speeds = Running(), Speeds()
    call.start()
    for index in range(4):
        monkeypatch.setattr(GradioApiEvent, "elapsed", timedelta(seconds=step * index))
        call.progress(bar(index=index, length=10, unit=unit))
        shown = look(call, speeds).bars[0].speed
    assert shown == speed


# Partial results.


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (["hello"], "hello"),
        (["two\nlines\n"], "two\u21b5lines"),
        (["x" * 1000], "x" * 400),
        ([3, True], "3, True"),
        ([None, "b"], "b"),
        ([file_data("http://h/a.png")], "http://h/a.png"),
        ([[1, 2, 3]], "3 values"),
        ([{"a": 1}, []], "1 value, 0 values"),
        (["\x1b[2J"], "\\x1b[2J"),
        ([], ""),
        (None, ""),
    ],
)
def test_a_partial_result_on_one_line(data: Any, text: str) -> None:
    assert partial_text(data) == text


# Lines.


def test_a_call_on_one_line() -> None:
    assert line(state()) == "gen  running  1.2 s"
    assert line(state(place="queue 2/3, eta 12 s")) == "gen  queue 2/3, eta 12 s  1.2 s"
    assert line(state(results=1)) == "gen  running  1 result  1.2 s"
    assert line(state(results=7, seconds=75)) == "gen  running  7 results  1 min 15 s"
    one = Bar(0.6, "12/20 steps", "denoising", "10.3 steps/s")
    assert line(state("gen", "", one, results=3)) == (
        "gen  [############........]  12/20 steps  denoising  10.3 steps/s  1.2 s"
    )


def test_the_end_of_a_partial_result_fills_the_line() -> None:
    assert line(state(partial="hello"), 40) == "gen  running  1.2 s  hello"
    shortened = "\u2026" + ("0123456789" * 9)[-18:]
    assert line(state(partial="0123456789" * 9), 40) == f"gen  running  1.2 s  {shortened}"
    assert line(state(partial="hello"), 30) == "gen  running  1.2 s"
    wide = line(state(partial="\u4e2d" * 90), 40)
    assert width(wide) in (39, 40)


def test_what_does_not_fit_is_left_out_before_anything_is_cut() -> None:
    one = state("gen", "", Bar(0.5, "1/2 steps", "denoising", "10.3 steps/s"))
    assert [line(one, columns) for columns in (79, 59, 45, 30, 20, 12)] == [
        "gen  [##########..........]  1/2 steps  denoising  10.3 steps/s  1.2 s",
        "gen  [#####.....]  1/2 steps  denoising  1.2 s",
        "gen  [#####.....]  1/2 steps  1.2 s",
        "gen  1/2 steps  1.2 s",
        "gen  1/2 steps  1.2\u2026",
        "gen  1/2 st\u2026",
    ]


@pytest.mark.parametrize("columns", [*range(1, 30), 80, 200])
def test_no_line_is_wider_than_it_may_be(columns: int) -> None:
    wide = Bar(0.5, "1/2 steps", "\u4e2d" * 15, "1.0 steps/s")
    states = [state("\u4e2d" * 8, "", wide, wide), state("x", partial="\u4e2d" * 99)]
    for shown in (states, states[:1], states[1:]):
        assert all(width(text) <= columns for text in live_lines(shown, columns, 23, PLAIN))


def test_nested_bars_stand_side_by_side_or_one_below_the_other() -> None:
    outer, inner = Bar(0.5, "1/2 epochs", "", ""), Bar(0.25, "5/20 rows", "reading", "9.0 rows/s")
    one = state("fit", "", outer, inner)
    assert line(one, 120) == (
        "fit  [##########..........]  1/2 epochs  [#####...............]  5/20 rows  reading"
        "  9.0 rows/s  1.2 s"
    )
    assert live_lines([one], 60, 23, PLAIN) == [
        "fit  [##########..........]  1/2 epochs  1.2 s",
        "     [#####...............]  5/20 rows  reading  9.0 rows/s",
    ]
    assert len(live_lines([one], 60, 1, PLAIN)) == 1


def test_several_calls_have_a_line_each() -> None:
    states = [state("a"), state("longer", partial="x"), state("b", "", Bar(1.0, "2/2", "", ""))]
    assert live_lines(states, 60, 23, PLAIN) == [
        "a       running  1.2 s",
        "longer  running  1.2 s  x",
        "b       [####################]  2/2  1.2 s",
    ]


@pytest.mark.parametrize(
    ("count", "height", "shown", "more"),
    [(6, 23, 6, ""), (7, 23, 6, "and 1 more"), (90, 23, 6, "and 84 more"), (5, 4, 3, "and 2 more")],
)
def test_of_many_calls_the_rest_is_counted(count: int, height: int, shown: int, more: str) -> None:
    lines = live_lines([state(f"call{number}") for number in range(count)], 60, height, PLAIN)
    assert lines == [f"call{number}  running  1.2 s" for number in range(shown)] + [more] * bool(
        more
    )


def test_colours_are_added_and_count_for_nothing() -> None:
    one = state("gen", "", Bar(0.5, "1/2", "", ""))
    (text,) = live_lines([one], 79, 23, Theme(colour=True))
    assert text == line(one)
    assert text.styled.startswith("\x1b[36mgen\x1b[0m  \x1b[1;32m[####")
    assert width(text) == len(text)


@pytest.mark.parametrize(
    ("outcome", "results", "text"),
    [
        ("success", 5, "gen: complete, 5 results in 3.2 s"),
        ("success", 1, "gen: complete, 1 result in 3.2 s"),
        ("success", 0, "gen: complete in 3.2 s"),
        ("error", 3, "gen: error, 3 results in 3.2 s"),
        ("lost", 0, "gen: lost in 3.2 s"),
    ],
)
def test_how_a_call_ended(outcome: str, results: int, text: str) -> None:
    assert summary("gen", outcome, results, 3.2) == text
