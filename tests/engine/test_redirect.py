"""`>` and `2>`: what goes where, and what an error still is that went elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gshell.engine.errors import StoppingError
from gshell.language.parser import SyntaxProblem
from tests.engine.world import World, blamed


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "objects", "files"),
    [
        ("numbers 2 > a", [], {"a": ["1", "2"]}),
        ("numbers 2 >> a", [], {"a": ["1", "2"]}),
        ("1 > a; 2 >> a; 3, 4 >> a", [], {"a": ["1", "2", "3", "4"]}),
        ("1 > a; 2 > a", [], {"a": ["2"]}),
        ("numbers 2 | ft > a; numbers 1 | % { $_ + 1 } > b", [], {"a": ["1", "2"], "b": ["2"]}),
        (
            "'a b' > 'x y'; 1 > \"n$(2)\"; 3 > (numbers 1); $p = 'v'; 4 > $p; 5 > $p.Length",
            [],
            {"x y": ["a b"], "n2": ["1"], "1": ["5"], "v": ["4"]},
        ),
        ("numbers > a 2; numbers -Label l > b 1", [], {"a": ["1", "2"], "b": ["1"]}),
        ('numbers 2 > $null; 1, 2 > $null; $x = numbers > $null; "x$x"', ["x"], {}),
        (
            '$x = 5 > a; "x$x"; (1 > b); @(2 > c).Count',
            ["x", None, 0],
            {"a": ["5"], "b": ["1"], "c": ["2"]},
        ),
        ("& { 1 > a; 'out' }; 1, 2 | % { $_ >> b }", ["out"], {"a": ["1"], "b": ["1", "2"]}),
        ("& { 1; 2 } > a; if (1) { 3 > b }", [], {"a": ["1", "2"], "b": ["3"]}),
        ("numbers 0 > a; $null > b; @() > c", [], {"a": [], "b": [], "c": []}),
        ("1 > a && 2 > b || 3 > c", [], {"a": ["1"], "b": ["2"]}),
        (
            "foreach ($i in 1, 2) { $i >> a }; (1, 2 | % { $_ }) > b",
            [],
            {"a": ["1", "2"], "b": ["1", "2"]},
        ),
    ],
)
def test_output(text: str, objects: list[Any], files: dict[str, list[str]]) -> None:
    world = World()
    found = world.give(text)
    assert world.errors == []
    assert world.files == files
    assert found == objects


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("numbers 2 > a | % { 1 }", "nothing is left to pipe after `>`", "> a"),
        ("numbers 2 > a > b", "the output goes somewhere else already", "> b"),
        ("1 > a >> b", "the output goes somewhere else already", ">> b"),
        ("fail 2>$null 2> x", "the errors go somewhere else already", "2> x"),
        ("fail 2>&1 2>$null | % { 1 }", "the errors go somewhere else already", "2>$null"),
        ("1 >", "a file's name must follow `>`", ""),
        ("fail 2>", "a file's name must follow `2>`", ""),
    ],
)
def test_what_cannot_be_redirected(text: str, message: str, place: str) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        World().compile(text)
    assert message in caught.value.message
    assert text[caught.value.start : caught.value.end] == place


@pytest.mark.parametrize("text", ["numbers > /no/x", "1, 2 > /no/x", "& { numbers } >> /no/x"])
def test_a_file_that_cannot_be_written(text: str) -> None:
    world = World()
    assert world.give(f"{text}; 'next'") == ["next"]
    (record,) = world.listener.errors
    assert record.id == "FileNotFound"
    assert blamed(record).startswith(">")


def test_an_error_of_what_is_redirected_is_shown() -> None:
    world = World()
    assert world.give("fail -After 2 > a; $?; 'next'") == [False, "next"]
    assert len(world.listener.errors) == 1
    assert world.give("1, 200, 3 | check > b; fail c -ea Ignore > c") == []
    assert world.files["b"] == ["1", "3"]
    assert len(world.listener.errors) == 2


# Errors.


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        # Whatever kind of stage it is, and whatever part of it fails.
        ("fail", []),
        ("fail -After 2", [0, 1]),
        ("1, 200, 3 | check", [1, 3]),
        ("1, 2 | % { fail; $_ }", [1, 2]),
        ("1, 2 | each { 1 / ($_ - 1) }", [1.0]),
        ("1, 2 | ? { 1 / ($_ - 1) }", [2]),
        ("1, 2 | keep { 1 / ($_ - 1) }", [2]),
        ("1 | values { fail }", [[None]]),
        ("& { 1; fail; 2 }", [1, 2]),
        ("& { param($n) fail; $n } 5", [5]),
        ("& { & { 1 | % { fail; $_ } } }", [1]),
        ("numbrs", []),
        ("set a -wrong", []),
        ("numbers (fail)", []),
        ("& (fail)", []),
        ("(fail)", []),
        ("1 / 0", []),
        ("$(1; fail)", []),
        ("@(1; fail)", []),
        ('"a $(fail)"', []),
        ("(fail) + 1", []),
        ("1 | numbers", []),
        ("defect", []),
    ],
)
@pytest.mark.parametrize("redirect", ["2>$null", "2> err.txt"])
def test_errors_go_where_they_are_sent(
    text: str, objects: list[Any], redirect: str, inside: Path
) -> None:
    world = World()
    assert world.give(f"{text} {redirect}; $?; 'next'") == [*objects, False, "next"]
    assert world.listener.errors == []
    assert world.failed
    assert len(world.errors) > 0
    if redirect == "2> err.txt":
        written = (inside / "err.txt").read_text(encoding="utf-8").splitlines()
        assert written == [f"error {one.id}: {one.message}" for one in reversed(world.errors)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fail 2>&1", ["<it failed>"]),
        ("fail -After 2 2>&1", ["<0>", "<1>", "<it failed>"]),
        ("1, 200, 3 | check 2>&1", ["<1>", "<200 is more than 100>", "<3>"]),
        ("1, 2 | % { fail; $_ } 2>&1", ["<it failed>", "<1>", "<it failed>", "<2>"]),
        ("1, 2 | ? { 1 / ($_ - 1) } 2>&1", ["<a number cannot be divided by 0>", "<2>"]),
        ("& { 1; fail; 2 } 2>&1", ["<1>", "<it failed>", "<2>"]),
        ("(fail) 2>&1", ["<it failed>"]),
        ("numbrs 2>&1", ["<there is no command `numbrs`>"]),
        ("numbers 2 2>&1", ["<1>", "<2>"]),
    ],
)
def test_errors_among_the_objects(text: str, expected: list[str]) -> None:
    world = World()
    assert world.give(f'{text} | % {{ "<$_>" }}') == expected
    assert world.listener.errors == []
    assert world.failed is (expected != ["<1>", "<2>"])


def test_an_error_among_the_objects_is_the_record() -> None:
    world = World()
    assert world.give("$x = fail -After 1 2>&1; $x.Count; $x[1].Id; $x[1].Message") == [
        *(2, "Failed", "it failed")
    ]
    assert world.give("fail 2>&1 | % { $_.Id }; $Error.Count") == ["Failed", 2]
    assert world.give("fail 2>&1 > both; fail > other 2>&1") == []
    assert world.files == {"both": ["it failed"], "other": ["it failed"]}


def test_an_error_file_is_kept_or_added_to(inside: Path) -> None:
    world = World()
    world.give("fail a 2> e; fail b 2>> e; fail c 2>> new; 'fine' 2> empty; numbers 2 2> none")
    assert (inside / "e").read_text(encoding="utf-8") == "error Failed: a\nerror Failed: b\n"
    assert (inside / "new").read_text(encoding="utf-8") == "error Failed: c\n"
    assert (inside / "empty").read_text(encoding="utf-8") == ""
    world.give("fail d 2> e; fail \u00e9 2> \"u $(1)\"; $p = 'v'; fail f 2> $p")
    assert (inside / "e").read_text(encoding="utf-8") == "error Failed: d\n"
    assert (inside / "u 1").read_text(encoding="utf-8") == "error Failed: \u00e9\n"
    assert (inside / "v").exists()


def test_an_error_is_written_when_it_happens(inside: Path) -> None:
    world = World()
    objects = world.run(world.compile("1, 2 | % { fail; $_ } 2> e"))
    next(objects)
    assert (inside / "e").read_text(encoding="utf-8") == "error Failed: it failed\n"
    objects.close()


def test_what_is_closed_may_still_fail(inside: Path) -> None:
    for redirect in ("2> e", "2>$null", "2>&1"):
        world = World()
        world.give(f"& {{ try {{ numbers 9 }} finally {{ fail }} }} {redirect} | first 1")
        assert world.listener.errors == []
        assert [one.id for one in world.errors] == ["Failed"]
    assert (inside / "e").read_text(encoding="utf-8") == "error Failed: it failed\n"


@pytest.mark.parametrize(
    "text",
    [
        *("numbers 2> in/x", "numbers 2 | % { $_ } 2> in/x", "(numbers) 2> in/x"),
        *("numbers 2>> '.'", "numbers 2> in/x | % { $_ } -ea Ignore", "numbers 2> ''"),
    ],
)
def test_an_error_file_that_cannot_be_written(text: str) -> None:
    world = World()
    assert world.give(f"{text}; 'next'") == ["next"]
    (record,) = world.listener.errors
    assert record.id == "FileNotFound"
    assert blamed(record).startswith("2>")
    assert world.log == []


def test_only_the_stage_is_redirected() -> None:
    world = World()
    assert world.give("1 | % { fail a; $_ } 2>$null | % { fail b; $_ }") == [1]
    assert [str(one) for one in world.listener.errors] == ["b"]
    world = World()
    assert world.give("1 | % { fail a; $_ } | % { fail b; $_ } 2>$null; fail c") == [1]
    assert [str(one) for one in world.listener.errors] == ["a", "c"]
    world = World()
    assert world.give("& { fail a 2>$null; fail b }; fail c 2>$null") == []
    assert [str(one) for one in world.listener.errors] == ["b"]


def test_a_redirect_inside_of_another() -> None:
    world = World()
    assert world.give('$x = & { fail a 2>$null; fail b } 2>&1; "$x"') == ["b"]
    assert world.give('& { fail a 2>&1; fail b } 2>$null | % { "<$_>" }') == ["<a>"]


@pytest.mark.parametrize(
    ("text", "objects", "shown", "failed"),
    [
        # It handles nothing: that is for try, || and -ErrorAction.
        ("fail 2>$null || 'r'", ["r"], 0, False),
        ("fail 2>$null && 'r'", [], 0, True),
        ("try { fail 2>$null; 'never' } catch { 'c' }", ["c"], 0, False),
        ("try { & { fail; 'never' } 2>$null } catch { 'c' }", ["c"], 0, False),
        ("try { 200 | check 2>$null; 'on' } catch { 'c' }", ["on"], 0, True),
        ("fail -ea Ignore 2>&1", [], 0, False),
        ("fail -ea SilentlyContinue 2>&1", [], 0, False),
        ("1 | % { fail; $_ } -ea Ignore 2>&1", [1], 0, False),
        ("$ErrorActionPreference = 'Ignore'; fail 2>&1", [], 0, False),
        ("fail -ev e 2>$null; $e.Count", [1], 0, True),
        ("numbers 2 -ov o 2>$null > a; $o.Count", [2], 0, False),
    ],
)
def test_with_what_deals_with_errors(
    text: str, objects: list[Any], shown: int, failed: bool
) -> None:
    world = World()
    assert world.give(text) == objects
    assert (len(world.listener.errors), world.failed) == (shown, failed)


def test_what_stops_the_script_stops_it() -> None:
    for text in ("fail -ea Stop 2>$null", "& { throw 'x' } 2>&1", "1 | % { throw 'x' } 2> e"):
        with pytest.raises(StoppingError):
            World().give(f"{text}; 'never'")
    with pytest.raises(StoppingError):
        World().give("$ErrorActionPreference = 'Stop'; fail 2>$null; 'never'")


def test_it_streams() -> None:
    world = World()
    objects = world.run(world.compile("numbers 9 2>&1 | % { $_ } 2>$null"))
    assert next(objects) == 1
    assert world.log == ["numbers 1"]
    objects.close()
    assert world.log == ["numbers 1", "numbers closed"]
    assert world.give("1..1000000000 2>$null | first 1; numbers 9 2>&1 | first 1") == [1, 1]
