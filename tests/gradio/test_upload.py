"""Uploads: one multipart request, streamed, and what an app may answer to it."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from gshell.gradio.app import App, Apps
from gshell.gradio.background import Background
from gshell.gradio.disk import NewFile
from gshell.gradio.download import fetch, from_app
from gshell.gradio.errors import FileNotFound, GradioError, HttpError, Lost, Timeout
from gshell.gradio.filedata import uploaded_file
from gshell.gradio.http import Download
from gshell.gradio.localfiles import InlineFile, LocalFile, find_file
from gshell.gradio.options import ConnectionOptions
from gshell.gradio.transfer import Transfer, size_text
from gshell.gradio.upload import InMemory, OnDisk, Relayed, Source, check_size, upload
from gshell.gradio.uploads import Uploads
from tests.conftest import start_app
from tests.faults.server import FaultServer, document, reset, silence, text

UPLOAD = "/gradio_api/upload"
NAMES = ["a.txt", "n\u00e4m\u00e9 \u00fc #1%.txt", "no ending", 'a"b\\c.txt', "x" * 100 + ".bin"]


@pytest.fixture
def real(apps: Apps, files_app: str) -> App:
    return apps.connect(files_app)


@pytest.fixture
def fake(apps: Apps, faulty: FaultServer) -> App:
    faulty.answer("POST", UPLOAD, document(["/tmp/h/a.txt"]))
    return apps.connect(faulty.address, ConnectionOptions(timeout=1))


def local(folder: Path, name: str, content: bytes) -> LocalFile:
    path = folder / name
    path.write_bytes(content)
    return find_file(str(path))


def fetched(background: Background, app: App, path: str, folder: Path) -> bytes:
    """Give what an app has at a path."""
    new = NewFile(folder)
    data = uploaded_file(path, app.real_url, "x", 0, "")
    background.run(fetch(from_app(app, data["url"], "x", None), new, Transfer("x")))
    target = folder / "came back"
    new.rename(target, overwrite=True)
    return target.read_bytes()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("content", [b"", b"hello\r\n--", os.urandom(300_000)], ids=len)
def test_what_goes_up_comes_back(
    background: Background, real: App, tmp_path: Path, name: str, content: bytes
) -> None:
    transfer = Transfer("x")
    file = local(tmp_path, name, content)
    path = background.run(upload(real, OnDisk(file), transfer=transfer))
    assert fetched(background, real, path, tmp_path) == content
    assert transfer.done == transfer.total == len(content)
    memory = InMemory(InlineFile(name, "text/plain", content))
    assert background.run(upload(real, memory)) == path


def test_a_file_of_unknown_size_is_sent_in_chunks(
    background: Background, real: App, tmp_path: Path
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"piece"

    @asynccontextmanager
    async def opened() -> AsyncIterator[Download]:
        yield Download(None, "text/plain", chunks())

    transfer = Transfer("x")
    source = Relayed("a.txt", "", opened)
    path = background.run(upload(real, source, transfer=transfer))
    assert fetched(background, real, path, tmp_path) == b"piece" * 3
    assert (transfer.done, transfer.total) == (15, None)
    assert source.mime_type == "text/plain"


def test_the_request(
    background: Background, fake: App, faulty: FaultServer, tmp_path: Path
) -> None:
    file = local(tmp_path, 'n\u00e4 "1".png', b"content")
    background.run(upload(fake, OnDisk(file), token="hf_secret"))
    (request,) = faulty.sent(UPLOAD)
    boundary = request.headers["content-type"].removeprefix("multipart/form-data; boundary=")
    assert request.body.decode() == (
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; '
        'filename="n\u00e4 %221%22.png"\r\nContent-Type: image/png\r\n\r\n'
        f"content\r\n--{boundary}--\r\n"
    )
    assert request.headers["content-length"] == str(len(request.body))
    assert request.headers["authorization"] == "Bearer hf_secret"


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (
            text("No more than 10 bytes.", 413),
            HttpError,
            "the app does not take a.txt, it is too large: No more than 10 bytes.",
        ),
        (
            text("<html>413 Request Entity Too Large</html>", 413),
            HttpError,
            "the app does not take a.txt, it is too large",
        ),
        (document([]), HttpError, "the app took a.txt, but does not say where it keeps it"),
        (document({"a": 1}), HttpError, "the app took a.txt, but does not say where it keeps it"),
        (document({"detail": "no"}, 403), HttpError, "the app forbids this: no"),
        (document({"detail": "Not Found"}, 404), HttpError, "nothing at this address: Not Found"),
        (text("x", 500), HttpError, "the app broke on the request"),
        (silence, Timeout, "the app gave no answer within 1 s"),
        (reset, Lost, "HOST closed the connection before it answered"),
    ],
)
def test_what_an_app_may_answer(
    background: Background,
    fake: App,
    faulty: FaultServer,
    tmp_path: Path,
    answer: object,
    kind: type[GradioError],
    words: str,
) -> None:
    faulty.answer("POST", UPLOAD, answer)  # type: ignore[arg-type] # answers have one type
    source = OnDisk(local(tmp_path, "a.txt", b"hello"))
    with pytest.raises(kind) as caught:
        background.run(upload(fake, source))
    message = caught.value.message.replace(f"127.0.0.1:{faulty.port}", "HOST")
    assert message == words
    assert len(faulty.sent(UPLOAD)) == 1, "it is never sent twice"


def test_an_app_that_reads_nothing_ends_by_the_time_out(
    background: Background, apps: Apps, faulty: FaultServer
) -> None:
    app = apps.connect(faulty.address, ConnectionOptions(timeout=0.3))
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        app.http.base = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        source = InMemory(InlineFile("large", "text/plain", b"x" * 30_000_000))
        with pytest.raises(Timeout, match=r"within 0\.3 s"):
            background.run(upload(app, source))


def test_a_login_that_expired_is_made_anew_and_the_file_sent_from_its_start(
    background: Background, apps: Apps, faulty: FaultServer, tmp_path: Path
) -> None:
    app = apps.connect(faulty.address, ConnectionOptions(auth=("ann", "s3cret")))
    refusal = document({"detail": "Not authenticated"}, 401)
    faulty.answer("POST", UPLOAD, refusal, document(["/tmp/h/a.txt"]))
    transfer = Transfer("x")
    source = OnDisk(local(tmp_path, "a.txt", b"hello"))
    assert background.run(upload(app, source, transfer=transfer)) == "/tmp/h/a.txt"
    first, second = faulty.sent(UPLOAD)
    assert first.body == second.body
    assert transfer.done == 5


def test_files_that_are_gone_or_shrink(background: Background, fake: App, tmp_path: Path) -> None:
    file = local(tmp_path, "a.txt", b"hello")
    Path(file.path).unlink()
    with pytest.raises(FileNotFound, match=r"a\.txt cannot be read: no such file"):
        background.run(upload(fake, OnDisk(file)))
    source = OnDisk(local(tmp_path, "b.txt", b"x" * 3_000_000))

    class Shrinking(OnDisk):
        @asynccontextmanager
        async def open(self) -> AsyncIterator[tuple[int | None, AsyncIterator[bytes]]]:
            async with OnDisk.open(self) as (size, chunks):
                Path(self._path).write_bytes(b"")
                yield size, chunks

    source.__class__ = Shrinking
    with pytest.raises(FileNotFound, match="it became shorter while it was sent"):
        background.run(upload(fake, source))


def test_the_size_is_checked_first(apps: Apps, faulty: FaultServer) -> None:
    faulty.config = {**faulty.config, "max_file_size": 1_500_000}
    faulty.behave()
    app = apps.connect(faulty.address)
    check_size(app, "a.bin", 1_500_000)
    with pytest.raises(HttpError, match=r"a\.bin has 2\.0 MB, and the app takes at most 1\.5 MB"):
        check_size(app, "a.bin", 2_000_000)
    with pytest.raises(HttpError, match=r"a\.bin has 1,500,001 bytes, and .* 1,500,000 bytes"):
        check_size(app, "a.bin", 1_500_001)


@pytest.fixture(scope="module")
def small_app() -> Iterator[str]:
    """An app that takes files of at most 1000 bytes, and has a login."""
    with start_app("small_files.py") as address:
        yield address


def test_a_real_app_with_a_login_and_a_limit(
    background: Background, apps: Apps, small_app: str, tmp_path: Path
) -> None:
    app = apps.connect(small_app, ConnectionOptions(auth=("ann", "s3cret")))
    path = background.run(upload(app, OnDisk(local(tmp_path, "a.bin", b"x" * 1000))))
    assert fetched(background, app, path, tmp_path) == b"x" * 1000
    for size in (1001, 3_000_000):
        source: Source = OnDisk(local(tmp_path, "b.bin", b"x" * size))
        with pytest.raises(HttpError, match=r"too large: File size exceeded .* of 1000 bytes"):
            background.run(upload(app, source))


def test_200_megabytes(background: Background, real: App, tmp_path: Path) -> None:
    block = os.urandom(1_000_000)
    path = tmp_path / "big.bin"
    with path.open("wb") as file:
        for _ in range(200):
            file.write(block)
    kept = background.run(upload(real, OnDisk(find_file(str(path)))))
    new = NewFile(tmp_path)
    url = uploaded_file(kept, real.real_url, "x", 0, "")["url"]
    background.run(fetch(from_app(real, url, "x", None), new, Transfer("x")))
    new.rename(tmp_path / "back", overwrite=False)
    with path.open("rb") as sent, (tmp_path / "back").open("rb") as back:
        assert hashlib.file_digest(sent, "sha1").digest() == (
            hashlib.file_digest(back, "sha1").digest()
        )


def test_what_a_session_remembers(tmp_path: Path) -> None:
    file = local(tmp_path, "a.txt", b"one")
    uploads = Uploads()
    assert uploads.find(file, 1) is None
    data = uploaded_file("/x", "http://h", "a.txt", 3, "text/plain")
    uploads.remember(file, 1, data)
    assert uploads == {file.path: data}
    assert uploads.find(file, 1) is data
    assert uploads.find(file, 2) is None, "the app was started anew"
    assert uploads.find(LocalFile(file.path, 4, file.modified), 1) is None
    assert uploads.find(LocalFile(file.path, 3, file.modified + 1), 1) is None


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (212_345, "212 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (9_949_999, "9.9 MB"),
        (200_000_000, "200 MB"),
        (5_000_000_000_000_000, "5000 TB"),
    ],
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert size_text(size) == words
