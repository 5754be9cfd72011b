from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from gshell.gradio.app import App, Apps
from gshell.gradio.background import Background
from gshell.gradio.options import ConnectionOptions
from gshell.gradio.session import GradioSession
from tests.conftest import start_app
from tests.faults.server import CLOSE, FaultServer, completed, document, events, message, text
from tests.gradio.conftest import start_call

HEARTBEAT = "/gradio_api/heartbeat"
APP_ID = "/gradio_api/app_id"


def call(session: GradioSession) -> Any:
    return [each.data for each in start_call(session, "say", text="a").updates()]


def beats(faulty: FaultServer) -> list[str]:
    return [each.path for each in faulty.requests if each.path.startswith(HEARTBEAT)]


class Beating:
    """An answer that says when the stream is opened, and ends it when told."""

    def __init__(self, faulty: FaultServer) -> None:
        self.opened, self.closed = threading.Event(), threading.Event()
        self._faulty = faulty
        self._over = asyncio.Event()
        faulty.answer("GET", HEARTBEAT, self)

    async def __call__(self, _request: Any, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: ALIVE\n\n")
        await writer.drain()
        self.opened.set()
        try:
            await self._over.wait()
        finally:
            self.closed.set()

    def end(self) -> None:
        self._faulty.run_soon(self._over.set)


def test_it_is_opened_once_when_the_sessions_own_hash_is_first_used(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    beating = Beating(faulty)
    assert beats(faulty) == []
    assert call(faulty_session) == call(faulty_session) == [["fine"]]
    assert beating.opened.wait(10)
    assert beats(faulty) == [f"{HEARTBEAT}/{faulty_session.session_id}"]
    assert not beating.closed.is_set()
    faulty_session.close()
    assert beating.closed.wait(10)


def test_it_carries_the_sessions_token(faulty: FaultServer, faulty_session: GradioSession) -> None:
    beating = Beating(faulty)
    faulty_session.token = "hf_secret"
    call(faulty_session)
    assert beating.opened.wait(10)
    (request,) = [each for each in faulty.requests if each.path.startswith(HEARTBEAT)]
    assert request.headers["authorization"] == "Bearer hf_secret"


def test_a_call_beside_the_sessions_own_hash_has_none(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    beating = Beating(faulty)
    both = asyncio.Event()
    faulty.answer("POST", "/gradio_api/queue/join", document({"event_id": "e1"}))
    part = message("process_generating", success=True, output={"data": ["part"]})
    first_stream = events(part, both.wait, completed("fine"), CLOSE)  # type: ignore[arg-type]
    faulty.answer("GET", "/gradio_api/queue/data", first_stream, events(completed("beside"), CLOSE))
    first = start_call(faulty_session, "say", text="a")
    next(iter(first.updates()))
    assert call(faulty_session) == [["beside"]]
    faulty.run_soon(both.set)
    assert [each.data for each in first.updates()] == [["fine"]]
    assert beating.opened.wait(10)
    assert beats(faulty) == [f"{HEARTBEAT}/{faulty_session.session_id}"]


def test_an_app_without_it_is_asked_once(
    faulty: FaultServer, faulty_session: GradioSession, background: Background
) -> None:
    faulty.answer("GET", HEARTBEAT, text("no", 404))
    call(faulty_session)
    task = faulty_session._hashes._heartbeat._task
    assert task is not None
    background.run(asyncio.wait_for(asyncio.shield(task), 10))
    assert call(faulty_session) == [["fine"]]
    assert len(beats(faulty)) == 1
    assert faulty.sent(APP_ID) == []


def test_one_that_never_answers_holds_up_nothing(
    faulty: FaultServer, faulty_session: GradioSession
) -> None:
    async def silence(*_: Any) -> None:
        await asyncio.Event().wait()

    faulty.answer("GET", HEARTBEAT, silence)
    assert [call(faulty_session) for _ in range(3)] == [[["fine"]]] * 3


def test_its_end_is_a_sign_that_the_app_may_be_another(
    faulty: FaultServer, faulty_session: GradioSession, background: Background
) -> None:
    beating = Beating(faulty)
    call(faulty_session)
    assert beating.opened.wait(10)
    task = faulty_session._hashes._heartbeat._task
    assert task is not None
    beating.end()
    background.run(asyncio.wait_for(asyncio.shield(task), 10))
    beating = Beating(faulty)
    assert faulty.sent(APP_ID) == []
    call(faulty_session)
    call(faulty_session)
    assert beating.opened.wait(10)
    assert len(faulty.sent(APP_ID)) == 1
    assert len(faulty.sent("/config")) == 1, "it is the same app"
    assert len(beats(faulty)) == 2, "it is opened again"


def test_its_silence_is_a_sign_too(faulty: FaultServer, apps: Apps, background: Background) -> None:
    app = apps.connect(faulty.address, ConnectionOptions(heartbeat=0.05))
    session = GradioSession("short", app, background)
    beating = Beating(faulty)
    call(session)
    assert beating.closed.wait(10)
    task = session._hashes._heartbeat._task
    assert task is not None
    background.run(asyncio.wait_for(asyncio.shield(task), 10))
    assert app.in_doubt
    session.close()


@pytest.fixture(scope="module")
def leaving_app() -> Any:
    with start_app("leaving.py") as address:
        yield address


def test_a_real_app_hears_that_a_session_leaves(
    leaving_app: str, apps: Apps, background: Background
) -> None:
    app: App = apps.connect(leaving_app)
    watching = GradioSession("watching", app, background)
    leaving = GradioSession("leaving", app, background)

    def has_left() -> bool:
        (result,) = start_call(watching, "left", hash=leaving.session_id).updates()
        return bool(result.data[0])

    list(start_call(leaving, "left", hash="").updates())
    assert not has_left()
    leaving.close()
    while not has_left():  # the app runs its functions a moment later
        pass
    watching.close()
