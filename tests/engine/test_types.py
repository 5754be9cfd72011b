from __future__ import annotations

from typing import Any

import pytest

from gshell.engine import types as kinds
from gshell.engine.errors import Mismatch
from gshell.engine.values import Bareword
from tests.engine.world import Thing, World, outcome

ANY, TEXT, NUMBER, SWITCH = kinds.ParameterType(), kinds.Text(), kinds.Number(), kinds.Switch()
WHOLE, POSITIVE = kinds.Number(whole=True), kinds.Number(least=0)
COLOUR = kinds.Choice("Red", "Green")
NAMES = kinds.Names("thing", lambda _: [kinds.Candidate("a", "the first")])


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (ANY, Bareword("7"), 7),
        (ANY, "7", "7"),
        (ANY, [Bareword("7"), None], [7, None]),
        (TEXT, Bareword("007"), "007"),
        (TEXT, 7, "7"),
        (TEXT, 2.0, "2"),
        (TEXT, None, None),
        (NUMBER, Bareword("7"), 7),
        (NUMBER, "1.5", 1.5),
        (NUMBER, None, None),
        (WHOLE, "2.0", 2),
        (WHOLE, 3.0, 3),
        (POSITIVE, 0, 0),
        (SWITCH, True, True),
        (SWITCH, Bareword("False"), False),
        (COLOUR, "rEd", "Red"),
        (COLOUR, None, None),
        (kinds.ListOf(TEXT), [1, Bareword("2")], ["1", "2"]),
        (kinds.ListOf(WHOLE), "5", [5]),
        (kinds.ListOf(WHOLE), None, None),
        (NAMES, Bareword("7"), "7"),
        (NAMES, 7, 7),
        (kinds.Block(), None, None),
    ],
)
def test_what_fits(kind: kinds.ParameterType, value: Any, expected: Any) -> None:
    found = kind.convert(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("kind", "value", "message", "hint"),
    [
        (TEXT, ["a", "b"], "takes one text (got 2 values)", "put the text in quotes"),
        (NUMBER, "abc", "must be a number (got 'abc')", ""),
        (NUMBER, True, "must be a number (got True)", ""),
        (NUMBER, [1], "must be a number (got a List)", ""),
        (NUMBER, float("inf"), "must be a number (got inf)", ""),
        (WHOLE, float("nan"), "must be a whole number (got nan)", ""),
        (WHOLE, 1.5, "must be a whole number (got 1.5)", ""),
        (POSITIVE, -1, "must be at least 0 (got -1)", ""),
        (SWITCH, 1, "must be $true or $false (got 1)", ""),
        (SWITCH, None, "must be $true or $false (got $null)", ""),
        (COLOUR, "gren", "must be one of Red, Green (got 'gren')", "did you mean Green?"),
        (COLOUR, 5, "must be one of Red, Green (got 5)", ""),
        (kinds.ListOf(WHOLE), [1, "x"], "must be a whole number (got 'x')", ""),
        (kinds.Block(), "x", "must be a script block (got 'x')", "write it in { }"),
        (TEXT, ["x" * 99] * 2, "takes one text (got 2 values)", "put the text in quotes"),
    ],
)
def test_what_does_not_fit(kind: kinds.ParameterType, value: Any, message: str, hint: str) -> None:
    with pytest.raises(Mismatch) as caught:
        kind.convert(value)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_shown() -> None:
    assert kinds.shown("x" * 50) == f"'{'x' * 39}\u2026'"
    assert kinds.shown(Thing("a")) == "a Thing"


def test_only_a_switch_may_stand_alone() -> None:
    assert NUMBER.takes_next("x")
    assert not SWITCH.takes_next("true")


def test_completing() -> None:
    world = World()
    assert [one.text for one in COLOUR.complete(world)] == ["Red", "Green"]
    assert [one.text for one in kinds.ListOf(COLOUR).complete(world)] == ["Red", "Green"]
    assert list(NAMES.complete(world)) == [kinds.Candidate("a", "the first")]
    assert list(TEXT.complete(world)) == []


def test_a_block_fits_a_block() -> None:
    (block,) = outcome("{ 1 }")
    assert kinds.Block().convert(block) is block
