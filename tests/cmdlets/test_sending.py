"""Files that a call takes along, between this machine and apps, and from one app to another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gshell.cmdlets.fileplaces import is_public_host
from gshell.gradio.options import ConnectionOptions
from tests.cmdlets.conftest import Driver, Open
from tests.conftest import start_app
from tests.faults.server import CLOSE, FaultServer, completed, document, events, text

UPLOAD = "/gradio_api/upload"
JOIN = "/gradio_api/queue/join"
DATA = "/gradio_api/queue/data"

HELLO = "5 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"  # `hello`


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files, in which the shell is."""
    root = tmp_path / "root"
    root.mkdir()
    monkeypatch.chdir(root)
    (root / "a.txt").write_text("hello")
    (root / "n\u00e4m\u00e9 \u00fc #1%.txt").write_text("hello")
    (root / "empty").write_bytes(b"")
    return root


@pytest.fixture(scope="module")
def small_app() -> Iterator[str]:
    """An app that takes files of at most 1000 bytes, and has a login."""
    with start_app("small_files.py") as address:
        yield address


FILE_INFO = {
    "named_endpoints": {
        "/take": {
            "parameters": [
                {
                    "label": "file",
                    "parameter_name": "file",
                    "component": "Image",
                    "type": {"title": "FileData", "type": "object"},
                }
            ],
            "returns": [{"label": "made", "type": {"title": "FileData", "type": "object"}}],
        }
    }
}


def taking(server: FaultServer, **config: Any) -> None:
    """Make a server an app with one endpoint that takes a file and gives one."""
    server.config = {
        **server.config,
        "components": [
            {"id": 1, "type": "image", "props": {"label": "file"}, "api_info": {}},
            {"id": 2, "type": "file", "props": {"label": "made"}, "api_info": {}},
        ],
        "dependencies": [
            {"id": 0, "api_name": "take", "inputs": [1], "outputs": [2], "backend_fn": True}
        ],
        **config,
    }
    server.info = FILE_INFO
    server.behave()
    server.answer("POST", UPLOAD, document(["/cache/x/a.txt"]))


@pytest.fixture
def fake() -> Iterator[FaultServer]:
    with FaultServer.gradio() as server:
        taking(server)
        yield server


@pytest.fixture
def taker(fake: FaultServer, open_driver: Open) -> Driver:
    """A shell on an app that is not real, and shows what it gets."""
    return open_driver(fake.address, "fake")


def sent_data(server: FaultServer) -> list[Any]:
    data: list[Any] = server.sent(JOIN)[-1].json()["data"]
    return data


# To one app.


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("call digest a.txt -Value", f"a.txt {HELLO}"),
        (
            "call digest 'n\u00e4m\u00e9 \u00fc #1%.txt' -Value",
            f"n\u00e4m\u00e9 \u00fc #1%.txt {HELLO}",
        ),
        ("call digest 'data:text/plain,hello' -Value", f"file.txt {HELLO}"),
        ("(call digest -Params 'a.txt').data[0]", f"a.txt {HELLO}"),
        ("(call digest -Params @{file='a.txt'}).data[0]", f"a.txt {HELLO}"),
        ("(call same a.txt).data[0] | call digest -Value", f"a.txt {HELLO}"),
        ("call same a.txt | call digest -Value", f"a.txt {HELLO}"),
        (
            "Invoke-GradioSessionApi digest a.txt | Update-GradioSessionApiResult | % data",
            f"a.txt {HELLO}",
        ),
        ("Send-GradioApi . digest a.txt | Update-GradioApiResult | % data", f"a.txt {HELLO}"),
        ("$f = Send-GradioFile . a.txt; call digest $f -Value", f"a.txt {HELLO}"),
        ("$f = Send-GradioSessionFiles a.txt; call digest $f -Value", f"a.txt {HELLO}"),
        ("call several a.txt,empty -Value | % { $_ } | % orig_name", "empty"),
        ("call several *.txt -Value | % { $_.Count }", 2),
    ],
)
def test_a_file_goes_along(files: Driver, line: str, value: Any) -> None:
    objects = files.give(line)
    assert objects[-1] == value


def test_pictures_in_a_gallery(files: Driver, place: Path) -> None:
    from PIL import Image

    Image.new("RGB", (2, 2)).save(place / "a.png")
    (gallery,) = files.give("call pictures a.png,a.png -Value")
    assert [one["caption"] for one in gallery] == ["number 0", "number 1"]
    files.give("$r = call pictures a.png; $r | save out/")
    assert len(list((place / "out").iterdir())) == 1
    here = files.sessions.find().real_app_url
    assert all(one["image"]["url"].startswith(here) for one in gallery)


def test_an_unchanged_file_is_uploaded_once(files: Driver, place: Path) -> None:
    files.give("call digest a.txt; call digest a.txt -Verbose")
    assert "a.txt was uploaded before" in files.messages
    (known,) = files.give("$session.uploads")
    assert list(known) == [str(place / "a.txt")]
    assert known[str(place / "a.txt")]["orig_name"] == "a.txt"
    (place / "a.txt").write_text("changed")
    assert files.give("call digest a.txt -Value")[0].startswith("a.txt 7 ")
    files.give("Send-GradioSessionFiles a.txt -Force -Verbose")
    assert files.messages.count("/upload a.txt (7 bytes)") == 1


def test_one_that_the_app_removed_is_uploaded_again(
    files: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data,) = files.give("Send-GradioSessionFiles a.txt")
    monkeypatch.setattr("gshell.cmdlets.sending._TRUST_SECONDS", 0)
    files.give("call digest a.txt -Verbose")
    assert "was uploaded before" in files.messages
    Path(data["path"]).unlink()
    assert files.give("call digest a.txt -Value") == [f"a.txt {HELLO}"]


def test_an_app_that_was_started_anew_gets_the_file_again(taker: Driver, fake: FaultServer) -> None:
    taker.give("call take a.txt; call take a.txt")
    assert len(fake.sent(UPLOAD)) == 1
    taking(fake, app_id=2)
    taker.sessions.find().app.doubt()
    taker.give("call take a.txt")
    assert len(fake.sent(UPLOAD)) == 2


def test_what_is_sent(taker: Driver, fake: FaultServer) -> None:
    taker.give("call take a.txt -Token hf_call")
    (data,) = sent_data(fake)
    assert fake.sent(UPLOAD)[0].headers["authorization"] == "Bearer hf_call"
    assert data == {
        "path": "/cache/x/a.txt",
        "url": f"{fake.address}/gradio_api/file=/cache/x/a.txt",
        "orig_name": "a.txt",
        "size": 5,
        "mime_type": "text/plain",
        "meta": {"_type": "gradio.FileData"},
    }
    assert "warning: -file is for an image file, not a.txt" in taker.messages


def test_nothing_is_sent_that_need_not_be(taker: Driver, fake: FaultServer) -> None:
    taker.give("call take a.txt -WhatIf; Send-GradioFile . a.txt -WhatIf")
    assert fake.sent(UPLOAD) == fake.sent(JOIN) == []
    assert "would send a.txt to" in taker.messages
    assert '"path"' in taker.messages


@pytest.mark.parametrize(
    ("line", "id_", "message"),
    [
        ("call take nothere.txt", "FileNotFound", "-file takes a file: there is no file"),
        ("call take .", "FileNotFound", "-file takes a file, and . is a folder"),
        ("call take big", "HttpError", "big has 11 bytes, and the app takes at most 10 bytes a"),
        ("Send-GradioFile . big", "HttpError", "big has 11 bytes"),
        ("Send-GradioFile . *.nothing", "FileNotFound", "no file matches *.nothing"),
        ("Send-GradioFile .", "ParamInvalid", "Send-GradioFile needs -Files"),
        ("Send-GradioFile . 7", "FileNotFound", "there is no file 7"),
        ("Send-GradioFile . @{a=1}", "ParamInvalid", "-Files takes files (got a Map)"),
    ],
)
def test_what_cannot_be_sent(
    taker: Driver, fake: FaultServer, place: Path, line: str, id_: str, message: str
) -> None:
    (place / "big").write_bytes(b"x" * 11)
    taking(fake, max_file_size=10)
    taker.give("Get-GradioInfo -Refresh")
    record = taker.fail(line)
    assert (record.id, record.message[: len(message)]) == (id_, message)
    assert fake.sent(UPLOAD) == fake.sent(JOIN) == []


def test_unreadable(taker: Driver, fake: FaultServer, place: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    (place / "a.txt").chmod(0)
    assert taker.fail("call take a.txt").id == "FileNotFound"
    assert fake.sent(UPLOAD) == []


def test_the_cmdlets_for_files(files: Driver) -> None:
    sent = files.give("Send-GradioFile . *.txt")
    assert sorted(one["orig_name"] for one in sent) == ["a.txt", "n\u00e4m\u00e9 \u00fc #1%.txt"]
    (paths,) = files.give("Send-GradioFile . a.txt, empty -Raw")
    assert [Path(one).name for one in paths] == ["a.txt", "empty"]
    assert len(files.give("ls *.txt | Send-GradioFile | % url")) == 2
    assert files.give("'a.txt' | Send-GradioSessionFiles | % size") == [5]
    assert files.give("call same a.txt | Send-GradioFile | % orig_name") == ["a.txt"]


def test_one_value_is_the_file(files: Driver) -> None:
    assert files.give("Send-GradioFile a.txt | % orig_name") == ["a.txt"]
    Path("files").write_text("named like the session")
    assert files.fail("Send-GradioFile files").message == "Send-GradioFile needs -Files"


def test_sending_does_not_remember_without_a_session(taker: Driver, fake: FaultServer) -> None:
    taker.give("Send-GradioFile . a.txt; Send-GradioFile . a.txt")
    assert len(fake.sent(UPLOAD)) == 2


@pytest.mark.parametrize("root", ["", "http://inner:7860", "http://inner:7860/"])
def test_an_address_of_the_apps_own_file_is_sent_as_that_file(
    taker: Driver, fake: FaultServer, root: str
) -> None:
    taking(fake, root=root)
    base = root.rstrip("/") or fake.address
    taker.give(f"Get-GradioInfo -Refresh; call take '{base}/gradio_api/file=/s/a%20%231.png'")
    (data,) = sent_data(fake)
    assert data["path"] == "/s/a #1.png"
    assert data["url"] == f"{fake.address}/gradio_api/file=/s/a%20%231.png"
    assert fake.sent(UPLOAD) == []


def test_an_app_gets_the_address_of_its_own_result(files: Driver) -> None:
    line = "$r = call same a.txt; call digest $r.data[0].url -Value; "
    line += "$r.data[0].url | call digest -Value"
    assert files.give(line) == [f"a.txt {HELLO}"] * 2


def test_a_stream_of_the_app_is_sent_as_a_file(files: Driver) -> None:
    (told,) = files.give("$r = call sound -FinalOnly; call digest $r.data[0].url -Value")
    name, size, _ = told.split()
    assert name.startswith("file")
    assert int(size) > 0


# From one app to another.


def test_from_app_to_app(files: Driver, small_app: str, place: Path) -> None:
    """The other app has a login; its file is read with that, and sent on."""
    files.sessions.open(small_app, name="small", options=ConnectionOptions(auth=("ann", "s3cret")))
    line = "call same a.txt -Session small | call digest -Session files -Value -Verbose"
    assert files.give(line) == [f"a.txt {HELLO}"]
    assert "/upload a.txt (5 bytes)" in files.messages
    back = "call same a.txt -Session files | call same -Session small -FinalOnly"
    assert files.give(back)[0].data[0]["orig_name"] == "a.txt"
    assert not list(place.glob(".gshell*")), "nothing is kept on the disk"


@pytest.fixture
def source() -> Iterator[FaultServer]:
    """An app that gives a file."""
    with FaultServer.gradio() as server:
        taking(server)
        made = {"path": "/s/a.png", "orig_name": "a.png", "meta": {"_type": "gradio.FileData"}}
        server.answer("GET", DATA, events(completed(made), CLOSE))
        server.answer("GET", "/gradio_api/file=/s/a.png", text("pixels"))
        yield server


def test_secrets_stay_with_their_app(taker: Driver, fake: FaultServer, source: FaultServer) -> None:
    options = ConnectionOptions(token="hf_source", headers=(("x-own", "source"),))
    taker.sessions.open(source.address, name="source", options=options, select=False)
    taker.sessions.find().token = "hf_fake"
    taker.give("call take a.txt -Session source | call take -Session fake")
    (read,) = source.sent("/gradio_api/file=/s/a.png")
    assert read.headers["authorization"] == "Bearer hf_source"
    (upload,) = fake.sent(UPLOAD)
    assert upload.headers["authorization"] == "Bearer hf_fake"
    assert b"pixels" in upload.body
    assert "hf_source" not in str(fake.requests)
    assert "x-own" not in str(fake.requests)
    assert "hf_fake" not in str(source.requests)


def test_a_file_of_an_app_that_is_not_open(
    taker: Driver, fake: FaultServer, source: FaultServer
) -> None:
    taker.sessions.find().token = "hf_fake"
    taker.give(f"call take {source.address}/gradio_api/file=/s/a.png")
    (read,) = source.requests
    assert "authorization" not in read.headers
    assert b"pixels" in fake.sent(UPLOAD)[0].body
    assert "a.png is fetched from http://127.0.0.1" in taker.messages
    assert sent_data(fake)[0]["path"] == "/cache/x/a.txt"


def test_an_app_cannot_have_a_private_address_read_for_another(
    taker: Driver, fake: FaultServer, source: FaultServer
) -> None:
    with FaultServer.gradio() as router:
        made = {"path": f"{router.address}/secret", "meta": {"_type": "gradio.FileData"}}
        source.answer("GET", DATA, events(completed(made), CLOSE))
        taker.sessions.open(source.address, name="source", select=False)
        taker.run("call take a.txt -Session source | call take -Session fake")
        assert taker.error_ids() == ["InvalidOperation"]
        assert router.requests == []
    assert fake.sent(JOIN) == []


def test_a_source_that_breaks_off(taker: Driver, fake: FaultServer, source: FaultServer) -> None:
    source.answer("GET", "/gradio_api/file=/s/a.png", document({"detail": "gone"}, 403))
    record = taker.fail(f"call take {source.address}/gradio_api/file=/s/a.png")
    assert record.message == "the app no longer has this file: a.png"
    assert fake.sent(JOIN) == []


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://example.com/a%20b.png", "https://example.com/a%20b.png"),
        ("http://8.8.8.8/a.png", "http://8.8.8.8/a.png"),
    ],
)
def test_what_is_public_is_fetched_by_the_app(
    taker: Driver, fake: FaultServer, address: str, path: str
) -> None:
    taker.give(f"call take {address}")
    assert sent_data(fake)[0]["path"] == path
    file = f"@{{path='/s/a'; url='{address}'; meta=@{{_type='gradio.FileData'}}}}"
    taker.give(f"call take {file}")
    assert sent_data(fake)[0]["path"] == path
    assert fake.sent(UPLOAD) == []


def test_a_default_of_the_app_stays_as_it_is(taker: Driver, fake: FaultServer) -> None:
    default = {"path": "/d.png", "url": "http://inner/x", "meta": {"_type": "gradio.FileData"}}
    info: Any = {"named_endpoints": {"/take": {**FILE_INFO["named_endpoints"]["/take"]}}}
    parameter = dict(info["named_endpoints"]["/take"]["parameters"][0])
    parameter |= {"parameter_has_default": True, "parameter_default": default}
    info["named_endpoints"]["/take"]["parameters"] = [parameter]
    fake.info = info
    fake.behave()
    taker.give("Get-GradioInfo -Refresh | Out-Null; call take")
    assert sent_data(fake) == [default]


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("example.com", True),
        ("owner-name.hf.space", True),
        ("8.8.8.8", True),
        ("localhost", False),
        ("127.0.0.2", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("[::1]", False),
        ("fd00::1", False),
        ("2606:4700::1111", True),
        ("printer.local", False),
        ("printer.LOCAL.", False),
        ("server", False),
        ("a.internal", False),
        ("", False),
    ],
)
def test_which_hosts_anybody_can_reach(host: str, public: bool) -> None:
    assert is_public_host(host) is public
