"""The stream by which an app knows that a session is still there, as its page opens it.

`GET /heartbeat/HASH` says `ALIVE` every 15 s and has no end (gradio 4 to 6: routes.py). When it is
closed, the app runs its `unload` functions, ends media streams of the session and lets its State
expire; where it was never opened, State stays until it is pushed out. To us its end is a sign that
the app may have been restarted. No call ever waits for it or fails with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

from gshell.gradio.errors import GradioError, HttpError

if TYPE_CHECKING:
    from gshell.gradio.app import App

_MISSING = (404, 405)  # of an app that has no such route


class Heartbeat:
    """The heartbeat of one session; used on the network's loop."""

    def __init__(self, app: App, session_hash: str, silence: Callable[[], float]) -> None:
        self._app = app
        self._route = f"heartbeat/{quote(session_hash, safe='')}"
        self._silence = silence
        self._task: asyncio.Task[None] | None = None
        self._missing = False

    def open(self, token: str | None) -> None:
        """Open the stream, unless it is open or the app has none; returns at once."""
        if self._missing or (self._task is not None and not self._task.done()):
            return
        self._task = asyncio.get_running_loop().create_task(self._listen(token), name="heartbeat")

    async def close(self) -> None:
        """Close the stream; the app then knows that the session is over."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _listen(self, token: str | None) -> None:
        try:
            async with self._app.http.stream(
                self._app.path(self._route), {}, silence=self._silence(), token=token
            ) as chunks:
                async for _ in chunks:
                    pass
        except HttpError as error:
            self._missing = error.status in _MISSING
            return
        except GradioError:
            pass  # it broke, which is the news that the next line passes on
        self._app.doubt()
