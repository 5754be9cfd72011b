from __future__ import annotations

from typing import Any

import pytest

from gshell.gradio.kinds import Kind
from gshell.gradio.schema import GradioApi, Parameter, Return
from gshell.render.signatures import default_text, parameter_text, parameters, returns
from tests.render.samples import api, text

OPTIONAL: dict[str, Any] = {"required": False}


def choice(*choices: Any, **settings: Any) -> Parameter:
    return Parameter("style", Kind("choice", choices), **settings)


def number(**settings: Any) -> Parameter:
    return Parameter("n", Kind("number"), **settings)


@pytest.mark.parametrize(
    ("parameter", "shown"),
    [
        (text("text"), "text: str"),
        (text("text", required=False, default="hi"), "text: str = hi"),
        (text("text", required=False, default="hi there"), "text: str = 'hi there'"),
        (text("text", required=False, default="it's"), "text: str = 'it''s'"),
        (text("text", required=False, default=""), "text: str = ''"),
        (text("text", required=False, default=None), "text: str = null"),
        (text("text", required=False, default="a" * 30), f"text: str = {'a' * 23}…"),
        (text("te\x1bxt"), "te\\x1bxt: str"),
        (number(required=False, default=5), "n: number = 5"),
        (number(required=False, default=0.05, minimum=0), "n: number = 0.05"),
        (number(required=False, default=20, minimum=1, maximum=50.0), "n: 1-50 = 20"),
        (number(minimum=-1, maximum=1), "n: -1..1"),
        (number(minimum=0, maximum=0.5), "n: 0-0.5"),
        (choice("photo", "ink", "pixel"), "style: photo|ink|pixel"),
        (choice("photo", "oil paint", required=False, default="oil paint"),
         "style: photo|'oil paint' = 'oil paint'"),
        (choice("a|b", "c=d", ""), "style: 'a|b'|'c=d'|''"),
        (choice(1, 2, 4), "style: 1|2|4"),
        (choice("a", "b", open_choices=True), "style: a|b|..."),
        (choice(*(f"voice{n}" for n in range(200))),
         "style: voice0|voice1|voice2|voice3|voice4|voice5|... (200)"),
        (Parameter("tags", Kind("choices", ("a", "b")), required=False, default=["a"]),
         'tags: [a|b] = ["a"]'),
        (Parameter("on", Kind("boolean"), required=False, default=False), "on: bool = False"),
        (Parameter("rows", Kind("array")), "rows: list"),
        (Parameter("any", Kind("object")), "any: map"),
        (Parameter("image", Kind("file")), "image: file"),
    ],
)  # fmt: skip
def test_a_parameter_in_few_words(parameter: Parameter, shown: str) -> None:
    assert parameter_text(parameter) == shown


def test_a_required_parameter_has_no_default() -> None:
    assert default_text(text("text", default="x")) == ""
    assert default_text(text("text", default="x", required=False)) == "x"


def test_parameters_are_pieces_in_their_order() -> None:
    assert parameters(api("x", text("a"), text("b"))) == ("a: str", "b: str")
    assert parameters(api("x")) == ()


@pytest.mark.parametrize(
    ("endpoint", "shown"),
    [
        (api(), ("value: str",)),
        (api(streams=True, uses_state=True), ("value: str (stream, state)",)),
        (api(returns=("a", "b"), streams=True), ("a: str", "b: str (stream)")),
        (api(returns=(), documented=False), ("(undocumented)",)),
        (api(returns=()), ()),
        (GradioApi("x", 0, [], [Return("va\x1blue", "file", "Image")]), ("va\\x1blue: file",)),
    ],
)
def test_returns_say_what_is_special(endpoint: GradioApi, shown: tuple[str, ...]) -> None:
    assert returns(endpoint) == shown
