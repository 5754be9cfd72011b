"""Hints for the habits of other shells: what they name exists, and can be typed as it stands."""

from __future__ import annotations

import re

import pytest

from gshell.cmdlets import habits
from gshell.cmdlets.habits import HABITS, PARAMETER_HABITS, argument_hint, hint_for
from gshell.cmdlets.index import INDEX
from gshell.engine.command import Inputs, Parameter
from gshell.engine.lookup import find_parameter
from gshell.engine.registry import CommandTable
from gshell.language import tree
from gshell.language.parser import outline, parse
from tests.cmdlets.conftest import Driver

TABLE = CommandTable(INDEX)

ALL_HINTS = sorted(
    {*HABITS.values(), *(hint for typed in PARAMETER_HABITS.values() for hint in typed.values())}
)


def codes(hint: str) -> list[str]:
    """Give the pieces of code in a hint, with objects where they go on from others."""
    return [code.replace("...", "1..3", 1) for code in re.findall(r"`([^`]{3,}?)`(?!\w)", hint)]


@pytest.mark.parametrize("hint", ALL_HINTS)
def test_the_code_of_a_hint_can_be_typed(hint: str) -> None:
    assert len(hint) <= 100
    for code in codes(hint):
        parse(code)
        for draft in outline(code).commands:
            if isinstance(draft.name, tree.Word) and not draft.name.text.startswith("."):
                assert TABLE.resolve(draft.name.text), draft.name.text
                named = [one for one in draft.elements if isinstance(one, tree.Parameter)]
                cmdlet = TABLE.find(draft.name.text)
                if cmdlet.dynamic is None:
                    for one in named:
                        found = find_parameter(one.name, cmdlet, Inputs(""))
                        assert isinstance(found, Parameter), f"{cmdlet.name} -{one.name}"


def test_most_hints_have_code() -> None:
    assert sum(1 for hint in HABITS.values() if codes(hint)) > 0.8 * len(HABITS)


@pytest.mark.parametrize("word", sorted(HABITS))
def test_no_habit_is_a_command(word: str) -> None:
    assert word == word.lower()
    assert TABLE.resolve(word) is None


def test_no_word_stands_twice_in_the_table() -> None:
    words = [word for words, _ in habits._TABLE for word in words.split()]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("name", sorted(PARAMETER_HABITS))
def test_no_habitual_parameter_is_one(name: str) -> None:
    cmdlet = TABLE.load(name)
    for typed in PARAMETER_HABITS[name]:
        assert typed == typed.lower()
        assert not isinstance(find_parameter(typed, cmdlet, Inputs("")), Parameter), typed


def test_parameters_are_found_in_any_case() -> None:
    assert "-Force" in argument_hint("Get-ChildItem", "-lA")
    assert argument_hint("Get-ChildItem", "-nothing") == ""
    assert argument_hint("Exit-Gshell", "-la") == ""


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("grep x", "`... | where { $_ -match 'text' }` keeps what matches"),
        ("HEAD -n 5", "`... | select -First 10` keeps the first ones"),
        ("X=1", "`$X = 1` sets a variable, `$env:X = 1` one of the process"),
        ("X=", "`$X = ''` sets a variable, `$env:X = ''` one of the process"),
        ("curl http://127.0.0.1 -X POST", HABITS["curl"]),
        ("console.log('x')", HABITS["print"]),
        ("import gradio", HABITS["import"]),
        ("sudo x", HABITS["sudo"]),
        ("1..3 | grep 2", HABITS["grep"]),
    ],
)
def test_a_habit_gets_its_hint(driver: Driver, line: str, hint: str) -> None:
    error = driver.fail(line)
    assert error.id == "CommandNotFound"
    assert error.hint == hint


def test_other_words_get_the_nearest_command(driver: Driver) -> None:
    assert driver.fail("selct x").hint == "did you mean select?"


def test_an_endpoint_of_the_app_comes_first(demo: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HABITS, "upper", "not this")
    assert hint_for("upper") == "not this"
    assert "call upper" in demo.fail("upper hi").hint
