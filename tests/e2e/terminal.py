"""A real terminal for gshell: a pseudo-terminal, and pyte as what shows it."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pyte

PATIENCE = 40.0
"""Seconds for what takes a moment on a good day: Gradio's start on a busy machine needs 20."""

UP, TAB, ENTER, CTRL_C, CTRL_D, CTRL_R = "\x1b[A", "\t", "\r", "\x03", "\x04", "\x12"


class Screen(pyte.Screen):
    """A screen that answers where the cursor is, as terminals do."""

    answer: Callable[[str], None]

    def write_process_input(self, data: str) -> None:
        self.answer(data)


class Terminal:
    """gshell in a terminal of a certain size."""

    def __init__(
        self, arguments: list[str], home: Path, *, columns: int = 100, lines: int = 30
    ) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "gshell", *arguments],
            env=_environment(home),
            dimensions=(lines, columns),
            timeout=PATIENCE,
            encoding="utf-8",
        )
        self.screen = Screen(columns, lines)
        self.screen.answer = self.child.send
        self.stream = pyte.Stream(self.screen)

    def press(self, *keys: str) -> None:
        """Press keys, or type a text."""
        for key in keys:
            self.child.send(key)

    def run(self, line: str) -> None:
        """Type a line and press Enter."""
        self.press(line, ENTER)

    @property
    def lines(self) -> list[str]:
        """Give the lines of the screen without blanks at their ends."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """Give the screen as one text."""
        return "\n".join(self.lines).rstrip("\n")

    @property
    def current(self) -> str:
        """Give the line that the cursor is in."""
        return str(self.screen.display[self.screen.cursor.y]).rstrip()

    def wait(self, seen: Callable[[], bool], what: str) -> None:
        """Read what gshell writes until something is seen."""
        until = time.monotonic() + PATIENCE
        while not seen():
            if time.monotonic() > until:
                raise AssertionError(f"{what} was not seen:\n{self.text}")
            self._read()

    def wait_for(self, *texts: str) -> None:
        """Wait until texts are on the screen."""
        self.wait(lambda: all(text in self.text for text in texts), " and ".join(texts))

    def wait_for_prompt(self, prompt: str = "demo>") -> None:
        """Wait until the cursor is behind an empty prompt."""
        self.wait(lambda: self.current == prompt, f"the prompt {prompt}")

    def wait_for_line(self, line: str) -> None:
        """Wait until the line with the cursor is a certain one."""
        self.wait(lambda: self.current == line, f"the line {line}")

    def wait_for_end(self) -> int:
        """Wait until gshell has ended; give its exit code."""
        self.wait(lambda: not self.child.isalive(), "the end")
        self.child.close()
        return int(self.child.exitstatus)

    def clear(self) -> None:
        """Empty the screen, with an empty prompt on top."""
        self.press(CTRL_C, "\x0c")
        self.wait(
            lambda: self.lines[0].endswith(">") and self.screen.cursor.y == 0, "a clear screen"
        )

    def find(self, pattern: str) -> str:
        """Give what is on the screen of a pattern's first group."""
        self.wait(lambda: re.search(pattern, self.text) is not None, pattern)
        found = re.search(pattern, self.text)
        assert found is not None
        return found[1]

    def _read(self) -> None:
        try:
            self.stream.feed(self.child.read_nonblocking(65536, timeout=0.1))
        except pexpect.TIMEOUT:
            pass  # nothing new yet
        except pexpect.EOF:
            self.child.wait()


def _environment(home: Path) -> Mapping[str, str]:
    return {
        "HOME": str(home),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_HUB_OFFLINE": "1",
    }


@contextmanager
def open_terminal(
    arguments: list[str], home: Path, *, columns: int = 100, lines: int = 30
) -> Iterator[Terminal]:
    """Start gshell in a terminal; end it, if it is still there, with the terminal."""
    terminal = Terminal(arguments, home, columns=columns, lines=lines)
    try:
        yield terminal
    finally:
        terminal.child.close(force=True)
