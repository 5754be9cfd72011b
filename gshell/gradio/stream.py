"""One event stream, read to its end at the pace of those who take its results."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

from gshell.gradio.sse import Block, Splitter

if TYPE_CHECKING:
    from gshell.gradio.feed import Feed

# A read from the socket costs more than the event it brings. When reads follow each other faster
# than a person or a pipeline could notice, a short rest lets the next events gather in the socket:
# with 5,000 small events the reader then takes half the CPU at the same events per second.
_REST_SECONDS = 0.004
_QUICK_SECONDS = 0.002
_QUICK_READS = 16

_DRAIN_SECONDS = 1.0

SILENT_HEARTBEATS = 3
"""After as many heartbeats' time without a byte, a stream is given up."""


class Pace:
    """Lets the reader pause while the one who takes its results is far behind."""

    __slots__ = ("_room", "held_back")

    def __init__(self, held_back: Callable[[], Feed[Any] | None]) -> None:
        """Take how to find the feed that the stream must wait for now; None: it must not."""
        self.held_back = held_back
        self._room: asyncio.Event | None = None

    def wake(self) -> None:
        """Let a pausing reader look again whether it must wait; called on the loop."""
        if self._room is not None:
            self._room.set()

    async def pause(self, feed: Feed[Any]) -> None:
        """Wait until the feed has room, its taker leaves, or `wake` is called."""
        loop = asyncio.get_running_loop()
        self._room = room = asyncio.Event()
        feed.relieved = lambda: _call_if_open(loop, room.set)
        try:
            # looked at again: the taker may have made room before it could see whom to tell
            if self.held_back() is not None:
                await room.wait()
        finally:
            feed.relieved = None
            self._room = None


class _Rest:
    """Decides when the reader should rest: after many reads in a row that hardly had to wait."""

    __slots__ = ("_asked", "_loop", "_quick", "_read", "_watching")

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._asked = 0.0
        self._quick = 0
        self._read = False
        self._watching = False
        self.begin()

    def begin(self) -> None:
        """Say that the next chunk is asked for now."""
        self._asked = time.monotonic()
        if not self._watching:
            self._watching = True
            self._loop.call_soon(self._note_read)

    def is_due(self) -> bool:
        """Say, once a chunk was taken, whether to rest before the next."""
        if not self._read:
            return False  # the chunk came with the one before, it cost no read
        self._read = self._watching = False
        waited = time.monotonic() - self._asked
        self._quick = self._quick + 1 if waited < _QUICK_SECONDS else 0
        return self._quick >= _QUICK_READS

    def _note_read(self) -> None:
        """Run by the loop, so only if the reader really had to wait for its chunk."""
        self._read = True


async def read_stream(
    chunks: AsyncIterator[bytes],
    take: Callable[[list[Block]], bool],
    pace: Pace,
    largest: int,
) -> bool:
    """Give each chunk's events to `take` until it says that the stream is over.

    The answer says whether it said so; False means that the stream just ended. An event of more
    than `largest` bytes is refused.
    """
    splitter = Splitter(largest)
    rest = _Rest()
    async for chunk in chunks:
        is_rest_due = rest.is_due()
        blocks = splitter.feed(chunk)
        if blocks and take(blocks):
            return True
        if is_rest_due:
            await asyncio.sleep(_REST_SECONDS)
        while (feed := pace.held_back()) is not None:
            await pace.pause(feed)
        rest.begin()
    last = splitter.finish()
    return bool(last) and take(last)


async def drain(chunks: AsyncIterator[bytes]) -> None:
    """Read what is left of a stream that is over, so that its connection can be used again."""
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for _ in chunks:
                pass
    except TimeoutError:
        pass  # the server keeps it open: then the connection is closed by the caller


def _call_if_open(loop: asyncio.AbstractEventLoop, callback: Callable[[], object]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(callback)
