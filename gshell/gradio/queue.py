"""Calls through the app's queue: `queue/join` sends them, one `queue/data` stream per session hash
brings the messages of them all.

The stream ends with `close_stream` when the hash has no call left; for a later call a new one is
opened. It is opened after the join was answered: earlier the app does not know the hash. A stream
cannot be resumed, so a broken one means that its calls are lost (gradio 4.22 to 6: routes.py).
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, NamedTuple

from gshell.gradio.changes import is_odd
from gshell.gradio.errors import GradioError, HttpError, Lost
from gshell.gradio.exchange import post_noted
from gshell.gradio.reading import Reading, broken_by_server, malformed, read_event_id
from gshell.gradio.stream import SILENT_HEARTBEATS, Pace, drain, read_stream

if TYPE_CHECKING:
    from gshell.gradio.app import App
    from gshell.gradio.feed import Feed
    from gshell.gradio.schema import GradioApi
    from gshell.gradio.sse import Block

_MAX_STRAYS = 10_000  # messages kept for calls whose id we have not been told yet


class _Message(NamedTuple):
    """A message of the stream, as it was sent, and when it came."""

    content: dict[str, Any]
    text: bytes
    moment: float


class Channel:
    """All calls on one session hash, and the stream that carries their messages.

    Everything here runs on the network's loop.
    """

    def __init__(
        self,
        app: App,
        session_hash: str,
        silence: Callable[[], float] | None = None,
        *,
        lasting: bool = False,
    ) -> None:
        """Begin with no call; `silence` says after how many seconds of it a stream is given up.

        A `lasting` hash is one on which calls must be possible at any time.
        """
        self.session_hash = session_hash
        self._lasting = lasting
        self._app = app
        self._silence = silence or (lambda: SILENT_HEARTBEATS * app.options.heartbeat)
        self._calls: set[Reading] = set()  # claimed: being sent, or running
        self._by_id: dict[str, Reading] = {}
        self._strays: dict[str, list[_Message]] = {}
        self._stray_count = 0
        self._given_up: set[str] = set()  # ids of calls of which the app may still tell
        self._waiting: list[asyncio.Future[None]] = []
        self._listening: list[asyncio.Future[None]] = []
        self._reader: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._pace = Pace(self._held_back)
        self._latest: Reading | None = None  # whose message the open stream brought last
        self._broke = False
        self._broke_in: Any = None  # the run of the app in which a stream broke
        self._recovery: asyncio.Task[None] | None = None
        self.on_idle: Callable[[], None] | None = None  # when nothing of it is left to do

    @property
    def idle(self) -> bool:
        """Whether no call is on this hash."""
        return not self._calls

    @property
    def trusted(self) -> bool:
        """Whether a new stream on this hash gets all messages.

        The app may not have noticed yet that the last one broke, and would go on sending there.
        """
        return not self._broke or self._broke_in != self._app.run

    def carries(self, api: GradioApi) -> bool:
        """Say whether a call of this endpoint's function is on this hash."""
        return any(
            reading.api is not None and reading.api.fn_index == api.fn_index
            for reading in self._calls
        )

    def claim(self, api: GradioApi) -> Reading:
        """Put a call of this endpoint on the hash; `join` must follow."""
        app = self._app
        reading = Reading(api, api.name, diffs=app.sends_diffs, real_url=app.real_url)
        self._calls.add(reading)
        self._pace.wake()
        return reading

    async def recover(self) -> None:
        """Wait until the app was told to give up the calls of a stream that broke.

        It then also ends the old stream, if it has not noticed; and a cancel that is under way
        would hit a new call of the same function.
        """
        if self._recovery is not None:
            await asyncio.wait({self._recovery})

    async def turn(self, api: GradioApi) -> None:
        """Wait until some call on this hash ends; a reader never pauses meanwhile."""
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(ended)
        self._pace.wake()
        try:
            while self.carries(api) and not ended.done():
                await ended
        finally:
            if ended in self._waiting:
                self._waiting.remove(ended)

    async def join(self, reading: Reading, data: list[Any], token: str | None = None) -> None:
        """Send a claimed call; it is read from then on.

        If this is cancelled while the answer is under way, the call is cancelled on the server as
        soon as its id is known.
        """
        post = self._spawn(self._post(reading, data, token))
        try:
            await asyncio.shield(post)
        except asyncio.CancelledError:
            self._spawn(self._withdraw(post, reading))
            raise

    async def cancel(self, reading: Reading) -> bool:
        """Ask the server to stop a call; it answers once the running step has ended.

        Gives False if the call had ended already.
        """
        reading.cancel_asked = True
        if not self._app.cancels_waiting and await self._left_waiting(reading):
            return True
        if reading.finished:
            return False
        try:
            await self._post_cancel(reading)
        except GradioError as error:
            dropped = self._drop_stream_of(reading)
            if not (dropped and isinstance(error, HttpError) and error.status == 404):
                raise  # before 4.31 there is no /cancel: then dropping the stream is the way
        return True

    async def _left_waiting(self, reading: Reading) -> bool:
        """Take a call off the queue of an app that cancels only what runs; else wait for its turn.

        Such an app drops the waiting calls of a hash where nobody reads any more, but also those
        that are sent before it has noticed (gradio 4 and 5: routes.py), so a lasting hash goes on.
        """
        while reading.server_status == "queued":
            heard_of = reading.queue is not None
            if heard_of and not self._lasting and self._drop_stream_of(reading):
                return True
            await self._next_message()
        return False

    async def _next_message(self) -> None:
        """Wait until something was read, or a call of this hash has ended in another way."""
        heard: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._listening.append(heard)
        await heard

    async def _post_cancel(self, reading: Reading) -> None:
        body = {
            "session_hash": self.session_hash,
            "fn_index": reading.api.fn_index if reading.api else None,
            "event_id": reading.event_id,
        }
        await post_noted(self._app.http, reading.exchange, self._app.path("cancel"), body)

    def _drop_stream_of(self, reading: Reading) -> bool:
        """Stop reading where nothing else is read; the app then stops the call by itself."""
        if self._reader is None or self._calls != {reading}:
            return False
        self._reader.cancel()
        self._reader = None
        self._break(Lost("the call was given up"))
        return True

    async def close(self) -> None:
        """Stop reading and sending; the app drops what is still on the hash."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._fail(Lost("the session was closed before the call ended"))

    async def _post(self, reading: Reading, data: list[Any], token: str | None) -> None:
        body = {
            "data": data,
            "fn_index": reading.api.fn_index if reading.api else None,
            "session_hash": self.session_hash,
        }
        try:
            path = self._app.path("queue/join")
            answer = await post_noted(self._app.http, reading.exchange, path, body, token)
            event_id = read_event_id(answer)
        except BaseException as error:
            self._release(reading)
            if is_odd(error):
                self._app.doubt()
            raise
        self._joined(reading, event_id, token)

    def _joined(self, reading: Reading, event_id: str, token: str | None) -> None:
        reading.event_id = event_id
        self._by_id[event_id] = reading
        early = self._strays.pop(event_id, [])
        self._stray_count -= len(early)
        for message, text, moment in early:
            self._deliver(reading, message, text, moment)
        reading.flush()
        self._drop_finished()
        self._read_if_needed(token)

    async def _withdraw(self, post: asyncio.Task[None], reading: Reading) -> None:
        """Cancel a call whose sender went away while it was being sent."""
        try:
            await post
            await self.cancel(reading)
        except GradioError:
            return  # it was refused, or the app is gone: nothing runs that could be cancelled

    def _read_if_needed(self, token: str | None) -> None:
        if self._by_id and self._reader is None:
            self._reader = self._spawn(self._read(token))

    async def _read(self, token: str | None) -> None:
        """Read one stream, and start the next where calls joined meanwhile."""
        self._latest = None
        path = self._app.path("queue/data")
        for reading in self._by_id.values():
            shown = f"{path}?session_hash={self.session_hash}"
            reading.exchange.sent(time.monotonic(), "GET", shown)
        try:
            async with self._app.http.stream(
                path,
                {"session_hash": self.session_hash},
                silence=self._silence(),
                token=token,
            ) as chunks:
                over = await read_stream(chunks, self._take, self._pace, self._app.options.largest)
                self._stream_ended(over, token)
                await drain(chunks)
        except Exception as error:
            if self._reader is not asyncio.current_task():
                return  # the stream was over, only its connection did not end well
            self._reader = None
            self._break(_as_lost(error))

    def _stream_ended(self, over: bool, token: str | None) -> None:
        """Decide, before anything else can happen, who reads for the calls that are left."""
        self._reader = None
        if over and not self._by_id:
            self._broke = False
        elif over and self._latest is not None:
            self._read_if_needed(token)
        else:
            self._break(Lost("the app's stream ended before the call did", hint="call again"))
        self._latest = None

    def _take(self, blocks: list[Block]) -> bool:
        """Take the events of one chunk; True when the stream is over."""
        now = time.monotonic()
        over = False
        for block in blocks:
            try:
                message = json.loads(block.data)
            except (ValueError, RecursionError):
                raise malformed() from None
            if isinstance(message, dict):
                over = self._route(message, block.data, now) or over
        for reading in self._calls:
            reading.flush()
        self._drop_finished()
        _wake(self._listening)
        return over

    def _route(self, message: dict[str, Any], text: bytes, now: float) -> bool:
        event_id = message.get("event_id")
        if event_id is None:
            return self._for_all(message, text, now)
        if not isinstance(event_id, str):
            return False
        reading = self._by_id.get(event_id)
        if reading is not None:
            self._latest = reading
            self._deliver(reading, message, text, now)
        elif self._stray_count < _MAX_STRAYS and event_id not in self._given_up:
            self._strays.setdefault(event_id, []).append(_Message(message, text, now))
            self._stray_count += 1
        return False

    def _deliver(self, reading: Reading, message: dict[str, Any], text: bytes, now: float) -> None:
        reading.exchange.message(now, message.get("msg"), text)
        try:
            reading.message(message, now)
        except Lost as error:
            lost = error
        except (LookupError, TypeError, ValueError) as error:
            lost = Lost(
                f"the app sent a change that does not fit the value before: {error}",
                hint="what had arrived is kept; call again",
            )
        else:
            return
        reading.fail(lost)
        self._given_up.add(reading.event_id)

    def _for_all(self, message: dict[str, Any], text: bytes, now: float) -> bool:
        kind = message.get("msg")
        told = list(self._by_id.values())
        if not told and self._latest is not None:
            told = [self._latest]  # its last words: the stream is over
        for reading in told:
            reading.exchange.message(now, kind, text)
        if kind == "heartbeat":
            for reading in self._by_id.values():
                reading.heartbeat(now)
        elif kind == "unexpected_error":
            raise broken_by_server(message.get("message"))
        return kind == "close_stream"

    def _drop_finished(self) -> None:
        ended = [reading for reading in self._by_id.values() if reading.finished]
        for reading in ended:
            del self._by_id[reading.event_id]
            self._release(reading)

    def _release(self, reading: Reading) -> None:
        """Take a call off the hash and let those who wait for it look again."""
        self._calls.discard(reading)
        _wake(self._waiting)
        _wake(self._listening)
        if not self._calls:
            self._strays.clear()
            self._stray_count = 0

    def _fail(self, error: Lost) -> None:
        for reading in list(self._by_id.values()):
            reading.fail(type(error)(error.message, hint=error.hint))
            reading.flush()
        self._drop_finished()

    def _break(self, error: Lost) -> None:
        """Give up the calls of a stream that broke, and what it was on."""
        self._broke, self._broke_in = True, self._app.run
        self._app.doubt()
        lost = [each for each in self._by_id.values() if not each.cancel_asked]
        self._fail(error)
        if lost:
            self._recovery = self._spawn(self._give_up(lost))

    async def _give_up(self, lost: list[Reading]) -> None:
        """Tell the app to stop calls whose results nobody can read any more."""
        for reading in lost:
            try:
                await self._post_cancel(reading)
            except GradioError:
                return  # it is gone, and the calls with it; or it will notice by itself

    def _held_back(self) -> Feed[Any] | None:
        """Give the feed that may hold the stream back: that of its only call."""
        if self._waiting or len(self._calls) != 1:
            return None
        (reading,) = self._calls
        return reading.feed if reading.feed.is_ahead else None

    def _spawn(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if self.on_idle is not None and not self._tasks and not self._calls:
            self.on_idle()


def _wake(waiting: list[asyncio.Future[None]]) -> None:
    for each in waiting:
        if not each.done():
            each.set_result(None)
    waiting.clear()


def _as_lost(error: Exception) -> Lost:
    """Say of whatever stopped the reader that its calls are lost; none may wait for ever."""
    if isinstance(error, Lost):
        return error
    words = error.message if isinstance(error, GradioError) else repr(error)
    hint = getattr(error, "hint", "") or "call again"
    return Lost(f"the app's messages cannot be read: {words}", hint=hint)
