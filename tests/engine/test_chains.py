"""`&&` and `||`, and what counts as handled: `$?`, `$Error` and whether the script has failed."""

from __future__ import annotations

from typing import Any

import pytest

from gshell.engine.errors import StoppingError
from gshell.language.parser import SyntaxProblem
from tests.engine.world import World, blamed


def ran(text: str) -> tuple[list[Any], list[str], bool]:
    """Run a script; give its objects, the errors that were shown, and whether it has failed."""
    world = World()
    objects = world.give(text)
    return objects, [str(one) for one in world.listener.errors], world.failed


@pytest.mark.parametrize(
    ("text", "objects", "shown", "failed"),
    [
        ("1 && 2", [1, 2], [], False),
        ("1 || 2", [1], [], False),
        ("1 && 2 || 3", [1, 2], [], False),
        ("1 || 2 && 3", [1, 3], [], False),
        ("fail a && 2", [], ["a"], True),
        ("fail a || 2", [2], ["a"], False),
        ("fail a || fail b", [], ["a", "b"], True),
        ("fail a || fail b || 3", [3], ["a", "b"], False),
        ("fail a && 1 || 2", [2], ["a"], False),
        ("fail a || 1 && 2", [1, 2], ["a"], False),
        ("fail a || 1 && fail c", [1], ["a", "c"], True),
        ("1 && fail b || 3", [1, 3], ["b"], False),
        ("1 && fail b && 3", [1], ["b"], True),
        ("fail a -After 2 || 9", [0, 1, 9], ["a"], False),
        ("fail a -After 2 | % { $_ } || 9", [0, 1, 9], ["a"], False),
        # Values are no failures, whatever they are; only errors are.
        ("0 && 'on'; $false && 'on'; $null && 'on'", [0, "on", False, "on", None, "on"], [], False),
        ("numbers 0 || 'never'; '' || 'never'", [""], [], False),
        # An error of one object fails its pipeline, which goes on.
        ("1, 200, 3 | check || 'r'", [1, 3, "r"], ["200 is more than 100"], False),
        ("1, 200, 3 | check && 'r'", [1, 3], ["200 is more than 100"], True),
        ("1, 2 | % { fail a; $_ } || 'r'", [1, 2, "r"], ["a", "a"], False),
        ("& { fail a; 1 } || 'r'", [1, "r"], ["a"], False),
        ("& { fail a; 1 } && 'r'", [1], ["a"], True),
        # What is silent is a failure to the chain, and handled all the same.
        ("fail -ea Ignore || 'r'", ["r"], [], False),
        ("fail -ea SilentlyContinue && 'r'", [], [], False),
        ("set a -wrong -ea Ignore || 'r'", ["r"], [], False),
        ("set a -wrong -ea Ignore && 'r'; 'next'", ["next"], [], False),
        ("fail a || fail -ea Ignore", [], ["a"], True),
        ("fail a || set a -wrong -ea Ignore", [], ["a"], True),
        ("fail 2>$null || 'r'", ["r"], [], False),
        ("fail 2>$null && 'r'", [], [], True),
        # What cannot be bound, or found, or computed.
        ("numbrs || 'r'", ["r"], ["there is no command `numbrs`"], False),
        ("1 / 0 || 'r'", ["r"], ["a number cannot be divided by 0"], False),
        ("(fail a) || 'r'", ["r"], ["a"], False),
        # As a value.
        ("$x = fail a || 2; $x", [2], ["a"], False),
        ("$x = 5 && 6; $x.Count", [2], [], False),
        ("(fail a || 'x') + 'y'; @(1 && 2).Count", ["xy", 2], ["a"], False),
        ('$x = fail a && 1; "x$x"', ["x"], ["a"], True),
        ("if (fail a || 1) { 'yes' }", ["yes"], ["a"], False),
        # Leaving is success.
        ("foreach ($i in 1, 2) { fail a || break; 'never' }; 'next'", ["next"], ["a"], False),
        ("foreach ($i in 1) { fail a || continue; 'never' }; 'next'", ["next"], ["a"], False),
        ("& { fail a || return 5; 'never' }; 'next'", [5, "next"], ["a"], False),
        ("& { 1 && return 5; 'never' }", [1, 5], [], False),
        ("foreach ($i in 1, 2) { fail a && break; $i }", [1, 2], ["a", "a"], True),
        ("& { fail a || numbers 9 } | first 2; 'next'", [1, 2, "next"], ["a"], False),
        ("& { fail a || fail b -After 1 || 'c' } | first 1", [0], ["a"], False),
        ("& { 200, 1, 2 | check || 'never' } | first 1", [1], ["200 is more than 100"], True),
    ],
)
def test_chains(text: str, objects: list[Any], shown: list[str], failed: bool) -> None:
    assert ran(text) == (objects, shown, failed)


@pytest.mark.parametrize(
    ("text", "objects", "shown", "failed"),
    [
        (
            "1 | % { 'a' || 'never' } | check",
            [],
            ["Test-Number -Item must be a number (got 'a')"],
            True,
        ),
        (
            "1, 2 | % { $_ || 'never' } | check -Limit 0",
            [],
            ["1 is more than 0", "2 is more than 0"],
            True,
        ),
        ("1 | % { 5 && 'on' } | % { fail b; $_ }", [5, "on"], ["b", "b"], True),
        ("1 | % { fail a || 'ok' } | % { fail b; $_ }", ["ok"], ["a", "b"], True),
        ("& { fail a || 'ok' } | % { fail b; $_ }", ["ok"], ["a", "b"], True),
        ("1 | % { 1; $? } | % { fail b; $_ }", [1, True], ["b", "b"], True),
        ("(1 && 2) | % { fail b } || 'r'", ["r"], ["b", "b"], False),
    ],
)
def test_a_failure_of_a_later_stage_is_none_of_an_earlier_one(
    text: str, objects: list[Any], shown: list[str], failed: bool
) -> None:
    assert ran(text) == (objects, shown, failed)


def test_a_chain_streams() -> None:
    world = World()
    objects = world.run(
        world.compile("numbers 2 -Label a && numbers 2 -Label b || numbers -Label c")
    )
    assert next(objects) == 1
    assert world.log == ["a 1"]
    assert list(objects) == [2, 1, 2]
    assert world.log == ["a 1", "a 2", "a closed", "b 1", "b 2", "b closed"]


def test_the_error_of_a_chain_is_shown_where_it_happens() -> None:
    world = World()
    objects = world.run(world.compile("fail -After 1 || 'r'"))
    assert next(objects) == 0
    assert world.listener.errors == []
    assert next(objects) == "r"
    assert blamed(world.listener.errors[0]) == "fail -After 1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("try { fail || 'r' } catch { 'c' }", ["r"]),
        ("try { fail a || fail b; 'never' } catch { \"c $_\" }", ["c b"]),
        ("try { fail a && 'never'; 'never' } catch { \"c $_\" }", ["c a"]),
        ("try { & { fail; 'never' } || 'r' } catch { 'c' }", ["r"]),
        ("try { 1 | % { fail; 'never' } || 'r' } catch { 'c' }", ["r"]),
        ("try { fail -ea Stop || 'never' } catch { 'c' }", ["c"]),
        ("try { fail || throw 'x' } catch { \"c $_\" }", ["c x"]),
        ('fail || & { try { fail b } catch { "c $_" } }', ["c b"]),
    ],
)
def test_a_chain_inside_a_try(text: str, expected: list[Any]) -> None:
    world = World()
    assert world.give(text) == expected
    assert not world.failed


def test_a_throw_after_a_chain_ends_the_script() -> None:
    world = World()
    with pytest.raises(StoppingError) as caught:
        world.give("fail a || throw 'b'; 'never'")
    assert str(caught.value.record) == "b"
    for text in ("fail -ea Stop || 'never'", "$ErrorActionPreference = 'Stop'; fail || 'never'"):
        with pytest.raises(StoppingError):
            World().give(f"{text}; 'never'")


@pytest.mark.parametrize("text", ["1 &&", "1 && && 2", "&& 1", "|| 1", "if (1) { } && 2"])
def test_a_chain_needs_both_sides(text: str) -> None:
    with pytest.raises(SyntaxProblem):
        World().compile(text)


# $?


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1; $?", [1, True]),
        ("fail; $?; $?", [False, True]),
        ("fail -ea Ignore; $?", [False]),
        ("fail 2>$null; $?", [False]),
        ("1 / 0; $?", [False]),
        ("$x = fail; $?", [False]),
        ("200 | check; $?", [False]),
        ("try { fail } catch { $? }; $?", [False, True]),
        ("try { 1 } catch { }; $?", [1, True]),
        ("fail || 'r'; $?", ["r", True]),
        ("fail && 'r'; $?", [False]),
        ("fail || $?", [False]),
        ("fail; 1 && $?", [1, True]),
        ("& { fail; $?; 1; $? }; $?", [False, 1, True, False]),
        ("if (1) { 1 / 0; $? }; $?", [False, False]),
        ("fail; foreach ($i in 1) { }; $?", [True]),
        ("fail -After 1 | first 1; $?", [0, True]),
    ],
)
def test_success(text: str, expected: list[Any]) -> None:
    assert World().give(text) == expected


# What an unhandled error is.


@pytest.mark.parametrize(
    ("text", "failed", "kept"),
    [
        ("1", False, 0),
        ("fail", True, 1),
        ("fail; 'fine'", True, 1),
        ("200 | check", True, 1),
        ("numbrs", True, 1),
        ("fail -ea Continue", True, 1),
        ("fail -ea SilentlyContinue", False, 1),
        ("fail -ea Ignore", False, 0),
        ("$ErrorActionPreference = 'SilentlyContinue'; fail", False, 1),
        ("$ErrorActionPreference = 'Ignore'; fail; 200 | check", False, 0),
        ("1 | % { fail } -ea Ignore", False, 0),
        ("fail 2>$null", True, 1),
        ("$x = fail 2>&1", True, 1),
        ("fail -ea SilentlyContinue 2>$null", False, 1),
        ("try { fail } catch { }", False, 1),
        ("try { fail } finally { }", True, 1),
        ("try { fail } catch { fail }", True, 2),
        ("try { fail } catch { fail -ea Ignore }", False, 1),
        ("try { throw 'x' } catch { }", False, 1),
        ("try { fail -ea Stop } catch { }", False, 1),
        ("fail || 1", False, 1),
        ("fail || fail", True, 2),
        ("fail; fail || 1", True, 2),
        ("fail || 1; fail", True, 2),
        ("try { fail } catch { }; fail", True, 2),
        ("fail; try { fail } catch { }", True, 2),
    ],
)
def test_what_is_left_unhandled(text: str, failed: bool, kept: int) -> None:
    world = World()
    world.give(text)
    assert (world.failed, len(world.errors)) == (failed, kept)


def test_errors_are_there_while_they_are_handled() -> None:
    assert World().give("fail a || $Error[0].Message") == ["a"]
    assert World().give("try { fail a } catch { $Error[0].Message; $Error.Count }") == ["a", 1]
    assert World().give('fail a; try { fail b } catch { "$Error" }') == ["b a"]
