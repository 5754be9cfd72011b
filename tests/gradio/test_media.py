from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gshell.gradio.errors import FileNotFound, ParamInvalid
from gshell.gradio.localfiles import InlineFile, LocalFile
from gshell.gradio.words import written
from tests.gradio.inputs import an_input

F = {"path": "/tmp/a.png", "meta": {"_type": "gradio.FileData"}}
CLIP = {**F, "path": "/tmp/a.mp4"}
NAMES = ["clip.mp4", "one.png", "two.png"]


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three files, which are there, and that is all that is asked of them."""
    for name in NAMES:
        (tmp_path / name).write_text(name)
    monkeypatch.chdir(tmp_path)


def named(value: Any) -> Any:
    """Give a value with the name of each local file in the file's place."""
    if isinstance(value, (LocalFile, InlineFile)):
        return value.name
    if isinstance(value, list):
        return [named(item) for item in value]
    if isinstance(value, dict):
        return {key: named(item) for key, item in value.items()}
    return value


EDITED: dict[str, Any] = {"background": None, "layers": [], "composite": None}


@pytest.mark.parametrize(
    ("name", "value", "sent"),
    [
        ("Video", "clip.mp4", "clip.mp4"),
        ("Video", {"video": CLIP, "subtitles": None}, CLIP),
        ("Video of 5", "clip.mp4", {"video": "clip.mp4", "subtitles": None}),
        ("Video of 5", CLIP, {"video": CLIP, "subtitles": None}),
        ("Video of 5", {"video": "clip.mp4"}, {"subtitles": None, "video": "clip.mp4"}),
        ("Video of 5", ["clip.mp4", "one.png"], {"video": "clip.mp4", "subtitles": "one.png"}),
        ("Video of 5", '{"video": "clip.mp4"}', {"subtitles": None, "video": "clip.mp4"}),
        ("Gallery", "one.png", [{"image": "one.png", "caption": None}]),
        (
            "Gallery",
            "*.*",
            [
                {"video": "clip.mp4", "caption": None},
                {"image": "one.png", "caption": None},
                {"image": "two.png", "caption": None},
            ],
        ),
        ("Gallery", [["one.png", "first"]], [{"image": "one.png", "caption": "first"}]),
        (
            "Gallery",
            [{"image": "one.png", "caption": "first"}, CLIP],
            [{"image": "one.png", "caption": "first"}, {"video": CLIP, "caption": None}],
        ),
        ("Gallery", {**CLIP, "mime_type": "image/png"}, None),
        ("Gallery of 4", "clip.mp4", [{"image": "clip.mp4", "caption": None}]),
        ("Imageeditor", "one.png", {**EDITED, "background": "one.png", "composite": "one.png"}),
        ("Imageeditor", F, {**EDITED, "background": F, "composite": F}),
        (
            "Imageeditor",
            {"background": "one.png", "layers": "two.png"},
            {**EDITED, "background": "one.png", "layers": ["two.png"]},
        ),
        ("Imageeditor", {"composite": "one.png"}, {**EDITED, "composite": "one.png"}),
        ("Imageeditor", {**EDITED, "id": "x"}, {**EDITED, "id": "x"}),
        ("Imageslider", ["one.png", F], ["one.png", F]),
        ("Imageslider", [None, "one.png"], [None, "one.png"]),
        ("Imageslider", "*.png", ["one.png", "two.png"]),
        ("Annotatedimage", "one.png", {"image": "one.png", "annotations": []}),
        (
            "Annotatedimage",
            {"image": F, "annotations": [{"image": "one.png", "label": "sky"}]},
            {"image": F, "annotations": [{"image": "one.png", "label": "sky"}]},
        ),
        ("Multimodaltextbox", "one.png", {"text": "one.png", "files": []}),
        ("Multimodaltextbox", 7, {"text": "7", "files": []}),
        ("Multimodaltextbox", ["one.png", F], {"text": "", "files": ["one.png", F]}),
        ("Multimodaltextbox", F, {"text": "", "files": [F]}),
        ("Multimodaltextbox", Path("one.png"), {"text": "", "files": ["one.png"]}),
        (
            "Multimodaltextbox",
            {"text": "look", "files": "*.png"},
            {"text": "look", "files": ["one.png", "two.png"]},
        ),
        ("Multimodaltextbox", {"text": "look"}, {"text": "look", "files": []}),
        ("Multimodaltextbox", {"files": ["one.png"]}, {"text": "", "files": ["one.png"]}),
        ("Multimodaltextbox", '{"text": "look"}', {"text": "look", "files": []}),
        ("Multimodaltextbox", '{"a": 1}', {"text": '{"a": 1}', "files": []}),
        ("Files", ["one.png", "t*.png"], ["one.png", "two.png"]),
        ("Files", "one.png", ["one.png"]),
        ("File", "data:text/plain,hello", "file.txt"),
        ("File", "HTTPS://example.org/a.png", {**F, "path": "HTTPS://example.org/a.png"}),
    ],
)
def test_shapes(name: str, value: Any, sent: Any) -> None:
    converted = named(an_input(name).convert(value))
    if isinstance(converted, dict):
        converted.pop("url", None)
    assert converted == ([{"image": value, "caption": None}] if sent is None else sent)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("Video of 5", ["clip.mp4"], "-it takes one file, not a list"),
        ("Gallery", [["one.png"]], "-it takes files, or pairs of a file and its caption"),
        ("Gallery", 5, "-it takes a file (got '5')"),
        ("Imageslider", "one.png", "-it takes two files (got 1)"),
        ("Imageslider", ["one.png", "*.png"], "-it takes two files (got 3)"),
        ("Imageeditor", {"a": 1}, "-it takes a file, not a map"),
        ("Annotatedimage", 5, "-it takes a file (got '5')"),
        ("File", ["one.png"], "-it takes one file, not a list"),
        ("File", "", "-it takes a file, not an empty text"),
        ("File", "*.png", "-it takes one file, and 2 match '*.png'"),
    ],
)
def test_what_does_not_fit(name: str, value: Any, message: str) -> None:
    with pytest.raises(ParamInvalid) as caught:
        an_input(name).convert(value)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("File", "three.png"),
        ("Files", ["one.png", "three.png"]),
        ("Gallery", "three.png"),
        ("Gallery", [{"image": "three.png"}]),
        ("Imageeditor", {"background": None, "layers": ["three.png"]}),
        ("Multimodaltextbox", {"files": "three.png"}),
        ("Chatbot", {"role": "user", "content": {"file": "three.png"}}),
    ],
)
def test_a_file_that_is_not_there(name: str, value: Any) -> None:
    with pytest.raises(FileNotFound) as caught:
        an_input(name).convert(value)
    assert caught.value.message == "-it takes a file: there is no file three.png"
    assert caught.value.hint


def test_a_picture_without_layers_is_uploaded_once() -> None:
    converted = an_input("Imageeditor").convert("one.png")
    assert converted["background"] is converted["composite"]


def refused(name: str, value: Any, **settings: Any) -> tuple[str, str]:
    with pytest.raises((ParamInvalid, FileNotFound)) as caught:
        an_input(name, **settings).convert(value)
    return caught.value.message, caught.value.hint


@pytest.mark.parametrize("path", ["notes.txt", "/tmp/my notes.txt"])
def test_a_map_with_a_path_of_this_machine_is_no_file(path: str) -> None:
    hint = f"give the path itself: {written(path)}"
    assert refused("File", {"path": path}) == ("-it takes a file, not a map with its path", hint)


def test_a_map_that_is_a_file_passes() -> None:
    for given in (
        {"path": "https://example.org/a.png"},
        {"path": "a", "url": "https://example.org/a.png"},
        {"path": "a", "meta": {"_type": "gradio.FileData"}},
    ):
        assert an_input("File").convert(given)["path"] == given["path"]
    assert an_input("File").convert({"path": "a"}, local=False)["path"] == "a"


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ([{"path": "a", "meta": {"_type": "gradio.FileData"}}], "[0] takes the file out of the"),
        (["a.png", "b.png"], "'a.png', 'b.png' | call ... calls it with each of them"),
        (["a.png", "b.png", "c.png"], "'a.png', 'b.png', ... | call ..."),
        ([Path("a"), Path("b")], "ls ... | call ... calls it with each of them"),
        ([], "give a path"),
    ],
)
def test_a_list_for_one_file(value: list[Any], hint: str) -> None:
    said = refused("File", value)
    assert said[0] == "-it takes one file, not a list"
    assert said[1].startswith(hint)


def test_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub" / "deep").mkdir(parents=True)
    said = refused("File", "sub")
    assert said == ("-it takes a file, and sub is a folder", "give the path of a file in it")
    assert refused("Files", "sub")[1] == "its files: -it 'sub/*'"
    assert refused("Files", "sub", takes_folders=True)[0] == (
        "-it takes files, and the folder sub has none"
    )
    for name in ("b.txt", "deep/a.txt", ".hidden"):
        (tmp_path / "sub" / name).write_text("")
    found = an_input("Files", takes_folders=True).convert("sub")
    assert [Path(each.path).name for each in found] == ["b.txt", "a.txt"]
