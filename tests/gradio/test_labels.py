from __future__ import annotations

from typing import Any

import pytest

from gshell.gradio.errors import ParamInvalid
from tests.gradio.inputs import an_input

CAT = {
    "label": "cat",
    "confidences": [{"label": "dog", "confidence": 0.1}, {"label": "cat", "confidence": 0.9}],
}


def token(text: str, kind: Any = None) -> dict[str, Any]:
    return {"token": text, "class_or_confidence": kind}


@pytest.mark.parametrize(
    ("name", "value", "sent"),
    [
        ("Label", "cat", {"label": "cat", "confidences": None}),
        ("Label", 5, {"label": 5, "confidences": None}),
        ("Label", CAT, CAT),
        ("Label", {"dog": 0.1, "cat": "0.9"}, CAT),
        ("Label", '{"dog": 0.1, "cat": 0.9}', CAT),
        ("Label", {}, {"label": None, "confidences": None}),
        ("Highlightedtext", "Paris", [token("Paris")]),
        ("Highlightedtext", [["Paris", "city"], " is", 7], None),
        ("Highlightedtext", [token("Paris", "city")], [token("Paris", "city")]),
        ("Highlightedtext", {"token": "Paris"}, [token("Paris")]),
        ("Highlightedtext", '[["Paris", 0.5]]', [token("Paris", 0.5)]),
        ("Dialogue", "hello", "hello"),
        ("Dialogue", 7, "7"),
        ("Dialogue", {"speaker": "Ann", "text": "hi"}, [{"speaker": "Ann", "text": "hi"}]),
        ("Dialogue", [["Ann", "hi"]], [{"speaker": "Ann", "text": "hi"}]),
        ("Fileexplorer", "a/b.txt", [["a", "b.txt"]]),
        ("Fileexplorer", ["a", "/b//c.txt"], [["a"], ["b", "c.txt"]]),
        ("Fileexplorer", [["a", "b.txt"]], [["a", "b.txt"]]),
        ("Fileexplorer", '[["a", "b.txt"]]', [["a", "b.txt"]]),
    ],
)
def test_shapes(name: str, value: Any, sent: Any) -> None:
    several = [token("Paris", "city"), token(" is"), token("7")]
    assert an_input(name).convert(value) == (several if sent is None else sent)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("Label", {"cat": "much"}, "-it takes a number for each label"),
        ("Label", ["cat"], "-it takes a label, or a map of labels and numbers"),
        ("Highlightedtext", [["a", "b", "c"]], "-it takes texts, or pairs of a text and its class"),
        ("Dialogue", [{"text": "hi"}], "-it takes lines, each with its speaker and text"),
        ("Fileexplorer", 5, "-it takes paths in the app's folder"),
    ],
)
def test_what_does_not_fit(name: str, value: Any, message: str) -> None:
    with pytest.raises(ParamInvalid) as caught:
        an_input(name).convert(value)
    assert caught.value.message == message
    assert caught.value.hint.startswith("-it ")
