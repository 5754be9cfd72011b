"""-Ask: questions for the inputs, and the answers that fit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from gshell.engine.errors import ShellError
from gshell.engine.host import Complete
from tests.cmdlets.conftest import Driver


class Person(Driver):
    """A shell with somebody who answers, one line after the other."""

    def answers(self, *lines: str) -> None:
        console = self.interpreter.console
        console.environment.stdin = io.StringIO("".join(f"{line}\n" for line in lines))
        console.interactive = True

    @property
    def unread(self) -> str:
        return self.interpreter.console.environment.stdin.read()


@pytest.fixture
def person(asking_app: str) -> Iterator[Person]:
    made = Person(asking_app, "asking")
    yield made
    made.interpreter.close()


def values(person: Person, line: str) -> str:
    """Give what the app got, and check that every answer was asked for."""
    (got,) = person.give(f"{line} -Value")
    assert person.unread == ""
    return str(got)


def test_every_input_is_asked_for(person: Person) -> None:
    person.answers("", "a boat", "2", "30", "1,wi", "n", '{"a": 1}', "4")
    assert values(person, "call draw -Ask") == (
        "['a boat', 'ink', 30, ['small', 'wide'], False, {'a': 1}, 4]"
    )
    for question in (
        "draw: Draw something.",
        "  1) a red car, ink, 3",
        "  2) a tree, 5",
        "example 1-2, or Enter to type your own: ",
        "(string; what to draw): ",
        "style: 1) photo  2) ink  3) Pixel Art",
        "style [photo]: ",
        "steps (number; 1-50) [20]: ",
        "tags: 1) small  2) large  3) wide",
        "tags (several with commas) [nothing]: ",
        "bright (y or n) [y]: ",
        "size: 1  2  4",
        "size [2]: ",
    ):
        assert question in person.messages


def test_enter_takes_the_app_s_own_value(person: Person) -> None:
    person.answers("", "a boat", "", "", "", "", "1", "")
    assert values(person, "call draw -Ask") == "['a boat', 'photo', 20, [], True, 1, 2]"


def test_a_wrong_answer_is_asked_again_with_the_reason(person: Person) -> None:
    person.answers(
        *("7", "", "", "''", "9", "pix", "many", "5", "huge", "4", "lar", "perhaps", "y", "{", "3"),
        *("", ""),
    )
    person.run("call draw -Ask -Value")
    for reason in (
        "there is no example 7",
        "prompt needs a value; '' stands for an empty text",
        "style has no choice 9",
        "steps must be a number (got 'many')",
        "tags must be one of small, large, wide (got 'huge')",
        "tags has no choice 4",
        "bright must be true or false (got 'perhaps')",
    ):
        assert f"{reason}\n" in person.messages


def test_an_example_is_picked_and_the_rest_asked_for(person: Person) -> None:
    person.answers("2", "ink", "", "", "null", "")
    assert values(person, "call draw -Ask").startswith("['a tree', 'ink', 5, [], True, ")
    assert "prompt (" not in person.messages


def test_what_is_given_is_not_asked_for(person: Person) -> None:
    person.answers("1", "", "", "0", "")
    assert values(person, "call draw 'a moon' -steps 7 -Ask").startswith("['a moon', 'ink', 7, ")
    assert "  1) ink\n" in person.messages


def test_what_is_piped_is_not_asked_for(person: Person) -> None:
    person.answers("", "ink", "1", "", "", "0", "")
    assert values(person, "'a star' | call draw -Ask").startswith("['a star', 'ink', 1, ")


def test_it_says_how_to_make_the_call_without_questions(person: Person) -> None:
    person.answers("", "it's; $x", "Pixel Art", "", "small", "no", "[1, 2]", "")
    got = values(person, "call draw -Ask")
    line = person.messages.rpartition("the same without questions: ")[2].splitlines()[0]
    assert line == (
        "call draw -prompt 'it''s; $x' -style 'Pixel Art' -tags small -bright false -extra 1,2"
    )
    assert values(person, line) == got


def test_it_works_on_a_command_of_an_endpoint(person: Person) -> None:
    person.answers("", "b", "", "", "", "", "{}", "")
    person.give("GradioApiFunction draw -Prefix Do | Out-Null")
    assert values(person, "DoDraw -Ask").startswith("['b', 'photo', 20, ")
    assert "the same without questions: DoDraw -prompt b" in person.messages


def test_an_example_may_be_a_file_of_the_app(person: Person) -> None:
    person.answers("1")
    assert values(person, "call size -Ask") == "(2, 3)"
    assert "example 1, or Enter" in person.messages
    assert "  1) dot.png\n" in person.messages


def test_a_file_is_read_from_a_path(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PIL import Image

    monkeypatch.setenv("HOME", str(tmp_path))
    Image.new("RGB", (5, 6)).save(tmp_path / "mine.png")
    person.answers("", "nowhere.png", "~/mine.png")
    assert values(person, "call size -Ask") == "(5, 6)"
    assert "there is no file nowhere.png" in person.messages


def test_nothing_is_sent_without_an_answer(person: Person) -> None:
    person.answers("", "a boat")
    assert person.fail("call draw -Ask").id == "Cancelled"
    assert person.sessions.find().calls == []


def test_nothing_is_sent_under_what_if(person: Person) -> None:
    person.answers("1", "", "", "0", "")
    assert person.give("call draw -Ask -WhatIf") == []
    assert "(not sent)" in person.messages


def test_without_a_person_it_is_an_error(person: Person) -> None:
    error = person.fail("call draw -Ask")
    assert error.id == "ConfirmNeeded"
    assert error.hint.startswith("give them by name: call draw -prompt <string>")


@pytest.fixture
def tester(
    components_app: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Person]:
    from PIL import Image

    monkeypatch.chdir(tmp_path)
    for name in ("red.png", "blue 2.png"):
        Image.new("RGB", (2, 2), name.split(".")[0].split()[0]).save(tmp_path / name)
    (tmp_path / "people.csv").write_text("name,age\nAnn,31\n")
    made = Person(components_app, "components")
    yield made
    made.interpreter.close()


def taught(person: Person) -> str:
    return person.messages.rpartition("the same without questions: ")[2].splitlines()[0]


@pytest.mark.parametrize(
    ("endpoint", "answer", "arguments"),
    [
        ("in_gallery", "red.png, blue 2.png", "red.png,'blue 2.png'"),
        ("in_file_several", "people.csv", "people.csv"),
        ("in_image", "red.png", "red.png"),
        ("in_imageeditor", "red.png", "red.png"),
        ("in_gallery", '[{"image": "red.png"}]', """'[{"image": "red.png"}]'"""),
        ("in_dataframe", "people.csv", "people.csv"),
        ("in_dataframe", "[[1, 2]]", "'[[1, 2]]'"),
        ("in_chatbot", "it's me", "'it''s me'"),
        ("in_checkboxgroup", "1,Extra Large", "small,'Extra Large'"),
    ],
)
def test_the_taught_line_has_what_was_answered(
    tester: Person, endpoint: str, answer: str, arguments: str
) -> None:
    tester.answers(answer)
    got = values(tester, f"call {endpoint} -Ask")
    assert taught(tester) == f"call {endpoint} -given {arguments}"
    assert values(tester, taught(tester)) == got


@pytest.mark.parametrize("endpoint", ["in_json", "in_dataframe", "in_label"])
def test_broken_json_is_asked_again(tester: Person, endpoint: str) -> None:
    if endpoint == "in_label":
        tester.answers("{a label}")  # a text may begin so
    else:
        tester.answers('{"a": ', '{"a": [1]}')
    assert values(tester, f"call {endpoint} -Ask")
    assert ("given begins as JSON and is none: " in tester.messages) == (endpoint != "in_label")


def test_a_long_question_has_lines_of_its_own(tester: Person) -> None:
    tester.answers("people.csv")
    values(tester, "call in_dataframe -Ask")
    assert "  rows as maps or lists, or a .csv file\n  such as {" in tester.messages
    assert "  Enter takes {" in tester.messages
    assert "\ngiven: " in tester.messages
    assert "parameter_" not in tester.messages
    assert max(map(len, tester.messages.splitlines()[:-1])) < 80


def test_a_question_for_a_file_says_so_once(tester: Person) -> None:
    tester.answers("red.png")
    values(tester, "call in_image -Ask")
    assert "given (an image file): " in tester.messages


def completed(person: Person, line: str, typed: str) -> list[str]:
    """Give what Tab offers in the answer to the last question of a line."""
    offered: list[str] = []

    def ask(question: str, complete: Complete | None = None) -> str:
        del question
        assert complete is not None
        offered[:] = [one.text for one in complete(typed)]
        raise ShellError("Cancelled", "nothing was answered")

    console = person.interpreter.console
    console.interactive = True
    console.ask = ask  # type: ignore[method-assign]
    person.run(line)
    return offered


@pytest.mark.parametrize(
    ("endpoint", "typed", "offered"),
    [
        ("in_image", "", ["blue 2.png", "red.png"]),
        ("in_gallery", "red.png, b", ["red.png, blue 2.png"]),
        ("in_dataframe", "", ["people.csv"]),
        ("in_checkbox", "", ["true", "false"]),
        ("in_dropdown_several", "small,", ["small,small", "small,medium", "small,Extra Large"]),
        ("in_textbox", "", []),
    ],
)
def test_answers_complete(tester: Person, endpoint: str, typed: str, offered: list[str]) -> None:
    assert completed(tester, f"call {endpoint} -Ask -WhatIf", typed) == offered


def test_a_folder_of_files(tester: Person, tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "one.txt").write_text("1")
    (tmp_path / "all" / "two.txt").write_text("2")
    (said,) = tester.give("call in_file_folder all -Value")
    assert [part.split()[0] for part in str(said).split(", ")] == ["one.txt", "two.txt"]
    (page,) = tester.give('help /in_file_folder | % { "$_" }')
    assert "a folder with all files below it, or files" in str(page)
    assert "parameter_" not in str(page)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("$r = call out_file_several; call in_image $r", "name the part: (...).data[0]"),
        ("$r = @(call out_image) * 2; call in_image $r", "name it: (...)[-1].data[0]"),
        (
            "@{Name='a'} | call in_dataframe",
            "(...) makes one table of all objects: call in_dataframe (...)",
        ),
    ],
)
def test_hints_for_what_does_not_fit(tester: Person, line: str, hint: str) -> None:
    assert tester.fail(line).hint == hint


def test_one_warning_for_files_of_the_wrong_kind(tester: Person) -> None:
    tester.run("call in_file_several *.png")
    warned = [line for line in tester.messages.splitlines() if "is for" in line]
    assert warned == ["warning: -given is for .txt or .csv files, not blue 2.png and 1 more"]
