"""A prompt without a terminal: keys come from a pipe, and the screen is not looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from io import StringIO

from prompt_toolkit.application import create_app_session
from prompt_toolkit.history import History, InMemoryHistory
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from gshell.engine.shell import Shell
from gshell.environment import Environment
from gshell.repl.prompt import Prompt
from gshell.repl.toolbar import Toolbar

PATIENCE = 20.0
"""Seconds after which a test that waits has failed."""

Step = str | Callable[[], Awaitable[object]]


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def make_environment(typed: str = "") -> Environment:
    return Environment(StringIO(typed), Terminal(), Terminal(), {"NO_COLOR": "1"})


class Desk:
    """A prompt with somebody at it."""

    def __init__(self, prompt: Prompt, keys: PipeInput) -> None:
        self.prompt = prompt
        self.keys = keys
        self.buffer = prompt.session.default_buffer
        self.changed = asyncio.Event()
        self.suggested = asyncio.Event()
        self.buffer.on_completions_changed += lambda _: self.changed.set()
        self.buffer.on_suggestion_set += lambda _: self.suggested.set()

    def type(self, *steps: Step) -> str:
        """Press keys and wait where told to; give the line that was read."""
        return asyncio.run(self._type(steps))

    async def _type(self, steps: tuple[Step, ...]) -> str:
        reading = asyncio.ensure_future(self.prompt.session.prompt_async())
        for step in steps:
            if isinstance(step, str):
                self.keys.send_text(step)
            else:
                await asyncio.wait_for(step(), PATIENCE)
        return await asyncio.wait_for(reading, PATIENCE)

    async def menu(self, texts: list[str] | None = None) -> None:
        """Wait until the menu is open, and offers certain texts."""
        while not self.offered() or (texts is not None and self.offered() != texts):
            self.changed.clear()
            await self.changed.wait()

    async def suggestion(self) -> None:
        """Wait until the rest of a line is suggested."""
        while self.buffer.suggestion is None:
            self.suggested.clear()
            await self.suggested.wait()

    def offered(self) -> list[str]:
        """Give what the menu offers."""
        state = self.buffer.complete_state
        return [one.text for one in state.completions] if state else []


def fail(error: Exception) -> None:
    raise AssertionError("a defect while typing") from error


@contextmanager
def sit_down(shell: Shell, history: History | None = None) -> Iterator[Desk]:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        environment = make_environment()
        environment.colour = True  # without it, nothing is suggested
        prompt = Prompt(
            environment,
            shell,
            message=lambda: [("", "test> ")],
            toolbar=Toolbar(lambda *_: None, list),
            history=history or InMemoryHistory(),
            failed=fail,
        )
        yield Desk(prompt, keys)
