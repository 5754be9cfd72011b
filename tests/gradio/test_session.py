from __future__ import annotations

import _thread
import asyncio
import json
import threading
from datetime import timedelta
from itertools import islice
from typing import Any

import pytest

from gshell.gradio.app import App
from gshell.gradio.background import Background
from gshell.gradio.errors import (
    Cancelled,
    InvalidEvent,
    MaxCalls,
    ParamInvalid,
    ServerError,
    Timeout,
)
from gshell.gradio.feed import AHEAD
from gshell.gradio.objects import GradioApiEvent
from gshell.gradio.session import GradioSession
from tests.cmdlets.patience import wait_until
from tests.faults.server import CLOSE, FaultServer, completed, events, message
from tests.gradio.conftest import StartCall, start_call


def told(event: GradioApiEvent, **settings: Any) -> list[tuple[str, Any]]:
    return [(each.event, each.data) for each in event.updates(**settings)]


def test_one_result(start: StartCall, session: GradioSession) -> None:
    event = start("upper", text="007 héllo")
    (result,) = event.updates()
    assert (result.num, result.event, result.data) == (1, "complete", ["007 HÉLLO"])
    assert (result.final, result.repeated, result.labels) == (True, False, ["answer"])
    assert (result.event_id, result.api_name) == (event.event_id, "upper")
    assert result.ts.tzinfo is not None
    assert result.ts >= event.started
    assert (event.status, event.outcome, event.last_query_status) == (
        "complete",
        "success",
        "normal",
    )
    assert (event.data, event.events, event.result) == ([result.data], [result], result.data)
    assert (event.error, event.failure, event.last_event_num) == (None, None, 1)
    assert (event.server_status, event.delivered) == ("finished", True)
    assert event.session_hash == session.session_id
    assert event.query_url == f"{session.real_app_url}/queue/data?session_hash={session.session_id}"
    assert event.request is not None
    assert event.request["data"]["data"] == ["007 héllo"]
    assert timedelta() < event.elapsed < timedelta(minutes=1)
    assert list(event.updates()) == []


def test_the_event_is_up_to_date_before_a_result_is_handed_out(start: StartCall) -> None:
    event = start("grow", n=3, delay=0)
    assert (event.status, event.last_query_status) == (None, None)
    states = []
    for result in event.updates():
        states.append((event.status, event.outcome, event.last_query_status, event.last_event_num))
        assert event.result == result.data
        assert event.events[-1] is result
        assert len(event.data) == len(event.events) == result.num
    assert states == [
        ("generating", None, "running", 1),
        ("generating", None, "running", 2),
        ("generating", None, "running", 3),
        ("complete", "success", "normal", 4),
    ]


def test_without_history_only_the_last_result_is_kept(start: StartCall) -> None:
    event = start("grow", n=3, delay=0)
    assert len(told(event, history=False)) == 4
    assert (event.data, event.events, event.result) == ([], [], ["w0 w1 w2 "])


def test_the_first_result_comes_while_the_app_still_works(start: StartCall) -> None:
    event = start("slow", mark="first")
    updates = event.updates()
    assert next(updates).data == [0]
    assert event.server_status == "running"
    updates.close()
    event.cancel()


@pytest.mark.parametrize("name", ["tree", "talk"])
def test_edits_lead_to_the_values_of_the_last_event(start: StartCall, name: str) -> None:
    event = start(name)
    results = list(event.updates())
    assert results[-1].repeated
    assert results[-2].data == results[-1].data
    assert len({json.dumps(each.data) for each in results}) == len(results) - 1


def test_outputs_and_updates(start: StartCall) -> None:
    assert told(start("both", number=2)) == [("complete", [3, {"twice": 4}])]
    assert told(start("partly", text="hey")) == [
        ("generating", ["hey", "first"]),
        ("generating", ["hey", "first"]),
        ("generating", ["hey", "last"]),
        ("complete", ["hey", "last"]),
    ]


def test_odd_and_large_texts_arrive_whole(start: StartCall) -> None:
    assert told(start("breaks")) == [("complete", ["a\u2028b\u0085c\r\nd\n\ne"])]
    assert told(start("large", size=3_000_000)) == [("complete", ["x" * 3_000_000])]


def test_the_apps_own_words(start: StartCall) -> None:
    event = start("refuse", text="no <b>way</b>")
    assert [each for each, _ in told(event)] == ["error"]
    assert (event.status, event.outcome, event.last_query_status) == ("complete", "error", "normal")
    assert event.error is not None
    assert (event.error.message, event.error.title) == ("no way", "Refused")
    assert isinstance(event.failure, ServerError)
    assert (event.failure.message, event.failure.target) == ("Refused: no way", event.event_id)
    assert (event.data, event.result) == ([], None)


def test_a_hidden_reason_is_explained(start: StartCall) -> None:
    event = start("break_down", text="x")
    assert told(event) == [("error", {"error": None})]
    assert event.failure is not None
    assert event.failure.message == "the app failed and hides the reason"
    assert "show_error" in event.failure.hint


def test_a_failure_after_values_keeps_them(start: StartCall) -> None:
    event = start("fail_late", n=2)
    assert [each for each, _ in told(event)] == ["generating", "generating", "error"]
    assert event.data == [[0], [1]]
    assert (event.outcome, event.result) == ("error", [1])


def test_progress_and_messages(start: StartCall) -> None:
    event = start("report", steps=3)
    assert told(event) == [("complete", ["done"])]
    assert [(each["level"], each["message"]) for each in event.log] == [
        ("info", "about to begin"),
        ("warning", "this is only a test"),
    ]
    assert event.progress is not None
    assert event.progress[0]["length"] == 3


def test_an_undocumented_endpoint(session: GradioSession) -> None:
    api = session.app.endpoint("quiet")
    assert told(session.start(api, api.arrange({}, ["a"])).event) == [("complete", ["A"])]


def test_state_is_kept_in_a_session_and_not_between_two(
    session: GradioSession, app: App, background: Background
) -> None:
    other = GradioSession("other", app, background)
    told(start_call(session, "remember", text="one"))
    assert told(start_call(session, "remember", text="two")) == [("complete", ["one two"])]
    assert told(start_call(other, "remember", text="three")) == [("complete", ["three"])]
    other.close()


def test_updates_can_be_left_and_taken_up_again(start: StartCall) -> None:
    event = start("grow", n=6, delay=0.01)
    first = [each.num for each in islice(event.updates(), 2)]
    rest = [each.num for each in event.updates()]
    assert first + rest == [1, 2, 3, 4, 5, 6, 7]
    assert [each.num for each in event.events] == first + rest


def test_two_readers_of_one_call(start: StartCall) -> None:
    event = start("slow", mark="two readers")
    updates = event.updates()
    next(updates)
    with pytest.raises(InvalidEvent):
        next(iter(event.updates()))
    updates.close()
    assert next(iter(event.updates())).num == 2
    event.cancel()


def test_a_timeout_leaves_the_call_running(start: StartCall) -> None:
    event = start("sleep", seconds=0.5)
    with pytest.raises(Timeout, match=r"within 0\.05 s"):
        told(event, timeout=0.05)
    assert (event.last_query_status, event.outcome) == ("TimedOut", None)
    assert told(event) == [("complete", [0.5])]
    assert event.last_query_status == "normal"


def test_a_cancelled_call(start: StartCall) -> None:
    event = start("slow", mark="cancelled call")
    next(iter(event.updates()))
    answer = event.cancel()
    assert (event.outcome, event.last_query_status) == ("cancelled", "Cancelled")
    assert answer is not None
    assert answer.result(10) is True
    rest = list(event.updates())
    assert (rest[-1].event, rest[-1].data, rest[-1].final) == ("cancelled", None, True)
    assert (event.status, event.outcome) == ("complete", "cancelled")
    assert event.last_query_status == "Cancelled"
    assert isinstance(event.failure, Cancelled)
    assert event.cancelled_by_us
    assert event.cancel() is None
    assert told(start("closed", mark="cancelled call")) == [("complete", [True])]


def test_a_call_given_up_after_its_end_waits_for_nobody(start: StartCall) -> None:
    event = start("upper", text="a")
    wait_finished(event)
    before = event.delivered
    assert event.cancel() is None
    assert (before, event.delivered) == (False, True)
    assert told(event) == [("complete", ["A"])]
    assert event.outcome == "success"


def test_a_cancel_hits_only_its_own_call(start: StartCall) -> None:
    first, second = start("grow", n=20, delay=0.02), start("grow", n=20, delay=0.02)
    assert first.session_hash != second.session_hash
    next(iter(second.updates()))
    second.cancel()
    assert told(first)[-1][0] == "complete"
    assert told(second)[-1][0] == "cancelled"


def test_a_call_with_state_waits_for_the_same_function(
    start: StartCall, session: GradioSession
) -> None:
    notes: list[str] = []
    first = start("remember_slowly", text="one")
    api = session.app.endpoint("remember_slowly")
    second = session.start(api, api.arrange({"text": "two"}), note=notes.append).event
    assert first.finished, "the second was sent before the first had ended"
    assert notes == ["waiting: remember_slowly keeps State and still runs in this session"]
    assert second.session_hash == first.session_hash == session.session_id
    assert told(second)[-1] == ("complete", ["10: one two"])
    assert told(first)[-1] == ("complete", ["10: one"])


def test_another_function_with_state_shares_the_hash_at_once(start: StartCall) -> None:
    first = start("remember_slowly", text="one")
    second = start("remember", text="two")
    assert not first.finished
    assert first.session_hash == second.session_hash
    ((kind, data),) = told(second)
    assert (kind, data[0].split()[-1]) == ("complete", "two")
    assert told(first)[-1][0] == "complete"


def test_a_call_inside_the_loop_over_its_own_kind_does_not_block(start: StartCall) -> None:
    answers = [
        told(start("remember_slowly", text=f"inner {result.num}"))[-1]
        for result in islice(start("remember_slowly", text="outer").updates(), 2)
    ]
    assert answers[0] == ("complete", ["10: outer inner 1"])
    assert answers[1] == ("complete", ["10: outer inner 1 inner 2"])


def test_many_calls_at_once(start: StartCall) -> None:
    calls = [start("sleep", seconds=0.01 * (number % 5)) for number in range(60)]
    assert [told(call) for call in calls] == [
        [("complete", [0.01 * (number % 5)])] for number in range(60)
    ]
    assert len({call.event_id for call in calls}) == 60


def test_calls_from_many_threads(start: StartCall) -> None:
    answers: dict[int, Any] = {}

    def run(number: int) -> None:
        for _ in range(3):
            answers[number] = told(start("upper", text=f"a{number}"))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: [("complete", [f"A{number}"])] for number in range(8)}


def wait_finished(event: GradioApiEvent) -> None:
    """Wait until the reader has seen the end, without taking anything."""
    arrived = threading.Event()
    event._reading.feed.arrived = arrived.set
    while not event.finished:
        arrived.wait(10)
        arrived.clear()


def generating(number: int) -> bytes:
    data = ["0"] if number == 0 else [[["replace", [], str(number)]]]
    return message("process_generating", success=True, output={"data": data})


def test_the_reader_pauses_for_a_slow_taker_and_goes_on(
    faulty: FaultServer, faulty_session: GradioSession, background: Background
) -> None:
    many = b"".join(generating(number) for number in range(20_000))
    faulty.answer("GET", "/gradio_api/queue/data", events(many, completed("end"), CLOSE))
    event = start_call(faulty_session, "say", text="a")
    updates = event.updates()
    next(updates)

    async def until_it_rests() -> int:
        before = -1
        while before != event._reading.num:
            before = event._reading.num
            await asyncio.sleep(0.05)
        return before

    read = background.run(until_it_rests())
    assert AHEAD < read < 20_000
    assert sum(1 for _ in updates) == 20_000
    assert event.result == ["end"]


def test_without_a_taker_the_reader_reads_on(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    many = b"".join(generating(number) for number in range(5_000))
    faulty.answer("GET", "/gradio_api/queue/data", events(many, completed("end"), CLOSE))
    event = start_call(faulty_session, "say", text="a")
    wait_finished(event)
    assert len(told(event)) == 5_001


def test_leaving_cancels_what_runs(app: App, background: Background, start: StartCall) -> None:
    leaving = GradioSession("leaving", app, background)
    event = start_call(leaving, "slow", mark="left behind")
    next(iter(event.updates()))
    leaving.close()
    # The app finishes its step before it closes the generator, on a busy machine after `close`.
    wait_until(lambda: told(start("closed", mark="left behind")) == [("complete", [True])])
    assert {kind for kind, _ in told(event)} <= {"generating", "cancelled"}
    assert (event.status, event.outcome) == ("complete", "cancelled")


def test_a_call_that_is_interrupted_while_it_is_sent_is_cancelled(
    faulty: FaultServer, faulty_session: GradioSession, background: Background
) -> None:
    asked, told_to_cancel, go_on = threading.Event(), threading.Event(), asyncio.Event()
    cancelled: list[Any] = []

    async def slow_join(_request: Any, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await go_on.wait()
        body = b'{"event_id": "late"}'
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body)

    async def note_cancel(request: Any, writer: asyncio.StreamWriter) -> None:
        cancelled.append(request.json())
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        told_to_cancel.set()

    faulty.answer("POST", "/gradio_api/queue/join", slow_join)
    faulty.answer("POST", "/gradio_api/cancel", note_cancel)
    faulty.answer("GET", "/gradio_api/queue/data", events(end="open"))
    api = faulty_session.app.endpoint("say")
    sending = background.start(faulty_session._hashes.send(api, ["a"], None))
    assert asked.wait(10)
    sending.cancel()
    faulty.run_soon(go_on.set)
    assert told_to_cancel.wait(10)
    assert cancelled == [
        {"session_hash": faulty_session.session_id, "fn_index": 0, "event_id": "late"}
    ]
    assert faulty_session.calls == []


def test_max_calls_refuses_or_warns_or_removes(session: GradioSession) -> None:
    warnings: list[str] = []
    api = session.app.endpoint("upper")

    def call() -> GradioApiEvent:
        return session.start(api, ["a"], warn=warnings.append).event

    session.set_option("maxcalls", 2)
    session.set_option("MaxCallsPolicy", "error")
    taken = call()
    told(taken)
    waiting = [call(), call()]
    with pytest.raises(MaxCalls, match="2 calls have results to come"):
        call()
    session.set_option("MaxCallsPolicy", "WARNING")
    waiting.append(call())
    assert warnings == ["2 calls have results to come or to be read, and MaxCalls is 2"]
    for event in waiting:
        wait_finished(event)
    session.set_option("MaxCallsPolicy", "Remove")
    newest = call()
    assert [each.event for each in session.calls] == [taken, waiting[2], newest], (
        "the oldest that ended made room; what was taken does not count"
    )
    session.set_option("MaxCalls", 0)
    assert told(call()) == [("complete", ["A"])]


def test_max_calls_never_removes_what_runs(start: StartCall, session: GradioSession) -> None:
    session.set_option("MaxCalls", 1)
    session.set_option("MaxCallsPolicy", "Remove")
    event = start("slow", mark="max calls")
    with pytest.raises(MaxCalls):
        start("upper", text="a")
    assert [each.event for each in session.calls] == [event]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MaxCalls", -1),
        ("MaxCalls", "many"),
        ("MaxCalls", True),
        ("MaxCallsPolicy", "explode"),
        ("Session", "x"),
    ],
)
def test_options_that_cannot_be(session: GradioSession, name: str, value: Any) -> None:
    with pytest.raises(ParamInvalid):
        session.set_option(name, value)
    assert (session.options.max_calls, session.options.max_calls_policy) == (100, "Warning")


def test_a_call_that_could_not_be_sent_is_not_counted(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    from tests.faults.server import document

    full = document({"detail": "Queue is full. Max size is 1 and size is 1"}, 503)
    faulty.answer("POST", "/gradio_api/queue/join", full)
    faulty_session.set_option("MaxCalls", 1)
    faulty_session.set_option("MaxCallsPolicy", "Error")
    for _ in range(3):
        with pytest.raises(Exception, match="Queue is full"):
            start_call(faulty_session, "say", text="a")
    assert faulty_session.calls == []


def test_what_a_session_shows(session: GradioSession, app: App) -> None:
    assert str(session) == "test"
    assert repr(session) == f"GradioSession('test', '{app.address}')"
    assert (session.app_url, session.real_app_url) == (app.address, app.real_url)
    assert (session.title, session.gradio_version) == ("Client tests", app.version)
    assert (session.space_id, session.uploads, session.default) == (None, {}, False)
    for name, attribute in {**session.MEMBERS, **session.SYNONYMS}.items():
        assert hasattr(session, attribute), name


def test_every_member_of_a_call_can_be_read(session: GradioSession, start: StartCall) -> None:
    told(start("refuse", text="no"))
    (call,) = session.calls
    for thing in (call, call.event, call.event.events[0], call.event.error):
        for name, attribute in thing.MEMBERS.items():  # type: ignore[union-attr]
            assert hasattr(thing, attribute), name
    assert call.api_name == "refuse"
    assert (call.session_name, call.received) == ("test", True)
    assert call.created == call.event.started


def test_ctrl_c_comes_through_while_waiting_and_nothing_is_lost(start: StartCall) -> None:
    event = start("sleep", seconds=1)
    updates = event.updates()
    waiting = threading.Timer(0.1, _thread.interrupt_main)
    waiting.start()
    with pytest.raises(KeyboardInterrupt):
        next(updates)
    waiting.join()
    assert told(event) == [("complete", [1])]
