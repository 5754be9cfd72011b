"""One call as its reader sees it: messages of the app become results for whoever takes them.

All of this runs on the network's loop. What it knows (`server_status`, `queue`, `progress`, `log`)
may be looked at from any thread; results go through the feed. Times are those of the monotonic
clock, in seconds: the clock on the wall may jump while a call runs.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from gshell.gradio.diff import apply_diff
from gshell.gradio.errors import GradioError, Lost
from gshell.gradio.exchange import Exchange
from gshell.gradio.failures import plain_words
from gshell.gradio.feed import Feed
from gshell.gradio.filedata import with_urls
from gshell.gradio.result import QUEUED, Arrival, Ended, GradioApiEventResult, local_time

if TYPE_CHECKING:
    from gshell.gradio.schema import GradioApi

# Waking a taker costs more than reading an event. Those that come faster than this are handed over
# together; the first, and any that comes alone, at once.
_GATHER_SECONDS = 0.004

_LOG_LENGTH = 1000  # messages kept of one call


class Reading:
    """What has been read of one call."""

    __slots__ = (
        "_batch",
        "_flush_later",
        "_flushed",
        "_raw",
        "_shown",
        "api",
        "api_name",
        "began",
        "cancel_asked",
        "diffs",
        "ending",
        "event_id",
        "exchange",
        "feed",
        "finished_at",
        "heartbeats",
        "log",
        "num",
        "pipeline",
        "progress",
        "queue",
        "real_url",
        "server_status",
        "started",
    )

    def __init__(
        self, api: GradioApi | None, api_name: str, *, diffs: bool = True, real_url: str = ""
    ) -> None:
        """Begin with nothing read; `diffs` says whether the protocol sends edits (sse_v2 on).

        Files in results get addresses that begin with `real_url`.
        """
        self.api = api
        self.real_url = real_url
        self.api_name = api_name
        self.started = time.time()  # on the wall, in seconds since the epoch
        self.began = time.monotonic()
        self.diffs = diffs
        self.event_id = ""
        self.feed: Feed[Arrival] = Feed()
        self.exchange = Exchange()
        self.num = 0
        self.pipeline: tuple[GradioApiEventResult, ...] = ()  # what was piped into the call
        self.heartbeats = 0  # how many of the results are heartbeats
        self.server_status = "queued"
        self.queue: dict[str, Any] | None = None
        self.progress: list[Any] | None = None
        self.log: list[dict[str, Any]] = []
        self.finished_at: float | None = None
        self.ending = ""  # how it ended: complete, error, cancelled or lost
        self.cancel_asked = False
        self._raw: list[Any] | None = None  # values of the outputs as diffs count on them
        self._shown: list[Any] | None = None  # the last values given
        self._batch: list[Arrival] = []
        self._flushed = 0.0
        self._flush_later: asyncio.TimerHandle | None = None

    @property
    def finished(self) -> bool:
        """Whether the final event was read, or the stream was lost."""
        return self.finished_at is not None

    def wall_time(self, moment: float) -> float:
        """Give a monotonic time as seconds since the epoch, by the clock that began the call."""
        return self.started + moment - self.began

    @property
    def elapsed(self) -> float:
        """How long the call has run, or ran, in seconds."""
        end = time.monotonic() if self.finished_at is None else self.finished_at
        return end - self.began

    def message(self, message: dict[str, Any], now: float) -> None:
        """Take one message of queue/data that belongs to this call; Lost if it is malformed."""
        if self.finished:
            return
        kind = message.get("msg")
        if kind in ("process_generating", "process_streaming"):
            self._generating(_map(message.get("output")), now, kind == "process_generating")
        elif kind == "process_completed":
            self._completed(message, now)
        elif kind == "progress":
            self.progress = [each for each in _list(message.get("progress_data")) if _map(each)]
        elif kind == "log":
            self._logged(message, now)
        elif kind == "estimation":
            self._estimated(message)
        elif kind == "process_starts":
            self.server_status, self.queue = "running", None
        elif kind == "unexpected_error":
            self.fail(broken_by_server(message.get("message")))

    def call_event(self, event: str, text: bytes, now: float) -> None:
        """Take one event of a /call stream; raises Lost if it says that the stream is broken."""
        if self.finished:
            return
        if event == "heartbeat":
            self.heartbeat(now)
            return
        data = json.loads(text)
        if event == "generating":
            self.server_status = "running"
            if isinstance(data, list):
                self._add("generating", self._values(data), now)
        elif event == "complete":
            self._finish_with(data, now)
        elif event == "error":
            if isinstance(data, str):  # the app's server speaks, not its function
                raise broken_by_server(data)
            self._finish("error", data, now)

    def heartbeat(self, now: float) -> None:
        """Take a heartbeat of the stream that carries this call."""
        self.heartbeats += 1
        self._add("heartbeat", None, now)

    def fail(self, error: GradioError) -> None:
        """Give the call up: its stream is broken."""
        if self.finished:
            return
        self.server_status, self.queue = "lost", None
        self.ending = "lost"
        self.finished_at = time.monotonic()
        self.exchange.failed(self.finished_at, error)
        self.exchange.end()
        self._batch.append(Ended(error))

    def flush(self) -> None:
        """Hand over what was read, now or, if that was done just before, in a moment."""
        if not self._batch or self._flush_later is not None:
            if self.finished:
                self._flush_now()
            return
        loop = asyncio.get_running_loop()
        if self.finished or loop.time() - self._flushed > _GATHER_SECONDS:
            self._flush_now()
        else:
            self._flush_later = loop.call_later(_GATHER_SECONDS, self._flush_now)

    def _flush_now(self) -> None:
        if self._flush_later is not None:
            self._flush_later.cancel()
            self._flush_later = None
        if self.num:  # the news that a call is queued holds up no result
            self._flushed = asyncio.get_running_loop().time()
        if self._batch:
            batch, self._batch = self._batch, []
            self.feed.put(batch)

    def _generating(self, output: dict[str, Any], now: float, may_be_edits: bool) -> None:
        data = output.get("data")
        if not isinstance(data, list):
            return
        self.server_status = "running"
        raw = self._raw
        if raw is not None and self.diffs and may_be_edits:
            count = len(raw)
            data = [
                apply_diff(raw[place] if place < count else None, edits)
                for place, edits in enumerate(data)
            ]
        self._raw = data
        self._add("generating", self._values(data), now)

    def _completed(self, message: dict[str, Any], now: float) -> None:
        output, success = message.get("output"), message.get("success")
        if success is True and isinstance(output, dict):
            self._finish_with(output.get("data"), now)
        elif success is False:
            self._finish("error", output, now)
        else:
            raise Lost(
                "the app's last message does not say how the call ended",
                hint="what had arrived is kept; call again",
            )

    def _finish_with(self, data: Any, now: float) -> None:
        """End with values; a final message without any is how the app ends a cancelled call."""
        if isinstance(data, list):
            before = self._shown
            values = self._values(data)
            self._finish("complete", values, now, repeated=before == values)
        else:
            self._finish("cancelled", None, now)

    def _finish(self, event: str, data: Any, now: float, *, repeated: bool = False) -> None:
        self.server_status, self.queue = "finished", None
        self.finished_at = now
        self.exchange.end()
        self.ending = event
        self._add(event, data, now, final=True, repeated=repeated)

    def _add(
        self, event: str, data: Any, now: float, *, final: bool = False, repeated: bool = False
    ) -> None:
        self.num += 1
        result = GradioApiEventResult(self.num, now, event, data, self, final, repeated)
        self._batch.append(result)

    def _values(self, raw: list[Any]) -> list[Any]:
        """Give what a person sees of the outputs.

        That is without State slots and update objects, and with the addresses at which files can be
        had. The raw values stay as they are: the next edits are made to them.
        """
        values = raw if self.api is None else self.api.visible_outputs(raw)
        for value in values:
            if type(value) is dict or type(value) is list:
                values = self._without_updates(values)
                values = with_urls(values, self.real_url) if self.real_url else values
                break
        self._shown = values
        return values

    def _without_updates(self, values: list[Any]) -> list[Any]:
        """Unwrap `{"__type__": "update", "value": ...}`; without a value the old one stays."""
        old = self._shown or []
        return [
            value.get("value", old[place] if place < len(old) else None)
            if isinstance(value, dict) and value.get("__type__") == "update"
            else value
            for place, value in enumerate(values)
        ]

    def _estimated(self, message: dict[str, Any]) -> None:
        if self.queue is None and self.server_status == "queued":
            self._batch.append(QUEUED)
        if self.server_status == "queued":
            self.queue = {
                "rank": _number(message.get("rank")),
                "size": _number(message.get("queue_size")),
                "eta": _number(message.get("rank_eta")),
            }

    def _logged(self, message: dict[str, Any], now: float) -> None:
        entry = {
            "time": local_time(self.wall_time(now)),
            "level": message.get("level"),
            "message": plain_words(str(message.get("log") or "")),
            "title": message.get("title"),
            "visible": message.get("visible") is not False,
        }
        self.log = [*self.log[1 - _LOG_LENGTH :], entry]  # a new list: another thread may look


def broken_by_server(message: Any) -> Lost:
    """Give the error for a stream that the server ended with words of its own."""
    words = message if isinstance(message, str) and message else "no reason given"
    if words.startswith("404"):
        return Lost(
            "the app no longer knows this call",
            hint="it was read before, the app was started anew, or another copy of it answered",
        )
    return Lost(f"the app ended the stream: {words}", hint="the call is lost; call again")


def read_event_id(answer: Any) -> str:
    """Give the id that an app's answer to a call has; Lost if it has none."""
    event_id = answer.get("event_id") if isinstance(answer, dict) else None
    if not isinstance(event_id, str):
        raise Lost(
            "the app took the call but gave no id for it",
            hint="it may run there, but its results cannot be read; call again",
        )
    return event_id


def malformed() -> Lost:
    """Give the error for a message that cannot be read."""
    return Lost(
        "the app sent a message that is not JSON", hint="what had arrived is kept; call again"
    )


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _number(value: Any) -> float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
