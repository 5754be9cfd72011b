from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from prompt_toolkit.formatted_text.utils import fragment_list_to_text

from gshell.cmdlets.index import INDEX
from gshell.engine.registry import CommandTable
from gshell.engine.shell import Shell
from gshell.repl.connection import Connection, Target, shorten
from gshell.repl.host import PromptHost
from tests.repl.desk import PATIENCE, make_environment


class Setup:
    """A connection to an address, and what was said of it."""

    def __init__(self, target: Target | None) -> None:
        self.environment = make_environment()
        self.host = PromptHost(self.environment)
        self.shell = Shell(self.host, CommandTable(INDEX))
        self.connection = Connection(self.shell, self.host, target)
        self.done = threading.Event()

    def connect(self) -> None:
        self.connection.sessions.on_change.append(self._look)
        self.connection.begin()
        assert self.done.wait(PATIENCE)

    def _look(self) -> None:
        if self.connection.sessions.pending_name is None:
            self.done.set()

    @property
    def prompt(self) -> str:
        return fragment_list_to_text(self.connection.prompt())

    @property
    def state(self) -> str:
        return fragment_list_to_text(self.connection.state())

    @property
    def err(self) -> str:
        return str(self.environment.stderr.getvalue())  # type: ignore[attr-defined]


@pytest.fixture
def set_up() -> Iterator[Callable[[Target | None], Setup]]:
    made: list[Setup] = []

    def make(target: Target | None) -> Setup:
        made.append(Setup(target))
        return made[-1]

    yield make
    for one in made:
        one.shell.close()


SetUp = Callable[[Target | None], Setup]


def test_without_an_app_the_prompt_is_the_shells_own(set_up: SetUp) -> None:
    setup = set_up(None)
    setup.connection.begin()
    assert (setup.prompt, setup.state) == ("gshell> ", "no app: open ADDRESS")


def test_the_prompt_tells_of_the_connection_before_and_while_it_is_made(set_up: SetUp) -> None:
    answer = threading.Event()

    def address() -> str:
        answer.wait(PATIENCE)
        raise ConnectionError("never mind")

    setup = set_up(Target("demo", address))
    assert (setup.prompt, setup.state) == ("demo (connecting)> ", "connecting")
    setup.connection.begin()
    assert (setup.prompt, setup.state) == ("demo (connecting)> ", "connecting")
    answer.set()


def test_once_connected_the_prompt_is_the_sessions_name(set_up: SetUp, demo_app: str) -> None:
    setup = set_up(Target("demo", lambda: demo_app, "demo"))
    setup.connect()
    assert setup.prompt == "demo> "
    assert setup.state.startswith("Gradio 6.")
    assert setup.err.startswith("gshell demo app, Gradio 6.")
    assert setup.err.endswith(", 9 endpoints; type apis\n")


def test_a_failure_is_told_once_and_leaves_a_shell(set_up: SetUp) -> None:
    setup = set_up(Target("127.0.0.1:1", lambda: "127.0.0.1:1"))
    setup.connect()
    assert setup.err == ""  # a command that waits for the app would tell
    setup.connection.tell_failure()
    setup.connection.tell_failure()
    assert setup.err.count("error ConnectFailed") == 1
    assert (setup.prompt, setup.state) == ("gshell> ", "not connected")
    assert setup.shell.errors[0].id == "ConnectFailed"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("demo", "demo"),
        ("x" * 24, "x" * 24),
        ("x" * 25, "x" * 23 + "\u2026"),
        ("\u4e2d" * 20, "\u4e2d" * 11 + "\u2026"),  # each two columns wide
        ("a\x1b[31m\n", "a?[31m?"),
    ],
)
def test_a_name_is_cut_to_its_columns(name: str, shown: str) -> None:
    assert shorten(name) == shown
