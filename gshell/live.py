"""The lines that show running calls on a terminal: below all that is printed, and gone at the end.

A small thread draws them, and lets the calls tell what came, about ten times a second. It runs only
while there are calls, and a little longer, because the next one often follows at once.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from gshell.environment import Environment
from gshell.render.theme import Theme

if TYPE_CHECKING:
    from gshell.gradio.objects import GradioApiEvent
    from gshell.render.page import FormattedLine
    from gshell.render.progress import Speeds, State

_TICK = 0.1
_IDLE_TICKS = 20
_UNSEEN_SECONDS = 0.3
"""How long a call runs before it is shown: short ones would only flicker."""

_WORTH_SECONDS = 1.0
"""How long a call must have been shown for one line about its end to stay."""

_SETTLE_SECONDS = 0.05
"""Writes that follow each other faster than this do not each bring the lines back."""

_HANDOVER_SECONDS = 0.05
"""A call that follows so soon on one that was shown and goes on is the same, seen further on."""


class Live:
    """The running calls of a console.

    Whoever writes to the terminal holds `lock`, calls `erase` before and `restore` after it.
    Nothing is drawn while `may_draw` says no. `note` prints a line that stays.
    """

    def __init__(
        self,
        environment: Environment,
        lock: AbstractContextManager[Any],
        may_draw: Callable[[], bool],
        note: Callable[[str], None],
    ) -> None:
        self._environment = environment
        self._lock = lock
        self._may_draw = may_draw
        self._note = note
        self._theme = Theme(environment.colour_errors)
        self.draws = environment.stderr_is_terminal and environment.variables.get("TERM") != "dumb"
        """Whether there is a terminal on which lines can be drawn."""
        self._watches: list[Watching] = []
        self._ticker: threading.Thread | None = None
        self._drawn: list[int] = []  # the widths of the lines that are on the terminal
        self._drawn_at = 0.0
        self._given_up_at = 0.0  # when a call was last removed that was shown and goes on
        self.printed_at = 0.0
        """When an object was last printed on the terminal, in `time.monotonic()` seconds."""

    def erase(self) -> None:
        """Take the lines off the terminal, so that something else can be written there."""
        if self._drawn:
            start, self._drawn = self._to_start(), []  # a Ctrl-C may come while it is written
            self._write(f"{start}\x1b[J")

    def restore(self) -> None:
        """Bring the lines back, unless that was done a moment ago; then the next tick does it."""
        if self._watches and time.monotonic() - self._drawn_at > _SETTLE_SECONDS:
            self._draw()

    def forget(self) -> None:
        """Show none of the calls any more, whatever still holds on to them."""
        self._watches = []
        self.erase()

    def add(self, watch: Watching) -> None:
        """Begin to show a call, and to let it tell what came."""
        with self._lock:
            if time.monotonic() - self._given_up_at < _HANDOVER_SECONDS:
                watch.seen_at = watch.began  # it is the next part of what was shown already
            self._watches = [*self._watches, watch]
            if self._ticker is None:
                self._ticker = threading.Thread(target=self._run, name="live", daemon=True)
                self._ticker.start()

    def remove(self, watch: Watching) -> None:
        """Stop showing a call; if it has ended, and was there to be seen, say so."""
        with self._lock:
            if watch not in self._watches:
                return
            self._watches = [one for one in self._watches if one is not watch]
            self.erase()
            ending = watch.ending()
            if ending:
                self._note(ending)
            elif watch.seen_at and not watch.has_ended:
                self._given_up_at = time.monotonic()
            self.restore()

    def _run(self) -> None:
        """Draw and let tell, on the thread that does this, until there was nothing for a while."""
        idle = 0
        while idle < _IDLE_TICKS:
            time.sleep(_TICK)
            try:
                for watch in self._watches:
                    watch.tell()
                with self._lock:
                    self._draw()
            except (
                OSError
            ):  # nobody reads what is said any more; the next to write hears of it, too
                self._drawn = []
            with self._lock:
                idle = 0 if self._watches else idle + 1
                if idle == _IDLE_TICKS:
                    self._ticker = None

    def _draw(self) -> None:
        """Draw the lines over those that are there."""
        lines = self._lines() if self.draws and self._may_draw() else []
        if not lines:
            self.erase()
            return
        from gshell.render.cells import width

        start, self._drawn = self._to_start(), [width(line) for line in lines]
        text = "\x1b[K\n".join(line.styled for line in lines)
        self._write(f"{start}{text}\x1b[J")
        self._drawn_at = time.monotonic()

    def _lines(self) -> list[FormattedLine]:
        now = time.monotonic()
        watches = [one for one in self._watches if one.seen_at or now - one.began > _UNSEEN_SECONDS]
        if not watches:
            return []
        from gshell.render.progress import live_lines  # most calls end before this

        states = [one.state(self.printed_at) for one in watches]
        for watch in watches:
            watch.seen_at = watch.seen_at or now
        columns, height = self._size()
        return live_lines(states, columns - 1, height - 1, self._theme)

    def _to_start(self) -> str:
        """Give what moves the cursor from the end of the lines to where they begin.

        In a window that was made narrower meanwhile, a line has become several.
        """
        columns = self._size()[0]
        rows = sum(max(1, -(-each // columns)) for each in self._drawn)
        return f"\x1b[{rows - 1}A\r" if rows > 1 else "\r"

    def _size(self) -> tuple[int, int]:
        """Give the columns and lines of the terminal, which need not be that of the output."""
        try:
            columns, height = os.get_terminal_size(self._environment.stderr.fileno())
        except OSError:  # a terminal only by name
            return self._environment.width(), self._environment.height()
        return columns or 80, height or 24

    def _write(self, text: str) -> None:
        self._environment.stderr.write(text)
        self._environment.stderr.flush()


class Watching:
    """One call that is shown, from the beginning to the end of a `with` block."""

    __slots__ = (
        "_brief",
        "_call",
        "_live",
        "_result",
        "_speeds",
        "began",
        "results",
        "seen_at",
        "tell",
    )

    def __init__(self, live: Live, call: GradioApiEvent, tell: Callable[[], None]) -> None:
        self.tell = tell
        self.results = 0
        self.began = time.monotonic()
        self.seen_at = 0.0
        self._live = live
        self._call = call
        self._speeds: Speeds | None = None
        self._result: list[Any] | None = None
        self._brief = ""  # that result as text

    def __enter__(self) -> Self:
        self._live.add(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._live.remove(self)

    def state(self, printed_at: float) -> State:
        """Look at the call as it is now; its newest result is left out where that is printed."""
        from gshell.render.progress import Speeds, state_of

        if self._speeds is None:
            self._speeds = Speeds()
        partial = "" if printed_at > self.began else self._newest()
        return state_of(self._call, self._speeds, self.results, partial)

    @property
    def has_ended(self) -> bool:
        """Whether all of the call was taken."""
        return self._call.status == "complete"

    def ending(self) -> str:
        """Say how the call ended; nothing of one that goes on, or was hardly to be seen."""
        if not self.has_ended or not self.seen_at:
            return ""
        if time.monotonic() - self.seen_at < _WORTH_SECONDS:
            return ""
        from gshell.render.progress import summary

        seconds = self._call.elapsed.total_seconds()
        return summary(self._call.api_name, self._call.outcome or "", self.results, seconds)

    def _newest(self) -> str:
        if self._call.result is not self._result:
            from gshell.render.progress import partial_text

            self._result = self._call.result
            self._brief = partial_text(self._result)
        return self._brief
