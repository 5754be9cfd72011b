"""The language: a pipeline over numbers, its memory, reading a script, colouring a line."""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from gshell.cmdlets.index import INDEX
from gshell.engine.registry import CommandTable
from gshell.language.parser import parse
from gshell.repl.highlighter import highlight
from tests.bench.process import side_by_side
from tests.bench.rows import Row

NUMBERS = 3_000_000
LINES = 10_000


_Command = Callable[[int], list[str]]
"""Gives a command that works on so many numbers."""


_HAND_WRITTEN = """
def numbers(count):
    for number in range(1, count + 1):
        yield number

def divisible(numbers):
    for number in numbers:
        if number % 3 == 0:
            yield number

def doubled(numbers):
    for number in numbers:
        yield number * 2

def total(numbers):
    found = 0
    for number in numbers:
        found += number
    return found

print(total(doubled(divisible(numbers({count})))))
"""
_OURS = "1..{count} | where {{ $_ % 3 -eq 0 }} | % {{ $_ * 2 }} | measure -Sum | % Sum"
_ELVISH = (
    "range 1 {stop} | each {{|x| if (== (% $x 3) 0) {{ put $x }} }} | each {{|x| * $x 2 }}"
    " | {{ var sum = 0; each {{|x| set sum = (+ $sum $x) }}; echo $sum }}"
)


def hand_written(count: int) -> list[str]:
    return [sys.executable, "-c", _HAND_WRITTEN.format(count=count)]


def ours(count: int) -> list[str]:
    return [sys.executable, "-m", "gshell", "--no-profile", "-c", _OURS.format(count=count)]


def elvish(count: int) -> list[str]:
    return ["elvish", "-norc", "-c", _ELVISH.format(stop=count + 1)]


def pipeline(rounds: int = 3, count: int = NUMBERS) -> Iterator[Row]:
    """Compare a pipeline over numbers with generator functions, and with elvish."""
    written, own = _without_start(rounds, count, hand_written, ours)
    detail = f"{count:,} numbers: {own:.2f} s and {written:.2f} s of CPU, start-up taken off"
    yield Row("a pipeline, by written generators", f"{own / written:.1f} times", "<= 4", detail)


def against_elvish(rounds: int = 3, count: int = NUMBERS, part: int = 30) -> Iterator[Row]:
    """Compare the same pipeline with elvish, for a part of the numbers: all would take minutes."""
    if shutil.which("elvish") is None:
        yield Row("a pipeline, by elvish", "not measured", "<= 1/20", "elvish is not installed")
        return
    (own,) = _without_start(rounds, count, ours)
    (other,) = _without_start(rounds, count // part, elvish)
    detail = f"{own:.2f} s for {count:,} numbers, elvish {other:.2f} s for {count // part:,}"
    yield Row("a pipeline, by elvish", f"1/{other * part / own:.0f}", "<= 1/20", detail)


def _without_start(rounds: int, count: int, *commands: _Command) -> list[float]:
    """Give the CPU seconds of some commands for so many numbers, their start-up taken off."""
    started = side_by_side(rounds, *(one(3) for one in commands))
    finished = side_by_side(rounds, *(one(count) for one in commands))
    outputs = {one.output for one in finished}
    if len(outputs) > 1:
        raise RuntimeError(f"they do not agree: {outputs}")
    return [max(end.cpu - start.cpu, 1e-3) for end, start in zip(finished, started, strict=True)]


def memory(rounds: int = 3, count: int = NUMBERS) -> Iterator[Row]:
    """Compare the peak memory of a long stream with that of a short one."""
    short, long = side_by_side(rounds, ours(count // 100), ours(count))
    yield Row(
        "memory of a long stream",
        f"{long.peak - short.peak:+.1f} MB",
        "<= +5 MB",
        f"{count:,} objects {long.peak:.0f} MB, {count // 100:,} objects {short.peak:.0f} MB",
    )


_SCRIPT = """\
# what the app answers, line by line
open http://127.0.0.1:7860 -Name local
$styles = 'photo', 'ink', 'pixel'
foreach ($style in $styles) {
    $r = call gen "a red car, $style" -style $style -steps 20 -FinalOnly
    if ($r.event -eq 'complete') { $r.data[0].url } else { Write-Warning "no picture: $style" }
}
call count -n 500 -delay 0.2 | where { $_.num % 2 -eq 0 -and $_.event -ne 'error' } | % data
$config = @{prompt = 'a cat'; steps = 3; style = 'ink'}; call gen @config | select num, event
Get-GradioSessionApi | group ApiName | sort Count -Descending | ft Name, Count
"""
_LINE = (
    '$r = call gen "a red car, $style" -style ink -steps 20 | where { $_.num -gt 3 -and $_.event '
    "-ne 'error' } | select num, @{n='url'; e={ $_.data[0].url }} -First 5 | ConvertTo-Json > x"
)


def reading(rounds: int = 5, lines: int = LINES) -> Iterator[Row]:
    """Measure reading a long script into its tree, and colouring a line."""
    block = _SCRIPT.splitlines()
    text = "\n".join((block * (lines // len(block) + 1))[:lines]).rstrip("{ \n") + "\n"
    text += "}\n" * (text.count("foreach (") - text.count("\n}\n"))
    seconds = cpu_of(lambda: parse(text), rounds)
    size = f"{lines:,} lines of {len(text) // lines} letters"
    yield Row("reading a script", f"{seconds:.2f} s", "<= 1 s", size)
    commands, line = CommandTable(INDEX), _LINE[:200].ljust(200)
    milliseconds = 1000 * cpu_of(lambda: highlight(line, commands), rounds * 20)
    yield Row("colouring a line", f"{milliseconds:.2f} ms", "< 1 ms", f"{len(line)} letters")


def cpu_of(work: Callable[[], object], rounds: int) -> float:
    """Give the median of the CPU seconds that a piece of work takes."""
    taken = []
    for _ in range(rounds):
        before = time.process_time()
        work()
        taken.append(time.process_time() - before)
    return statistics.median(taken)
