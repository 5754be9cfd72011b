"""Blocks that are called: what they declare, what they are given, whose variables they see."""

from __future__ import annotations

from typing import Any

import pytest

from gshell.engine.errors import ShellError, StoppingError
from gshell.engine.shell import Shell
from gshell.language.parser import SyntaxProblem
from tests.engine.world import World, blamed, failure, outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Positions, names, beginnings of names, in any case.
        ('& { param($a, $b) "$a-$b" } 1 2', ["1-2"]),
        ('& { param($a, $b) "$a-$b" } -b 1 2', ["2-1"]),
        ('& { param($a, $b) "$a-$b" } 2 -B:1', ["2-1"]),
        ('& { param($a, $b) "$a-$b" } 2', ["2-"]),
        ('& { param($alpha, $beta) "$alpha-$beta" } -al 1 -be 2', ["1-2"]),
        ("& { param($name, $names) $name } -name 5", [5]),
        ("& { param($max_num) $max_num } -MaxNum 5", [5]),
        ("& { param($l) $l.Count } 1,2; & { param($l) $l.Count } (1, 2)", [2, 2]),
        ("& { param($a) $a } '-a'; & { param($a) $a } -- -a", ["-a", "-a"]),
        ("& { param() 'x' }; & {\n param (\n $a ,\n $b = 2\n)\n $a + $b } 1", ["x", 3]),
        # Words become what they look like, unless the type says something else.
        (
            "& { param($n) $n + 1 } 5; & { param($n) $n + 1 } '5'; & { param($n) $n } x",
            [6, "51", "x"],
        ),
        ("& { param([string]$s) $s } 007; & { param([int]$n) $n } '007'", ["007", 7]),
        ("& { param([double]$d) $d / 2 } '5'; & { param([int]$n) $n } 5.0", [2.5, 5]),
        ("& { param([bool]$b) $b } 0; & { param([bool]$b) $b } -b x", [False, True]),
        ("& { param([array]$l) $l.Count } 1; & { param([array]$l) $l[1] } 1,2", [1, 2]),
        # A switch has no place in the order.
        (
            '& { param([switch]$s, $a) "$s $a" } 5; & { param($a, [switch]$s) "$s $a" } -s 5',
            ["False 5", "True 5"],
        ),
        (
            '& { param([switch]$s, $a) "$s $a" } -s:$false 5; & { param([switch]$s) $s } -s:true',
            ["False 5", True],
        ),
        # What is not given.
        (
            '& { param($a) "<$a>" }; & { param([int]$n) $n }; & { param([string]$s) $s.Length }',
            ["<>", 0, 0],
        ),
        (
            '& { param([bool]$b) $b }; & { param([switch]$s) $s }; & { param([array]$l) "<$l>" }',
            [False, False, "<>"],
        ),
        ("& { param([int]$n) $n + 1 } $null; & { param([string]$s) $s + 'x' } -s $null", [1, "x"]),
        (
            '& { param($a = 5) $a }; & { param($a = 5) $a } 6; & { param($a = 5) "<$a>" } $null',
            [5, 6, "<>"],
        ),
        ("& { param([int]$a = '5') $a + 1 }; & { param([string]$s = 5) $s + 1 }", [6, "51"]),
        # A default may use what stands before it, and variables around.
        (
            '$f = { param($a = 2, $b = ($a * 2)) "$a $b" }; & $f; & $f 5',
            ["2 4", "5 10"],
        ),
        ("$y = 3; & { param($a = $y) $a }; & { param($b = (numbers 2)) $b.Count }", [3, 2]),
        # What is left over.
        (
            "& { param($a) $args } 1 2 x; & { param($a) $args.Count } 1; & { param() $args } 1",
            [2, "x", 0, 1],
        ),
        ("& { param([switch]$s) $args } -s 1 2", [1, 2]),
        # Called for each object, it has no arguments; `$_` is the object.
        ("1..2 | % { param($a = 7) $a + $_ }", [8, 9]),
        ("1..2 | each { param($a = 7) $a + $_ }; 1..2 | ? { param($a = 1) $_ -gt $a }", [8, 9, 2]),
        # Splatting.
        (
            '$b = { param($a, $c) "$a $c" }; $h = @{c=1; A=2}; & $b @h; $l = 3, 4; & $b @l',
            ["2 1", "3 4"],
        ),
        (
            '$b = { param($a, [switch]$s) "$a $s" }; $h = @{a=1; s=$true}; & $b @h; & $b @h -a 5',
            ["1 True", "5 True"],
        ),
        ("$h = @{x=1}; & { $args } 5 @h", [5, "-x", 1]),
        # return, and what the block is.
        ("$b = { param($a) return $a; 9 }; & $b 4; $b.Text", [4, "param($a) return $a; 9"]),
        ("& { param($a) } 1; & { param($a) $a } | values { 1 }", [[1]]),
        ("& { param($b) & $b 5 } { param($n) $n + 1 }", [6]),
    ],
)
def test_arguments(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected


@pytest.mark.parametrize(
    ("text", "message", "place", "hint"),
    [
        ("& { param($a) } -x", "there is no parameter -x", "-x", "it has -a"),
        ("& { param($a) } -x:1", "there is no parameter -x", "-x:1", "it has -a"),
        ("& { param($name) } -nme 5", "there is no parameter -nme", "-nme", "did you mean -name?"),
        ("& { param() } -x", "there is no parameter -x", "-x", "it has none"),
        ("& { param($alpha, $alps) } -al 1", "-al may be -alpha, -alps", "-al", "type more"),
        ("& { param($a) } -a", "-a needs a value", "-a", ""),
        ("& { param($a, $b) } -a -b 1", "-a needs a value", "-a", ""),
        ("& { param($a) } -a 1 -A 2", "-a is given twice", "2", ""),
        ("& { param([int]$n) } x", "-n must be a whole number (got 'x')", "x", ""),
        ("& { param([int]$n) } -n x", "-n must be a whole number (got 'x')", "x", ""),
        ("& { param([int]$n) } -n:x", "-n must be a whole number (got 'x')", "-n:x", ""),
        ("& { param([int]$n) } 2.5", "-n must be a whole number (got '2.5')", "2.5", ""),
        ("& { param([int]$n) } $true", "-n must be a whole number (got True)", "$true", ""),
        ("& { param([int]$n) } 1,2", "-n must be a whole number (got a List)", "1,2", ""),
        ("& { param([double]$d) } x", "-d must be a number (got 'x')", "x", ""),
        ("& { param([string]$s) } a,b", "-s takes one text (got 2 values)", "a,b", "in quotes"),
        ("& { param([switch]$s) } -s:5", "-s must be $true or $false (got '5')", "-s:5", ""),
        ("& { param([bool]$b) } -b", "-b needs a value", "-b", ""),
        ("& { param([int]$n = 'x') 1 }", "the default of -n must be a whole number", "'x'", ""),
        ("& { param($n = (1 / 0)) 1 }", "divided by 0", "(1 / 0)", ""),
        ("& { param($n = (fail)) 1 }", "it failed", "fail", ""),
        ("$b = { param($a) }; $h = @{z=1}; & $b @h", "there is no parameter -z", "@h", "it has -a"),
        ("$b = { param($a) }; $h = @{a=1}; & $b @h @h", "-a is given twice", "@h", ""),
        ("1 | & { param($a) }", "takes nothing piped", None, "% { ... } runs a block"),
        ("& 5", "there is no command `5`", "5", ""),
        ("& (5)", "& runs a block or a script file, not", None, ""),
        ("& { param($a) 1 / $a } 0", "divided by 0", "1 / $a", ""),
    ],
)
def test_what_does_not_fit(text: str, message: str, place: str | None, hint: str) -> None:
    world = World()
    assert world.give(f"{text}; 'next'") == ["next"]
    (record,) = world.errors
    assert message in record.message
    whole = text.rpartition("; ")[2] if text.startswith("$") else text.removeprefix("1 | ")
    assert blamed(record) == (whole if place is None else place)
    assert hint in record.hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("& { param($a, $A) }", "a parameter is there twice"),
        ("& { 1; param($a) }", "`param` stands at the start"),
        ("& { param([foo]$a) }", "a parameter cannot be [foo]"),
        ("& { param($_) }", "$_ is set by the shell, so it cannot be a parameter"),
        ("& { param($args) }", "$args is set by the shell"),
        ("& { param([int]$true = 5) }", "$true is set by the shell"),
        ("& { param($env:HOME) }", "is set by the shell"),
        ("param($input); 1", "$input is set by the shell"),
    ],
)
def test_what_cannot_be_declared(text: str, message: str) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        World().compile(text)
    assert message in caught.value.message


def test_nothing_runs_if_the_arguments_do_not_fit() -> None:
    world = World()
    assert world.give("numbers 2 | & { param($a) }; & { param([int]$n) numbers } x") == []
    assert world.give("& { param($a) numbers } 1 | first -wrong") == []
    assert world.log == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What is declared is the block's own; any other name is the caller's.
        ("$x = 1; & { param($x) $x = 5; $x } 2; $x", [5, 1]),
        ('& { param($x) $y = $x } 5; "$x $y"', [" 5"]),
        ("$x = 1; & { $x = 2 }; $x", [2]),
        ("& { param($a) & { $a = 9 }; $a } 1", [9]),
        ("& { param($a) $a; & { param($a) $a } 2; $a } 1", [1, 2, 1]),
        ('& { param($a) & { param($b) "$a$b" } 2 } 1', ["12"]),
        ("& { param($a) 1, 2 | % { $a += $_ }; $a } 5", [8]),
        ('& { param($a) foreach ($a in 1, 2) { }; $a } 5; "<$a>"', [2, "<>"]),
        ('& { param($a) $a++; $a } 5; "<$a>"', [6, "<>"]),
        ("& { param($m) $m.x = 5 } ($h = @{}); $h.x", [5]),
        ("& { param($l) $l += 1; $l.Count } ($h = @(1)); $h.Count", [2, 1]),
        # A block that is taken out sees the variables of the one who calls it.
        ("$b = & { param($a) { $a } } 5; $a = 7; & $b", [7]),
        # Names without case, also where both know one.
        ("$X = 1; & { param($x) $X } 2; $x", [2, 1]),
        ("$x = 1; & { param($x) & { param($X) $x } 3; $x } 2", [3, 2]),
        # Preferences too.
        ("& { param($ErrorActionPreference = 'Ignore') fail; 'on' }", ["on"]),
    ],
)
def test_variables(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected


def test_each_call_has_variables_of_its_own() -> None:
    text = "$f = { param($n) if ($n -gt 0) { & $f ($n - 1) }; $n }; & $f 3"
    assert outcome(text) == [0, 1, 2, 3]
    text = "$f = { param($n) if ($n -le 1) { 1 } else { $n * (& $f ($n - 1)) } }; & $f 30"
    assert outcome(text) == [265252859812191058636308480000000]


def test_recursion_has_a_clean_end() -> None:
    for text in ("$f = { param($n) & $f ($n + 1) }; & $f 0", "$f = { param($n) 1 | % $f }; & $f"):
        world = World()
        with pytest.raises(StoppingError) as caught:
            world.give(f"try {{ {text} }} catch {{ 'never' }}; 'never'")
        assert caught.value.record.id == "TooDeep"


# Words of a command line.


def with_words(text: str, *words: str) -> list[Any]:
    shell: Shell = World()
    objects = list(shell.run(shell.compile(text), words))
    assert [str(one) for one in shell.errors] == []
    return objects


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("$args", ("a", "5", "-x"), ["a", "5", "-x"]),
        ("param($a) $a; $args", ("a", "5"), ["a", "5"]),
        ("param([int]$n = 2, $who = 'you') \"$n $who\"", ("-n", "3"), ["3 you"]),
        ("param([int]$n = 2, $who = 'you') \"$n $who\"", ("-WH:me", "5"), ["5 me"]),
        ("param($n) $n", ("3",), ["3"]),
        ("param($n) $n", ("-5",), ["-5"]),
        ("param($n) $n; $args", ("--", "-n", "x"), ["-n", "x"]),
        ('param([switch]$s, $a) "$s $a"', ("-s", "x"), ["True x"]),
        ('param([switch]$s, $a) "$s $a"', ("-s:$false", "x"), ["False x"]),
        ("param([switch]$s) $s", ("-s:TRUE",), [True]),
        ("param($u) $u", ("-u:http://x:1/a",), ["http://x:1/a"]),
        ("param($u) $u", ("-u", "http://x:1/a"), ["http://x:1/a"]),
    ],
)
def test_words_of_a_command_line(text: str, words: tuple[str, ...], expected: list[Any]) -> None:
    assert with_words(text, *words) == expected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-x", "1"), "there is no parameter -x"),
        (("x",), "-n must be a whole number (got 'x')"),
        (("-n",), "-n needs a value"),
    ],
)
def test_words_that_do_not_fit(words: tuple[str, ...], message: str) -> None:
    world = World()
    flow = world.compile("param([int]$n) 'never'")
    with pytest.raises(ShellError) as caught:  # whoever runs the script records it
        list(world.run(flow, words))
    assert caught.value.record.message == message


def test_one_block_may_be_called_at_the_same_time() -> None:
    text = "$f = { param($n) 1..2 | % { $n; $n += 10 } }; & $f 1 | % { & $f (100 * $_) }"
    assert outcome(text) == [100, 110, 1100, 1110]
    assert failure("& { param($a) $a.b.c(); 'on' } 1").message == "null has no method c"
