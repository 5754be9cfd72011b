from __future__ import annotations

from typing import Any

import pytest

from gshell.gradio.errors import ParamInvalid
from tests.gradio.inputs import an_input

F = {"path": "/tmp/a.png", "meta": {"_type": "gradio.FileData"}}
BUTTON = {"component": "button", "value": "ok", "constructor_args": {}, "props": {}}
SIX, FIVE, PAIRS = "Chatbot", "Chatbot of 5", "Chatbot of pairs"


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


HISTORY: list[dict[str, Any]] = [
    {"role": "user", "content": "look"},
    {"role": "user", "content": {"file": F}},
    {"role": "assistant", "content": "nice", "metadata": {"title": "seen"}},
]
OF_SIX = [
    {"role": "user", "content": [text("look")]},
    {"role": "user", "content": [{"type": "file", "file": F}]},
    {"role": "assistant", "content": [text("nice")], "metadata": {"title": "seen"}},
]
OF_PAIRS = [["look", None], [{"file": F}, "nice"]]


@pytest.mark.parametrize(
    ("name", "value", "sent"),
    [
        (SIX, "hello", [{"role": "user", "content": [text("hello")]}]),
        (FIVE, "hello", [{"role": "user", "content": "hello"}]),
        (PAIRS, "hello", [["hello", None]]),
        (SIX, "[not json", [{"role": "user", "content": [text("[not json")]}]),
        (SIX, 5, [{"role": "user", "content": [text("5")]}]),
        (SIX, HISTORY, OF_SIX),
        (FIVE, HISTORY, HISTORY),
        (PAIRS, HISTORY, OF_PAIRS),
        (SIX, OF_SIX, OF_SIX),
        (FIVE, OF_SIX, HISTORY),
        (PAIRS, OF_SIX, OF_PAIRS),
        (PAIRS, OF_PAIRS, OF_PAIRS),
        (FIVE, OF_PAIRS, [{k: v for k, v in one.items() if k != "metadata"} for one in HISTORY]),
        (
            FIVE,
            [{"role": "user", "content": [text("one"), text("two")]}],
            [{"role": "user", "content": "one"}, {"role": "user", "content": "two"}],
        ),
        (
            SIX,
            {"role": "assistant", "content": BUTTON},
            [{"role": "assistant", "content": [{"type": "component", **BUTTON}]}],
        ),
        (PAIRS, {"role": "assistant", "content": BUTTON}, [[None, BUTTON]]),
        (SIX, {"role": "user", "content": F}, [OF_SIX[1]]),
        (SIX, F | {"role": "user", "content": None}, None),
        (SIX, '[["hi", "ho"]]', None),
        (SIX, [], []),
    ],
)
def test_histories(name: str, value: Any, sent: Any) -> None:
    converted = an_input(name).convert(value)
    if sent is not None:
        assert converted == sent
    else:
        assert {one["role"] for one in converted} <= {"user", "assistant"}


@pytest.mark.parametrize(
    "value", [["a", "b"], {"text": "a"}, [{"role": "user"}, 5], [["a", "b", "c"]], [{"role": 5}]]
)
def test_what_is_no_history(value: Any) -> None:
    with pytest.raises(ParamInvalid) as caught:
        an_input(SIX).convert(value)
    assert caught.value.message == "-it takes messages, each with its role and content"
    assert caught.value.hint == "-it @{role='user'; content='hello'}"
