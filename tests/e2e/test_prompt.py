"""gshell as a person meets it. The tests of the demo share one shell, each on a clear screen."""

from __future__ import annotations

import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.terminal import CTRL_C, CTRL_D, CTRL_R, ENTER, TAB, UP, Terminal, open_terminal

pytestmark = pytest.mark.timeout(120)

ENDPOINTS = ["upper", "count", "chat", "gen", "caption", "table", "shout", "slow", "boom"]


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    with open_terminal(["--demo"], tmp_path_factory.mktemp("home")) as terminal:
        terminal.wait_for("gshell demo app, Gradio 6.", "9 endpoints; type apis")
        terminal.wait_for_prompt()
        yield terminal


@pytest.fixture
def demo(shell: Terminal) -> Terminal:
    shell.clear()
    return shell


def test_tab_lists_the_endpoints(demo: Terminal) -> None:
    demo.press("call ", TAB)
    demo.wait_for(*(f" {name} " for name in ENDPOINTS))
    demo.press("up", TAB, ENTER)
    demo.wait_for_line("demo> call upper")


def test_choices_complete_after_their_parameter(demo: Terminal) -> None:
    demo.press('call gen "a red car" -sty', TAB)
    demo.wait_for_line('demo> call gen "a red car" -style')
    demo.press(" ", TAB)
    demo.wait_for("photo  default", "ink", "pixel")
    demo.press("ph", TAB, ENTER)
    demo.wait_for_line('demo> call gen "a red car" -style photo')


def test_the_toolbar_shows_the_syntax_and_the_app(demo: Terminal) -> None:
    demo.press("call count ")
    demo.wait_for("call [n: integer = 5] [delay: number = 0.05]", "Gradio 6.")


def test_a_call_prints_its_results_and_members_complete(demo: Terminal) -> None:
    demo.run("$r = call upper 'hello there'; $r.data[0]")
    demo.wait_for("HELLO THERE")
    demo.wait_for_prompt()
    demo.press("$r.da", TAB)
    demo.wait_for_line("demo> $r.data")


def test_it_is_what_was_printed_last(demo: Terminal) -> None:
    demo.run("call count -n 1")
    demo.wait_for_prompt()
    demo.run('"it was $($it.data[0])"')
    demo.wait_for("it was --end--")


def test_an_unknown_command_is_pointed_at(demo: Terminal) -> None:
    demo.run("caal upper x")
    demo.wait_for("error CommandNotFound: there is no command `caal`", "did you mean call?")
    at = demo.lines.index("  caal upper x")
    assert demo.lines[at + 1] == "  ^^^^"


@pytest.mark.parametrize(
    ("line", "begun"),
    [("'be' + 'gun'; call slow 30", "begun"), ("call count -n 500 -delay 0.1", "--start--")],
)
def test_ctrl_c_stops_a_call_and_not_the_shell(demo: Terminal, line: str, begun: str) -> None:
    demo.run(line)
    demo.wait_for(begun)
    demo.press(CTRL_C)
    demo.wait_for("stopped")
    demo.wait_for_prompt()
    demo.run("call upper alive")
    demo.wait_for("ALIVE")


def test_ctrl_c_drops_the_line(demo: Terminal) -> None:
    demo.press("call upper never", CTRL_C)
    demo.wait_for_prompt()
    demo.run("'next'")
    demo.wait_for("\nnext")
    assert "NEVER" not in demo.text


def test_half_a_statement_goes_on_in_the_next_line(demo: Terminal) -> None:
    demo.run("1..3 | % {")
    demo.wait_for_line(".....")
    demo.run("$_ * 10")
    demo.run("}")
    demo.wait_for("\n10\n20\n30\n")
    demo.wait_for_prompt()


def test_older_lines_are_found_again(demo: Terminal) -> None:
    demo.run("'first line'")
    demo.wait_for("\nfirst line")
    demo.run("'second line'")
    demo.wait_for("\nsecond line")
    demo.press("'f", UP)
    demo.wait_for_line("demo> 'first line'")
    demo.press(CTRL_C)
    demo.wait_for_prompt()
    demo.press(CTRL_R, "second")
    demo.wait_for("(reverse-i-search)`second': 'second line'")
    demo.press(ENTER)
    demo.wait_for_line("demo> 'second line'")


def test_the_prompt_is_there_before_the_app_and_ctrl_d_ends_both(tmp_path: Path) -> None:
    with open_terminal(["--demo"], tmp_path) as terminal:
        terminal.wait_for_prompt("demo (connecting)>")
        terminal.run("$session.AppUrl; (apis upper).Name; $session.AppUrl")
        port = int(terminal.find(r"127\.0\.0\.1:(\d+)"))
        assert is_listening(port)
        terminal.wait_for_prompt()
        terminal.press(CTRL_D)
        assert terminal.wait_for_end() == 0
    assert not is_listening(port)


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_an_app_that_is_not_there_leaves_a_shell(tmp_path: Path) -> None:
    with open_terminal(["127.0.0.1:1"], tmp_path, columns=40, lines=12) as terminal:
        terminal.wait_for("error ConnectFailed")
        terminal.wait_for_prompt("gshell>")
        terminal.run("'alive'")
        terminal.wait_for("\nalive")
        terminal.run("exit 3")
        assert terminal.wait_for_end() == 3


def test_the_history_is_kept_without_secrets(tmp_path: Path) -> None:
    with open_terminal([], tmp_path) as terminal:
        terminal.wait_for_prompt("gshell>")
        terminal.run("'kept'")
        terminal.run("$token = 'not this'")
        terminal.run("exit")
        assert terminal.wait_for_end() == 0
    file = tmp_path / ".local" / "state" / "gshell" / "history"
    assert "+'kept'" in file.read_text()
    assert "not this" not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with open_terminal([], tmp_path) as terminal:
        terminal.wait_for_prompt("gshell>")
        terminal.press("'k")
        terminal.wait_for("> 'kept'")  # suggested


def test_ctrl_d_during_a_call_leaves_after_it(demo_app: str, tmp_path: Path) -> None:
    with open_terminal([demo_app], tmp_path) as terminal:
        terminal.run("'be' + 'gun'; call slow 1")
        terminal.wait_for("begun")
        terminal.press(CTRL_D)
        assert terminal.wait_for_end() == 0
        assert "done after 1 s" in terminal.text


def test_the_end_of_a_job_is_told_at_the_next_prompt(demo: Terminal) -> None:
    demo.run("call slow 1 -Value &")
    demo.wait_for("Command", "call slow 1 -Value", "1 job")
    demo.wait_for_prompt()
    demo.run("while (jobs -State Running) { sleep 0.1 }; 'over'")
    demo.wait_for("\nover\n[1] Completed  call slow 1 -Value")
    demo.wait_for_prompt()
    demo.run("Receive-Job 1; jobs | Remove-Job")
    demo.wait_for("\ndone after 1 s")
    demo.wait_for_prompt()
    assert demo.text.count("Completed") == 1


def test_ctrl_c_stops_waiting_for_a_job_and_not_the_job(demo: Terminal) -> None:
    demo.run("$j = call slow 60 &; 'be' + 'gun'; Wait-Job $j")
    demo.wait_for("begun")
    demo.press(CTRL_C)
    demo.find(r"no longer waiting for (Job\d+); Stop-Job stops what runs")
    demo.wait_for_prompt()
    demo.run("$j.State; Stop-Job $j; $j.State")
    demo.wait_for("Running\nStopped")
