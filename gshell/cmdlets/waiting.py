"""The cmdlet that waits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Annotated

from gshell.engine.command import Alias, Example, cmdlet
from gshell.engine.errors import ShellError
from gshell.engine.types import Number

_SLICE_SECONDS = 0.05
"""The longest single wait: an exception that another thread raises in this one comes after it."""


@cmdlet(
    "Start-Sleep",
    aliases=["sleep"],
    search=["wait", "delay", "pause"],
    examples=[
        Example("Start-Sleep 0.2"),
        Example("1..3 | % { $_; sleep -Milliseconds 20 }", [1, 2, 3]),
    ],
)
def start_sleep(
    seconds: Annotated[float | None, Number(least=0), "how long, fractions too"] = None,
    *,
    milliseconds: Annotated[
        float | None, Number(least=0), Alias("ms"), "how long, in thousandths of a second"
    ] = None,
) -> Iterator[None]:
    """Wait. Ctrl-C ends it at once."""
    if (seconds is None) == (milliseconds is None):
        raise ShellError("ParamInvalid", "give either -Seconds or -Milliseconds")
    _wait(seconds if seconds is not None else (milliseconds or 0) / 1000)
    yield from ()


def _wait(seconds: float) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, _SLICE_SECONDS))
