"""`ForEach-Object -Parallel`: a block runs for several objects at once, each in its own thread.

What the runs give keeps the order of the objects they were given, or, with -Unordered, comes as it
is ready. The thread of the pipeline does all else: it pulls the stage before, a new object for each
run that has ended, and hands on what the run whose turn it is gives, as it comes. So the stage
after may stop early, and an endless stream may come in.
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
Unordered = Annotated[bool, "give each result of -Parallel as soon as it is ready"]
"""The parameters of ForEach-Object that are handled here."""


_ONLY_PARALLEL = ("throttle_limit", "timeout_seconds", "unordered")


def is_parallel(bound: Bound) -> bool:
    """Say whether objects are to run in parallel; refuse what goes only with one of both ways."""
    given = bound.arguments
    if given.get("parallel") is None:
        if not given.keys().isdisjoint(_ONLY_PARALLEL):
            raise ShellError(
                "ParamInvalid", "-ThrottleLimit, -TimeoutSeconds and -Unordered go with -Parallel"
            )
        if given.get("process") is None:
            word = bound.context.word
            hint = f"help {word} shows how to use it"
            raise ShellError("ParamInvalid", f"{word} needs -Process", hint=hint)
        return False
    if bound.inputs or given.keys() - {"parallel", *_ONLY_PARALLEL}:
        raise ShellError(
            "ParamInvalid",
            "-Parallel takes one block, and no -Begin, -End, -Process or -ArgumentList",
            hint="what is to run before or after stands in a line of its own",
        )
    return True


class Parallel:
    """One use of -Parallel: at most `limit` runs of a block at once, all within `timeout` s.

    With `ordered` the results keep the order of the objects.
    """

    def __init__(
        self,
        context: Context,
        block: ScriptBlock,
        limit: int = 5,
        timeout: float | None = None,
        *,
        ordered: bool = True,
    ) -> None:
        self.context = context
        self.flow = block.flow if block.parameters is None else partial(call, block, ())
        self.limit = limit
        self.timeout = timeout
        self._runs: deque[_Run] = deque()  # those that still run or whose results wait, in order
        self._said: deque[Said] = deque()
        self._bell = Bell()
        # Where order does not count: a run for each of its results, and for its end, as they came.
        self._ready: deque[_Run] | None = None if ordered else deque()

    def each(self, objects: Iterable[Value]) -> Iterator[Value]:
        """Give what the block gives for each object."""
        deadline = None if self.timeout is None else time.monotonic() + self.timeout
        source, pulling, quick = iter(objects), True, True
        try:
            while pulling or self._runs:
                self._say()
                self._check(deadline)
                run = self._next()
                if pulling and self._has_room() and (quick or run is None):
                    began = time.monotonic()
                    pulling = self._start_next(source)
                    quick = time.monotonic() - began < _QUICK_SECONDS
                elif run is None:
                    self._bell.wait()
                else:
                    yield from self._turn(run)
            self._say()
        finally:
            self._stop()

    def _has_room(self) -> bool:
        running = sum(not run.ended for run in self._runs)
        return running < self.limit and len(self._runs) < AHEAD

    def _next(self) -> _Run | None:
        """Give the run whose turn it is, once it has a result or has ended."""
        if self._ready is not None:
            return self._ready[0] if self._ready else None
        if self._runs and (self._runs[0].results or self._runs[0].ended):
            return self._runs[0]
        return None

    def _turn(self, run: _Run) -> Iterator[Value]:
        """Give the result of the run whose turn it is; if it has none, it has ended."""
        if self._ready is not None:
            self._ready.popleft()
        if run.results:
            yield run.take()
        else:
            self._runs.remove(run)

    def _start_next(self, source: Iterator[Value]) -> bool:
        """Run the block for the next object; False if there is none."""
        item = next(source, _NO_MORE)
        if item is not _NO_MORE:
            run = _Run(self.context, self.flow, item, self._bell, self._said, self._ready)
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

    __slots__ = ("_bell", "_ready", "_room", "_said", "ended", "results", "worker")

    def __init__(
        self,
        context: Context,
        flow: Flow,
        item: Value,
        bell: Bell,
        said: deque[Said],
        ready: deque[_Run] | None,
    ) -> None:
        self.results: deque[Value] = deque()
        self.ended = False
        self._bell = bell
        self._room = Bell()
        self._said = said
        self._ready = ready
        scope = background_scope(context.scope, self._say)
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
        self._tell()

    def _tell(self) -> None:
        """Let the pipeline's thread know of a result, or of the end."""
        if self._ready is not None:
            self._ready.append(self)
        self._bell.ring()

    def _say(self, said: Said) -> None:
        self._said.append(said)
        self._bell.ring()

    def _end(self, stopped: bool) -> None:
        del stopped
        self.ended = True
        self._tell()


def _leave(code: int) -> None:
    """Leave the shell from where it can be left: the thread of the pipeline."""
    raise Leave(code)
