"""Drives the shell in this process, one input after the other: as a script, or as at the prompt."""

from __future__ import annotations

import io
import os
from pathlib import Path

from gshell.cmdlets.past import History
from gshell.cmdlets.sessions import Sessions
from gshell.config import DEFAULTS
from gshell.environment import Environment
from gshell.profile import read_profile
from gshell.repl.history import FileHistory
from gshell.repl.host import PromptHost
from gshell.repl.runner import Runner
from gshell.script import Interpreter
from gshell.wiring import make_shell


class Shell:
    """A shell without a terminal, whose standard output and error go to one place, in order.

    It runs each input as `gshell FILE` would.
    """

    def __init__(self, address: str | None, name: str | None = None) -> None:
        self._output = io.StringIO()
        environment = Environment(io.StringIO(), self._output, self._output, os.environ)
        self._interpreter = Interpreter(environment)
        if address is not None:
            self._interpreter.open(address, name)

    def run(self, command: str) -> str:
        """Run one input and give what it printed."""
        self._interpreter.run(command)
        return _taken(self._output)

    def open(self, address: str, name: str) -> None:
        """Open one more app, beside the current one."""
        self._interpreter.shell.service(Sessions).open(address, name=name, select=False)

    def close(self) -> None:
        """Cancel what runs and close every connection."""
        self._interpreter.close()


class PromptShell:
    """The same, which runs each input as it would be run at the prompt: with `$it` and a history.

    `profile` is what stands in the person's profile; what it prints is part of the first output.
    """

    def __init__(self, address: str | None, name: str | None = None, profile: str = "") -> None:
        self._output = io.StringIO()
        environment = Environment(io.StringIO(), self._output, self._output, os.environ)
        host = PromptHost(environment)
        self._shell = make_shell(host, DEFAULTS)
        self._past = self._shell.service(History)
        self._history = FileHistory(lambda: None, _never, self._past.is_recall)
        self._past.kept = self._history
        self._runner = Runner(self._shell, host)
        if profile:
            _write_profile(environment, profile)
            self._runner.run(read_profile(environment, DEFAULTS) or "")
        if address is not None:
            self._shell.service(Sessions).open(address, name=name)

    def run(self, command: str) -> str:
        """Run one input and give what it printed."""
        self._history.append_string(command)
        with self._past.runs(command):
            self._runner.run(command)
        return _taken(self._output)

    def open(self, address: str, name: str) -> None:
        """Open one more app, beside the current one."""
        self._shell.service(Sessions).open(address, name=name, select=False)

    def close(self) -> None:
        """Cancel what runs and close every connection."""
        self._shell.close()


def _write_profile(environment: Environment, text: str) -> None:
    path = environment.config_directory() / Path(DEFAULTS.profile)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _never(error: OSError) -> None:
    raise error


def _taken(output: io.StringIO) -> str:
    printed = output.getvalue()
    output.seek(0)
    output.truncate()
    return printed
