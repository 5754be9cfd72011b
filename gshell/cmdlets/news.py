"""What an app says of a call beside its results, told to the person once each, as it comes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from gshell.cmdlets.told import Told
from gshell.engine.context import Context
from gshell.engine.serialize import to_json

if TYPE_CHECKING:
    from gshell.gradio.objects import GradioApiEvent

_SHOWN = 200  # characters of what an app sent under -Verbose


class News:
    """Tells of one call what came since the last time; under -Verbose, all that is known of it.

    Any thread may ask for that.
    """

    def __init__(self, context: Context, event: GradioApiEvent) -> None:
        self._context = context
        self._event = event
        self._lock = threading.Lock()
        self._told = context.shell.service(Told)
        self._told.expected.discard(event.event_id)
        self._last = self._told.messages.pop(event.event_id, None)
        self._log: list[Any] | None = None
        self._queue: Any = None
        self._progress: Any = None

    def tell(self) -> None:
        """Say what is new."""
        event = self._event
        is_new = event.log is not self._log
        if self._context.verbose:
            is_new = is_new or event.queue is not self._queue
            is_new = is_new or event.progress is not self._progress
        if is_new:
            with self._lock:
                self._tell_all()

    def leave(self) -> None:
        """Remember what was told, if the call goes on without a reader."""
        event = self._event
        if event.status == "complete" or event.cancelled_by_us:
            return
        if self._last is not None:
            self._told.messages[event.event_id] = self._last
        expect_end(self._context, event)

    def _tell_all(self) -> None:
        event = self._event
        queue, progress, log = event.queue, event.progress, event.log
        if queue is not self._queue:
            self._queue = queue
            self._explain("queue", queue)
        for entry in _after(log, self._last):
            self._last = entry
            level, title = str(entry.get("level")), entry.get("title")
            self._context.host.log(level, str(entry.get("message")), str(title or ""))
        self._log = log
        if progress is not self._progress:
            self._progress = progress
            self._explain("progress", progress)

    def _explain(self, what: str, data: Any) -> None:
        if data is not None:
            seconds = self._event.elapsed.total_seconds()
            self._context.explain(f"+{seconds:.3f} s {what} {shortened(data)}")


def expect_end(context: Context, event: GradioApiEvent) -> None:
    """Have the end of a call announced that nobody reads for now, if there is a person."""
    if context.host.interactive:
        context.shell.service(Told).expected.add(event.event_id)


def shortened(data: Any) -> str:
    """Give what an app sent as JSON, as much of it as belongs on a line of -Verbose."""
    text = to_json(data)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "\u2026"


def _after(log: list[Any], last: Any) -> list[Any]:
    """Give the messages behind one of them; all, if it is no longer there."""
    for place in range(len(log) - 1, -1, -1):
        if log[place] is last:
            return log[place + 1 :]
    return log
