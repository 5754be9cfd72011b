"""Reading a call: what both Update cmdlets and `call` do alike."""

from __future__ import annotations

import re

import pytest

from tests.cmdlets.conftest import Driver

READERS = [
    pytest.param("Send-GradioApi . {} {}", "Update-GradioApiResult", id="two steps"),
    pytest.param("Invoke-GradioSessionApi {} {}", "Update-GradioSessionApiResult", id="session"),
]


@pytest.mark.parametrize(("start", "update"), READERS)
@pytest.mark.parametrize(
    ("options", "nums"),
    [
        ("", [1, 2, 3, 4]),
        ("-FinalOnly", [4]),
        ("-SkipRepeated", [1, 2, 3]),
        ("-FinalOnly -SkipRepeated", []),
        ("-NoOutput", []),
        ("-History", [1, 2, 3, 4]),
        ("-Timeout 30 -MaxHeartBeats 3", [1, 2, 3, 4]),
    ],
)
def test_which_results_are_given(
    demo: Driver, start: str, update: str, options: str, nums: list[int]
) -> None:
    line = start.format("count", "@(1, 0)")
    assert demo.give(f"$e = {line}; $e | {update} {options} | % num") == nums
    event = "$e.event" if "Session" in update else "$e"
    assert demo.give(f"$x = {event}; $x.Status; $x.Outcome; $x.events.Count; $x.LastEventNum") == [
        "complete",
        "success",
        4,
        4,
    ]


@pytest.mark.parametrize(("start", "update"), READERS)
def test_nothing_is_kept_under_no_history(demo: Driver, start: str, update: str) -> None:
    line = start.format("upper", "x")
    demo.give(f"$e = {line}; $e | {update} -NoHistory")
    event = "$e.event" if "Session" in update else "$e"
    assert demo.give(f"{event}.events.Count; {event}.data.Count; {event}.result") == [0, 0, "X"]


@pytest.mark.parametrize(("start", "update"), READERS)
def test_a_script_runs_before_each_result_is_given(demo: Driver, start: str, update: str) -> None:
    line = start.format("count", "@(1, 0)")
    script = '{ "$($_.ApiEvent.ApiName) $($_.event.num)" }'
    seen = demo.give(f"{line} | {update} -SkipRepeated -Script {script}")
    assert seen[::2] == ["count 1", "count 2", "count 3", "count 4"]
    assert [result.num for result in seen[1::2]] == [1, 2, 3]


def test_an_error_in_a_script_is_told_for_each_result(demo: Driver) -> None:
    line = "Send-GradioApi . count @(1, 0) | Update-GradioApiResult -Script { 1 / 0 } | % num"
    assert demo.run(line) == [1, 2, 3, 4]
    assert demo.error_ids() == ["InvalidOperation"] * 4


def test_a_call_that_was_read_already(demo: Driver) -> None:
    demo.give("$e = Send-GradioApi . upper x; $e | Update-GradioApiResult -NoOutput")
    assert demo.give("$e | Update-GradioApiResult") == []
    assert "was read to its end already" in demo.messages


@pytest.mark.parametrize(("start", "update"), READERS)
def test_a_failure_is_an_error_and_a_result(demo: Driver, start: str, update: str) -> None:
    line = start.format("boom", "why")
    assert demo.run(f"{line} | {update} | % event") == ["error"]
    assert demo.error_ids() == ["ServerError"]
    assert demo.shell.errors[0].message == "why"


def test_a_failure_is_recorded_even_if_nothing_is_given(demo: Driver) -> None:
    demo.run("Send-GradioApi . boom why | Update-GradioApiResult -NoOutput")
    assert demo.error_ids() == ["ServerError"]


def test_error_actions(demo: Driver) -> None:
    line = "Send-GradioApi . boom why | Update-GradioApiResult -ea {}; 'on'"
    assert [type(one).__name__ for one in demo.run(line.format("SilentlyContinue"))] == [
        "GradioApiEventResult",
        "str",
    ]
    assert demo.messages == ""
    assert demo.error_ids() == ["ServerError"]


def test_what_is_sent_and_what_comes_is_told_under_verbose(demo: Driver) -> None:
    demo.give("Send-GradioApi . upper x -Verbose | Update-GradioApiResult -Verbose")
    lines = demo.messages.splitlines()
    patterns = (
        r"POST http://127\S+/call/upper \{\"data\": \[\"x\"\]\}",
        r"answer \{\"event_id\": \"[0-9a-f]{32}\"\}",
        r"GET http://127\S+/call/upper/[0-9a-f]{32}",
        r"complete \[\"X\"\]",
    )
    assert len(lines) == len(patterns)
    for line, pattern in zip(lines, patterns, strict=True):
        assert re.fullmatch(rf"verbose: \+\d\.\d{{3}} s {pattern}", line)


def test_long_data_is_cut_under_verbose(demo: Driver) -> None:
    demo.give("call upper ('x' * 500) -Verbose")
    (received,) = [line for line in demo.messages.splitlines() if " s process_completed " in line]
    assert received.endswith("XXX\u2026")
    assert len(received) < 300


def test_reading_stops_where_no_more_is_wanted_and_goes_on_later(demo: Driver) -> None:
    demo.give("$e = Send-GradioApi . count @(2, 0)")
    assert demo.give("$e | Update-GradioApiResult | select -First 2 | % data") == ["--start--", "1"]
    assert demo.give("$e.LastEventNum; $e.Status") == [2, "generating"]
    assert demo.give("$e | Update-GradioApiResult | % num") == [3, 4, 5]
