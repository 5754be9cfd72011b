"""Calls that run at the same time, feed each other, or are left behind: what becomes of each."""

from __future__ import annotations

import asyncio
import io
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cmdlets.conftest import Driver
from tests.cmdlets.patience import wait_until
from tests.conftest import start_app
from tests.e2e.terminal import CTRL_C, CTRL_D, Terminal, open_terminal
from tests.faults.server import Answer, FaultServer, Request, document

pytestmark = pytest.mark.timeout(120)


def opened(address: str) -> Iterator[Driver]:
    driver = Driver(address, "app")
    yield driver
    driver.interpreter.close()


@pytest.fixture
def client(client_app: str) -> Iterator[Driver]:
    """A shell on the app whose endpoints tell what happened to them."""
    yield from opened(client_app)


@pytest.fixture
def demo(demo_app: str) -> Iterator[Driver]:
    """A shell on the bundled app."""
    yield from opened(demo_app)


@pytest.fixture(scope="module")
def ticking() -> Iterator[str]:
    """Address of an app whose log says which calls were begun and which were closed."""
    with start_app("ticking.py") as address:
        yield address


def is_logged(address: str, entry: str) -> bool:
    """Say whether the ticking app has an entry in its log."""
    for driver in opened(address):
        log: str = driver.give("call log -Value")[0]
    return entry in log.splitlines()


# One call is stopped, and another of the same function is not.


def test_of_two_calls_of_one_function_only_the_second_is_stopped(client: Driver) -> None:
    client.give("$a = call grow 30 0.05 -Manual; $b = call grow 1000 0.05 -Manual")
    wait_until(lambda: client.give("$b.event.ServerStatus") == ["running"])
    client.give("Stop-GradioSessionApi $b")
    results = client.give("$a | Update-GradioSessionApiResult")
    words = "".join(f"w{number} " for number in range(30))
    assert [one.num for one in results] == list(range(1, 32))
    assert (results[-1].event, results[-1].data) == ("complete", [words])
    assert client.give("$a.event.Outcome") == ["success"]
    assert client.give("$b | Update-GradioSessionApiResult -FinalOnly | % event") == ["cancelled"]
    assert client.give("$b.event.Outcome") == ["cancelled"]


def test_of_two_calls_with_state_only_the_second_is_stopped(demo: Driver) -> None:
    """The second waits for its turn, as a cancel could hit the first, too; then it is stopped."""
    said = " ".join(["word"] * 40)
    demo.give(f"$a = call chat '{said}' -Manual; $b = call chat second &")
    wait_until(lambda: demo.give("$b.HasMoreData") == [True])  # it said that it waits
    demo.give("Stop-Job $b")
    assert demo.give("$a | Update-GradioSessionApiResult -FinalOnly | % data") == [
        f'Hello. This is your first message: "{said}".'
    ]
    assert demo.give("$a.event.Outcome; $b.State") == ["success", "Stopped"]
    demo.give("Receive-Job $b")
    assert demo.messages == "waiting: chat keeps State and still runs in this session\n"
    assert demo.give("call chat third -Value") == [
        f'Hello. This is message 2; before it you said "{said}".'
    ]


def test_a_call_with_state_goes_on_when_another_function_with_it_is_stopped(client: Driver) -> None:
    client.give("$a = call remember_slowly first -Manual; $b = call remember second -Manual")
    client.give("Stop-GradioSessionApi $b -WarningAction SilentlyContinue")
    assert client.give("$a | Update-GradioSessionApiResult -FinalOnly | % data") == ["10: first"]


# A call for each event of a call. There are more events than wait for a slow stage (256), so that
# a reader which held up the calls that this stage makes would hang here. The numbers of the issue,
# 5,000 and 2,000, take minutes.


def test_a_call_is_made_for_each_event_of_a_fast_one(demo: Driver) -> None:
    answers = demo.give("call count -n 600 -delay 0 | % { call upper $_.data[0] } | % data")
    numbers = [str(number) for number in range(1, 601)]
    assert answers == ["--START--", *numbers, "--END--", "--END--"]


def test_a_call_with_state_is_made_for_each_event_of_a_fast_one(client: Driver) -> None:
    line = "call grow 300 0 | % { call remember $_.num } | % { $_.data[0] }"
    answers = client.give(line)
    assert len(answers) == 301
    assert answers[-1] == " ".join(str(number) for number in range(1, 302))


def test_a_call_with_state_is_made_for_each_event_of_its_own_kind(demo: Driver) -> None:
    answers = demo.give("call chat x | % { call chat $_.num -FinalOnly } | % data")
    assert len(answers) > 5
    assert answers[0] == 'Hello. This is message 2; before it you said "x".'
    assert answers[-1].endswith(
        f'message {len(answers) + 1}; before it you said "{len(answers) - 1}".'
    )


# Leaving cancels what runs.


@pytest.mark.parametrize(("keys", "mark"), [(CTRL_D, "Ctrl-D"), ("exit\r", "exit")])
def test_leaving_the_prompt_cancels_what_runs(
    ticking: str, tmp_path: Path, keys: str, mark: str
) -> None:
    with open_terminal([ticking], tmp_path) as terminal:
        terminal.wait_for("type apis")
        terminal.run(f"$c = call tick {mark} -Manual; 'be' + 'gun'")
        terminal.wait_for("begun")
        wait_until(lambda: is_logged(ticking, f"begun {mark}"))
        terminal.press(keys)
        assert terminal.wait_for_end() == 0
    wait_until(lambda: is_logged(ticking, f"closed {mark}"))


@pytest.mark.parametrize(
    ("line", "mark", "then", "said"),
    [
        ("$c = call tick stored -Manual", "stored", "", ""),
        ("call tick early | select -First 2", "early", "", ""),
        ("$c = call tick exited -Manual", "exited", "; exit 0", ""),
        (
            "call tick job &",
            "job",
            "",
            "warning: 1 job still runs and is stopped; Wait-Job waits for jobs\n",
        ),
    ],
)
def test_the_end_of_a_script_cancels_what_runs(
    ticking: str, line: str, mark: str, then: str, said: str
) -> None:
    line += f"; while ((call log -Value) -notmatch 'begun {mark}') {{ sleep 0.05 }}{then}"
    command = [sys.executable, "-m", "gshell", "--no-profile", ticking, "-c", line]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, said)
    wait_until(lambda: is_logged(ticking, f"closed {mark}"))


# What a person sees of calls in threads, and of one that is not taken yet.


@pytest.fixture
def terminal(demo_app: str, tmp_path: Path) -> Iterator[Terminal]:
    """A prompt on the bundled app."""
    with open_terminal([], tmp_path) as terminal:
        terminal.wait_for_prompt("gshell>")
        terminal.run(f"$null = open {demo_app} -Name demo")
        terminal.wait_for_prompt()
        terminal.clear()
        yield terminal


def test_ctrl_c_stops_calls_in_threads_and_says_so_in_one_line(terminal: Terminal) -> None:
    terminal.run("1..3 | % -Parallel { call slow 60 }")
    terminal.wait(lambda: terminal.text.count("slow  [") == 3, "three lines")
    terminal.press(CTRL_C)
    terminal.wait_for("the app has cancelled 3 calls")
    terminal.wait_for_prompt()
    assert [line for line in terminal.text.splitlines() if not line.startswith("info")][:4] == [
        "demo> 1..3 | % -Parallel { call slow 60 }",
        "3 calls stopped; the app is told to cancel and may finish their current steps",
        "the app has cancelled 3 calls",
        "demo>",
    ]


def test_more_ctrl_c_than_needed_do_no_harm(terminal: Terminal) -> None:
    written = terminal.child.logfile_read = io.StringIO()
    terminal.run("call slow 60")
    terminal.wait_for("slow  [")
    for _ in range(200):
        terminal.child.kill(signal.SIGINT)
        time.sleep(0.002)  # they are to come at any moment, also while the prompt is put up
    terminal.run("'still ' + 'here'")
    terminal.wait_for("still here")
    terminal.wait_for_prompt()
    assert "Exception" not in written.getvalue()
    assert "never awaited" not in written.getvalue()


def test_whoever_waits_for_a_job_sees_its_calls(terminal: Terminal) -> None:
    terminal.run("$j = call slow 3 & ; Receive-Job $j -Wait")
    terminal.wait(lambda: re.search(r"\nslow  \[.*1/3 seconds", terminal.text) is not None, "line")
    terminal.wait_for("slow: complete, 1 result in", "done after 3 s")
    terminal.wait_for_prompt()
    assert "slow  [" not in terminal.text


def test_a_call_that_the_app_has_not_taken_yet_is_seen(tmp_path: Path) -> None:
    """An app runs its validators before it answers, which can take long."""
    taken = threading.Event()
    with FaultServer.gradio() as server, open_terminal([], tmp_path) as terminal:
        server.answer("POST", "/gradio_api/queue/join", _held(taken))
        terminal.wait_for_prompt("gshell>")
        terminal.run(f"$null = open {server.address} -Name app")
        terminal.wait_for_prompt("app>")
        terminal.run("call say hello")
        terminal.wait(lambda: "\nsay  sending  0." in terminal.text, "the line")
        taken.set()
        terminal.wait_for("\nfine\n")
        terminal.wait_for_prompt("app>")
        assert "sending" not in terminal.text


def _held(taken: threading.Event) -> Answer:
    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.to_thread(taken.wait)
        await document({"event_id": "e1"})(request, writer)

    return answer
