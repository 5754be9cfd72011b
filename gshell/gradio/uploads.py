"""What was uploaded in a session, so that a file that has not changed is not uploaded again."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from gshell.gradio.localfiles import LocalFile


class _Stamp(NamedTuple):
    size: int
    modified: int
    run: Any
    sent: float  # monotonic, in seconds


class Uploads(dict[str, dict[str, Any]]):
    """The FileData of each file that was uploaded, by the file's full path.

    One is good for as long as the file and the run of the app are the same: another run may have
    begun with an empty folder.
    """

    __slots__ = ("_stamps",)

    def __init__(self) -> None:
        super().__init__()
        self._stamps: dict[str, _Stamp] = {}

    def find(self, file: LocalFile, run: Any) -> dict[str, Any] | None:
        """Give the FileData of a file, None if it has to be uploaded."""
        stamp, known = self._stamps.get(file.path), self.get(file.path)
        if stamp is None or stamp[:3] != (file.size, file.modified, run):
            return None
        return known

    def age(self, file: LocalFile) -> float:
        """Give how many seconds ago a file was last known to be there."""
        return time.monotonic() - self._stamps[file.path].sent

    def remember(self, file: LocalFile, run: Any, data: dict[str, Any]) -> None:
        """Note that a file is there."""
        self._stamps[file.path] = _Stamp(file.size, file.modified, run, time.monotonic())
        self[file.path] = data
