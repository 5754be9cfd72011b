"""The connections to one app: any number at once, each used again while it is fresh.

The pool of httpx looks at all its connections, several times over, whenever a request begins or
ends, and asks the system about each that is idle: with 16 calls at once that is a third of the
client's CPU. Here each connection is a small pool of its own, and the one used last is taken.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import deque
from collections.abc import AsyncIterator
from importlib.util import find_spec
from typing import Any

import httpx

_modules: dict[str, Any] = sys.modules
if "sniffio" not in _modules and find_spec("sniffio") is None:
    # httpcore imports it at each lock that it takes. A module that is not installed is looked for
    # in every folder each time, which is a tenth of the CPU of a call.
    _modules["sniffio"] = None  # not to be found

IDLE_SECONDS = 3.0
"""After how many seconds without use a connection is closed.

It is below the 5 s after which uvicorn closes it: a POST that meets the closing end cannot be sent
again, because nobody knows whether the app had read it.
"""

_KEPT = 64
"""How many connections may be idle."""


class Connections(httpx.AsyncBaseTransport):
    """Sends each request on a connection that no other uses meanwhile."""

    def __init__(self, verify: Any) -> None:
        """Begin with none; `verify` is as httpx has it."""
        self._context = httpx.create_ssl_context(verify=verify)
        self._limits = httpx.Limits(
            max_connections=1, max_keepalive_connections=1, keepalive_expiry=IDLE_SECONDS
        )
        self._all: set[httpx.AsyncHTTPTransport] = set()
        # since when each is idle, oldest first
        self._idle: deque[tuple[float, httpx.AsyncHTTPTransport]] = deque()
        self._closing: set[asyncio.Task[None]] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; its connection is free again when the answer is closed."""
        connection = self._idle.pop()[1] if self._idle else self._new()
        self._close_surplus()
        try:
            response = await connection.handle_async_request(request)
        except BaseException:
            self._drop(connection)
            raise
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Body(response.stream, connection, self)
        return response

    async def aclose(self) -> None:
        """Close all, also those in use."""
        for connection in tuple(self._all):
            self._drop(connection)
        await asyncio.gather(*self._closing)

    def free(self, connection: httpx.AsyncHTTPTransport, is_sound: bool) -> None:
        """Keep a connection for the next request; one that did not end well is closed."""
        if is_sound and connection in self._all:
            self._idle.append((time.monotonic(), connection))
        else:
            self._drop(connection)

    def _new(self) -> httpx.AsyncHTTPTransport:
        connection = httpx.AsyncHTTPTransport(verify=self._context, limits=self._limits)
        self._all.add(connection)
        return connection

    def _close_surplus(self) -> None:
        stale = time.monotonic() - IDLE_SECONDS
        while self._idle and (self._idle[0][0] < stale or len(self._idle) > _KEPT):
            self._drop(self._idle.popleft()[1])

    def _drop(self, connection: httpx.AsyncHTTPTransport) -> None:
        """Close a connection in the background: whoever had it may be in a hurry, or cancelled."""
        self._all.discard(connection)
        closing = asyncio.get_running_loop().create_task(connection.aclose())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)


class _Body(httpx.AsyncByteStream):
    """An answer's body, which frees its connection when it is closed."""

    def __init__(
        self,
        stream: httpx.AsyncByteStream,
        connection: httpx.AsyncHTTPTransport,
        connections: Connections,
    ) -> None:
        self._stream = stream
        self._connection = connection
        self._connections = connections
        self._is_closed = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._stream.__aiter__()

    async def aclose(self) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        is_sound = False
        try:
            await self._stream.aclose()
            is_sound = True
        finally:
            self._connections.free(self._connection, is_sound)
