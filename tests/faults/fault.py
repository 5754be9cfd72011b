"""A fault: its words, how it is played, and what must become of what is tried meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from gshell.gradio.options import ConnectionOptions
from tests.faults.server import Answer, message, text

if TYPE_CHECKING:
    from tests.faults.player import World

SECRET = "hf_secret"
OPTIONS = ConnectionOptions(token=SECRET, timeout=1.0, heartbeat=0.3, largest=32 * 1024 * 1024)
"""Shorter than the defaults, so that no test waits long."""

API = "/gradio_api"
JOIN, DATA = f"{API}/queue/join", f"{API}/queue/data"
CALL, CALL_DATA = f"{API}/call/say", f"{API}/call/say/e1"

PART = message("process_generating", success=True, output={"data": ["part"]})
PART_KEPT = (["part"],)
FINE_KEPT = (["fine"],)
PART_FINE_KEPT = (["part"], ["fine"])

Play = Callable[["World"], None]
"""Tells the world's server how to answer."""

Stage = Literal["open", "call", "route", "cancel", "doubt"]


class Fault(NamedTuple):
    """One row: its words, how it is played, and what must become of it.

    `stage` is what is tried while it is played: to open the app, a call through the queue (in
    `doubt` whether the app is still the same), one by the /call route, or to cancel a call. `kept`
    is the data that must have arrived.
    """

    words: str
    play: Play
    outcome: str = ""
    id: str = ""
    kept: tuple[list[Any], ...] = ()
    stage: Stage = "call"
    options: ConnectionOptions | None = None


def answer(method: str, path: str, *answers: Answer) -> Play:
    """Answer a route so."""
    return lambda world: world.server.answer(method, path, *answers)


def elsewhere(method: str, path: str) -> Play:
    """Redirect a route to the same route of another host."""
    return lambda world: world.server.answer(
        method, path, text("", 307, {"location": world.other.address + path})
    )
