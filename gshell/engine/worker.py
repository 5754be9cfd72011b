"""Part of a script in a thread of its own: how it runs, is heard, and is stopped at any point.

A thread is stopped in the way in which Ctrl-C stops the main thread: `Stopped` is raised in it at
its next step, so its generators close in order and the calls that run there are cancelled. A flag
would not do: loops of the language, cmdlets that wait and cmdlets that compute would each have to
look at it, and what forgets to could not be stopped. Only a wait is not cut short by this, so every
wait of ours is a short one in a loop.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from gshell.engine.errors import ErrorRecord, ShellError, StoppingError, record_of
from gshell.engine.jumps import Jump
from gshell.engine.scope import Tally
from gshell.engine.values import Value

if TYPE_CHECKING:
    from gshell.engine.context import Context
    from gshell.engine.host import Complete, Host, Layout, Watch
    from gshell.engine.scope import Flow, Scope
    from gshell.engine.watches import Watches

TICK = 0.05
"""Seconds that a wait lasts at most before its thread looks again, and can be stopped."""

_PATIENCE = 3
"""Stops after which even the closing of what runs is cut short, should it hang."""


class Stopped(KeyboardInterrupt):
    """What ends a thread from outside; to all that runs there it is a Ctrl-C."""


class Bell:
    """Wakes a thread that waits for something to happen.

    It is nothing but a lock that is taken while nobody rings, because that has no step in which a
    stop could do harm: a thread that is stopped inside Python's own Condition or Event may leave
    the lock in there taken, and whoever needs it next waits for ever.
    """

    __slots__ = ("_silent",)

    def __init__(self) -> None:
        self._silent = threading.Lock()
        self._silent.acquire()

    def ring(self) -> None:
        """Wake one thread, now or when it next waits."""
        try:
            self._silent.release()
        except RuntimeError:
            pass  # it rings already

    def wait(self, seconds: float = TICK) -> None:
        """Wait until it rings, at most so long."""
        self._silent.acquire(timeout=seconds)


class Worker:
    """A thread that does some work and can be stopped.

    The work may let no exception out but Stopped. `ended` is called in the thread when it is over,
    with True if it was stopped.
    """

    __slots__ = ("_ended", "_gate", "_may_be_hit", "_stops", "_thread", "_work")

    def __init__(self, name: str, work: Callable[[], None], ended: Callable[[bool], None]) -> None:
        # Both are let go when they were called: an end without cycles leaves nothing to collect,
        # and what is collected in the middle of a step can swallow a stop.
        self._work: Callable[[], None] | None = work
        self._ended: Callable[[bool], None] | None = ended
        self._gate = threading.Lock()  # held by whoever hits the thread, which then cannot end
        self._may_be_hit = False
        self._stops = 0
        self._thread = threading.Thread(target=self._main, name=name, daemon=True)

    def start(self) -> None:
        """Begin; a worker that was stopped before this ends at once."""
        self._thread.start()

    def stop(self) -> None:
        """End the work at its next step, without waiting for that. A second stop only counts."""
        with self._gate:
            hit = self._stops == 0 or self._stops + 1 >= _PATIENCE
            if hit and self._may_be_hit and self._thread.ident is not None:
                _stop_thread(self._thread.ident)
            self._stops += 1

    def join(self, deadline: float) -> bool:
        """Wait for the end until a `time.monotonic()` time; say whether it has come."""
        if self._thread.ident is None:
            return True  # it never began
        while self._thread.is_alive() and (left := deadline - time.monotonic()) > 0:
            self._thread.join(min(left, TICK))
        return not self._thread.is_alive()

    @property
    def is_told(self) -> bool:
        """Whether it was told to stop. A thread that still gives objects then was not hit."""
        return self._stops > 0

    @property
    def is_here(self) -> bool:
        """Whether it is this thread that asks, which cannot wait for its own end."""
        return self._thread is threading.current_thread()

    def _main(self) -> None:
        begun = stopped = False
        while True:
            try:
                if not begun:
                    begun = True
                    stopped = self._do()
                with self._gate:
                    self._may_be_hit = False
                if self._stops:
                    _raising(threading.get_ident(), None)()  # one may be on its way still
                break
            except Stopped:
                stopped = True
        ended, self._ended = self._ended, None
        if ended is not None:
            ended(stopped)

    def _do(self) -> bool:
        """Do the work, unless it was stopped before; say whether it was."""
        with self._gate:
            self._may_be_hit = self._stops == 0
        work, self._work = self._work, None
        if self._may_be_hit and work is not None:
            work()
        return not self._may_be_hit


_DELICATE = ("threading", "concurrent.futures", "importlib", "contextlib", "asyncio", "_weakref")
"""Modules that take locks in steps, or swallow what is raised: no good places to be stopped."""

_LOOKS = 200
_LOOK_SECONDS = 0.001


def _stop_thread(thread: int) -> None:
    """Raise Stopped in a thread at its next step, as soon as that is no delicate one.

    A thread that comes out of a wait has the interpreter for itself for some milliseconds. So what
    is seen after it still holds when the exception is set.
    """
    stop = _raising(thread, Stopped)
    for _ in range(_LOOKS):
        time.sleep(_LOOK_SECONDS)
        if not _is_delicate(thread):
            break
    stop()


def _is_delicate(thread: int) -> bool:
    frame = sys._current_frames().get(thread)
    if frame is None or frame.f_code.co_name == "wait":  # a Condition's wait holds no lock
        return False
    return str(frame.f_globals.get("__name__")).startswith(_DELICATE)


def _raising(thread: int, error: type[BaseException] | None) -> Callable[[], None]:
    """Prepare to raise an exception in a thread at its next step; None takes back one."""
    import ctypes  # takes milliseconds, and most jobs are never stopped

    kind = None if error is None else ctypes.py_object(error)
    return partial(ctypes.pythonapi.PyThreadState_SetAsyncExc, ctypes.c_ulong(thread), kind)


def run_flow(flow: Flow, scope: Scope, give: Callable[[Value], None]) -> None:
    """Run a script to its end; an error that ends it is one more record of its shell."""
    try:
        with closing(flow(scope)) as objects:
            for value in objects:
                give(value)
    except Jump:
        return  # `return`, or a loop's word without a loop: what it leaves is this
    except StoppingError as error:
        scope.shell.record_error(error.record)
    except Exception as error:  # a defect, as a script reports its own errors
        scope.shell.record_error(record_of(error))


def background_scope(
    scope: Scope, say: Callable[[Said], None], *, watches: Watches | None = None
) -> Scope:
    """Make the scope for a thread: a shell of its own, with the variables as they are now.

    What is said there goes to `say`. The objects in the variables are shared, not copied. Calls of
    the thread are shown to the person as if there was no thread, or, where `watches` are given,
    while those are shown.
    """
    variables = dict(scope.variables)
    inner = scope.child(variables)
    inner.shell = scope.shell.fork(RelayHost(scope.shell.host, say, watches), variables)
    # What becomes of an error is decided where it is heard.
    inner.error_action, inner.errors_to, inner.trying = "", None, False
    inner.tally, inner.keepers = Tally(), ()
    return inner


class Said:
    """Something that a thread said, to be said again by the one that listens to it."""

    __slots__ = ("again",)

    def __init__(self, again: Callable[[Context], None]) -> None:
        self.again = again


class RelayHost:
    """The person's side as a thread sees it: nobody is there, and what is said is handed on."""

    interactive = False

    def __init__(
        self, host: Host, say: Callable[[Said], None], watches: Watches | None = None
    ) -> None:
        self._host = host
        self._say = say
        self._watches = watches

    def error(self, record: ErrorRecord) -> None:
        self._say(Said(lambda context: context.error(record)))

    def warning(self, text: str) -> None:
        self._say(Said(lambda context: context.warning(text)))

    def note(self, text: str) -> None:
        self._say(Said(lambda context: context.note(text)))

    def verbose(self, text: str) -> None:
        self._say(Said(lambda context: context.host.verbose(text)))

    def write(self, text: str, *, end: str = "\n", colour: str = "") -> None:
        self._say(Said(lambda context: context.host.write(text, end=end, colour=colour)))

    def log(self, level: str, text: str, title: str = "") -> None:
        self._say(Said(lambda context: context.host.log(level, text, title)))

    def watching(self, call: Value, tell: Callable[[], None]) -> Watch:
        return (self._watches or self._host).watching(call, tell)

    def clear(self) -> None:
        """Do nothing: the screen belongs to what runs in front."""

    def confirm(self, question: str) -> bool:
        raise _nobody(question)

    def ask(self, question: str, complete: Complete | None = None) -> str:
        del complete
        raise _nobody(question)

    def secret(self, question: str) -> str:
        raise _nobody(question)

    def text(self, values: Iterable[Value]) -> Iterator[str]:
        return self._host.text(values)

    def format(self, values: Iterable[Value], layout: Layout) -> Iterator[str]:
        return self._host.format(values, layout)


def _nobody(question: str) -> ShellError:
    return ShellError(
        "ConfirmNeeded",
        f"nobody can be asked from the background: {question.strip()}",
        hint="ask before, and hand the answer over in a variable",
    )
