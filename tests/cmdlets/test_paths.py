"""What a parameter for a file takes, how it is completed, and what is said of a missing one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gshell.cmdlets.files import describe
from gshell.cmdlets.paths import FilePath, FolderPath, TargetPath, has_wildcard, matching, not_found
from gshell.engine.errors import Mismatch
from gshell.engine.types import ListOf
from gshell.engine.values import Bareword
from tests.cmdlets.conftest import Driver


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with some files, in which the shell is."""
    monkeypatch.chdir(tmp_path)
    for name in ("Images/cat.png", "Images/deep/dog.png", "notes.txt", "my notes.txt", ".hidden"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def offered(driver: Driver, typed: str, kind: FilePath | None = None) -> list[str]:
    found = (kind or FilePath()).complete_typed(typed, driver.shell)
    return [candidate.text for candidate in found]


# Values.


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("a.txt", "a.txt"),
        (Bareword("007"), "007"),
        ("./-", "./-"),
        ("~x", "~x"),
        ("a/~", "a/~"),
        (7, "7"),
        (None, None),
    ],
)
def test_a_name_stays_as_it_is(value: object, path: str | None) -> None:
    assert FilePath().convert(value) == path


def test_the_home_is_put_in_place() -> None:
    home = os.environ["HOME"]
    assert FilePath().convert("~") == home
    assert FolderPath().convert("~/x y") == f"{home}/x y"


def test_a_listed_file_is_its_path(place: Path) -> None:
    assert FilePath().convert(describe("notes.txt")) == str(place / "notes.txt")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "must be the name of a file (got '')"),
        ("a\0b", "must be the name of a file"),
        ("a\ud800", "must be the name of a file"),
        (True, "must be the name of a file"),
        ({"a": 1}, "must be the name of a file (got a Map)"),
        (["a", "b"], "takes one name (got 2 values)"),
    ],
)
def test_what_is_no_name(value: object, message: str) -> None:
    with pytest.raises(Mismatch) as caught:
        FilePath().convert(value)
    assert caught.value.message.startswith(message)


def test_a_file_of_an_app_is_no_file_here() -> None:
    with pytest.raises(Mismatch) as caught:
        FilePath().convert({"url": "http://x/a.png", "meta": {"_type": "gradio.FileData"}})
    assert "a FileData" in caught.value.message
    assert ".url" in caught.value.hint


def test_a_target_is_one_file(place: Path) -> None:
    assert TargetPath().convert("a[1].txt") == "a[1].txt"
    with pytest.raises(Mismatch, match=r"one file .*\*\.txt"):
        TargetPath().convert("*.txt")
    (place / "what?").touch()
    assert TargetPath().convert("what?") == "what?"


# Completion.


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["Images/", "my notes.txt", "notes.txt"]),
        ("no", ["notes.txt"]),
        ("NO", ["notes.txt"]),
        ("im", ["Images/"]),
        ("./n", ["./notes.txt"]),
        ("Images/", ["Images/cat.png", "Images/deep/"]),
        ("Images/deep/d", ["Images/deep/dog.png"]),
        (".", [".hidden"]),
        ("..", ["../"]),
        ("~", ["~/"]),
        ("nosuch/x", []),
        ("notes.txt/", []),
        ("x", []),
    ],
)
@pytest.mark.usefixtures("place")
def test_completing(driver: Driver, typed: str, names: list[str]) -> None:
    assert offered(driver, typed) == names


def test_completing_in_the_home_keeps_what_is_typed(driver: Driver) -> None:
    home = Path(os.environ["HOME"])
    (home / "photos").mkdir()
    (home / "photos" / "me.png").touch()
    assert offered(driver, "~/ph") == ["~/photos/"]
    assert offered(driver, "~/photos/") == ["~/photos/me.png"]
    assert offered(driver, f"{home}/ph") == [f"{home}/photos/"]


def test_completing_a_folder_offers_no_files(driver: Driver, place: Path) -> None:
    (place / "link").symlink_to("Images")
    assert offered(driver, "", FolderPath()) == ["Images/", "link/"]


def test_a_list_of_files_completes_each(driver: Driver, place: Path) -> None:
    del place
    found = ListOf(FilePath()).complete_typed("notes", driver.shell)
    assert [candidate.text for candidate in found] == ["notes.txt"]


def test_names_that_would_harm_the_line_are_not_offered(driver: Driver, place: Path) -> None:
    (place / "two\nlines").touch()
    Path(os.fsdecode(b"not-utf8-\xff")).touch()
    (place / "loop").symlink_to("loop")
    assert offered(driver, "") == ["Images/", "loop", "my notes.txt", "notes.txt"]


def test_a_large_folder_offers_some(driver: Driver, place: Path) -> None:
    for number in range(600):
        (place / "Images" / f"x{number:03}").touch()
    assert len(offered(driver, "Images/x")) == 500
    assert offered(driver, "Images/x59") == [f"Images/x59{digit}" for digit in range(10)]


# Finding.


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("*.txt", ["my notes.txt", "notes.txt"]),
        ("[n]otes.txt", ["notes.txt"]),
        ("Images/*", ["Images/cat.png", "Images/deep"]),
        ("*/*.png", ["Images/cat.png"]),
        ("notes.txt", ["notes.txt"]),
        ("*.zip", ["*.zip"]),
        ("nosuch", ["nosuch"]),
    ],
)
@pytest.mark.usefixtures("place")
def test_wildcards(path: str, names: list[str]) -> None:
    assert matching(path) == names


def test_a_name_that_exists_is_no_pattern(place: Path) -> None:
    assert has_wildcard("a[1].txt")
    (place / "a[1].txt").touch()
    (place / "a1.txt").touch()
    assert not has_wildcard("a[1].txt")
    assert matching("a[1].txt") == ["a[1].txt"]


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        ("note.txt", "there is no file note.txt", "did you mean notes.txt?"),
        ("mynotes.txt", "there is no file mynotes.txt", "did you mean 'my notes.txt'?"),
        ("Images/cat.jpg", "there is no file Images/cat.jpg", "did you mean Images/cat.png?"),
        ("image/cat.png", "there is no folder image", "did you mean Images?"),
        ("notes/cat.png", "there is no folder notes", ""),
        ("notes.txt/cat", "notes.txt is a file, not a folder", ""),
        ("notes.txt/", "notes.txt is a file, not a folder", ""),
        ("zzz", "there is no file zzz", ""),
        ("/nosuch-folder/a/b", "there is no folder /nosuch-folder", ""),
    ],
)
@pytest.mark.usefixtures("place")
def test_what_is_missing(path: str, message: str, hint: str) -> None:
    record = not_found(path).record
    assert (record.id, record.message, record.hint) == ("FileNotFound", message, hint)


def test_a_link_that_leads_nowhere(place: Path) -> None:
    (place / "gone").symlink_to("nosuch")
    assert not_found("gone").record.message == "gone is a link to something that is not there"
