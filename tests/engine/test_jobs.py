"""Jobs: what runs in the background, what it may change, and what is left of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Annotated

import pytest

from gshell.engine.command import cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import Leave, ShellError
from gshell.engine.jobs import COMPLETED, FAILED, RUNNING, STOPPED, Job, Jobs
from gshell.engine.registry import CommandTable, Entry
from gshell.engine.scope import Scope
from gshell.engine.shell import Shell
from gshell.engine.values import Value
from gshell.engine.worker import TICK, Said
from tests.engine import world

PATIENCE = 20.0


class Gate:
    """What a job waits at until the test opens it; a service of the shell."""

    def __init__(self, shell: Shell) -> None:
        del shell
        self.reached = threading.Event()
        self.open = threading.Event()


@cmdlet("Wait-Gate", aliases=["gate"])
def wait_gate(context: Context) -> Iterator[Value]:
    """Wait until the gate is open."""
    gate = context.shell.service(Gate)
    gate.reached.set()
    while not gate.open.is_set():
        time.sleep(TICK / 10)
    yield from ()


@cmdlet("Exit-Here", aliases=["leave"])
def exit_here(code: Annotated[int, "the exit code"] = 0) -> Iterator[Value]:
    """Leave the shell."""
    yield from ()
    raise Leave(code)


TABLE = {
    **world.TABLE,
    "Wait-Gate": Entry(__name__, "Wait.", ("gate",)),
    "Exit-Here": Entry(__name__, "Leave.", ("leave",)),
}


class World(world.World):
    """A shell with jobs."""

    def __init__(self) -> None:
        super().__init__()
        self.commands = CommandTable(TABLE)
        self.jobs = self.service(Jobs)
        self.gate = self.service(Gate)

    def start(self, text: str) -> Job:
        return self.jobs.start(self.compile(text), text, Scope(self, self.variables))

    def end(self, text: str) -> Job:
        """Run a job to its end."""
        job = self.start(text)
        assert job.wait(time.monotonic() + PATIENCE)
        return job


@pytest.fixture
def shell() -> Iterator[World]:
    made = World()
    yield made
    made.close()


def objects(entries: Iterator[Value]) -> list[Value]:
    return [entry for entry in entries if not isinstance(entry, Said)]


# What it gives.


def test_what_a_job_gives_is_given_once(shell: World) -> None:
    job = shell.end("numbers 3")
    assert (list(job.look()), job.has_more_data) == ([1, 2, 3], True)
    assert (list(job.take()), job.has_more_data) == ([1, 2, 3], False)
    assert list(job.take()) == list(job.look()) == []


def test_what_came_so_far_can_be_taken_while_it_runs(shell: World) -> None:
    job = shell.start("numbers 2; gate; 'last'")
    assert shell.gate.reached.wait(PATIENCE)
    assert list(job.take()) == [1, 2]
    assert (list(job.take()), job.state, job.noticed) == ([], RUNNING, False)
    shell.gate.open.set()
    assert list(job.take(wait=True)) == ["last"]
    assert (job.state, job.noticed) == (COMPLETED, True)


@pytest.mark.parametrize("way", ["take", "look"])
def test_waiting_gives_it_as_it_comes(shell: World, way: str) -> None:
    job = shell.start("'first'; gate; 'last'")
    given: Iterator[Value] = getattr(job, way)(wait=True)
    assert next(given) == "first"
    shell.gate.open.set()
    assert list(given) == ["last"]
    assert job.ended


def test_what_nobody_took_is_still_there(shell: World) -> None:
    job = shell.end("numbers 3")
    assert next(job.take()) == 1
    assert list(job.take()) == [2, 3]


def test_it_cannot_be_held_up_by_one_that_never_stops_giving(shell: World) -> None:
    job = shell.start("numbers 1000000000")
    assert next(job.take(wait=True)) == 1
    assert len(list(job.take())) > 0
    assert job.state == RUNNING


def test_what_it_says_stands_between_its_objects(shell: World) -> None:
    job = shell.end("1; say hello; 2; fail ouch; 3")
    entries = list(job.take())
    assert [entry for entry in entries if not isinstance(entry, Said)] == [1, 2, 3]
    assert [isinstance(entry, Said) for entry in entries] == [False, True, False, True, False]
    assert (shell.listener.said, shell.listener.errors) == ([], [])


# Its state.


@pytest.mark.parametrize(
    ("text", "state", "errors"),
    [
        ("1", COMPLETED, []),
        ("fail x", FAILED, ["x"]),
        ("fail x; 1", FAILED, ["x"]),
        ("fail x; fail y", FAILED, ["y", "x"]),
        ("fail x -ErrorAction SilentlyContinue", COMPLETED, ["x"]),
        ("fail x -ErrorAction Ignore", COMPLETED, []),
        ("fail x -ErrorAction Stop; say never", FAILED, ["x"]),
        ("try { fail x } catch { 1 }", COMPLETED, ["x"]),
        ("fail x || 1", COMPLETED, ["x"]),
        ("throw 'x'", FAILED, ["x"]),
        ("return 1; fail x", COMPLETED, []),
        ("leave", COMPLETED, []),
        ("leave 3", FAILED, []),
        ("1..3 | % { defect }", FAILED, ["KeyError: 'nobody thought of it'"] * 3),
    ],
)
def test_it_failed_if_an_error_was_left(
    shell: World, text: str, state: str, errors: list[str]
) -> None:
    job = shell.end(text)
    assert (job.state, [str(error) for error in job.errors]) == (state, errors)
    assert (shell.errors, shell.failed) == ([], False)


def test_what_nests_too_deeply_fails_and_takes_nothing_with_it(shell: World) -> None:
    job = shell.end("$b = { & $b }; & $b")
    assert (job.state, [error.id for error in job.errors]) == (FAILED, ["TooDeep"])
    assert shell.give("1") == [1]


def test_its_properties(shell: World) -> None:
    job, other = shell.start("gate"), shell.end(" numbers 1 |\n  % { $_ } ")
    assert (job.id, job.name, str(job), job.command) == (1, "Job1", "Job1", "gate")
    assert (other.id, other.brief) == (2, "numbers 1 | % { $_ }")
    assert job.started <= other.started
    before = job.elapsed
    assert job.elapsed >= before
    assert other.elapsed == other.elapsed
    assert all(hasattr(job, attribute) for attribute in Job.MEMBERS.values())


def test_a_long_command_is_cut_where_it_has_little_room(shell: World) -> None:
    job = shell.end("'" + "x" * 100 + "'")
    assert len(job.brief) == 60
    assert len(job.command) == 102


def test_a_secret_is_not_kept_with_it(shell: World) -> None:
    assert shell.end("'hf_abcdef'").command == "'hf_***'"


# What it shares.


def test_it_has_the_variables_as_they_were(shell: World) -> None:
    shell.give("$x = 1; $thing = Get-Thing a")
    job = shell.start("gate; $x; $x = 5; $x; $thing; $y = 1")
    shell.give("$x = 2")
    shell.gate.open.set()
    assert list(job.take(wait=True)) == [1, 5, shell.variables["thing"]]
    assert shell.give("$x; $y") == [2, None]


def test_it_has_errors_and_success_of_its_own(shell: World) -> None:
    shell.give("fail before")
    job = shell.end("$Error.Count; fail x; $?; $Error[0].Message")
    assert objects(job.take()) == [0, False, "x"]
    assert [str(error) for error in shell.errors] == ["before"]


def test_it_has_the_dollar_underscore_and_arguments_of_its_place(shell: World) -> None:
    flow = shell.compile("$_; $args[0]; $input")
    scope = Scope(shell, shell.variables)
    scope.item, scope.arguments = "item", ["argument"]
    job = shell.jobs.start(flow, "text", scope)
    assert list(job.take(wait=True)) == ["item", "argument"]


def test_errors_preference_is_one_of_the_variables(shell: World) -> None:
    shell.give("$ErrorActionPreference = 'Stop'")
    job = shell.end("fail x; 1")
    assert (objects(job.take()), job.state) == ([], FAILED)


def test_a_job_may_start_jobs(shell: World) -> None:
    job = shell.end("$j = numbers 2 &; $j")
    (inner,) = job.take()
    assert list(inner.take(wait=True)) == [1, 2]
    assert [one.id for one in shell.jobs.all()] == [1, 2]


def test_all_threads_get_the_same_service() -> None:
    shell = world.World()
    barrier = threading.Barrier(8)
    found: list[object] = []

    def ask(fork: Shell) -> None:
        barrier.wait(PATIENCE)
        found.append(fork.service(Slow))

    forks = [shell.fork(shell.listener, {}) for _ in range(8)]
    threads = [threading.Thread(target=ask, args=(fork,)) for fork in forks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert found == [shell.service(Slow)] * 8
    assert shell.service(Slow).shell is shell


class Slow:
    """A service that takes its time, so that the other threads come to ask for it too."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        time.sleep(0.01)


class Split:
    """A service of which each fork has its own."""

    def __init__(self, shell: Shell, parent: Split | None = None) -> None:
        self.shell = shell
        self.parent = parent

    def fork(self, shell: Shell) -> Split:
        return Split(shell, self)


def test_a_service_may_give_each_fork_its_own() -> None:
    shell = world.World()
    first = shell.service(Split)
    fork = shell.fork(shell.listener, {})
    inner = fork.fork(shell.listener, {})
    assert fork.service(Split) is fork.service(Split)
    assert fork.service(Split).parent is first
    assert inner.service(Split).parent is fork.service(Split)
    assert inner.service(Split).shell is inner
    assert shell.service(Split) is first


def test_a_fork_has_its_own_variables_and_the_settings_of_the_shell() -> None:
    shell = world.World()
    shell.verbose = True
    fork = shell.fork(world.Host(), {"x": 1})
    assert (fork.variables, fork.verbose, fork.commands) == ({"x": 1}, True, shell.commands)
    assert list(fork.run(fork.compile("$x"))) == [1]
    assert shell.give("$x") == [None]


# Waiting and stopping.


def test_waiting_ends_with_the_job_or_the_time(shell: World) -> None:
    job = shell.start("gate")
    assert job.wait(time.monotonic() + TICK) is False
    assert job.wait(time.monotonic()) is False
    shell.gate.open.set()
    assert job.wait() is True
    assert job.wait(time.monotonic() - 1) is True


@cmdlet("Wait-Self")
def wait_self(context: Context) -> Iterator[Value]:
    """Wait for the job that waits."""
    (job,) = context.shell.service(Jobs).all()
    for way in (job.take, job.look):
        try:
            next(way(wait=True))
        except ShellError as error:
            yield error.record.message
    yield job.wait()


def test_a_job_cannot_wait_for_itself(shell: World) -> None:
    shell.commands = CommandTable({**TABLE, "Wait-Self": Entry(__name__, "Wait.")})
    job = shell.end("Wait-Self")
    assert objects(job.take()) == ["Job1 cannot wait for itself"] * 2
    assert [str(error) for error in job.errors] == ["Job1 cannot wait for itself"]


@pytest.mark.parametrize(
    "text",
    [
        "numbers 1000000000",
        "numbers 1000000000 | % { $_ }",
        "numbers 1; while ($true) { }",
        "numbers 1; gate",
        "numbers 1; try { gate } catch { 'caught' } finally { numbers 1 -Label end }",
    ],
)
def test_a_stop_closes_what_runs(shell: World, text: str) -> None:
    job = shell.start(text)
    assert next(job.take(wait=True)) == 1
    job.stop()
    assert job.wait(time.monotonic() + PATIENCE)
    assert job.state == STOPPED
    assert "numbers closed" in shell.log
    assert "caught" not in list(job.take())
    assert ("end closed" in shell.log) is ("finally" in text)


def test_a_job_that_has_ended_is_not_stopped_by_a_stop(shell: World) -> None:
    job = shell.end("1")
    job.stop()
    assert job.state == COMPLETED


def test_closing_the_shell_stops_all(shell: World) -> None:
    jobs = [shell.start("numbers 1000000000 | % { }"), shell.start("gate"), shell.end("1")]
    shell.close()
    assert [job.state for job in jobs] == [STOPPED, STOPPED, COMPLETED]


# The list.


def test_finding(shell: World) -> None:
    one, two = shell.end("1"), shell.end("2")
    assert shell.jobs.find("1") == shell.jobs.find(1) == shell.jobs.find("job1") == [one]
    assert shell.jobs.find(two) == shell.jobs.find("Job2") == [two]
    assert shell.jobs.find("*") == shell.jobs.find("JOB?") == [one, two]
    assert shell.jobs.find("x*") == []


@pytest.mark.parametrize("reference", [3, "Job3", "1*2", "nosuch"])
def test_what_there_is_not(shell: World, reference: Value) -> None:
    shell.end("1")
    if "*" in str(reference):
        assert shell.jobs.find(reference) == []
        return
    with pytest.raises(ShellError) as caught:
        shell.jobs.find(reference)
    assert (caught.value.record.id, caught.value.record.hint) == ("JobNotFound", "there are Job1")


def test_without_jobs_the_hint_says_how_to_start_one(shell: World) -> None:
    with pytest.raises(ShellError) as caught:
        shell.jobs.find(1)
    assert caught.value.record.hint == "a line that ends with & starts one"


def test_removed_jobs_are_gone_and_numbers_never_used_again(shell: World) -> None:
    job = shell.end("1")
    shell.jobs.remove(job)
    assert shell.jobs.all() == []
    assert shell.jobs.find(job) == [job]
    assert shell.end("2").id == 2


def test_news_are_told_once_and_only_of_what_ended_unseen(shell: World) -> None:
    running, ended, seen = shell.start("gate"), shell.end("1"), shell.end("2")
    list(seen.take())
    assert shell.jobs.take_news() == [ended]
    assert shell.jobs.take_news() == []
    assert shell.jobs.running() == 1
    shell.gate.open.set()
    running.wait(time.monotonic() + PATIENCE)
    assert shell.jobs.take_news() == [running]
    assert shell.jobs.running() == 0
