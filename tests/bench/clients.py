"""The clients that are compared, and an app for them."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gshell.demo.process import start_demo
from gshell.environment import Environment
from gshell.script import Interpreter

_SLEEPING = Path(__file__).parent.parent / "apps" / "sleeping.py"


@contextmanager
def sleeping_app() -> Iterator[str]:
    """Run the app for many calls and long replies, and give its address."""
    with start_demo(str(_SLEEPING)) as app:
        yield app.wait_ready()


@contextmanager
def shell_on(address: str) -> Iterator[Interpreter]:
    """Open an app in a shell whose output nobody looks at."""
    interpreter = Interpreter(Environment(io.StringIO(), io.StringIO(), sys.stderr, os.environ))
    interpreter.open(address, "app")
    try:
        yield interpreter
    finally:
        interpreter.close()


@contextmanager
def gradio_client_on(address: str) -> Iterator[Any]:
    """Open an app in Gradio's own client."""
    from gradio_client import Client

    client = Client(address, verbose=False)
    try:
        yield client
    finally:
        client.close()
