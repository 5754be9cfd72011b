"""What a person leaves to the shell: lines typed before, a profile, answers to questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.terminal import CTRL_C, CTRL_D, TAB, UP, open_terminal

pytestmark = pytest.mark.timeout(120)


def write_profile(home: Path, text: str) -> None:
    folder = home / ".config" / "gshell"
    folder.mkdir(parents=True)
    (folder / "profile.gsh").write_text(text, encoding="utf-8")


def test_lines_of_an_earlier_run_run_again(tmp_path: Path) -> None:
    with open_terminal([], tmp_path) as terminal:
        terminal.wait_for_prompt("gshell>")
        terminal.run("'o' + 'ne'")
        terminal.wait_for("\none")
        terminal.run("'t' + 'wo'")
        terminal.wait_for("\ntwo")
        terminal.run("exit")
        assert terminal.wait_for_end() == 0
    with open_terminal([], tmp_path) as terminal:
        terminal.wait_for_prompt("gshell>")
        terminal.run("h")
        terminal.wait_for("\nId  CommandLine\n 1  'o' + 'ne'\n 2  't' + 'wo'\n 3  exit\n")
        terminal.run("r 1")
        terminal.wait_for("> r 1\n'o' + 'ne'\none\n")
        terminal.wait_for_prompt("gshell>")
        terminal.press(UP)
        terminal.wait_for_line("gshell> 'o' + 'ne'")
        terminal.press(CTRL_C)
        terminal.wait_for_prompt("gshell>")
        terminal.press("r ", TAB)
        terminal.wait_for("'o' + 'ne'", "'t' + 'wo'", "exit")


def test_the_profile_is_there_at_the_first_prompt(tmp_path: Path) -> None:
    write_profile(tmp_path, "Write-Host 'wel' -NoNewline\n'come'\nSet-Alias pick select\nnosuch\n")
    with open_terminal([], tmp_path) as terminal:
        terminal.wait_for_prompt("gshell>")
        assert terminal.lines[0] == "welcome"
        terminal.wait_for("error CommandNotFound", "profile.gsh, line 4")
        terminal.run("7..9 | pick -First 1")
        terminal.wait_for("\n7\n")


def test_ctrl_c_stops_the_profile_and_not_the_shell(tmp_path: Path) -> None:
    write_profile(tmp_path, "'begun'\nsleep 3600\n'never'\n")
    with open_terminal([], tmp_path) as terminal:
        terminal.wait_for("begun")
        terminal.press(CTRL_C)
        terminal.wait_for_prompt("gshell>")
        assert terminal.text.startswith("begun\nstopped\n")
        terminal.run("1 + 1")
        terminal.wait_for("\n2\n")


def test_questions_are_answered(tmp_path: Path) -> None:
    with open_terminal([], tmp_path) as terminal:
        terminal.wait_for_prompt("gshell>")
        terminal.run("$name = Read-Host 'Your name'; \"you are $name\"")
        terminal.wait_for_line("Your name:")
        terminal.run("Ann")
        terminal.wait_for("you are Ann")
        terminal.run("$p = Read-Host Password -MaskInput; $p.Length")
        terminal.wait_for_line("Password:")
        terminal.run("pa55word")
        terminal.wait_for("\n8\n")
        assert "pa55word" not in terminal.text
        terminal.run("Read-Host 'Your age'")
        terminal.wait_for_line("Your age:")
        terminal.press(CTRL_C)
        terminal.wait_for_prompt("gshell>")
        assert "\nYour age:\n" in terminal.text
        terminal.run("Read-Host 'Your town'")
        terminal.wait_for_line("Your town:")
        terminal.press(CTRL_D)
        terminal.wait_for("\nYour town:\nerror Cancelled: nothing was answered")


def test_the_screen_is_emptied(tmp_path: Path) -> None:
    with open_terminal([], tmp_path) as terminal:
        terminal.wait_for_prompt("gshell>")
        terminal.run("'before'")
        terminal.wait_for("\nbefore")
        terminal.run("cls")
        terminal.wait(lambda: terminal.lines[0] == "gshell>", "an empty screen")
        assert "before" not in terminal.text
