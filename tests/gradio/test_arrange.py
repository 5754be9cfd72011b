from __future__ import annotations

from typing import Any

import pytest

from gshell.gradio.errors import ParamInvalid
from gshell.gradio.kinds import Kind
from gshell.gradio.schema import GradioApi, Parameter

PROMPT = Parameter("prompt", Kind("string"))
STYLE = Parameter("style_name", Kind("choice", ("photo", "ink")), required=False, default="ink")
STEPS = Parameter("steps", Kind("number"), required=False, default=20)
GEN = GradioApi("gen", 4, [None, PROMPT, STYLE, None, STEPS])
UPPER = GradioApi("upper", 0, [Parameter("text", Kind("string"))])
QUIET = GradioApi("quiet", 1, [Parameter("text", Kind("string"))], documented=False)
TWINS = GradioApi("twins", 2, [Parameter("Text", Kind("any")), Parameter("text", Kind("any"))])


@pytest.mark.parametrize(
    ("named", "positional", "data"),
    [
        ({"prompt": "a cat"}, [], [None, "a cat", "ink", None, 20]),
        ({}, ["a cat", "photo", 3], [None, "a cat", "photo", None, 3]),
        ({"style_name": "photo"}, ["a cat", 3], [None, "a cat", "photo", None, 3]),
        ({"STYLENAME": "photo", "p": "x"}, [], [None, "x", "photo", None, 20]),
        ({"prompt": None, "steps": None}, [], [None, None, "ink", None, None]),
    ],
)
def test_values_go_to_their_places(named: dict[str, Any], positional: list[Any], data: Any) -> None:
    assert GEN.arrange(named, positional) == data


@pytest.mark.parametrize(
    ("params", "data"),
    [
        (["a cat"], [None, "a cat", "ink", None, 20]),
        ("a cat", [None, "a cat", "ink", None, 20]),
        ({"prompt": "a cat", "steps": "3"}, [None, "a cat", "ink", None, 3]),
        (["a cat", "PHOTO", "3"], [None, "a cat", "photo", None, 3]),
        (["told", "a cat", "photo", {"x": 1}, 3], [None, "a cat", "photo", None, 3]),
    ],
)
def test_params_are_converted_and_put_in_order(params: Any, data: list[Any]) -> None:
    assert GEN.arrange_params(params) == data


def test_no_params_mean_none_are_given() -> None:
    assert GradioApi("now", 0, [STEPS]).arrange_params(None) == [20]
    assert GradioApi("now", 0, [STEPS]).arrange_params([]) == [20]


@pytest.mark.parametrize(
    ("run", "message", "hint"),
    [
        (lambda: UPPER.arrange({}), "upper needs -text", "call upper -text <string>"),
        (
            lambda: GEN.arrange({"promt": "x"}),
            "gen has no parameter -promt",
            "did you mean -prompt?",
        ),
        (lambda: GEN.arrange({"s": 1}), "-s could be -style_name, -steps", "type more of it"),
        (
            lambda: UPPER.arrange({}, ["hello", "world"]),
            "upper takes 1 value, 1 too many",
            "a text of several words: put it in quotes",
        ),
        (
            lambda: GEN.arrange_params(["a", "ink", 1, 2]),
            "gen takes 3 values, 1 too many",
            "a text of several words: put it in quotes",
        ),
        (
            lambda: GEN.arrange_params({"prompt": "a", "colour": "b"}),
            "gen has no parameter -colour",
            "call gen -prompt <string> [-style_name <choice>] [-steps <number>]",
        ),
        (
            lambda: QUIET.arrange({"text": "x"}),
            "quiet is undocumented: its inputs have no names",
            "give the values in order: call quiet string",
        ),
    ],
)
def test_what_cannot_be_arranged(run: Any, message: str, hint: str) -> None:
    with pytest.raises(ParamInvalid) as caught:
        run()
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_all_that_is_missing_is_named() -> None:
    api = GradioApi("two", 0, [PROMPT, Parameter("size", Kind("number"))])
    with pytest.raises(ParamInvalid, match="two needs -prompt, -size"):
        api.arrange({})


def test_an_undocumented_endpoint_takes_values_in_order() -> None:
    assert QUIET.arrange({}, ["x"]) == ["x"]
    assert QUIET.arrange_params(["x"]) == ["x"]


def test_names_that_differ_only_in_case_are_told_apart() -> None:
    assert TWINS.arrange({"text": 1, "Text": 2}) == [2, 1]


def test_outputs_of_the_app_itself_are_left_out() -> None:
    api = GradioApi("chat", 0, [], shown=[True, False])
    assert api.visible_outputs(["hello", None]) == ["hello"]
    assert api.visible_outputs(["hello"]) == ["hello"]
    assert UPPER.visible_outputs(["a"]) == ["a"]
