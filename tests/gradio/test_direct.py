from __future__ import annotations

import asyncio
from typing import Any

import pytest

from gshell.gradio.app import connect
from gshell.gradio.errors import Lost, ParamInvalid, ServerError
from gshell.gradio.result import GradioApiEventResult
from tests.faults.server import CLOSE, FaultServer, events, message


async def last(address: str, name: str, *values: Any, **named: Any) -> GradioApiEventResult:
    async with await connect(address) as app:
        async for result in app.results(name, *values, **named):
            kept = result
        return kept


def test_results_come_as_the_app_makes_them(client_app: str) -> None:
    async def main() -> list[tuple[str, Any]]:
        async with await connect(client_app) as app:
            return [(each.event, each.data) async for each in app.results("grow", "2", delay=0)]

    assert asyncio.run(main()) == [
        ("generating", ["w0 "]),
        ("generating", ["w0 w1 "]),
        ("complete", ["w0 w1 "]),
    ]


def test_a_failure_is_raised(client_app: str) -> None:
    with pytest.raises(ServerError, match="no way"):
        asyncio.run(last(client_app, "refuse", "no way"))
    with pytest.raises(ParamInvalid, match="1 too many"):
        asyncio.run(last(client_app, "upper", "a", "b"))


def test_leaving_early_cancels(client_app: str) -> None:
    async def main() -> None:
        async with await connect(client_app) as app:
            results = app.results("slow", "left early")
            await anext(results)
            await results.aclose()

    asyncio.run(main())
    assert asyncio.run(last(client_app, "closed", "left early")).data == [True]


def test_a_broken_stream_is_raised(faulty: FaultServer) -> None:
    cancelled = message("process_completed", success=True, output={})
    faulty.answer("GET", "/gradio_api/queue/data", events(cancelled, CLOSE), events(end="cut"))
    with pytest.raises(Exception, match="cancelled on the server"):
        asyncio.run(last(faulty.address, "say", "a"))
    with pytest.raises(Lost):
        asyncio.run(last(faulty.address, "say", "a"))
