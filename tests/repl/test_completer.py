"""Completion at the prompt, with the real commands and a real app."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from prompt_toolkit.completion import CompleteEvent, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text.utils import fragment_list_to_text

from gshell.cmdlets.index import INDEX
from gshell.cmdlets.sessions import Sessions
from gshell.engine.registry import CommandTable
from gshell.engine.shell import Shell
from gshell.repl.completer import NOTE_WIDTH, ShellCompleter
from gshell.repl.host import PromptHost
from tests.repl.desk import PATIENCE, fail, make_environment


def make_shell() -> Shell:
    return Shell(PromptHost(make_environment()), CommandTable(INDEX))


@pytest.fixture(scope="module")
def shell(demo_app: str) -> Iterator[Shell]:
    made = make_shell()
    made.service(Sessions).open(demo_app, name="demo")
    yield made
    made.close()


def completions(shell: Shell, text: str) -> list[Completion]:
    completer = ShellCompleter(shell, fail)
    return list(completer.get_completions(Document(text), CompleteEvent()))


def texts(shell: Shell, text: str) -> list[str]:
    return [one.text for one in completions(shell, text)]


def test_endpoints_complete_with_their_descriptions(shell: Shell) -> None:
    found = completions(shell, "call ")
    names = ["upper", "count", "chat", "gen", "caption", "table", "shout", "slow", "boom"]
    assert [one.text for one in found] == names
    notes = [fragment_list_to_text(one.display_meta) for one in found]
    assert notes[0] == "Turn a text into capital letters."
    assert all(0 < len(note) <= NOTE_WIDTH for note in notes)
    assert all(one.start_position == 0 for one in found)


def test_only_the_word_at_the_cursor_is_replaced(shell: Shell) -> None:
    (found,) = completions(shell, "call upper x; call UPP")
    assert (found.text, found.start_position) == ("upper", -3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call gen -st", ["-style", "-steps"]),
        ("call gen 'a cat' -style ", ["photo", "ink", "pixel"]),
        ("call gen 'a cat' p", ["photo", "pixel"]),
        ("Invoke-GradioSessionApi cou", ["count"]),
        ("help gen", ["gen"]),
        ("use ", ["demo"]),
        ("call gen cat -Session d", ["demo"]),
        ("Set-GradioSession -MaxCallsPolicy W", ["Warning"]),
        ("$session.AppU", ["AppUrl"]),
        ("call count | % { $_.ev", ["event", "EventId"]),
        ("call count | where eve", ["event", "EventId"]),
        ("(apis gen).Para", ["Parameters"]),
        ("call count | whe", ["where", "Where-Object"]),
        ("call count | ope", ["open"]),
        ("call count | get-comm", []),  # takes nothing from a pipe
    ],
)
def test_the_real_commands_complete(shell: Shell, text: str, expected: list[str]) -> None:
    assert texts(shell, text) == expected


def test_completing_does_not_wait_for_a_connection() -> None:
    answer = threading.Event()
    shell = make_shell()

    def address() -> str:
        answer.wait(PATIENCE)
        raise ConnectionError("never mind")

    shell.service(Sessions).begin("slow", address, session_name=None)
    try:
        assert texts(shell, "call gen -fin") == ["-FinalOnly"]
        assert "gen" not in texts(shell, "call ")
        assert texts(shell, "use ")[0].startswith("-")  # no session yet: its parameters
    finally:
        answer.set()
        shell.close()


def test_a_defect_offers_nothing_and_is_told() -> None:
    defects: list[Exception] = []
    broken = ShellCompleter(None, defects.append)  # type: ignore[arg-type]
    assert list(broken.get_completions(Document("call "), CompleteEvent())) == []
    assert len(defects) == 1
