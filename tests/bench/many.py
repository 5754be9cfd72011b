"""Many calls at once: through the shell, by asyncio and httpx, and by gradio_client."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from gshell.script import Interpreter
from tests.bench.clients import gradio_client_on, shell_on, sleeping_app
from tests.bench.rows import Row

LIMIT = 16
"""How many calls are sent at once; tests/apps/sleeping.py runs as many."""

Client = Callable[[int], list[Any]]
"""Calls the endpoint with 1, 2, ... up to a number, and gives the answers that came."""

_COMPLETE = b"event: complete\ndata: "


def concurrent(rounds: int = 5, count: int = 200) -> Iterator[Row]:
    """Compare the time of many calls, of which the app runs as many at once as are sent at once.

    Other clients use a session for each call, and the app keeps 2,000: more rounds would make it
    drop those of calls that run.
    """
    clients = ("gshell", "asyncio httpx", "gradio_client")
    taken: dict[str, list[float]] = {name: [] for name in clients}
    lost = dict.fromkeys(clients, 0)
    with _clients() as callers:
        for _ in range(rounds):
            for name, call in zip(clients, callers, strict=True):
                began = time.perf_counter()
                answers = call(count)
                taken[name].append(time.perf_counter() - began)
                lost[name] += _missing(answers, count)
    own, plain, other = (statistics.median(each) for each in taken.values())
    detail = f"{own:.2f} s, asyncio httpx {plain:.2f} s, gradio_client {other:.2f} s"
    losses = "; ".join(f"{name} lost {lost[name]}" for name in clients if lost[name])
    detail += f"; of {rounds * count:,} calls {losses}" if losses else ""
    what = f"{count} calls, {LIMIT} at once"
    yield Row(f"{what}, by asyncio httpx", f"{own / plain:.2f} times", "<= 1", detail)
    yield Row(f"{what}, by gradio_client", f"{own / other:.2f} times", "<= 0.7", detail)


def losses(rounds: int = 20, count: int = 200) -> Iterator[Row]:
    """Count the calls of the shell without a right answer, over many runs."""
    with sleeping_app() as address, shell_on(address) as interpreter:
        call = _ours(interpreter)
        began = time.perf_counter()
        lost = sum(_missing(call(count), count) for _ in range(rounds))
        seconds = time.perf_counter() - began
    detail = f"{rounds * count:,} calls in {seconds:.1f} s"
    yield Row(f"{count} calls, {LIMIT} at once, {rounds} times: lost", str(lost), "0", detail)


def _missing(answers: list[Any], count: int) -> int:
    """Count the answers that should be there and are not; RuntimeError if some are too much."""
    expected = list(range(1, count + 1))
    missing = (Counter(expected) - Counter(answers)).total()
    if len(answers) + missing != count or (not missing and answers != expected):
        raise RuntimeError(f"these are not the answers, in order: {answers}")
    return missing


@contextmanager
def _clients() -> Iterator[tuple[Client, Client, Client]]:
    with (
        sleeping_app() as address,
        shell_on(address) as interpreter,
        gradio_client_on(address) as client,
        asyncio.Runner() as runner,
    ):
        connections = httpx.AsyncClient(base_url=f"{address}/gradio_api/")
        callers = _ours(interpreter), _bare(runner, connections), _gradio_client(client)
        for call in callers:
            call(LIMIT)  # warm up
        yield callers
        runner.run(connections.aclose())


def _ours(interpreter: Interpreter) -> Client:
    def call(count: int) -> list[Any]:
        line = f"1..{count} | % -Parallel {{ call nap $_ -Value }} -ThrottleLimit {LIMIT}"
        return list(interpreter.shell.run(interpreter.shell.compile(line)))

    return call


def _bare(runner: asyncio.Runner, connections: httpx.AsyncClient) -> Client:
    """Use the documented way: POST a call, GET its events."""

    async def call_one(number: int, limit: asyncio.Semaphore) -> Any:
        async with limit:
            sent = await connections.post("call/nap", json={"data": [number]})
            path = f"call/nap/{sent.raise_for_status().json()['event_id']}"
            events = (await connections.get(path, timeout=60)).raise_for_status().content
        _, _, data = events.partition(_COMPLETE)
        return json.loads(data.split(b"\n", 1)[0])[0]

    async def call_all(count: int) -> list[Any]:
        limit = asyncio.Semaphore(LIMIT)
        return await asyncio.gather(*(call_one(each, limit) for each in range(1, count + 1)))

    return lambda count: runner.run(call_all(count))


def _gradio_client(client: Any) -> Client:
    def call(count: int) -> list[Any]:
        jobs = [client.submit(number, api_name="/nap") for number in range(1, count + 1)]
        answers = []
        for job in jobs:
            try:
                answers.append(job.result())
            except Exception:
                continue
        return answers

    return call
