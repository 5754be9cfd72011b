"""What a command costs: CPU seconds, and the most memory that it held."""

from __future__ import annotations

import os
import statistics
import subprocess
from collections.abc import Sequence
from typing import NamedTuple


class Cost(NamedTuple):
    """What one run of a command took."""

    cpu: float  # seconds, of all its threads
    peak: float  # megabytes
    output: str


def run(command: Sequence[str]) -> Cost:
    """Run a command to its end; raises RuntimeError if it fails."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode:
        raise RuntimeError(f"exit code {process.returncode}: {' '.join(command)[:200]}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


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
