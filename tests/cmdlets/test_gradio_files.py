"""Save-GradioFile, `>` and -DownloadPath: what ends up on this machine, and under which name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cmdlets.conftest import Driver, Open
from tests.faults.server import (
    CLOSE,
    FaultServer,
    completed,
    document,
    events,
    message,
    raw,
    text,
)

DATA = "/gradio_api/queue/data"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files, in which the shell is."""
    root = tmp_path / "root"
    root.mkdir()
    monkeypatch.chdir(root)
    (root / "a.txt").write_text("hello")
    (root / "n\u00e4m\u00e9 \u00fc #1%.txt").write_text("hi")
    (root / "empty").write_bytes(b"")
    (root / "old").write_text("old")
    return root


BEFORE = ["a.txt", "empty", "n\u00e4m\u00e9 \u00fc #1%.txt", "old"]


def made(folder: Path) -> dict[str, str]:
    """Give what is new in a folder, with its content; nothing half-written may be there."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    names = {str(path.relative_to(folder)): path.read_text() for path in paths}
    return {name: content for name, content in sorted(names.items()) if name not in BEFORE}


# A real app.


@pytest.mark.parametrize(
    ("line", "content", "said"),
    [
        ("call same a.txt | save b.txt", {"b.txt": "hello"}, "saved b.txt (5 bytes)\n"),
        ("call same a.txt | save out/", {"out/a.txt": "hello"}, "saved out/a.txt (5 bytes)\n"),
        ("call same a.txt | save", {"a-2.txt": "hello"}, "saved a-2.txt (5 bytes)\n"),
        ("call same empty | save b", {"b": ""}, "saved b (0 bytes)\n"),
        (
            "call same 'n\u00e4m\u00e9 \u00fc #1%.txt' | save out/",
            {"out/n\u00e4m\u00e9 \u00fc #1%.txt": "hi"},
            "saved out/n\u00e4m\u00e9 \u00fc #1%.txt (2 bytes)\n",
        ),
        ("call steps abc | save b.txt", {"b.txt": "abc"}, "saved b.txt (3 bytes)\n"),
        ("$r = call steps abc; $r | save b.txt", {"b.txt": "abc"}, "saved b.txt (3 bytes)\n"),
        ("$r = call steps abc; $r[1] | save b.txt", {"b.txt": "ab"}, "saved b.txt (2 bytes)\n"),
        ("$r = call steps abc; save $r[0].data[0] b", {"b": "a"}, "saved b (1 byte)\n"),
        ("$r = call steps abc; save $r[0] b", {"b": "a"}, "saved b (1 byte)\n"),
        ("$r = call steps abc; save b -File $r[0]", {"b": "a"}, "saved b (1 byte)\n"),
        ("$c = call steps abc -Manual; $c | save b", {"b": "abc"}, "saved b (3 bytes)\n"),
        ("$c = call steps abc -Manual; $c.event | save b", {"b": "abc"}, "saved b (3 bytes)\n"),
        (
            "call several a.txt,empty | save b.txt",
            {"b.txt": "hello", "b-2.txt": ""},
            "saved b.txt (5 bytes)\nsaved b-2.txt (0 bytes)\n",
        ),
        (
            "call several a.txt,empty -Value | save out/",
            {"out/a.txt": "hello", "out/empty": ""},
            "saved out/a.txt (5 bytes)\nsaved out/empty (0 bytes)\n",
        ),
        ("call both xyz | save b.txt", {"b.txt": "xyz"}, "saved b.txt (3 bytes)\n"),
        ("call same a.txt | save old -Force", {}, "saved old (5 bytes)\n"),
        ("call same a.txt > b.txt", {"b.txt": "hello"}, "saved b.txt (5 bytes)\n"),
        ("call steps abc > b.txt", {"b.txt": "abc"}, "saved b.txt (3 bytes)\n"),
        ("call steps abc -Value > b.txt", {"b.txt": "abc"}, "saved b.txt (3 bytes)\n"),
        ("$r = call same a.txt; $r.data[0] > b", {"b": "hello"}, "saved b (5 bytes)\n"),
        ("call same a.txt > old", {}, "saved old (5 bytes)\n"),
        ("call several a.txt > b", {"b": "hello"}, "saved b (5 bytes)\n"),
        ("call same a.txt -Verbose:$false > /dev/null", {}, ""),
        ("call both xyz | % { $_.data[0] } > b", {"b": "xyz\n"}, ""),
        ("call same a.txt | save b -WhatIf", {}, "would save a.txt as b\n"),
    ],
)
def test_what_is_saved(
    files: Driver, place: Path, line: str, content: dict[str, str], said: str
) -> None:
    assert files.give(line) == []
    assert made(place) == content
    assert files.messages == said
    assert (place / "old").read_text() == ("hello" if " old" in line else "old")


@pytest.mark.parametrize(
    ("line", "content"),
    [
        ("call several a.txt,empty | save gal", {"gal.txt": "hello", "gal": ""}),
        ("call several a.txt,a.txt | save gal", {"gal.txt": "hello", "gal-2.txt": "hello"}),
        ("call same a.txt | save gal; call several a.txt,a.txt | save gal -Force", None),
        ("call several a.txt,a.txt | save a", {"a-2.txt": "hello", "a-3.txt": "hello"}),
        ("$r = call same a.txt; $r, $r | save gal", {"gal.txt": "hello", "gal-2.txt": "hello"}),
    ],
)
def test_several_files_get_their_own_endings(
    files: Driver, place: Path, line: str, content: dict[str, str] | None
) -> None:
    files.give(line)
    both = {"gal": "hello", "gal.txt": "hello", "gal-2.txt": "hello"}
    assert made(place) == (both if content is None else content)
    assert (place / "a.txt").read_text() == "hello"


@pytest.mark.parametrize(
    ("made_file", "typed", "warning"),
    [
        ("image.png", "car.jpg", "car.jpg gets a png: the app made image.png"),
        ("image.png", "car.txt", "car.txt gets a png: the app made image.png"),
        ("image.webp", "car.PNG", "car.PNG gets a webp: the app made image.webp"),
        ("notes.txt", "notes.wav", "notes.wav gets a txt: the app made notes.txt"),
        ("image.png", "car.png", ""),
        ("image.png", "car", ""),
        ("image.png", "car.unknown", ""),
        ("image.jpeg", "car.jpg", ""),
        ("a.unknown", "b.png", ""),
        ("table.csv", "table.txt", ""),
        ("data.json", "data.txt", ""),
    ],
)
@pytest.mark.parametrize("end", ["| save {}", "> {}"])
def test_an_ending_that_says_something_else(
    files: Driver, place: Path, made_file: str, typed: str, warning: str, end: str
) -> None:
    folder = place / "from"
    folder.mkdir()
    (folder / made_file).write_text("hello")
    files.give(f"call same from/{made_file} {end.format(typed)}")
    assert (place / typed).read_text() == "hello"
    said = files.messages.splitlines()
    assert said[:-1] == ([f"warning: {warning}"] if warning else [])
    assert said[-1] == f"saved {typed} (5 bytes)"


def test_an_ending_is_compared_with_what_the_app_says_where_the_name_has_none(
    open_driver: Open,
) -> None:
    with FaultServer.gradio() as server:
        file = {"path": "/s/made", "mime_type": "image/png", "meta": {"_type": "gradio.FileData"}}
        server.answer("GET", DATA, events(completed(file), CLOSE))
        server.answer("GET", "/gradio_api/file=/s/made", text("pixels"))
        shell = open_driver(server.address, "fake")
        shell.give("call say x | save car.wav")
        assert "warning: car.wav gets image/png: the app made made" in shell.messages


def test_what_was_saved_can_go_on(files: Driver, place: Path) -> None:
    assert files.give("call same a.txt | save b -PassThru | % Length") == [5]
    assert files.give("call several a.txt,empty | save out/ -PassThru | % Name") == [
        "a.txt",
        "empty",
    ]
    assert (place / "b").is_file()


@pytest.mark.parametrize(
    ("line", "id_", "message"),
    [
        ("call same a.txt | save old", "InvalidOperation", "old exists already, and is not over"),
        ("call same a.txt | save gone/b", "FileNotFound", "there is no folder gone"),
        ("call same a.txt > gone/b", "FileNotFound", "there is no folder gone"),
        ("1, 'x' | save b", "InvalidOperation", "there is nothing to save: no file was piped in"),
        ("call both x -Value | select -First 1 | save", "InvalidOperation", "there is nothing to"),
        ("save", "ParamInvalid", "there is nothing to save: save needs a file"),
        ("save b", "ParamInvalid", "there is nothing to save: save needs a file"),
        ("save a b", "ParamInvalid", "save takes one name and what to save"),
        ("1 | save $true b", "ParamInvalid", "-File is given, and something is piped in as well"),
        ("call several a.txt,empty > b", "InvalidOperation", "there are several files for b"),
        ("call both x > b", "InvalidOperation", "a file of an app and text do not go into one"),
        ("call both x -Value > old", "InvalidOperation", "a file of an app and text do not go"),
        ("call same a.txt >> old", "InvalidOperation", "what is in a file cannot be added to"),
        ("call fails_late x | save b", "ServerError", "no more"),
        ("call fails_late x > old", "ServerError", "no more"),
    ],
)
def test_what_is_not_saved(files: Driver, place: Path, line: str, id_: str, message: str) -> None:
    files.run(line)
    (record,) = files.shell.errors
    assert (record.id, record.message[: len(message)]) == (id_, message)
    assert made(place) == {}
    assert (place / "old").read_text() == "old"


def test_a_call_is_not_made_for_nothing(files: Driver) -> None:
    files.fail("call same a.txt | save old")
    assert files.sessions.find().calls == []


def test_a_sound_comes_as_one_file(files: Driver, place: Path) -> None:
    files.give("call sound | save sound.aac")
    assert (place / "sound.aac").read_bytes()[:2] in (b"\xff\xf1", b"\xff\xf9")  # ADTS
    files.give("call sound > sound2.aac")
    assert (place / "sound2.aac").stat().st_size > 100


def test_the_folder_of_a_session(files: Driver, place: Path) -> None:
    files.give("Set-GradioSession -DownloadPath kept; call steps abc | Out-Null; call both xyz")
    files.give("call several a.txt,empty -FinalOnly; call steps q; call fails_late x -ea Ignore")
    files.give("$c = call steps m -Manual; $c | Update-GradioSessionApiResult -NoOutput")
    assert made(place / "kept") == {
        "both-001-0.txt": "xyz",
        "several-001-0.txt": "hello",
        "several-001-1": "",
        "steps-001-0.txt": "abc",
        "steps-002-0.txt": "q",
        "steps-003-0.txt": "m",
    }
    assert "saved kept/several-001-1 (0 bytes)\n" in files.messages
    (place / "kept" / "steps-002-0.txt").unlink()
    files.give("call steps free; Set-GradioSession -DownloadPath ''; call steps not")
    assert (place / "kept" / "steps-002-0.txt").read_text() == "free"
    assert len(made(place)) == 6


def test_several_calls_at_once_get_a_number_each(files: Driver, place: Path) -> None:
    files.give("Set-GradioSession -DownloadPath kept")
    files.give("1..8 | % -Parallel { call steps 'xyz' -FinalOnly | Out-Null }")
    assert list(made(place / "kept")) == [f"steps-{number:03}-0.txt" for number in range(1, 9)]


# Servers that do not mean well.


def taking(server: FaultServer, *paths: Any, **more: Any) -> None:
    """Let the server's call give files with these paths, which it all has."""
    files = [{"path": path, "meta": {"_type": "gradio.FileData"}, **more} for path in paths]
    server.answer("GET", DATA, events(completed(files if len(files) > 1 else files[0]), CLOSE))
    server.answer("GET", "/gradio_api", text("content"))


@pytest.fixture
def fake() -> Iterator[FaultServer]:
    with FaultServer.gradio() as server:
        taking(server, "/s/a.png")
        yield server


@pytest.fixture
def taker(fake: FaultServer, open_driver: Open) -> Driver:
    return open_driver(fake.address, "fake")


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("../../x", "x"),
        ("CON", "_CON"),
        ("/etc/passwd", "passwd"),
        ("C:\\x\\y.txt", "y.txt"),
        ("a" * 300 + ".png", "a" * 196 + ".png"),
        ("a\u202egnp.exe", "a_gnp.exe"),
        ("x\x1b[2J.txt", "x_[2J.txt"),
        ("..", "file.txt"),
        (".bashrc", "_.bashrc"),
    ],
)
def test_a_name_that_means_no_good(
    taker: Driver, fake: FaultServer, place: Path, called: str, name: str
) -> None:
    taking(fake, "/s/a.png", orig_name=called)
    fake.answer("GET", "/gradio_api", text("content", headers={"content-type": "text/plain"}))
    taker.give("call say x | save; call say x | save sub/")
    assert made(place) == {name: "content", f"sub/{name}": "content"}
    assert not (place.parent / "x").exists()
    told = taker.messages.splitlines()[0]
    assert told.startswith(f'saved {name} (7 bytes); the app called it "')
    assert told.isprintable()


def test_a_good_name_is_not_talked_about(taker: Driver) -> None:
    taker.give("call say x | save")
    assert taker.messages == "saved a.png (7 bytes)\n"


def test_the_same_name_twice(taker: Driver, fake: FaultServer, place: Path) -> None:
    taking(fake, "/s/1/a.png", "/s/2/a.png")
    taker.give("call say x | save -Force; call say x | save -Force; call say x | save b.png -Force")
    assert list(made(place)) == ["a-2.png", "a.png", "b-2.png", "b.png"]


def test_addresses_are_those_of_the_app_as_it_is_reached(taker: Driver, fake: FaultServer) -> None:
    taking(fake, "/s/a b#.png", url="http://inner.example:1/gradio_api/file=/s/a b#.png")
    (url,) = taker.give("call say x -Value | % url")
    assert url == f"{fake.address}/gradio_api/file=/s/a%20b%23.png"
    taker.give("call say x | save")
    assert "saved a b#.png (7 bytes)" in taker.messages


def test_one_of_several_that_fails(taker: Driver, fake: FaultServer, place: Path) -> None:
    taking(fake, "/s/gone.png", "/s/b.png")
    fake.answer("GET", "/gradio_api/file=/s/gone.png", document({"detail": "no"}, 404))
    taker.run("call say x | save out/")
    assert taker.error_ids() == ["HttpError"]
    assert made(place) == {"out/b.png": "content"}


def test_one_that_breaks_off(taker: Driver, fake: FaultServer, place: Path) -> None:
    answer = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhello")
    fake.answer("GET", "/gradio_api", answer)
    taker.run("call say x | save b; call say x > old")
    assert taker.error_ids() == ["Lost", "Lost"]
    assert made(place) == {}
    assert (place / "old").read_text() == "old"


def test_a_download_that_fails_does_not_spoil_the_result(
    taker: Driver, fake: FaultServer, place: Path
) -> None:
    fake.answer("GET", "/gradio_api", document({"detail": "no"}, 404))
    (result,) = taker.run("Set-GradioSession -DownloadPath kept; call say x")
    assert result.event == "complete"
    assert taker.error_ids() == ["HttpError"]
    assert made(place) == {}
    (place / "file").write_text("")
    (result,) = taker.run("Set-GradioSession -DownloadPath file/kept; call say x")
    assert taker.error_ids() == ["HttpError", "SystemError"]


def test_nothing_is_fetched_unasked_from_a_private_network(
    taker: Driver, fake: FaultServer, place: Path
) -> None:
    with FaultServer.gradio() as router:
        router.answer("GET", "/reboot", text("done"))
        taking(fake, f"{router.address}/reboot")
        taker.run("Set-GradioSession -DownloadPath kept; $r = call say x")
        assert taker.error_ids() == ["InvalidOperation"]
        assert router.requests == []
        assert made(place) == {}
        taker.run("$r | save")
        assert made(place) == {"reboot": "done"}


def test_a_call_that_is_stopped_leaves_its_newest(
    taker: Driver, fake: FaultServer, place: Path
) -> None:
    file = {"path": "/s/a.png", "meta": {"_type": "gradio.FileData"}}
    part = message("process_generating", success=True, output={"data": [file]})
    fake.answer("GET", DATA, events(part, end="open"))
    taker.give("call say x | select -First 1 | save b")
    assert made(place) == {"b": "content"}


def test_a_file_in_its_own_address(taker: Driver, place: Path) -> None:
    data = "@{path=$null; url='data:text/plain,hello'; meta=@{_type='gradio.FileData'}}"
    taker.give(f"{data} | save b; {data} | save")
    assert made(place) == {"b": "hello", "file.txt": "hello"}


def test_a_folder_for_results_is_no_file(files: Driver) -> None:
    record = files.fail("Set-GradioSession -DownloadPath a.txt")
    assert record.message == "a.txt is a file, not a folder"
    address = files.sessions.find().app_url
    files.shell.errors.clear()
    files.fail(f"open {address} -Name second -DownloadPath a.txt")
    assert list(files.sessions.by_name) == ["files"]


def test_a_place_in_which_nothing_can_be_saved(files: Driver) -> None:
    if not Path("/proc").is_dir():
        pytest.skip("this system has no such place")
    record = files.fail("call same a.txt > /proc/x")
    assert record.message == "nothing can be saved in /proc: no such file or directory"
