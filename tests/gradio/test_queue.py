"""The stream of a session, against a server that breaks it in the ways there are."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from gshell.gradio.background import Background
from gshell.gradio.errors import AuthRequired, GradioError, HttpError, Lost, ParamInvalid, QueueFull
from gshell.gradio.objects import GradioApiEvent
from gshell.gradio.session import GradioSession
from tests.cmdlets.patience import wait_until
from tests.faults.server import CLOSE, FaultServer, completed, document, events, message, raw, text
from tests.gradio.conftest import start_call

JOIN, DATA = "/gradio_api/queue/join", "/gradio_api/queue/data"
PARTIAL = message("process_generating", success=True, output={"data": ["part"]})


def told(event: GradioApiEvent) -> list[tuple[str, Any]]:
    return [(each.event, each.data) for each in event.updates()]


def say(session: GradioSession) -> GradioApiEvent:
    return start_call(session, "say", text="a")


def test_what_is_sent(faulty: FaultServer, faulty_session: GradioSession) -> None:
    assert told(start_call(faulty_session, "keep", text="a")) == [("complete", ["fine"])]
    (join,) = faulty.sent(JOIN)
    assert join.json() == {
        "data": ["a", None],
        "fn_index": 1,
        "session_hash": faulty_session.session_id,
    }
    assert join.headers["x-gradio-user"] == "api"
    (data,) = faulty.sent(DATA)
    assert data.query == {"session_hash": [faulty_session.session_id]}


@pytest.mark.parametrize("end", ["close", "cut", "reset"])
def test_a_stream_that_breaks_loses_the_call_and_keeps_what_came(
    faulty: FaultServer, faulty_session: GradioSession, end: str
) -> None:
    faulty.answer("GET", DATA, events(PARTIAL, end=end))
    event = say(faulty_session)
    updates = event.updates()
    assert next(updates).data == ["part"]
    with pytest.raises(Lost) as caught:
        next(updates)
    assert caught.value.hint
    assert (event.status, event.outcome, event.server_status) == ("complete", "lost", "lost")
    assert event.last_query_status == "Disconnected"
    assert event.failure is caught.value
    assert len(faulty.sent(JOIN)) == 1, "a call is never sent twice"


def test_a_message_cut_in_the_middle(faulty: FaultServer, faulty_session: GradioSession) -> None:
    faulty.answer("GET", DATA, events(PARTIAL + PARTIAL[:40], end="cut"))
    event = say(faulty_session)
    with pytest.raises(Lost):
        told(event)
    assert event.data == [["part"]]


def test_a_message_that_is_not_json(faulty: FaultServer, faulty_session: GradioSession) -> None:
    faulty.answer("GET", DATA, events(PARTIAL + b"data: {oh no}\n\n", CLOSE))
    event = say(faulty_session)
    with pytest.raises(Lost, match="not JSON"):
        told(event)
    assert event.data == [["part"]]


def test_an_edit_that_does_not_fit(faulty: FaultServer, faulty_session: GradioSession) -> None:
    edit = {"data": [[["append", ["a", "b"], 1]]]}
    wrong = message("process_generating", success=True, output=edit)
    faulty.answer("GET", DATA, events(PARTIAL + wrong, CLOSE))
    with pytest.raises(Lost, match="does not fit"):
        told(say(faulty_session))


def test_what_still_comes_of_a_call_that_was_given_up_is_dropped(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    edit = {"data": [[["append", ["a", "b"], 1]]]}
    wrong = message("process_generating", success=True, output=edit)
    faulty.answer("GET", DATA, events(PARTIAL + wrong + PARTIAL * 50, CLOSE))
    with pytest.raises(Lost, match="does not fit"):
        told(say(faulty_session))
    channel = faulty_session._hashes._own
    assert (channel._strays, channel._stray_count) == ({}, 0)


@pytest.mark.parametrize("end", ["cut", "open"])
def test_a_call_whose_stream_broke_is_cancelled_in_the_app(
    faulty: FaultServer, faulty_session: GradioSession, end: str
) -> None:
    faulty_session.set_option("Heartbeat", 0.05)
    faulty.answer("GET", DATA, events(PARTIAL, end=end))
    with pytest.raises(Lost):
        told(say(faulty_session))
    faulty.behave()
    assert told(start_call(faulty_session, "keep", text="a")) == [("complete", ["fine"])]
    assert [each.json() for each in faulty.sent("/gradio_api/cancel")] == [
        {"session_hash": faulty_session.session_id, "fn_index": 0, "event_id": "e1"}
    ]


def test_an_app_without_a_way_to_cancel_loses_the_stream_instead(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    faulty.answer("GET", DATA, events(PARTIAL, end="open"))
    faulty.answer("POST", "/gradio_api/cancel", text("no", 404))
    event = say(faulty_session)
    next(iter(event.updates()))
    answer = event.cancel()
    assert answer is not None
    assert answer.result(10) is True
    assert told(event) == []
    assert (event.outcome, event.status) == ("cancelled", "complete")
    assert faulty.wait_until_left(1), "only the heartbeat's connection is open"


def test_calls_without_state_keep_off_a_hash_whose_stream_broke(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    own = faulty_session.session_id
    faulty.answer("GET", DATA, events(PARTIAL, end="reset"))
    with pytest.raises(Lost):
        told(say(faulty_session))
    faulty.behave()
    beside = say(faulty_session)
    told(beside)
    assert beside.session_hash != own
    with_state = start_call(faulty_session, "keep", text="a")
    told(with_state)
    assert with_state.session_hash == own

    def is_back() -> bool:
        again = say(faulty_session)
        told(again)
        return again.session_hash == own

    wait_until(is_back)  # once the end of that stream was read, it has proved to work


def test_messages_that_are_not_ours_or_say_nothing(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    odd = b": ping\n\ndata: 5\n\ndata: null\n\ndata: {}\n\n" + completed("other", event_id="e9")
    faulty.answer("GET", DATA, events(odd, completed("fine"), CLOSE))
    assert told(say(faulty_session)) == [("complete", ["fine"])]


def test_a_stream_that_is_closed_too_early_is_opened_again(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    faulty.answer("GET", DATA, events(PARTIAL, CLOSE), events(completed("fine"), CLOSE))
    assert told(say(faulty_session)) == [("generating", ["part"]), ("complete", ["fine"])]
    assert len(faulty.sent(DATA)) == 2


def test_a_stream_that_is_closed_again_and_again_is_given_up(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    faulty.answer("GET", DATA, events(PARTIAL, CLOSE), events(CLOSE))
    with pytest.raises(Lost, match="ended before"):
        told(say(faulty_session))
    assert len(faulty.sent(DATA)) == 2


def test_a_stream_that_stays_open_after_its_end_holds_nobody_up(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    faulty.answer("GET", DATA, events(completed("fine"), CLOSE, end="open"))
    assert told(say(faulty_session)) == [("complete", ["fine"])]
    assert told(say(faulty_session)) == [("complete", ["fine"])]


def test_the_apps_server_gives_up(faulty: FaultServer, faulty_session: GradioSession) -> None:
    stopped = message("unexpected_error", None, message="Server stopped unexpectedly.")
    faulty.answer("GET", DATA, events(PARTIAL + stopped, end="cut"))
    with pytest.raises(Lost, match="Server stopped unexpectedly"):
        told(say(faulty_session))
    gone = message("unexpected_error", None, message="404: Not Found", session_not_found=True)
    faulty.answer("GET", DATA, events(gone, end="cut"))
    with pytest.raises(Lost, match="no longer knows this call"):
        told(say(faulty_session))


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (document({"detail": "Queue is full. Max size is 1"}, 503), QueueFull, "Queue is full"),
        (document({"detail": "Not authenticated"}, 401), AuthRequired, "user name"),
        (document({"detail": "too short"}, 400), HttpError, "too short"),
        (
            document(
                {"detail": [{"__type__": "validate", "is_valid": False, "message": "no"}]}, 422
            ),
            ParamInvalid,
            "does not take",
        ),
        (text("Internal Server Error", 500), HttpError, "broke on the request"),
        (text("", 429), HttpError, "too many requests"),
        (text("", 307, {"location": "/elsewhere"}), HttpError, "redirects to"),
        (text("<html>"), HttpError, "not JSON"),
        (document({}), Lost, "no id"),
        (document([1]), Lost, "no id"),
        (raw(b""), Lost, "before it answered"),
        (raw(b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"), Lost, "middle of an answer"),
    ],
)
def test_a_call_that_is_not_taken(
    faulty: FaultServer,
    faulty_session: GradioSession,
    answer: Any,
    kind: type[GradioError],
    words: str,
) -> None:
    faulty.answer("POST", JOIN, answer)
    with pytest.raises(kind, match=words):
        say(faulty_session)
    assert faulty_session.calls == []
    assert faulty.sent(DATA) == []
    assert len(faulty.sent(JOIN)) == 1
    faulty.answer("POST", JOIN, document({"event_id": "e1"}))
    assert told(say(faulty_session)) == [("complete", ["fine"])]


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 502, 503])
def test_a_stream_that_cannot_be_opened(
    faulty: FaultServer, faulty_session: GradioSession, status: int
) -> None:
    faulty.answer("GET", DATA, text("no", status))
    event = say(faulty_session)
    with pytest.raises(Lost, match="cannot be read"):
        told(event)
    assert event.outcome == "lost"


def test_heartbeats_of_the_stream_count_for_each_call_on_it(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    beat = message("heartbeat", None)
    both = asyncio.Event()
    faulty.answer("POST", JOIN, document({"event_id": "e1"}), document({"event_id": "e2"}))
    faulty.answer(
        "GET",
        DATA,
        events(
            PARTIAL,
            both.wait,  # type: ignore[arg-type]
            beat,
            completed("one", event_id="e1") + completed("two", event_id="e2"),
            CLOSE,
        ),
    )
    first = say(faulty_session)
    next(iter(first.updates()))
    second = start_call(faulty_session, "keep", text="a")
    assert first.session_hash == second.session_hash
    faulty.run_soon(both.set)
    assert told(first) == [("heartbeat", None), ("complete", ["one"])]
    assert told(second) == [("heartbeat", None), ("complete", ["two"])]
    assert len(faulty.sent(DATA)) == 1


def test_messages_that_come_before_the_id_are_kept(
    faulty: FaultServer, faulty_session: GradioSession, background: Background
) -> None:
    """The first call's stream brings all of the second before its join is answered."""
    answered, asked, gone = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def late_join(_request: Any, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await answered.wait()
        writer.write(b'HTTP/1.1 200 OK\r\ncontent-length: 17\r\n\r\n{"event_id":"e2"}')

    early = message("process_generating", "e2", success=True, output={"data": ["two", None]})
    faulty.answer("POST", JOIN, document({"event_id": "e1"}), late_join)

    async def second_is_asked() -> None:
        await asked.wait()

    async def let_go() -> None:
        gone.set()

    faulty.answer(
        "GET",
        DATA,
        events(
            PARTIAL,
            second_is_asked,
            early + completed("two", None, event_id="e2"),
            completed("one", event_id="e1"),
            CLOSE,
            let_go,
        ),
    )
    first = say(faulty_session)
    results: list[Any] = []
    thread = threading.Thread(
        target=lambda: results.extend(told(start_call(faulty_session, "keep", text="a")))
    )
    updates = first.updates()
    next(updates)
    thread.start()
    assert [each.data for each in updates] == [["one"]]
    faulty.run_soon(answered.set)
    thread.join(10)
    assert results == [("generating", ["two"]), ("complete", ["two"])]
    assert len(faulty.sent(DATA)) == 1
    assert background.run(asyncio.sleep(0, "alive")) == "alive"


def test_the_app_is_started_anew(faulty: FaultServer, faulty_session: GradioSession) -> None:
    faulty.answer("GET", DATA, events(PARTIAL, end="reset"), events(completed("fine"), CLOSE))
    with pytest.raises(Lost):
        told(say(faulty_session))
    assert told(say(faulty_session)) == [("complete", ["fine"])]


def test_a_token_of_one_call(faulty: FaultServer, faulty_session: GradioSession) -> None:
    api = faulty_session.app.endpoint("say")
    event = faulty_session.start(api, ["a"], token="hf_secret").event
    told(event)
    assert faulty.sent(JOIN)[-1].headers["authorization"] == "Bearer hf_secret"
    assert "hf_secret" not in repr(event) + repr(event.request) + repr(faulty_session)
    told(say(faulty_session))
    assert "authorization" not in faulty.sent(JOIN)[-1].headers


def test_a_token_of_the_session(faulty: FaultServer, faulty_session: GradioSession) -> None:
    faulty_session.token = "hf_secret"
    told(say(faulty_session))
    assert faulty.sent(JOIN)[-1].headers["authorization"] == "Bearer hf_secret"
    api = faulty_session.app.endpoint("say")
    told(faulty_session.start(api, ["a"], token="public").event)
    assert "authorization" not in faulty.sent(JOIN)[-1].headers
    assert "hf_secret" not in repr(faulty_session)


def test_values_that_json_cannot_say(faulty: FaultServer, faulty_session: GradioSession) -> None:
    api = faulty_session.app.endpoint("say")
    for value in (float("nan"), object(), {1, 2}):
        with pytest.raises(ParamInvalid, match="cannot be sent"):
            faulty_session.start(api, [value])
    assert faulty.sent(JOIN) == []
