from __future__ import annotations

from typing import Any

import pytest

from gshell.language.parser import SyntaxProblem
from tests.engine.world import World, blamed, failure, outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Whole numbers: rounded, the half to the even one, as in .NET.
        (
            "[int]'3'; [int]' 7 '; [int]3.7; [int]2.5; [int]3.5; [int]-2.5; [int]'2.5'",
            [3, 7, 4, 2, 4, -2, 2],
        ),
        (
            "[int]$true; [int]$false; [int]$null; [int]'1e2'; [int]1e300 -gt 1e299",
            [1, 0, 0, 100, True],
        ),
        ("[int]'9999999999999999999'", [9999999999999999999]),
        (
            "[double]'3'; [double]2; [double]'1e-2'; [double]$null; [double]$true",
            [3.0, 2.0, 0.01, 0.0, 1.0],
        ),
        (
            "[string]1.0; [string]1.5; [string]$null; [string]$true; [string]'a'",
            ["1", "1.5", "", "True", "a"],
        ),
        ("[string](1, 2); [string]@{a=1}; [string]{ $_ }", ["1 2", "@{a=1}", "$_"]),
        # True is what a condition takes for true: the text 'false' too.
        (
            "[bool]1; [bool]0; [bool]''; [bool]'x'; [bool]'false'; [bool]'0'",
            [True, False, False, True, True, True],
        ),
        (
            "[bool]$null; [bool]@(); [bool]@(0); [bool]@(1); [bool]@(0, 0); [bool]@{}",
            [False, False, False, True, True, True],
        ),
        (
            "([array]5).Count; ([array]$null).Count; ([array](1, 2)).Count; [array]'ab'",
            [1, 0, 2, "ab"],
        ),
        ("[ordered]@{b=1; a=2}; [pscustomobject]@{a=1}", [{"b": 1, "a": 2}, {"a": 1}]),
        ("$m = @{a=1}; $n = [pscustomobject]$m; $n.a = 2; $m.a", [2]),
        # It binds tighter than any operator, the comma included; names have no case.
        (
            "[int]'3' + 1; [string]1 + 2; [int]'3', '4'; -[int]'5'; ![bool]0",
            [4, "12", 3, "4", -5, True],
        ),
        ("[INT]'3'; [Double]'1'; [int]([string]5); [string]([int]'05')", [3, 1.0, 5, "5"]),
        (
            "[int]('3' + '4'); [int]\"$(1 + 1)\"; $m = @{n='5'}; [int]$m.n + 1; [int]$m['n']",
            [34, 2, 6, 5],
        ),
        (
            "'1', '2' | % { [int]$_ * 2 }; ('1,2' -split ',' | each { [int]$_ }) -join '+'",
            [2, 4, "1+2"],
        ),
        ("[int]'3' -eq '3'; [string]10 -lt '9'; 10 -lt '9'", [True, True, False]),
        ("numbers ([int]'2'); & { param([int]$n) $n } ([double]'5')", [1, 2, 5]),
    ],
)
def test_casts(text: str, expected: list[Any]) -> None:
    found = outcome(text)
    assert found == expected
    assert [type(one) for one in found] == [type(one) for one in expected]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[int]'abc'", "'abc' is no whole number", ""),
        ("[int]''", "'' is no whole number", ""),
        ("[int]@(5)", "a List is no whole number", ""),
        ("[int]@{}", "a Map is no whole number", ""),
        ("[int]{ 5 }", "a ScriptBlock is no whole number", ""),
        ("[double]'1,5'", "'1,5' is no number", ""),
        ("[double]'1.5.5'", "'1.5.5' is no number", ""),
        ("[double]'inf'", "'inf' is no number", ""),
        ("[int](1e308 * 10)", "inf is no whole number", ""),
        ("[ordered]5", "5 is no map", "a map is @{key = value}"),
        ("[pscustomobject]$null", "$null is no map", "a map is @{key = value}"),
    ],
)
def test_what_cannot_be_cast(text: str, message: str, hint: str) -> None:
    record = failure(text)
    assert (record.id, record.message, record.hint) == ("InvalidOperation", message, hint)
    assert blamed(record) == text


def test_a_number_beyond_all_fractions() -> None:
    world = World()
    world.variables["huge"] = 10**400
    assert world.give("[int]$huge -eq $huge; [bool]$huge; (1, 2)[$huge]") == [True, True, None]
    assert world.give("[double]$huge; 'a' * $huge; $huge + 1; 1..$huge; $huge -gt 5") == [True]
    assert [one.message for one in reversed(world.errors)] == [
        "the number is too large for a double",
        *(f"the number is too large for `{name}`" for name in ("*", "+", "..")),
    ]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[foo]5", "there is no type [foo]", "casts are [int], [double]"),
        ("[long]5", "there is no type [long]", "did you mean [int]?"),
        ("[int]", "a value must follow `[int]`", ""),
    ],
)
def test_types_that_are_none(text: str, message: str, hint: str) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        World().compile(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 ? 'y' : 'n'; 0 ? 'y' : 'n'; '' ? 1 : 2", ["y", "n", 2]),
        ("1 + 1 -eq 2 ? 'y' : 'n'; $null ?? 0 ? 'y' : 'n'", ["y", "n"]),
        ("$true ? 1 : $false ? 2 : 3; $false ? 1 : $false ? 2 : 3", [1, 3]),
        ("1 ? (1, 2) : 3; $x = 0 ? 1 : 2; $x; (1 ? 2 : 3) + 1", [1, 2, 2, 3]),
        ("1 ? 5 : (1 / 0); 0 ? (1 / 0) : 6", [5, 6]),
        ("1..3 | % { $_ % 2 ? 'odd' : 'even' }", ["odd", "even", "odd"]),
        ("@{a = 1 ? 'x' : 'y'}.a; \"$(0 ? 1 : 2)\"", ["x", "2"]),
    ],
)
def test_choices(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected
