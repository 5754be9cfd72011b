"""Sending a file to an app: one multipart request, made while it is sent.

`POST {app}/upload` with the file as field `files` answers with a list of the paths under which the
app keeps what it got (gradio 4 to 6: routes.py, upload_file). A file is asked for once per request,
so that an error is that of one file.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from gshell.gradio.disk import in_thread, pieces
from gshell.gradio.errors import FileNotFound, HttpError
from gshell.gradio.http import Download
from gshell.gradio.localfiles import InlineFile, LocalFile
from gshell.gradio.transfer import Transfer, size_text

if TYPE_CHECKING:
    from gshell.gradio.app import App

_PIECE = 64 * 1024
_ESCAPES = {'"': "%22", "\\": "%5C"} | {chr(code): f"%{code:02X}" for code in (*range(32), 127)}
_ESCAPING = str.maketrans(_ESCAPES)


class Source(Protocol):
    """What is to be uploaded, wherever it is."""

    name: str
    mime_type: str

    def open(self) -> AbstractAsyncContextManager[tuple[int | None, AsyncIterator[bytes]]]:
        """Give its size in bytes, if that is known, and its bytes, from the start each time."""
        ...


class OnDisk:
    """A file on this machine."""

    def __init__(self, file: LocalFile) -> None:
        self.name = file.name
        self.mime_type = file.mime_type
        self._path = file.path

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[int | None, AsyncIterator[bytes]]]:
        """Open the file."""
        try:
            file = await in_thread(lambda: Path(self._path).open("rb"))  # noqa: SIM115
        except OSError as error:
            raise self._unfit(error.strerror or str(error)) from None
        with file:
            size = await in_thread(file.seek, 0, 2)
            await in_thread(file.seek, 0)
            async with aclosing(pieces(file, size)) as content:
                try:
                    yield size, content
                except EOFError:
                    raise self._unfit("it became shorter while it was sent") from None

    def _unfit(self, reason: str) -> FileNotFound:
        message = f"the file {self._path} cannot be read: {reason.lower()}"
        return FileNotFound(message, target=self._path)


class InMemory:
    """A file whose content is at hand."""

    def __init__(self, file: InlineFile) -> None:
        self.name = file.name
        self.mime_type = file.mime_type
        self._content = file.content

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[int | None, AsyncIterator[bytes]]]:
        """Give the content."""
        yield len(self._content), self._pieces()

    async def _pieces(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._content), _PIECE):
            yield self._content[start : start + _PIECE]


class Relayed:
    """A file of another app, of which a piece is read when the one before it was sent."""

    def __init__(
        self,
        name: str,
        mime_type: str,
        download: Callable[[], AbstractAsyncContextManager[Download]],
    ) -> None:
        self.name = name
        self.mime_type = mime_type
        self._download = download

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[int | None, AsyncIterator[bytes]]]:
        """Ask the other app for it."""
        async with self._download() as found:
            self.mime_type = self.mime_type or found.mime_type
            yield found.size, found.chunks


async def upload(
    app: App, source: Source, *, token: str | None = None, transfer: Transfer | None = None
) -> str:
    """Upload a file, and give the path under which the app keeps it."""
    body = _Multipart(source, transfer or Transfer(source.name))
    try:
        answer = await app.http.post_body(app.path("upload"), body, token=token)
    except HttpError as error:
        if error.status == 413:
            raise _too_large(source.name, error) from error
        raise
    return _only_path(answer, source.name)


def check_size(app: App, name: str, size: int) -> None:
    """Refuse a file that is larger than the app takes, before any of it is sent."""
    most = app.config.get("max_file_size")
    if not isinstance(most, (int, float)) or size <= most:
        return
    has, takes = size_text(size), size_text(most)
    if has == takes:
        has, takes = f"{size:,} bytes", f"{most:,} bytes"
    raise HttpError(
        f"{name} has {has}, and the app takes at most {takes} a file",
        hint="the app's author has set this limit (max_file_size): send a smaller file",
        target=name,
        status=413,
    )


class _Multipart:
    """One file as a form of one field."""

    def __init__(self, source: Source, transfer: Transfer) -> None:
        self._source = source
        self._transfer = transfer
        self._boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={self._boundary}"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[int | None, AsyncIterator[bytes]]]:
        async with self._source.open() as (size, content):
            self._transfer.begin(size)
            head, tail = self._frame()
            length = None if size is None else len(head) + size + len(tail)
            async with aclosing(self._framed(head, content, tail)) as chunks:
                yield length, chunks

    async def _framed(
        self, head: bytes, content: AsyncIterator[bytes], tail: bytes
    ) -> AsyncGenerator[bytes, None]:
        yield head
        async for chunk in content:
            yield chunk
            self._transfer.add(len(chunk))
        yield tail

    def _frame(self) -> tuple[bytes, bytes]:
        """Give what stands before and after the file, with its name written as browsers do."""
        mime_type = self._source.mime_type or "application/octet-stream"
        head = (
            f"--{self._boundary}\r\n"
            'Content-Disposition: form-data; name="files"; '
            f'filename="{self._source.name.translate(_ESCAPING)}"\r\n'
            f"Content-Type: {mime_type.translate(_ESCAPING)}\r\n\r\n"
        )
        return head.encode("utf-8", "replace"), f"\r\n--{self._boundary}--\r\n".encode()


def _only_path(answer: Any, name: str) -> str:
    if isinstance(answer, list) and len(answer) == 1 and isinstance(answer[0], str):
        return answer[0]
    raise HttpError(f"the app took {name}, but does not say where it keeps it", target=name)


def _too_large(name: str, error: HttpError) -> HttpError:
    said = "" if error.message.lstrip().startswith("<") else f": {error.message}"
    return HttpError(
        f"the app does not take {name}, it is too large{said}", target=name, status=413
    )
