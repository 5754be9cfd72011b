"""-Map: parts of a result, and the input that takes a result where there is no map."""

from __future__ import annotations

from typing import Any

import pytest

from gshell.cmdlets.mapping import apply_map, choose_input, read_map
from gshell.engine.errors import ShellError
from gshell.gradio.kinds import Kind
from gshell.gradio.reading import Reading
from gshell.gradio.result import GradioApiEventResult
from gshell.gradio.schema import GradioApi, Parameter, Return
from tests.cmdlets.conftest import Driver

FILE = {"path": "/tmp/a.png", "url": "http://x/a.png", "size": None}
MARKED = {**FILE, "meta": {"_type": "gradio.FileData"}}
RETURNS = [
    Return("Picture", "file", ""),
    Return("v1.0 text", "string", ""),
    Return("gallery", "array", ""),
]
DATA = [FILE, "hello", [{"image": FILE}, {"image": None}]]


def result(data: Any, returns: list[Return] | None = None) -> GradioApiEventResult:
    endpoint = GradioApi("source", 0, [], returns or [])
    return GradioApiEventResult(1, 0.0, "complete", data, Reading(endpoint, "source"), final=True)


@pytest.mark.parametrize(
    ("given", "pairs"),
    [
        ("image=0", {"image": "0"}),
        (["image=0", "text=v1.0 text"], {"image": "0", "text": "v1.0 text"}),
        (" image = 0.url ", {"image": "0.url"}),
        ("a=b=c", {"a": "b=c"}),
        ({"image": 0, "text": " -1 "}, {"image": "0", "text": "-1"}),
        ({}, {}),
    ],
)
def test_read(given: Any, pairs: dict[str, str]) -> None:
    assert read_map(given) == pairs


@pytest.mark.parametrize("given", ["image", "=0", "image=", "", 0, ["image=0", "x"], " = "])
def test_what_is_no_map(given: Any) -> None:
    with pytest.raises(ShellError) as caught:
        read_map(given)
    assert caught.value.record.id == "ParamInvalid"
    assert "-Map takes INPUT=PART" in caught.value.record.message


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("0", FILE),
        ("-1", DATA[2]),
        ("1", "hello"),
        ("picture", FILE),
        ("PICTURE.url", "http://x/a.png"),
        ("0.URL", "http://x/a.png"),
        ("0.size", None),
        ("v1.0 text", "hello"),
        ("1.Length", 5),
        ("2.0.image.path", "/tmp/a.png"),
        ("gallery.-1.image", None),
        ("gallery.Count", 2),
        ("gallery.image", [FILE, None]),
    ],
)
def test_parts(part: str, value: Any) -> None:
    assert apply_map({"x": part}, result(DATA, RETURNS)) == {"x": value}


@pytest.mark.parametrize(
    ("part", "message", "hint"),
    [
        ("3", "the result has no place 3", "it has 3, from 0"),
        ("-4", "the result has no place -4", "it has 3, from 0"),
        ("pictur", "the result has no output pictur", "did you mean Picture?"),
        ("zzz", "the result has no output zzz", "outputs: Picture, v1.0 text, gallery"),
        ("0.ulr", "there is no ulr where 0.ulr says", "it has path, url, size"),
        ("2.5", "there is no 5 where 2.5 says", ""),
        ("0.url.x", "there is no x where 0.url.x says", ""),
    ],
)
def test_parts_that_there_are_not(part: str, message: str, hint: str) -> None:
    with pytest.raises(ShellError) as caught:
        apply_map({"x": part}, result(DATA, RETURNS))
    record = caught.value.record
    assert (record.id, record.message, record.hint) == ("ParamInvalid", f"-Map: {message}", hint)


def test_a_result_whose_outputs_have_no_labels() -> None:
    assert apply_map({"x": "0"}, result(["a"])) == {"x": "a"}
    with pytest.raises(ShellError, match="no output label") as caught:
        apply_map({"x": "label"}, result(["a"]))
    assert caught.value.record.hint == "its outputs are known by place only"


def endpoint(*inputs: tuple[str, str, bool]) -> GradioApi:
    slots = [Parameter(name, Kind(kind), required=required) for name, kind, required in inputs]
    return GradioApi("target", 1, slots)


NUMBER, TEXT = ("n", "number", True), ("t", "string", True)
CHOICE, FREE = ("c", "number", False), ("f", "any", False)
WORD, PICTURE = ("w", "string", False), ("p", "file", True)


@pytest.mark.parametrize(
    ("inputs", "given", "data", "chosen"),
    [
        ([TEXT], [], ["a"], {"t": "a"}),
        ([NUMBER, TEXT], ["n"], ["a"], {"t": "a"}),
        ([NUMBER, TEXT], [], ["a"], {"t": "a"}),  # the number takes no text
        ([TEXT, CHOICE], [], [5], {"t": 5}),  # what is required goes first
        ([TEXT], [], [None], {"t": None}),
        ([CHOICE], [], [5], {"c": 5}),  # nothing is required: the only one that takes it
        ([CHOICE, WORD], [], ["a"], {"w": "a"}),
        ([TEXT, CHOICE], ["t"], [5], {"c": 5}),
    ],
)
def test_the_one_input_that_takes_it(
    inputs: list[tuple[str, str, bool]], given: list[str], data: list[Any], chosen: dict[str, Any]
) -> None:
    assert choose_input(endpoint(*inputs), given, result(data)) == chosen


@pytest.mark.parametrize(
    ("inputs", "given", "data", "message", "hint"),
    [
        ([NUMBER, TEXT], [], [5], "not clear which input", "say so: -Map n=0 -t VALUE"),
        ([TEXT], [], ["a", "b"], "not clear which input", "say so: -Map t=0"),
        ([PICTURE], [], ["a", FILE], "not clear which input", "say so: -Map p=1"),
        ([PICTURE, TEXT], [], ["a", FILE], "not clear which input", "say so: -Map p=1,t=0"),
        ([CHOICE, FREE], [], [5], "not clear which input", "say so: -Map c=0"),
        ([NUMBER], [], ["a"], "nothing that source gives fits -n of target, a number", "a text"),
        ([PICTURE], [], ["a", 5], "fits -p of target, a file", "source gives a text, a number"),
        ([PICTURE], [], [[MARKED]], "fits -p of target, a file", "source gives a list of files"),
        ([PICTURE, NUMBER], [], ["a"], "fits an input of target", "source gives a text"),
        ([CHOICE], [], ["a"], "fits -c of target, a number", "source gives a text"),
        ([TEXT], [], [], "source gives nothing, and target needs -t", ""),
        ([TEXT], ["t"], ["a"], "every input of target is given", ""),
        ([], [], ["a"], "target takes no inputs", ""),
    ],
)
def test_no_input_or_several(
    inputs: list[tuple[str, str, bool]], given: list[str], data: list[Any], message: str, hint: str
) -> None:
    with pytest.raises(ShellError, match=message) as caught:
        choose_input(endpoint(*inputs), given, result(data))
    assert hint in caught.value.record.hint
    if not hint:
        assert not caught.value.record.hint


def test_a_hint_that_works(files: Driver) -> None:
    hint = files.fail("call both hi | call digest").hint
    assert hint == "say so: -Map file=1"
    files.shell.errors.clear()
    (said,) = files.give("call both hi | call digest -Map file=1 -Value")
    assert str(said).startswith("both.txt 2 ")


def test_a_map_in_a_pipeline(demo: Driver) -> None:
    assert demo.give("call upper a | call upper -Map TEXT=Value -Value") == ["A"]
    assert demo.give("call count 2 0 | call count -Map @{n='0.Length'} -delay 0 -Value") == [
        "--end--"
    ]
    assert demo.fail("call upper a | call upper -Map text=0.nosuch").id == "ParamInvalid"
