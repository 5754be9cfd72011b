from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest

from gshell.gradio.errors import Lost
from gshell.gradio.reading import Reading
from gshell.gradio.result import QUEUED, Ended, GradioApiEventResult
from gshell.gradio.schema import GradioApi
from gshell.gradio.sse import Splitter

DATA = Path(__file__).parent / "data"
Items = list[Any]


def take_all(reading: Reading) -> Items:
    async def flush() -> None:
        reading.flush()

    asyncio.run(flush())
    items: Items = []
    while (item := reading.feed.take_now()) is not None:
        items.append(item)
    return items


def told(items: Items) -> list[tuple[str, Any]]:
    return [(each.event, each.data) for each in items if isinstance(each, GradioApiEventResult)]


def read_messages(*messages: dict[str, Any], api: GradioApi | None = None) -> tuple[Reading, Items]:
    reading = Reading(api, "x")
    for message in messages:
        reading.message(message, 1000.0)
    return reading, take_all(reading)


def recorded(version: str, name: str) -> tuple[Reading, Items]:
    """Read a recording of queue/data as the channel would."""
    reading = Reading(None, "x")
    for block in Splitter().feed((DATA / version / f"queue-{name}.sse").read_bytes()):
        message = json.loads(block.data)
        if message["event_id"] is not None:
            reading.message(message, 1000.0)
    return reading, take_all(reading)


def generating(*data: Any) -> dict[str, Any]:
    return {"msg": "process_generating", "output": {"data": list(data)}, "success": True}


def completed(*data: Any) -> dict[str, Any]:
    return {"msg": "process_completed", "output": {"data": list(data)}, "success": True}


versions = pytest.mark.parametrize("version", ["v4", "v5"])


@versions
def test_a_recorded_generator_with_edits(version: str) -> None:
    reading, items = recorded(version, "generator")
    assert items[0] is QUEUED
    assert told(items) == [
        ("generating", ["tok0 "]),
        ("generating", ["tok0 tok1 "]),
        ("generating", ["tok0 tok1 tok2 "]),
        ("generating", ["tok0 tok1 tok2 tok3 "]),
        ("complete", ["tok0 tok1 tok2 tok3 "]),
    ]
    assert [(each.num, each.final, each.repeated) for each in items[1:]] == [
        (1, False, False),
        (2, False, False),
        (3, False, False),
        (4, False, False),
        (5, True, True),
    ]
    assert (reading.server_status, reading.finished) == ("finished", True)


@versions
def test_recorded_progress_and_messages(version: str) -> None:
    reading, items = recorded(version, "progress")
    assert told(items) == [("complete", ["done"])]
    assert reading.progress == [
        {"index": 2, "length": 3, "unit": "steps", "progress": None, "desc": "Working"}
    ]
    reading, _ = recorded(version, "log")
    assert [(each["level"], each["message"]) for each in reading.log] == [
        ("warning", "careful"),
        ("info", "fyi"),
    ]


@versions
def test_recorded_ends_that_are_no_success(version: str) -> None:
    _, items = recorded(version, "error")
    ((event, data),) = told(items)
    assert event == "error"
    assert "Custom failure <b>x</b>" in data["error"]
    _, items = recorded(version, "hidden")
    assert told(items) == [("error", {"error": None})]
    _, items = recorded(version, "cancel")
    assert told(items)[-1] == ("cancelled", None)
    assert items[-1].final


def test_the_place_in_the_queue_is_known_while_queued() -> None:
    estimation = {"msg": "estimation", "rank": 2, "queue_size": 5, "rank_eta": 1.5}
    reading, items = read_messages(estimation, estimation)
    assert items == [QUEUED]
    assert reading.queue == {"rank": 2, "size": 5, "eta": 1.5}
    assert reading.server_status == "queued"
    reading, _ = read_messages(estimation, {"msg": "process_starts"}, estimation)
    assert (reading.queue, reading.server_status) == (None, "running")


def test_a_complete_that_says_something_new_is_no_repetition() -> None:
    _, items = read_messages(generating("a"), completed("b"))
    assert [each.repeated for each in items] == [False, False]
    _, items = read_messages(completed("b"))
    assert [each.repeated for each in items] == [False]


def test_a_complete_after_mere_heartbeats_is_no_repetition() -> None:
    reading = Reading(None, "x")
    reading.heartbeat(0)
    reading.message(completed(), 0)
    assert [each.repeated for each in take_all(reading)] == [False, False]
    _, items = read_messages(generating(), completed())
    assert [each.repeated for each in items] == [False, True]


@pytest.mark.parametrize(
    "message",
    [
        {"msg": "process_completed"},
        {"msg": "process_completed", "success": True},
        {"msg": "process_completed", "output": {"data": ["a"]}},
        {"msg": "process_completed", "output": {"data": ["a"]}, "success": None},
    ],
)
def test_a_final_message_that_does_not_say_how_it_ended_is_no_success(
    message: dict[str, Any],
) -> None:
    with pytest.raises(Lost, match="does not say how the call ended"):
        Reading(None, "x").message(message, 0)


def test_numbers_and_bars_that_are_none_are_left_out() -> None:
    reading, _ = read_messages({"msg": "estimation", "rank": "first", "queue_size": True})
    assert reading.queue == {"rank": None, "size": None, "eta": None}
    bar = {"index": 1, "length": 2}
    reading, _ = read_messages({"msg": "progress", "progress_data": [bar, None, "x"]})
    assert reading.progress == [bar]


def test_times_follow_the_clock_that_does_not_jump(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Reading(None, "x")
    monkeypatch.setattr(time, "time", lambda: 0.0)
    reading.message(completed("a"), reading.began + 2)
    (result,) = take_all(reading)
    assert result.ts.timestamp() == pytest.approx(reading.started + 2)
    assert reading.elapsed == pytest.approx(2)


def test_results_handed_out_keep_their_contents() -> None:
    _, items = read_messages(
        generating(["a"]),
        generating([["add", [1], "b"]]),
        generating([["append", [0], "c"]]),
        generating([]),
        completed(["ac", "b"]),
    )
    assert [each.data for each in items] == [
        [["a"]],
        [["a", "b"]],
        [["ac", "b"]],
        [["ac", "b"]],
        [["ac", "b"]],
    ]


def test_an_output_that_was_not_there_before_starts_from_null() -> None:
    _, items = read_messages(generating("a"), generating([], [["replace", [], 2]]))
    assert items[-1].data == ["a", 2]


def test_streaming_values_are_no_edits() -> None:
    streaming = {"msg": "process_streaming", "output": {"data": [[1]]}, "success": True}
    _, items = read_messages(streaming, streaming)
    assert told(items) == [("generating", [[1]])] * 2


def test_without_edits_in_the_protocol_values_are_whole() -> None:
    reading = Reading(None, "x", diffs=False)
    for value in ([["replace", [], 1]], [["replace", [], 2]]):
        reading.message(generating(value), 0)
    assert told(take_all(reading))[-1] == ("generating", [[["replace", [], 2]]])


def test_update_objects_are_unwrapped_and_edits_still_count_on_them() -> None:
    update = {"__type__": "update", "value": "v", "label": "l"}
    _, items = read_messages(
        generating(update, "first"),
        generating([["delete", ["value"], None]], [["replace", [], "second"]]),
        completed({"__type__": "update"}, {"__type__": "update", "value": None}),
    )
    assert [each.data for each in items] == [["v", "first"], ["v", "second"], ["v", None]]


def test_a_first_value_that_is_skipped_is_null() -> None:
    _, items = read_messages(completed({"__type__": "update"}))
    assert items[0].data == [None]


def test_state_is_left_out_of_the_data() -> None:
    api = GradioApi("chat", 0, [], shown=[True, False])
    _, items = read_messages(
        generating("a", None), generating([], []), completed("a", None), api=api
    )
    assert [each.data for each in items] == [["a"], ["a"], ["a"]]
    assert items[-1].repeated


def test_heartbeats_are_counted_as_events() -> None:
    reading = Reading(None, "x")
    reading.heartbeat(0)
    reading.message(completed("a"), 0)
    assert [(each.num, each.event) for each in take_all(reading)] == [
        (1, "heartbeat"),
        (2, "complete"),
    ]


def test_nothing_comes_after_the_end() -> None:
    _, items = read_messages(completed("a"), completed("b"), generating("c"))
    assert told(items) == [("complete", ["a"])]


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"msg": "news"},
        {"msg": "process_generating"},
        {"msg": "process_generating", "output": {"data": None}},
        {"msg": "progress"},
        {"msg": "estimation"},
        {"msg": "log"},
    ],
)
def test_messages_with_missing_fields_do_no_harm(message: dict[str, Any]) -> None:
    _, items = read_messages(message, completed("a"))
    assert told(items) == [("complete", ["a"])]


def test_an_error_of_the_server_for_one_call_loses_it() -> None:
    reading, items = read_messages({"msg": "unexpected_error", "message": "oh <no>"})
    (ended,) = items
    assert isinstance(ended, Ended)
    assert isinstance(ended.error, Lost)
    assert "oh <no>" in ended.error.message
    assert reading.server_status == "lost"


def test_the_log_is_bounded() -> None:
    log = {"msg": "log", "log": "again", "level": "info"}
    reading, _ = read_messages(*[log] * 1500)
    assert len(reading.log) == 1000


def test_a_call_stream() -> None:
    reading = Reading(None, "x")
    reading.call_event("heartbeat", b"null", 0)
    reading.call_event("generating", b"[1]", 0)
    assert reading.server_status == "running"
    reading.call_event("complete", b"[1]", 0)
    items = take_all(reading)
    assert told(items) == [("heartbeat", None), ("generating", [1]), ("complete", [1])]
    assert items[-1].repeated


def test_a_call_stream_that_ends_badly() -> None:
    for text, event in ((b"null", "error"), (b'{"error": "x"}', "error")):
        reading = Reading(None, "x")
        reading.call_event("error", text, 0)
        assert told(take_all(reading)) == [(event, json.loads(text))]
    reading = Reading(None, "x")
    reading.call_event("complete", b"null", 0)
    assert told(take_all(reading)) == [("cancelled", None)]
    with pytest.raises(Lost, match="no longer knows"):
        Reading(None, "x").call_event("error", b'"404: Not Found"', 0)


def test_events_that_come_fast_are_handed_over_together() -> None:
    async def read() -> int:
        reading = Reading(None, "x")
        lists = 0

        def count() -> None:
            nonlocal lists
            lists += 1

        reading.feed.arrived = count
        for number in range(1000):
            reading.message(generating(number) if not number else generating([]), 0)
            reading.flush()
        reading.message(completed(0), 0)
        reading.flush()
        return lists

    assert asyncio.run(read()) < 200


def test_the_first_result_is_handed_over_at_once_whatever_was_told_before() -> None:
    async def read() -> Items:
        reading = Reading(None, "x")
        reading.message({"msg": "estimation", "rank": 0, "queue_size": 1}, 0)
        reading.flush()
        reading.message(generating("first"), 0)
        reading.flush()
        return [reading.feed.take_now(), reading.feed.take_now()]

    queued, first = asyncio.run(read())
    assert queued is QUEUED
    assert told([first]) == [("generating", ["first"])]


def test_a_lone_event_is_not_kept_waiting() -> None:
    async def read() -> list[tuple[str, Any]]:
        reading = Reading(None, "x")
        arrived = asyncio.Event()
        reading.feed.arrived = arrived.set
        seen: Items = []
        for number in range(3):
            reading.message(generating(number) if not number else generating([]), 0)
            arrived.clear()
            reading.flush()
            await asyncio.wait_for(arrived.wait(), 10)
            seen.append(reading.feed.take_now())
        return told(seen)

    assert len(asyncio.run(read())) == 3
