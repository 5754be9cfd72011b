"""Large files to an app and back: through the shell, and by bare httpx."""

from __future__ import annotations

import filecmp
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from gshell.demo.process import start_demo
from gshell.environment import Environment
from gshell.script import Interpreter
from tests.bench.process import run
from tests.bench.rows import Row

SIZE = 200_000_000
_BLOCK = 1_000_000


def speed(rounds: int = 7, size: int = SIZE) -> Iterator[Row]:
    """Compare how fast a file goes up and comes back, taken in turns."""
    with _world(size) as (address, file, folder), _shell(address) as submit:
        with httpx.Client(timeout=60) as client:
            sent = _in_turns(
                rounds,
                lambda: submit(f"Send-GradioFile . '{file}'"),
                lambda: _post(client, address, file),
            )
            submit(f"$file = Send-GradioFile . '{file}'")
            url = _post(client, address, file)
            saved = _in_turns(
                rounds,
                lambda: submit(f"$file | save '{folder / 'ours'}' -Force"),
                lambda: _get(client, url, folder / "theirs"),
            )
        if not filecmp.cmp(file, folder / "ours", shallow=False):
            raise RuntimeError("what came back is not what was sent")
    for what, (own, other) in (("sending", sent), ("saving", saved)):
        detail = f"{size / own / 1e6:.0f} MB/s, bare httpx {size / other / 1e6:.0f} MB/s"
        name = f"{what} {size // 1_000_000} MB"
        yield Row(name, f"{other / own:.2f} of bare httpx", ">= 0.9", detail)


def memory(size: int = SIZE) -> Iterator[Row]:
    """Compare the peak memory of sending and saving a file with that of a shell that waits."""
    with _world(size) as (address, file, folder):
        with httpx.Client(timeout=60) as client:
            url = _post(client, address, file)
        data = f"@{{url='{url}'; path='x'; meta=@{{_type='gradio.FileData'}}}}"
        idle, sent, saved = (
            run(command).peak
            for command in (
                _process(address, "Get-GradioInfo | Out-Null"),
                _process(address, f"Send-GradioFile . '{file}' | Out-Null"),
                _process(address, f"{data} | save '{folder / 'saved'}'"),
            )
        )
    for what, peak in (("sending", sent), ("saving", saved)):
        yield Row(
            f"memory of {what} {size // 1_000_000} MB",
            f"{peak - idle:+.1f} MB",
            "<= +20 MB",
            f"{peak:.0f} MB, a shell that has connected {idle:.0f} MB",
        )


def _process(address: str, line: str) -> list[str]:
    return [sys.executable, "-m", "gshell", "--no-profile", address, "-c", line]


@contextmanager
def _world(size: int) -> Iterator[tuple[str, Path, Path]]:
    """Give an app's address, a file of random bytes, and a folder to save to."""
    with start_demo() as demo, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "big.bin"
        with file.open("wb") as content:
            for start in range(0, size, _BLOCK):
                content.write(os.urandom(min(_BLOCK, size - start)))
        yield demo.wait_ready(), file, folder


@contextmanager
def _shell(address: str) -> Iterator[Callable[[str], object]]:
    with Path(os.devnull).open("w+", encoding="utf-8") as nowhere:
        interpreter = Interpreter(Environment(nowhere, nowhere, nowhere, os.environ))
        interpreter.open(address, "demo")

        def run(line: str) -> object:
            objects = list(interpreter.shell.run(interpreter.shell.compile(line)))
            if interpreter.shell.failed:
                raise RuntimeError(str(interpreter.shell.errors[0]))
            return objects

        try:
            yield run
        finally:
            interpreter.close()


def _post(client: httpx.Client, address: str, file: Path) -> str:
    """Upload a file by httpx's own multipart streaming, and give its address."""
    with file.open("rb") as content:
        answer = client.post(f"{address}/gradio_api/upload", files={"files": content})
    return f"{address}/gradio_api/file={answer.raise_for_status().json()[0]}"


def _get(client: httpx.Client, url: str, target: Path) -> None:
    with client.stream("GET", url) as answer, target.open("wb") as content:
        answer.raise_for_status()
        for chunk in answer.iter_bytes():
            content.write(chunk)


def _in_turns(rounds: int, *works: Callable[[], object]) -> list[float]:
    """Give the seconds of each in its best round, warm.

    Whatever else the machine does can only add to them, and to whoever has more threads, more.
    """
    taken: list[list[float]] = [[] for _ in works]
    for number in range(rounds + 1):
        for place, work in enumerate(works):
            started = time.perf_counter()
            work()
            if number:
                taken[place].append(time.perf_counter() - started)
    return [min(each) for each in taken]
