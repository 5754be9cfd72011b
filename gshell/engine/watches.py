"""The running calls of a thread that works in the background, shown while somebody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from gshell.engine.values import Value

if TYPE_CHECKING:
    from gshell.engine.host import Host, Watch


class Watches:
    """The calls that one background thread reads now; nobody is shown them until `shown_by`."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._host: Host | None = None
        self._open: list[Watched] = []

    def watching(self, call: Value, tell: Callable[[], None]) -> Watched:
        """Give a watch for a call; it is shown whenever there is a host to show it."""
        return Watched(self, call, tell)

    @contextmanager
    def shown_by(self, host: Host) -> Iterator[None]:
        """Show the calls, those to come included, until the block ends."""
        with self._lock:
            self._host = host
            for one in self._open:
                one.show(host)
        try:
            yield
        finally:
            with self._lock:
                self._host = None
                for one in self._open:
                    one.hide()

    def add(self, one: Watched) -> None:
        """Note that a call runs."""
        with self._lock:
            self._open = [*self._open, one]
            if self._host is not None:
                one.show(self._host)

    def remove(self, one: Watched) -> None:
        """Note that a call runs no more."""
        with self._lock:
            self._open = [each for each in self._open if each is not one]
            one.hide()


class Watched:
    """One running call, from the beginning to the end of a `with` block."""

    __slots__ = ("_call", "_inner", "_results", "_tell", "_watches")

    def __init__(self, watches: Watches, call: Value, tell: Callable[[], None]) -> None:
        self._watches = watches
        self._call = call
        self._tell = tell
        self._results = 0
        self._inner: Watch | None = None

    @property
    def results(self) -> int:
        """How many results were taken of it."""
        return self._results

    @results.setter
    def results(self, count: int) -> None:
        self._results = count
        inner = self._inner
        if inner is not None:
            inner.results = count

    def __enter__(self) -> Self:
        self._watches.add(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._watches.remove(self)

    def show(self, host: Host) -> None:
        """Begin to show it."""
        self.hide()
        self._inner = host.watching(self._call, self._tell)
        self._inner.results = self._results
        self._inner.__enter__()

    def hide(self) -> None:
        """Stop showing it, if somebody is shown it."""
        inner, self._inner = self._inner, None
        if inner is not None:
            inner.__exit__(None, None, None)
