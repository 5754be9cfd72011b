"""Sort-Object and Group-Object: the order, what is alike, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cmdlets.conftest import Driver

PEOPLE = "$p = @{n='ann'; age=5}, @{n='Bob'; age=10}, @{n='cy'; age=$null}, @{n='dee'; age=5};"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("3, 1, 2 | sort", [1, 2, 3]),
        ("3, 1, 2 | sort -Descending", [3, 2, 1]),
        ("'b', 'A', 'a', 'B' | sort", ["A", "a", "b", "B"]),
        ("'b', 'A', 'a', 'B' | sort -CaseSensitive", ["a", "A", "b", "B"]),
        ("'10', '9' | sort", ["10", "9"]),
        ("'10', 9, '1e1', 9.5 | sort", [9, 9.5, "10", "1e1"]),
        ("$true, 5, $null, 'x', $false | sort", [None, False, True, 5, "x"]),
        ("5, @{a=1}, (2, 1), 'x' | sort | % { ,$_ }", [5, "x", [2, 1], {"a": 1}]),
        (",(9, 2), ,(10, 1), ,(9, 1) | % { ,$_[0] } | sort | % { ,$_ }", [[9, 1], [9, 2], [10, 1]]),
        ("@{a=10}, @{a=9} | sort | % a", [9, 10]),
        ("@() | sort", []),
        ("sort", []),
        ("1..9 | sort { $_ % 3 } | % { $_ }", [3, 6, 9, 1, 4, 7, 2, 5, 8]),
        ("1..9 | sort { $_ % 3 } -Descending", [2, 5, 8, 1, 4, 7, 3, 6, 9]),
        ("1..4 | sort { $_ % 2 }, @{e={ $_ }; Descending=$true}", [4, 2, 3, 1]),
        ("1..4 | sort { $_ % 2 }, @{expression={ $_ }; asc=$true} -Descending", [1, 3, 2, 4]),
        ("1..4 | sort -Property @{e={ $_ }; d=1}", [4, 3, 2, 1]),
        ("'pear', 'fig' | sort Length", ["fig", "pear"]),
        ("2, 1 | sort -Stable", [1, 2]),
    ],
)
def test_sort(driver: Driver, line: str, expected: list[Any]) -> None:
    assert driver.give(line) == expected


@pytest.mark.parametrize(
    ("how", "names"),
    [
        ("age", ["cy", "ann", "dee", "Bob"]),
        ("AGE -Descending", ["Bob", "ann", "dee", "cy"]),
        ("age, n -Descending", ["Bob", "dee", "ann", "cy"]),
        ("age -Unique", ["cy", "ann", "Bob"]),
        ("n -Top 2", ["ann", "Bob"]),
        ("n -Bottom 2", ["cy", "dee"]),
        ("n -Bottom 9", ["ann", "Bob", "cy", "dee"]),
        ("n -Top 0", []),
        ("n -Bottom 0", []),
        ("age -Unique -Top 2", ["cy", "ann"]),
        ("nosuch, { $_.n } -ErrorAction Ignore", []),
    ],
)
def test_sort_by_members(driver: Driver, how: str, names: list[str]) -> None:
    driver.run(f"{PEOPLE} $names = $p | sort {how} | % n")
    kept = driver.shell.variables.get("names")
    assert (kept if isinstance(kept, list) else [kept] if kept else []) == names


def test_objects_without_text_go_by_their_members(driver: Driver) -> None:
    names = driver.give("gcm *-Object | % Name")
    assert driver.give("gcm *-Object | sort | % Name") == sorted(names)
    assert driver.give("1, 2 | % { gcm *-Object } | sort -Unique | % Name") == sorted(names)


@pytest.mark.parametrize("line", ["sort", "group", "measure"])
def test_a_member_that_no_object_has(driver: Driver, line: str) -> None:
    record = driver.fail(f"@{{event=1}}, @{{event=2}} | {line} evnt")
    assert record.id == "InvalidOperation"
    assert record.message == "there is no member evnt in this Map"
    assert record.hint == "did you mean event?"


@pytest.mark.parametrize("line", ["sort", "group", "measure"])
def test_a_member_that_some_objects_have(driver: Driver, line: str) -> None:
    driver.give(f"@{{a=1}}, @{{b=2}}, 5 | {line} b")
    driver.give(f"@{{a=1}}, @{{b=$null}} | {line} b")
    driver.give(f"@() | {line} b")
    driver.give(f"'abc' | {line} length")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1 | sort -Top 1 -Bottom 1", "-Top and -Bottom cannot be given together"),
        ("1 | sort -Top -1", "-Top must be at least 0"),
        ("1 | sort @{n='x'}", "no place for the key 'n'"),
        ("1 | sort @{d=$true}", "needs what makes the property"),
        ("1 | sort @{e=5}", "must be a block or the name of a member (got 5)"),
        ("1 | sort $null, a", "must be a block or the name of a member (got $null)"),
        ("1 | group @{d=$true}", "no place for the key 'd'"),
        ("1 | group -AsHashTable -NoElement", "-AsHashTable gives the objects"),
    ],
)
def test_refused_before_anything_runs(driver: Driver, line: str, message: str) -> None:
    record = driver.fail(line.replace("1 |", "1 | % { $ran = 1; 1 } |"))
    assert record.id == "ParamInvalid"
    assert message in record.message
    assert driver.run("$ran") == [None]


GROUP = '% { "$($_.Count) $($_.Name): $($_.Group)" }'


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1..5 | group { $_ % 2 }", ["2 0: 2 4", "3 1: 1 3 5"]),
        ("10, 9, 10 | group", ["1 9: 9", "2 10: 10 10"]),
        ("'b', 'A', 'a' | group", ["2 A: A a", "1 b: b"]),
        ("'b', 'A', 'a' | group -CaseSensitive", ["1 a: a", "1 A: A", "1 b: b"]),
        ("1, '1', 1.0 | group", ["2 1: 1 1", "1 1: 1"]),
        ("1, $true, $null | group", ["1 : ", "1 True: True", "1 1: 1"]),
        ("(1, 2), (1, 2) | group", ["2 1 2: 1 2 1 2"]),
        ("@() | group", []),
        ("'ab', 'c', 'd' | group Length", ["2 1: c d", "1 2: ab"]),
        ("'ab', 'c' | group @{n='x'; e='Length'}", ["1 1: c", "1 2: ab"]),
    ],
)
def test_group(driver: Driver, line: str, expected: list[str]) -> None:
    assert driver.give(f"{line} | {GROUP}") == expected


def test_groups_of_several_properties(driver: Driver) -> None:
    groups = driver.give(f"{PEOPLE} $p | group age, {{ $_.n.Length }}")
    assert [group.name for group in groups] == [", 2", "5, 3", "10, 3"]
    assert [group.values for group in groups] == [[None, 2], [5, 3], [10, 3]]
    assert [one["n"] for one in groups[1].group] == ["ann", "dee"]


def test_groups_without_their_objects(driver: Driver) -> None:
    line = "1..5 | group { $_ % 2 } -NoElement"
    assert driver.give(f"{line} | % Count") == [2, 3]
    assert driver.give(f"{line} | gm | % Name") == ["Count", "Name", "Values"]


def test_groups_as_one_map(driver: Driver) -> None:
    assert driver.give("1, 'b', '1', 'B' | group -AsHashTable") == [
        {"1": [1, "1"], "b": ["b", "B"]}
    ]
    assert driver.give("@() | group -AsHashTable -AsString") == [{}]


def test_groups_on_the_screen(driver: Driver) -> None:
    driver.interpreter.run("1..5 | group { $_ % 2 }; 1..3 | group -NoElement | select -First 1")
    assert driver.output.getvalue().splitlines() == [
        "Count  Name  Group",
        "    2  0     [2, 4]",
        "    3  1     [1, 3, 5]",
        "",
        "Count  Name",
        "    1  1",
    ]


def test_a_large_group_is_only_begun_on_the_screen(driver: Driver) -> None:
    driver.interpreter.run("1..9999 | group { 'all' }")
    _, line = driver.output.getvalue().splitlines()
    assert line.startswith(" 9999  all   [1, 2, 3")
    assert len(line) < 250
    assert len(driver.give("1..9999 | group { 'all' } | % Group")) == 9999
