"""Every component as an output: its value, what is printed of it, and that it goes back in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cmdlets.conftest import Driver
from tests.compat.environments import INSTALLED
from tests.components.files import described, needs_ffmpeg, with_digests
from tests.components.versions import Case, on_all, on_versions


def gives(endpoint: str, expected: Any, **versions: int) -> Case:
    return Case(endpoint, "", expected, **versions)


NOTES, MODEL = "<notes.txt>", "<triangle.obj>"
SERIES = {
    "columns": ["x", "y"],
    "data": [[1, 2], [2, 4], [3, 8]],
    "datatypes": {"x": "quantitative", "y": "quantitative"},
}


def chat(content: Any, **fields: Any) -> list[Any]:
    """The history that the app gives, with the content and the other fields of a version."""
    said = {"user": "hello", "assistant": "Hello to you"}
    return [{"role": role, "content": content(text), **fields} for role, text in said.items()]


CASES = [
    gives(
        "annotatedimage",
        {"image": "picture 4x3", "annotations": [{"image": "picture 4x3", "label": "corner"}]},
    ),
    gives("audio", "sound of 800 samples at 8000 Hz"),
    gives("barplot", {**SERIES, "mark": "bar"}),
    gives("browserstate", {"seen": 3}, since=5),
    gives(
        "chatbot",
        chat(lambda text: [{"text": text, "type": "text"}], metadata=None, options=None),
        since=6,
    ),
    gives("chatbot", [["hello", "Hello to you"]], until=5),
    gives(
        "chatbot_messages",
        chat(lambda text: text, metadata=None, options=None),
        since=5,
        until=5,
    ),
    gives("chatbot_messages", chat(lambda text: text, metadata={"title": None}), until=4),
    gives("checkbox", True),
    gives("checkboxgroup", ["small", "medium"]),
    gives("code", "print('hi')"),
    gives("colorpicker", "#ff0000"),
    gives(
        "dataframe",
        {"headers": ["name", "age"], "data": [["Ann", 31], ["Bob", 45]], "metadata": None},
    ),
    gives("dataset", 1),
    gives("datetime", "2026-01-31 15:00:00"),
    gives("dialogue", [{"speaker": "Ann", "text": "hello"}], since=5),
    gives("downloadbutton", NOTES),
    gives("dropdown", "medium"),
    gives("dropdown_several", ["medium"]),
    gives("fallback", {"a": [1]}),
    gives("file", NOTES),
    gives("file_several", [NOTES, MODEL]),
    gives("fileexplorer", [["sub", "leaf.txt"]]),
    gives(
        "gallery",
        [{"image": "picture 4x3", "caption": "red"}, {"image": "picture 2x2", "caption": None}],
    ),
    gives(
        "highlightedtext",
        [
            {"token": "Paris", "class_or_confidence": "city"},
            {"token": " is nice", "class_or_confidence": None},
        ],
    ),
    gives("html", "<b>bold</b>"),
    gives("image", "picture 4x3"),
    gives(
        "imageeditor",
        {
            "background": "picture 4x3",
            "layers": ["picture 2x2"],
            "composite": "picture 4x3",
            "id": None,
        },
    ),
    gives("imageslider", ["picture 4x3", "picture 2x2"], since=5),
    gives("json", {"a": [1, 2.5, None, True]}),
    gives(
        "label",
        {
            "label": "cat",
            "confidences": [
                {"label": "cat", "confidence": 0.9},
                {"label": "dog", "confidence": 0.1},
            ],
        },
    ),
    gives("lineplot", {**SERIES, "mark": "line"}),
    gives("markdown", "# Title"),
    gives("model3d", MODEL),
    gives("multimodaltextbox", {"text": "look", "files": [NOTES]}),
    gives("nativeplot", {**SERIES, "mark": "native"}),
    gives("navbar", [["Home", ""]], since=5),
    gives("number", 2.5),
    gives("paramviewer", {"n": {"type": "int", "description": "how many", "default": "3"}}),
    gives("plot", {"type": "plotly", "plot": '{"data": []}'}),
    gives("radio", "small"),
    gives("scatterplot", {**SERIES, "mark": "point"}),
    gives("slider", 4),
    gives("textbox", "some text"),
    gives("timer", 30),
    gives("uploadbutton", NOTES),
]


@on_versions(CASES)
def test_what_an_app_gives(shell: Driver, folder: Path, case: Case) -> None:
    (value,) = shell.give(f"call out_{case.endpoint} -Value")
    expected = json.loads(with_digests(json.dumps(case.expected), folder))
    assert described(value) == expected


@on_versions(CASES, [INSTALLED])
def test_what_is_printed(shell: Driver, case: Case) -> None:
    before = len(shell.output.getvalue())
    assert shell.interpreter.run(f"call out_{case.endpoint}") == 0
    printed = shell.output.getvalue()[before:].removesuffix("\n")
    (value,) = shell.give(f"call out_{case.endpoint} -Value")
    if isinstance(value, dict) and "meta" in value:
        assert printed.startswith(shell.give("$session.RealAppUrl")[0] + "/file=")
    elif isinstance(value, (list, dict)):
        assert described(json.loads(printed)) == described(value)
    else:
        assert printed == str(value)


BACK = {
    "annotatedimage": "image.webp ",
    "audio": "8000 Hz, 800 samples, loudest 0",
    "checkbox": "bool true",
    "dataset": 'list ["second"]',
    "datetime": "2026-01-31T15:00:00",
    "file_several": "<notes.txt>",
    "gallery": "image.webp ",
    "imageeditor": "4x3 ",
    "imageslider": "4x3 ",
    "label": 'dict {"cat": 0.9, "dog": 0.1}',
    "plot": "plotly ",
}
"""What the app says of some of its values that come back to it, as far as that stays the same."""


@on_versions([case for case in CASES if case.endpoint != "file_several"])
def test_what_an_app_gives_goes_back_in(shell: Driver, folder: Path, case: Case) -> None:
    name = case.endpoint
    (said,) = shell.give(f"call out_{name} | call in_{name} -Map given=0 -Value")
    assert said.startswith(with_digests(BACK.get(name, ""), folder))
    assert said != "nothing"


@needs_ffmpeg
@on_all()
def test_a_video(shell: Driver, folder: Path) -> None:
    (given,) = shell.give("call echo_video clip.mp4 -Value")
    expected = with_digests("<clip.mp4>", folder)
    wrapped = {"video": expected, "subtitles": None}
    assert described(given) in (expected, wrapped)
    assert shell.give("call echo_video clip.mp4 | call in_video -Value") == [expected]
    assert shell.give("call echo_video clip.mp4 | call in_file -Value") == [expected]


@on_all()
def test_a_file_goes_in_and_comes_back(shell: Driver, folder: Path) -> None:
    (given,) = shell.give("call echo_file people.csv -Value")
    assert described(given) == with_digests("<people.csv>", folder)


@on_all()
def test_updates_are_unwrapped_and_state_and_layout_left_out(shell: Driver) -> None:
    (result,) = shell.give("call out_updates")
    assert result.data == ["huge", "said"]
    assert shell.give("call out_no_value -Value") == [None, None]


@on_all()
def test_no_component_is_forgotten(shell: Driver) -> None:
    (listed,) = shell.give("call listed -Value")
    names = "where { $_.Name -like 'out_*' -or $_.Name -like 'echo_*' }"
    given = shell.give(f"apis | {names} | % {{ $_.Returns[0].Component }}")
    assert set(listed) - set(given) == set()
    tested = {f"out_{case.endpoint}" for case in CASES} | {"out_updates", "out_no_value"}
    assert set(shell.give("apis | where Name -like out_* | % Name")) - tested == set()
