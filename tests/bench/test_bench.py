"""The benchmarks run, and what they compare does the same work. Their figures are not tested."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.bench import calls, files, language, many, replies, startup, stopping
from tests.bench.process import run


def test_the_pipelines_give_the_same() -> None:
    assert run(language.hand_written(30)).output == run(language.ours(30)).output == "330\n"


@pytest.mark.skipif(shutil.which("elvish") is None, reason="elvish is not installed")
def test_elvish_gives_the_same() -> None:
    assert run(language.elvish(30)).output == "330\n"


def test_every_benchmark_gives_figures() -> None:
    rows = [
        *language.pipeline(rounds=1, count=300),
        *language.against_elvish(rounds=1, count=300, part=10),
        *language.memory(rounds=1, count=300),
        *language.reading(rounds=1, lines=50),
    ]
    assert len(rows) == 5
    assert all(row.figure and row.goal for row in rows)


def test_every_benchmark_of_calls_gives_figures() -> None:
    rows = [
        *calls.unary(rounds=4),
        *calls.stream(rounds=1, count=20),
        *calls.memory(rounds=1, count=200),
    ]
    assert len(rows) == 6
    assert all(row.figure and row.goal for row in rows)


def test_every_benchmark_of_many_calls_gives_figures() -> None:
    rows = [*many.concurrent(rounds=1, count=20), *many.losses(rounds=2, count=20)]
    assert len(rows) == 3
    assert all(row.figure and row.goal for row in rows)
    assert rows[-1].figure == "0"


def test_the_bytes_of_a_reply_grow_with_its_length() -> None:
    (row,) = replies.growth(lengths=(40, 80))
    assert row.figure
    assert row.goal
    ways = replies.OURS, replies.DOCUMENTED
    short, long, whole_short, whole_long = replies.bytes_received(
        *((way, length) for way in ways for length in (100, 400))
    )
    assert 3 < long / short < 4.5
    assert whole_long / whole_short > 8, "the whole text each time: this is what is avoided"


def test_every_benchmark_of_files_gives_figures() -> None:
    rows = [*files.speed(rounds=1, size=100_000), *files.memory(size=100_000)]
    assert len(rows) == 4
    assert all(row.figure and row.goal for row in rows)


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="this system does not tell")
def test_every_benchmark_of_the_prompt_gives_figures() -> None:
    rows = [*startup.first_prompt(rounds=1), *stopping.ctrl_c(rounds=1)]
    assert len(rows) == 2
    assert all(row.figure and row.goal for row in rows)
