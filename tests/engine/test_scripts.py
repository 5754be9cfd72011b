"""Script files: how they are run, what they see, and where their errors are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gshell.engine.errors import ErrorRecord, StatementError, StoppingError
from gshell.engine.scripts import SourceFile, is_script, load_script, read_script
from tests.engine.world import World, blamed

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Give what writes a script into the folder in which the shell is."""
    monkeypatch.chdir(tmp_path)

    def make(name: str, text: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


def fails(text: str) -> ErrorRecord:
    world = World()
    assert world.give(f"{text}; 'next'")[-1:] == ["next"]
    (record,) = world.errors
    return record


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("./x", True),
        ("../x", True),
        ("~/x", True),
        ("/x", True),
        ("x.gsh", True),
        ("X.GSH", True),
        ("a/b.gsh", True),
        (".\\x.gsh", True),
        ("a/b", False),
        ("x", False),
        (".x", False),
        ("gsh", False),
        ("", False),
    ],
)
def test_the_name_of_a_script(word: str, expected: bool) -> None:
    assert is_script(word) is expected


# Running one.


@pytest.mark.parametrize(
    "called",
    [
        *("./s.gsh", "s.gsh", "& './s.gsh'", "& 's.gsh'", "& ./s.gsh", ". ./s.gsh", ". s.gsh"),
        *(". 's.gsh'", "$p = 's.gsh'; & $p", "$p = './s.gsh'; . $p", '& "$(1; 2).gsh"'),
    ],
)
def test_ways_to_run_one(write: Write, called: str) -> None:
    write("s.gsh", "$args; $args.Count")
    write("1 2.gsh", "$args; $args.Count")
    text = f"{called} a 5 (2 + 3) -n:x -y 'z w'"
    assert World().give(text) == ["a", 5, 5, "-n", "x", "-y", "z w", 7]


def test_the_text_may_have_the_marks_of_windows(write: Write) -> None:
    write("s.gsh", b"\xef\xbb\xbf# first\r\n'a'\r\nif (1) {\r\n  'b'\r\n}\r\n")
    assert World().give("./s.gsh") == ["a", "b"]


def test_an_empty_script_gives_nothing(write: Write) -> None:
    write("empty.gsh", "")
    write("comment.gsh", "# nothing\n\n<# here #>")
    assert World().give("./empty.gsh; ./comment.gsh; 'next'") == ["next"]


def test_folders(write: Write, tmp_path: Path) -> None:
    write("s.gsh", "'here'")
    write("in/s.gsh", "'inside'; ./s.gsh; ../s.gsh")
    assert World().give("./in/s.gsh 2>$null") == ["inside", "here"]
    assert World().give("in/s.gsh 2>$null | first 1") == ["inside"]
    assert World().give(f"& '{tmp_path / 's.gsh'}'; {tmp_path / 's.gsh'}") == ["here", "here"]


def test_blanks_in_a_name(write: Write) -> None:
    write("a b.gsh", "'blank'")
    assert World().give("& './a b.gsh'; & \"a b.gsh\"; . 'a b.gsh'") == ["blank"] * 3


def test_home(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    write("s.gsh", "'at home'")
    assert World().give("~/s.gsh; & '~/s.gsh'; . ~/s.gsh") == ["at home"] * 3


def test_a_command_is_before_a_script(write: Write) -> None:
    write("numbers", "'never'")
    assert World().give("numbers 1; & 'numbers' 1; ./numbers") == [1, 1, "never"]
    assert World().give(". numbers") == ["never"]


def test_it_streams(write: Write) -> None:
    write("s.gsh", "numbers 9; 'never'")
    world = World()
    assert world.give("./s.gsh | % { $_ * 2 } | first 2") == [2, 4]
    assert world.log == ["numbers 1", "numbers 2", "numbers closed"]


def test_it_is_read_anew_each_time(write: Write) -> None:
    write("s.gsh", "'old'")
    world = World()
    assert world.give("./s.gsh") == ["old"]
    write("s.gsh", "'new'")
    assert world.give("./s.gsh") == ["new"]


# Parameters.


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ["2 you False"]),
        ("5 me -loud", ["5 me True"]),
        ("-w z -n 7 extra", ["7 z False", "extra"]),
        ("-loud:$false '8'", ["8 you False"]),
        ("@h", ["3 h True"]),
        ("@h -n 9", ["9 h True"]),
        ("@l", ["4 w False"]),
    ],
)
def test_parameters(write: Write, typed: str, expected: list[str]) -> None:
    write(
        "s.gsh",
        "# says hello\n\nparam([int]$n = 2, $who = 'you', [switch]$loud)\n\"$n $who $loud\"\n$args",
    )
    text = "$h = @{n=3; who='h'; loud=$true}; $l = 4, 'w'; "
    for called in ("./s.gsh", "& 's.gsh'", ". ./s.gsh"):
        assert World().give(f"{text}{called} {typed}") == expected


@pytest.mark.parametrize(
    ("typed", "message", "place"),
    [
        ("./s.gsh x", "-n must be a whole number (got 'x')", "x"),
        ("./s.gsh -nn", "there is no parameter -nn", "-nn"),
        ("./s.gsh -n", "-n needs a value", "-n"),
        (". s.gsh -x:1", "there is no parameter -x", "-x:1"),
        ("& 's.gsh' x", "-n must be a whole number (got 'x')", "x"),
    ],
)
def test_parameters_that_do_not_fit(write: Write, typed: str, message: str, place: str) -> None:
    write("s.gsh", "param([int]$n = 2)\nnumbers")
    record = fails(typed)
    assert record.message == message
    assert blamed(record) == place
    assert not isinstance(record.source, SourceFile)


# Variables.


def test_its_variables_are_its_own(write: Write) -> None:
    write("s.gsh", "$inner = 5; $outer += 1; $outer; $m.x = 7; $l += 1")
    text = '$outer = 1; $m = @{}; $l = @(); CALL; "$inner"; $outer; $m.x; $l.Count'
    for called in ("./s.gsh", "& 's.gsh'", "& { ./s.gsh }", "1 | % { ./s.gsh }"):
        assert World().give(text.replace("CALL", called)) == [2, "", 1, 7, 0]
    for called in (". ./s.gsh", ". 's.gsh'", "& { . ./s.gsh }", "1 | % { . ./s.gsh }"):
        assert World().give(text.replace("CALL", called)) == [2, "5", 2, 7, 1]


def test_parameters_never_leak(write: Write) -> None:
    write("s.gsh", "param($p = 1)\n$p += 1; $q = $p; $p")
    assert World().give("$p = 9; . ./s.gsh; $p; $q") == [2, 9, 2]
    assert World().give('$p = 9; ./s.gsh; $p; "$q"') == [2, 9, ""]


def test_what_it_sees_of_the_caller(write: Write) -> None:
    write("s.gsh", '"$x $_ $($args.Count)"')
    assert World().give("$x = 1; 5 | % { ./s.gsh a }; & { ./s.gsh } b") == ["1 5 1", "1  0"]


def test_preferences_are_its_own_too(write: Write) -> None:
    write("stop.gsh", "$ErrorActionPreference = 'Ignore'; fail; 'on'")
    world = World()
    assert world.give("./stop.gsh; fail; 'next'") == ["on", "next"]
    assert len(world.listener.errors) == 1
    world = World()
    assert world.give(". ./stop.gsh; fail; 'next'") == ["on", "next"]
    assert world.listener.errors == []
    write("stop.gsh", "$ErrorActionPreference = 'Stop'; fail; 'never'")
    with pytest.raises(StoppingError):
        World().give("./stop.gsh; 'never'")


# Leaving.


def test_return_leaves_the_script(write: Write) -> None:
    write("s.gsh", "1\nif ($true) { return 2 }\n3")
    write(
        "deep.gsh", "1..3 | % { return $_ }; & { return 'b' }; foreach ($i in 1) { return 'l' }; 9"
    )
    assert World().give("./s.gsh; 'next'") == [1, 2, "next"]
    assert World().give(". ./s.gsh; 'next'") == [1, 2, "next"]
    assert World().give("./deep.gsh") == [1, 2, 3, "b", "l"]
    assert World().give('$x = ./s.gsh; $x.Count; @(./s.gsh).Count; "$(./s.gsh)"') == [2, 2, "1 2"]


def test_break_needs_a_loop_of_the_script(write: Write) -> None:
    write("s.gsh", "'a'\nbreak")
    world = World()
    assert world.give("foreach ($i in 1, 2) { ./s.gsh; $i }") == [1, 2]
    assert [blamed(one) for one in world.errors] == ["break", "break"]
    assert world.errors[0].source.name == "./s.gsh"  # type: ignore[attr-defined]


def test_a_script_that_runs_itself_ends(write: Write) -> None:
    write("s.gsh", "'x'; ./s.gsh")
    world = World()
    flow = world.run(world.compile("./s.gsh; 'never'"))
    assert next(flow) == "x"
    with pytest.raises(StoppingError) as caught:
        list(flow)
    assert caught.value.record.id == "TooDeep"


def test_a_script_may_run_itself_a_few_times(write: Write) -> None:
    write("s.gsh", "param([int]$n)\n$n\nif ($n) { ./s.gsh ($n - 1) }")
    assert World().give("./s.gsh 3") == [3, 2, 1, 0]


# Errors.


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("./setpu.gsh", "there is no file ./setpu.gsh", "did you mean setup.gsh?"),
        ("in/stpes.gsh", "there is no file in/stpes.gsh", "did you mean in/steps.gsh?"),
        ("./nothing.gsh", "there is no file ./nothing.gsh", ""),
        ("no/where.gsh", "there is no file no/where.gsh", ""),
        ("./folder.gsh", "./folder.gsh: is a directory", ""),
        ("./picture.gsh", "./picture.gsh: it is not UTF-8 text", ""),
    ],
)
def test_a_file_that_cannot_be_read(
    write: Write, tmp_path: Path, name: str, message: str, hint: str
) -> None:
    write("setup.gsh", "1")
    write("in/steps.gsh", "1")
    write("setup.txt", "1")
    write("picture.gsh", b"\xff\xd8\xff")
    (tmp_path / "folder.gsh").mkdir()
    for called in (name, f"& '{name}'", f". {name}"):
        record = fails(called)
        assert (record.id, record.message, record.hint) == ("FileNotFound", message, hint)
        assert record.target == name
        assert blamed(record) == called


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("'a'\n$x = (\n", "`)` is missing for this", "("),
        ("'a'\n1 +", "a value must follow `+`", ""),
        ("'a'\n'open", "the text in quotes does not end", "'open"),
        ("'a'; break", "`break` stands in a loop", "break"),
        ("'a'; 1 | ft | first", "nothing can follow it", "ft"),
        ("'a'; param($x)", "`param` stands at the start", "param"),
    ],
)
def test_a_wrong_script_does_not_begin(write: Write, text: str, message: str, place: str) -> None:
    write("s.gsh", text)
    record = fails("./s.gsh")
    assert record.id == "SyntaxError"
    assert message in record.message
    assert blamed(record) == place
    assert isinstance(record.source, SourceFile)
    assert record.source.name == "./s.gsh"
    world = World()
    assert world.give("numbers 2 | % { ./s.gsh }; try { ./s.gsh } catch { $_.Id }") == [
        "SyntaxError"
    ]
    assert world.give("./s.gsh || 'r'; ./s.gsh 2>$null; 'next'") == ["r", "next"]


def test_a_wrong_script_is_found_before_its_pipeline_runs(write: Write) -> None:
    write("s.gsh", "(")
    world = World()
    world.give("./s.gsh | % { numbers }")
    assert world.log == []


def test_an_error_has_its_file(write: Write) -> None:
    write("s.gsh", "1\nnumbrs 3\n1 | % { 1 / 0 }\n& { fail }\n200 | check\nset a -x\n2")
    world = World()
    assert world.give("./s.gsh; fail 'here'") == [1, 2]
    *inside, outside = reversed(world.errors)
    assert [blamed(one) for one in inside] == ["numbrs", "1 / 0", "fail", "check", "-x"]
    assert [getattr(one.source, "name", "") for one in inside] == ["./s.gsh"] * 5
    assert not isinstance(outside.source, SourceFile)


def test_a_block_of_a_file_keeps_its_file(write: Write) -> None:
    write("s.gsh", "$b = { fail }; { fail 'given' }")
    world = World()
    world.give("$c = . ./s.gsh; & $b; & $c")
    assert [getattr(one.source, "name", "") for one in world.errors] == ["./s.gsh"] * 2


def test_try_takes_the_errors_of_a_script(write: Write) -> None:
    write("bad.gsh", "1; numbrs; 2")
    write("outer.gsh", "./bad.gsh; 'never'")
    write("throws.gsh", "throw 'deep'")
    write("tries.gsh", "try { ./bad.gsh; 'never' } catch { 'inner' } finally { 'f' }")
    assert World().give("try { ./bad.gsh } catch { $_.Id }; 'next'") == [
        1,
        "CommandNotFound",
        "next",
    ]
    assert World().give("try { ./outer.gsh } catch { 'c' }") == [1, "c"]
    assert World().give('try { 1 | % { ./throws.gsh } } catch { "c $_" }') == ["c deep"]
    assert World().give("./tries.gsh; ./bad.gsh || 'r'") == [1, "inner", "f", 1, 2, "r"]
    world = World()
    assert world.give("./bad.gsh 2>$null; $x = ./bad.gsh 2>&1; $x[1].Id; $?") == [
        *(1, 2, "CommandNotFound", True)
    ]
    with pytest.raises(StoppingError) as caught:
        World().give("./throws.gsh; 'never'")
    assert caught.value.record.source == "throw 'deep'"


def test_it_takes_nothing_piped(write: Write) -> None:
    write("s.gsh", "'never'")
    for called in ("./s.gsh", "& 's.gsh'", ". ./s.gsh"):
        record = fails(f"numbers 2 | {called}")
        assert "takes nothing piped" in record.message
        assert blamed(record) == called


# From Python.


def test_reading(write: Write) -> None:
    write("s.gsh", b"\xef\xbb\xbf'a'")
    source = read_script("s.gsh")
    assert (source, source.name) == ("'a'", "s.gsh")
    assert isinstance(load_script("s.gsh", World().commands).text, SourceFile)
    write("s.gsh", "(")
    with pytest.raises(StatementError) as caught:
        load_script("s.gsh", World().commands)
    assert caught.value.record.id == "SyntaxError"


def test_the_same_text_in_two_files_is_blamed_on_each(write: Write) -> None:
    write("a.gsh", "fail")
    write("b.gsh", "fail")
    world = World()
    world.give("./a.gsh; ./b.gsh; ./a.gsh")
    names: list[Any] = [getattr(one.source, "name", "") for one in reversed(world.errors)]
    assert names == ["./a.gsh", "./b.gsh", "./a.gsh"]
