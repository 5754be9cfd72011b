"""The table of faults: what the server plays, and what must become of a call or a connection."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from tests.faults.fault import (
    API,
    CALL_DATA,
    DATA,
    FINE_KEPT,
    JOIN,
    OPTIONS,
    PART,
    PART_FINE_KEPT,
    PART_KEPT,
    Fault,
    Play,
    answer,
    elsewhere,
)
from tests.faults.server import (
    CLOSE,
    Answer,
    completed,
    document,
    drip,
    events,
    flood,
    message,
    raw,
    reset,
    silence,
    text,
)

if TYPE_CHECKING:
    from tests.faults.player import World


def _config(*answers: Answer) -> Play:
    return answer("GET", "/config", *answers)


def _join(*answers: Answer) -> Play:
    return answer("POST", JOIN, *answers)


def _data(*answers: Answer) -> Play:
    return answer("GET", DATA, *answers)


def _call_data(*answers: Answer) -> Play:
    return answer("GET", CALL_DATA, *answers)


def _stop(world: World) -> None:
    world.server.stop()


async def _wait() -> None:
    await asyncio.sleep(0.2)


def _restart(world: World) -> None:
    """Break the stream, and be another run of the app from then on."""
    server = world.server
    server.config = {**server.config, "app_id": 2}
    server.answer("GET", DATA, events(PART, end="reset"))


def _turn_the_clock_back(world: World) -> None:
    """Let a day be lost in the middle of a call."""
    right, lost = time.time, 0.0

    async def lose_a_day() -> None:
        nonlocal lost
        lost = 86_400.0

    world.stack.enter_context(patch.object(time, "time", lambda: right() - lost))
    world.server.answer("GET", DATA, events(PART, lose_a_day, completed("fine"), CLOSE))


def _unfinished(body: bytes) -> Answer:
    """Announce more than is sent."""
    return raw(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n" + body)


def _invalid(*wrong: tuple[str, str]) -> Answer:
    """Answer as the app's own validator does."""
    items = [
        {"__type__": "validate", "is_valid": False, "message": words, "parameter_name": name}
        for name, words in wrong
    ]
    return document({"detail": items}, 422)


def _failed(**error: Any) -> bytes:
    return message("process_completed", success=False, output=error)


_MALFORMED = b'data: {"msg": "process_completed", \n\n'
_ODD = b": ping\n\ndata: 5\n\ndata: null\n\ndata: {}\n\n" + completed("other", event_id="e9")
_BARE = b"".join(
    message(kind)
    for kind in ("estimation", "process_starts", "progress", "log", "process_generating")
)
_TORN = json.dumps("h\u00e9llo", ensure_ascii=False).encode()
_TORN_AT = _TORN.index(b"\xc3") + 1
_TORN_HEAD = b'data: {"msg": "process_completed", "event_id": "e1", "success": true, "output": '
_WRONG_EDIT = message(
    "process_generating", success=True, output={"data": [[["append", ["a", "b"], 1]]]}
)
_STOPPED = message("unexpected_error", None, message="Server stopped unexpectedly.")
_NOT_FOUND = message("unexpected_error", None, message="404: Not Found", session_not_found=True)

_LARGE = "x" * 20_000_000
_CALL_PART = b'event: generating\ndata: ["part"]\n\n'
_HEARTBEAT = message("heartbeat", None)
_HEARTBEATS: list[bytes | Callable[[], Awaitable[None]]] = [_wait, _HEARTBEAT] * 6

OPENING = (
    Fault("nobody listens at the address", _stop, "", "ConnectFailed", stage="open"),
    Fault("the connection is reset before an answer", _config(reset), "", "Lost", stage="open"),
    Fault(
        "what answers is no web server", _config(raw(b"SSH-2.0\r\n")), "", "NotGradio", (), "open"
    ),
    Fault("what answers is no Gradio app", _config(text("<html>")), "", "NotGradio", (), "open"),
    Fault("no answer", _config(silence), "", "Timeout", stage="open"),
    Fault(
        "an answer that drips, a byte at a time",
        _config(drip(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n{" + b" " * 9999)),
        "",
        "Timeout",
        stage="open",
    ),
    Fault(
        "an answer that never ends", _config(flood(b"{", b" " * 65536)), "", "HttpError", (), "open"
    ),
    Fault("an answer that breaks off", _config(_unfinished(b"{")), "", "Lost", stage="open"),
    Fault("a redirect to another host", elsewhere("GET", "/config"), "", "HttpError", (), "open"),
    Fault(
        "the list of endpoints is broken",
        answer("GET", f"{API}/info", text("Internal Server Error", 500)),
        "success",
        stage="open",
    ),
)
"""Played while the app is opened."""

SENDING = (
    Fault("the app is gone", _stop, "", "ConnectFailed"),
    Fault("the connection is reset before an answer", _join(reset), "", "Lost"),
    Fault("an answer that breaks off", _join(_unfinished(b'{"event')), "", "Lost"),
    Fault("no answer", _join(silence), "", "Timeout"),
    Fault(
        "an answer that drips, a byte at a time",
        _join(drip(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n{" + b" " * 9999)),
        "",
        "Timeout",
    ),
    Fault("an answer that never ends", _join(flood(b"{", b" " * 65536)), "", "HttpError"),
    Fault("an answer that is not JSON", _join(text("<html>")), "", "HttpError"),
    Fault("an answer without an id", _join(document({})), "", "Lost"),
    Fault("a redirect to another host", elsewhere("POST", JOIN), "", "HttpError"),
    Fault(
        "the queue is full",
        _join(document({"detail": "Queue is full. Max size is 1 and size is 1"}, 503)),
        "",
        "QueueFull",
    ),
    Fault(
        "the login has expired, and is known",
        _join(document({"detail": "Not authenticated"}, 401), document({"event_id": "e1"})),
        "success",
        kept=FINE_KEPT,
        options=OPTIONS._replace(auth=("ann", "s3cret")),
    ),
    Fault(
        "the login has expired, and is not known",
        _join(document({"detail": "Not authenticated"}, 401)),
        "",
        "AuthRequired",
    ),
    Fault(
        "the app's validator refuses two values",
        _join(_invalid(("text", "too short"), ("style", "unknown"))),
        "",
        "ParamInvalid",
    ),
)
"""Played while a call is sent."""

READING = (
    Fault("the connection is reset before the first event", _data(reset), "lost", "Lost"),
    Fault("the stream never begins", _data(silence), "lost", "Lost"),
    Fault("a redirect to another host", elsewhere("GET", DATA), "lost", "Lost"),
    Fault(
        "the connection is reset in the middle of an event",
        _data(events(PART + PART[:40], end="reset")),
        "lost",
        "Lost",
        PART_KEPT,
    ),
    Fault(
        "the connection is cut in the middle of an event",
        _data(events(PART + PART[:40], end="cut")),
        "lost",
        "Lost",
        PART_KEPT,
    ),
    Fault(
        "half a character, then the end",
        _data(events(PART + _TORN_HEAD + b'{"data": [' + _TORN[:_TORN_AT])),
        "lost",
        "Lost",
        PART_KEPT,
    ),
    Fault(
        "a character torn between two packets",
        _data(
            events(
                _TORN_HEAD + b'{"data": [' + _TORN[:_TORN_AT], _TORN[_TORN_AT:] + b"]}}\n\n", CLOSE
            )
        ),
        "success",
        kept=(["h\u00e9llo"],),
    ),
    Fault(
        "an event of 20 MB", _data(events(completed(_LARGE), CLOSE)), "success", kept=([_LARGE],)
    ),
    Fault(
        "a line without end",
        _data(flood(PART + b"data: ", b"x" * 65536)),
        "lost",
        "Lost",
        PART_KEPT,
    ),
    Fault(
        "events for unknown ids, and of unknown forms",
        _data(events(_ODD, completed("fine"), CLOSE)),
        "success",
        kept=FINE_KEPT,
    ),
    Fault("malformed JSON", _data(events(PART + _MALFORMED, CLOSE)), "lost", "Lost", PART_KEPT),
    Fault(
        "messages without their fields",
        _data(events(_BARE, completed("fine"), CLOSE)),
        "success",
        kept=FINE_KEPT,
    ),
    Fault(
        "a final message without its fields",
        _data(events(PART + message("process_completed"), CLOSE)),
        "lost",
        "Lost",
        PART_KEPT,
    ),
    Fault(
        "an edit that does not fit the value before",
        _data(events(PART + _WRONG_EDIT, CLOSE)),
        "lost",
        "Lost",
        PART_KEPT,
    ),
    Fault(
        "`close_stream` too early, once",
        _data(events(PART, CLOSE), events(completed("fine"), CLOSE)),
        "success",
        kept=PART_FINE_KEPT,
    ),
    Fault(
        "`close_stream` too early, again and again",
        _data(events(PART, CLOSE), events(CLOSE)),
        "lost",
        "Lost",
        PART_KEPT,
    ),
    Fault(
        "a stream that never closes",
        _data(events(completed("fine"), CLOSE, end="open")),
        "success",
        kept=FINE_KEPT,
    ),
    Fault("a stream that ends before the call", _data(events(PART)), "lost", "Lost", PART_KEPT),
    Fault(
        "silence beyond three heartbeats",
        _data(events(PART, end="open")),
        "lost",
        "Lost",
        PART_KEPT,
    ),
    Fault(
        "nothing but heartbeats for long",
        _data(events(*_HEARTBEATS, completed("fine"), CLOSE)),
        "success",
        kept=FINE_KEPT,
    ),
    Fault(
        "a final event that drips, a byte at a time",
        _data(events(*[bytes([each]) for each in completed("fine") + CLOSE])),
        "success",
        kept=FINE_KEPT,
    ),
    Fault(
        "the app's server is stopped",
        _data(events(PART + _STOPPED, end="cut")),
        "lost",
        "Lost",
        PART_KEPT,
    ),
    Fault(
        "the app no longer knows the session",
        _data(events(_NOT_FOUND, end="cut")),
        "lost",
        "Lost",
    ),
    Fault("the app is restarted in the middle", _restart, "lost", "Lost", PART_KEPT),
    Fault("the clock loses a day", _turn_the_clock_back, "success", kept=PART_FINE_KEPT),
    Fault(
        "the app hides why it failed",
        _data(events(PART + _failed(error=None), CLOSE)),
        "error",
        "ServerError",
        PART_KEPT,
    ),
    Fault(
        "somebody else cancels the call",
        _data(events(PART + message("process_completed", success=True, output={}), CLOSE)),
        "cancelled",
        "Cancelled",
        PART_KEPT,
    ),
)
"""Played while the events of a call are read."""

ROUTE = (
    Fault(
        "the connection is cut in the middle of an event",
        _call_data(events(_CALL_PART + _CALL_PART[:20], end="cut")),
        "lost",
        "Lost",
        PART_KEPT,
        "route",
    ),
    Fault(
        "malformed JSON",
        _call_data(events(_CALL_PART + b"event: complete\ndata: [1\n\n")),
        "lost",
        "Lost",
        PART_KEPT,
        "route",
    ),
    Fault(
        "silence beyond three heartbeats",
        _call_data(events(_CALL_PART, end="open")),
        "lost",
        "Lost",
        PART_KEPT,
        "route",
    ),
    Fault(
        "a line without end",
        _call_data(flood(_CALL_PART + b"data: ", b"x" * 65536)),
        "lost",
        "Lost",
        PART_KEPT,
        "route",
    ),
    Fault(
        "the app no longer knows the call",
        _call_data(events(b'event: error\ndata: "404: Not Found"\n\n', end="cut")),
        "lost",
        "Lost",
        (),
        "route",
    ),
)
"""Played while a call that was sent by the /call route is read."""

CANCELLING = (
    Fault(
        "no answer",
        answer("POST", f"{API}/cancel", silence),
        "cancelled",
        "Timeout",
        PART_KEPT,
        "cancel",
    ),
    Fault(
        "the connection is reset before an answer",
        answer("POST", f"{API}/cancel", reset),
        "cancelled",
        "Lost",
        PART_KEPT,
        "cancel",
    ),
)
"""Played while a call is cancelled."""
