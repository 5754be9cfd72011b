"""Where- and ForEach-Object: what they give, and how much they and Select-Object pull."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from tests.cmdlets.conftest import Driver

PEOPLE = "$p = @{n='ann'; age=5}, @{n='BOB'; age=10}, @{n='cy'; age=$null};"


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("{ $_.age -gt 6 }", ["BOB"]),
        ("{ }", []),
        ("-FilterScript { $_.age -eq 5 }", ["ann"]),
        ("-Property age -eq 5", ["ann"]),
        ("age", ["ann", "BOB"]),
        ("nosuch", []),
        ("age -gt 9", ["BOB"]),
        ("AGE -GE 5", ["ann", "BOB"]),
        ("age -eq '5'", ["ann"]),
        ("age -eq $null", ["cy"]),
        ("age -ne $null", ["ann", "BOB"]),
        ("nosuch -eq $null", ["ann", "BOB", "cy"]),
        ("n -eq bob", ["BOB"]),
        ("n -ceq bob", []),
        ("n -like *B", ["BOB"]),
        ("n -notlike *b", ["ann", "cy"]),
        ("n -match '^[ab]'", ["ann", "BOB"]),
        ("n -cmatch '^[ab]'", ["ann"]),
        ("n -in bob, cy", ["BOB", "cy"]),
        ("n -notin ann, bob", ["cy"]),
        ("n -cin bob, cy", ["cy"]),
        ("n.Length", []),
        ("n -eq:ann", ["ann"]),
        ("-Not age", ["cy"]),
        ("-not { $_.n -eq 'ann' }", ["BOB", "cy"]),
        ("n -not -match n", ["BOB", "cy"]),
        ("n -not:$false -eq ann", ["ann"]),
    ],
)
def test_where(driver: Driver, condition: str, names: list[str]) -> None:
    assert driver.give(f"{PEOPLE} $p | where {condition} | % n") == names
    assert driver.give(f"$p | ? {condition} | % n") == names


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("a -eq 2", 1),
        ("a -ne 2", 1),
        ("a -eq 0", 1),
        ("a -ne 5", 1),
        ("a -eq 5", 0),
        ("a -gt 1", 1),
        ("a -contains 2", 1),
        ("a -notcontains 2", 0),
        ("a -eq '0 2'", 0),
        ("none -eq ''", 0),
        ("none", 0),
        ("a", 1),
    ],
)
def test_where_a_member_is_a_list_one_item_is_enough(
    driver: Driver, condition: str, kept: int
) -> None:
    assert len(driver.give(f"@{{a=@(0, 2); none=@()}} | where {condition}")) == kept


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1 | where a -eq 5 -ne 3", "one comparison at a time"),
        ("1 | where { $_ } -eq 5", "compared inside"),
        ("1 | where", "where needs -FilterScript"),
        ("1 | where a -eq", "-eq needs a value"),
        ("1 | where a eq 5", "'eq' is one too many"),
        ("1 | where $null", "must be a block or the name of a member (got $null)"),
        ("1 | where $true", "must be a block or the name of a member (got True)"),
        ("1 | % 'a', 'b'", "must be a block or the name of a member (got a List)"),
        ("1 | where a -match '('", "-match must be a regular expression (got '(': missing )"),
        ("1 | where a -cnotmatch '[z-a]'", "-cnotmatch must be a regular expression"),
        ("1 | %", "% needs -Process"),
        ("1 | % { 1 } { 2 } { 3 } { 4 }", "% takes 3 values without a name here"),
        ("1 | % { 1 } 5", "-RemainingScripts must be a script block (got '5')"),
        ("1 | % { 1 } $null", "-RemainingScripts needs a value (got $null)"),
        ("1 | % { 1 } -ArgumentList 5", "-ArgumentList goes with the name of a method"),
        ("1 | % age 5", "there is no method age that could take a value"),
        ("1 | % { 1 } -Begin 5", "-Begin must be a script block"),
        ("1 | select -SkipLast -1", "-SkipLast must be at least 0"),
        ("1 | select -First -1", "-First must be at least 0"),
        ("1 | select -First 1.5", "-First must be a whole number"),
        ("1 | select -Index -1", "-Index must be at least 0"),
        ("1 | select -Index 0 -First 1", "-Index cannot be given with"),
        ("1 | select -Index 0 -Skip 1", "-Index cannot be given with"),
        ("1 | select a -ExpandProperty b", "-ExpandProperty gives the value of one member"),
        ("1 | select $null, a", "must be the name of a member (got $null)"),
        ("1 | select @{n='x'}", "needs what makes the property"),
        ("1 | select @{n='x'; z={ 1 }}", "no place for the key 'z'"),
        ("1 | select @{n='x'; label='y'; e={ 1 }}", "no place for the key 'label'"),
        ("1 | select @{''='x'; e={ 1 }}", "no place for the key ''"),
        ("1 | select @{n='x'; e=5}", "must be a block or the name of a member (got 5)"),
    ],
)
def test_refused_before_anything_runs(driver: Driver, line: str, message: str) -> None:
    record = driver.fail(line.replace("1 |", "1 | % { $ran = 1; 1 } |"))
    assert record.id == "ParamInvalid"
    assert message in record.message
    assert driver.run("$ran") == [None]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1..3 | % { $_ * 2 }", [2, 4, 6]),
        ("1..2 | foreach { $_, $PSItem }", [1, 1, 2, 2]),
        ("1..2 | % { ,($_, 0) }", [[1, 0], [2, 0]]),
        ("1..2 | % { }", []),
        ("1 | % { $null }", [None]),
        ("$null | % { 1 }", []),
        ("% { 1 }", []),
        ("1..3 | % -Begin { $n = 0 } -Process { $n = $n + $_ } -End { $n }", [6]),
        ("1..2 | % { $_ } -Begin { 'b' } -End { 'e' }", ["b", 1, 2, "e"]),
        ("@() | % -Begin { 'b' } { $_ } -End { 'e' }", ["b", "e"]),
        ("1..2 | % { 'a', 'b' | % { $_ }; $_ }", ["a", "b", 1, "a", "b", 2]),
        ("1..2 | % { 'b' } { $_ }", ["b", 1, 2]),
        ("1..2 | % { 'b' } { $_ } { 'e' }", ["b", 1, 2, "e"]),
        ("@() | % { 'b' } { $_ } { 'e' }", ["b", "e"]),
        ("1..2 | % -Begin { 'b' } { $_ } { 'e' }", ["b", 1, 2, "e"]),
        ("1..2 | % { 'b' } { $_ } { -$_ } -End { 'e' }", ["b", 1, -1, 2, -2, "e"]),
        ("1..2 | % { 'b' } -End { 'e' }", ["b", "b", "e"]),
        ("1..2 | % -Begin { 'b' } Count -End { 'e' }", ["b", 1, 1, "e"]),
        ("$x = 0; 1..3 | % { $x = $_ }; $x", [3]),
        ("@{a=1}, @{b=2}, @{A=3} | % a", [1, 3]),
        ("@{a=@(1, @(2))} | % a", [1, [2]]),
        ("@{a=@{b=5}} | % a | % b", [5]),
        ("@{a=$null} | % a", []),
        ("@{'a b'=1} | % 'a b'", [1]),
        ("@{5=1} | % 5", [1]),
        ("@{a=1} | % -MemberName a", [1]),
        ("'abc', 'de' | % Length", [3, 2]),
        (",(1, 2) | % Count", [2]),
        ("'abc', 'd' | % ToUpper", ["ABC", "D"]),
        ("' a ' | % -MemberName trim", ["a"]),
        ("'a-b' | % Replace - /", ["a/b"]),
        ("'a-b', 'c' | % Split '-'", ["a", "b", "c"]),
        ("'abcd' | % Substring 1 2", ["bc"]),
        ("'abcd' | % Substring -ArgumentList 1, 2", ["bc"]),
        (",('a', 'b') | % ToUpper", ["A", "B"]),
        ("@{trim=1}, @{a=1} | % Trim", [1]),
        ("'abc' | % nosuch", []),
        ("'abc' | % __class__", []),
    ],
)
def test_foreach(driver: Driver, line: str, expected: list[Any]) -> None:
    assert driver.give(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1..3 | % { 6 / ($_ - 2) }", [-6, 6]),
        ("1..3 | % { 6 / ($_ - 2); 'on' }", [-6, "on", "on", 6, "on"]),
        ("1..3 | where { 6 / ($_ - 2) }", [1, 3]),
        ("1..3 | select @{n='x'; e={ 6 / ($_ - 2) }} | % { $_.x -eq $null }", [False, True, False]),
        ("@{abc=1}, 5, @{ABC=2} | select -ExpandProperty abc", [1, 2]),
        ("'a', 5, 'b' | % ToUpper", ["A", "B"]),
        ("'abc', 'a' | % Substring 2", ["c"]),
        ("'abc', @{a=1} | % Contains b", [True]),
    ],
)
def test_one_bad_object_does_not_end_the_pipeline(
    driver: Driver, line: str, expected: list[Any]
) -> None:
    assert driver.run(line) == expected
    assert driver.error_ids() == ["InvalidOperation"]


@pytest.mark.parametrize(
    ("stages", "pulled"),
    [
        ("where { $_ -gt 3 } | select -First 1", 4),
        ("where a -eq $null | select -First 1", 1),
        ("% { $_; $_ } | select -First 3", 2),
        ("% nosuch | select -First 1", 100),
        ("where Count -eq 1 | select -First 2", 2),
        ("% { 'begin' } { $_ } | select -First 3", 2),
        ("select -SkipLast 3 | select -First 2", 5),
        ("select -SkipLast 3 -First 2", 5),
        ("select -First 2", 2),
        ("select -First 0", 0),
        ("select -Index 4, 2", 5),
        ("select -Index @()", 0),
        ("select a | select -First 2", 2),
        ("select -Skip 2 -First 1", 3),
        ("select -Unique -First 2", 2),
        ("select -Unique | select -First 2", 2),
        ("select -ExpandProperty Count | select -First 2", 2),
        ("select -First 1 -Last 1", 100),
    ],
)
def test_no_more_is_pulled_than_is_wanted(driver: Driver, stages: str, pulled: int) -> None:
    driver.give(f"$pulled = 0; 1..100 | % {{ $pulled = $pulled + 1; $_ }} | {stages}")
    assert driver.give("$pulled") == [pulled]


@pytest.mark.parametrize("stage", ["where { $true }", "% { $_ }", "select a", "select -Skip 0"])
def test_each_object_goes_through_before_the_next_is_made(driver: Driver, stage: str) -> None:
    with closing(driver.stream(f"1..9 | % {{ $made = $_; $_ }} | {stage}")) as objects:  # type: ignore[type-var]
        next(objects)
        assert driver.shell.variables["made"] == 1
        next(objects)
        assert driver.shell.variables["made"] == 2


def test_a_closed_stage_does_not_run_its_end_block(driver: Driver) -> None:
    assert driver.give("1..9 | % { $_ } -End { 'end' } | select -First 2") == [1, 2]
    assert driver.give("1..2 | % { $_ } -End { 'end' } | select -First 3") == [1, 2, "end"]


@pytest.mark.parametrize(
    "line",
    [
        "Get-Command call | where Naem -eq x",
        "Get-Command call | % Naem",
        "Get-Command call | select Naem | Out-Null",
        "Get-Command call | ft Naem | Out-Null",
        "Get-Command call | fl Naem | Out-Null",
    ],
)
def test_a_member_that_no_object_has_is_noticed(driver: Driver, line: str) -> None:
    driver.give(line)
    assert driver.messages == "warning: no object has a member Naem; did you mean Name?\n"


@pytest.mark.parametrize(
    "line",
    [
        "@{a = 1} | where b",
        "Get-Command call | where Alias -eq x",
        "Get-Command call | % N*",
        "1..3 | select -First 0 | % nosuch",
        "Get-Command | select -First 1 | % Name",
    ],
)
def test_nothing_is_noticed_where_a_member_may_be_missing(driver: Driver, line: str) -> None:
    driver.run(line)
    assert "no object has" not in driver.messages
