"""The world outside, looked at once: streams, terminal or not, colour, width, places for files."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO


class Environment:
    """Streams and what is known of them. It is made once and passed along."""

    def __init__(
        self,
        stdin: TextIO,
        stdout: TextIO,
        stderr: TextIO,
        variables: Mapping[str, str],
        *,
        color: bool = True,
    ) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.variables = dict(variables)
        self.stdin_is_terminal = stdin.isatty()
        self.stdout_is_terminal = stdout.isatty()
        self.stderr_is_terminal = stderr.isatty()
        self.colour = color and self._wants_colour(self.stdout_is_terminal)
        self.colour_errors = color and self._wants_colour(self.stderr_is_terminal)

    def _wants_colour(self, terminal: bool) -> bool:
        """Follow NO_COLOR, FORCE_COLOR and TERM=dumb, in that order."""
        if self.variables.get("NO_COLOR"):
            return False
        if self.variables.get("FORCE_COLOR"):
            return True
        return terminal and self.variables.get("TERM") != "dumb"

    def width(self) -> int:
        """Give the columns of the window as it is now; 80 where there is none."""
        return shutil.get_terminal_size((80, 24)).columns

    def height(self) -> int:
        """Give the lines of the window as it is now; 24 where there is none."""
        return shutil.get_terminal_size((80, 24)).lines

    def state_directory(self) -> Path:
        """Give the folder for what the shell keeps by itself, such as the history."""
        import platformdirs

        return platformdirs.user_state_path("gshell", appauthor=False)

    def config_directory(self) -> Path:
        """Give the folder for what a person writes: the settings file and the profile."""
        import platformdirs

        return platformdirs.user_config_path("gshell", appauthor=False)


def from_process(*, color: bool = True) -> Environment:
    """Look at this process. Its output is UTF-8, and what UTF-8 cannot hold is shown escaped."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # the process was started without it
            setattr(sys, name, Path(os.devnull).open("r+"))  # noqa: SIM115 -- for good
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    return Environment(sys.stdin, sys.stdout, sys.stderr, os.environ, color=color)
