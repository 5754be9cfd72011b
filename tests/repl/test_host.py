from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.shortcuts import PromptSession

from gshell.repl.host import PromptHost
from tests.repl.desk import PATIENCE, make_environment


def written(host: PromptHost) -> str:
    return str(host.environment.stderr.getvalue())  # type: ignore[attr-defined]


def test_between_prompts_a_message_is_written_at_once() -> None:
    host = PromptHost(make_environment())
    host.note("one")
    host.warning("two")
    assert written(host) == "one\nwarning: two\n"
    assert host.said == 2


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


def test_where_nothing_can_be_drawn_above_the_prompt_messages_wait(keys: PipeInput) -> None:
    del keys
    host = PromptHost(make_environment())
    host.application = PromptSession[str]().app
    host.prompt_is_up = True
    host.note("one")
    assert written(host) == ""
    host.prompt_is_up = False
    host.write_waiting()
    assert written(host) == "one\n"


def test_a_message_from_another_thread_is_written_above_the_prompt(keys: PipeInput) -> None:
    host = PromptHost(make_environment())
    session: PromptSession[str] = PromptSession()
    host.application = session.app
    told = asyncio.Event()

    def look(_: object) -> None:
        host.write_above()
        if written(host):
            told.set()

    session.app.after_render += look

    async def type_and_listen() -> str:
        host.prompt_is_up = True
        reading = asyncio.ensure_future(session.prompt_async())
        keys.send_text("half a li")
        threading.Thread(target=host.note, args=["connected"]).start()
        await asyncio.wait_for(told.wait(), PATIENCE)
        keys.send_text("ne\r")
        return await asyncio.wait_for(reading, PATIENCE)

    assert asyncio.run(type_and_listen()) == "half a line"
    assert written(host) == "connected\n"
