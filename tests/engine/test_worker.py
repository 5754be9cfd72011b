"""Threads that run part of a script: they are stopped at any point, and at no wrong one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from gshell.engine.errors import ShellError
from gshell.engine.host import Watch
from gshell.engine.values import Value
from gshell.engine.watches import Watches
from gshell.engine.worker import Bell, RelayHost, Said, Stopped, Worker
from tests.engine.world import Host

PATIENCE = 20.0
"""Seconds for what takes none, on a machine that is busy with something else."""


class Task:
    """Work of which a test knows where it is: it begins, loops until it is stopped, and closes."""

    def __init__(self, close: Callable[[], None] = lambda: None) -> None:
        self.begun = threading.Event()
        self.closing = threading.Event()
        self.closed = False
        self.ended: list[bool] = []
        self.close = close
        self.worker = Worker("task", self.work, self.ended.append)

    def work(self) -> None:
        try:
            self.begun.set()
            while True:
                pass
        finally:
            self.closing.set()
            self.close()
            self.closed = True

    def join(self) -> None:
        assert self.worker.join(time.monotonic() + PATIENCE)


def test_work_runs_to_its_end() -> None:
    done: list[object] = []
    worker = Worker("task", lambda: done.append("work"), done.append)
    worker.start()
    assert worker.join(time.monotonic() + PATIENCE)
    assert done == ["work", False]


def test_a_stop_ends_what_computes_and_lets_it_close() -> None:
    task = Task()
    task.worker.start()
    assert task.begun.wait(PATIENCE)
    assert task.ended == []
    task.worker.stop()
    task.join()
    assert (task.closed, task.ended) == (True, [True])


def test_a_stop_before_the_start_lets_nothing_run() -> None:
    task = Task()
    task.worker.stop()
    task.worker.start()
    task.join()
    assert not task.begun.is_set()
    assert task.ended == [True]


def test_a_stop_after_the_end_does_nothing() -> None:
    ended: list[bool] = []
    worker = Worker("task", lambda: None, ended.append)
    worker.start()
    assert worker.join(time.monotonic() + PATIENCE)
    worker.stop()
    assert ended == [False]


def test_a_worker_that_never_began_has_nothing_to_wait_for() -> None:
    assert Worker("task", lambda: None, lambda _: None).join(time.monotonic())


def test_while_it_closes_a_second_stop_only_counts() -> None:
    again = threading.Event()
    task = Task(lambda: _loop_until(again))
    task.worker.start()
    assert task.begun.wait(PATIENCE)
    task.worker.stop()
    assert task.closing.wait(PATIENCE)
    task.worker.stop()
    again.set()
    task.join()
    assert (task.closed, task.ended) == (True, [True])


def _loop_until(event: threading.Event) -> None:
    """Compute until something happens: no wait in which a stop could be lost."""
    while not event.is_set():
        pass


def test_a_third_stop_ends_even_a_closing_that_hangs() -> None:
    task = Task(lambda: _loop_until(threading.Event()))
    task.worker.start()
    assert task.begun.wait(PATIENCE)
    task.worker.stop()
    assert task.closing.wait(PATIENCE)
    task.worker.stop()
    task.worker.stop()
    task.join()
    assert (task.closed, task.ended) == (False, [True])


@pytest.mark.parametrize("steps", range(0, 100, 4))
def test_a_stop_may_come_at_any_moment(steps: int) -> None:
    for _ in range(8):
        task = Task()
        task.worker.start()
        for _ in range(steps):
            pass
        task.worker.stop()
        task.join()
        assert task.ended == [True]


@pytest.mark.parametrize("steps", range(0, 200, 8))
def test_a_stop_at_the_very_end_is_no_exception(steps: int) -> None:
    for _ in range(8):
        ended: list[bool] = []
        worker = Worker("task", lambda: None, ended.append)
        worker.start()
        for _ in range(steps):
            pass
        worker.stop()
        assert worker.join(time.monotonic() + PATIENCE)
        assert len(ended) == 1


def test_a_stop_leaves_no_lock_taken() -> None:
    for _ in range(20):
        condition = threading.Condition()
        begun = threading.Event()

        def work(
            condition: threading.Condition = condition, begun: threading.Event = begun
        ) -> None:
            while True:
                with condition:
                    begun.set()

        worker = Worker("task", work, lambda _: None)
        worker.start()
        assert begun.wait(PATIENCE)
        worker.stop()
        assert worker.join(time.monotonic() + PATIENCE)
        assert condition.acquire(timeout=PATIENCE)


def test_a_worker_knows_its_own_thread() -> None:
    seen: list[bool] = []
    worker = Worker("task", lambda: seen.append(worker.is_here), lambda _: None)
    worker.start()
    assert worker.join(time.monotonic() + PATIENCE)
    assert (seen, worker.is_here) == ([True], False)


def test_a_stop_is_a_ctrl_c_to_what_runs() -> None:
    assert issubclass(Stopped, KeyboardInterrupt)


@contextmanager
def waiting(bell: Bell) -> Iterator[threading.Thread]:
    thread = threading.Thread(target=bell.wait, args=(PATIENCE,), daemon=True)
    thread.start()
    yield thread
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_bell_wakes_who_waits_and_who_comes_to_wait() -> None:
    bell = Bell()
    with waiting(bell):
        bell.ring()
    bell.ring()
    bell.ring()
    bell.wait(PATIENCE)
    bell.wait(0.001)  # it rang twice, but nobody had waited in between


# What a thread says.


class Watcher(Host):
    """A host that notes which calls it is to show."""

    def watching(self, call: Value, tell: Callable[[], None]) -> Watch:
        self.said.append(call)
        return super().watching(call, tell)


class Listener:
    """Something that hears again what was said; it stands for the context of a cmdlet."""

    def __init__(self) -> None:
        self.host = Host()
        self.heard: list[str] = []

    def error(self, record: object) -> None:
        self.heard.append(f"error {record}")

    def warning(self, text: str) -> None:
        self.heard.append(f"warning {text}")

    def note(self, text: str) -> None:
        self.heard.append(f"note {text}")


def test_nobody_answers_in_a_thread() -> None:
    host = RelayHost(Host(), lambda _: None)
    assert host.interactive is False
    for ask in (host.ask, host.secret, host.confirm):
        with pytest.raises(ShellError, match=r"nobody can be asked from the background: sure\?"):
            ask("sure? ")


def test_the_screen_is_not_a_threads() -> None:
    said: list[Said] = []
    real = Host()
    RelayHost(real, said.append).clear()
    assert (real.said, said) == ([], [])


def test_objects_become_text_as_in_front() -> None:
    assert list(RelayHost(Host(), lambda _: None).text([1, None, "a"])) == ["1", "", "a"]


def test_calls_are_watched_by_whoever_runs_the_thread() -> None:
    host, watches = Watcher(), Watches()
    with RelayHost(host, lambda _: None).watching("in front", lambda: None) as watch:
        watch.results += 1
    with RelayHost(host, lambda _: None, watches).watching("behind", lambda: None):
        assert host.said == ["in front"]
        with watches.shown_by(host):
            assert host.said == ["in front", "behind"]
