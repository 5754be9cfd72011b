"""Files of text, read line by line. The text is UTF-8.

What is being read is noted, because a pipeline that reads a file and writes it at the same time
would lose the rest of it, or never end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from gshell.cmdlets.paths import not_found
from gshell.engine.errors import ShellError
from gshell.engine.shell import Shell


class BeingRead:
    """The files that are being read at this moment; a service of the shell."""

    __slots__ = ("_files",)

    def __init__(self, shell: Shell) -> None:
        del shell
        self._files: list[tuple[int, int]] = []  # device and number, which no two files share

    def __contains__(self, file: int) -> bool:
        """Say whether an open file is also being read."""
        return _identity(file) in self._files

    @contextmanager
    def open(self, path: str) -> Iterator[BinaryIO]:
        """Open a file for reading while the block runs; the errors say what is there instead."""
        try:
            file = Path(path).open("rb")  # noqa: SIM115 -- what fails in the block is no failure here
        except (FileNotFoundError, NotADirectoryError):
            raise not_found(path) from None
        except OSError:
            if not Path(path).is_dir():
                raise
            raise ShellError(
                "InvalidOperation",
                f"{path} is a folder",
                target=path,
                hint="ls shows what is in it",
            ) from None
        with file:
            identity = _identity(file.fileno())
            self._files.append(identity)
            try:
                yield file
            finally:
                self._files.remove(identity)


def _identity(file: int) -> tuple[int, int]:
    status = os.fstat(file)
    return status.st_dev, status.st_ino


_MARK = b"\xef\xbb\xbf"  # which some programs put at the start of a file in UTF-8


def read_lines(file: BinaryIO, path: str) -> Iterator[str]:
    """Give the lines of a file without their ends: LF, CR LF or CR."""
    place = 0
    for number, raw in enumerate(file, 1):
        text = _decoded(raw, path, place, f"line {number}, ")
        place += len(raw)
        line = text.removesuffix("\n").removesuffix("\r")
        if "\r" in line:
            yield from line.split("\r")
        else:
            yield line


def read_whole(file: BinaryIO, path: str) -> str:
    """Give all of a file as it is."""
    return _decoded(file.read(), path, 0)


def _decoded(raw: bytes, path: str, place: int, line: str = "") -> str:
    """Give the text that bytes stand for, of which the first is at a place in the file."""
    if place == 0 and raw.startswith(_MARK):
        raw, place = raw[len(_MARK) :], len(_MARK)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        is_utf16 = place == 0 and raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        raise ShellError(
            "InvalidOperation",
            f"{path} is not text in UTF-8: {line}byte {place + error.start} is 0x{byte:02x}",
            target=path,
            hint="it is UTF-16, which some programs write; save it as UTF-8"
            if is_utf16
            else "only text in UTF-8 can be read",
        ) from None
