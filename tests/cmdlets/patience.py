"""Waiting for what other threads do, and a Ctrl-C that comes while the main thread waits."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 20.0
"""Seconds for what takes none, on a machine that is busy with something else."""


def wait_until(seen: Callable[[], object]) -> None:
    """Look again and again at what has no event to wait for."""
    deadline = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@contextmanager
def ctrl_c_while_waiting() -> Iterator[None]:
    """Press Ctrl-C as soon as the main thread waits for other threads."""
    main = threading.main_thread().ident
    assert main is not None

    def is_waiting() -> bool:
        frame = sys._current_frames().get(main)
        return frame is not None and frame.f_code.co_qualname == "Bell.wait"

    def press() -> None:
        wait_until(is_waiting)
        signal.pthread_kill(main, signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    thread = threading.Thread(target=press, daemon=True)
    thread.start()
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        thread.join(PATIENCE)
