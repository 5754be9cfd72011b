"""Starts and stops a Gradio app as a child process of the shell.

    demo = DemoProcess.begin()          # returns at once; Gradio takes a second or two to import
    address = demo.wait_ready()         # "http://127.0.0.1:40123"
    demo.stop()

The child ends by itself when this process dies, however it dies: it reads its standard input, a
pipe that only this process holds open.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

DEFAULT_TARGET = "gshell.demo.app"

STARTUP_SECONDS = 60.0
"""How long an app may take to answer; a cold disk can need 20 s for Gradio's import."""

_STOP_SECONDS = 2.0
_ERROR_LINES = 8

# The child finds this package even where it is not installed, but its own folder and the current
# one stay off its path: a stray `random.py` beside the person must not end up inside the app.
_BOOT = "import sys; sys.path.append(sys.argv.pop(1)); from gshell.demo.serve import main; main()"


# A process group of its own keeps Ctrl-C in the terminal from reaching the child.
if sys.platform == "win32":
    _CREATION_FLAGS, _PROCESS_GROUP = subprocess.CREATE_NEW_PROCESS_GROUP, None
else:
    _CREATION_FLAGS, _PROCESS_GROUP = 0, 0


class DemoFailed(Exception):  # noqa: N818 (its name is its id)
    """The bundled app could not be started, or is gone."""

    id: ClassVar[str] = "DemoFailed"

    def __init__(self, message: str, *, hint: str = "", target: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.target = target


class DemoProcess:
    """A Gradio app that runs in a child process; `begin` makes one."""

    __slots__ = ("_announcement", "_heard", "_last_lines", "_process", "_stderr_reader", "target")

    def __init__(self, target: str, process: subprocess.Popen[bytes]) -> None:
        self.target = target
        self._process = process
        self._announcement: dict[str, Any] = {}
        self._heard = threading.Event()
        self._last_lines: deque[str] = deque(maxlen=_ERROR_LINES)
        self._stderr_reader = _start_thread("demo-errors", self._read_errors)
        _start_thread("demo-ready", self._read_announcement)

    @classmethod
    def begin(cls, target: str = DEFAULT_TARGET, *, python: str = sys.executable) -> Self:
        """Start an app and return at once; target is a module or a `.py` file that defines `demo`.

        `python` is the interpreter to run it with, which may have another version of Gradio.
        Raises DemoFailed if that is our own and Gradio is not installed.
        """
        if python == sys.executable and importlib.util.find_spec("gradio") is None:
            raise DemoFailed(
                "the bundled app needs Gradio, which is not installed",
                hint="pip install 'gshell[demo]'",
                target=target,
            )
        root = str(Path(__file__).parents[2])
        pipe = subprocess.PIPE
        process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [python, "-P", "-c", _BOOT, root, target, "--until-stdin-closes"],
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            process_group=_PROCESS_GROUP,
            creationflags=_CREATION_FLAGS,
        )
        return cls(target, process)

    @property
    def address(self) -> str | None:
        """The app's address, without a slash at the end; None until it answers."""
        return self._announcement.get("address")

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the child process runs, be it ready or not."""
        return self._process.poll() is None

    def wait_ready(self, timeout: float = STARTUP_SECONDS) -> str:
        """Wait until the app answers and give its address; Ctrl-C leaves it running.

        Raises DemoFailed if it ends before that, or does not answer within `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        # Short waits, because Windows does not let Ctrl-C into a wait without an end.
        while not self._heard.wait(0.1):
            if time.monotonic() >= deadline:
                raise DemoFailed(
                    f"{self._name} did not answer within {timeout:g} s", target=self.target
                )
        self.check()
        return str(self.address)

    def check(self, patience: float = 0.0) -> None:
        """Raise DemoFailed, with the last lines that the app wrote, if it does not run any more.

        A dying app closes its connections a moment before it is gone: after a lost connection, be
        patient for some tenths of a second.
        """
        closed_without_a_word = self._heard.is_set() and not self._announcement
        if not closed_without_a_word and not self._ends_within(patience):
            return
        self._finish()
        when = "has ended" if self._announcement else "ended before it was ready"
        message = f"{self._name} {when} ({_describe_exit(self._process.returncode)})"
        lines = ["  " + line for line in self._last_lines]
        raise DemoFailed("\n".join([message, *lines]), target=self.target)

    def stop(self) -> None:
        """End the app, gently if it listens, and delete its files; again does nothing."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def _name(self) -> str:
        return "the demo app" if self.target == DEFAULT_TARGET else f"the app {self.target}"

    def _finish(self) -> None:
        """Wait for the child's end, force it if need be, and delete what it could not delete."""
        if not self._ends_within(_STOP_SECONDS):
            self._process.kill()
            self._process.wait()
        self._heard.wait(_STOP_SECONDS)
        self._stderr_reader.join(_STOP_SECONDS)
        cache = self._announcement.get("cache")
        if cache and Path(cache).exists():  # it was killed
            import shutil

            shutil.rmtree(cache, ignore_errors=True)

    def _ends_within(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _read_announcement(self) -> None:
        import json

        assert self._process.stdout is not None
        try:
            with self._process.stdout as output:
                line = output.readline()
            if line:
                self._announcement = json.loads(line)
        finally:
            self._heard.set()

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as errors:
            for line in errors:
                self._last_lines.append(line.decode(errors="replace").rstrip())


def start_demo(target: str = DEFAULT_TARGET, *, python: str = sys.executable) -> DemoProcess:
    """Start an app and wait until it answers; raises DemoFailed if it does not."""
    demo = DemoProcess.begin(target, python=python)
    try:
        demo.wait_ready()
    except BaseException:
        demo.stop()
        raise
    return demo


def _start_thread(name: str, run: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return thread


def _describe_exit(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
