"""The benchmarks run, and what they compare does the same work. Their figures are not tested."""

from __future__ import annotations

import shutil

import pytest

from tests.bench import calls, language
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
