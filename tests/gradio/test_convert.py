from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gshell.gradio.errors import ParamInvalid
from gshell.gradio.kinds import Kind
from gshell.gradio.schema import Parameter
from gshell.gradio.words import nearest, quote

FILE = {"path": "/tmp/a.png", "meta": {"_type": "gradio.FileData"}}
URL = "https://example.org/a.png"
FROM_URL = {"path": URL, "url": URL, "meta": {"_type": "gradio.FileData"}}
CHOICE = Kind("choice", ("photo", "Ink", 3, True))
OBJECTS = Kind("array", (), Kind("object"))


@pytest.mark.parametrize(
    ("kind", "value", "sent"),
    [
        (Kind("string"), "007", "007"),
        (Kind("string"), 7, "7"),
        (Kind("string"), 7.0, "7"),
        (Kind("string"), 0.5, "0.5"),
        (Kind("string"), True, "True"),
        (Kind("string"), "", ""),
        (Kind("string"), datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02T00:00:00+00:00"),
        (Kind("number"), "20", 20),
        (Kind("number"), "-0.5", -0.5),
        (Kind("number"), "1e3", 1000.0),
        (Kind("number"), 4, 4),
        (Kind("integer"), "3", 3),
        (Kind("integer"), 3.0, 3),
        (Kind("boolean"), "true", True),
        (Kind("boolean"), "$False", False),
        (Kind("boolean"), True, True),
        (CHOICE, "photo", "photo"),
        (CHOICE, "INK", "Ink"),
        (CHOICE, "3", 3),
        (CHOICE, 3, 3),
        (CHOICE, True, True),
        (Kind("array", (), Kind("string")), ["a", 1], ["a", "1"]),
        (Kind("array", (), Kind("string")), "a", ["a"]),
        (Kind("array", (), Kind("string")), '["a"]', ['["a"]']),
        (Kind("array", (), Kind("number")), ["1", None], [1, None]),
        (Kind("array", (), Kind("any")), "[1, 2]", [1, 2]),
        (Kind("array", (), Kind("any")), "word", ["word"]),
        (OBJECTS, '[{"role": "user"}]', [{"role": "user"}]),
        (OBJECTS, '{"role": "user"}', [{"role": "user"}]),
        (OBJECTS, {"role": "user"}, [{"role": "user"}]),
        (Kind("choices", ("a", "b"), Kind("choice", ("a", "b"))), ["A", "b"], ["a", "b"]),
        (Kind("object"), '{"a": 1}', {"a": 1}),
        (Kind("object"), {"a": 1}, {"a": 1}),
        (Kind("any"), "[1]", [1]),
        (Kind("any"), "5", 5),
        (Kind("any"), "hello there", "hello there"),
        (Kind("any"), "NaN", "NaN"),
        (Kind("any"), 5, 5),
        (Kind("file"), FILE, FILE),
        (Kind("file"), {"path": URL}, {"path": URL, "meta": FILE["meta"]}),
        (Kind("file"), URL, FROM_URL),
        (Kind("files", (), Kind("file")), [FILE, URL], [FILE, FROM_URL]),
        (Kind("files", (), Kind("file")), URL, [FROM_URL]),
    ],
)
def test_values_become_what_the_schema_says(kind: Kind, value: Any, sent: Any) -> None:
    converted = Parameter("value", kind).convert(value)
    assert converted == sent
    assert type(converted) is type(sent)


def test_a_word_typed_for_a_text_is_sent_exactly_as_typed() -> None:
    text = Parameter("text", Kind("string"))
    assert text.convert(7, text="007") == "007"
    assert text.convert(True, text="$true") == "$true"
    words = Parameter("words", Kind("array", (), Kind("string")))
    assert words.convert(["a", "b"], text="a,b") == ["a", "b"]


@pytest.mark.parametrize("name", ["string", "number", "boolean", "choice", "array", "file", "any"])
def test_null_is_sent_as_null(name: str) -> None:
    assert Parameter("value", Kind(name)).convert(None) is None


STYLES = Kind("choice", ("photo", "ink", "pixel art"))


@pytest.mark.parametrize(
    ("parameter", "value", "message", "hint"),
    [
        (
            Parameter("style", STYLES),
            "pix",
            "-style must be one of photo, ink, pixel art (got 'pix')",
            "-style 'pixel art'",
        ),
        (
            Parameter("style", STYLES),
            "sepia",
            "-style must be one of photo, ink, pixel art (got 'sepia')",
            "-style photo",
        ),
        (
            Parameter("style", STYLES),
            "fhoto",
            "-style must be one of photo, ink, pixel art (got 'fhoto')",
            "-style photo",
        ),
        (
            Parameter("steps", Kind("number"), minimum=1, maximum=50),
            "99",
            "-steps must be between 1 and 50 (got 99)",
            "-steps 50",
        ),
        (
            Parameter("steps", Kind("number"), minimum=1),
            0,
            "-steps must be at least 1 (got 0)",
            "-steps 1",
        ),
        (
            Parameter("n", Kind("number"), default=5),
            "many",
            "-n must be a number (got 'many')",
            "-n 5",
        ),
        (Parameter("n", Kind("integer")), 2.5, "-n must be a whole number (got '2.5')", "-n 2"),
        (Parameter("n", Kind("number")), True, "-n must be a number (got 'True')", "-n 1"),
        (Parameter("n", Kind("number")), "inf", "-n must be a number (got 'inf')", "-n 1"),
        (Parameter("n", Kind("number")), "1_000", "-n must be a number (got '1_000')", "-n 1"),
        (
            Parameter("flag", Kind("boolean")),
            "maybe",
            "-flag must be true or false (got 'maybe')",
            "-flag true",
        ),
        (
            Parameter("text", Kind("string")),
            ["hello", "world"],
            "-text takes one text, not a list",
            "put it in quotes",
        ),
        (
            Parameter("text", Kind("string")),
            {"a": 1},
            "-text takes text, not a map",
            "give it as text, for example as JSON",
        ),
        (
            Parameter("photo", Kind("file")),
            5,
            "-photo takes a file (got '5')",
            "give a path, an http(s) address, or a file of an earlier result",
        ),
        (
            Parameter("photo", Kind("file")),
            "",
            "-photo takes a file, not an empty text",
            "$null leaves it empty",
        ),
    ],
)
def test_what_does_not_fit(parameter: Parameter, value: Any, message: str, hint: str) -> None:
    with pytest.raises(ParamInvalid) as caught:
        parameter.convert(value)
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert caught.value.target == parameter.name


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind("object"), "[1"),
        (Kind("object"), 5),
        (Kind("file"), 5),
        (Kind("choice", ("a",)), ["a"]),
        (Kind("array", (), Kind("number")), ["a"]),
    ],
)
def test_more_that_does_not_fit(kind: Kind, value: Any) -> None:
    with pytest.raises(ParamInvalid, match=r"^-value "):
        Parameter("value", kind).convert(value)


def test_choices_and_bounds_that_the_app_may_change_are_left_to_the_app() -> None:
    changing = Parameter("style", STYLES, changes=True)
    assert changing.convert("sepia") == "sepia"
    assert changing.convert("PHOTO") == "photo"
    assert Parameter("style", STYLES, open_choices=True).convert("sepia") == "sepia"
    bounds = Parameter("n", Kind("number"), minimum=1, maximum=2, changes=True)
    assert bounds.convert(3) == 3


def test_a_choice_is_found_by_what_the_page_calls_it() -> None:
    size = Parameter("size", Kind("choice", ("s", "l")), labels=("Small", "Large"))
    assert [size.convert(word) for word in ("s", "L", "Small", "LARGE")] == ["s", "l", "s", "l"]
    kind = Kind("choices", ("s", "l"), Kind("choice", ("s", "l")))
    several = Parameter("sizes", kind, labels=("Small", "Large"))
    assert several.convert(["small", "l"]) == ["s", "l"]


def test_many_choices_are_not_all_repeated() -> None:
    parameter = Parameter("n", Kind("choice", tuple(f"c{n}" for n in range(500))))
    with pytest.raises(ParamInvalid, match=r"c11, \.\.\. \(500 in all\)"):
        parameter.convert("x")


def test_nearest_ignores_case_and_gives_up_on_strangers() -> None:
    assert nearest("UPER", ["upper", "lower"]) == "upper"
    assert nearest("xyz", ["upper", "lower"]) is None
    assert nearest("", ["upper"]) is None


def test_quotes_are_doubled() -> None:
    assert quote("it's") == "'it''s'"
