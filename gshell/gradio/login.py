"""Logging in where an app wants it: once for all requests that are refused at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from gshell.gradio.errors import AuthRequired, GradioError

Answer = TypeVar("Answer")


class Login:
    """How requests get through a login; `log_in`, if it is set, is run where one is wanted."""

    def __init__(self) -> None:
        self.log_in: Callable[[], Awaitable[None]] | None = None
        self._lock = asyncio.Lock()
        self._tried = 0
        self._failure: GradioError | None = None  # of the last try

    async def during(self, attempt: Callable[[], Awaitable[Answer]]) -> Answer:
        """Run a request; if it is refused for want of a login, log in and run it once more.

        One that was refused for that reason did nothing.
        """
        tried = self._tried
        try:
            return await attempt()
        except AuthRequired:
            if self.log_in is None:
                raise
            await self._log_in_once(self.log_in, tried)
        return await attempt()

    async def _log_in_once(self, log_in: Callable[[], Awaitable[None]], tried: int) -> None:
        """Log in, or share the outcome of whoever did since `tried` was the count."""
        async with self._lock:
            if self._tried != tried:
                if self._failure is not None:
                    raise self._failure
                return
            self._tried += 1
            self._failure = None
            try:
                await log_in()
            except GradioError as error:
                self._failure = error
                raise
