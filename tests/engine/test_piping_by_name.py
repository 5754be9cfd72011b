"""What a piped object is to a parameter: itself, or its member of the parameter's name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.world import Seen, Thing, World, blamed, failure, outcome


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # What is of the parameter's type is meant as it is.
        ("'a' | set", "a"),
        ("'@{name=x}' | set", "@{name=x}"),
        # Of anything else the member of that name, in any case.
        ("Get-Thing cat | set", "cat"),
        ("@{name='x'; other=1} | set", "x"),
        ("@{NAME='x'} | set", "x"),
        ("@{name=5} | set", "5"),
        ("@{name=''} | set", ""),
        # Without such a member, it is converted.
        ("5 | set", "5"),
        ("1.5 | set", "1.5"),
        ("$true | set", "True"),
        ("@{title='x'} | set", "@{title=x}"),
        ("@{names='x'} | set", "@{names=x}"),
        ("{ 1 } | set", "1"),
    ],
)
def test_the_name_of_a_piped_object(text: str, name: str) -> None:
    (seen,) = outcome(text)
    assert isinstance(seen, Seen)
    assert seen.name == name
    assert type(seen.name) is str


def test_each_object_is_taken_for_itself() -> None:
    text = "(Get-Thing a), 'b', @{name='c'}, 4 | set -Times 2"
    assert [(one.name, one.times) for one in outcome(text)] == [
        *(("a", 2), ("b", 2), ("c", 2), ("4", 2))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'a' | show", "a"),
        ("@{session='s'} | show", "s"),
        ("@{id='i'} | show", "i"),
        ("@{id=5} | show -Text t", 5),
        # The parameter's own name is before its other names.
        ("@{id='i'; session='s'} | show", "s"),
        ("@{session=$null; id='i'} | show", None),
        # A name that the parameter does not have is none.
        ("@{name='n'} | show", {"name": "n"}),
        ("5 | show", 5),
    ],
)
def test_other_names(text: str, expected: Any) -> None:
    ((found, _),) = outcome(text)
    assert found == expected


def test_an_object_of_the_right_type_keeps_its_members_to_itself() -> None:
    ((found, _),) = outcome("Get-Thing cat | show")
    assert isinstance(found, Thing)


def test_only_a_few_names_are_looked_for() -> None:
    """A text is not taken from an object that happens to have a member `text`."""
    world = World()
    world.give("@{text='x'} | say; @{item=5} | check")
    assert world.listener.said == ["note @{text=x}"]
    assert world.errors[0].message == "Test-Number -Item must be a number (got a Map)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@{name=$null} | set", "Set-Thing -Name needs a value (got $null)"),
        ("@{name=@(1, 2)} | set", "Set-Thing -Name takes one text (got 2 values)"),
        (",(1, 2) | set", "Set-Thing -Name takes one text (got 2 values)"),
        ("@{name='x'} | set -Name y", "-Name is given, and something is piped in as well"),
        ("Get-Thing | set -Times x", "-Times must be a whole number (got 'x')"),
    ],
)
def test_what_does_not_fit(text: str, message: str) -> None:
    record = failure(text)
    assert record.message == message
    assert record.id == "ParamInvalid"
    assert blamed(record) in text


def test_one_that_does_not_fit_is_left_out() -> None:
    world = World()
    found = world.give("@{name='a'}, @{name=$null}, (Get-Thing b) | set | % { $_ }")
    assert [one.name for one in found] == ["a", "b"]
    assert len(world.errors) == 1
    assert world.give("try { @{name=$null}, 'x' | set -ea Stop } catch { 'c' }") == ["c"]
    assert world.give("@{name=$null}, 'x' | drop -ea Ignore") == ["x"]
