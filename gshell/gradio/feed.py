"""Results on their way from the reader, on the network's loop, to the one who takes them.

They travel in lists: handing over one by one costs three times the CPU of the reading itself.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

Item = TypeVar("Item")

AHEAD = 256
"""How many items may wait before a reader that is allowed to pause does so."""

_TICK = 0.1  # seconds; on Windows an untimed wait cannot be interrupted by Ctrl-C


class Feed(Generic[Item]):
    """A queue of lists with one writer and one taker, which may be in different threads.

    `arrived` is called by the writer after each list, `relieved` by the taker when there is room
    again or it goes away; both may be None and must not block.
    """

    __slots__ = ("_lists", "_put", "_ready", "_taken", "arrived", "attached", "relieved")

    def __init__(self) -> None:
        self._lists: SimpleQueue[list[Item]] = SimpleQueue()
        self._ready: deque[Item] = deque()
        self._put = 0
        self._taken = 0
        self.attached = False
        self.arrived: Callable[[], None] | None = None
        self.relieved: Callable[[], None] | None = None

    def put(self, items: list[Item]) -> None:
        """Hand over a list, which is the feed's from then on."""
        self._put += len(items)
        self._lists.put(items)
        if self.arrived is not None:
            self.arrived()

    def take(self, deadline: float | None = None) -> Item | None:
        """Wait for the next item; None once `deadline`, a `time.monotonic()` time, has passed."""
        while not self._ready:
            if not self._refill(deadline):
                return None
        return self._ready.popleft()

    def take_now(self) -> Item | None:
        """Give the next item, None if none is there."""
        if not self._ready and not self._lists.empty():
            self._accept(self._lists.get_nowait())
        return self._ready.popleft() if self._ready else None

    def attach(self) -> None:
        """Say that somebody takes items now; only then may the reader wait for them."""
        self.attached = True

    def detach(self) -> None:
        """Say that nobody takes items for the time being; they are kept."""
        self.attached = False
        self._relieve()

    @property
    def is_ahead(self) -> bool:
        """Whether so much waits for an attached taker that the reader should pause."""
        return self.attached and self._put - self._taken > AHEAD

    def _refill(self, deadline: float | None) -> bool:
        wait = _TICK
        if deadline is not None:
            wait = min(_TICK, deadline - time.monotonic())
        try:
            self._accept(self._lists.get(timeout=wait) if wait > 0 else self._lists.get_nowait())
        except Empty:
            return wait > 0
        return True

    def _accept(self, items: list[Item]) -> None:
        self._ready.extend(items)
        self._taken += len(items)
        if self._put - self._taken < AHEAD // 2:
            self._relieve()

    def _relieve(self) -> None:
        if self.relieved is not None:
            self.relieved()
