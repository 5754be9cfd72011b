from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Annotated

import pytest

from gshell.engine.command import cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import Leave
from gshell.engine.registry import CommandTable, Entry
from gshell.engine.shell import Shell
from gshell.repl.host import PromptHost
from gshell.repl.runner import Runner
from tests.repl.desk import make_environment

CLOSED: list[str] = []


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


@cmdlet("Get-Interrupted")
def get_interrupted(presses: Annotated[int, "how often Ctrl-C is pressed"] = 1) -> Iterator[int]:
    """Give an object, then be interrupted; close as if that took a while."""
    try:
        yield 1
        press_ctrl_c()
        yield 2
    finally:
        CLOSED.append("begun")
        for _ in range(presses - 1):
            press_ctrl_c()
        CLOSED.append("done")


@cmdlet("Get-Warned")
def get_warned(context: Context) -> Iterator[int]:
    """Say something, then be interrupted."""
    context.warning("large")
    press_ctrl_c()
    yield 1


@cmdlet("Get-Defect")
def get_defect() -> Iterator[int]:
    """Fail as only a defect of ours can."""
    yield 1
    raise ZeroDivisionError("this is ours")


@cmdlet("Exit-Shell", aliases=["exit"])
def exit_shell(code: Annotated[int, "the exit code"] = 0) -> Iterator[None]:
    """Leave."""
    raise Leave(code)


TABLE = {
    "Get-Interrupted": Entry(__name__, ""),
    "Get-Warned": Entry(__name__, ""),
    "Get-Defect": Entry(__name__, ""),
    "Exit-Shell": Entry(__name__, "", ("exit",)),
}


class Bench:
    """A runner, and what it wrote."""

    def __init__(self, *, debug: bool = False) -> None:
        self.environment = make_environment()
        self.host = PromptHost(self.environment, debug=debug)
        self.shell = Shell(self.host, CommandTable(TABLE))
        self.run = Runner(self.shell, self.host).run

    @property
    def out(self) -> str:
        return str(self.environment.stdout.getvalue())  # type: ignore[attr-defined]

    @property
    def err(self) -> str:
        return str(self.environment.stderr.getvalue())  # type: ignore[attr-defined]


@pytest.fixture
def bench() -> Bench:
    CLOSED.clear()
    return Bench()


def test_objects_are_printed_and_the_last_one_is_it(bench: Bench) -> None:
    bench.run("1, 2")
    bench.run('"again $it"')
    assert bench.out.split("\n") == ["1", "2", "again 2", ""]
    assert bench.err == ""


def test_a_line_that_prints_nothing_leaves_it_alone(bench: Bench) -> None:
    for line in ("7", "$x = 8", "$it"):
        bench.run(line)
    assert bench.out.split() == ["7", "7"]


def test_an_error_is_shown_and_kept_and_the_next_line_runs(bench: Bench) -> None:
    bench.run("nosuch; 5")
    assert "error CommandNotFound" in bench.err
    assert bench.out == "5\n"
    assert [record.id for record in bench.shell.errors] == ["CommandNotFound"]


def test_a_syntax_error_points_at_its_place_and_nothing_runs(bench: Bench) -> None:
    bench.run("5; 1 ==")
    assert bench.out == ""
    assert "error SyntaxError" in bench.err
    assert "  5; 1 ==\n       ^^" in bench.err


def test_an_error_that_stops_the_line_is_shown(bench: Bench) -> None:
    bench.run("$ErrorActionPreference = 'Stop'; nosuch; 5")
    assert bench.out == ""
    assert "error CommandNotFound" in bench.err


def test_a_defect_is_a_record_without_a_traceback(bench: Bench) -> None:
    bench.run("Get-Defect")
    assert bench.out == "1\n"
    assert "error InternalError: ZeroDivisionError: this is ours" in bench.err
    assert "Traceback" not in bench.err


def test_under_debug_a_defect_shows_where() -> None:
    bench = Bench(debug=True)
    bench.run("Get-Defect")
    assert "get_defect" in bench.err


def test_ctrl_c_stops_the_line_and_closes_it(bench: Bench) -> None:
    bench.run("Get-Interrupted; 'never'")
    assert bench.out == "1\n"
    assert bench.err == "stopped\n"
    assert CLOSED == ["begun", "done"]
    bench.run("3")
    assert bench.out == "1\n3\n"


def test_a_second_ctrl_c_does_not_disturb_the_closing(bench: Bench) -> None:
    bench.run("Get-Interrupted 2")
    assert CLOSED == ["begun", "done"]


def test_a_third_ctrl_c_gives_up_on_a_closing_that_hangs(bench: Bench) -> None:
    bench.run("Get-Interrupted 4")
    assert CLOSED == ["begun"]
    assert bench.err == "stopped\n"


def test_ctrl_c_is_as_before_once_the_line_has_run(bench: Bench) -> None:
    before = signal.getsignal(signal.SIGINT)
    bench.run("Get-Interrupted")
    assert signal.getsignal(signal.SIGINT) is before


def test_leaving_is_the_loops_business(bench: Bench) -> None:
    with pytest.raises(Leave) as leave:
        bench.run("exit 3")
    assert leave.value.code == 3


def test_a_stop_is_told_also_after_something_was_said(bench: Bench) -> None:
    bench.run("Get-Warned")
    assert bench.err == "warning: large\nstopped\n"
