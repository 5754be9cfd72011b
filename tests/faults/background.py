"""A server in a thread with a loop of its own, for as long as a `with` lasts."""

from __future__ import annotations

import asyncio
import threading
from abc import abstractmethod
from types import TracebackType
from typing import Self

_PATIENCE = 10  # seconds


class BackgroundServer:
    """Serves while it is entered; a subclass says what that is."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._over: asyncio.Event

    @abstractmethod
    async def begin(self) -> None:
        """Open what clients connect to."""

    @abstractmethod
    async def end(self) -> None:
        """Close it, and all that is connected."""

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(_PATIENCE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        await self.begin()
        self._ready.set()
        await self._over.wait()
        await self.end()
