"""The documented way to call: `POST /call/NAME` gives an id, `GET /call/NAME/ID` its events.

The GET is opened by the first update and goes on between updates: the app forgets a call whose
reader goes away. Calls sent this way are not cancelled on leaving, so that another program may
attach to them.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gshell.gradio.changes import Note, current_endpoint, is_odd
from gshell.gradio.errors import EventNotFound, GradioError, Lost, QueueFull
from gshell.gradio.exchange import Exchange, post_noted
from gshell.gradio.limits import SessionOptions
from gshell.gradio.objects import GradioApiEvent
from gshell.gradio.reading import Reading, malformed, read_event_id
from gshell.gradio.retry import Patience
from gshell.gradio.schema import GradioApi
from gshell.gradio.stream import Pace, drain, read_stream

if TYPE_CHECKING:
    from gshell.gradio.app import App
    from gshell.gradio.background import Background
    from gshell.gradio.feed import Feed
    from gshell.gradio.sse import Block

ATTACHED_HEARTBEATS = 2
"""How many heartbeats in a row end an update of an attached call: one that was read before by
somebody else gives nothing but heartbeats, for ever (gradio 4 to 6)."""


def send(
    app: App,
    api: GradioApi,
    data: list[Any],
    *,
    background: Background,
    session_hash: str | None = None,
    token: str | None = None,
    retry: int | None = None,
    options: SessionOptions | None = None,
    note: Note | None = None,
) -> GradioApiEvent:
    """Send a call with the values that `api.arrange` gave; nothing is read until `updates`.

    If the queue is full, and only then, it is sent again, up to `retry` times. What is not said
    here is as the options of a session have it, or those of the connection. `note` is told if it
    is sent again, or if the app turns out to be another one than before.
    """
    options = options or SessionOptions(app.options)
    note = note or (lambda _: None)
    api = current_endpoint(app, api, background, note)
    body: dict[str, Any] = {"data": data}
    if session_hash is not None:
        body["session_hash"] = session_hash
    path = app.path(f"call/{quote(api.name, safe='')}")
    patience = Patience(background, options.retry if retry is None else retry, note)
    exchange, answer = _post(app, path, body, token, background, patience)
    event_id = read_event_id(answer)
    request = {"method": "POST", "url": app.address + path, "data": body}
    call = _Call(app, api, event_id, background, session_hash, token, options)
    call.exchange.begin_with(exchange)
    return call.event(request, heartbeat_limit=0)


def _post(
    app: App,
    path: str,
    body: Any,
    token: str | None,
    background: Background,
    patience: Patience,
) -> tuple[Exchange, Any]:
    """Send a call, however often it must be tried; give the record of that, and the answer."""
    while True:
        exchange = Exchange()
        try:
            answer = background.run(post_noted(app.http, exchange, path, body, token))
        except QueueFull as full:
            patience.wait(full)
        except GradioError as error:
            if is_odd(error):
                app.doubt()
            raise
        else:
            exchange.begin_with(patience.in_vain)
            return exchange, answer


def attach(
    app: App,
    api: GradioApi | str,
    event_id: str,
    *,
    background: Background,
    session_hash: str | None = None,
    token: str | None = None,
    options: SessionOptions | None = None,
) -> GradioApiEvent:
    """Stand for a call that was sent by somebody else; nothing is sent."""
    found = api if isinstance(api, GradioApi) else app.endpoint(api)
    options = options or SessionOptions(app.options)
    call = _Call(app, found, event_id, background, session_hash, token, options)
    call.attached = True
    return call.event(None, heartbeat_limit=ATTACHED_HEARTBEATS)


class _Call:
    """The network side of one call on this route."""

    def __init__(
        self,
        app: App,
        api: GradioApi,
        event_id: str,
        background: Background,
        session_hash: str | None,
        token: str | None,
        options: SessionOptions,
    ) -> None:
        self.attached = False
        self._app = app
        self._background = background
        self._token = token
        self._session_hash = session_hash
        self._silence = options.silence
        self._reading = Reading(api, api.name, real_url=app.real_url)
        self._reading.event_id = event_id
        self._started = False
        self._lock = threading.Lock()
        self._pace = Pace(self._held_back)
        # Before 6.18 a call with a session hash answers under that hash instead of its id
        # (seen on 4.44 and 5.49).
        by_hash = session_hash is not None and app.version_info < (6, 18)
        key = session_hash if by_hash and session_hash else event_id
        self._path = app.path(f"call/{quote(api.name, safe='')}/{quote(key, safe='')}")

    @property
    def exchange(self) -> Exchange:
        return self._reading.exchange

    def event(self, request: dict[str, Any] | None, heartbeat_limit: int) -> GradioApiEvent:
        return GradioApiEvent(
            self._reading,
            self,
            route="call",
            app_url=self._app.address,
            query_url=self._app.address + self._path,
            session_hash=self._session_hash,
            request=request,
            heartbeat_limit=heartbeat_limit,
        )

    def start(self) -> None:
        with self._lock:
            if self._started:
                return
            self._started = True
        self._background.start(self._read())

    def cancel(self) -> Future[Any]:
        return self._background.start(self._cancel())

    async def _cancel(self) -> bool:
        reading = self._reading
        if reading.finished:
            return False
        body = {
            "session_hash": self._session_hash or reading.event_id,
            "fn_index": reading.api.fn_index if reading.api else None,
            "event_id": reading.event_id,
        }
        await post_noted(self._app.http, self.exchange, self._app.path("cancel"), body)
        return True

    async def _read(self) -> None:
        reading, app = self._reading, self._app
        try:
            self.exchange.sent(time.monotonic(), "GET", self._path)
            async with app.http.stream(
                self._path, {}, silence=self._silence(), token=self._token
            ) as chunks:
                if await read_stream(chunks, self._take, self._pace, app.options.largest):
                    await drain(chunks)
        except Exception as error:
            reading.fail(self._as_error(error))
        if not reading.finished:
            reading.fail(Lost("the app's stream ended before the call did", hint="call again"))
        if reading.server_status == "lost":
            app.doubt()
        reading.flush()

    def _take(self, blocks: list[Block]) -> bool:
        now = time.monotonic()
        reading = self._reading
        for block in blocks:
            reading.exchange.message(now, block.event, block.data)
            try:
                reading.call_event(block.event, block.data, now)
            except (ValueError, RecursionError):
                raise malformed() from None
        reading.flush()
        return reading.finished

    def _as_error(self, error: Exception) -> GradioError:
        """Say what stopped the reader; whoever waits for the call must hear of it."""
        if self.attached and self._reading.num == 0 and isinstance(error, Lost):
            event_id = self._reading.event_id
            return EventNotFound(
                f"the app knows no call {event_id}",
                hint="a call can be read once, by one reader, while the app runs",
                target=event_id,
            )
        if isinstance(error, Lost):
            return error
        words = error.message if isinstance(error, GradioError) else repr(error)
        hint = getattr(error, "hint", "") or "call again"
        return Lost(f"the app's events cannot be read: {words}", hint=hint)

    def _held_back(self) -> Feed[Any] | None:
        return self._reading.feed if self._reading.feed.is_ahead else None
