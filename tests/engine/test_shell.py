from __future__ import annotations

import os
from pathlib import Path

import pytest

from gshell.engine.errors import ErrorRecord, Leave
from gshell.engine.scope import AUTOMATIC_NAMES
from gshell.engine.shell import ERRORS_KEPT, InputLines, Shell
from gshell.language.parser import Incomplete, SyntaxProblem
from tests.engine.world import World


def test_variables_last_from_line_to_line() -> None:
    world = World()
    world.give("$x = 5")
    assert world.give("$x") == [5]


def test_nothing_runs_of_a_text_with_a_syntax_error() -> None:
    world = World()
    with pytest.raises(SyntaxProblem):
        world.compile("say a; say (")
    with pytest.raises(Incomplete):
        world.compile("say a |")
    assert world.listener.said == []


def test_arguments_of_a_script() -> None:
    assert World().give("$args.Count; $args[1]; & { $args.Count }", "a", "b") == [2, "b", 0]


def test_automatic_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GSHELL_TEST", "here")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    world = World()
    assert world.give("$PWD; $env:GSHELL_TEST; $ENV:GSHELL_TEST; ${env:GSHELL_TEST}; $home") == [
        *(str(tmp_path), "here", "here", "here", str(tmp_path))
    ]
    assert world.give("$env:GSHELL_NOT_SET") == [None]
    assert os.environ["GSHELL_TEST"] == "here"


@pytest.mark.parametrize("name", [*sorted({*AUTOMATIC_NAMES} - {"null"}), "?", "PSItem"])
def test_what_the_shell_sets_cannot_be_assigned(name: str) -> None:
    world = World()
    world.give(f"${name} = 1")
    assert [one.message for one in world.errors] == [f"${name} is set by the shell"]


def test_some_errors_are_kept() -> None:
    world = World()
    for number in range(ERRORS_KEPT + 5):
        world.record_error(ErrorRecord("Failed", str(number)))
    assert len(world.errors) == ERRORS_KEPT
    assert world.errors[0].message == str(ERRORS_KEPT + 4)


@pytest.mark.parametrize(
    ("action", "kept", "shown"),
    [("Continue", 1, 1), ("SilentlyContinue", 1, 0), ("Ignore", 0, 0), ("Stop", 1, 1)],
)
def test_record_error(action: str, kept: int, shown: int) -> None:
    world = World()
    world.record_error(ErrorRecord("Failed", "no"), action)
    assert (len(world.errors), len(world.listener.errors)) == (kept, shown)
    assert world.failed is bool(shown)
    assert world.succeeded is False


def test_leaving_is_no_error() -> None:
    leave = Leave(3)
    assert leave.code == 3
    assert not isinstance(leave, Exception)


class Service:
    closed: list[str] = []  # noqa: RUF012 -- shared by the two kinds, to see their order

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    def close(self) -> None:
        self.closed.append(type(self).__name__)


class Other(Service):
    pass


def test_services_belong_to_their_shell() -> None:
    world = World()
    assert not world.has_service(Service)
    service = world.service(Service)
    assert world.service(Service) is service
    assert world.has_service(Service)
    assert World().service(Service) is not service


def test_services_are_closed_newest_first() -> None:
    Service.closed = []
    world = World()
    world.service(Service)
    world.service(Other)
    world.close()
    world.close()
    assert Service.closed == ["Other", "Service"]


def test_input_lines_are_given_once() -> None:
    lines = InputLines(["a\n", "b\r\n", "", "c"])
    assert next(lines.stream()) == "a"
    assert lines.collect() == ["b", "", "c"]
    assert lines.collect() is None
    assert InputLines(["only\n"]).collect() == "only"
