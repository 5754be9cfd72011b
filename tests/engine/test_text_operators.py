"""-replace, -split, -join, -match and -like; what `=` and its like do; arithmetic made fast."""

from __future__ import annotations

import operator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gshell.engine.errors import ShellError
from gshell.engine.fast import is_fast, item_with_literal, with_literal
from gshell.engine.operators import BINARY
from gshell.engine.scope import Scope
from tests.engine.world import World, blamed, failure, outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # -replace: a regular expression, in any case, everywhere.
        ("'a-b-c' -replace '-', '+'", ["a+b+c"]),
        (
            "'abc' -replace 'B', 'x'; 'abc' -creplace 'B', 'x'; 'abc' -ireplace 'B', 'x'",
            ["axc", "abc", "axc"],
        ),
        ("'abc' -replace 'b'; 'abc' -replace 'b', ''; 'abc' -replace 'b', $null", ["ac"] * 3),
        ("'abc' -replace '', '-'", ["-a-b-c-"]),
        ("'a1b22' -replace '\\d+', '<$0>'; 'a1' -replace '\\d', '<$&>'", ["a<1>b<22>", "a<1>"]),
        ("'John Smith' -replace '(\\w+) (\\w+)', '$2, $1'", ["Smith, John"]),
        ("'John Smith' -replace '(?<f>\\w+) (?<l>\\w+)', '${l} ${f}${2}'", ["Smith JohnSmith"]),
        ("'a' -replace 'a', '$$1'; 'a' -replace 'a', '$9 ${no} $ $x'", ["$1", "$9 ${no} $ $x"]),
        ("'ab' -replace '(a)|(b)', '[$1$2]'; 'b' -replace '(a)?b', '<$1>'", ["[a][b]", "<>"]),
        ("'a' -replace 'a', '\\1\\n\\g<0>'", ["\\1\\n\\g<0>"]),
        ("'a.b' -replace '\\.', '$1'", ["a$1b"]),
        ("1, 12 -replace 1, 'x'; 15 -replace '5', 6", ["x", "x2", "16"]),
        ("$null -replace 'a', 'b'", [""]),
        ("$a = 'b'; 'abc' -replace $a, \"<$a>\"", ["a<b>c"]),
        ("'abc' -replace 'b', 'x' -replace 'x', 'y'", ["ayc"]),
        ("@() -replace 'a', 'b'", []),
        # -split.
        ("'a,b,c' -split ','", ["a", "b", "c"]),
        (
            "'a,b,c' -split ',', 2; 'a,b' -split ',', 0; 'a,b' -split ',', 1; 'a,b' -split ',', 9",
            ["a", "b,c", "a", "b", "a,b", "a", "b"],
        ),
        (
            "'aXbxc' -split 'x'; 'aXbxc' -csplit 'x'; 'aXb' -isplit 'x'",
            ["a", "b", "c", "aXb", "c", "a", "b"],
        ),
        (
            "'a1b2' -split '\\d'; 'a1b' -split '(\\d)'; 'a-b' -split '(x)?-'",
            ["a", "b", "", "a", "1", "b", "a", "b"],
        ),
        (
            "'a.b' -split '.', 0, 'SimpleMatch'; 'a.b.c' -split '.', 2, 'simplematch'",
            ["a", "b", "a", "b.c"],
        ),
        ("'a|b' -split '\\|'; 'ab' -split ''", ["a", "b", "", "a", "b", ""]),
        ("('a b', 'c') -split ' '; 1.5 -split '\\.'", ["a", "b", "c", "1", "5"]),
        ("-split ' a  b '; -split ''; -split ('a b', 'c')", ["a", "b", "a", "b", "c"]),
        ('-split "a`tb`n c"', ["a", "b", "c"]),
        ("('a,b' -split ',').Count; ('' -split ',').Count", [2, 1]),
        # -join.
        ("'a', 'b' -join '-'; 1, 2 -join ', '; 'x' -join '-'", ["a-b", "1, 2", "x"]),
        ("@() -join '-'; $null -join '-'; (1, $null, 2) -join '-'", ["", "", "1--2"]),
        ("-join ('a', 'b'); -join 'abc'; -join (1..3)", ["ab", "abc", "123"]),
        ("(1, 2), 3 -join '-'; 1, 2 -join 0", ["1 2-3", "102"]),
        ("('c,a,b' -split ',' | % { $_ + '!' }) -join ' '", ["c! a! b!"]),
        ("'a b' -split ' ' -join '_' -replace '_', '+' -eq 'a+b'", [True]),
        # -match keeps what it found.
        (
            "'a1b22' -match '(\\w)(\\d+)'; $Matches[0]; $Matches[1]; $matches[2]",
            [True, "a1", "a", "1"],
        ),
        (
            "'k=v' -match '(?<key>\\w)=(?<v>\\w)'; $Matches.key; $Matches['v']; $Matches.Count",
            [True, "k", "v", 3],
        ),
        ("'aa bc' -match '(?<x>\\w)\\k<x>'; $Matches.x", [True, "a"]),
        (
            "'(<a' -match '\\(?<a'; 'ab' -match '(?<=a)b'; 'ab' -match '(?<!a)b'",
            [True, True, False],
        ),
        ("'b' -match '(a)?b'; $Matches.Count", [True, 1]),
        ("'x' -match 'x'; 'y' -match 'z'; $Matches[0]", [True, False, "x"]),
        ("'a', 'b', 'ab' -match 'a'; \"m$Matches\"", ["a", "ab", "m"]),
        (
            "'A' -match 'a'; 'A' -cmatch 'a'; 'A' -imatch 'a'; 'A' -notmatch 'a'",
            [True, False, True, False],
        ),
        ("if ('n=5' -match '=(\\d)') { [int]$Matches[1] + 1 }", [6]),
        ("'n=5', 'n=7' | ? { $_ -match '=(\\d)' } | % { $Matches[1] }", ["5", "7"]),
        ("& { param($t) $null = $t -match '.'; $Matches[0] } 'xy'; $Matches[0]", ["x", "x"]),
        # -like.
        (
            "'a*b' -like 'a`*b'; 'axb' -like 'a`*b'; 'a?' -like '*`?'; '[x]' -like '`[x`]'",
            [True, False, True, True],
        ),
        ("'a`b' -like 'a``b'; 'ab' -like '[ab]?'; 'A' -clike 'a'", [True, True, False]),
    ],
)
def test_text_operators(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("'a' -replace '(', 'x'", "not a regular expression"),
        ("'a' -match '['", "not a regular expression"),
        ("'a' -split '*'", "not a regular expression"),
        ("'a' -replace ('b', 'c', 'd')", "`-replace` takes what to find and what to put"),
        ("'a' -replace @()", "`-replace` takes what to find and what to put"),
        ("'a' -replace 'a', { 'x' }", "`-replace` takes text, not a block"),
        ("'a' -split { $_ }", "`-split` takes text, not a block"),
        ("'a' -split ',', 'x'", "`-split` needs numbers (got 'x')"),
        ("'a' -split ',', -1", "`-split` takes what to find, how many pieces, and 'SimpleMatch'"),
        ("'a' -split ',', 0, 'Odd'", "`-split` takes what to find, how many pieces"),
    ],
)
def test_text_operators_that_cannot_be(text: str, message: str) -> None:
    record = failure(text)
    assert message in record.message
    assert (record.id, blamed(record)) == ("InvalidOperation", text)


# Arithmetic.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 / 2; 6 / 2; 6.0 / 2; 1 / 3 -gt 0.33", [3.5, 3, 3.0, True]),
        ("7 % 3; -7 % 3; 7 % -3; 5.5 % 2; -5.5 % 2", [1, -1, 1, 1.5, -1.5]),
        ("'5' + 3; 3 + '5'; '5' - 3; '10' / 2; 2 * '3'; '5' * 3", ["53", 8, 2, 5, 6, "555"]),
        ("'=' * 3; '0' * 3; @(1, 2) * 2; ,1 * 2; 'a' * 0", ["===", "000", 1, 2, 1, 2, 1, 1, ""]),
        ("$null + 5; 5 + $null; $null - 5; $null * 5; -$null", [5, 5, -5, 0, 0]),
        ("$true + $true; $true * 5; -$true", [2, 5, -1]),
        ("@(1) + 2; @(1) + @(2, 3); @() + $null", [1, 2, 1, 2, 3, None]),
        (
            "@{a=1} + @{b=2}; @{a=1} + @{A=2}; @{a_b=1} + @{ab=2}",
            [{"a": 1, "b": 2}, {"a": 2}, {"a_b": 2}],
        ),
        ("1 + 2 * 3 - 4 / 2; (1 + 2) * 3; -2 * 3; 2 - -2", [5, 9, -6, 4]),
        ("'a' + 1 + 2; 1 + 2 + 'a'.Length", ["a12", 4]),
        ("1e3 + 1; 0.1 + 0.2 -gt 0.3", [1001.0, True]),
        ("10 - 1 -eq 9 -and 'a' + 'b' -eq 'AB'", [True]),
        ("9999999999999999999 + 1", [10000000000000000000]),
    ],
)
def test_arithmetic(text: str, expected: list[Any]) -> None:
    found = outcome(text)
    assert found == expected
    assert [type(one) for one in found] == [type(one) for one in expected]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2 * 'a'", "`*` needs numbers (got 'a')"),
        ("'x' - 1", "`-` needs numbers (got 'x')"),
        ("@(1) - 1", "`-` needs numbers (got a List)"),
        ("1 + @(1)", "`+` needs numbers (got a List)"),
        ("'a' * 'b'", "`*` needs numbers (got 'b')"),
        ("-'x'", "`-` needs numbers (got 'x')"),
        ("5 % 0", "divided by 0"),
        ("{ 1 } + 1", "`+` needs numbers (got a ScriptBlock)"),
        ("'a' * 100000000", "at most"),
    ],
)
def test_arithmetic_that_cannot_be(text: str, message: str) -> None:
    assert message in failure(text).message


@pytest.mark.parametrize(
    ("left", "name", "right", "expected"),
    [
        # Null is below 0 and above all that is less, as in .NET; it equals nothing else.
        (None, "lt", 0, True),
        (None, "gt", -1, True),
        (None, "gt", -0.001, True),
        (None, "lt", 5, True),
        (5, "gt", None, True),
        (-1, "lt", None, True),
        (None, "ge", 0, False),
        (None, "le", None, True),
        (None, "eq", 0, False),
        # Text and numbers.
        ("10", "lt", 9, False),
        ("10", "lt", "9", True),
        ("abc", "gt", 5, True),
        (True, "gt", 0, True),
        ([3, 1, 2], "ge", 2, [3, 2]),
        ([None, 1], "lt", 1, [None]),
        (10**400, "gt", 1.5, True),
        (10**400, "eq", 10**400, True),
    ],
)
def test_order(left: Any, name: str, right: Any, expected: Any) -> None:
    assert BINARY[name](left, right) == expected


# What is there may change.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x = 5; $x += 2; $x -= 1; $x *= 4; $x /= 3; $x; $x %= 5; $x", [8, 3]),
        ("$x += 1; $x; $y += 'a'; $y; $z -= 1; $z", [1, "a", -1]),
        ("$x = 'a'; $x += 1; $x; $x *= 2; $x", ["a1", "a1a1"]),
        ("$x = @(); $x += 1; $x += 2, 3; $x += ,(4, 5); $x.Count", [4]),
        ("$x = 1, 2; $y = $x; $x += 3; $y.Count", [2]),
        ("$x = @{a=1}; $x += @{b=2}; $x", [{"a": 1, "b": 2}]),
        ("$x += numbers 2; $x.Count", [2]),
        ("$x = 1; ($x += 2) * 10; $x", [30, 3]),
        ("$x = $y += 5; $x; $y", [5, 5]),
        # ++ and --.
        ("$x++; $x++; $x; $y--; $y", [2, -1]),
        ("$x = '5'; $x++; $x; $x = 1.5; $x--; $x", [6, 0.5]),
        ("foreach ($i in 1..3) { $n++ }; $n", [3]),
        # ??=
        ("$x ??= 5; $x ??= 6; $x; $z = 0; $z ??= 5; $z", [5, 0]),
        ("$x = 1; $x ??= (1 / 0); $x; $m = @{}; $m.a ??= 3; $m.a ??= 4; $m.a", [1, 3]),
        ("$a ?? 5; $null.b.c ?? 'd'; 0 ?? 5; '' ?? 5; $m.x ?? $m.y ?? 7", [5, "d", 0, "", 7]),
        ("1 ?? (1 / 0)", [1]),
        # Parts.
        ("$m = @{}; $m.a += 1; $m.A += 1; $m['b'] += 'x'; $m", [{"a": 2, "b": "x"}]),
        ("$m = @{a=1}; $m.Count += 5; $m.Count", [5]),
        ("$m = @{}; foreach ($w in 'a', 'b', 'A') { $m[$w] += 1 }; $m", [{"a": 2, "b": 1}]),
        ("$m = @{}; foreach ($n in 5, 7, 5) { $m[$n] += 1 }; $m[5]; $m['7']; $m[6]", [2, 1, None]),
        ("$m = @{}; $m[0] += 2; $m[0] += 3; $m[0]; $m[-1] ??= 'x'; $m[-1]", [5, "x"]),
        ("$l = 1, 2, 3; $l[1] += 10; $l[-1]++; $l[0] *= 5; $l", [5, 12, 4]),
        ("$m = @{l=1, 2}; $m.l += 3; $m.l[0]++; $m.l", [2, 2, 3]),
        ('$null = numbers 2; $null = 5; "<$null>"', ["<>"]),
    ],
)
def test_changes(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("$x = 'a'; $x++", "`++` needs a number (got 'a')", "$x++"),
        ("$x = @(1); $x--", "`--` needs a number (got a List)", "$x--"),
        ("$x = 5; $x += 'a'", "`+` needs numbers (got 'a')", "$x += 'a'"),
        ("$x = @{}; $x += 5", "`+` needs numbers (got a Map)", "$x += 5"),
        ("$x = 5; $x /= 0", "divided by 0", "$x /= 0"),
        ("$t = Get-Thing; $t.Name += 'x'", "members of a Thing cannot be set", "$t.Name += 'x'"),
        ("$x.y += 1", "the members of a Null cannot be set", "$x.y += 1"),
        ("$x = @(1); $x[5] += 1", "the list has no place 5", "$x[5] += 1"),
        ("$true += 1", "$true is set by the shell", "$true += 1"),
    ],
)
def test_changes_that_cannot_be(text: str, message: str, place: str) -> None:
    record = failure(text)
    assert message in record.message
    assert blamed(record) == place


def test_a_failed_change_changes_nothing() -> None:
    world = World()
    assert world.give("$x = 5; $x += fail; $x += (1 / 0); $x -= 'a'; $x") == [5]
    assert len(world.errors) == 3


def test_what_a_place_is_made_of_runs_once() -> None:
    world = World()
    assert world.give("$l = 1, 2, 3; $l[(numbers 1)] += 10; $l") == [1, 12, 3]
    assert world.log == ["numbers 1", "numbers closed"]
    world.give('$m = @{}; $m["$(numbers 1)"] ??= 5; (numbers 1 | % { $m }).x += 1')
    assert world.log.count("numbers 1") == 3


# The fast ways say what the operators say.

_NUMBERS = st.one_of(
    st.integers(-5, 5),
    st.integers(),
    st.sampled_from([2**62, 2**62 - 1, -(2**62), 2**1023, 2**1023 - 1, 10**400, -(10**400)]),
)
_VALUES = st.one_of(
    _NUMBERS,
    st.booleans(),
    st.none(),
    st.floats(allow_nan=False),
    st.sampled_from(["", "5", " 7 ", "-3", "1.5", "abc", "True", "0x5"]),
    st.lists(st.integers(-3, 3), max_size=3),
    st.just({"a": 1}),
)
_FAST_NAMES = ("+", "-", "*", "%", "eq", "ne", "gt", "ge", "lt", "le")


def answer(ask: Any) -> Any:
    """Give what a computation gives, with its type, or the text of its error."""
    try:
        found = ask()
    except ShellError as error:
        return str(error)
    return type(found), "not a number" if found != found else found


@settings(max_examples=1000, deadline=None)
@given(value=_VALUES, name=st.sampled_from(_FAST_NAMES), right=_NUMBERS)
def test_the_fast_way_agrees_with_the_operator(value: Any, name: str, right: int) -> None:
    if not is_fast(name, right):
        return
    scope = Scope(World(), {})
    scope.item = value
    expected = answer(lambda: BINARY[name](value, right))
    general = with_literal(name, lambda _: value, right, BINARY[name])
    of_item = item_with_literal(name, right, BINARY[name])
    assert answer(lambda: general(scope)) == expected
    assert answer(lambda: of_item(scope)) == expected


@settings(max_examples=300, deadline=None)
@given(
    value=st.integers(-20, 20),
    first=st.sampled_from(_FAST_NAMES[:4]),
    second=st.sampled_from(_FAST_NAMES),
    one=st.integers(-4, 4),
    other=st.integers(-4, 4),
)
def test_a_row_of_operators_computes_as_its_parts(
    value: int, first: str, second: str, one: int, other: int
) -> None:
    def shown(name: str) -> str:
        return name if name in "+-*%" else f"-{name}"

    text = f"$_ {shown(first)} {one} {shown(second)} {other}"
    if first in "+-" and second in "*%":
        left, right = value, answer(lambda: BINARY[second](one, other))
        if isinstance(right, str):
            expected = right
        else:
            expected = answer(lambda: BINARY[first](left, right[1]))
    else:
        expected = answer(lambda: BINARY[second](BINARY[first](value, one), other))
    world = World()
    found = world.give(f"({value}) | % {{ {text} }}")
    assert (str(world.errors[0]) if world.errors else (type(found[0]), found[0])) == expected
    again = World()
    assert again.give(f"({value}) | each {{ {text} }}") == found


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=20), st.text(alphabet=",; x", min_size=1, max_size=2))
def test_splitting_and_joining_are_opposites(text: str, separator: str) -> None:
    pieces = BINARY["split"](text, [separator, 0, "SimpleMatch"])
    assert BINARY["join"](pieces, separator).lower() == text.lower()


@settings(max_examples=300, deadline=None)
@given(st.integers(-(10**6), 10**6), st.integers(-1000, 1000).filter(bool))
def test_a_division_and_its_remainder_belong_together(left: int, right: int) -> None:
    rest = BINARY["%"](left, right)
    assert abs(rest) < abs(right)
    assert rest == 0 or operator.lt(rest, 0) is operator.lt(left, 0)
    assert (left - rest) % right == 0
