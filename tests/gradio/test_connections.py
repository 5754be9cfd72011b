"""The connections to an app: which are used again, and which are not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from gshell.gradio import connections
from gshell.gradio.connections import Connections
from gshell.gradio.http import Http
from gshell.gradio.options import ConnectionOptions


class Server:
    """Answers each request once the test lets it, and knows its connections."""

    def __init__(self) -> None:
        self.accepted = 0
        self.open: set[asyncio.StreamWriter] = set()
        self.asked = asyncio.Event()
        self.answers = asyncio.Event()
        self.answers.set()
        self.left = asyncio.Event()  # somebody closed a connection
        self.address = ""

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self.open.add(writer)
        try:
            while await _read_head(reader):
                self.asked.set()
                await self.answers.wait()
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
                await writer.drain()
        finally:
            self.open.discard(writer)
            self.left.set()
            writer.close()


async def _read_head(reader: asyncio.StreamReader) -> bool:
    try:
        return bool(await reader.readuntil(b"\r\n\r\n"))
    except (asyncio.IncompleteReadError, ConnectionError):
        return False


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[Server, httpx.AsyncClient]]:
    server = Server()
    listener = await asyncio.start_server(server.connected, "127.0.0.1", 0)
    server.address = "http://{}:{}".format(*listener.sockets[0].getsockname()[:2])
    async with asyncio.timeout(20), httpx.AsyncClient(transport=Connections(False)) as client:
        yield server, client
    while server.open:
        server.left.clear()
        await server.left.wait()
    listener.close()


def test_one_after_the_other_go_on_one_connection() -> None:
    async def run() -> None:
        async with serving() as (server, client):
            for _ in range(5):
                assert (await client.get(server.address)).text == "ok"
            assert server.accepted == 1

    asyncio.run(run())


def test_those_at_once_have_a_connection_each_and_all_are_used_again() -> None:
    async def run() -> None:
        async with serving() as (server, client):
            for _ in range(3):
                server.answers.clear()
                requests = [asyncio.create_task(client.get(server.address)) for _ in range(8)]
                while server.accepted < 8:
                    server.asked.clear()
                    await server.asked.wait()
                server.answers.set()
                await asyncio.gather(*requests)
            assert server.accepted == len(server.open) == 8

    asyncio.run(run())


def test_a_connection_that_the_server_closed_is_made_anew() -> None:
    async def run() -> None:
        async with serving() as (server, client):
            await client.get(server.address)
            for writer in tuple(server.open):
                writer.close()
            await server.left.wait()
            assert (await client.get(server.address)).text == "ok"
            assert server.accepted == 2

    asyncio.run(run())


@pytest.mark.parametrize("name", ["IDLE_SECONDS", "_KEPT"])
def test_what_was_idle_for_long_or_is_too_much_is_closed_with_the_next_request(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with serving() as (server, client):
            server.answers.clear()
            requests = [asyncio.create_task(client.get(server.address)) for _ in range(4)]
            while server.accepted < 4:
                server.asked.clear()
                await server.asked.wait()
            server.answers.set()
            await asyncio.gather(*requests)
            monkeypatch.setattr(connections, name, -1.0 if name == "IDLE_SECONDS" else 1)
            await client.get(server.address)
            while len(server.open) > 2:
                server.left.clear()
                await server.left.wait()

    asyncio.run(run())


def test_a_request_that_was_given_up_takes_its_connection_along() -> None:
    async def run() -> None:
        async with serving() as (server, client):
            server.answers.clear()
            request = asyncio.create_task(client.get(server.address))
            await server.asked.wait()
            request.cancel()
            await asyncio.gather(request, return_exceptions=True)
            server.answers.set()
            assert (await client.get(server.address)).text == "ok"
            assert server.accepted == 2

    asyncio.run(run())


def test_an_answer_that_was_not_read_takes_its_connection_along() -> None:
    async def run() -> None:
        async with serving() as (server, client):
            async with client.stream("GET", server.address):
                pass
            assert (await client.get(server.address)).text == "ok"
            assert server.accepted == 2

    asyncio.run(run())


def test_nobody_answers() -> None:
    async def run() -> None:
        async with httpx.AsyncClient(transport=Connections(False)) as client:
            with pytest.raises(httpx.ConnectError):
                await client.get("http://127.0.0.1:1/")

    asyncio.run(run())


def test_a_proxy_of_the_environment_stands_before_the_world(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heads: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        writer.close()

    async def run() -> None:
        proxy = await asyncio.start_server(answer, "127.0.0.1", 0)
        for name in ("NO_PROXY", "no_proxy", "http_proxy"):
            monkeypatch.delenv(name, raising=False)
        address = "http://{}:{}".format(*proxy.sockets[0].getsockname()[:2])
        monkeypatch.setenv("HTTP_PROXY", address)
        http = Http("http://app.invalid", ConnectionOptions())
        assert await http.get_json("/config") == {}
        await http.close()
        proxy.close()

    asyncio.run(run())
    assert heads[0].startswith(b"GET http://app.invalid/config ")
