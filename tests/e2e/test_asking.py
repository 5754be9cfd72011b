"""-Ask and commands of endpoints, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.terminal import CTRL_C, TAB, Terminal, open_terminal

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def shell(tmp_path: Path, asking_app: str) -> Iterator[Terminal]:
    with open_terminal([asking_app], tmp_path) as terminal:
        terminal.wait_for("Asking, Gradio")
        yield terminal


def test_questions_for_a_call(shell: Terminal) -> None:
    shell.run("call size -Ask")
    shell.wait_for_line("example 1, or Enter to type your own:")
    shell.run("1")
    shell.wait_for("\n(2, 3)\n")
    shell.run("call draw 'a moon' -Ask")
    shell.wait_for_line("example 1-2, or Enter to type your own:")
    shell.run("1")
    shell.wait_for_line("tags (several with commas) [nothing]:")
    shell.press(CTRL_C)
    shell.wait(lambda: shell.current.endswith(">"), "the prompt on a line of its own")
    shell.run("'calls:', (Get-GradioSessionApi).Count -join ' '")
    shell.wait_for("\ncalls: 1\n")


def test_commands_of_endpoints_complete(shell: Terminal) -> None:
    shell.run("GradioApiFunction -Prefix My")
    shell.wait_for("MySize")
    shell.press("MyD", TAB, " -sty", TAB, " Pi", TAB)
    shell.wait(lambda: shell.current.endswith("> MyDraw -style 'Pixel Art'"), "a completed line")


def test_tab_completes_answers(shell: Terminal, tmp_path: Path) -> None:
    shell.run("call draw 'a moon' -Ask")
    shell.wait_for_line("example 1-2, or Enter to type your own:")
    shell.press(TAB, "\r")
    shell.wait_for_line("style [photo]:")
    shell.press("pi", TAB)
    shell.wait_for_line("style [photo]: Pixel Art")
    shell.press(CTRL_C)
    shell.wait(lambda: shell.current.endswith(">"), "the prompt on a line of its own")
    (tmp_path / "my moon.png").write_bytes(b"")
    shell.run(f"cd '{tmp_path}'; call size -Ask")
    shell.wait_for_line("example 1, or Enter to type your own:")
    shell.press("\r")
    shell.wait(lambda: shell.current.startswith("image ("), "the question for a file")
    shell.press("my", TAB)
    shell.wait(lambda: shell.current.endswith(": my moon.png"), "a completed name")
