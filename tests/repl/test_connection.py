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
from tests.cmdlets.patience import wait_until
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

    def run(self, line: str) -> None:
        """Run a line that must not fail."""
        for _ in self.shell.run(self.shell.compile(line)):
            pass
        assert [str(error) for error in self.shell.errors] == []

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


@pytest.fixture
def connected(set_up: SetUp, demo_app: str) -> Setup:
    """A connection to the bundled app, with a person there."""
    setup = set_up(Target("demo", lambda: demo_app, "demo"))
    setup.host.interactive = True
    setup.connect()
    return setup


def start(setup: Setup, line: str) -> None:
    """Run a line, and wait until no call is running."""
    setup.run(line)
    wait_until(lambda: setup.connection.running() == 0)


@pytest.mark.parametrize("line", ["Invoke-GradioSessionApi count 2", "call count 2 -Manual"])
def test_a_call_that_ended_meanwhile_is_announced_once(connected: Setup, line: str) -> None:
    assert connected.connection.ended_calls() == []
    start(connected, line)
    (call,) = connected.connection.sessions.find().calls
    assert connected.connection.ended_calls() == [
        f"count {call.id[:8]}: complete, 5 results to take"
    ]
    assert connected.connection.ended_calls() == []


@pytest.mark.parametrize(
    "line",
    [
        "call count 2",
        "call count 2 | select -First 1",
        "call count 2 -Manual | Update-GradioSessionApiResult",
        "$c = call count 2 -Manual; Remove-GradioSessionApi $c -Force",
        "call count 2 -Manual & ; Receive-Job 1 -Wait",
    ],
)
def test_a_call_that_somebody_read_or_stopped_is_not_announced(connected: Setup, line: str) -> None:
    start(connected, line)
    assert connected.connection.ended_calls() == []


def test_how_a_call_ended_is_said(connected: Setup) -> None:
    start(connected, "call boom x -Manual")
    (text,) = connected.connection.ended_calls()
    assert text.endswith(": error, not taken yet")


def test_a_call_that_was_not_read_to_its_end_is_announced(connected: Setup) -> None:
    start(connected, "call count 2 -Manual | Update-GradioSessionApiResult | select -First 1")
    assert connected.connection.ended_calls()[0].endswith(": complete, 4 results to take")


def test_one_result_is_one(connected: Setup) -> None:
    start(connected, "call upper x -Manual")
    assert connected.connection.ended_calls()[0].endswith(": complete, 1 result to take")


def test_running_calls_of_all_sessions_are_counted(connected: Setup) -> None:
    connected.run("$c = call slow 3600 -Manual; open $session.AppUrl -Name other")
    connected.run("$d = call slow 3600 -Manual")
    wait_until(lambda: connected.connection.running() == 2)
    assert connected.state.endswith("  2 running")
    connected.run("$c, $d | Stop-GradioSessionApi")


def test_a_call_of_another_session_is_announced_with_its_name(connected: Setup) -> None:
    start(connected, "call count 2 -Manual")
    connected.run("open $session.AppUrl -Name other")
    assert connected.connection.ended_calls()[0].endswith(" in demo: complete, 5 results to take")


def test_without_a_person_nothing_is_announced(connected: Setup) -> None:
    connected.host.interactive = False
    start(connected, "call count 2 -Manual")
    assert connected.connection.ended_calls() == []


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
