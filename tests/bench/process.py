"""What a command costs: CPU seconds, and the most memory that it held."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple


class Cost(NamedTuple):
    """What one run of a command took."""

    cpu: float  # seconds, of all its threads
    peak: float  # megabytes
    output: str


_MEASURE = """
import os, sys
report, *command = sys.argv[1:]
process = os.posix_spawnp(command[0], command, os.environ)
_, status, usage = os.wait4(process, 0)
os.write(int(report), f"{usage.ru_utime + usage.ru_stime} {usage.ru_maxrss / 1024}".encode())
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run(command: Sequence[str]) -> Cost:
    """Run a command to its end; raises RuntimeError if it fails.

    A small process starts it and measures: what a process holds counts for those that it starts.
    """
    report, written = os.pipe()
    with os.fdopen(report) as costs:
        done = subprocess.run(
            [sys.executable, "-S", "-c", _MEASURE, str(written), *command],
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=[written],
        )
        os.close(written)
        words = costs.read().split()
    if done.returncode:
        raise RuntimeError(f"exit code {done.returncode}: {' '.join(command)[:200]}")
    cpu, peak = map(float, words)
    return Cost(cpu, peak, done.stdout)


def side_by_side(rounds: int, *commands: Sequence[str]) -> list[Cost]:
    """Run commands in turn, several times, so that a busy moment hits all; give each one's median.

    Raises RuntimeError if a command does not print what the first one prints.
    """
    costs: list[list[Cost]] = [[] for _ in commands]
    for _ in range(rounds):
        for place, command in enumerate(commands):
            costs[place].append(run(command))
    return [
        Cost(
            statistics.median(one.cpu for one in each),
            statistics.median(one.peak for one in each),
            each[0].output.strip(),
        )
        for each in costs
    ]
