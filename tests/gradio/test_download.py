"""Files from apps: whole under their name or not there at all, and no secret goes astray."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gshell.gradio.app import App, Apps
from gshell.gradio.background import Background
from gshell.gradio.disk import NewFile
from gshell.gradio.download import Opening, fetch, from_app, from_memory, from_web, is_there
from gshell.gradio.errors import GradioError, HttpError, Lost, ParamInvalid, Timeout
from gshell.gradio.localfiles import InlineFile
from gshell.gradio.options import ConnectionOptions
from gshell.gradio.transfer import Transfer
from tests.faults.server import Answer, FaultServer, document, raw, silence, text

FILE = "/gradio_api/file=/tmp/a.txt"
SECRETS = ConnectionOptions(
    token="hf_secret", auth=("ann", "s3cret"), headers=(("x-own", "own"),), timeout=1
)


@pytest.fixture
def app(apps: Apps, faulty: FaultServer) -> App:
    return apps.connect(faulty.address, SECRETS)


def take(background: Background, opening: Opening, folder: Path) -> bytes:
    new = NewFile(folder)
    background.run(fetch(opening, new, Transfer("x")))
    new.rename(folder / "taken", overwrite=False)
    return (folder / "taken").read_bytes()


def opening(app: App) -> Opening:
    return from_app(app, app.address + FILE, "a.txt", None)


def test_a_file(background: Background, app: App, faulty: FaultServer, tmp_path: Path) -> None:
    faulty.answer("GET", FILE, text("hello"))
    assert take(background, opening(app), tmp_path) == b"hello"
    assert background.run(is_there(opening(app)))
    (first, _) = faulty.sent(FILE)
    assert first.headers["authorization"] == "Bearer hf_secret"
    assert first.headers["x-own"] == "own"
    assert first.headers["accept-encoding"] == "identity"


_HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (document({"detail": "no"}, 403), HttpError, "the app no longer has this file: a.txt"),
        (document({"detail": "no"}, 404), HttpError, "the app no longer has this file: a.txt"),
        (text("", 500), HttpError, "the app broke on the request"),
        (raw(_HEAD + b"content-length: 10\r\n\r\nhello"), Lost, "broke before the file was"),
        (
            raw(_HEAD + b"transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n"),
            Lost,
            "broke before the file was complete",
        ),
        (silence, Timeout, "the app gave no answer within 1 s"),
    ],
)
def test_what_breaks_leaves_nothing(
    background: Background,
    app: App,
    faulty: FaultServer,
    tmp_path: Path,
    answer: Answer,
    kind: type[GradioError],
    words: str,
) -> None:
    faulty.answer("GET", FILE, answer)
    with pytest.raises(kind, match=words):
        take(background, opening(app), tmp_path)
    assert list(tmp_path.iterdir()) == []
    if kind is HttpError:
        assert not background.run(is_there(opening(app)))


def test_one_that_goes_silent(
    background: Background, app: App, faulty: FaultServer, tmp_path: Path
) -> None:
    async def stops(_request: object, writer: asyncio.StreamWriter) -> None:
        writer.write(_HEAD + b"content-length: 10\r\n\r\nhello")
        await asyncio.Event().wait()

    faulty.answer("GET", FILE, stops)
    with pytest.raises(Lost, match="nothing came from the app for 1 s"):
        take(background, opening(app), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_redirects_stay_on_the_host(
    background: Background, app: App, faulty: FaultServer, tmp_path: Path
) -> None:
    faulty.answer("GET", "/other", text("there"))
    faulty.answer("GET", FILE, text("", 302, {"location": "/other"}))
    assert take(background, opening(app), tmp_path) == b"there"
    with FaultServer.gradio() as other:
        faulty.answer("GET", FILE, text("", 302, {"location": other.address + "/x"}))
        with pytest.raises(HttpError, match="redirects to http://127"):
            take(background, opening(app), tmp_path)
        assert other.requests == []


def test_a_plain_connection_takes_no_secret_along(
    background: Background, faulty: FaultServer, tmp_path: Path
) -> None:
    faulty.answer("GET", "/a b", text("hello"))
    plain = from_web(f"{faulty.address}/a%20b?c=1", "a", SECRETS._replace(hub_token="hf_saved"))
    faulty.answer("GET", "/a%20b", text("hello"))
    assert take(background, plain, tmp_path) == b"hello"
    (request,) = faulty.requests
    assert request.query == {"c": ["1"]}
    assert not {"authorization", "x-hf-authorization", "cookie", "x-own"} & request.headers.keys()


@pytest.mark.parametrize("url", ["", "/tmp/a", "ftp://x/a", "http:///a", "javascript:1"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ParamInvalid, match="no address"):
        from_web(url, "a", ConnectionOptions())


def test_what_is_at_hand(background: Background, tmp_path: Path) -> None:
    file = InlineFile("a", "text/plain", b"hello")
    assert take(background, from_memory(file), tmp_path) == b"hello"


# The file that is made.


async def some(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def filled(folder: Path, content: bytes = b"new") -> NewFile:
    new = NewFile(folder)
    asyncio.run(new.fill(some(content), lambda _: None))
    return new


def test_it_has_its_name_only_at_the_end(tmp_path: Path) -> None:
    new = filled(tmp_path)
    (path,) = tmp_path.iterdir()
    assert path.name.startswith(".gshell-")
    new.rename(tmp_path / "a", overwrite=False)
    new.discard()
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_it_takes_no_name_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "link").symlink_to("nowhere")
    new = filled(tmp_path)
    for name in ("a", "link"):
        with pytest.raises(FileExistsError):
            new.rename(tmp_path / name, overwrite=False)
    assert (tmp_path / "a").read_text() == "old"
    (tmp_path / "a").chmod(0o640)
    new.rename(tmp_path / "a", overwrite=True)
    assert (tmp_path / "a").read_text() == "new"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = NewFile(tmp_path)

    def full(_blocks: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(NewFile, "write", lambda _self, blocks: full(blocks))
    with pytest.raises(OSError, match="No space"):
        asyncio.run(new.fill(some(b"x" * 2_000_000, b"y"), lambda _: None))
    assert list(tmp_path.iterdir()) == []


def test_a_stopped_one_leaves_nothing(tmp_path: Path) -> None:
    async def stopped() -> None:
        begun = asyncio.Event()

        async def endless() -> AsyncIterator[bytes]:
            while True:
                yield b"x" * 100_000
                begun.set()
                await asyncio.sleep(0)

        task = asyncio.ensure_future(NewFile(tmp_path).fill(endless(), lambda _: None))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(stopped())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        filled(tmp_path / "gone")
