"""Older versions of Gradio, each in an environment of its own, and apps that run on them.

    with start_on("4.44.1", "tests/apps/everywhere.py") as address:
        ...

An environment is made when it is first asked for, in `.cache/gradio/VERSION` of the repository,
from `gradio-VERSION.txt` beside this file. It is made again when that file or Python has changed.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path

from gshell.demo.process import start_demo

_HERE = Path(__file__).parent
_CACHE = _HERE.parents[1] / ".cache" / "gradio"
_INSTALL_SECONDS = 600.0
_LAST_LINES = 15

# As they were when the tests were collected: pip needs the settings of the person who runs them
# (an index, a proxy), which the tests themselves do not see.
_VARIABLES = {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}

REFUSED = "3.50.2"
"""The last version of Gradio 3, which gshell does not talk to."""

OLDER = ("4.44.1", "5.49.1")
"""The older versions that it talks to."""

INSTALLED = installed_version("gradio")
"""The version that the tests run with."""

VERSIONS = (*OLDER, INSTALLED)


class InstallFailed(Exception):  # noqa: N818 (it says what happened)
    """An environment could not be made; the message ends with pip's last words."""


@contextmanager
def start_on(version: str, target: str) -> Iterator[str]:
    """Run an app on a version of Gradio and give its address while it lasts.

    `target` is a `.py` file, or a module, that defines `demo`.
    """
    with start_demo(target, python=python_with(version)) as app:
        yield str(app.address)


def prepare() -> None:
    """Make all environments, at the same time; who needs one that failed is told by `start_on`."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(_interpreter, (REFUSED, *OLDER)))


def python_with(version: str) -> str:
    """Give the interpreter that has this version, installing it first if need be.

    Raises InstallFailed. Several processes may ask for it at once.
    """
    if version == INSTALLED:
        return sys.executable
    python, problem = _interpreter(version)
    if problem:
        raise InstallFailed(problem)
    return python


@cache
def _interpreter(version: str) -> tuple[str, str]:
    """Give the interpreter, and why it could not be made, which is tried once only."""
    folder = _CACHE / version
    recipe = _HERE / f"gradio-{version}.txt"
    wanted = f"{sys.version}\n{recipe.read_text(encoding='utf-8')}"
    problem = ""
    if not _is_made(folder, wanted):
        with _locked(_CACHE / f"{version}.lock"):
            # Somebody else may have made it while we waited.
            if not _is_made(folder, wanted):
                problem = _make(folder, recipe)
                if not problem:
                    _marker(folder).write_text(wanted, encoding="utf-8")
    return str(_python(folder)), problem


def _is_made(folder: Path, wanted: str) -> bool:
    try:
        return _marker(folder).read_text(encoding="utf-8") == wanted
    except FileNotFoundError:
        return False


def _marker(folder: Path) -> Path:
    """Give the file that is written last, and says from what the environment was made."""
    return folder / "made-from.txt"


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make(folder: Path, recipe: Path) -> str:
    """Make an environment; give the last words of what failed, or nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    python = str(_python(folder))
    # The first import compiles what is needed, and so not in the time that a test has.
    return (
        _run(sys.executable, "-m", "venv", str(folder))
        or _run(python, "-m", "pip", "install", "-q", "--no-compile", "-r", str(recipe))
        or _run(python, "-W", "ignore", "-c", "import gradio")
    )


def _run(*command: str) -> str:
    """Run a command; give its last words if it failed."""
    done = subprocess.run(
        command,
        env=_VARIABLES,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=_INSTALL_SECONDS,
    )
    if not done.returncode:
        return ""
    words = done.stdout.splitlines()[-_LAST_LINES:]
    return "\n".join([f"{' '.join(command)} failed:", *words])


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other processes out; the lock of one that dies is gone, on every system.

    SQLite has such a lock. The file stays empty.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=_INSTALL_SECONDS, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield
