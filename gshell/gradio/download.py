"""Fetching a file that an app has, through the app's own connection or a plain one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gshell.gradio.disk import NewFile
from gshell.gradio.errors import HttpError, ParamInvalid
from gshell.gradio.http import Download, Http
from gshell.gradio.localfiles import InlineFile

if TYPE_CHECKING:
    from gshell.gradio.app import App
    from gshell.gradio.options import ConnectionOptions
    from gshell.gradio.transfer import Transfer

Opening = Callable[[], AbstractAsyncContextManager[Download]]
"""Opens a file, from its start each time."""


def from_app(app: App, url: str, name: str, token: str | None) -> Opening:
    """Give what opens a file of an app, at an address that begins with the app's own."""

    @asynccontextmanager
    async def opening() -> AsyncIterator[Download]:
        async with _found(app.http, url.removeprefix(app.address), name, token) as download:
            yield download

    return opening


def from_web(url: str, name: str, options: ConnectionOptions) -> Opening:
    """Give what opens a file anywhere; no token, login or header of anybody goes there."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ParamInvalid(f"{name} has no address from which it can be fetched", target=name)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    base = f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    plain = options._replace(token=None, hub_token=None, auth=None, headers=())

    @asynccontextmanager
    async def opening() -> AsyncIterator[Download]:
        http = Http(base, plain)
        try:
            async with _found(http, path, name, None) as download:
                yield download
        finally:
            await http.close()

    return opening


def from_memory(file: InlineFile) -> Opening:
    """Give what opens a file whose content is at hand."""

    async def chunks() -> AsyncIterator[bytes]:
        yield file.content

    @asynccontextmanager
    async def opening() -> AsyncIterator[Download]:
        yield Download(file.size, file.mime_type, chunks())

    return opening


async def fetch(opening: Opening, new: NewFile, transfer: Transfer) -> str:
    """Read a whole file into a new one, and give its MIME type."""
    async with opening() as download:
        transfer.begin(download.size)
        await new.fill(download.chunks, transfer.add)
    return download.mime_type


async def is_there(opening: Opening) -> bool:
    """Say whether a file can still be had."""
    try:
        async with opening():
            return True
    except HttpError:
        return False


@asynccontextmanager
async def _found(http: Http, path: str, name: str, token: str | None) -> AsyncIterator[Download]:
    """Open a file; Gradio answers alike where there is none and where it may not be had."""
    opened = False
    try:
        async with http.download(path, token=token) as download:
            opened = True
            yield download
    except HttpError as error:
        if opened or error.status not in (403, 404):
            raise  # once it is open, the error is that of whoever reads it
        raise HttpError(
            f"the app no longer has this file: {name}",
            hint="some apps remove their files after a while; call again, and save at once",
            target=name,
            status=error.status,
        ) from error
