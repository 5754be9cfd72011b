"""`ForEach-Object -Parallel`: a block runs for several objects at once, each in its own thread.

What the runs give keeps the order of the objects they were given. The thread of the pipeline does
all else: it pulls the stage before, a new object for each run that has ended, and hands on what
the first unfinished run gives, as it comes. So the stage after may stop early, and an endless
stream may come in.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Annotated

from gshell.engine.binding import Bound
from gshell.engine.blocks import call
from gshell.engine.context import Context
from gshell.engine.errors import Leave, ShellError
from gshell.engine.scope import Flow, Scope, ScriptBlock
from gshell.engine.types import Block, Number
from gshell.engine.values import Value
from gshell.engine.worker import Bell, Said, Stopped, Worker, background_scope, run_flow

AHEAD = 256
"""How many results of one run may wait, and how many runs, before they are held up."""

_GRACE_SECONDS = 0.15
"""How long stopped runs are waited for; after Ctrl-C the prompt must be there in 0.2 s."""

_QUICK_SECONDS = 0.01
"""A stage before that takes longer for an object keeps results waiting if it is asked first."""

_NO_MORE = object()


ParallelBlock = Annotated[
    ScriptBlock | None, Block(), "a block that runs for several objects at once, each in a thread"
]
ThrottleLimit = Annotated[
    int, Number(whole=True, least=1), "for how many objects at once, with -Parallel"
]
TimeoutSeconds = Annotated[
    float | None, Number(least=0), "stop -Parallel after so many seconds for all objects"
]
"""The parameters of ForEach-Object that are handled here."""


def is_parallel(bound: Bound) -> bool:
    """Say whether objects are to run in parallel; refuse what goes only with one of both ways."""
    given = bound.arguments
    if given.get("parallel") is None:
        if "throttle_limit" in given or "timeout_seconds" in given:
            raise ShellError("ParamInvalid", "-ThrottleLimit and -TimeoutSeconds go with -Parallel")
        if given.get("process") is None:
            word = bound.context.word
            hint = f"help {word} shows how to use it"
            raise ShellError("ParamInvalid", f"{word} needs -Process", hint=hint)
        return False
    if bound.inputs or given.keys() - {"parallel", "throttle_limit", "timeout_seconds"}:
        raise ShellError(
            "ParamInvalid",
            "-Parallel takes one block, and no -Begin, -End, -Process or -ArgumentList",
            hint="what is to run before or after stands in a line of its own",
        )
    return True


class Parallel:
    """One use of -Parallel: at most `limit` runs of a block at once, all within `timeout` s."""

    def __init__(
        self, context: Context, block: ScriptBlock, limit: int = 5, timeout: float | None = None
    ) -> None:
        self.context = context
        self.flow = block.flow if block.parameters is None else partial(call, block, ())
        self.limit = limit
        self.timeout = timeout
        self._runs: deque[_Run] = deque()  # those that still run or whose results wait, in order
        self._said: deque[Said] = deque()
        self._bell = Bell()

    def each(self, objects: Iterable[Value]) -> Iterator[Value]:
        """Give what the block gives for each object, in the order of the objects."""
        deadline = None if self.timeout is None else time.monotonic() + self.timeout
        source, pulling, quick = iter(objects), True, True
        try:
            while pulling or self._runs:
                self._say()
                self._check(deadline)
                if pulling and self._has_room() and (quick or not self._is_ready()):
                    began = time.monotonic()
                    pulling = self._start_next(source)
                    quick = time.monotonic() - began < _QUICK_SECONDS
                elif not self._is_ready():
                    self._bell.wait()
                elif self._runs[0].results:
                    yield self._runs[0].take()
                else:
                    self._runs.popleft()
            self._say()
        finally:
            self._stop()

    def _has_room(self) -> bool:
        running = sum(not run.ended for run in self._runs)
        return running < self.limit and len(self._runs) < AHEAD

    def _is_ready(self) -> bool:
        """Say whether there is something to do for the first run: a result, or its end."""
        return bool(self._runs) and (bool(self._runs[0].results) or self._runs[0].ended)

    def _start_next(self, source: Iterator[Value]) -> bool:
        """Run the block for the next object; False if there is none."""
        item = next(source, _NO_MORE)
        if item is not _NO_MORE:
            run = _Run(self.context, self.flow, item, self._bell, self._said)
            self._runs.append(run)
            run.worker.start()
        return item is not _NO_MORE

    def _say(self) -> None:
        """Say what the runs said, where it counts: in the pipeline's own thread."""
        while self._said:
            self._said.popleft().again(self.context)

    def _check(self, deadline: float | None) -> None:
        if deadline is not None and time.monotonic() > deadline:
            raise ShellError(
                "Timeout",
                f"-Parallel has not ended within {self.timeout:g} s",
                hint="what still ran is stopped; a larger -TimeoutSeconds lets it end",
            )

    def _stop(self) -> None:
        for run in self._runs:
            run.worker.stop()
        deadline = time.monotonic() + _GRACE_SECONDS
        for run in self._runs:
            run.worker.join(deadline)


class _Run:
    """The block run for one object."""

    __slots__ = ("_bell", "_room", "_said", "ended", "results", "worker")

    def __init__(
        self, context: Context, flow: Flow, item: Value, bell: Bell, said: deque[Said]
    ) -> None:
        self.results: deque[Value] = deque()
        self.ended = False
        self._bell = bell
        self._room = Bell()
        self._said = said
        scope = background_scope(context.scope, self._say, in_front=True)
        scope.item = item
        self.worker = Worker("parallel", lambda: self._work(flow, scope), self._end)

    def take(self) -> Value:
        """Give the oldest result."""
        result = self.results.popleft()
        if len(self.results) == AHEAD // 2:
            self._room.ring()
        return result

    # In its own thread.

    def _work(self, flow: Flow, scope: Scope) -> None:
        try:
            run_flow(flow, scope, self._give)
        except Leave as leave:
            code = leave.code
            self._say(Said(lambda _: _leave(code)))

    def _give(self, result: Value) -> None:
        while len(self.results) >= AHEAD and not self.worker.is_told:
            self._room.wait()
        if self.worker.is_told:
            raise Stopped
        self.results.append(result)
        self._bell.ring()

    def _say(self, said: Said) -> None:
        self._said.append(said)
        self._bell.ring()

    def _end(self, stopped: bool) -> None:
        del stopped
        self.ended = True
        self._bell.ring()


def _leave(code: int) -> None:
    """Leave the shell from where it can be left: the thread of the pipeline."""
    raise Leave(code)
