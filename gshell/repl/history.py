"""Lines that were typed, kept from one run to the next in a file that only its owner can read.

The file has the form of prompt_toolkit's own history files: a comment with the time, then the lines
of an entry, each after a `+`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.history import History

from gshell.cmdlets.past import HistoryInfo

KEPT = 5_000
"""Entries kept: a year of daily work, read in some milliseconds."""

_OWNER_ONLY = 0o600


class Entry(NamedTuple):
    """A line, and when it was typed, as the file writes it; empty if that is not known."""

    text: str
    time: str


class FileHistory(History):
    """The history of the prompt: each entry once, the newest last.

    `find_path` is asked for the file when it is first needed; without one the history lasts as long
    as the shell. `failed` is told why a file cannot be used, once; it then goes on without it.
    `is_recall` says of a line that it only runs another one again: that one is kept instead.

    An entry gets a number when it is read or typed. Typed again, it gets a new one, and the old one
    stays its own, so that no number ever means another line than the one it was shown with.
    """

    def __init__(
        self,
        find_path: Callable[[], Path | None],
        failed: Callable[[OSError], None],
        is_recall: Callable[[str], bool] = lambda _: False,
    ) -> None:
        super().__init__()
        self.find_path = find_path
        self.failed = failed
        self.is_recall = is_recall
        self._by_number: dict[int, Entry] = {}
        self._numbers: dict[str, int] = {}  # of the entries, the oldest first
        self._is_read = False

    @cached_property
    def path(self) -> Path | None:
        """The file, None where there is none."""
        return self.find_path()

    # What the line editor asks for.

    def load_history_strings(self) -> Iterable[str]:
        """Give the entries, the newest first."""
        self._read_once()
        return list(reversed(self._numbers))

    def append_string(self, string: str) -> None:
        """Keep a line, unless it is empty or may hold a secret; an older equal one goes."""
        from gshell.engine.secrecy import is_secret

        if not string.strip() or is_secret(string) or self.is_recall(string):
            return
        self._read_once()
        if string == next(reversed(self._numbers), None):
            return
        while string in self._loaded_strings:
            self._loaded_strings.remove(string)
        self._number(Entry(string, _now()))
        super().append_string(string)

    def store_string(self, string: str) -> None:
        """Add a line to the file."""
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _append(self.path, [self._by_number[self._numbers[string]]])
        except OSError as error:
            self._give_up(error)

    # What Get-History and Invoke-History ask for.

    def entries(self) -> list[HistoryInfo]:
        """Give the entries, the oldest first."""
        self._read_once()
        return [_info(number, self._by_number[number]) for number in self._numbers.values()]

    def entry(self, number: int) -> HistoryInfo | None:
        """Give the entry that has or had a number."""
        self._read_once()
        found = self._by_number.get(number)
        return _info(number, found) if found is not None else None

    def _number(self, entry: Entry) -> None:
        """Give an entry the next number, and its place at the end."""
        number = len(self._by_number) + 1
        self._by_number[number] = entry
        self._numbers.pop(entry.text, None)
        self._numbers[entry.text] = number

    # The file.

    def _read_once(self) -> None:
        if self._is_read:
            return
        self._is_read = True
        try:
            for entry in self._load():
                self._number(entry)
        except OSError as error:
            self._give_up(error)

    def _load(self) -> list[Entry]:
        if self.path is None or not self.path.exists():
            return []
        entries = _read_entries(self.path.read_text(encoding="utf-8", errors="replace"))
        newest: dict[str, Entry] = {}
        for entry in reversed(entries):
            newest.setdefault(entry.text, entry)
        kept = list(newest.values())[:KEPT][::-1]
        if len(entries) > 2 * KEPT:
            _replace(self.path, kept)
        return kept

    def _give_up(self, error: OSError) -> None:
        self.path = None
        self.failed(error)


def _info(number: int, entry: Entry) -> HistoryInfo:
    try:
        time = datetime.fromisoformat(entry.time).astimezone()
    except ValueError:  # the file is the person's own, who may have written anything there
        time = None
    return HistoryInfo(number, entry.text, time)


def _now() -> str:
    return datetime.now().isoformat(sep=" ", timespec="seconds")


def _append(path: Path, entries: Iterable[Entry]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _OWNER_ONLY)
    with os.fdopen(descriptor, "a", encoding="utf-8", errors="replace") as file:
        file.writelines(_written(entry) for entry in entries)


def _replace(path: Path, entries: Iterable[Entry]) -> None:
    """Put a shorter file in the place of one that has grown too long."""
    shorter = path.with_name(f"{path.name}.{os.getpid()}")
    _append(shorter, entries)
    shorter.replace(path)


def _read_entries(text: str) -> list[Entry]:
    entries: list[Entry] = []
    lines: list[str] = []
    time = ""
    for line in [*text.split("\n"), ""]:
        if line.startswith("+"):
            lines.append(line[1:])
            continue
        if lines:
            entries.append(Entry("\n".join(lines), time))
            lines, time = [], ""
        if line.startswith("# "):
            time = line[2:]
    return entries


def _written(entry: Entry) -> str:
    lines = "".join(f"+{line}\n" for line in entry.text.split("\n"))
    return f"\n# {entry.time}\n{lines}"


class HistorySuggestion(AutoSuggest):
    """Suggests the rest of the newest line that begins as the one being typed."""

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """Give what would complete the whole text; None at a blank line or inside the text."""
        text = document.text
        if not text.strip() or not document.is_cursor_at_the_end:
            return None
        for entry in reversed(buffer.history.get_strings()):
            if entry.startswith(text) and entry != text and "\n" not in entry[len(text) :]:
                return Suggestion(entry[len(text) :])
        return None
