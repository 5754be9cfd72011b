"""What is piped into a call: which input it fills, what it must be, and where it came from."""

from __future__ import annotations

import pytest

from tests.cmdlets.conftest import Driver


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("call upper x -Map text=0", "-Map says what becomes of a piped result, and nothing is"),
        ("call upper x | call gen -Map style=0", "gen needs -prompt, which -Map does not fill"),
        ("call upper x | call gen a -Map nope=0", "gen has no parameter -nope"),
        ("call upper x | call gen a -Map st=0", "-st could be -style, -steps"),
        ("call upper x | call upper -Map text", "-Map takes INPUT=PART"),
        ("call upper x | call upper -Ask -Params a", "-Params and -Ask cannot be given together"),
    ],
)
def test_a_map_is_checked_before_anything_is_sent(demo: Driver, line: str, message: str) -> None:
    assert message in demo.fail(line).message
    assert demo.sessions.find().calls == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("call upper x | call upper -Map text=1", "-Map: the result has no place 1"),
        ("call upper x | call upper -Map text=nope", "-Map: the result has no output nope"),
        ("call upper x | call upper -Map text=0.url", "-Map: there is no url where 0.url says"),
        ("5 | call upper -Map text=0", "-Map takes parts of a call's result, and 5 is piped in"),
        ("call upper x -Manual | call upper", "a call is piped in, and not its results"),
    ],
)
def test_a_place_that_the_result_does_not_have(demo: Driver, line: str, message: str) -> None:
    assert demo.fail(line).message == message


@pytest.mark.parametrize("part", ["0", "-1", "value", "VALUE"])
def test_a_map_takes_places_and_labels(demo: Driver, part: str) -> None:
    assert demo.give(f"call count 1 | call upper -Map text={part} -Value") == ["--END--"]


def test_a_map_takes_members(demo: Driver) -> None:
    (url,) = demo.give("call gen 'a car' -Final | call upper -Map text=0.orig_name -Value")
    assert isinstance(url, str)
    assert url == url.upper()
    assert "." in url


def test_a_map_beats_what_was_typed(demo: Driver) -> None:
    assert demo.give("call upper a | call upper b -Map text=0 -Value") == ["A"]


def test_what_an_app_sent_never_names_a_local_file(demo: Driver) -> None:
    """A hostile app could answer with the name of a file of the person's."""
    demo.run(f"call upper '{__file__}' | call shout -Map file=0")
    (error,) = demo.shell.errors
    assert "-file takes a file, and an app gave text" in error.message
    assert [one.api_name for one in demo.sessions.find().calls] == ["upper"]


def test_the_pipeline_is_kept_through_stages(demo: Driver) -> None:
    demo.give("$r = call upper a | call upper | call upper")
    assert demo.give("$r.pipeline.Count; $r.pipeline | % { $_.ApiName }") == [2, "upper", "upper"]
    assert demo.give("$r.pipeline[0].EventId -eq $r.pipeline[1].EventId") == [False]
    assert demo.give("$r.pipeline[1].pipeline[0].EventId -eq $r.pipeline[0].EventId") == [True]
    assert demo.give("(call upper a).pipeline.Count; ('a' | call upper).pipeline.Count") == [0, 0]


def test_each_partial_result_has_its_own_pipeline(demo: Driver) -> None:
    line = "call count 1 | call upper -EachPartial | % { $_.pipeline[0].data[0] }"
    assert demo.give(line) == ["--start--", "1", "--end--", "--end--"]


def test_a_stored_call_keeps_its_pipeline(demo: Driver) -> None:
    line = "call upper a | call upper -Manual | Update-GradioSessionApiResult"
    assert demo.give(f"{line} | % {{ $_.pipeline[0].data[0] }}") == ["A"]


def test_the_pipeline_is_not_in_the_json(demo: Driver) -> None:
    (text,) = demo.give("call upper a | call upper | ConvertTo-Json -Compress")
    assert "pipeline" not in str(text)


def test_verbose_says_which_input_is_fed(demo: Driver) -> None:
    demo.give("call upper a | call upper -Verbose")
    assert "-text takes what upper gives" in demo.messages


def test_values_fill_the_inputs_of_an_undocumented_endpoint_in_order(typed: Driver) -> None:
    assert typed.give("'b' | call undocumented a -Value") == ['str "a", str "b"']
