"""The lines that were typed, as cmdlets see them; the prompt says where they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import ClassVar, Protocol

from gshell.engine.errors import ShellError
from gshell.engine.shell import Shell


class HistoryInfo:
    """A line that was typed, its number, and when it was; as text it is the line."""

    __slots__ = ("id", "line", "time")
    MEMBERS: ClassVar[dict[str, str]] = {"Id": "id", "CommandLine": "line", "Time": "time"}
    SYNONYMS: ClassVar[dict[str, str]] = {"StartExecutionTime": "time"}

    def __init__(self, id: int, line: str, time: datetime | None) -> None:  # noqa: A002
        self.id = id
        self.line = line
        self.time = time

    def __str__(self) -> str:
        return self.line


class Kept(Protocol):
    """Where lines are kept. A number never comes to mean another line while the shell runs."""

    def entries(self) -> Sequence[HistoryInfo]:
        """Give every line once, the oldest first."""
        ...

    def entry(self, number: int) -> HistoryInfo | None:
        """Give the line that has or had a number."""
        ...

    def append_string(self, string: str) -> None:
        """Keep a line as the newest."""
        ...


class History:
    """The history of a shell: empty where nobody types."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.kept: Kept | None = None
        self._running: list[str] = []

    @contextmanager
    def runs(self, line: str) -> Iterator[None]:
        """Have a line run: meanwhile it is not listed, and cannot run itself again."""
        self._running.append(line)
        try:
            yield
        finally:
            self._running.remove(line)

    def is_running(self, line: str) -> bool:
        """Say whether a line, or one that runs it, is running now."""
        return line in self._running

    def entries(self) -> Sequence[HistoryInfo]:
        """Give every line once, the oldest first, without those that run."""
        kept = self.kept.entries() if self.kept is not None else ()
        return [one for one in kept if one.line not in self._running]

    def find(self, reference: str | int | None) -> HistoryInfo:
        """Give the line of a number, the newest that begins with a text, or the last one.

        Raises ShellError where there is none.
        """
        entries = self.entries()
        if not entries:
            raise ShellError(
                "InvalidOperation",
                "the history is empty",
                hint="" if self.kept else "it holds the lines that are typed at the prompt",
            )
        if reference is None:
            return entries[-1]
        found = self._numbered(reference) or self._begun(str(reference), entries)
        if found is None:
            raise _no_line(reference)
        return found

    def _numbered(self, reference: str | int) -> HistoryInfo | None:
        is_number = isinstance(reference, int) or reference.isdecimal()
        return self.kept.entry(int(reference)) if self.kept and is_number else None

    def _begun(self, text: str, entries: Sequence[HistoryInfo]) -> HistoryInfo | None:
        wanted = text.lower()
        return next((one for one in reversed(entries) if one.line.lower().startswith(wanted)), None)

    def is_recall(self, line: str) -> bool:
        """Say whether a line only runs another one again, which then is kept in its place."""
        from gshell.language.tokens import Kind, tokenize  # not before a line is typed

        tokens = [token for token in tokenize(line) if token.kind is not Kind.SPACE]
        if not tokens or tokens[0].kind is not Kind.NAME:
            return False
        simple = (Kind.WORD, Kind.STRING, Kind.NUMBER, Kind.PARAMETER)
        is_alone = all(token.kind in simple for token in tokens[1:])
        return is_alone and self.shell.commands.resolve(tokens[0].text) == "Invoke-History"


def _no_line(reference: str | int) -> ShellError:
    is_number = str(reference).isdecimal()
    return ShellError(
        "ParamInvalid",
        f"the history has no line {reference}"
        if is_number
        else f"no line in the history begins with {reference}",
        target=reference,
        hint="h lists the lines with their numbers",
    )
