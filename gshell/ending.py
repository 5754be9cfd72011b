"""The end of the shell from outside: it was told to terminate, or its terminal was closed."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from gshell.engine.errors import Leave

_SIGNALS = ("SIGTERM", "SIGHUP")
_PATIENCE = 3
"""Signals after which even the closing is given up, should it hang."""


class Ended(Leave, SystemExit):
    """A signal ended the shell; the exit code is 128 and the signal's number.

    It is a SystemExit too, because asyncio, in which the prompt runs, lets only that pass.
    """

    code: int

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end what runs as Ctrl-C ends a script: everything is closed.

    A signal that is ignored, as under nohup, stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Python allows handlers in the main thread only
        return
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    handler = _Handler()
    taken = [one for one in numbers if signal.getsignal(one) == signal.SIG_DFL]
    for one in taken:
        signal.signal(one, handler)
    try:
        yield
    except Exception:  # such as that nothing can be done to a terminal that has gone
        if handler.ended is None:
            raise
    finally:
        for one in taken:
            signal.signal(one, signal.SIG_DFL)
    if handler.ended is not None:  # also where something went wrong, or nothing did, after it
        raise handler.ended from None


class _Handler:
    def __init__(self) -> None:
        self.ended: Ended | None = None
        self._count = 0

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Raise once; a closed terminal is often told of twice, and closing takes a moment."""
        del frame
        self._count += 1
        if self.ended is not None and self._count < _PATIENCE:
            return
        self.ended = self.ended or Ended(number)
        for descriptor in (1, 2):
            _silence_if_gone(descriptor)
        raise self.ended


def _silence_if_gone(descriptor: int) -> None:
    """Send output nowhere if it went to a terminal that has gone: nothing shall fail on that."""
    try:
        os.write(descriptor, b"")
    except OSError:
        with suppress(OSError):  # then writing fails, as it would have without this
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, descriptor)
            os.close(nowhere)
