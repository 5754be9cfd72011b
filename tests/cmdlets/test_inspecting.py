"""Get-Member: names, kinds, types and values, and what it says where there is nothing."""

from __future__ import annotations

import pytest

from gshell.engine.methods import METHODS
from tests.cmdlets.conftest import Driver


@pytest.mark.parametrize(
    ("line", "members"),
    [
        ("@{a=1; b='x'}", ["a Key Int 1", "b Key String x"]),
        ("@{a=@(1, 2); b=@{c=1}}", ["a Key List 1 2", "b Key Map @{c=1}"]),
        ("@{Count='own'}", ["Count Key String own"]),
        ("@{}", ["Count Property Int 0"]),
        ("5", ["Count Property Int 1"]),
        (",(1, 2)", ["Count Property Int 2"]),
        ("1, 2.5, 3, 4.5", ["Count Property Int 1", "Count Property Int 1"]),
        ("@{a=1}, @{a='x'}, @{b=1}", ["a Key Int 1", "b Key Int 1"]),
        ("gcm gm | select Name, Alias", ["Name Key String Get-Member", "Alias Key String gm"]),
        ("{ 1 }", ["Text Property String 1"]),
        ("$null, 5", ["Count Property Int 1"]),
    ],
)
def test_get_member(driver: Driver, line: str, members: list[str]) -> None:
    shown = '% { "$($_.Name) $($_.Kind) $($_.Type) $($_.Value)" }'
    assert driver.give(f"{line} | gm | {shown}") == members


def test_the_members_of_a_result_are_listed_once(demo: Driver) -> None:
    names = ["num", "ts", "event", "data", "EventId", "ApiName", "final", "repeated", "pipeline"]
    assert demo.give("call count 2 0 | gm | % Name") == names
    assert demo.give("$session | gm | where Name -in info, calls | % Type") == ["Map", "List"]


def test_text_has_methods(driver: Driver) -> None:
    assert driver.give("'abc' | gm | % Name") == ["Length", *METHODS]
    assert driver.give("'abc' | gm -MemberType Methods | % Name") == [*METHODS]
    assert driver.give("'abc' | gm -MemberType property | % Name") == ["Length"]
    assert set(driver.give("'abc' | gm -Name *t* -MemberType method | % Kind")) == {"Method"}
    assert driver.give("5, @{a=1} | gm -MemberType Method") == []


@pytest.mark.parametrize(
    ("filter_", "names"),
    [
        ("a*", ["ab", "a_c"]),
        ("AB", ["ab"]),
        ("ac, x", ["a_c", "x"]),
        ("-Name ?", ["x"]),
        ("nosuch", []),
        ("-MemberType NoteProperty", ["ab", "a_c", "x"]),
    ],
)
def test_names_are_picked(driver: Driver, filter_: str, names: list[str]) -> None:
    assert driver.give(f"@{{ab=1; a_c=2; x=3}} | gm {filter_} | % Name") == names


def test_the_names_that_people_know(driver: Driver) -> None:
    line = '@{a=1} | gm | % { "$($_.MemberType) of $($_.TypeName)" }'
    assert driver.give(line) == ["Key of Map"]


@pytest.mark.parametrize("line", ["gm", "$nosuch | gm", "@() | gm", "gm -InputObject $null"])
def test_without_an_object_it_says_what_to_do(driver: Driver, line: str) -> None:
    record = driver.fail(line)
    assert record.id == "ParamInvalid"
    assert record.message == "gm needs an object, and none came"
    assert record.hint == "pipe one in: $it | gm looks at the last one that was shown"


def test_a_list_can_be_looked_at_as_one_object(driver: Driver) -> None:
    assert driver.give("gm -InputObject @(1, 2) | % Value") == [2]
    assert driver.give("@() | gm -InputObject @{a=1} | % Name") == ["a"]


def test_an_unknown_kind_is_refused(driver: Driver) -> None:
    assert "must be one of All, Property" in driver.fail("1 | gm -MemberType event").message
