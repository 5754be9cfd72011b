"""What the first prompt costs, beside a bare prompt of prompt_toolkit."""

from __future__ import annotations

import os
import pty
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.rows import Row

_BARE = "from prompt_toolkit import PromptSession; PromptSession().prompt('gshell> ')"
_LEAVE = b"\x04"  # Ctrl-D
_WHERE, _HERE = b"\x1b[6n", b"\x1b[1;1R"  # the terminal is asked where its cursor is


def first_prompt(rounds: int = 15) -> Iterator[Row]:
    """Compare the CPU from the start until the first prompt is drawn; Linux only."""
    ours = [str(Path(sys.executable).with_name("gshell"))]
    bare = [sys.executable, "-c", _BARE]
    takes: tuple[list[float], list[float]] = ([], [])
    with tempfile.TemporaryDirectory() as home:
        for _ in range(rounds):
            for costs, command in zip(takes, (bare, ours), strict=True):
                costs.append(1000 * _cpu_at_prompt(command, home))
    floor, own = (statistics.median(each) for each in takes)
    yield Row(
        "the first prompt",
        f"{own - floor:+.1f} ms",
        "<= +16 ms",
        f"CPU: gshell {own:.1f} ms, a bare prompt_toolkit prompt {floor:.1f} ms",
    )


def _cpu_at_prompt(command: list[str], home: str) -> float:
    """Start a command in a terminal, and give the CPU seconds until its prompt is there."""
    process, terminal = pty.fork()
    if process == 0:
        os.execve(command[0], command, {**os.environ, "HOME": home, "TERM": "xterm-256color"})
    seen, spent = b"", 0.0
    while chunk := _read(terminal):
        seen += chunk
        if _WHERE in chunk:
            os.write(terminal, _HERE)
        if not spent and b"gshell" in seen:
            spent = _cpu(process)
            os.write(terminal, _LEAVE)
    os.close(terminal)
    os.waitpid(process, 0)
    if not spent:
        raise RuntimeError(f"no prompt came: {seen[-200:]!r}")
    return spent


def _cpu(process: int) -> float:
    """Give the seconds that all threads of a process ran so far."""
    threads = Path(f"/proc/{process}/task").iterdir()
    return sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1e9


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""  # the other end is closed
