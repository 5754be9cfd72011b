"""A shell that is driven line by line, alone or on a real app."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator

import pytest

from gshell.cmdlets.sessions import Sessions
from gshell.engine.errors import ErrorRecord
from gshell.engine.values import Value
from gshell.environment import Environment
from gshell.script import Interpreter


class Driver:
    """Runs lines and gives their objects; `messages` is what went to standard error."""

    def __init__(self, address: str | None = None, name: str | None = None) -> None:
        self.output = io.StringIO()
        self.errors = io.StringIO()
        self.interpreter = Interpreter(
            Environment(io.StringIO(), self.output, self.errors, os.environ)
        )
        self.shell = self.interpreter.shell
        self.sessions = self.shell.service(Sessions)
        if address is not None:
            self.interpreter.open(address, name)

    def stream(self, line: str) -> Iterator[Value]:
        return self.shell.run(self.shell.compile(line))

    def run(self, line: str) -> list[Value]:
        return list(self.stream(line))

    def give(self, line: str) -> list[Value]:
        """Run a line that must not fail."""
        objects = self.run(line)
        assert [str(error) for error in self.shell.errors] == []
        return objects

    def fail(self, line: str) -> ErrorRecord:
        """Run a line that gives nothing and fails exactly once, and give the error."""
        assert self.run(line) == []
        assert len(self.shell.errors) == 1, [str(error) for error in self.shell.errors]
        return self.shell.errors[0]

    @property
    def messages(self) -> str:
        return self.errors.getvalue()

    def error_ids(self) -> list[str]:
        return [record.id for record in reversed(self.shell.errors)]


Open = Callable[[str, str], Driver]


@pytest.fixture
def driver() -> Iterator[Driver]:
    """A shell without an app."""
    alone = Driver()
    yield alone
    alone.interpreter.close()


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


@pytest.fixture
def files(open_driver: Open, files_app: str) -> Driver:
    """A shell on the app that takes and gives files."""
    return open_driver(files_app, "files")


@pytest.fixture
def typed(open_driver: Open, typed_app: str) -> Driver:
    """A shell on the app with an endpoint for each kind of input."""
    return open_driver(typed_app, "typed")
