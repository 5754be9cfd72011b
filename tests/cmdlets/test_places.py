"""Get-ChildItem, Get-Location and Set-Location on real folders."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gshell.cmdlets.files import FileInfo
from gshell.engine.serialize import to_json
from gshell.engine.values import get_member
from tests.cmdlets.conftest import Driver

NAMES = ("b.txt", "A.txt", "c.png", ".env", "sub/deep/x.txt", "sub/d.txt", "sub/.git/config", "z/")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with some files, in which the shell is."""
    root = tmp_path / "root"
    root.mkdir()
    monkeypatch.chdir(root)
    for name in NAMES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).mkdir() if name.endswith("/") else (root / name).write_text(name)
    return root


def names(driver: Driver, line: str) -> list[str]:
    return [str(one) for one in driver.give(line)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ls", "sub z A.txt b.txt c.png"),
        ("ls .", "sub z A.txt b.txt c.png"),
        ("dir -Force", "sub z .env A.txt b.txt c.png"),
        ("gci -File", "A.txt b.txt c.png"),
        ("ls -Directory", "sub z"),
        ("ls sub", "deep d.txt"),
        ("ls sub/", "deep d.txt"),
        ("ls sub, z", "deep d.txt"),
        ("'sub', 'z' | ls", "deep d.txt"),
        ("ls b.txt", "b.txt"),
        ("ls .env", ".env"),
        ("ls *.txt", "A.txt b.txt"),
        ("ls .*", ".env"),
        ("ls s*", "sub"),
        ("ls sub/*.txt", "d.txt"),
        ("ls */d.txt", "d.txt"),
        ("ls *.zip", ""),
        ("ls no*/x", ""),
        ("ls -Filter *.txt", "A.txt b.txt"),
        ("ls . *.png", "c.png"),
        ("ls -Include *.png, b*", "b.txt c.png"),
        ("ls -Exclude *.txt", "sub z c.png"),
        ("ls -Include .env", ".env"),
        ("ls -Recurse", "sub z A.txt b.txt c.png sub/deep sub/d.txt sub/deep/x.txt"),
        ("ls -Recurse -File", "A.txt b.txt c.png sub/d.txt sub/deep/x.txt"),
        ("ls *.txt -Recurse", "A.txt b.txt sub/d.txt sub/deep/x.txt"),
        ("ls -Depth 0", "sub z A.txt b.txt c.png"),
        ("ls -Depth 1 -File", "A.txt b.txt c.png sub/d.txt"),
        ("ls -Recurse -Depth 1 -File", "A.txt b.txt c.png sub/d.txt"),
        ("ls sub -s", "deep d.txt deep/x.txt"),
        ("ls sub -Recurse -Force -File", "d.txt .git/config deep/x.txt"),
    ],
)
def test_what_is_listed(driver: Driver, line: str, expected: str) -> None:
    assert names(driver, f"{line} -Name") == expected.split()


def test_a_listed_file(driver: Driver, place: Path) -> None:
    os.utime("b.txt", (0, 86400))
    (found,) = driver.give("ls b.txt")
    assert isinstance(found, FileInfo)
    assert found.full_name == str(place / "b.txt") == str(found)
    assert (found.name, found.base_name, found.extension) == ("b.txt", "b", ".txt")
    assert (found.type, found.length) == ("file", 5)
    assert found.last_write_time == datetime(1970, 1, 2, tzinfo=UTC)
    assert found.last_write_time.tzinfo is not None
    assert get_member(found, "PSIsContainer") is False
    assert get_member(found, "directoryname") == str(place)


def test_a_listed_folder(driver: Driver, place: Path) -> None:
    (place / "v1.2").mkdir()
    (found,) = driver.give("ls v* -Directory")
    assert (found.type, found.length, found.is_folder) == ("folder", None, True)
    assert (found.base_name, found.extension) == ("v1.2", "")


def test_its_members_in_json(driver: Driver, place: Path) -> None:
    (found,) = driver.give("ls c.png")
    assert to_json(found).startswith(
        f'{{"Name": "c.png", "FullName": "{place}/c.png", "BaseName": "c", "Extension": ".png", '
        '"Type": "file", "Length": 5, "LastWriteTime": "'
    )


def test_a_path_stays_right_after_the_folder_changed(driver: Driver) -> None:
    driver.give("$f = ls b.txt; cd sub")
    assert driver.give("cat $f") == ["b.txt"]
    assert driver.give('"$(ls ../b.txt)"') == driver.give('"$f"')


def test_links(driver: Driver, place: Path) -> None:
    (place / "sub" / "up").symlink_to("..")
    (place / "sub" / "gone").symlink_to("nosuch")
    (place / "sub" / "same.txt").symlink_to("d.txt")
    found = driver.give("ls sub -Recurse")
    assert [(one.relative, one.type) for one in found] == [
        ("deep", "folder"),
        ("up", "folder"),
        ("d.txt", "file"),
        ("gone", "link"),
        ("same.txt", "file"),
        ("deep/x.txt", "file"),
    ]


def test_other_things(driver: Driver, place: Path) -> None:
    os.mkfifo(place / "pipe")
    assert driver.give("ls pipe | % Type") == ["other"]
    assert driver.give("ls pipe | % Length") == []


def test_a_time_that_no_calendar_has() -> None:
    status = os.stat_result((0o100644, 0, 0, 1, 0, 0, 5, 0, 10**18, 0))
    assert FileInfo("/tmp", "x", status, relative="x").last_write_time is None


def test_deep_folders(driver: Driver, place: Path) -> None:
    folder = place / "z"
    for _ in range(200):
        folder /= "n"
    folder.mkdir(parents=True)
    assert len(driver.give("ls z -Recurse")) == 200
    assert len(driver.give("ls z -Depth 9")) == 10


@pytest.mark.parametrize(
    ("line", "error", "message", "hint"),
    [
        ("ls nosuch", "FileNotFound", "no file or folder nosuch", ""),
        ("ls su", "FileNotFound", "no file or folder su", "did you mean sub?"),
        ("ls nosuch/*.txt", "FileNotFound", "there is no folder nosuch", ""),
        ("ls sup/d.txt", "FileNotFound", "there is no folder sup", "did you mean sub?"),
        ("ls -File -Directory", "ParamInvalid", "-File and -Directory exclude each other", ""),
        ("ls -Depth -1", "ParamInvalid", "-Depth must be at least 0", ""),
        ("@{a=1} | ls", "ParamInvalid", "must be the name of a file (got a Map)", ""),
        ("ls ''", "ParamInvalid", "must be the name of a file (got '')", ""),
    ],
)
def test_what_cannot_be_listed(
    driver: Driver, line: str, error: str, message: str, hint: str
) -> None:
    record = driver.fail(line)
    assert record.id == error
    assert message in record.message
    assert hint in record.hint


def test_one_that_is_missing_does_not_hide_the_others(driver: Driver) -> None:
    assert [one.name for one in driver.run("ls z, nosuch, sub")] == ["deep", "d.txt"]
    assert driver.error_ids() == ["FileNotFound"]


def test_a_folder_that_may_not_be_read_is_told(driver: Driver, place: Path) -> None:
    (place / "sub" / "deep").chmod(0)
    if os.access("sub/deep", os.R_OK):
        pytest.skip("root may read everything")
    try:
        found = driver.run("ls sub -Recurse -Name")
    finally:
        (place / "sub" / "deep").chmod(0o700)
    assert found == ["deep", "d.txt"]
    assert driver.error_ids() == ["SystemError"]


def table(driver: Driver, line: str) -> list[list[str]]:
    for value in driver.give(line):
        driver.interpreter.console.show(value)
    driver.interpreter.console.finish()
    lines = driver.output.getvalue().splitlines()
    driver.output.truncate(0)
    driver.output.seek(0)
    return [line.split() for line in lines]


def test_the_table(driver: Driver) -> None:
    for name in ("sub", "b.txt"):
        os.utime(name, (0, 1e9))
    day, time = datetime.fromtimestamp(1e9).astimezone().strftime("%Y-%m-%d %H:%M").split()
    assert table(driver, "ls b*, s*") == [
        ["Type", "LastWriteTime", "Length", "Name"],
        ["file", day, time, "5", "b.txt"],
        ["folder", day, time, "sub"],
    ]


def test_the_table_says_in_which_folder_each_is(driver: Driver) -> None:
    assert [row[-2:] for row in table(driver, "ls -Recurse *.txt")] == [
        ["Name", "Folder"],
        ["A.txt", "."],
        ["b.txt", "."],
        ["d.txt", "sub"],
        ["x.txt", "sub/deep"],
    ]
    assert table(driver, "ls sub -File")[1][-2:] == ["d.txt", "sub"]


# Where the shell is.


def test_going_there_and_back(driver: Driver, place: Path) -> None:
    assert driver.give("pwd") == [str(place)]
    assert driver.give("cd sub/deep; pwd") == [str(place / "sub" / "deep")]
    assert driver.give("cd -; pwd") == [str(place)]
    assert driver.give("cd -; pwd") == [str(place / "sub" / "deep")]
    assert driver.give("cd ..; Get-Location") == [str(place / "sub")]
    assert driver.give("sl; pwd; $PWD") == [os.environ["HOME"]] * 2
    assert driver.give("Set-Location -; gl") == [str(place / "sub")]
    assert driver.give("cd ~ -PassThru") == [os.environ["HOME"]]
    assert Path.cwd() == Path(os.environ["HOME"])


def test_going_to_what_is_piped(driver: Driver, place: Path) -> None:
    assert driver.give("ls -Directory | select -First 1 | cd -PassThru") == [str(place / "sub")]
    assert driver.give("'..' | cd; pwd") == [str(place)]


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("cd nosuch", "there is no folder nosuch", ""),
        ("cd sup", "there is no folder sup", "did you mean sub?"),
        ("cd sub/dep", "there is no folder sub/dep", "did you mean sub/deep?"),
        ("cd b.txt", "b.txt is a file, not a folder", ""),
        ("cd b.txt/x", "b.txt is a file, not a folder", ""),
    ],
)
def test_where_one_cannot_go(
    driver: Driver, place: Path, line: str, message: str, hint: str
) -> None:
    record = driver.fail(line)
    assert (record.id, record.message, record.hint) == ("FileNotFound", message, hint)
    assert Path.cwd() == place


def test_there_is_nowhere_to_go_back_to(driver: Driver) -> None:
    assert driver.fail("cd -").message == "there is no folder to go back to yet"


def test_a_failed_change_leaves_the_way_back(driver: Driver, place: Path) -> None:
    driver.run("cd sub; cd nosuch")
    assert driver.run("cd -; pwd") == [str(place)]


def test_the_folder_was_removed(driver: Driver, place: Path) -> None:
    driver.give("cd z")
    (place / "z").rmdir()
    assert driver.fail("pwd").hint == "cd goes home"
    assert driver.run("cd; pwd") == [os.environ["HOME"]]
