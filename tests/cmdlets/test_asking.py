"""-Ask: questions for the inputs, and the answers that fit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

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
