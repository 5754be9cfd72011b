"""Get-, Set- and Add-Content on real files: what is read, what is written, and when."""

from __future__ import annotations

import os
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.cmdlets.conftest import Driver


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with some files, in which the shell is."""
    root = tmp_path / "root"
    root.mkdir()
    monkeypatch.chdir(root)
    (root / "a.txt").write_text("one\ntwo\nthree\n")
    (root / "b.txt").write_text("four\n\nfive")
    (root / "sub").mkdir()
    return root


# Reading.


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("cat a.txt", "one two three"),
        ("Get-Content -Path a.txt", "one two three"),
        ("gc a.txt, b.txt", "one two three four  five"),
        ("type *.txt", "one two three four  five"),
        ("cat *", "one two three four  five"),
        ("'a.txt', 'b.txt' | cat", "one two three four  five"),
        ("ls *.txt | cat -Tail 1", "three five"),
        ("ls -File | select -First 1 | cat", "one two three"),
        ("cat a.txt -TotalCount 2", "one two"),
        ("cat a.txt, b.txt -First 1", "one four"),
        ("cat a.txt -Head 1", "one"),
        ("cat a.txt -First 0", None),
        ("cat a.txt -Last 2", "two three"),
        ("cat a.txt -Tail 0", None),
        ("cat a.txt -Tail 99", "one two three"),
        ("cat a.txt -Encoding UTF8", "one two three"),
        ("cat /dev/null", None),
    ],
)
def test_lines(driver: Driver, line: str, lines: str | None) -> None:
    assert driver.give(line) == ([] if lines is None else lines.split(" "))


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"a\r\nb\r\n", ["a", "b"]),
        (b"a\rb\rc", ["a", "b", "c"]),
        (b"a\r\rb\n", ["a", "", "b"]),
        (b"a\x0bb\x0cc\xe2\x80\xa8d\n", ["a\x0bb\x0cc\u2028d"]),
        (b"\xef\xbb\xbfmarked\n\xef\xbb\xbfnot\n", ["marked", "\ufeffnot"]),
        ("h\u00e9 \U0001f431\n".encode(), ["h\u00e9 \U0001f431"]),
        (b"a\0b\n", ["a\0b"]),
    ],
)
def test_line_ends_and_marks(driver: Driver, place: Path, content: bytes, lines: list[str]) -> None:
    (place / "x").write_bytes(content)
    assert driver.give("cat x") == lines


def test_raw(driver: Driver, place: Path) -> None:
    (place / "x").write_bytes(b"\xef\xbb\xbfa\r\nb\n\n")
    assert driver.give("cat x -Raw") == ["a\r\nb\n\n"]
    assert driver.give("cat /dev/null -Raw") == [""]


@pytest.mark.parametrize(
    ("line", "error", "message", "hint"),
    [
        ("cat c.txt", "FileNotFound", "there is no file c.txt", "did you mean b.txt?"),
        ("cat sub", "InvalidOperation", "sub is a folder", "ls shows what is in it"),
        ("cat a.txt/x", "FileNotFound", "a.txt is a file, not a folder", ""),
        ("cat *.zip", "FileNotFound", "there is no file *.zip", ""),
        ("cat", "ParamInvalid", "cat needs -Path", ""),
        ("cat a.txt -Raw -Tail 1", "ParamInvalid", "-Tail and -Raw exclude each other", ""),
        ("cat a.txt -First 1 -Tail 1", "ParamInvalid", "-TotalCount and -Tail exclude each", ""),
        ("cat a.txt -First -1", "ParamInvalid", "-TotalCount must be at least 0", ""),
        ("cat a.txt -Encoding latin1", "ParamInvalid", "-Encoding must be one of utf8", ""),
        ("$null | cat -Raw -First 1", "ParamInvalid", "-TotalCount and -Raw exclude", ""),
    ],
)
def test_what_cannot_be_read(
    driver: Driver, line: str, error: str, message: str, hint: str
) -> None:
    record = driver.fail(line)
    assert record.id == error
    assert record.message.startswith(message)
    assert hint in record.hint


@pytest.mark.parametrize("line", ["cat c.txt, a.txt", "'c.txt', 'a.txt' | cat"])
def test_one_that_is_missing_does_not_hide_the_others(driver: Driver, line: str) -> None:
    assert driver.run(line) == ["one", "two", "three"]
    assert driver.error_ids() == ["FileNotFound"]


@pytest.mark.parametrize(
    ("content", "lines", "where"),
    [
        (b"fine\ncaf\xe9\n", ["fine"], "line 2, byte 8 is 0xe9"),
        (b"\xef\xbb\xbfab\xff", [], "line 1, byte 5 is 0xff"),
        (b"a\nb\n\xe2\x82", ["a", "b"], "line 3, byte 4 is 0xe2"),
    ],
)
def test_what_is_not_utf8(
    driver: Driver, place: Path, content: bytes, lines: list[str], where: str
) -> None:
    (place / "x").write_bytes(content)
    assert driver.run("cat x") == lines
    assert driver.shell.errors[0].message == f"x is not text in UTF-8: {where}"
    assert driver.run("cat x -Raw") == []
    assert where.partition(", ")[2] in driver.shell.errors[0].message


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_recognized(driver: Driver, place: Path, encoding: str) -> None:
    (place / "x").write_bytes("\ufeffhello\n".encode(encoding))
    assert driver.fail("cat x").hint.startswith("it is UTF-16")


def test_lines_come_as_they_are_written(driver: Driver, place: Path) -> None:
    os.mkfifo(place / "pipe")
    taken = threading.Event()

    def feed() -> None:
        with (place / "pipe").open("w", buffering=1) as pipe:
            pipe.write("first\n")
            assert taken.wait(20)
            pipe.write("second\n")

    feeder = threading.Thread(target=feed)
    feeder.start()
    with closing(driver.stream("cat pipe")) as lines:  # type: ignore[type-var]
        assert next(lines) == "first"
        taken.set()
        assert list(lines) == ["second"]
    feeder.join()


def test_a_large_file_is_not_read_whole(driver: Driver, place: Path) -> None:
    with (place / "large").open("wb") as large:
        large.write(b"top\n")
        large.truncate(2**40)
    assert driver.give("cat large | select -First 1") == ["top"]
    assert driver.give("cat large -First 1") == ["top"]


def open_files() -> set[str]:
    links = Path("/proc/self/fd").iterdir()
    return {str(link.readlink()) for link in links if link.is_symlink()}


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are listed there")
@pytest.mark.parametrize(
    "line",
    [
        "cat a.txt | select -First 1",
        "try { cat a.txt | % { throw 'x' } } catch { }",
        "cat a.txt | sc new.txt",
        "cat a.txt | sc new.txt -PassThru | select -First 1",
        "try { cat a.txt | % { if ($_ -eq 'two') { throw 'x' } else { $_ } } | sc new } catch { }",
        "cat a.txt | ac a.txt",
    ],
)
def test_files_are_closed(driver: Driver, place: Path, line: str) -> None:
    driver.run(line)
    assert not [name for name in open_files() if name.startswith(str(place))]
    driver.run("cat a.txt, b.txt | sc new.txt")
    assert (place / "new.txt").read_text() == "one\ntwo\nthree\nfour\n\nfive\n"


# Writing.


@pytest.mark.parametrize(
    ("line", "content"),
    [
        ("'x', 'y' | Set-Content new", "x\ny\n"),
        ("sc new 'x'", "x\n"),
        ("sc new 'x', 'y'", "x\ny\n"),
        ("Set-Content -Value 007, 1.50 -Path new", "007\n1.50\n"),
        ("sc new 007", "007\n"),
        ("sc new $true", "True\n"),
        ("1..3 | sc new -NoNewline", "123"),
        ("sc new ''", "\n"),
        ("sc new $null", ""),
        ("@() | sc new", ""),
        ("$null | sc new", ""),
        ("@{a=1; b=2} | sc new", "@{a=1; b=2}\n"),
        ('"a`r`nb`e[1m" | sc new', "a\r\nb\x1b[1m\n"),
        ("'h\u00e9' | sc new -Encoding utf8", "h\u00e9\n"),
        ("'\ud800' | sc new", "\\ud800\n"),
        ("'x' | sc a.txt", "x\n"),
        ("'x' | ac new", "x\n"),
        ("'x', 'y' | Add-Content new; ac new 'z'", "x\ny\nz\n"),
        ("ac new a -NoNewline; ac new b", "ab\n"),
        ("sc new x; ac new $null", "x\n"),
        ("'x' | sc ~/new; cat ~/new | sc new", "x\n"),
    ],
)
def test_what_is_written(driver: Driver, place: Path, line: str, content: str) -> None:
    assert driver.give(line) == []
    name = "new" if (place / "new").exists() else "a.txt"
    assert (place / name).read_bytes().decode() == content


def test_what_was_written_is_passed_on(driver: Driver, place: Path) -> None:
    assert driver.give("1..3 | sc new -PassThru | % { $_ * 2 }") == [2, 4, 6]
    assert driver.give("ac new 4, '5' -PassThru") == ["4", "5"]
    assert (place / "new").read_text() == "1\n2\n3\n4\n5\n"


@pytest.mark.parametrize("cmdlet", ["sc", "ac"])
def test_each_line_is_there_when_its_object_came(driver: Driver, place: Path, cmdlet: str) -> None:
    with closing(driver.stream(f"1..3 | {cmdlet} new -PassThru")) as objects:  # type: ignore[type-var]
        for seen, _ in enumerate(objects, 1):
            assert len((place / "new").read_text().splitlines()) == seen


@pytest.mark.parametrize(
    ("line", "error", "message"),
    [
        ("sc new", "ParamInvalid", "sc needs -Value, or objects from a pipe"),
        ("Add-Content new", "ParamInvalid", "Add-Content needs -Value, or objects"),
        ("'x' | sc", "ParamInvalid", "sc needs -Path"),
        ("'x' | sc new y", "ParamInvalid", "-Value is given, and something is piped in"),
        ("'x' | sc sub", "InvalidOperation", "sub is a folder"),
        ("'x' | sc nosuch/new", "FileNotFound", "there is no folder nosuch"),
        ("'x' | sc a.txt/new", "FileNotFound", "a.txt is a file, not a folder"),
        ("'x' | ac *.txt", "ParamInvalid", "-Path must be the name of one file (got '*.txt')"),
        ("'x' | sc a.txt, b.txt", "ParamInvalid", "-Path takes one name (got 2 values)"),
        ("'x' | sc new -Confirm", "ConfirmNeeded", "write new? There is nobody to ask"),
        ("'x' | sc /dev/full", "SystemError", "/dev/full: No space left on device"),
    ],
)
def test_what_cannot_be_written(
    driver: Driver, place: Path, line: str, error: str, message: str
) -> None:
    record = driver.fail(line)
    assert record.id == error
    assert record.message.startswith(message)
    assert not (place / "new").exists()


def test_a_missing_folder_is_told_before_anything_runs(driver: Driver) -> None:
    record = driver.fail("1 | % { $ran = $true } | sc sup/new")
    assert record.hint == "did you mean sub?"
    assert "ran" not in driver.shell.variables


def test_only_saying_it(driver: Driver, place: Path) -> None:
    driver.give("'x' | sc a.txt -WhatIf; 'x' | ac a.txt -WhatIf; sc new x -WhatIf")
    assert driver.messages.splitlines() == [
        "would overwrite a.txt",
        "would add to a.txt",
        "would write new",
    ]
    assert (place / "a.txt").read_text() == "one\ntwo\nthree\n"
    assert not (place / "new").exists()


def test_nothing_is_touched_before_the_first_object(driver: Driver, place: Path) -> None:
    driver.run("try { 'x' | % { throw 'no' } | sc a.txt } catch { }")
    assert (place / "a.txt").read_text() == "one\ntwo\nthree\n"


def test_a_file_that_was_read_may_be_written(driver: Driver, place: Path) -> None:
    driver.give("(cat a.txt) | sc a.txt; cat a.txt -Tail 2 | sc a.txt")
    assert (place / "a.txt").read_text() == "two\nthree\n"


@pytest.mark.parametrize("line", ["cat a.txt | sc a.txt", "ls a.txt | cat | ac ./a.txt"])
def test_a_file_that_is_being_read_is_kept(driver: Driver, place: Path, line: str) -> None:
    record = driver.fail(line)
    assert record.id == "InvalidOperation"
    assert record.message.endswith("a.txt is still being read, so it cannot be written")
    assert (place / "a.txt").read_text() == "one\ntwo\nthree\n"


def test_links_are_followed(driver: Driver, place: Path) -> None:
    (place / "link").symlink_to("a.txt")
    (place / "free").symlink_to("new")
    driver.give("sc link x; sc free y; ac link z")
    assert (place / "a.txt").read_text() == "x\nz\n"
    assert (place / "new").read_text() == "y\n"
    assert (place / "link").is_symlink()


def test_a_protected_file(driver: Driver, place: Path) -> None:
    (place / "a.txt").chmod(0o444)
    if os.access("a.txt", os.W_OK):
        pytest.skip("root may write everything")
    record = driver.fail("sc a.txt x")
    assert (record.id, record.hint) == ("SystemError", "-Force tries it anyway")
    driver.shell.errors.clear()
    driver.give("sc a.txt x -Force; ac a.txt y -Force")
    assert (place / "a.txt").read_text() == "x\ny\n"
    assert (place / "a.txt").stat().st_mode & 0o777 == 0o444
