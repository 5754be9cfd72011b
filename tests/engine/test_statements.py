"""Statements with a keyword: what runs, what fails, what is closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gshell.engine.errors import Leave, StoppingError
from gshell.engine.shell import InputLines
from gshell.language.parser import SyntaxProblem
from tests.engine.world import World, blamed, failure, outcome

# Conditions.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if (1) { 'a' }", ["a"]),
        ("if (0) { 'a' }", []),
        ("if (0) { 'a' } else { 'b' }", ["b"]),
        ("if (0) { 'a' } elseif (1) { 'b' } elseif (1) { 'c' } else { 'd' }", ["b"]),
        ("if (0) { 'a' } elseif ('') { 'b' } else { 'd' }", ["d"]),
        ("if (0) { }\nelse { 'b' }; 'after'", ["b", "after"]),
        ("if (1) { 1; 2 } 3", [1, 2, 3]),
        # What a condition takes for true.
        ("foreach ($v in 0, '', $null, $false, 0.0) { if ($v) { 'yes' } }", []),
        ("if (@()) { 'yes' }; if (,0) { 'yes' }; if (,(,0)) { 'yes' }", []),
        ("if ('false') { 1 }; if ('0') { 2 }; if (@(0, 0)) { 3 }; if (@{}) { 4 }", [1, 2, 3, 4]),
        ("if (numbers 0) { 1 } else { 2 }; if (numbers 1) { 3 }; if (numbers 2) { 4 }", [2, 3, 4]),
        ("if (($x = 5)) { $x }", [5]),
        ("if (numbers 3 | ? { $_ -gt 2 }) { 'any' }", ["any"]),
        # As a value.
        ("$x = if (1) { 5 } else { 6 }; $x", [5]),
        ("$x = if (0) { 5 }; ,$x", [None]),
        ("$x = if (1) { @() }; ,$x; $x = if (1) { ,@(1) }; ,$x", [None, [1]]),
        ("$x = if (1) { 1, 2 }; $x.Count", [2]),
        ("$x = foreach ($i in 1..3) { $i * 2 }; $x.Count; $x[1]", [3, 4]),
        ("$n = 0; $x = while ($n -lt 3) { $n; $n++ }; $x.Count", [3]),
        ("$x = try { 5 } catch { 6 }; $x", [5]),
        ("@(if (1) { 5 }).Count; \"$(if (1) { 'in' })\"", [1, "in"]),
        ("@{a = if (1) { 5 }}.a; (if (0) { 1 } else { 2 }) + 1", [5, 3]),
        # Only the branch that is taken runs.
        ("if (1) { } else { 1 / 0 }; if (0) { 1 / 0 }; 'fine'", ["fine"]),
    ],
)
def test_conditions(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected


# Loops.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("foreach ($i in 1, 2) { $i }", [1, 2]),
        ("foreach ($i in 1..3) { $i }; $i", [1, 2, 3, 3]),
        ("foreach ($i in @()) { 'never' }; foreach ($i in $null) { 'never' }", []),
        ("foreach ($i in @($null)) { 'once' }; foreach ($i in 5) { $i }", ["once", 5]),
        ("foreach ($i in @{a=1}) { $i.a }", [1]),
        ("foreach ($i in 'abc') { $i }", ["abc"]),
        ("foreach ($i in numbers 3 | % { $_ * 2 }) { $i }", [2, 4, 6]),
        ("foreach ($i in (1, 2), 3) { $i.Count }", [2, 1]),
        (
            "foreach ($i in 1, 2) { foreach ($j in 'a', 'b') { \"$i$j\" } }",
            ["1a", "1b", "2a", "2b"],
        ),
        ("$l = 1, 2; foreach ($i in $l) { $l += 9; $i }; $l.Count", [1, 2, 4]),
        ("1..3 | % { foreach ($i in 1, 2) { $i * $_ } }", [1, 2, 2, 4, 3, 6]),
        ("$n = 3; while ($n) { $n; $n-- }", [3, 2, 1]),
        ("while ($false) { 'never' }", []),
        ("$n = 0; while ($true) { $n++; if ($n -ge 3) { break } }; $n", [3]),
        ("$n = 0; while (($n += 1) -lt 4) { if ($n -eq 2) { continue }; $n }", [1, 3]),
    ],
)
def test_loops(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A block stands in the loop around it, through any number of pipelines.
        ("foreach ($i in 1..3) { if ($i -eq 2) { break }; $i }", [1]),
        ("foreach ($i in 1..3) { if ($i -eq 2) { continue }; $i }", [1, 3]),
        (
            'foreach ($i in 1..3) { 1..3 | % { if ($i -eq 2) { break }; "$i$_" } }',
            ["11", "12", "13"],
        ),
        ('foreach ($i in 1, 2) { 1..3 | % { if ($_ -eq 2) { continue }; "$i$_" } }', ["11", "21"]),
        ("foreach ($i in 1, 2) { 1..3 | ? { if ($_ -eq 2) { break }; 1 } }; 'after'", [1, "after"]),
        (
            "foreach ($i in 1, 2) { 1..3 | % { 1 | % { break } } | % { 'never' } }; 'after'",
            ["after"],
        ),
        ('foreach ($i in 1, 2) { 1, 2 | each { "$i$(if ($_ -eq 2) { break })" } }', ["1"]),
        ("foreach ($i in 1, 2) { 1, 2 | keep { $(if ($_ -eq 2) { continue }; 1) } }", [1, 1]),
        ("foreach ($i in 1, 2) { 1 | values { break } }; 'after'", ["after"]),
        # Only the innermost loop ends.
        ("foreach ($i in 1, 2) { foreach ($j in 1, 2) { break }; $i }", [1, 2]),
        (
            "foreach ($i in 1, 2) { $n = 0; while ($true) { $n++; if ($n -gt 1) { break } }; $i }",
            [1, 2],
        ),
        ("foreach ($i in 1, 2) { & { break }; 'never' }; 'after'", ["after"]),
        ("$b = foreach ($i in 1) { { break } }; foreach ($i in 1, 2) { $i; & $b }", [1]),
        # Inside parentheses, and where a value is made.
        ("foreach ($i in 1..3) { $x = if ($i -eq 2) { break } else { $i }; $x }", [1]),
        ('foreach ($i in 1..3) { "$i$(if ($i -eq 2) { continue })" }', ["1", "3"]),
        ("foreach ($i in 1..3) { @(1; continue); $i }; 'after'", ["after"]),
        # In the condition of a loop inside a loop, it is the outer one that ends.
        ("foreach ($i in 1, 2) { while ($(break)) { }; $i }; 'after'", ["after"]),
        # return leaves the block it stands in.
        ("& { 1; return 2; 3 }; 4", [1, 2, 4]),
        ("& { return }; 'after'", ["after"]),
        ("& { return 1, 2 }", [1, 2]),
        ("& { return numbers 2 | % { $_ * 2 } }", [2, 4]),
        ("& { & { return 1; 9 }; 2 }", [1, 2]),
        ("& { 1..3 | % { if ($_ -eq 2) { return 'two' }; $_ } }", [1, "two", 3]),
        ("& { foreach ($i in 1..3) { if ($i -eq 2) { return $i } } ; 9 }", [2]),
        ("& { while ($true) { if (1) { return 'out' } } }", ["out"]),
        ("1..3 | each { return $_ * 2; 9 }", [2, 4, 6]),
        ("1..3 | % { return $_ * 2 }", [2, 4, 6]),
        ("1..4 | ? { return $_ % 2 }; 1..4 | keep { return $_ % 2 }", [1, 3, 1, 3]),
        ("1, 2 | values { if ($_ -eq 1) { return 'one' }; 'other' }", [["one"], ["other"]]),
        ("1, 2 | each { \"a$(if ($_ -eq 1) { return })b\" }; 'after'", ["ab", "after"]),
        ("& { try { return 1 } catch { 2 }; 3 }", [1]),
        ("foreach ($i in 1, 2) { & { return $i; 9 }; 'on' }", [1, "on", 2, "on"]),
        ("1; return 2; 3", [1, 2]),
        ("1; if (1) { return }; 3", [1]),
        ("1 | % { return }; 'after'", ["after"]),
    ],
)
def test_leaving(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1; break", "break"),
        ("1..3 | % { continue }", "continue"),
        ("if (1) { break }", "break"),
        ("{ break }", "break"),
        ("while ($(break)) { }", "break"),
        ("foreach ($i in $(continue)) { }", "continue"),
        ("foreach ($i in 1) { }; break", "break"),
    ],
)
def test_a_jump_needs_a_loop(text: str, place: str) -> None:
    with pytest.raises(SyntaxProblem, match=f"`{place}` stands in a loop") as caught:
        World().compile(text)
    assert text[caught.value.start : caught.value.end] == place
    assert caught.value.hint == "select -First stops a pipeline; return leaves a block"


def test_a_jump_whose_loop_has_ended_is_an_error() -> None:
    record = failure("$b = foreach ($i in 1) { { break } }; & $b; 'never'")
    assert record.message == "break was called outside of its loop"
    assert record.id == "InvalidOperation"


def test_leaving_closes_what_runs() -> None:
    world = World()
    assert world.give("foreach ($i in 1, 2) { numbers 9 | % { if ($_ -eq 2) { break }; $_ } }") == [
        1
    ]
    assert world.log == ["numbers 1", "numbers 2", "numbers closed"]
    world = World()
    assert world.give("foreach ($i in numbers 9) { if ($i -eq 2) { break } }; 'after'") == ["after"]
    assert world.log == ["numbers 1", "numbers 2", "numbers closed"]
    world = World()
    world.give("& { numbers 9 | % { $_ } -Label b | values { return 1; 2 } | first 1 }")
    assert world.log == ["numbers 1", "b closed", "numbers closed"]


def test_a_loop_streams() -> None:
    world = World()
    objects = world.run(world.compile('foreach ($i in numbers 9) { "<$i>" }'))
    assert next(objects) == "<1>"
    assert world.log == ["numbers 1"]
    objects.close()
    assert world.log == ["numbers 1", "numbers closed"]


def test_a_loop_over_a_large_range_ends_at_once() -> None:
    assert outcome("foreach ($i in 1..1000000000) { if ($i -gt 2) { break }; $i }") == [1, 2]
    assert outcome("1..1000000000 | first 2") == [1, 2]
    assert outcome("1..1000000000 | ? { $_ -gt 5 } | % { $_ } | first 1") == [6]
    assert outcome("1 | each { 1..1000000000 } | first 2") == [1, 2]
    assert outcome("& { 1..-1000000000 } | first 2") == [1, 0]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("if (1 / 0) { 1 } else { 2 }", "divided by 0", "if (1 / 0) { 1 } else { 2 }"),
        ("if (fail) { 1 } else { 2 }", "it failed", "fail"),
        ("if (0) { } elseif (fail) { 1 } else { 2 }", "it failed", "fail"),
        ("while (fail) { 1 }", "it failed", "fail"),
        ("foreach ($i in (fail)) { 1 }", "it failed", "fail"),
        ("foreach ($i in 1 / 0) { 1 }", "divided by 0", "1 / 0"),
        ("foreach ($i in numbrs) { 1 }", "no command `numbrs`", "numbrs"),
        ("foreach ($_ in 1, 2) { 1 }", "$_ is set by the shell", "foreach ($_ in 1, 2) { 1 }"),
        ("return fail", "it failed", "fail"),
        ("& { return 1 / 0 }", "divided by 0", "return 1 / 0"),
        ("throw (fail)", "it failed", "fail"),
    ],
)
def test_a_failure_in_the_head_of_a_statement_ends_it(text: str, message: str, place: str) -> None:
    world = World()
    assert world.give(f"{text}; 'next'") == ["next"]
    (record,) = world.listener.errors
    assert message in record.message
    assert blamed(record).strip() == place


def test_a_failure_in_the_body_does_not_end_the_loop() -> None:
    world = World()
    assert world.give("foreach ($i in 1..3) { fail; $i }; if (1) { fail; 'on' }") == [1, 2, 3, "on"]
    assert len(world.listener.errors) == 4
    assert world.give("$n = 0; while ($n -lt 2) { $n++; 1 / 0; $n }") == [1, 2]


def test_a_source_that_fails_on_the_way_ends_the_loop() -> None:
    world = World()
    assert world.give("foreach ($i in fail -After 2) { $i }; 'next'") == [0, 1, "next"]
    assert blamed(world.listener.errors[0]) == "fail -After 2"


def test_a_body_fails_for_the_brackets_around_it() -> None:
    world = World()
    assert world.give('$x = foreach ($i in 1..3) { fail; $i }; "x$x"') == ["x"]
    assert len(world.errors) == 1


# try.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("try { 1 } catch { 2 } finally { 3 }", [1, 3]),
        ("try { 1; fail; 2 } catch { 'c' } finally { 'f' }", [1, "c", "f"]),
        ('try { fail } catch { $_.Id; $_.Message; "$_" }', ["Failed", "it failed", "it failed"]),
        ("try { fail } catch { }", []),
        ("try { 1 } finally { 2 }", [1, 2]),
        ("try { fail -After 2 } catch { 'c' }", [0, 1, "c"]),
        # Whatever fails inside of it ends it.
        ("try { 1 / 0; 'never' } catch { 'c' }", ["c"]),
        (
            "try { numbrs; 'never' } catch { $_.Id; $_.Hint }",
            ["CommandNotFound", "did you mean numbers?"],
        ),
        ("try { set a -wrong; 'never' } catch { $_.Id }", ["ParamInvalid"]),
        ("try { $x.y = 1 } catch { $_.Id }", ["InvalidOperation"]),
        ("try { $x = $(1; fail; 2) } catch { 'c' }; \"x$x\"", ["c", "x"]),
        ("try { \"a $(fail)\" } catch { 'c' }", ["c"]),
        ("try { @(1; fail) } catch { 'c' }", ["c"]),
        ("try { (fail) } catch { 'c' }", ["c"]),
        ("try { if (fail) { 1 } } catch { 'c' }", ["c"]),
        ("try { if (1) { fail; 'never' } } catch { 'c' }", ["c"]),
        ("try { foreach ($i in 1..3) { if ($i -eq 2) { fail }; $i } } catch { 'c' }", [1, "c"]),
        ("try { & { fail; 'never' } } catch { 'c' }", ["c"]),
        ("try { & { param($n) fail; 'never' } 5 } catch { 'c' }", ["c"]),
        ("try { 1..3 | % { if ($_ -eq 2) { fail }; $_ } } catch { 'c' }", [1, "c"]),
        ("try { 1..3 | each { 1 / ($_ - 2) } } catch { 'c' }", [-1, "c"]),
        ("try { 1..3 | ? { 1 / ($_ - 2) } } catch { 'c' }", [1, "c"]),
        ("try { 1..3 | keep { 1 / ($_ - 2) } } catch { 'c' }", [1, "c"]),
        ("try { 1..3 | values { 1 / ($_ - 2) } } catch { 'c' }", [[-1], "c"]),
        ("try { defect } catch { $_.Id }", ["InternalError"]),
        (
            "1..3 | % { try { if ($_ -eq 2) { fail }; $_ } catch { 'c' } finally { 'f' } }",
            [1, "f", "c", "f", 3, "f"],
        ),
        # The innermost try takes it.
        ("try { try { fail } catch { 'inner' } } catch { 'outer' }", ["inner"]),
        ("try { try { fail } finally { 'f' } } catch { 'outer' }", ["f", "outer"]),
        ('try { try { fail a } catch { fail b } } catch { "o $_" }', ["o b"]),
        ('try { fail a } catch { try { fail b } catch { "i $_" }; "o $_" }', ["i b", "o a"]),
        ("try { 1 } catch { 'c' }; try { fail } catch { 'd' }", [1, "d"]),
        # `$_` is the error only in the catch.
        ("1 | % { try { fail } catch { $_.Message }; $_ }", ["it failed", 1]),
        ("try { fail } catch { 1, 2 | % { $_ } }", [1, 2]),
    ],
)
def test_try(text: str, expected: list[Any]) -> None:
    world = World()
    assert world.give(text) == expected
    assert world.listener.errors == []
    assert not world.failed
    assert world.succeeded


def test_an_error_in_the_catch_is_an_error() -> None:
    world = World()
    text = "try { fail a } catch { fail b; 'on' } finally { 'f' }; $?; 'next'"
    assert world.give(text) == ["on", "f", False, "next"]
    assert [str(one) for one in world.listener.errors] == ["b"]
    assert [str(one) for one in world.errors] == ["b", "a"]
    assert world.failed


def test_an_error_without_a_catch_goes_on_after_finally() -> None:
    world = World()
    assert world.give("try { 1; fail; 2 } finally { 'f' }; $?; 'next'") == [1, "f", False, "next"]
    assert [str(one) for one in world.listener.errors] == ["it failed"]


def test_an_error_in_finally_is_an_error() -> None:
    world = World()
    assert world.give("try { 1 } finally { fail b; 'f' }; 'next'") == [1, "f", "next"]
    assert world.give("try { fail a } catch { 'c' } finally { fail b }; 'next'") == ["c", "next"]
    assert [str(one) for one in world.listener.errors] == ["b", "b"]
    assert world.failed


def test_an_error_of_one_object_is_none_of_the_try() -> None:
    """It has been shown, the pipeline went on: what is caught later does not make it good."""
    world = World()
    assert world.give("try { 1, 200, 3 | check; 'on' } catch { 'c' }; $?") == [1, 3, "on", False]
    assert world.failed
    world = World()
    assert world.give("try { 200 | check; fail } catch { 'c' }; $?") == ["c", False]
    assert [one.id for one in world.listener.errors] == ["TooLarge"]
    assert world.failed
    world = World()
    assert world.give("try { 1, 200, 3 | check -ea Stop; 'never' } catch { 'c' }") == [1, "c"]
    assert not world.failed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fail -ea Ignore", ["on"]),
        ("fail -ea SilentlyContinue", ["on"]),
        ("set a -wrong -ea Ignore", ["on"]),
        ("call nothing -ea SilentlyContinue", ["on"]),
        ("1..2 | % { fail } -ea Ignore", ["on"]),
        ("1..2 | each { 1 / 0 } -ea Ignore", ["on"]),
        ("1..2 | % { & { fail; 'still' } } -ea SilentlyContinue", ["still", "still", "on"]),
        ("1 | % { try { fail } catch { 'inner' } } -ea Ignore", ["inner", "on"]),
        ("fail -ea Continue", ["caught"]),
        ("fail -ea Stop", ["caught"]),
        ("1 | % { fail } -ea Continue", ["caught"]),
        ("1 | % { fail } -ea Stop", ["caught"]),
    ],
)
def test_an_action_that_is_given_is_before_the_try(text: str, expected: list[Any]) -> None:
    world = World()
    assert world.give(f"try {{ {text}; 'on' }} catch {{ 'caught' }}") == expected
    assert not world.failed


@pytest.mark.parametrize("preference", ["Continue", "SilentlyContinue", "Ignore", "Stop"])
def test_a_try_is_before_the_preference(preference: str) -> None:
    world = World()
    world.give(f"$ErrorActionPreference = '{preference}'")
    assert world.give("try { fail; 'never' } catch { 'c' }; 'next'") == ["c", "next"]
    assert not world.failed


# throw.


@pytest.mark.parametrize(
    ("thrown", "message", "target"),
    [
        ("'gone'", "gone", "gone"),
        ('"n $(1 + 1)"', "n 2", "n 2"),
        ("@{a=1}", "@{a=1}", {"a": 1}),
        ("5", "5", 5),
        ("1, 2", "1 2", [1, 2]),
        ("", "something was thrown", None),
        ("$null", "something was thrown", None),
        ("''", "something was thrown", ""),
    ],
)
def test_throw(thrown: str, message: str, target: Any) -> None:
    world = World()
    assert world.give(f"try {{ throw {thrown}; 'never' }} catch {{ 'c' }}") == ["c"]
    (record,) = world.errors
    assert (record.id, record.message, record.target) == ("Thrown", message, target)
    assert blamed(record) == f"throw {thrown}".strip()
    with pytest.raises(StoppingError):
        world.give(f"throw {thrown}; 'never'")


@pytest.mark.parametrize("again", ["throw", "throw $_", "$e = $_; throw $e", "throw $Error[0]"])
def test_an_error_that_is_thrown_again_is_the_same(again: str) -> None:
    world = World()
    text = f'try {{ try {{ fail a }} catch {{ {again} }} }} catch {{ $_.Id; "$_" }}; $Error.Count'
    assert world.give(text) == ["Failed", "a", 1]
    assert blamed(world.errors[0]) == "fail a"


def test_what_is_thrown_ends_the_script() -> None:
    world = World()
    flow = world.run(world.compile("'a'; 1..3 | % { throw 'x' } | % { 'never' }; 'never'"))
    assert next(flow) == "a"
    with pytest.raises(StoppingError) as caught:
        next(flow)
    assert blamed(caught.value.record) == "throw 'x'"


def test_silence_does_not_hold_what_is_thrown() -> None:
    for text in ("1 | % { throw 'x' } -ea Ignore", "& { throw 'x' } 2>$null", "throw 'x'"):
        with pytest.raises(StoppingError):
            World().give(f"{text}; 'never'")


# finally.


_ENDS = {
    "1": [1, "f"],
    "1, 2 | first 1": [1, "f"],
    "fail": ["f"],
    "throw 'x'": ["f", "caught"],
    "1; break": [1, "f"],
    "1; continue": [1, "f"],
    "1; return 2": [1, 2, "f"],
    "fail -ea Stop": ["f", "caught"],
}


@pytest.mark.parametrize("inside", list(_ENDS))
@pytest.mark.parametrize("catch", ["", "catch { throw } "])
def test_finally_runs_once_and_what_it_gives_is_given(inside: str, catch: str) -> None:
    world = World()
    text = f"try {{ {inside} }} {catch}finally {{ say done; 'f' }}"
    found = world.give(f"try {{ foreach ($i in 1) {{ & {{ {text} }} }} }} catch {{ 'caught' }}")
    expected = _ENDS[inside]
    if inside == "fail":
        expected = ["f", "caught"]
    assert found == expected
    assert world.listener.said == ["note done"]


@pytest.mark.parametrize(
    "text",
    [
        "try { numbers 9 } finally { say done; 'f' }",
        "try { fail } catch { numbers 9 } finally { say done; 'f' }",
        "try { try { numbers 9 } finally { 1 / 0; 'f' } } finally { say done }",
        "foreach ($i in 1, 2) { try { numbers 9 } finally { say done } }",
        "1, 2 | % { try { numbers 9 } finally { say done } }",
        "try { 1 } finally { 2; say done; 3 }",
    ],
)
@pytest.mark.parametrize("reader", ["| first 1", "| % { $_ } | first 1", "| first 2"])
def test_finally_runs_once_when_nobody_reads_on(text: str, reader: str) -> None:
    world = World()
    world.give(f"& {{ {text} }} {reader}; 'after'")
    assert world.listener.said == ["note done"]


def test_finally_runs_when_the_script_is_closed() -> None:
    world = World()
    objects = world.run(world.compile("try { numbers 9 } finally { say inner; 'f' }"))
    next(objects)
    objects.close()
    assert world.log == ["numbers 1", "numbers closed"]
    assert world.listener.said == ["note inner"]


@pytest.mark.parametrize(
    "text",
    [
        "try { interrupt } finally { say done; 'f' }",
        "try { interrupt } catch { 'never' } finally { say done }",
        "try { 1 | % { numbers 3 | % { interrupt } } } catch { 'never' } finally { say done }",
        "try { try { interrupt } finally { say done } } catch { 'never' }",
    ],
)
def test_finally_runs_once_after_an_interrupt(text: str) -> None:
    world = World()
    found: list[Any] = []
    with pytest.raises(KeyboardInterrupt):
        found += world.run(world.compile(f"{text}; 'never'"))
    assert found == []
    assert world.listener.said == ["note done"]
    assert world.errors == []


def test_an_interrupt_of_finally_ends_it() -> None:
    world = World()
    with pytest.raises(KeyboardInterrupt):
        world.give("try { try { 1 } finally { interrupt; say never } } finally { say outer }")
    assert world.listener.said == ["note outer"]


@pytest.mark.parametrize(
    ("text", "said", "errors"),
    [
        # What fails while it is closed is recorded, and the closing goes on.
        ("try { numbers 9 } finally { fail; say done }", ["done"], ["it failed"]),
        (
            "try { try { numbers 9 } finally { fail } } finally { say done }",
            ["done"],
            ["it failed"],
        ),
        (
            "try { try { numbers 9 } finally { 1 / 0 } } catch { say never } finally { say done }",
            ["done"],
            ["a number cannot be divided by 0"],
        ),
        ("try { try { numbers 9 } finally { throw 'x' } } finally { say done }", ["done"], ["x"]),
        ("try { numbers 9 } finally { fail -ea Stop }", [], ["it failed"]),
        ("try { numbers 9 | % { $_ } } finally { fail -ea Ignore }", [], []),
        # What would go on elsewhere does not.
        ("foreach ($i in 1, 2) { try { numbers 9 } finally { say done; continue } }", ["done"], []),
        (
            "foreach ($i in 1, 2) { try { numbers 9 } finally { say done; break } }; say never",
            ["done"],
            [],
        ),
        ("try { numbers 9 } finally { say done; return 5 }; say never", ["done"], []),
        ("try { numbers 9 } finally { fail }; say never", [], ["it failed"]),
        ("try { numbers 9 } finally { fail } ; fail b", [], ["it failed"]),
    ],
)
@pytest.mark.parametrize("way", ["& { BODY } | first 1", "1 | % { BODY } | first 1"])
def test_nothing_goes_on_that_is_closed(
    text: str, said: list[str], errors: list[str], way: str
) -> None:
    world = World()
    assert world.give(f"{way.replace('BODY', text)}; 'after'") == [1, "after"]
    assert world.listener.said == [f"note {one}" for one in said]
    assert [str(one) for one in world.errors] == errors
    assert world.log == ["numbers 1", "numbers closed"]


def test_finally_may_leave_by_itself() -> None:
    assert outcome("& { try { return 1 } finally { return 2; 'never' } }; 'after'") == [
        1,
        2,
        "after",
    ]
    assert outcome("foreach ($i in 1, 2) { try { $i } finally { break } }; 'after'") == [1, "after"]
    world = World()
    assert world.give("& { try { fail } finally { return 2 } }; 'after'") == [2, "after"]
    assert world.errors == []  # as in .NET, what is left early is forgotten


def test_leaving_the_shell_runs_finally() -> None:
    def lines() -> Iterator[str]:
        yield "a"
        raise Leave(3)

    world = World()
    world.input_lines = InputLines(lines())
    with pytest.raises(Leave):
        world.give("try { $input } catch { 'never' } finally { say done }")
    assert world.listener.said == ["note done"]


def test_too_deep_is_not_caught() -> None:
    world = World()
    with pytest.raises(StoppingError) as caught:
        world.give("$f = { try { & $f } catch { 'c' } }; & $f; 'never'")
    assert caught.value.record.id == "TooDeep"


# Nothing nests without an end.


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("{", "}"),
        ("(", " -like 1)"),
        ("(", " .. 1)"),
        ("(", " + 1)"),
        ("% { ", "}"),
        ("$x = if (1) { ", "}"),
        ("try { ", "} catch { }"),
        ("1 | each { ", "}"),
        ('{ "$(return ', ')" }'),
    ],
)
def test_compiling_does_not_double_with_each_bracket(opening: str, closing: str) -> None:
    World().compile(opening * 24 + "1" + closing * 24)
