"""-Verbose of a call: what goes over the wire for it, each entry once, as it comes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gshell.cmdlets.told import Told
from gshell.engine.serialize import to_json
from gshell.gradio.exchange import SENT

if TYPE_CHECKING:
    from datetime import datetime

    from gshell.engine.context import Context
    from gshell.gradio.exchange import Entry, Exchange
    from gshell.gradio.objects import GradioApiEvent

_SHOWN = 200  # characters of what was sent or received
_KNOWN = ("msg", "event_id")  # members of each message that its line need not repeat


class Explaining:
    """Tells of one call what went over the wire since the last time."""

    def __init__(self, context: Context, event: GradioApiEvent) -> None:
        self._context = context
        self._event = event
        self._told = context.shell.service(Told)
        self._next = self._told.wire.pop(event.event_id, 0)

    @property
    def is_due(self) -> bool:
        """Whether there may be something to tell."""
        return self._event.exchange.count > self._next

    def tell(self, until: datetime | None = None) -> None:
        """Tell what is new, up to a time; what comes behind the call's end is not part of it."""
        exchange = self._event.exchange
        end = exchange.count if exchange.ended_at is None else exchange.ended_at
        for following, entry in exchange.entries(self._next, end):
            if until is not None and self._event.wall_time(entry.moment) > until:
                return
            self._next = following
            self._context.explain(_words(entry, exchange.began, self._event.app_url))

    def leave(self) -> None:
        """Remember what was told, if the call goes on without a reader."""
        if self._event.status != "complete":
            self._told.wire[self._event.event_id] = self._next


def explain_request(context: Context, event: GradioApiEvent) -> None:
    """Say under -Verbose what was sent for a call, and what the app answered."""
    if context.verbose:
        explaining = Explaining(context, event)
        explaining.tell()
        explaining.leave()


def explain_refusal(context: Context, exchange: Exchange | None) -> None:
    """Say under -Verbose what was sent for a call that the app did not take."""
    if context.verbose and exchange is not None:
        for _, entry in exchange.entries():
            context.explain(_words(entry, exchange.began, ""))


def _words(entry: Entry, began: float, address: str) -> str:
    """Give an entry in one line: of a message, what is its own."""
    text = entry.text
    if entry.direction == SENT:
        text = address + text
    elif entry.direction and entry.kind != "answer":
        text = _content(text)
    if len(text) > _SHOWN:
        text = text[: _SHOWN - 1] + "\u2026"
    return f"+{entry.moment - began:.3f} s {entry.kind} {text}".rstrip()


def _content(text: str) -> str:
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return text  # too long to be whole, or no JSON
    if not isinstance(message, dict):
        return text
    output = message.get("output")
    if isinstance(output, dict):
        return to_json(output.get("data", output))
    rest = {key: value for key, value in message.items() if key not in _KNOWN}
    return to_json(rest.get("progress_data", rest)) if rest else ""
