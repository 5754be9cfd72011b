"""What a cmdlet may ask of whoever runs it: the prompt and the script each implement it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from gshell.engine.errors import ErrorRecord
from gshell.engine.values import Value


class Layout(NamedTuple):
    """How objects are to be shown: as a table, or as a list of their properties."""

    table: bool
    properties: tuple[str, ...] = ()


class Host(Protocol):
    """The person's side of the shell. Everything said here goes to stderr."""

    interactive: bool
    """Whether a person is there to answer."""

    def error(self, record: ErrorRecord) -> None: ...

    def warning(self, text: str) -> None: ...

    def note(self, text: str) -> None: ...

    def verbose(self, text: str) -> None: ...

    def confirm(self, question: str) -> bool: ...

    def secret(self, question: str) -> str: ...

    def format(self, values: Iterable[Value], layout: Layout) -> Iterator[str]:
        """Give objects as lines of text, as soon as each can be shown."""
        ...
