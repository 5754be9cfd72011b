"""Results of a call for a program that has a loop of its own, without threads."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gshell.gradio.errors import Cancelled
from gshell.gradio.failures import read_failure
from gshell.gradio.queue import Channel
from gshell.gradio.result import Ended, GradioApiEventResult

if TYPE_CHECKING:
    from gshell.gradio.app import App
    from gshell.gradio.reading import Reading
    from gshell.gradio.schema import GradioApi


async def results(
    app: App, api: GradioApi, values: Sequence[Any], named: Mapping[str, Any]
) -> AsyncGenerator[GradioApiEventResult, None]:
    """Call an endpoint on a session hash of its own; yield `generating` and `complete` results."""
    await app.settle()
    api = app.renewed(api)
    free = [each for each in api.parameters if each.name not in named]
    positional = [each.convert(value) for each, value in zip(free, values, strict=False)]
    positional += values[len(free) :]  # too many: arrange says so
    converted = {name: api.parameter(name).convert(value) for name, value in named.items()}
    data = api.arrange(converted, positional)
    channel = Channel(app, os.urandom(16).hex())
    reading = channel.claim(api)
    await channel.join(reading, data)
    try:
        async for result in _take(reading):
            yield result
    finally:
        if not reading.finished:
            await asyncio.shield(channel.cancel(reading))
        await channel.close()


async def _take(reading: Reading) -> AsyncIterator[GradioApiEventResult]:
    arrived = asyncio.Event()
    feed = reading.feed
    feed.arrived = arrived.set
    feed.attach()
    while True:
        arrival = feed.take_now()
        if arrival is None:
            arrived.clear()
            await arrived.wait()
        elif isinstance(arrival, Ended):
            raise arrival.error
        elif isinstance(arrival, GradioApiEventResult):
            if arrival.event == "error":
                raise read_failure(arrival.data)[1]
            if arrival.event == "cancelled":
                raise Cancelled(f"{reading.api_name} was cancelled on the server")
            if arrival.event != "heartbeat":
                yield arrival
            if arrival.final:
                return
