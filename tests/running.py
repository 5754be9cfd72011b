"""A call that goes on as a test says: the client's own objects, without an app behind them."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import Future
from typing import Any

from gshell.gradio.objects import GradioApiEvent
from gshell.gradio.reading import Reading


class _Driver:
    """Nobody reads, and nobody is told to stop."""

    def start(self) -> None:
        """Do nothing: what arrives is said by the test."""

    def cancel(self) -> Future[Any]:
        told: Future[Any] = Future()
        told.set_result(True)
        return told


class Running:
    """A call through the queue, and what the app sends about it."""

    def __init__(self, name: str = "gen", event_id: str = "e1") -> None:
        self._reading = Reading(None, name)
        self._reading.event_id = event_id
        self.event = GradioApiEvent(
            self._reading,
            _Driver(),
            route="queue",
            app_url="http://127.0.0.1:7860",
            query_url="http://127.0.0.1:7860/gradio_api/queue/data?session_hash=s",
            session_hash="s",
            request=None,
        )

    def send(self, message: str, **fields: Any) -> None:
        """Let a message of queue/data arrive."""
        asyncio.run(self._send({"msg": message, "event_id": self.event.event_id, **fields}))

    async def _send(self, message: dict[str, Any]) -> None:
        self._reading.message(message, time.monotonic())
        self._reading.flush()
        await asyncio.sleep(0.01)  # those that come quickly are handed over together, in a moment

    def queue(self, rank: Any, size: Any, eta: Any = None) -> None:
        self.send("estimation", rank=rank, queue_size=size, rank_eta=eta)

    def start(self) -> None:
        self.send("process_starts", eta=None)

    def progress(self, *bars: Any) -> None:
        self.send("progress", progress_data=list(bars))

    def log(self, text: str, level: Any = "info", title: Any = None) -> None:
        self.send("log", log=text, level=level, title=title)

    def give(self, *data: Any) -> None:
        """Let a partial result arrive."""
        self.send("process_streaming", output={"data": list(data), "is_generating": True})

    def end(self, *data: Any) -> None:
        """Let the final result arrive."""
        self.send("process_completed", success=True, output={"data": list(data)})

    def fail(self, text: str) -> None:
        self.send("process_completed", success=False, output={"error": text})

    def take(self) -> list[Any]:
        """Take the results that have arrived."""
        taken = []
        for result in self.event.updates(timeout=0.01):
            taken.append(result.data)
            if self.event.status != "complete" and not self._has_more():
                break
        return taken

    def _has_more(self) -> bool:
        return self._reading.num > self.event.last_event_num


def bar(**fields: Any) -> dict[str, Any]:
    """Make a progress bar as the app sends it."""
    empty = {"index": None, "length": None, "unit": "steps", "progress": None, "desc": None}
    return empty | fields
