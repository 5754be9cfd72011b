"""Drives the shell in this process, as `gshell FILE` would, one input after the other."""

from __future__ import annotations

import io
import os

from gshell.environment import Environment
from gshell.script import Interpreter


class Shell:
    """A shell without a terminal, whose standard output and error go to one place, in order."""

    def __init__(self, address: str | None, name: str | None = None) -> None:
        self._output = io.StringIO()
        environment = Environment(io.StringIO(), self._output, self._output, os.environ)
        self._interpreter = Interpreter(environment)
        if address is not None:
            self._interpreter.open(address, name)

    def run(self, command: str) -> str:
        """Run one input and give what it printed."""
        self._interpreter.run(command)
        printed = self._output.getvalue()
        self._output.seek(0)
        self._output.truncate()
        return printed

    def close(self) -> None:
        """Cancel what runs and close every connection."""
        self._interpreter.close()
