"""What every command can be given, and -WhatIf and -Confirm of those that change something."""

from __future__ import annotations

from typing import Any

import pytest

from gshell.engine.errors import StoppingError
from tests.engine.world import World, blamed, failure, outcome

# -OutVariable.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("numbers 2 -ov o; $o.Count; $o[1]", [1, 2, 2, 2]),
        ("numbers 0 -ov o; ,$o; numbers 1 -OutVariable:p; ,$p", [[], 1, [1]]),
        ("Get-List -ov o; $o.Count; $o[0].Count", [[1, 2, 3], 1, 3]),
        ('numbers 2 -ov o | % { "$_ $($o.Count)" }', ["1 1", "2 2"]),
        ("numbers 9 -ov o | first 2; $o.Count", [1, 2, 2]),
        ('numbers 3 | ? { $_ -gt 1 } -ov o | % { $_ * 2 } -ov p | first 1; "$o|$p"', [4, "2|4"]),
        ("numbers 2 -ov o; numbers 2 -ov +o; $o.Count", [1, 2, 1, 2, 4]),
        ("$o = 5; numbers 1 -ov +o; ,$o; numbers 1 -ov +new; ,$new", [1, [5, 1], 1, [1]]),
        ("numbers 1 -ov o; numbers 2 -ov o; $o.Count", [1, 1, 2, 2]),
        ("$x = numbers 2 -ov o; $x += 3; $o.Count", [2]),
        ("fail -After 2 -ov o -ea Ignore; $o.Count", [0, 1, 2]),
        ("numbers 2 -ov o > $null; $o.Count", [2]),
        # What the variable is made meanwhile stays untouched.
        ("$mine = @(9); numbers 2 -ov o | % { $o = $mine; $_ }; $mine", [1, 2, 9]),
        ("$o = @(9); $p = $o; numbers 1 -ov +o; $p.Count", [1, 1]),
        # In a block with names of its own.
        ('& { param($o) numbers 1 -ov o; $o.Count } 5; "$o"', [1, 1, ""]),
    ],
)
def test_out_variable(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected


# -PipelineVariable.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('numbers 2 -pv n | % { $_ * 2 } | % { "$n $_" }', ["1 2", "2 4"]),
        ('numbers 2 -pv n | % { $_ * 2 } -pv m | % { "$n $m" }', ["1 2", "2 4"]),
        (
            '1, 2 | % { $_ } -PipelineVariable i | % { numbers 2 } | % { "$i$_" }',
            ["11", "12", "21", "22"],
        ),
        ("numbers 3 -pv n | ? { $n -gt 1 } | % { $n }", [2, 3]),
        ('numbers 2 -pv n -ov o | % { "$n $($o.Count)" }', ["1 1", "2 2"]),
        ("numbers 9 -pv n | first 2 | % { $n }; $n", [1, 2, 2]),
        ("Get-List -pv l | % { $l.Count }", [3]),
    ],
)
def test_pipeline_variable(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected


# -ErrorVariable.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('fail -ev e; $e.Count; $e[0].Message; "$e"', [1, "it failed", "it failed"]),
        ("numbers 1 -ev e; ,$e", [1, []]),
        ("fail -ev e; numbers 1 -ev e; $e.Count", [1, 0]),
        ('fail a -ev e; fail b -ev +e; "$e"', ["a b"]),
        ("1, 200, 300 | check -ev e; $e.Count", [1, 2]),
        ("1, 200, 300 | check -ev e -ea SilentlyContinue; $e.Count", [1, 2]),
        ("fail -ev e -ea Ignore; $e.Count; $Error.Count", [1, 0]),
        ("fail -After 1 -ev e | % { $_ }; $e.Count", [0, 1]),
        ("fail | % { $_ } -ev e; $e.Count", [0]),
        # Errors in the block of a command are the command's.
        ('1, 2 | % { fail "n$_" } -ev e; "$e"', ["n1 n2"]),
        ('1, 2 | % { & { fail "n$_" } } -ev e -ea Ignore; "$e"', ["n1 n2"]),
        ("1, 2 | each { 1 / ($_ - 1) } -ev e; $e.Count", [1.0, 1]),
        ("200 | % { $_ | check -ev inner } -ev outer; $inner.Count; $outer.Count", [1, 1]),
        ("1 | % { fail } | % { $_ } -ev e; $e.Count", [0]),
        ("1 | % { try { fail } catch { 'c' } } -ev e; $e.Count", ["c", 0]),
        # What was typed wrong is one too, wherever -ErrorVariable stands.
        ('set -Nope -ev e; "$e"', ["set has no parameter -Nope"]),
        ('set -ev e a b -ea Ignore; "$e"', ["-Times must be a whole number (got 'b')"]),
        ("fail x -ev e; set a b -ev +e; $e.Count", [2]),
        ("numbers | first -Nope -ev e; $e.Count", [1]),
        ("numbers -Nope | first -ev e; $e.Count", [0]),
        ("set a b -ev a.b; set a b -ev Error; $Error.Count", [2]),
        # It is there also where the error is dealt with elsewhere.
        ("try { fail -ev e } catch { $e.Count }", [1]),
        ("try { fail -ev e -ea Stop } catch { $e.Count }", [1]),
        ("fail -ev e || $e.Count; fail -ev f 2>$null; $f.Count", [1, 1]),
    ],
)
def test_error_variable(text: str, expected: list[Any]) -> None:
    assert World().give(text) == expected


def test_an_error_that_stops_the_script_is_kept_first() -> None:
    world = World()
    with pytest.raises(StoppingError):
        world.give("fail -ev e -ea Stop")
    assert [str(one) for one in world.variables["e"]] == ["it failed"]


# -WarningAction.


@pytest.mark.parametrize(
    ("text", "expected", "said"),
    [
        ("alarm a", ["a"], ["warning a"]),
        ("alarm a -wa Continue", ["a"], ["warning a"]),
        ("alarm a -WarningAction SilentlyContinue", ["a"], []),
        ("alarm a -wa:ignore", ["a"], []),
        ("try { alarm a -wa Stop; 'never' } catch { $_.Id; \"$_\" }", ["Warning", "a"], []),
        ("1 | % { alarm a } -wa Ignore", ["a"], ["warning a"]),
        ("alarm a -ea Stop", ["a"], ["warning a"]),
    ],
)
def test_warning_action(text: str, expected: list[Any], said: list[str]) -> None:
    world = World()
    assert world.give(text) == expected
    assert world.listener.said == said
    assert not world.failed


def test_a_warning_may_stop_the_script() -> None:
    with pytest.raises(StoppingError) as caught:
        World().give("alarm a -wa Stop; 'never'")
    assert blamed(caught.value.record) == "alarm a -wa Stop"


# -WhatIf and -Confirm.


@pytest.mark.parametrize(
    ("text", "answer", "removed", "said"),
    [
        ("drop a", None, ["a"], []),
        ("drop a -WhatIf", None, [], ["note would remove a"]),
        ("'a', 'b' | drop -wi", None, [], ["note would remove a", "note would remove b"]),
        ("drop a -WhatIf:$false", None, ["a"], []),
        ("drop a -WhatIf -Confirm", True, [], ["note would remove a"]),
        ("drop a -Confirm", True, ["a"], ["confirm remove a?"]),
        ("drop a -cf", False, [], ["confirm remove a?"]),
        ("'a', 'b' | drop -Confirm", True, ["a", "b"], ["confirm remove a?", "confirm remove b?"]),
        # One that asks by itself.
        ("drop a -Ask", True, ["a"], ["confirm remove a?"]),
        ("drop a -Ask", False, [], ["confirm remove a?"]),
        ("drop a -Ask -Confirm:$false", False, ["a"], []),
        ("drop a -Ask -Force", None, ["a"], []),
        ("$h = @{WhatIf=$true}; drop a @h", None, [], ["note would remove a"]),
    ],
)
def test_what_if_and_confirm(
    text: str, answer: bool | None, removed: list[str], said: list[str]
) -> None:
    world = World()
    if answer is not None:
        world.listener.interactive, world.listener.answer = True, answer
    assert world.give(text) == removed
    assert world.log == [f"removed {one}" for one in removed]
    assert world.listener.said == said
    assert world.errors == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("drop a -Confirm", "leave out -Confirm"),
        ("drop a -Ask", "-Force does it unasked"),
    ],
)
def test_nobody_can_be_asked(text: str, hint: str) -> None:
    record = failure(text)
    assert record.id == "ConfirmNeeded"
    assert record.message == "remove a? There is nobody to ask"
    assert (record.hint, blamed(record)) == (hint, text)


# Their names.


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("numbers -err x", "-err may be -ErrorAction, -ErrorVariable", "-err"),
        ("numbers -e x", "-e may be -ErrorAction, -ErrorVariable", "-e"),
        ("drop a -w", "-w may be -WarningAction, -WhatIf", "-w"),
        ("numbers -ov '$x'", "-OutVariable must be a variable's name (got '$x')", "'$x'"),
        ("numbers -ev a.b", "-ErrorVariable must be a variable's name (got 'a.b')", "a.b"),
        ("numbers -pv ''", "-PipelineVariable must be a variable's name (got '')", "''"),
        ("numbers -ov", "-OutVariable needs a value", "-ov"),
        ("numbers -ov true", "-OutVariable cannot be $true, which the shell sets", "true"),
        ("numbers -ev +Error", "-ErrorVariable cannot be $Error, which the shell sets", "+Error"),
        ("numbers -pv _", "-PipelineVariable cannot be $_, which the shell sets", "_"),
        ("numbers -wa Bogus", "-WarningAction must be one of Continue,", "Bogus"),
        ("numbers -ea", "-ErrorAction needs a value", "-ea"),
        ("numbers -ov a -ov b", "-OutVariable is given twice", "b"),
        ("numbers -WhatIf", "numbers has no parameter -WhatIf", "-WhatIf"),
        ("numbers -Confirm:$false", "numbers has no parameter -Confirm", "-Confirm:$false"),
        ("numbers -Verbos:x", "-Verbose must be $true or $false (got 'x')", "-Verbos:x"),
    ],
)
def test_what_does_not_fit(text: str, message: str, place: str) -> None:
    world = World()
    assert world.give(f"numbers 2 -Label never | % {{ $_ }} | first -wrong; {text}") == []
    record = world.errors[0]
    assert message in record.message
    assert (record.id, blamed(record)) == ("ParamInvalid", place)
    assert world.log == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("numbers 1 -o x; $x.Count", [1, 1]),
        ("numbers 1 -p x; $x", [1, 1]),
        ("alarm a -w Ignore", ["a"]),
        ("numbers 1 -outv:x; ,$x", [1, [1]]),
        ("numbers 1 -OUT_VARIABLE x; ,$x", [1, [1]]),
        # The beginning of an own parameter's name comes first.
        ("numbers 1 -Lab a; numbers 1 -l a", [1, 1]),
        ("set a -e | % { $_ } | values { 1 }", [[1]]),
    ],
)
def test_beginnings_of_names(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected


# Splatting.


@pytest.mark.parametrize(
    ("splat", "typed", "expected"),
    [
        ("@{Times=2}", "set a @h", "a 2 on False"),
        ("@{Name='n'; mode='OFF'; force=$true}", "set @h", "n 1 off True"),
        ("@{Force=$false}", "set a @h", "a 1 on False"),
        ("@{force_all=$true; ti=3}", "set a @h", "a 3 on False"),
        ("'a', 5", "set @h -Force", "a 5 on True"),
        ("@()", "set a @h", "a 1 on False"),
        ("@{}", "set a @h", "a 1 on False"),
        # What is typed wins, wherever it stands.
        ("@{Times=2; Name='n'}", "set @h -Times 3", "n 3 on False"),
        ("@{Times=2}", "set -Times 3 a @h", "a 3 on False"),
        ("@{Times=2}", "set a @h -ti:3", "a 3 on False"),
        ("@{Force=$true}", "set a @h -Force:$false", "a 1 on False"),
        ("@{Force=$false}", "reset a @h", "a 1 on True"),
        ("@{Times=2; ea='Ignore'}", "set a @h -ea Stop", "a 2 on False"),
    ],
)
def test_splatting(splat: str, typed: str, expected: str) -> None:
    text = f"$h = {splat}; {typed}"
    (seen,) = outcome(text)
    assert f"{seen.name} {seen.times} {seen.mode} {seen.force}" == expected


@pytest.mark.parametrize(
    ("splat", "typed", "message", "place"),
    [
        ("@{Wrong=1}", "set a @h", "set has no parameter -Wrong", "@h"),
        ("@{Times='x'}", "set a @h", "-Times must be a whole number (got 'x')", "@h"),
        ("@{Times=$null}", "set a @h", "-Times needs a value (got $null)", "@h"),
        ("@{Force=1}", "set a @h", "-Force must be $true or $false (got 1)", "@h"),
        ("@{t=1}", "set a @h", "-t may be -Times, -Tags", "@h"),
        ("@{Times=1}", "set a @h @h", "-Times is given twice", "@h"),
        ("@{Times=1}", "set a -Times @h", "-Times needs a value", "-Times"),
        ("'a', 5, 6, 7", "set @h", "set takes 3 values without a name here", "@h"),
        ("5", "set a @h", "@h needs a map or a list in $h (it is Int)", "@h"),
        ("$null", "set a @h", "@h needs a map or a list in $h (it is Null)", "@h"),
    ],
)
def test_a_splat_that_does_not_fit(splat: str, typed: str, message: str, place: str) -> None:
    record = failure(f"$h = {splat}; {typed}")
    assert message in record.message
    assert (record.id, blamed(record)) == ("ParamInvalid", place)


def test_a_splat_of_inputs() -> None:
    text = "$h = @{Endpoint='gen'; prompt='cat'; steps=5}; call @h | % { $_.prompt; $_.steps }"
    assert outcome(text) == ["cat", 5]
    text = "$h = @{Endpoint='gen'; text='t'}; call @h -Endpoint upper | % { $_.text }"
    assert outcome(text) == ["t"]
