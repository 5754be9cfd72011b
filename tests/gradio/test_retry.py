"""A full queue, and sending again what it refused: only that, and never without a word."""

from __future__ import annotations

import _thread
import threading
from typing import Any

import pytest

from gshell.gradio.background import Background
from gshell.gradio.call import send
from gshell.gradio.errors import GradioError, Lost, QueueFull
from gshell.gradio.objects import GradioApiEvent
from gshell.gradio.session import GradioSession
from tests.faults.server import Answer, FaultServer, document, events, reset, silence, text

JOIN = "/gradio_api/queue/join"
FULL = document({"detail": "Queue is full. Max size is 1 and size is 1"}, 503)
TAKEN = document({"event_id": "e1"})


def call(session: GradioSession, said: list[str], **settings: Any) -> list[Any]:
    say = session.app.endpoint("say")
    event = session.start(say, ["a"], note=said.append, **settings).event
    return [each.data for each in event.updates()]


def test_by_itself_nothing_is_sent_again(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    faulty.answer("POST", JOIN, FULL, TAKEN)
    said: list[str] = []
    with pytest.raises(QueueFull) as caught:
        call(faulty_session, said)
    assert (said, len(faulty.sent(JOIN))) == ([], 1)
    assert "-Retry" in caught.value.hint


def test_what_a_full_queue_refused_is_sent_again(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    faulty.answer("POST", JOIN, FULL, FULL, TAKEN)
    said: list[str] = []
    assert call(faulty_session, said, retry=2) == [["fine"]]
    full = "Queue is full. Max size is 1 and size is 1"
    assert said == [
        f"{full}; trying again in 0.25 s (1 of 2)",
        f"{full}; trying again in 0.5 s (2 of 2)",
    ]
    bodies = [each.json() for each in faulty.sent(JOIN)]
    assert bodies == [bodies[0]] * 3
    assert len(faulty_session.calls) == 1


def test_it_is_given_up_after_so_many_tries(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    faulty.answer("POST", JOIN, FULL)
    said: list[str] = []
    with pytest.raises(QueueFull):
        call(faulty_session, said, retry=1)
    assert (len(said), len(faulty.sent(JOIN))) == (1, 2)
    assert faulty_session.calls == []


def test_the_session_may_say_how_often(faulty: FaultServer, faulty_session: GradioSession) -> None:
    faulty.answer("POST", JOIN, FULL, TAKEN)
    faulty_session.set_option("Retry", 1)
    assert call(faulty_session, []) == [["fine"]]
    faulty.answer("POST", JOIN, FULL, TAKEN)
    with pytest.raises(QueueFull):
        call(faulty_session, [], retry=0)


@pytest.mark.parametrize(
    "answer",
    [
        reset,
        text("no", 500),
        text("no", 502),
        document({"detail": "Queue is stopped."}, 503),
        text("", 429),
        document({}),
    ],
    ids=["reset", "500", "502", "stopped", "429", "no id"],
)
def test_nothing_else_is_sent_again(
    faulty: FaultServer, faulty_session: GradioSession, answer: Answer
) -> None:
    faulty.answer("POST", JOIN, answer)
    said: list[str] = []
    with pytest.raises(GradioError):
        call(faulty_session, said, retry=5)
    assert (said, len(faulty.sent(JOIN))) == ([], 1)


def test_ctrl_c_ends_the_wait(faulty: FaultServer, faulty_session: GradioSession) -> None:
    faulty.answer("POST", JOIN, FULL, FULL, FULL, silence)
    interrupted: list[str] = []

    def interrupt(words: str) -> None:
        if not interrupted:
            threading.Timer(0.05, _thread.interrupt_main).start()
        interrupted.append(words)

    say = faulty_session.app.endpoint("say")
    with pytest.raises(KeyboardInterrupt):
        faulty_session.start(say, ["a"], retry=9, note=interrupt)
    assert len(interrupted) == 1
    assert faulty_session.calls == []


# The documented route.

CALL = "/gradio_api/call/say"


def send_call(session: GradioSession, background: Background, **settings: Any) -> GradioApiEvent:
    say = session.app.endpoint("say")
    return send(session.app, say, ["a"], background=background, **settings)


def test_the_call_route_is_tried_again_as_well(
    faulty: FaultServer, faulty_session: GradioSession, background: Background
) -> None:
    faulty.answer("POST", CALL, FULL, FULL, TAKEN)
    said: list[str] = []
    event = send_call(faulty_session, background, retry=2, note=said.append)
    assert [each.data for each in event.updates()] == [["fine"]]
    assert [words.partition("; ")[2] for words in said] == [
        "trying again in 0.25 s (1 of 2)",
        "trying again in 0.5 s (2 of 2)",
    ]
    assert len(faulty.sent(CALL)) == 3
    kinds = [entry.kind for _, entry in event.exchange.entries()]
    assert kinds == ["POST", "503", "POST", "503", "POST", "answer", "GET", "complete"]


def test_the_call_route_does_as_the_session_says(
    faulty: FaultServer, faulty_session: GradioSession, background: Background
) -> None:
    faulty.answer("POST", CALL, FULL, TAKEN)
    with pytest.raises(QueueFull):
        send_call(faulty_session, background, options=faulty_session.options)
    faulty.answer("POST", CALL, FULL, TAKEN)
    faulty_session.set_option("Retry", 1)
    event = send_call(faulty_session, background, options=faulty_session.options)
    assert [each.data for each in event.updates()] == [["fine"]]


def test_the_call_route_is_silent_as_long_as_the_session_says(
    faulty: FaultServer, faulty_session: GradioSession, background: Background
) -> None:
    faulty.answer("GET", f"{CALL}/e1", events(end="open"))
    faulty_session.set_option("Heartbeat", 0.05)
    event = send_call(faulty_session, background, options=faulty_session.options)
    with pytest.raises(Lost, match=r"nothing came from the app for 0\.15 s"):
        list(event.updates())
