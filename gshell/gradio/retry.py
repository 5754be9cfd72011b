"""Sending again what a full queue refused: only that, as often as was said, and not in silence."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from gshell.gradio.exchange import Exchange

if TYPE_CHECKING:
    from gshell.gradio.background import Background
    from gshell.gradio.changes import Note
    from gshell.gradio.errors import QueueFull

_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 15.0
# seconds between two tries; each pause is twice the one before


class Patience:
    """How often one call is sent again, in the thread that sends it.

    `in_vain` is the record of the tries that were refused.
    """

    def __init__(self, background: Background, retry: int, note: Note) -> None:
        self.in_vain = Exchange()
        self._background = background
        self._retry = retry
        self._note = note
        self._refused = 0

    def wait(self, full: QueueFull) -> None:
        """Wait before the next try, or raise the refusal if there is none."""
        self._refused += 1
        if full.exchange is not None:
            full.exchange.begin_with(self.in_vain)
            self.in_vain = full.exchange
        if self._refused > self._retry:
            raise full
        pause = min(_FIRST_PAUSE * 2 ** (self._refused - 1), _LONGEST_PAUSE)
        words = full.message.rstrip(".")
        self._note(f"{words}; trying again in {pause:g} s ({self._refused} of {self._retry})")
        self._background.run(asyncio.sleep(pause))
