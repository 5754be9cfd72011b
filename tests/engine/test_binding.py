from __future__ import annotations

from typing import Any

import pytest

from tests.engine.world import Seen, World, blamed, failure, outcome

PLAIN = Seen("a", 1, None, "on", False, False, None)


def seen(arguments: str) -> Seen:
    (found,) = outcome(f"set {arguments}")
    assert isinstance(found, Seen)
    return found


def test_what_is_not_given_is_the_default() -> None:
    assert seen("a") == PLAIN


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        # Positions: names take theirs out of the row.
        ("a 5", "times", 5),
        ("a 5 x,y", "tags", ["x", "y"]),
        ("a 5 x", "tags", ["x"]),
        ("5 -Name a", "times", 5),
        ("-Times 5 a x", "tags", ["x"]),
        # Names: any case, without underscores, a unique beginning, an alias.
        ("a -TIMES 5", "times", 5),
        ("a -ti 5", "times", 5),
        ("a -force_all", "force_all", True),
        ("a -forcea", "force_all", True),
        ("a -everything", "force_all", True),
        ("a -e", "force_all", True),
        ("a -force", "force", True),
        # Values after a blank or a colon.
        ("a -Times:5", "times", 5),
        ("a -Times: 5", "times", 5),
        ("a -Tags x,y", "tags", ["x", "y"]),
        ("a -Tags:x,y", "tags", ["x", "y"]),
        ("a -Tags @('x')", "tags", ["x"]),
        ("a -Mode OFF", "mode", "off"),
        ("a -Times (2 + 3)", "times", 5),
        ("a -Times -5", "times", -5),
        # Switches.
        ("a -Force:$false", "force", False),
        ("a -Force:true", "force", True),
        ("-Force a", "force", True),
        # Quoted, a word with a dash is a value; after -- every word is one.
        ("'-Force'", "name", "-Force"),
        ("-- -Force", "name", "-Force"),
        ("-Times 5 -- -x:1", "name", "-x:1"),
        ("a -- 5 -q", "tags", ["-q"]),
        # Text stays as typed, other words become what they look like.
        ("007", "name", "007"),
        ("a -Anything 007", "anything", 7),
        ("a -Anything '007'", "anything", "007"),
        ("a -Anything x,7", "anything", ["x", 7]),
        ("a -Anything $null", "anything", None),
        ("x$(1 + 1)y", "name", "x2y"),
    ],
)
def test_what_is_given(arguments: str, name: str, value: Any) -> None:
    found = getattr(seen(arguments), name)
    assert found == value
    assert type(found) is type(value)


def test_an_alias_turns_its_switch_on() -> None:
    assert outcome("reset a") == [PLAIN._replace(force=True)]
    assert failure("reset a -Force").message == "-Force is given twice"


@pytest.mark.parametrize(
    ("text", "message", "place", "hint"),
    [
        ("set", "set needs -Name", "set", "help set shows how to use it"),
        ("set -Times 2", "set needs -Name", "set -Times 2", "help set"),
        ("Set-Thing", "Set-Thing needs -Name", "Set-Thing", "help Set-Thing"),
        ("set a -tims 2", "set has no parameter -tims", "-tims", "did you mean -Times?"),
        ("set a -xyz", "set has no parameter -xyz", "-xyz", ""),
        ("set a -_ 2", "set has no parameter -_", "-_", ""),
        ("set a -t 2", "-t may be -Times, -Tags", "-t", "type more of the name"),
        ("set a -forc", "-forc may be -Force, -ForceAll", "-forc", "type more of the name"),
        ("set a -Times", "-Times needs a value", "-Times", ""),
        ("set a -Times -Force", "-Times needs a value", "-Times", ""),
        ("set a -Times x", "-Times must be a whole number (got 'x')", "x", ""),
        ("set a -Times 1.5", "-Times must be a whole number (got '1.5')", "1.5", ""),
        ("set a b", "-Times must be a whole number (got 'b')", "b", ""),
        ("set a -Times:x -Force", "-Times must be a whole number (got 'x')", "-Times:x", ""),
        ("set a -Times 1 -ti 2", "-Times is given twice", "2", ""),
        ("set a -Mode of", "-Mode must be one of on, off (got 'of')", "of", "did you mean off?"),
        ("set a -Force:7", "-Force must be $true or $false (got '7')", "-Force:7", ""),
        ("set a,b", "-Name takes one text (got 2 values)", "a,b", "put the text in quotes"),
        ("set a 1 x y", "set takes 3 values without a name here; 'y' is", "y", "with commas: x, y"),
        ("set a 1 x it's'", "set takes 3 values without a name", "it's'", "with commas: x, its"),
        ("numbers 1 its", "numbers takes 1 value without a name here", "its", ""),
        ("numbers 1 'a'", "numbers takes 1 value without a name here", "'a'", ""),
        ("defect 1", "defect takes no value without a name here", "1", ""),
        ("1 | numbers", "numbers takes nothing from a pipe", "numbers", ""),
        ("1 | set -Name a", "-Name is given, and something is piped in as well", "set -Name a", ""),
        ("set $null", "-Name needs a value (got $null)", "$null", ""),
        ("set a -Times $nothing", "-Times needs a value (got $null)", "$nothing", ""),
        ("set a -ea Bogus", "-ErrorAction must be one of Continue", "Bogus", ""),
        ("set a -Times (numbers -x)", "numbers has no parameter -x", "-x", ""),
        ("numbrs", "there is no command `numbrs`", "numbrs", "did you mean numbers?"),
    ],
)  # fmt: skip
def test_what_does_not_fit(text: str, message: str, place: str, hint: str) -> None:
    record = failure(text)
    assert message in record.message
    assert blamed(record) == place
    assert hint in record.hint
    assert bool(hint) == bool(record.hint)
    assert record.id == ("CommandNotFound" if "no command" in message else "ParamInvalid")


def test_all_stages_are_bound_before_the_first_runs() -> None:
    world = World()
    world.give("numbers | % { $_ } | first -wrong; numbers | nothing")
    assert [one.id for one in reversed(world.errors)] == ["ParamInvalid", "CommandNotFound"]
    assert world.log == []


def test_a_piped_parameter_runs_once_per_object() -> None:
    assert [one.name for one in outcome("'a', 5 | set -Force")] == ["a", "5"]


def test_where_something_is_piped_in_values_go_to_the_next_places() -> None:
    assert [(one.name, one.times) for one in outcome("'a', 'b' | set 2")] == [("a", 2), ("b", 2)]
    (found,) = outcome("'a' | set 2 x")
    assert (found.name, found.times, found.tags) == ("a", 2, ["x"])
    assert outcome("1, 200 | check 300") == [1, 200]
    assert failure("'a' | set b").message == "-Times must be a whole number (got 'b')"


@pytest.mark.parametrize("text", ["'a' | set b 2 x", "1 | check 1 100", "1 | set -Name a 2"])
def test_values_for_every_place_leave_none_for_the_pipe(text: str) -> None:
    assert "is given, and something is piped in as well" in failure(text).message


def test_a_bad_object_does_not_end_the_pipeline() -> None:
    world = World()
    assert world.give("1, 'x', 200, -1, 4 | check") == [1, 4]
    assert [one.id for one in reversed(world.errors)] == [
        *("ParamInvalid", "TooLarge", "ParamInvalid")
    ]
    below, large, wrong = world.errors
    assert below.message == "Test-Number -Item must be at least 0 (got -1)"
    assert (large.target, large.hint) == (200, "take less")
    assert (wrong.target, blamed(wrong)) == ("x", "check")


def test_a_missing_object_does_not_become_the_default() -> None:
    assert (
        failure("@($null) | % { ,$_ } | set").message == "Set-Thing -Name needs a value (got $null)"
    )
    assert seen("a -Tags $null").tags is None


def test_a_stream_that_nothing_is_piped_into_is_empty() -> None:
    assert outcome("first 3") == []


# Parameters that depend on what was typed.


def called(text: str) -> dict[str, Any]:
    (found,) = outcome(f"call {text}")
    assert isinstance(found, dict)
    return {name: value for name, value in found.items() if value is not None}


BASE = {"endpoint": "gen", "session": "."}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("gen cat", {"prompt": "cat"}),
        ("gen cat 5 ink", {"prompt": "cat", "steps": 5, "style": "ink"}),
        ("gen -steps 5 cat", {"prompt": "cat", "steps": 5}),
        ("-steps 5 gen cat", {"prompt": "cat", "steps": 5}),
        ("-Endpoint gen cat", {"prompt": "cat"}),
        ("cat -Endpoint gen", {"prompt": "cat"}),
        ("-Verbose gen cat", {"prompt": "cat"}),
        ("gen cat -ste 5", {"prompt": "cat", "steps": 5}),
        ("gen cat -max_num 1 -MaxNum 2", {"prompt": "cat", "max_num": 1, "MaxNum": 2}),
        ("gen cat -t 3", {"prompt": "cat", "timeout": 3}),
    ],
)
def test_inputs_are_parameters(arguments: str, expected: dict[str, Any]) -> None:
    assert called(arguments) == {**BASE, **expected}


def test_an_input_hides_an_own_parameter() -> None:
    assert called("gen cat -session 5") == {"endpoint": "gen", "prompt": "cat", "session": "5"}
    assert called("upper a -session b") == {"endpoint": "upper", "text": "a", "session": "b"}
    assert outcome("call gen cat -GTimeout 2 | % { $_.timeout }") == [2]


def test_an_ambiguous_input_gives_way_to_a_whole_name_only() -> None:
    record = failure("call gen cat -s x")
    assert record.message == "-s may be -steps, -style, -session"
    assert failure("call gen cat -st x").message == "-st may be -steps, -style"


@pytest.mark.parametrize(
    ("text", "identity", "message", "place"),
    [
        ("call nothing a", "ApiNotFound", "there is no endpoint nothing", "nothing"),
        ("call gen", "ParamInvalid", "an input is missing: prompt", "call gen"),
        ("call gen a -stepz 5", "ParamInvalid", "gen has no parameter -stepz", "-stepz"),
        ("call upper a b", "ParamInvalid", "upper takes 1 value without a name here", "b"),
        ("call (1, 2)", "ParamInvalid", "a value takes one text (got 2 values)", "call (1, 2)"),
        ("call gen a -steps x", "ParamInvalid", "-steps must be a whole number (got 'x')", "x"),
    ],
)
def test_inputs_that_do_not_fit(text: str, identity: str, message: str, place: str) -> None:
    record = failure(text)
    assert (record.id, blamed(record)) == (identity, place)
    assert message in record.message


def test_what_is_checked_may_depend_on_the_pipe() -> None:
    assert outcome("'x' | call gen | % { $_.item }") == ["x"]


def test_verbose() -> None:
    world = World()
    world.give("say a; say b -Verbose; say c -Verbose:$false")
    assert world.listener.said == ["note a", "note b", "verbose said b", "note c"]
