"""A shell on a real app, driven line by line."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator

import pytest

from gshell.engine.values import Value
from gshell.environment import Environment
from gshell.script import Interpreter


class Driver:
    """Runs lines and gives their objects; `messages` is what went to standard error."""

    def __init__(self, address: str, name: str) -> None:
        self.errors = io.StringIO()
        self.interpreter = Interpreter(
            Environment(io.StringIO(), io.StringIO(), self.errors, os.environ)
        )
        self.shell = self.interpreter.shell
        self.interpreter.open(address, name)

    def stream(self, line: str) -> Iterator[Value]:
        return self.shell.run(self.shell.compile(line))

    def run(self, line: str) -> list[Value]:
        return list(self.stream(line))

    @property
    def messages(self) -> str:
        return self.errors.getvalue()

    def error_ids(self) -> list[str]:
        return [record.id for record in reversed(self.shell.errors)]


Open = Callable[[str, str], Driver]


@pytest.fixture
def open_driver() -> Iterator[Open]:
    made: list[Driver] = []

    def make(address: str, name: str) -> Driver:
        made.append(Driver(address, name))
        return made[-1]

    yield make
    for driver in made:
        driver.interpreter.close()


@pytest.fixture
def demo(open_driver: Open, demo_app: str) -> Driver:
    """A shell on the bundled app."""
    return open_driver(demo_app, "demo")


@pytest.fixture
def client(open_driver: Open, client_app: str) -> Driver:
    """A shell on the app whose endpoints tell what happened to them."""
    return open_driver(client_app, "client")
