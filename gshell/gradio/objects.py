"""What the shell sees of a call: the call itself, and its place in a session."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from gshell.gradio.errors import Cancelled, GradioError, InvalidEvent, Timeout
from gshell.gradio.failures import CallError, read_failure
from gshell.gradio.result import Ended, GradioApiEventResult, local_time

if TYPE_CHECKING:
    from concurrent.futures import Future

    from gshell.gradio.exchange import Exchange
    from gshell.gradio.reading import Reading
    from gshell.gradio.result import Arrival
    from gshell.gradio.schema import GradioApi


__all__ = ["CallError", "GradioApiEvent", "GradioApiEventResult", "SessionApiEvent"]


class Driver(Protocol):
    """The network side of a call, as the call uses it; neither method blocks."""

    def start(self) -> None:
        """Begin to read, if nobody did."""

    def cancel(self) -> Future[Any]:
        """Tell the server to stop, as soon as the call's id is known."""


class GradioApiEvent:
    """One call, of which results are taken with `updates`.

    `status`, `data`, `events`, `result`, `outcome` and `error` say what was taken so far;
    `server_status`, `queue`, `progress` and `log` what the reader knows already.
    """

    __slots__ = (
        "_abandoned",
        "_driver",
        "_heartbeat_limit",
        "_heartbeats",
        "_reading",
        "_taking",
        "app_url",
        "cancelled_by_us",
        "data",
        "error",
        "events",
        "failure",
        "last_event_num",
        "last_query_status",
        "outcome",
        "query_url",
        "request",
        "result",
        "route",
        "session_hash",
        "status",
    )
    MEMBERS: ClassVar[dict[str, str]] = {
        "EventId": "event_id",
        "Status": "status",
        "Outcome": "outcome",
        "QueryUrl": "query_url",
        "data": "data",
        "events": "events",
        "result": "result",
        "error": "error",
        "LastQueryStatus": "last_query_status",
        "LastEventNum": "last_event_num",
        "req": "request",
        "SessionHash": "session_hash",
        "ApiName": "api_name",
        "AppUrl": "app_url",
        "Started": "started",
        "Elapsed": "elapsed",
        "ServerStatus": "server_status",
        "Queue": "queue",
        "Progress": "progress",
        "Log": "log",
    }

    def __init__(
        self,
        reading: Reading,
        driver: Driver,
        *,
        route: str,
        app_url: str,
        query_url: str,
        session_hash: str | None,
        request: dict[str, Any] | None,
        heartbeat_limit: int = 0,
    ) -> None:
        """Stand for a call that was sent; `route` is `queue` or `call`.

        `heartbeat_limit` is how many heartbeats in a row end an update that names no limit itself,
        0 for any number.
        """
        self.route = route
        self.app_url = app_url
        self.query_url = query_url
        self.session_hash = session_hash
        self.request = request
        self.status: str | None = None
        self.outcome: str | None = None
        self.data: list[Any] = []
        self.events: list[GradioApiEventResult] = []
        self.result: list[Any] | None = None
        self.error: CallError | None = None
        self.failure: GradioError | None = None
        self.last_query_status: str | None = None
        self.last_event_num = 0
        self.cancelled_by_us = False
        self._reading = reading
        self._driver = driver
        self._heartbeat_limit = heartbeat_limit
        self._abandoned = False
        self._heartbeats = 0  # taken
        self._taking = threading.Lock()

    def updates(
        self,
        *,
        max_heartbeats: int | None = None,
        history: bool = True,
        timeout: float | None = None,
    ) -> Generator[GradioApiEventResult, None, None]:
        """Yield the results that are there or still to come, until the final one.

        The event is up to date before each result is yielded. The generator can be closed early
        and `updates` called again; nothing is lost between. `max_heartbeats` in a row end it
        (LastQueryStatus HeartBeatExpired; 0: never, None: the event's own limit). `timeout`, in
        seconds for the whole update, raises Timeout; a broken stream raises Lost after all that
        had arrived. A failed or cancelled call ends with such a result, and `failure` is set.
        """
        if self.status == "complete":
            return
        if not self._taking.acquire(blocking=False):
            raise InvalidEvent("this call is being read already", target=self.event_id)
        feed = self._reading.feed
        try:
            self._driver.start()
            self.last_query_status = "running"
            feed.attach()
            yield from self._take(max_heartbeats, history, timeout)
        finally:
            feed.detach()
            self._taking.release()

    def cancel(self) -> Future[Any] | None:
        """Give the call up: the server is told in the background; this does not block.

        Nothing happens to a call that has ended. Results that were not taken no longer count as
        waiting, but can still be taken.
        """
        if self.status == "complete":
            return None
        self._abandoned = True
        if self._reading.finished:
            return None
        self.cancelled_by_us = True
        self.outcome = "cancelled"
        self.last_query_status = "Cancelled"
        return self._driver.cancel()

    def _take(
        self, max_heartbeats: int | None, history: bool, timeout: float | None
    ) -> Generator[GradioApiEventResult, None, None]:
        limit = self._heartbeat_limit if max_heartbeats is None else max_heartbeats
        deadline = None if timeout is None else time.monotonic() + timeout
        feed = self._reading.feed
        heartbeats = 0
        while self.status != "complete":
            arrival = feed.take(deadline)
            if arrival is None:
                raise self._timed_out(timeout)
            if not isinstance(arrival, GradioApiEventResult):
                self._note(arrival)
                continue
            is_heartbeat = arrival.event == "heartbeat"
            self._heartbeats += is_heartbeat
            self._accept(arrival, history and not (is_heartbeat and limit))
            heartbeats = heartbeats + 1 if is_heartbeat else 0
            expired = bool(limit) and heartbeats >= limit
            if expired:
                self.last_query_status = "HeartBeatExpired"
            yield arrival
            if expired:
                return

    def _accept(self, result: GradioApiEventResult, keep: bool) -> None:
        """Bring the event up to date with a result that is about to be handed out."""
        self.last_event_num = result.num
        if result.final:
            self._finish(result)
        elif result.event == "generating":
            self.status = "generating"
        if isinstance(result.data, list) and result.event != "error":
            self.result = result.data
            if keep:
                self.data.append(result.data)
        if keep:
            self.events.append(result)

    def _finish(self, result: GradioApiEventResult) -> None:
        self.status = "complete"
        self.last_query_status = "normal"
        if result.event == "complete":
            self.outcome = "success"
        elif result.event == "error":
            self.outcome = "error"
            self.error, self.failure = read_failure(result.data)
            self.failure.target = self.event_id
        else:
            self._set_cancelled()

    def _set_cancelled(self) -> None:
        self.outcome, self.last_query_status = "cancelled", "Cancelled"
        who = "" if self.cancelled_by_us else " on the server"
        self.failure = Cancelled(f"{self.api_name} was cancelled{who}", target=self.event_id)

    def _note(self, arrival: Arrival) -> None:
        """Take what is no result: the place in the queue, or the end of a broken stream."""
        if not isinstance(arrival, Ended):
            self.status = self.status or "queued"
            return
        self.status = "complete"
        if self.cancelled_by_us:
            self._set_cancelled()
            return
        self.outcome, self.last_query_status = "lost", "Disconnected"
        self.error, self.failure = CallError(arrival.error.message), arrival.error
        raise arrival.error

    def _timed_out(self, timeout: float | None) -> Timeout:
        self.last_query_status = "TimedOut"
        return Timeout(
            f"{self.api_name} gave no final result within {timeout:g} s",
            hint="the call goes on; update it again to go on reading",
            target=self.event_id,
        )

    def made_of(self, result: GradioApiEventResult) -> None:
        """Note the result of another call that was piped into this one."""
        self._reading.pipeline = (*result.pipeline, result)

    @property
    def event_id(self) -> str:
        """The id that the server gave to the call."""
        return self._reading.event_id

    @property
    def api_name(self) -> str:
        """The name of the endpoint called."""
        return self._reading.api_name

    @property
    def api(self) -> GradioApi | None:
        """The endpoint called, if it is known."""
        return self._reading.api

    @property
    def finished(self) -> bool:
        """Whether the reader has seen the end of the call."""
        return self._reading.finished

    @property
    def delivered(self) -> bool:
        """Whether nothing of the call is waiting for anybody: all was taken, or it was given up."""
        return self.status == "complete" or (self._abandoned and self.finished)

    @property
    def started(self) -> datetime:
        """When the call was sent, in local time."""
        return local_time(self._reading.started)

    @property
    def elapsed(self) -> timedelta:
        """How long the call has run, or ran."""
        return timedelta(seconds=self._reading.elapsed)

    @property
    def ending(self) -> str:
        """How the call ended as the reader knows: `complete`, `error`, `cancelled` or `lost`."""
        return self._reading.ending

    @property
    def server_status(self) -> str:
        """What the reader knows: `queued`, `running`, `finished` or `lost`."""
        return self._reading.server_status

    @property
    def queue(self) -> dict[str, Any] | None:
        """The place in the app's queue, `rank` (0 is next), `size` and `eta` in s, while queued."""
        return self._reading.queue

    @property
    def progress(self) -> list[Any] | None:
        """The app's progress bars: index, length, unit, progress, desc each."""
        return self._reading.progress

    @property
    def waiting(self) -> int:
        """How many results were read that nobody took, heartbeats apart."""
        reading = self._reading
        taken = self.last_event_num - self._heartbeats
        return reading.num - reading.heartbeats - taken

    @property
    def exchange(self) -> Exchange:
        """What went over the wire for the call, as far as it was kept."""
        return self._reading.exchange

    def wall_time(self, moment: float) -> datetime:
        """Give a `time.monotonic()` time as local time, by the clock that began the call."""
        return local_time(self._reading.wall_time(moment))

    @property
    def log(self) -> list[dict[str, Any]]:
        """What the app told on the way: time, level, message, title, visible each."""
        return self._reading.log

    def __str__(self) -> str:
        return f"{self.api_name} {self.event_id}"

    def __repr__(self) -> str:
        return f"GradioApiEvent({self.api_name!r}, {self.event_id!r}, {self.status!r})"


class SessionApiEvent:
    """A call in the list of a session."""

    __slots__ = ("created", "event", "session")
    MEMBERS: ClassVar[dict[str, str]] = {
        "id": "id",
        "event": "event",
        "ApiName": "api_name",
        "session": "session_name",
        "Created": "created",
        "Received": "received",
    }
    SYNONYMS: ClassVar[dict[str, str]] = {"ApiEvent": "event"}

    def __init__(self, event: GradioApiEvent, session: Any) -> None:
        self.event = event
        self.session = session
        self.created = event.started

    @property
    def id(self) -> str:
        """The id that the server gave to the call."""
        return self.event.event_id

    @property
    def api_name(self) -> str:
        """The name of the endpoint called."""
        return self.event.api_name

    @property
    def session_name(self) -> str:
        """The name of the session that the call belongs to."""
        return str(self.session)

    @property
    def received(self) -> bool:
        """Whether the final event was handed out."""
        return self.event.status == "complete"

    def __str__(self) -> str:
        return str(self.event)

    def __repr__(self) -> str:
        return f"SessionApiEvent({self.api_name!r}, {self.id!r})"
