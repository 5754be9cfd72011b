"""What a person sees of a call while it runs, and how it is stopped."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import start_app
from tests.e2e.terminal import CTRL_C, Terminal, open_terminal

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def demo(demo_app: str, tmp_path: Path) -> Iterator[Terminal]:
    """A shell on the bundled app, with a clear screen."""
    with open_terminal([], tmp_path) as terminal:
        terminal.wait_for_prompt("gshell>")
        terminal.run(f"$null = open {demo_app} -Name demo")
        terminal.wait_for_prompt()
        terminal.clear()
        yield terminal


def record(terminal: Terminal, last: str, times: int = 1) -> list[str]:
    """Take a picture of the screen whenever it changes, until a pattern is above the prompt."""
    began = time.monotonic()
    pictures: list[str] = []
    texts: list[str] = []

    def look() -> bool:
        if not texts or terminal.text != texts[-1]:
            texts.append(terminal.text)
            pictures.append(f"--- {time.monotonic() - began:.1f} s\n{terminal.text}")
        return terminal.current == "demo>" and len(re.findall(last, terminal.text)) >= times

    terminal.wait(look, last)
    return pictures


def test_a_call_shows_its_place_its_progress_and_its_end(demo: Terminal, tmp_path: Path) -> None:
    demo.run("$first = call gen 'a blue boat' -steps 50 -Manual")
    demo.wait_for_prompt()
    demo.run("call gen 'a red car' -steps 50 -FinalOnly | % num")
    pictures = record(demo, r"\ngen: complete, ")
    (tmp_path / "recording.txt").write_text("\n".join(pictures), encoding="utf-8")
    seen = "\n".join(pictures)
    assert re.search(r"\ngen  queue 1/1(, eta \d+ s)?  \d+\.\d s\n", seen)
    assert re.search(r"\ngen  \[#+\.+\]  \d+/50 steps  denoising  \d+\.\d steps/s  \d+\.\d s", seen)
    assert re.search(r"\n5\ngen: complete, 5 results in \d+\.\d s\n", demo.text)
    assert "[#" not in demo.text
    assert "gen  " not in demo.text


def test_messages_of_the_app_stand_above_the_line_and_stay(demo: Terminal) -> None:
    demo.run("call slow 3")
    pictures = record(demo, r"\nslow: complete, 1 result in \d+\.\d s\n")
    lines = [picture.splitlines() for picture in pictures]
    assert any(
        one[-2] == "info: This takes 3 s." and one[-1].startswith("slow  [") for one in lines
    )
    assert demo.text.startswith(
        "demo> call slow 3\ninfo: This takes 3 s.\nwarning: Half of it is done.\ndone after 3 s\n"
        "slow: complete"
    )


def test_the_newest_result_is_shown_where_nothing_prints_it(demo: Terminal) -> None:
    demo.run("$all = call count 20 -delay 0.1")
    seen = "\n".join(record(demo, r"\ncount: complete, 23 results in \d+\.\d s\n"))
    assert re.search(r"\ncount  running  \d+ results  \d\.\d s  \d+\n", seen)


def test_several_calls_have_a_line_each_and_leave_none(demo: Terminal) -> None:
    demo.run("$all = 1..8 | % -Parallel { call slow 2 } -ThrottleLimit 8")
    seen = "\n".join(record(demo, r"\nslow: complete, 1 result in ", times=8))
    assert re.search(r"(\nslow  .*){6}\nand 2 more", seen)
    assert "slow  " not in demo.text
    assert "more" not in demo.text


def test_a_text_that_grows_is_not_disturbed(demo: Terminal) -> None:
    words = "one two three four five six seven eight nine ten"
    demo.run(f"call chat '{words}'")
    seen = "\n".join(record(demo, f'"{words}"'))
    assert re.search(r"\nHello\. This is your( first)?\n", seen)
    assert "chat" not in seen.replace(f"call chat '{words}'", "")


def test_what_is_typed_meanwhile_waits_for_the_prompt(demo: Terminal) -> None:
    demo.run("call slow 2")
    demo.wait_for("slow  [")
    demo.run("'ty' + 'ped'")
    pictures = record(demo, r"\nslow: complete.*\ndemo> 'ty' \+ 'ped'\ntyped\n")
    assert all(picture.count("slow  [") <= 1 for picture in pictures)


def test_ctrl_c_leaves_nothing_of_the_line(demo: Terminal) -> None:
    demo.run("$r = call slow 60")
    demo.wait_for("slow  [")
    demo.press(CTRL_C)
    demo.wait_for("the app has cancelled slow")
    demo.wait_for_prompt()
    assert demo.lines[:4] == [
        "demo> $r = call slow 60",
        "info: This takes 60 s.",
        "stopped after 0 events; the app is told to cancel and may finish its current step",
        "the app has cancelled slow",
    ]


def test_the_end_of_a_call_that_nobody_reads_is_told_at_the_next_prompt(demo: Terminal) -> None:
    demo.run("$c = call count 2 -Manual")
    demo.wait_for_prompt()
    demo.run("while ($c.event.ServerStatus -ne 'finished') { sleep 0.1 }; 'over'")
    demo.wait_for("\nover\ncount ")
    demo.wait_for_prompt()
    assert re.search(r"\nover\ncount [0-9a-f]{8}: .* to take\n", demo.text)
    demo.run("1 + 1")
    demo.wait_for("\n2\ndemo>")
    assert demo.text.count("to take") == 1


def test_ctrl_c_gives_the_prompt_back_at_once_and_closes_the_generator(tmp_path: Path) -> None:
    with start_app("ticking.py") as app, open_terminal([], tmp_path) as terminal:
        terminal.wait_for_prompt("gshell>")
        terminal.run(f"$null = open {app} -Name app")
        terminal.wait_for_prompt("app>")
        terminal.run("call tick first")
        terminal.wait_for("\n0\n1\n2\n")
        terminal.press(CTRL_C)
        terminal.wait_for_prompt("app>")
        terminal.wait_for("the app has cancelled tick")
        terminal.run(
            "while ((call log -Value) -notmatch 'closed first') { sleep 0.05 }; 'it' + 's'"
        )
        terminal.wait_for("\nits\n")
        terminal.wait_for_prompt("app>")
        assert re.search(r"\nstopped after \d+ events; the app is told to cancel", terminal.text)
