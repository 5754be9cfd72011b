"""Select-Object: which objects, and which members of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cmdlets.conftest import Driver


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ("-First 3", [1, 2, 3]),
        ("-First 0", []),
        ("-First 20 -Skip 8", [9, 10]),
        ("-First 2 -Skip 3", [4, 5]),
        ("-Skip 8", [9, 10]),
        ("-Skip 20", []),
        ("-Last 2", [9, 10]),
        ("-Last 0", []),
        ("-Last 20 -Skip 8", [1, 2]),
        ("-Last 2 -Skip 3", [6, 7]),
        ("-Last 2 -Skip 20", []),
        ("-SkipLast 7", [1, 2, 3]),
        ("-SkipLast 0", list(range(1, 11))),
        ("-SkipLast 20", []),
        ("-SkipLast 7 -Skip 1", [2, 3]),
        ("-SkipLast 2 -Last 1", [8]),
        ("-SkipLast 8 -First 5", [1, 2]),
        ("-SkipLast 8 -Index 1, 2", [2]),
        ("-First 1 -Last 2", [1, 9, 10]),
        ("-First 1 -Last 2 -Skip 1", [2, 9, 10]),
        ("-First 8 -Last 8", list(range(1, 11))),
        ("-Index 0", [1]),
        ("-Index 3, 0, 99, 3", [1, 4]),
        ("-Index @()", []),
    ],
)
def test_which_objects(driver: Driver, selection: str, expected: list[int]) -> None:
    assert driver.give(f"1..10 | select {selection}") == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("$m | select a", [{"a": 1}]),
        ("$m | select Ab, A", [{"ab": 2, "a": 1}]),
        ("$m | select a, a", [{"a": 1}]),
        ("$m | select a*", [{"a": 1, "ab": 2}]),
        ("$m | select A?", [{"ab": 2}]),
        ("$m | select *_*, *", [{"c_d": [3], "a": 1, "ab": 2}]),
        ("$m | select cd", [{"c_d": [3]}]),
        ("$m | select nosuch", [{"nosuch": None}]),
        ("$m | select nosuch*", [{}]),
        ("$m | select -ExcludeProperty a*", [{"c_d": [3]}]),
        ("$m | select *, { $_.a } -ExcludeProperty A, CD", [{"ab": 2, "$_.a": 1}]),
        ("$m | select @{n='x'; e={ $_.a + $_.ab }}", [{"x": 3}]),
        ("$m | select @{Name='x'; Expression={ $_.a }}, a", [{"x": 1, "a": 1}]),
        ("$m | select @{label='x'; e='AB'}", [{"x": 2}]),
        ("$m | select @{l='x'; exp={ 1, 2 }}", [{"x": [1, 2]}]),
        ("$m | select @{e={ $_.a }}, @{e='a'}", [{"$_.a": 1, "a": 1}]),
        ("$m | select @{n='x'; e={ }}", [{"x": None}]),
        ("'abc' | select Length", [{"Length": 3}]),
        ("5 | select *", [{}]),
        ("$null | select a", []),
        ("@{5='x'} | select 5", [{"5": "x"}]),
        ("gcm where | select name, SUMMARY | % { $_.Name }", ["Where-Object"]),
    ],
)
def test_which_members(driver: Driver, line: str, expected: list[Any]) -> None:
    assert driver.give(f"$m = @{{a=1; ab=2; c_d=@(3)}}; {line}") == expected


def test_members_are_spelled_as_their_object_spells_them(driver: Driver) -> None:
    (row,) = driver.give("gcm where | select name, SUM*")
    assert list(row) == ["Name", "Summary"]
    (row,) = driver.give("""'{"a_b": 1, "AB": 2}' | ConvertFrom-Json | select AB, a_b""")
    assert row == {"AB": 2, "a_b": 1}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("@{a=@(1, @(2))} | select -ExpandProperty a", [1, [2]]),
        ("@{a=@{b=1}} | select -ExpandProperty A", [{"b": 1}]),
        ("@{a=$null}, @{a=0} | select -ExpandProperty a", [0]),
        ("@{a=@()} | select -ExpandProperty a", []),
        ("'abc', 'd' | select -ExpandProperty Length -First 1", [3]),
        ("@{a=1}, @{a=1}, @{a=2} | select -Unique -ExpandProperty a", [1, 2]),
        (",(@{a=1}, @{a=2}) | select -ExpandProperty a", [1, 2]),
    ],
)
def test_expand(driver: Driver, line: str, expected: list[Any]) -> None:
    assert driver.give(line) == expected


def test_expanding_a_misspelled_member_names_the_nearest(driver: Driver) -> None:
    record = driver.fail("@{event=1} | select -ExpandProperty evnt")
    assert record.message == "there is no member evnt in this Map"
    assert record.hint == "did you mean event?"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("'a', 'A', 'a', 'b' | select -Unique", ["a", "A", "b"]),
        ("1, '1', $true, 1, $true | select -Unique", [1, "1", True]),
        ("(1, 2), (1, 2), (2, 1) | select -Unique", [[1, 2], [2, 1]]),
        ("@{a=1; b=2}, @{a=1; b=3} | select a -Unique", [{"a": 1}]),
        ("1, 1, 2 | select -Unique -First 2", [1]),
    ],
)
def test_unique(driver: Driver, line: str, expected: list[Any]) -> None:
    assert driver.give(line) == expected
