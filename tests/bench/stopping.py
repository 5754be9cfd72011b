"""How soon the prompt is back after Ctrl-C during a call, in a real terminal."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.rows import Row
from tests.conftest import start_app
from tests.e2e.terminal import CTRL_C, Terminal, open_terminal


def ctrl_c(rounds: int = 9) -> Iterator[Row]:
    """Stop a generator that yields every 0.1 s, again and again."""
    with (
        tempfile.TemporaryDirectory() as home,
        start_app("ticking.py") as app,
        open_terminal([app], Path(home)) as terminal,
    ):
        terminal.child.delaybeforesend = None  # the driver's own, which would count
        terminal.wait_for("type apis")
        terminal.run("use . -Name app")
        terminal.wait_for_prompt("app>")
        takes = [1000 * _seconds_until_prompt(terminal) for _ in range(rounds)]
    yield Row(
        "Ctrl-C during a call: the prompt is back",
        f"{statistics.median(takes):.0f} ms",
        "<= 200 ms",
        f"{min(takes):.0f} to {max(takes):.0f} ms in {rounds} rounds",
    )


def _seconds_until_prompt(terminal: Terminal) -> float:
    terminal.clear()
    terminal.run("call tick x")
    terminal.wait_for("\n2\n")
    began = time.perf_counter()
    terminal.press(CTRL_C)
    terminal.wait_for_prompt("app>")
    return time.perf_counter() - began
