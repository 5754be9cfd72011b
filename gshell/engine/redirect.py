"""Where a stage's errors go: into a file, nowhere, or among its objects."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TextIO

from gshell.engine.errors import ErrorRecord, ShellError, StatementError
from gshell.engine.scope import Objects, Scope
from gshell.engine.values import Value, to_text


def merged(flow: Iterator[Value], scope: Scope) -> Objects:
    """Give a stage's objects, and its errors as objects among them: `2>&1`."""
    waiting: deque[ErrorRecord] = deque()
    scope.errors_to = waiting.append
    with closing(_sent(flow, scope)) as objects:
        for value in objects:
            yield from _taken(waiting)
            yield value
    yield from _taken(waiting)


def written(flow: Iterator[Value], scope: Scope, target: Value, *, append: bool) -> Objects:
    """Give a stage's objects; its errors go into a file, a line each, or nowhere for null: `2>`."""
    if target is None:
        scope.errors_to = lambda _: None
        yield from _sent(flow, scope)
        return
    with _opened(to_text(target), append=append) as file:

        def write(record: ErrorRecord) -> None:
            file.write(f"error {record.id}: {record.message}\n")
            file.flush()

        scope.errors_to = write
        yield from _sent(flow, scope)


def _opened(name: str, *, append: bool) -> TextIO:
    try:
        return Path(name).expanduser().open("a" if append else "w", encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise ShellError("FileNotFound", f"{name}: {reason}", target=name) from error


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
