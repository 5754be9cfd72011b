"""How the terminal treats keys while a line runs: quiet, but for the answer to a question."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

_LOCAL_MODES, _SPECIAL_KEYS = 3, 6  # where tcgetattr puts them
_CTRL_D = b"\x04"


@contextmanager
def quiet(stdin: TextIO) -> Iterator[None]:
    """Keep the terminal from writing keys into what is shown, and Ctrl-D as a key for the prompt.

    What is typed meanwhile is not lost: the next prompt shows it. As the end of input, a Ctrl-D
    that is typed while a line runs would reach the prompt as another key: the one that opens the
    menu.
    """
    with _changed(stdin) as (termios, attributes):
        if attributes is not None:
            attributes[_LOCAL_MODES] &= ~(termios.ECHO | termios.ECHOCTL)
            attributes[_SPECIAL_KEYS][termios.VEOF] = os.fpathconf(stdin.fileno(), "PC_VDISABLE")
            termios.tcsetattr(stdin, termios.TCSANOW, attributes)
        yield


@contextmanager
def answering(stdin: TextIO) -> Iterator[None]:
    """Show what is typed, and make Ctrl-D the end of it, while a question waits for an answer."""
    with _changed(stdin) as (termios, attributes):
        if attributes is not None:
            attributes[_LOCAL_MODES] |= termios.ECHO
            attributes[_SPECIAL_KEYS][termios.VEOF] = _CTRL_D
            termios.tcsetattr(stdin, termios.TCSANOW, attributes)
        yield


@contextmanager
def _changed(stdin: TextIO) -> Iterator[tuple[Any, Any]]:
    """Give the terminal's attributes to change, and put them back; None where there are none."""
    try:
        import termios
    except ImportError:  # not on this system, and so neither are `^C` and Ctrl-D
        termios = None  # type: ignore[assignment]
    if termios is None or not stdin.isatty():
        yield None, None
        return
    before = termios.tcgetattr(stdin)
    try:
        yield termios, termios.tcgetattr(stdin)
    finally:
        with suppress(termios.error):  # the terminal was closed
            termios.tcsetattr(stdin, termios.TCSANOW, before)
