"""An HTTP server on a raw socket: each route is a list of steps, so that any of them can go wrong.

with FaultServer() as server:
    server.answer("GET", "/config", document({"version": "6.31.0", ...}))
    server.answer("GET", "/gradio_api/queue/data", events(b"data: {...}\n\n", end="cut"))
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

from tests.faults.background import BackgroundServer


class Request(NamedTuple):
    """What a client sent; header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


_STREAM = {"content-type": "text/event-stream", "connection": "close"}

Answer = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


def document(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """Answer with JSON."""
    return text(json.dumps(value), status, {"content-type": "application/json", **(headers or {})})


def text(body: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """Answer with any text."""

    async def answer(_request: Request, writer: asyncio.StreamWriter) -> None:
        data = body.encode()
        head = {"content-length": str(len(data)), "connection": "close", **(headers or {})}
        writer.write(_head(status, head) + data)

    return answer


def events(*pieces: bytes | Callable[[], Awaitable[None]], end: str = "close") -> Answer:
    """Answer with an event stream, a piece at a time; a piece that is called is waited for.

    The stream then ends well (`close`), breaks off (`cut`), is reset (`reset`) or stays (`open`).
    """

    async def answer(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {**_STREAM, "transfer-encoding": "chunked"}))
        for piece in pieces:
            if isinstance(piece, bytes):
                writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                await writer.drain()
            else:
                await piece()
        if end == "close":
            writer.write(b"0\r\n\r\n")
        elif end == "reset":
            await writer.drain()
            _reset(writer)
        elif end == "open":
            await writer.drain()
            await asyncio.Event().wait()

    return answer


async def reset(_request: Request, writer: asyncio.StreamWriter) -> None:
    """Answer with a TCP reset."""
    _reset(writer)


async def silence(_request: Request, _writer: asyncio.StreamWriter) -> None:
    """Take the request and never answer."""
    await asyncio.Event().wait()


def drip(data: bytes, seconds: float = 0.02) -> Answer:
    """Answer with these bytes for ever, one at a time."""

    async def answer(_request: Request, writer: asyncio.StreamWriter) -> None:
        place = 0
        while True:
            writer.write(data[place % len(data) : place % len(data) + 1])
            await writer.drain()
            await asyncio.sleep(seconds)
            place += 1

    return answer


def flood(head: bytes, filler: bytes) -> Answer:
    """Answer with an event stream that begins with `head` and goes on with `filler` for ever."""

    async def answer(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, _STREAM) + head)
        while True:
            writer.write(filler)
            await writer.drain()

    return answer


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close a connection at once, telling the other side that it broke."""
    end = writer.get_extra_info("socket")
    form = "hh" if sys.platform == "win32" else "ii"
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(form, 1, 0))
    writer.transport.abort()


def raw(data: bytes) -> Answer:
    """Answer with these very bytes."""

    async def answer(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    return answer


def message(kind: str, event_id: str | None = "e1", **fields: Any) -> bytes:
    """Give one message of a queue/data stream."""
    return b"data: " + json.dumps({"msg": kind, "event_id": event_id, **fields}).encode() + b"\n\n"


def completed(*data: Any, event_id: str = "e1") -> bytes:
    """Give the final message of a call that succeeded."""
    return message("process_completed", event_id, success=True, output={"data": list(data)})


CLOSE = message("close_stream", None)

CONFIG: dict[str, Any] = {
    "version": "6.31.0",
    "app_id": 1,
    "protocol": "sse_v3",
    "api_prefix": "/gradio_api",
    "title": "Faults",
    "components": [
        {"id": 1, "type": "textbox", "props": {"label": "text"}, "api_info": {"type": "string"}},
        {"id": 2, "type": "textbox", "props": {"label": "answer"}, "api_info": {"type": "string"}},
        {"id": 3, "type": "state", "props": {}, "skip_api": True},
    ],
    "dependencies": [
        {"id": 0, "api_name": "say", "inputs": [1], "outputs": [2], "backend_fn": True},
        {"id": 1, "api_name": "keep", "inputs": [1, 3], "outputs": [2, 3], "backend_fn": True},
    ],
}
_TEXT = {"label": "text", "parameter_name": "text", "type": {"type": "string"}}
_ENTRY = {"parameters": [_TEXT], "returns": [{"label": "answer", "type": {"type": "string"}}]}
INFO: dict[str, Any] = {"named_endpoints": {"/say": _ENTRY, "/keep": _ENTRY}}


class FaultServer(BackgroundServer):
    """A server on a port of loopback, 0 for a free one; answers can be changed while it runs."""

    def __init__(self, port: int = 0) -> None:
        super().__init__("fault-server")
        self.requests: list[Request] = []
        self._answers: dict[tuple[str, str], list[Answer]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._left = threading.Condition()
        self.port = port
        self.config = CONFIG
        self.info = INFO
        self._listener: asyncio.Server | None = None

    @classmethod
    def gradio(cls, port: int = 0) -> Self:
        """Give a server that begins as a well-behaved app of one call, `e1`."""
        server = cls(port)
        server.behave()
        return server

    def behave(self) -> None:
        """Answer every route as a healthy app does."""
        api = "/gradio_api"
        self.answer("GET", "/config", document(self.config))
        self.answer("GET", f"{api}/info", document(self.info))
        self.answer("GET", f"{api}/app_id", document({"app_id": self.config["app_id"]}))
        self.answer("GET", f"{api}/heartbeat", events(b"data: ALIVE\n\n", end="open"))
        self.answer("POST", "/login", document({"success": True}))
        self.answer("POST", f"{api}/queue/join", document({"event_id": "e1"}))
        self.answer("POST", f"{api}/cancel", document({"success": True}))
        self.answer("GET", f"{api}/queue/data", events(completed("fine"), CLOSE))
        self.answer("POST", f"{api}/call/say", document({"event_id": "e1"}))
        fine = b'event: complete\ndata: ["fine"]\n\n'
        self.answer("GET", f"{api}/call/say/e1", events(fine))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, method: str, path: str, *answers: Answer) -> None:
        """Say how to answer a route: one answer after the other, the last one for ever."""
        self._answers[method, path] = list(answers)

    def sent(self, path: str) -> list[Request]:
        """List the requests for a path."""
        return [request for request in self.requests if request.path == path]

    @property
    def connections(self) -> int:
        """How many connections are open: neither side has closed them."""
        with self._left:
            return len(self._tasks)

    def wait_until_left(self, connections: int = 0, seconds: float = 10) -> bool:
        """Wait until no more than so many connections are open; False if there are."""
        with self._left:
            return self._left.wait_for(lambda: len(self._tasks) <= connections, seconds)

    def stop(self) -> None:
        """Listen no more, and reset every connection; `listen` begins again."""
        asyncio.run_coroutine_threadsafe(self.end(), self._loop).result(10)

    def listen(self) -> None:
        """Listen, on the port of before."""
        asyncio.run_coroutine_threadsafe(self.begin(), self._loop).result(10)

    def run_soon(self, callback: Callable[[], object]) -> None:
        """Run something in the server's thread, for example to let an answer go on."""
        self._loop.call_soon_threadsafe(callback)

    async def begin(self) -> None:
        if self._listener is None:
            self._listener = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
            self.port = self._listener.sockets[0].getsockname()[1]

    async def end(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        with self._left:
            self._tasks.add(task)
        try:
            await self._answer_one(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client went away, which is its right
        except asyncio.CancelledError:
            pass  # the server is stopped
        finally:
            writer.close()
            with self._left:
                self._tasks.discard(task)
                self._left.notify_all()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await _read_request(reader)
        self.requests.append(request)
        answering = asyncio.ensure_future(self._find(request)(request, writer))
        leaving = asyncio.ensure_future(reader.read(1))
        try:
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if answering.done():
                await answering
                await writer.drain()
        finally:
            for task in (answering, leaving):
                task.cancel()
            await asyncio.gather(answering, leaving, return_exceptions=True)

    def _find(self, request: Request) -> Answer:
        """Give the answer to a request; one for a path stands for what is below it, too."""
        path = request.path
        while True:
            answers = self._answers.get((request.method, path), [])
            if answers:
                return answers.pop(0) if len(answers) > 1 else answers[0]
            path = path.rpartition("/")[0]
            if not path:
                return document({"detail": "Not Found"}, 404)


async def _read_request(reader: asyncio.StreamReader) -> Request:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _version = lines[0].split(" ")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    parts = urlsplit(target)
    return Request(method, parts.path, parse_qs(parts.query), headers, body)


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Told"] + [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
