"""A real app that can be killed, and started again at the same address."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from gshell.demo.process import DEFAULT_TARGET

_ROOT = Path(__file__).parents[2]


class KillableApp:
    """An app on a port of its own, which stays the same when it is started again."""

    def __init__(self, target: str = DEFAULT_TARGET, *, python: str = sys.executable) -> None:
        self.port = 0
        self._command = [python, "-m", "gshell.demo.serve", target, "--until-stdin-closes"]
        self._caches: list[str] = []
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [*self._command, "--port", str(self.port)],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        said: dict[str, Any] = json.loads(self._process.stdout.readline())
        self.port = said["port"]
        self._caches.append(said["cache"])

    def kill(self) -> None:
        """End it as `kill -9` does."""
        os.kill(self._process.pid, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        with self._process:
            pass  # waits, and closes the pipes

    def close(self) -> None:
        self.kill()
        for cache in self._caches:
            shutil.rmtree(cache, ignore_errors=True)
