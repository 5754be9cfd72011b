"""Reading and writing files in threads, so that a slow disk holds up no call."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TypeVar

Result = TypeVar("Result")

_BLOCK = 1024 * 1024
"""Bytes that are read or written at a time: a change of threads costs little then."""

_SMALL, _LARGE = 16 * 1024, 512 * 1024
"""Bytes sent at a time, which have to be taken within the time-out: as many as the line takes."""

_QUICK, _SLOW = 0.05, 1.0  # seconds

_FULL, _PAUSE = 128 * 1024, 0.001
"""Where less than so many bytes came, more of them are waited for, so many seconds: to take them
one small piece after the other costs twice the CPU, and the system keeps what comes meanwhile."""

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would write other line ends


async def in_thread(work: Callable[..., Result], *arguments: object) -> Result:
    """Run something in a thread; if it is cancelled, only when that has ended."""
    running = asyncio.get_running_loop().run_in_executor(None, work, *arguments)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        raise


async def pieces(file: IO[bytes], size: int) -> AsyncGenerator[bytes, None]:
    """Give so many bytes of an open file; EOFError if it has fewer.

    While a block is sent the next one is read.
    """
    loop = asyncio.get_running_loop()
    work = loop.run_in_executor(None, file.read, min(size, _BLOCK))
    left, piece = size, _SMALL
    try:
        while left:
            block = await asyncio.shield(work)
            if not block:
                raise EOFError
            left -= len(block)
            work = loop.run_in_executor(None, file.read, min(left, _BLOCK))
            start = 0
            while start < len(block):
                began = time.monotonic()
                yield block[start : start + piece]
                start += piece
                piece = _next_piece(piece, time.monotonic() - began)
    finally:
        await asyncio.wait({work})  # whoever opened the file closes it now
        work.exception()  # taken note of: if it matters, it was raised


def _next_piece(piece: int, seconds: float) -> int:
    if seconds < _QUICK:
        return min(2 * piece, _LARGE)
    return max(piece // 2, _SMALL) if seconds > _SLOW else piece


class NewFile:
    """A file that gets its name when it is complete; until then it has another, in that folder."""

    __slots__ = ("_file", "_path", "folder", "size")

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.size = 0
        self._path: Path | None = None
        self._file: IO[bytes] | None = None

    async def fill(self, chunks: AsyncIterator[bytes], count: Callable[[int], None]) -> None:
        """Write what comes; if that fails or is cancelled, nothing is left of the file.

        While a block is written the next one is read: on a busy machine a thread waits long for
        its turn.
        """
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(None, self.open)
        held: list[bytes] = []
        waiting = 0
        try:
            await asyncio.shield(work)
            async for chunk in chunks:
                held.append(chunk)
                waiting += len(chunk)
                count(len(chunk))
                if waiting >= _BLOCK:
                    await asyncio.shield(work)
                    work = loop.run_in_executor(None, self.write, held)
                    held, waiting = [], 0
                elif len(chunk) < _FULL:
                    await asyncio.sleep(_PAUSE)
            await asyncio.shield(work)
            work = loop.run_in_executor(None, self._write_last, held)
            await asyncio.shield(work)
        except BaseException:
            await asyncio.wait({work})
            work.exception()  # taken note of; what is raised came first, or is the same
            self.discard()
            raise

    def open(self) -> None:
        """Create it."""
        path = self.folder / f".gshell-{secrets.token_hex(8)}.part"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
        self._file = os.fdopen(os.open(path, flags, 0o666), "wb", buffering=0)
        self._path = path

    def write(self, blocks: Sequence[bytes]) -> None:
        """Add to it."""
        assert self._file is not None
        for block in blocks:
            rest = memoryview(block)
            while rest:  # without a buffer, a nearly full disk may take a part
                rest = rest[self._file.write(rest) :]
            self.size += len(block)

    def _write_last(self, blocks: Sequence[bytes]) -> None:
        self.write(blocks)
        self.close()

    def close(self) -> None:
        """Write no more; what the disk could not keep is told now."""
        if self._file is not None:
            self._file.close()

    def rename(self, target: Path, *, overwrite: bool) -> None:
        """Give it its name; FileExistsError, unless it may take the place of what has it."""
        assert self._path is not None
        if not overwrite:
            target.open("xb").close()  # whoever comes second, even at the same moment, fails
        elif target.exists():
            with suppress(OSError):  # of somebody else: then the file has the usual mode
                self._path.chmod(target.stat().st_mode & 0o7777)
        self._path.replace(target)
        self._path = None

    def copy_to(self, target: Path) -> None:
        """Write what is in it to something that cannot be replaced, such as a device."""
        assert self._path is not None
        with self._path.open("rb") as content, target.open("wb") as file:
            shutil.copyfileobj(content, file)

    def discard(self) -> None:
        """Remove it, unless it has got its name."""
        with suppress(OSError):  # it is full, or gone: there is nothing left to save
            self.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            self._path = None
