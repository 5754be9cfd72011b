"""`python -m tests.bench`: run the benchmarks and print a table, as docs/benchmarks.md has it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from tests.bench import calls, files, language, many, replies, startup, stopping
from tests.bench.rows import Row

BENCHMARKS: dict[str, tuple[Callable[[], Iterator[Row]], ...]] = {
    "language": (
        language.pipeline,
        language.against_elvish,
        language.memory,
        language.reading,
    ),
    "calls": (
        calls.unary,
        calls.stream,
        calls.memory,
        many.concurrent,
        many.losses,
        replies.growth,
    ),
    "files": (files.speed, files.memory),
    "prompt": (startup.first_prompt, stopping.ctrl_c),
}


def main(names: list[str]) -> None:
    """Run the benchmarks of these names, or all."""
    print("| measured | figure | goal | detail |")  # noqa: T201
    print("| --- | --- | --- | --- |")  # noqa: T201
    for name in names or BENCHMARKS:
        for benchmark in BENCHMARKS[name]:
            for row in benchmark():
                print(f"| {' | '.join(row)} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
