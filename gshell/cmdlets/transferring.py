"""A file on its way, as a person sees it: a bar below what is printed, while it lasts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from gshell.engine.context import Context
from gshell.gradio.transfer import Transfer

_MEGABYTE = 1_000_000


@contextmanager
def shown_transfer(context: Context, transfer: Transfer) -> Iterator[None]:
    """Show how a file gets on, where somebody looks, and only if it takes a while."""
    with context.host.watching(_Shown(transfer), lambda: None):
        yield


class _Shown:
    """A transfer in the form of a call: its one progress bar counts bytes."""

    __slots__ = ("_transfer", "api_name")
    status = None
    queue = result = None
    server_status = "running"

    def __init__(self, transfer: Transfer) -> None:
        self._transfer = transfer
        self.api_name = transfer.title

    @property
    def progress(self) -> list[dict[str, Any]]:
        """How far it is, in MB, or kB of a small file."""
        done, total = self._transfer.done, self._transfer.total
        size, unit = (_MEGABYTE, "MB") if (total or done) >= _MEGABYTE else (1000, "kB")
        length = None if total is None else total / size
        return [{"index": done / size, "length": length, "unit": unit}]

    @property
    def elapsed(self) -> timedelta:
        """How long it has been on its way."""
        return timedelta(seconds=time.monotonic() - self._transfer.began)
