"""Where a stage's errors go: into a file, nowhere, or among its objects."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TextIO

from gshell.engine.errors import ErrorRecord, StatementError
from gshell.engine.scope import Objects, Scope
from gshell.engine.values import Value, to_text

Redirection = Callable[[Iterator[Value]], Objects]
"""Takes what a stage gives, and gives its objects; its errors have gone where they were sent."""


def merged(scope: Scope) -> Redirection:
    """Send the errors of a scope where its objects go: `2>&1`."""
    waiting: deque[ErrorRecord] = deque()
    scope.errors_to = waiting.append

    def after(flow: Iterator[Value]) -> Objects:
        with closing(_sent(flow, scope)) as objects:
            for value in objects:
                yield from _taken(waiting)
                yield value
        yield from _taken(waiting)

    return after


def written(
    scope: Scope, target: Value, place: tuple[str, int, int], *, append: bool
) -> Redirection:
    """Send the errors of a scope to a file, a line each, or nowhere for null: `2> file`.

    `place` is where that is typed: the source, the start and the end.
    """
    if target is None:
        scope.errors_to = lambda _: None
        return lambda flow: _sent(flow, scope)
    name, lines = to_text(target), _Lines()
    scope.errors_to = lines.add

    def after(flow: Iterator[Value]) -> Objects:
        with _opened(name, place, append=append) as file:
            lines.begin(file)
            yield from _sent(flow, scope)

    return after


class _Lines:
    """Writes errors to a file; those that come before it is open wait for that."""

    __slots__ = ("_file", "_waiting")

    def __init__(self) -> None:
        self._file: TextIO | None = None
        self._waiting: list[ErrorRecord] = []

    def begin(self, file: TextIO) -> None:
        self._file = file
        for record in self._waiting:
            self.add(record)

    def add(self, record: ErrorRecord) -> None:
        if self._file is None:
            self._waiting.append(record)
            return
        self._file.write(f"error {record.id}: {record.message}\n")
        self._file.flush()


def _opened(name: str, place: tuple[str, int, int], *, append: bool) -> TextIO:
    try:
        return Path(name).expanduser().open("a" if append else "w", encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        record = ErrorRecord("FileNotFound", f"{name}: {reason}", target=name)
        record.place(*place)
        raise StatementError(record) from error


def failing(error: StatementError) -> Objects:
    """Fail when the first object is asked for: what could not be bound is an error of the stage."""
    yield from ()
    raise error


def _sent(flow: Iterator[Value], scope: Scope) -> Objects:
    """Give a stage's objects; the error that ends it goes where its others go."""
    try:
        yield from flow
    except StatementError as failure:
        scope.report(failure)


def _taken(waiting: deque[ErrorRecord]) -> Iterator[ErrorRecord]:
    while waiting:
        yield waiting.popleft()
