"""Out-File, Out-Null and Tee-Object: what reaches the file or the variable, and when."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gshell.engine.shell import InputLines
from tests.cmdlets.conftest import Driver, Open

OLD = "old\n"
FILE = "@{url='http://127.0.0.1:9/a.png'; path='/a.png'; meta=@{_type='gradio.FileData'}}"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file, in which the shell is."""
    root = tmp_path / "root"
    root.mkdir()
    monkeypatch.chdir(root)
    (root / "old").write_text(OLD)
    (root / "sub").mkdir()
    return root


def left(place: Path) -> list[str]:
    """Give what is in the folder: nothing that was made on the way may stay."""
    return sorted(path.name for path in place.iterdir())


# Out-File.


@pytest.mark.parametrize(
    ("line", "content"),
    [
        ("'x', 'y' | Out-File {}", "x\ny\n"),
        ("1..3 | Out-File -FilePath {}", "1\n2\n3\n"),
        ("'x' | Out-File -Path {} -Encoding utf8", "x\n"),
        ("$null | Out-File {}", ""),
        ("'' | Out-File {}", "\n"),
        ("1..3 | Out-File {} -NoNewline", "123"),
        ("@{a=1; b='x'} | Out-File {}", "a  b\n1  x\n"),
        ("@{a=1}, @{a=22} | Out-File {}", " a\n 1\n22\n"),
        ("@{a=1}, 'x' | Out-File {}", "a\n1\n\nx\n"),
        ("@{a=1; b=2} | ft b | Out-File {}", "b\n2\n"),
        ("@{a=1; b=2} | fl | Out-File {}", "a : 1\nb : 2\n"),
        ("ConvertFrom-Json '[1, 2]' | Out-File {}", "[1, 2]\n"),
        ('"a`r`nb`e[1m" | Out-File {}', "a\nb\\x1b[1m\n"),
        ("'h\u00e9' | Out-File {}", "h\u00e9\n"),
        ("'x' | Out-File {} -Force", "x\n"),
    ],
)
@pytest.mark.parametrize("name", ["new", "old"])
def test_what_is_written(driver: Driver, place: Path, line: str, name: str, content: str) -> None:
    assert driver.give(line.replace("{}", name)) == []
    assert (place / name).read_bytes().decode() == content
    assert left(place) == sorted({"old", "sub", name})


def test_adding(driver: Driver, place: Path) -> None:
    driver.give(
        "1 | Out-File old -Append; 2 | Out-File old -Append -NoClobber; 3 | Out-File new -Append"
    )
    assert (place / "old").read_text() == "old\n1\n2\n"
    assert (place / "new").read_text() == "3\n"


def test_long_lines_are_whole(driver: Driver, place: Path) -> None:
    driver.shell.variables["long"] = [{"a": "x" * 3000, "b": 1}]
    driver.give("$long | Out-File new")
    assert "x" * 3000 + "  1\n" in (place / "new").read_text()


def test_redirection_is_the_same(driver: Driver, place: Path) -> None:
    assert driver.give("1, 2 > new; 3 >> new; 'x' > old") == []
    assert (place / "new").read_text() == "1\n2\n3\n"
    assert (place / "old").read_text() == "x\n"


def test_results_of_calls(demo: Driver, place: Path) -> None:
    demo.give("call count -n 2 | Out-File new")
    assert (place / "new").read_text() == "--start--\n1\n2\n--end--\n"
    demo.give("call count -n 1 | ft event | Out-File new")
    assert (place / "new").read_text().split()[0] == "event"


@pytest.mark.parametrize(
    ("line", "error", "message", "hint"),
    [
        ("'x' | Out-File", "ParamInvalid", "Out-File needs -FilePath", ""),
        ("Out-File new", "ParamInvalid", "Out-File writes what is piped in", "| Out-File FILE"),
        ("'x' | Out-File sub", "InvalidOperation", "sub is a folder", ""),
        ("'x' | Out-File sup/new", "FileNotFound", "there is no folder sup", "did you mean sub?"),
        ("'x' | Out-File old -NoClobber", "InvalidOperation", "old exists already", "-Append"),
        (
            "'x' | Out-File old -Confirm",
            "ConfirmNeeded",
            "overwrite old? There is nobody",
            "leave out -Confirm",
        ),
        (f"{FILE} | Out-File new", "ConnectFailed", "nobody answers at 127.0.0.1:9", ""),
        (f"'x', {FILE} | Out-File old", "InvalidOperation", "a file of an app and text", "save"),
        (f"{FILE}, {FILE} | Out-File old", "InvalidOperation", "there are several files", "save"),
        (f"{FILE} | Out-File old -Append", "InvalidOperation", "what is in a file cannot", "save"),
        ("'x' | Out-File *", "ParamInvalid", "-FilePath must be the name of one file", ""),
        ("'x' | Out-File /dev/full", "SystemError", "/dev/full: No space left on device", ""),
    ],
)
def test_what_cannot_be_written(
    driver: Driver, place: Path, line: str, error: str, message: str, hint: str
) -> None:
    record = driver.fail(line)
    assert record.id == error
    assert record.message.startswith(message)
    assert hint in record.hint
    assert left(place) == ["old", "sub"]
    assert (place / "old").read_text() == OLD


def test_only_saying_it(driver: Driver, place: Path) -> None:
    driver.give("1 | % { $ran = 1 } | Out-File old -WhatIf; 1 | Out-File old -Append -WhatIf")
    assert driver.messages.splitlines() == ["would overwrite old", "would add to old"]
    assert "ran" not in driver.shell.variables
    assert (place / "old").read_text() == OLD


# What the person had is not lost.


@pytest.mark.parametrize("line", ["cat old | Out-File old", "cat old | % { $_ } > old"])
def test_a_file_written_back_to_itself(driver: Driver, place: Path, line: str) -> None:
    (place / "old").write_text("line\n" * 100_000)
    driver.give(line)
    assert (place / "old").read_text() == "line\n" * 100_000


def test_adding_a_file_to_itself_is_refused(driver: Driver, place: Path) -> None:
    assert driver.fail("cat old | Out-File old -Append").id == "InvalidOperation"
    assert (place / "old").read_text() == OLD


def test_a_failing_pipeline_keeps_the_old_content(driver: Driver, place: Path) -> None:
    driver.run(
        "try { 1..9 | % { if ($_ -eq 5) { throw 'x' } else { $_ } } | Out-File old } catch {}"
    )
    assert (place / "old").read_text() == OLD
    assert left(place) == ["old", "sub"]


def test_a_stopped_pipeline_keeps_the_old_content(driver: Driver, place: Path) -> None:
    def typed() -> Iterator[str]:
        yield "1"
        assert len(left(place)) == 3  # what came so far is in a file of its own
        signal.raise_signal(signal.SIGINT)
        yield "2"

    driver.shell.input_lines = InputLines(typed())
    with pytest.raises(KeyboardInterrupt):
        driver.run("$input | Out-File old")
    assert (place / "old").read_text() == OLD
    assert left(place) == ["old", "sub"]


def test_a_new_file_keeps_what_came_until_it_was_stopped(driver: Driver, place: Path) -> None:
    driver.run("try { 1..9 | % { if ($_ -eq 3) { throw 'x' } else { $_ } } > new } catch { }")
    assert (place / "new").read_text() == "1\n2\n"


def test_others_see_the_old_content_until_the_end(driver: Driver, place: Path) -> None:
    driver.give("1..3 | % { (cat old) + $_ } | Out-File old")
    assert (place / "old").read_text() == "old1\nold2\nold3\n"


def test_an_error_that_lets_the_pipeline_go_on_does_not_undo_it(
    driver: Driver, place: Path
) -> None:
    driver.run("cat nosuch, old | Out-File old")
    assert driver.error_ids() == ["FileNotFound"]
    assert (place / "old").read_text() == OLD
    assert left(place) == ["old", "sub"]


@pytest.mark.parametrize("end", ["> {}", ">> {}", "| Out-File {}", "| tee {}"])
@pytest.mark.parametrize(
    "line",
    [
        "call boom x",
        "call boom x -Value",
        "call boom x -ErrorAction Ignore",
        "call boom x 2>$null",
        "'x' | call boom | % { $_ }",
        "cat nosuch",
    ],
)
def test_a_failure_that_gives_nothing_leaves_files_as_they_are(
    demo: Driver, place: Path, line: str, end: str
) -> None:
    demo.run(f"{line} {end.format('old')}; {line} {end.format('new')}")
    assert demo.shell.succeeded is False
    assert (place / "old").read_text() == OLD
    assert left(place) == ["old", "sub"]


def test_set_content_leaves_files_as_they_are_where_nothing_came(
    driver: Driver, place: Path
) -> None:
    driver.run("cat nosuch | Set-Content old; cat nosuch | Add-Content new")
    assert (place / "old").read_text() == OLD
    assert left(place) == ["old", "sub"]


def test_what_came_before_a_failure_is_written(driver: Driver, place: Path) -> None:
    driver.run("'earlier' | % { $_; cat nosuch } > old; $null > new")
    assert driver.error_ids() == ["FileNotFound"]
    assert (place / "old").read_text() == "earlier\n"
    assert (place / "new").read_text() == ""


def test_the_file_keeps_its_bits(driver: Driver, place: Path) -> None:
    (place / "old").chmod(0o751)
    driver.give("1 | Out-File old")
    assert (place / "old").stat().st_mode & 0o7777 == 0o751
    before = os.umask(0o027)
    try:
        driver.give("1 | Out-File new")
    finally:
        os.umask(before)
    assert (place / "new").stat().st_mode & 0o7777 == 0o640


def test_a_link_stays_a_link(driver: Driver, place: Path) -> None:
    (place / "sub" / "link").symlink_to("../old")
    driver.give("1 | Out-File sub/link")
    assert (place / "sub" / "link").is_symlink()
    assert (place / "old").read_text() == "1\n"
    assert left(place / "sub") == ["link"]


def test_a_file_with_two_names_keeps_both(driver: Driver, place: Path) -> None:
    (place / "second").hardlink_to(place / "old")
    driver.give("(cat old) + 'x' | Out-File old")
    assert (place / "second").read_text() == "oldx\n"


def test_devices_and_pipes(driver: Driver, place: Path) -> None:
    driver.give("1..3 | Out-File /dev/null")
    assert not Path("/dev/null").is_file()
    os.mkfifo(place / "pipe")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append((place / "pipe").read_text()))
    reader.start()
    driver.give("1..3 | Out-File pipe")
    reader.join(20)
    assert read == ["1\n2\n3\n"]
    assert (place / "pipe").is_fifo()


def test_a_new_file_grows_while_the_pipeline_runs(driver: Driver, place: Path) -> None:
    driver.run("1..3 | % { if (ls new -ErrorAction Ignore) { (cat new).Count } else { 0 } } > new")
    assert (place / "new").read_text() == "0\n1\n2\n"


def test_protected_places(driver: Driver, place: Path) -> None:
    (place / "old").chmod(0o444)
    if os.access("old", os.W_OK):
        pytest.skip("root may write everything")
    assert driver.fail("1 | Out-File old").id == "SystemError"
    driver.shell.errors.clear()
    driver.give("1 | Out-File old -Force")
    assert (place / "old").read_text() == "1\n"
    assert (place / "old").stat().st_mode & 0o777 == 0o444
    (place / "sub" / "in").write_text(OLD)
    (place / "sub").chmod(0o555)
    driver.give("2 | Out-File sub/in")
    assert (place / "sub" / "in").read_text() == "2\n"
    assert "nothing may be written in sub" in driver.fail("1 | Out-File sub/new").message
    (place / "sub").chmod(0o755)


# Out-Null.


def test_nothing_comes_out(driver: Driver) -> None:
    assert driver.give("1..3 | tee -Variable all | Out-Null; Out-Null; $all.Count") == [3]


# Tee-Object.


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("1..3 | tee -Variable v", [1, 2, 3]),
        ("1 | tee -Variable v", 1),
        ("@() | tee -Variable v", None),
        ("ConvertFrom-Json '[1, 2]' | tee -Variable v", [1, 2]),
        ("1..3 | tee -Variable V | select -First 2", [1, 2]),
        ("$v = 9; 1, 2 | tee -Variable +v", [9, 1, 2]),
        ("1, 2 | tee -Variable +v", [1, 2]),
        ("1..3 | tee -Variable v | % { $v.Count }", [1, 2, 3]),
        ("try { 1..3 | tee -Variable v | % { if ($_ -eq 2) { throw 'x' } } } catch { }", [1, 2]),
    ],
)
def test_a_variable_keeps_what_passes(driver: Driver, line: str, kept: object) -> None:
    driver.run(line)
    assert driver.shell.variables["v"] == kept


def test_each_object_passes_at_once(driver: Driver) -> None:
    with closing(driver.stream("1..3 | tee -Variable v | tee log")) as objects:  # type: ignore[type-var]
        for seen, _ in enumerate(objects, 1):
            assert len(driver.shell.variables["v"]) == seen
            assert len(Path("log").read_text().split()) == seen


@pytest.mark.parametrize(
    ("line", "given", "content"),
    [
        ("1..3 | tee new", [1, 2, 3], "1\n2\n3\n"),
        ("@{a=1}, @{a=22} | tee new | % a", [1, 22], " a\n 1\n22\n"),
        ("@{a=1}, @{a=22}, @{a=3} | tee new | select -First 2 | % a", [1, 22], " a\n 1\n22\n"),
        ("@{a=1}, 'x', @{a=2} | tee -FilePath new | % a", [1, 2], "a\n1\n\nx\n\na\n2\n"),
        ("1 | tee new; 2 | tee new -Append", [1, 2], "1\n2\n"),
        ("1 | tee new; 2 | tee new", [1, 2], "2\n"),
        ("@() | tee new", [], ""),
        ("1, 2 | tee new -Variable v; $v", [1, 2, 1, 2], "1\n2\n"),
        ("cat old | sort | tee old", ["old"], "old\n"),
    ],
)
def test_a_file_keeps_what_passes(
    driver: Driver, place: Path, line: str, given: list[object], content: str
) -> None:
    assert driver.give(line) == given
    name = "new" if (place / "new").exists() else "old"
    assert (place / name).read_text() == content


def test_a_call_is_kept_and_stopped_early(open_driver: Open, demo_app: str, place: Path) -> None:
    demo = open_driver(demo_app, "demo")
    demo.give("call count -n 50 -delay 0.05 | tee log | tee -Variable v | select -First 2")
    assert (place / "log").read_text() == "--start--\n1\n"
    assert len(demo.shell.variables["v"]) == 2


@pytest.mark.parametrize(
    ("line", "error", "message"),
    [
        ("1 | tee", "ParamInvalid", "tee needs -Variable or -FilePath"),
        ("tee new", "ParamInvalid", "tee writes what is piped in"),
        ("1 | tee sub", "InvalidOperation", "sub is a folder"),
        ("1 | tee sup/x", "FileNotFound", "there is no folder sup"),
        ("1 | tee -Variable 'a b'", "ParamInvalid", "-Variable must be a variable's name"),
        ("1 | tee -Variable true", "ParamInvalid", "-Variable cannot be $true"),
        ("cat old | tee old", "InvalidOperation", "old is still being read"),
    ],
)
def test_what_cannot_be_kept(driver: Driver, line: str, error: str, message: str) -> None:
    record = driver.fail(line)
    assert record.id == error
    assert record.message.startswith(message)
