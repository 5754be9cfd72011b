"""The thread in which the network runs, and the way there from other threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

Result = TypeVar("Result")

_TICK = 0.1  # seconds; on Windows an untimed wait cannot be interrupted by Ctrl-C


class Background:
    """One asyncio loop in a daemon thread of its own, started when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._awaited: set[asyncio.Task[Any]] = set()
        self._closed = False

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        """Run a coroutine on the loop and wait for its result in the calling thread.

        An exception raised in the calling thread meanwhile, such as KeyboardInterrupt, cancels the
        coroutine and is raised at once, without waiting for the coroutine to notice.
        """
        future = self._submit(coroutine)
        try:
            while True:
                try:
                    return future.result(_TICK)
                except TimeoutError:
                    if future.done():
                        return future.result()  # the coroutine itself raised it
        except BaseException:
            future.cancel()
            raise

    def start(self, coroutine: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Start a coroutine on the loop; `close` gives it time to end."""
        return self._submit(self._tracked(coroutine))

    def close(self, grace: float = 1.0) -> None:
        """End the thread; what was begun with `start` gets `grace` seconds, the rest none."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._closed, self._loop, self._thread = True, None, None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._wind_up(grace), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def _submit(self, coroutine: Coroutine[Any, Any, Result]) -> Future[Result]:
        if threading.current_thread() is self._thread:
            coroutine.close()
            raise RuntimeError("the network's thread cannot wait for itself")
        try:
            return asyncio.run_coroutine_threadsafe(coroutine, self._running_loop())
        except BaseException:
            coroutine.close()
            raise

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._closed:
                raise RuntimeError("the network's thread was closed")
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=self._loop.run_forever, name="gshell-network", daemon=True
                )
                self._thread.start()
            return self._loop

    async def _tracked(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        task = asyncio.current_task()
        assert task is not None
        self._awaited.add(task)
        try:
            return await coroutine
        finally:
            self._awaited.discard(task)

    async def _wind_up(self, grace: float) -> None:
        if self._awaited:
            await asyncio.wait(self._awaited, timeout=grace)
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await asyncio.get_running_loop().shutdown_asyncgens()
