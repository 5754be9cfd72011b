"""Stopping a call, and saying what became of that: the app is told, and answers when it likes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import Any, NamedTuple

from gshell.engine.context import Context
from gshell.engine.serialize import to_json
from gshell.engine.shell import Shell
from gshell.gradio.objects import GradioApiEvent, SessionApiEvent

_ID_SHOWN = 8  # characters of a call's id, of which any unique beginning will do

_GATHER_SECONDS = 0.2
"""Calls of several threads that are stopped within so short a time are told of together."""


class StoppedCall(NamedTuple):
    """A call that was stopped, and what will be the app's answer to that."""

    event: GradioApiEvent
    told: Future[Any]


class Stops:
    """Calls that were stopped in threads, until the person hears of them: of many in one line.

    `shell.service(Stops)` is the one of a shell and its forks. A thread that was stopped cannot say
    so itself: nobody listens to it any more.
    """

    def __init__(self, shell: Shell) -> None:
        self.host = shell.host
        self._lock = threading.Lock()
        self._stopped: list[StoppedCall] = []
        self._timer: threading.Timer | None = None

    def add(self, stopped: StoppedCall) -> None:
        """Take a call that is to be told of in a moment, if there is a person."""
        if not self.host.interactive:
            return
        with self._lock:
            self._stopped.append(stopped)
            if self._timer is None:
                self._timer = threading.Timer(_GATHER_SECONDS, self.tell)
                self._timer.daemon = True
                self._timer.start()

    def tell(self) -> None:
        """Tell of what was stopped so far, without waiting for more."""
        stopped = self._take()
        if stopped:
            self.host.note(_stopped_words(stopped))
            follow(self.host.note, stopped)

    def close(self) -> None:
        """Tell of nothing any more: the shell is left."""
        self._take()

    def _take(self) -> list[StoppedCall]:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            stopped, self._stopped = self._stopped, []
            return stopped


def stop_reading(context: Context, call: SessionApiEvent) -> None:
    """Stop a call whose results are taken no further; nothing happens if it has ended."""
    event = call.event
    told = event.cancel() if event.status != "complete" else None
    if told is None:
        return
    stopped, stops = StoppedCall(event, told), context.shell.service(Stops)
    if context.host is not stops.host:
        stops.add(stopped)
        return
    count = event.last_event_num
    events = "1 event" if count == 1 else f"{count} events"
    context.status(
        f"stopped after {events}; the app is told to cancel and may finish its current step"
    )
    _explain(context, event)
    follow(context.status, [stopped])


def stop_in_background(context: Context, event: GradioApiEvent) -> None:
    """Stop a call that runs in the background; what came of it can still be taken."""
    told = event.cancel()
    if told is None:
        return
    context.status(
        f"{event.api_name} {event.event_id[:_ID_SHOWN]}: the app is told to cancel and may finish"
        " its current step; what came can be taken"
    )
    _explain(context, event)
    follow(context.status, [StoppedCall(event, told)])


def _stopped_words(stopped: Sequence[StoppedCall]) -> str:
    steps = "its current step" if len(stopped) == 1 else "their current steps"
    return f"{_names(stopped)} stopped; the app is told to cancel and may finish {steps}"


def _names(stopped: Sequence[StoppedCall]) -> str:
    return stopped[0].event.api_name if len(stopped) == 1 else f"{len(stopped)} calls"


def _explain(context: Context, event: GradioApiEvent) -> None:
    """Say under -Verbose what is sent."""
    context.explain(f"POST {real_url(event)}/cancel {to_json(cancel_body(event))}")


def follow(say: Callable[[str], None], stopped: Sequence[StoppedCall]) -> None:
    """Say what the app answered once it has answered for all of some calls."""
    lock = threading.Lock()
    missing = len(stopped)

    def answered(_: Future[Any]) -> None:
        nonlocal missing
        with lock:
            missing -= 1
            if missing:
                return
        for line in _answers(stopped):
            say(line)

    for one in stopped:
        one.told.add_done_callback(answered)


def _answers(stopped: Sequence[StoppedCall]) -> Iterator[str]:
    answers = [one for one in stopped if not one.told.cancelled()]
    failed = [one for one in answers if one.told.exception() is not None]
    heard = [one for one in answers if one not in failed and one.told.result()]
    late = [one for one in answers if one not in failed and one not in heard]
    if heard:
        yield f"the app has cancelled {_names(heard)}"
    if late:
        yield f"{_names(late)} had ended before the app heard of it"
    if failed:
        error = failed[0].told.exception()
        yield f"the app could not be told to cancel {_names(failed)}: {error}"


def cancel_body(event: GradioApiEvent) -> dict[str, Any]:
    """Give what is sent to have a call cancelled."""
    return {
        "session_hash": event.session_hash or event.event_id,
        "fn_index": event.api.fn_index if event.api is not None else None,
        "event_id": event.event_id,
    }


def real_url(event: GradioApiEvent) -> str:
    """Give the address of the app's API, as it stands before the routes in QueryUrl."""
    route = "/queue/data" if event.route == "queue" else "/call/"
    return event.query_url.partition(route)[0]
