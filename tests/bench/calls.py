"""Calls of the bundled app: through the shell, by bare httpx, and by gradio_client."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx

from gshell.demo.process import start_demo
from gshell.script import Interpreter
from tests.bench.clients import gradio_client_on, shell_on
from tests.bench.process import side_by_side
from tests.bench.rows import Row

Client = Callable[[str, list[Any]], Iterator[Any]]
"""Calls an endpoint of the app and gives what comes, until the last."""


class Taken(NamedTuple):
    """What one call took: seconds in all and until the first event, CPU seconds, events."""

    seconds: float
    first: float
    cpu: float
    events: int


def unary(rounds: int = 60) -> Iterator[Row]:
    """Compare a warm call with one answer: the median of many, taken in turns."""
    with _clients() as (ours, bare, other):
        takes = _in_turns(rounds, "upper", ["hello"], ours, bare, other)
    own, plain, slow = (1000 * statistics.median(one.seconds for one in each) for each in takes)
    detail = f"{own:.1f} ms, bare httpx {plain:.1f} ms, gradio_client {slow:.1f} ms"
    yield Row("a call, by bare httpx", f"{own / plain:.2f} times", "<= 1.3", detail)
    yield Row("a call, by gradio_client", f"1/{slow / own:.1f}", "<= 1/3", detail)


def stream(rounds: int = 7, count: int = 5000) -> Iterator[Row]:
    """Compare a stream of small values: how fast, how soon, and at what CPU."""
    with _clients() as (ours, bare, other):
        takes = _in_turns(rounds, "count", [count, 0], ours, bare, other)
    own, plain, slow = (_median(each) for each in takes)
    speeds = [one.events / one.seconds for one in (own, plain, slow)]
    detail = " / ".join(f"{speed:.0f}" for speed in speeds)
    what = f"a stream of {count:,}"
    yield Row(
        f"{what}: events a second",
        f"{speeds[0] / speeds[1]:.2f} of bare httpx",
        ">= 0.9",
        f"gshell / httpx / gradio_client: {detail}",
    )
    firsts = " / ".join(f"{1000 * one.first:.0f} ms" for one in (own, plain, slow))
    yield Row(f"{what}: first event", f"{own.first / plain.first:.2f} times", "<= 1.5", firsts)
    cpu = " / ".join(f"{one.cpu:.2f} s" for one in (own, plain, slow))
    yield Row(f"{what}: CPU of the client", f"{own.cpu / plain.cpu:.2f} times", "<= 1.5", cpu)


def memory(rounds: int = 1, count: int = 200_000) -> Iterator[Row]:
    """Compare the peak memory of a long stream that nobody keeps with that of a short one."""
    with start_demo() as demo:
        short, long = side_by_side(
            rounds, _process(demo.wait_ready(), count // 100), _process(demo.wait_ready(), count)
        )
    yield Row(
        "memory of a long call",
        f"{long.peak - short.peak:+.1f} MB",
        "<= +10 MB",
        f"{count:,} events {long.peak:.0f} MB, {count // 100:,} events {short.peak:.0f} MB",
    )


def _process(address: str, count: int) -> list[str]:
    line = f"call count -n {count} -delay 0 | Out-Null"
    return [sys.executable, "-m", "gshell", "--no-profile", address, "-c", line]


@contextmanager
def _clients() -> Iterator[tuple[Client, Client, Client]]:
    with (
        start_demo() as demo,
        shell_on(demo.wait_ready()) as interpreter,
        httpx.Client() as connection,
        gradio_client_on(demo.wait_ready()) as client,
    ):
        yield _ours(interpreter), _bare(connection, demo.wait_ready()), _gradio_client(client)


def _ours(interpreter: Interpreter) -> Client:
    def call(name: str, values: list[Any]) -> Iterator[Any]:
        flow = interpreter.shell.compile(f"call {name} {' '.join(map(str, values))}")
        yield from interpreter.shell.run(flow)

    return call


def _bare(connection: httpx.Client, address: str) -> Client:
    """Do the same two requests by hand, and parse each event's JSON."""
    config = connection.get(f"{address}/config").json()
    root = address + config["api_prefix"]
    numbers = {one["api_name"]: one["id"] for one in config["dependencies"]}

    def call(name: str, values: list[Any]) -> Iterator[Any]:
        session = os.urandom(8).hex()
        body = {"data": values, "fn_index": numbers[name], "session_hash": session}
        connection.post(f"{root}/queue/join", json=body).raise_for_status()
        parameters = {"session_hash": session}
        with connection.stream(
            "GET", f"{root}/queue/data", params=parameters, timeout=60
        ) as answer:
            rest = b""
            for chunk in answer.iter_raw():
                *blocks, rest = (rest + chunk).split(b"\n\n")
                for block in blocks:
                    message = json.loads(block[len(b"data: ") :])
                    if message["msg"] in ("process_generating", "process_completed"):
                        yield message

    return call


def _gradio_client(client: Any) -> Client:
    def call(name: str, values: list[Any]) -> Iterator[Any]:
        yield from client.submit(*values, api_name=f"/{name}")

    return call


def _in_turns(rounds: int, name: str, values: list[Any], *clients: Client) -> list[list[Taken]]:
    for client in clients:
        _take(client, "upper", ["warm"])
    takes: list[list[Taken]] = [[] for _ in clients]
    for _ in range(rounds):
        for place, client in enumerate(clients):
            takes[place].append(_take(client, name, values))
    return takes


def _take(client: Client, name: str, values: list[Any]) -> Taken:
    started, cpu = time.perf_counter(), time.process_time()
    first, events = 0.0, 0
    for _ in client(name, values):
        first = first or time.perf_counter() - started
        events += 1
    return Taken(time.perf_counter() - started, first, time.process_time() - cpu, events)


def _median(takes: list[Taken]) -> Taken:
    """Give the median of each figure."""
    return Taken(
        seconds=statistics.median(one.seconds for one in takes),
        first=statistics.median(one.first for one in takes),
        cpu=statistics.median(one.cpu for one in takes),
        events=takes[0].events,
    )
