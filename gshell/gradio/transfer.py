"""A file on its way to or from an app, as whoever waits for it sees it."""

from __future__ import annotations

import time


class Transfer:
    """How much of a file has been sent or received: `done` of `total` bytes, None if not known.

    The network's thread counts, and any thread may look.
    """

    __slots__ = ("began", "done", "title", "total")

    def __init__(self, title: str, total: int | None = None) -> None:
        self.title = title
        self.total = total
        self.done = 0
        self.began = time.monotonic()

    def begin(self, total: int | None) -> None:
        """Begin anew: the file is sent from its start, and only now its size may be known."""
        self.total = total
        self.done = 0

    def add(self, count: int) -> None:
        """Count bytes that were sent or received."""
        self.done += count


_UNITS = ("kB", "MB", "GB", "TB")


def size_text(size: float) -> str:
    """Give a number of bytes as a person reads it: `0 bytes`, `212 kB`, `1.5 MB`."""
    if size < 1000:
        return "1 byte" if size == 1 else f"{size:.0f} bytes"
    for unit in _UNITS:
        size /= 1000
        if size < 999.5 or unit == _UNITS[-1]:
            break
    return f"{size:.1f} {unit}" if size < 9.95 else f"{size:.0f} {unit}"
