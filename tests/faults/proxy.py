"""A TCP proxy before a real app, which can turn into a black hole for what is connected."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from tests.faults.background import BackgroundServer


class Proxy(BackgroundServer):
    """Passes bytes on both ways; after `swallow` those of the open connections get lost.

    Neither side learns of it: what is swallowed stays open, as where a router has lost its table.
    `sent` counts the bytes that the app sent.
    """

    def __init__(self, app: str) -> None:
        parts = urlsplit(app)
        self._target = (str(parts.hostname), int(parts.port or 80))
        super().__init__("proxy")
        self._server: asyncio.Server
        self._flows = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0
        self.sent = 0

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

    async def begin(self) -> None:
        self._flows.set()
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def end(self) -> None:
        self._server.close()
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
                ways.create_task(_pass_on(app_reader, writer, flows, self._count))
        except asyncio.CancelledError:
            pass  # the proxy is closed
        finally:
            writer.close()
            app_writer.close()
            self._tasks.discard(task)

    def _count(self, size: int) -> None:
        self.sent += size


async def _pass_on(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    flows: asyncio.Event,
    count: Callable[[int], None] = lambda _: None,
) -> None:
    """Pass bytes on, and the end of them, while they flow."""
    while True:
        try:
            data = await reader.read(65536)
        except ConnectionError:
            data = b""
        count(len(data))
        await flows.wait()
        if not data:
            writer.close()
            return
        writer.write(data)
        await writer.drain()
