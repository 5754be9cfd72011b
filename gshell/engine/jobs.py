"""Jobs: statements that run in the background, and what they gave until somebody takes it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from itertools import count
from typing import TYPE_CHECKING, ClassVar, Final

from gshell.engine.errors import ErrorRecord, Leave, ShellError
from gshell.engine.values import Value
from gshell.engine.watches import Watches
from gshell.engine.worker import TICK, Bell, Stopped, Worker, background_scope, run_flow

if TYPE_CHECKING:
    from gshell.engine.scope import Flow, Scope
    from gshell.engine.shell import Shell

RUNNING: Final[str] = "Running"
COMPLETED: Final[str] = "Completed"
FAILED: Final[str] = "Failed"
STOPPED: Final[str] = "Stopped"
STATES: Final = (RUNNING, COMPLETED, FAILED, STOPPED)

_BRIEF = 60  # characters
_NOTHING = object()


class Job:
    """A statement that runs in a thread of its own.

    It starts with the variables as they were; the objects in them are shared. What it gives and
    says is kept, in order, until it is taken. It has failed if an error in it was left unhandled.
    `watches` are its running calls.
    `noticed` says whether the person knows already that it ended.
    """

    __slots__ = (
        "_arrived",
        "_ended",
        "_ended_at",
        "_errors",
        "_failed",
        "_kept",
        "_started",
        "_worker",
        "command",
        "id",
        "name",
        "noticed",
        "state",
        "watches",
    )
    MEMBERS: ClassVar[dict[str, str]] = {
        "Id": "id",
        "Name": "name",
        "State": "state",
        "HasMoreData": "has_more_data",
        "Command": "command",
        "Error": "errors",
        "Started": "started",
        "Elapsed": "elapsed",
    }

    def __init__(self, number: int, command: str, flow: Flow, scope: Scope) -> None:
        """Prepare a job; its variables are those of the scope at this moment."""
        self.id = number
        self.name = f"Job{number}"
        self.command = command
        self.state = RUNNING
        self.noticed = False
        self._started = self._ended_at = 0.0
        self._failed = False
        self._errors: list[ErrorRecord] = []
        self._kept: deque[Value] = deque()  # objects, and Said for what was said between them
        self._arrived, self._ended = Bell(), Bell()
        self.watches = Watches()
        inner = background_scope(scope, self._put, watches=self.watches)
        inner.shell.errors = self._errors
        self._worker = Worker(self.name, lambda: self._work(flow, inner), self._end)

    def start(self) -> None:
        """Begin to run."""
        self._started = time.time()
        self._worker.start()

    def stop(self) -> None:
        """End it as Ctrl-C ends what runs in front, without waiting for that."""
        self._worker.stop()

    def wait(self, deadline: float | None = None) -> bool:
        """Wait for the end, until a `time.monotonic()` time; say whether it has come."""
        self._refuse_itself()
        while not self.ended:
            left = TICK if deadline is None else min(TICK, deadline - time.monotonic())
            if left <= 0:
                return False
            self._ended.wait(left)
        return True

    def take(self, *, wait: bool = False) -> Iterator[Value]:
        """Give what came, each once: objects, and Said for what was said between them.

        With `wait` also what is still to come, until the job ends.
        """
        if wait:
            self._refuse_itself()
        for _ in count() if wait else range(len(self._kept)):
            entry = self._next(wait)
            if entry is _NOTHING:
                break
            yield entry
        self.noticed = self.noticed or (self.ended and not self._kept)

    def look(self, *, wait: bool = False) -> Iterator[Value]:
        """Give the same as `take` and keep it."""
        if wait:
            self._refuse_itself()
        seen = 0
        while True:
            is_all = self.ended or not wait  # asked before the look, so that nothing is missed
            for place in range(seen, len(self._kept)):
                try:
                    entry = self._kept[place]
                except IndexError:
                    break  # somebody takes at the same time
                yield entry
                seen = place + 1
            if is_all:
                break
            self._arrived.wait()
        self.noticed = self.noticed or self.ended

    @property
    def brief(self) -> str:
        """What it runs, on one line."""
        line = " ".join(self.command.split())
        return line if len(line) <= _BRIEF else line[: _BRIEF - 1] + "\u2026"

    @property
    def ended(self) -> bool:
        """Whether it runs no more."""
        return self.state != RUNNING

    @property
    def has_more_data(self) -> bool:
        """Whether it gave or said something that nobody took."""
        return bool(self._kept)

    @property
    def errors(self) -> list[ErrorRecord]:
        """What went wrong in it, the newest first, as `$Error` has it there."""
        return list(self._errors)

    @property
    def started(self) -> datetime:
        """When it began, in local time."""
        return datetime.fromtimestamp(self._started).astimezone()

    @property
    def elapsed(self) -> timedelta:
        """How long it has run, or ran."""
        return timedelta(seconds=(self._ended_at or time.time()) - self._started)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"Job({self.id}, {self.command!r}, {self.state!r})"

    # In its own thread.

    def _work(self, flow: Flow, scope: Scope) -> None:
        try:
            run_flow(flow, scope, self._give)
        except Leave as leave:  # it is the job that is left
            self._failed = leave.code != 0
        self._failed = self._failed or scope.shell.failed

    def _give(self, value: Value) -> None:
        if self._worker.is_told:
            raise Stopped
        self._put(value)

    def _put(self, entry: Value) -> None:
        self._kept.append(entry)
        self._arrived.ring()

    def _end(self, stopped: bool) -> None:
        self._ended_at = time.time()
        self.state = STOPPED if stopped else FAILED if self._failed else COMPLETED
        self._arrived.ring()
        self._ended.ring()

    # In the thread of whoever takes.

    def _refuse_itself(self) -> None:
        if self._worker.is_here and not self.ended:
            raise ShellError("InvalidOperation", f"{self.name} cannot wait for itself", target=self)

    def _next(self, wait: bool) -> Value:
        while True:
            is_all = self.ended or not wait  # asked before the look, so that nothing is missed
            try:
                return self._kept.popleft()
            except IndexError:
                if is_all:
                    return _NOTHING
            self._arrived.wait()


class Jobs:
    """The jobs of a shell. `shell.service(Jobs)` is the one that a shell and its forks share."""

    def __init__(self, shell: Shell) -> None:
        del shell  # each job begins in the scope that starts it
        self._lock = threading.Lock()
        self._jobs: list[Job] = []
        self._numbers = count(1)

    def start(self, flow: Flow, text: str, scope: Scope) -> Job:
        """Run a statement in the background, with the variables as they are now.

        `text` is the statement as it was typed.
        """
        from gshell.engine.secrecy import mask  # not before there is a job

        with self._lock:
            job = Job(next(self._numbers), mask(text.strip()), flow, scope)
            self._jobs.append(job)
        job.start()
        return job

    def all(self) -> list[Job]:
        """List them, the oldest first."""
        with self._lock:
            return list(self._jobs)

    def running(self) -> int:
        """Count those that run."""
        return sum(not job.ended for job in self.all())

    def find(self, reference: Value) -> list[Job]:
        """Give the jobs that are meant: the object itself, a number, a name or a pattern."""
        jobs = self.all()
        if isinstance(reference, Job):
            return [reference]
        text = str(reference).lower()
        found = [job for job in jobs if str(job.id) == text or fnmatchcase(job.name.lower(), text)]
        if not found and not {"*", "?"} & set(text):
            names = ", ".join(job.name for job in jobs)
            raise ShellError(
                "JobNotFound",
                f"there is no job {reference}",
                target=reference,
                hint=f"there are {names}" if jobs else "a line that ends with & starts one",
            )
        return found

    def remove(self, job: Job) -> None:
        """Forget a job; one that runs is not stopped by this."""
        with self._lock:
            self._jobs = [one for one in self._jobs if one is not job]

    def take_news(self) -> list[Job]:
        """Give, once, the jobs that ended without anybody waiting for them."""
        news = [job for job in self.all() if job.ended and not job.noticed]
        for job in news:
            job.noticed = True
        return news

    def close(self, grace: float = 1.0) -> None:
        """Stop those that run; `grace`, in seconds, is for all of them to end."""
        running = [job for job in self.all() if not job.ended]
        for job in running:
            job.stop()
        deadline = time.monotonic() + grace
        for job in running:
            job.wait(deadline)
