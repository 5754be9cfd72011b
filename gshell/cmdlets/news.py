"""What an app says of a call beside its results, told to the person once each, as it comes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from gshell.cmdlets.explaining import Explaining
from gshell.cmdlets.told import Told
from gshell.engine.context import Context

if TYPE_CHECKING:
    from datetime import datetime

    from gshell.gradio.objects import GradioApiEvent


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
        self._explaining = Explaining(context, event) if context.verbose else None

    def tell(self, until: datetime | None = None) -> None:
        """Say what is new; of what goes over the wire, that which came up to a time."""
        explaining = self._explaining
        if self._event.log is not self._log or (explaining is not None and explaining.is_due):
            with self._lock:
                if explaining is not None:
                    explaining.tell(until)
                self._tell_messages()

    def leave(self) -> None:
        """Remember what was told, if the call goes on without a reader."""
        event = self._event
        if self._explaining is not None:
            self._explaining.leave()
        if event.status == "complete" or event.cancelled_by_us:
            return
        if self._last is not None:
            self._told.messages[event.event_id] = self._last
        expect_end(self._context, event)

    def _tell_messages(self) -> None:
        log = self._event.log
        for entry in _after(log, self._last):
            self._last = entry
            if entry["visible"]:
                level, title = str(entry.get("level")), entry.get("title")
                self._context.host.log(level, str(entry.get("message")), str(title or ""))
        self._log = log


def expect_end(context: Context, event: GradioApiEvent) -> None:
    """Have the end of a call announced that nobody reads for now, if there is a person."""
    if context.host.interactive:
        context.shell.service(Told).expected.add(event.event_id)


def _after(log: list[Any], last: Any) -> list[Any]:
    """Give the messages behind one of them; all, if it is no longer there."""
    for place in range(len(log) - 1, -1, -1):
        if log[place] is last:
            return log[place + 1 :]
    return log
