"""The calls of a session: how many there may be, which are found by an id, which may go."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gshell.gradio.errors import EventNotFound, MaxCalls
from gshell.gradio.objects import SessionApiEvent

if TYPE_CHECKING:
    from gshell.gradio.objects import GradioApiEvent

KEPT_DELIVERED = 100
"""How many calls stay listed after all their results were taken."""

_SHORTEST = 4  # characters of an id: fewer could be meant for a call of another session


class CallList:
    """The calls of one session, oldest first; used from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: list[SessionApiEvent] = []
        self._coming = 0

    def all(self) -> list[SessionApiEvent]:
        """List them."""
        with self._lock:
            return list(self._calls)

    def make_room(self, limit: int, policy: str, warn: Callable[[str], None] | None) -> None:
        """Reserve a place for a call, as MaxCalls and MaxCallsPolicy say; `add` or `free` follows.

        Calls that run or have results nobody took are counted; a limit of 0 is none.
        """
        with self._lock:
            count = self._coming + sum(not call.event.delivered for call in self._calls)
            if limit and count >= limit and policy != "Warning":
                self._drop_ended(count, limit) if policy == "Remove" else self._refuse(count, limit)
            self._coming += 1
        if limit and count >= limit and policy == "Warning" and warn is not None:
            warn(_reached(count, limit))

    def free(self) -> None:
        """Give a reserved place back."""
        with self._lock:
            self._coming -= 1

    def add(self, call: SessionApiEvent) -> None:
        """Put a call in the place reserved for it."""
        with self._lock:
            self._coming -= 1
            self._calls.append(call)
            delivered = [each for each in self._calls if each.event.delivered]
            for old in delivered[:-KEPT_DELIVERED]:
                self._calls.remove(old)

    def find(self, target: Any) -> SessionApiEvent:
        """Find a call by its id, by a unique beginning of it, or by itself."""
        calls = self.all()
        if isinstance(target, SessionApiEvent):
            if target in calls:
                return target
            target = target.id
        word = str(target)
        found = [call for call in calls if call.id == word]
        if not found and len(word) >= _SHORTEST:
            found = [call for call in calls if call.id.startswith(word)]
        if len(found) == 1:
            return found[0]
        if found:
            raise EventNotFound(
                f"{len(found)} calls begin with {word}", hint="type more of the id", target=word
            )
        few = len(word) < _SHORTEST
        hint = f"give at least {_SHORTEST} characters of the id" if few else "is it this session's?"
        raise EventNotFound(f"the session has no call {word}", hint=hint, target=word)

    def candidates(self, target: Any, force: bool) -> list[SessionApiEvent]:
        """Give the calls that a removal of `target` would take.

        `clean` (or AllCompleted) is those that ended, with -Force also where results wait; `all`
        and an id take what ended, with -Force also what runs.
        """
        word = target.casefold() if isinstance(target, str) else ""
        if word in ("clean", "allcompleted"):
            return [
                call
                for call in self.all()
                if call.event.finished and (force or call.event.delivered)
            ]
        calls = self.all() if word == "all" else [self.find(target)]
        return [call for call in calls if force or call.event.finished]

    def remove(self, calls: list[SessionApiEvent]) -> None:
        """Take calls off the list."""
        with self._lock:
            self._calls = [call for call in self._calls if call not in calls]

    def _drop_ended(self, count: int, limit: int) -> None:
        """Drop the oldest calls that ended and were not read, until there is room for one more.

        Those that were read do not count, so dropping them would make no room.
        """
        ended = [call for call in self._calls if call.event.finished and not call.event.delivered]
        surplus = count - limit + 1
        if len(ended) < surplus:
            self._refuse(count - len(ended), limit)
        for call in ended[:surplus]:
            self._calls.remove(call)

    def _refuse(self, count: int, limit: int) -> None:
        raise MaxCalls(
            _reached(count, limit),
            hint="take their results, remove some with Remove-GradioSessionApi, or raise MaxCalls",
        )


def _reached(count: int, limit: int) -> str:
    calls = "1 call has" if count == 1 else f"{count} calls have"
    return f"{calls} results to come or to be read, and MaxCalls is {limit}"


def is_running(event: GradioApiEvent) -> bool:
    """Say whether a call is ours to cancel on leaving: it runs, and was sent through the queue."""
    return event.route == "queue" and not event.finished
