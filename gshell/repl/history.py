"""Lines that were typed, kept from one run to the next in a file that only its owner can read.

The file has the form of prompt_toolkit's own history files: a comment with the time, then the lines
of an entry, each after a `+`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path

from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.history import History

KEPT = 5_000
"""Entries kept: a year of daily work, read in some milliseconds."""

_OWNER_ONLY = 0o600


class FileHistory(History):
    """The history of the prompt: each entry once, the newest last.

    `find_path` is asked for the file when it is first needed; without one the history lasts as long
    as the shell. `failed` is told why a file cannot be used, once; it then goes on without it.
    """

    def __init__(
        self, find_path: Callable[[], Path | None], failed: Callable[[OSError], None]
    ) -> None:
        super().__init__()
        self.find_path = find_path
        self.failed = failed

    @cached_property
    def path(self) -> Path | None:
        """The file, None where there is none."""
        return self.find_path()

    def load_history_strings(self) -> Iterable[str]:
        """Give the entries of the file, the newest first."""
        try:
            return self._load()
        except OSError as error:
            self._give_up(error)
            return []

    def append_string(self, string: str) -> None:
        """Keep a line, unless it is empty or may hold a secret; an older equal one goes."""
        from gshell.engine.secrecy import is_secret

        if not string.strip() or is_secret(string):
            return
        while string in self._loaded_strings:
            self._loaded_strings.remove(string)
        super().append_string(string)

    def store_string(self, string: str) -> None:
        """Add a line to the file."""
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _append(self.path, [string])
        except OSError as error:
            self._give_up(error)

    def _load(self) -> list[str]:
        if self.path is None or not self.path.exists():
            return []
        entries = _read_entries(self.path.read_text(encoding="utf-8", errors="replace"))
        kept = list(dict.fromkeys(reversed(entries)))[:KEPT]
        if len(entries) > 2 * KEPT:
            _replace(self.path, kept[::-1])
        return kept

    def _give_up(self, error: OSError) -> None:
        self.path = None
        self.failed(error)


def _append(path: Path, entries: Iterable[str]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _OWNER_ONLY)
    with os.fdopen(descriptor, "a", encoding="utf-8", errors="replace") as file:
        file.writelines(_written(entry) for entry in entries)


def _replace(path: Path, entries: Iterable[str]) -> None:
    """Put a shorter file in the place of one that has grown too long."""
    shorter = path.with_name(f"{path.name}.{os.getpid()}")
    _append(shorter, entries)
    shorter.replace(path)


def _read_entries(text: str) -> list[str]:
    entries: list[str] = []
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("+"):
            lines.append(line[1:])
        elif lines:
            entries.append("\n".join(lines))
            lines = []
    return entries


def _written(entry: str) -> str:
    lines = "".join(f"+{line}\n" for line in entry.split("\n"))
    return f"\n# {time.strftime('%Y-%m-%d %H:%M:%S')}\n{lines}"


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
