"""A TCP proxy before a real app, which can turn into a black hole for what is connected."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


class Proxy:
    """Passes bytes on both ways; after `swallow` those of the open connections get lost.

    Neither side learns of it: what is swallowed stays open, as where a router has lost its table.
    """

    def __init__(self, app: str) -> None:
        parts = urlsplit(app)
        self._target = (str(parts.hostname), int(parts.port or 80))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)
        self._ready = threading.Event()
        self._over: asyncio.Event
        self._flows = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def swallow(self) -> None:
        """Let nothing more through the connections that are open now."""
        done = threading.Event()

        def block() -> None:
            self._flows.clear()
            self._flows = asyncio.Event()
            self._flows.set()
            done.set()

        self._loop.call_soon_threadsafe(block)
        done.wait(10)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        self._flows.set()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        flows = self._flows
        app_reader, app_writer = await asyncio.open_connection(*self._target)
        try:
            async with asyncio.TaskGroup() as ways:
                ways.create_task(_pass_on(reader, app_writer, flows))
                ways.create_task(_pass_on(app_reader, writer, flows))
        except asyncio.CancelledError:
            pass  # the proxy is closed
        finally:
            writer.close()
            app_writer.close()
            self._tasks.discard(task)


async def _pass_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, flows: asyncio.Event
) -> None:
    """Pass bytes on, and the end of them, while they flow."""
    while True:
        try:
            data = await reader.read(65536)
        except ConnectionError:
            data = b""
        await flows.wait()
        if not data:
            writer.close()
            return
        writer.write(data)
        await writer.drain()
