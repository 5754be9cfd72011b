"""What is offered, and said, for the inputs of an endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gshell.cmdlets.types import InputValue, describe_input
from gshell.engine.complete import complete
from gshell.engine.errors import Mismatch
from gshell.engine.shell import Shell
from gshell.engine.values import Bareword
from gshell.gradio.kinds import Kind
from gshell.gradio.schema import Parameter
from tests.cmdlets.conftest import Driver
from tests.gradio.inputs import an_input


@pytest.fixture
def shell(driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in a folder with some files, a folder among them."""
    (tmp_path / "pictures").mkdir()
    for name in ("a.png", "b.PNG", "notes.txt", "people.csv", "pictures/c.png", ".hidden.png"):
        (tmp_path / name).write_text("")
    monkeypatch.chdir(tmp_path)
    return driver.shell


def offered(parameter: Parameter, shell: Shell, typed: str = "") -> list[str]:
    return [one.text for one in InputValue(parameter).complete_typed(typed, shell)]


ALL = ["a.png", "b.PNG", "notes.txt", "people.csv", "pictures/"]


@pytest.mark.parametrize(
    ("parameter", "names"),
    [
        (an_input("File", file_types=["image"]), ["a.png", "b.PNG", "pictures/"]),
        (an_input("File"), ALL),
        (an_input("Files", file_types=[".txt"]), ["notes.txt", "pictures/"]),
        (an_input("Files", file_types=["audio"]), ALL),
        (an_input("Gallery"), ["a.png", "b.PNG", "pictures/"]),
        (an_input("Imageeditor"), ["a.png", "b.PNG", "pictures/"]),
        (an_input("Video of 5"), ALL),
        (an_input("Dataframe"), ["people.csv", "pictures/"]),
        (an_input("Multimodaltextbox"), []),
        (an_input("Textbox"), []),
    ],
)
def test_files_are_offered_by_their_kind(
    parameter: Parameter, names: list[str], shell: Shell
) -> None:
    assert offered(parameter, shell) == names


def test_files_are_offered_in_folders_and_by_their_beginning(shell: Shell) -> None:
    picture = an_input("File", file_types=["image"])
    assert offered(picture, shell, "pictures/") == ["pictures/c.png"]
    assert offered(picture, shell, "b") == ["b.PNG"]
    assert offered(picture, shell, "n") == ["notes.txt"]  # none that fits begins so
    assert offered(picture, shell, ".") == [".hidden.png"]
    assert offered(picture, shell, "nowhere/") == []


def test_choices_are_offered_with_what_the_page_calls_them(shell: Shell) -> None:
    size = Parameter("size", Kind("choice", ("s", 2)), labels=("Small", "Two"), default="s")
    pairs = [(one.text, one.note) for one in InputValue(size).complete_typed("", shell)]
    assert pairs == [("s", "Small, default"), ("2", "Two")]


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        (an_input("File", file_types=["image"]), "an image file"),
        (an_input("Files", file_types=[".txt", ".csv"]), ".txt or .csv files"),
        (an_input("Gallery"), "image or video files"),
        (an_input("Imageslider"), "image files"),
        (an_input("Video of 5"), "a video file"),
        (an_input("Dataframe", label="people"), "people; rows as maps or lists, or a .csv file"),
        (an_input("Datetime"), "a time as 2026-01-31 15:00, or now"),
        (an_input("Chatbot"), "a text, or messages: @{role='user'; content='hello'}"),
        (an_input("Textbox", label="It"), ""),
        (
            an_input("Number", minimum=1, maximum=5, description="numeric value between 1 and 5"),
            "1-5",
        ),
    ],
)
def test_an_input_in_words(parameter: Parameter, words: str) -> None:
    assert describe_input(parameter) == words


@pytest.mark.parametrize(
    ("name", "value", "sent"),
    [
        ("Textbox", Bareword("007"), "007"),
        ("Multimodaltextbox", Bareword("007"), {"text": "007", "files": []}),
        ("Chatbot of pairs", Bareword("5"), [["5", None]]),
        ("Checkboxgroup", [Bareword("a"), Bareword("B")], ["a", "b"]),
        ("Dataframe", [Bareword("1"), Bareword("2")], {"headers": ["1"], "data": [[1], [2]]}),
        ("Json", {"n": 1}, {"n": 1}),
    ],
)
def test_words_become_values(name: str, value: Any, sent: Any) -> None:
    assert InputValue(an_input(name)).convert(value) == sent


def test_a_map_for_one_value_is_refused() -> None:
    with pytest.raises(Mismatch, match="takes one value, not a map"):
        InputValue(an_input("Textbox")).convert({"text": "a"})


@pytest.mark.parametrize(
    ("line", "choices"),
    [
        ("call caption ", ["a.png", "b.PNG", "pictures/"]),
        ("call caption -image pi", ["pictures/"]),
        ("call caption a.png,b", ["b.PNG"]),
        ("call caption 'pict", ["'pictures/"]),
        ("call shout p", ["people.csv", "pictures/"]),
    ],
)
def test_tab_after_an_endpoint(demo: Driver, shell: Shell, line: str, choices: list[str]) -> None:
    del shell  # it made the files
    found = complete(line, len(line), demo.shell)
    assert [one.text for one in found.choices] == choices
