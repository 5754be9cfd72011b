"""ForEach-Object -Parallel: the order, how many run at once, how far ahead, and how it ends."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Annotated

import pytest

from gshell.cmdlets.index import INDEX
from gshell.cmdlets.parallel import AHEAD
from gshell.engine.command import cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import Leave, StoppingError
from gshell.engine.registry import CommandTable, Entry
from gshell.engine.shell import Shell
from gshell.engine.values import Value
from gshell.engine.worker import TICK
from tests.cmdlets.conftest import Driver
from tests.cmdlets.patience import PATIENCE, ctrl_c_while_waiting, wait_until


class Room:
    """Where blocks meet; a service of the shell. The test sees who is inside, and opens it."""

    def __init__(self, shell: Shell) -> None:
        del shell
        self.lock = threading.Lock()
        self.inside = 0
        self.entered = 0
        self.most = 0
        self.left = 0
        self.given = 0
        self.open = threading.Event()

    def enter(self, count: int) -> None:
        """Wait until so many are inside at once, or the room is open for all."""
        with self.lock:
            self.inside += 1
            self.entered += 1
            self.most = max(self.most, self.inside)
            if self.inside >= count:
                self.open.set()
        try:
            while not self.open.is_set():
                time.sleep(TICK / 10)
        finally:
            with self.lock:
                self.inside -= 1
                self.left += 1


@cmdlet("Enter-Room", aliases=["meet"])
def enter_room(context: Context, count: Annotated[int, "how many"] = 1000) -> Iterator[Value]:
    """Wait until so many are here at once."""
    yield from ()
    context.shell.service(Room).enter(count)


@cmdlet("Get-Endless", aliases=["endless"])
def get_endless(context: Context) -> Iterator[Value]:
    """Count for ever, and note how far that went."""
    room = context.shell.service(Room)
    while True:
        room.given += 1
        yield room.given


COMMANDS = {
    **INDEX,
    "Enter-Room": Entry(__name__, "Wait.", ("meet",)),
    "Get-Endless": Entry(__name__, "Count.", ("endless",)),
}


@pytest.fixture
def shell(driver: Driver) -> Iterator[Driver]:
    """A shell in which blocks can meet."""
    driver.shell.commands = CommandTable(COMMANDS)
    yield driver
    driver.shell.service(Room).open.set()
    for thread in runs():
        thread.join(PATIENCE)
        assert not thread.is_alive()


def runs() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "parallel"]


def room_of(driver: Driver) -> Room:
    return driver.shell.service(Room)


# What it gives.


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1..100 | % -Parallel { $_ * 2 }", [2 * number for number in range(1, 101)]),
        ("1..3 | % -Parallel { $_; $_ * 10 }", [1, 10, 2, 20, 3, 30]),
        ("1..3 | % -Parallel { }", []),
        ("@() | % -Parallel { 1 }", []),
        ("1, $null, 3 | % -Parallel { $_ }", [1, None, 3]),
        ("1..3 | % -Parallel { return $_; 'never' }", [1, 2, 3]),
        ("1..3 | % -Parallel { param($a = 7) $a + $_ }", [8, 9, 10]),
        ("1..3 | % -Parallel { $_ } -ThrottleLimit 1", [1, 2, 3]),
        ("1..3 | % -Parallel { 1..3 | % -Parallel { $_ } | measure -Sum | % Sum }", [6, 6, 6]),
        ("1..3 | ForEach-Object -Parallel { $_ } -TimeoutSeconds 60", [1, 2, 3]),
        ("1..600 | % -Parallel { 1..600 } -ThrottleLimit 2 | measure | % Count", [360000]),
        ("(1, 2), (3, 4) | % -Parallel { $_.Count }", [2, 2]),
    ],
)
def test_what_it_gives(shell: Driver, line: str, expected: list[Value]) -> None:
    assert shell.give(line) == expected


def test_the_results_keep_the_order_of_the_objects(shell: Driver) -> None:
    block = "{ if ($_ -eq 1) { meet 1 }; if ($_ -lt 3) { meet 2 }; $_ }"
    assert shell.give(f"1..20 | % -Parallel {block} -ThrottleLimit 2") == list(range(1, 21))


def test_what_is_first_comes_while_it_runs(shell: Driver) -> None:
    line = '1..2 | % -Parallel { "$_ begun"; meet; "$_ done" }'
    with closing(shell.stream(line)) as results:  # type: ignore[type-var]
        assert next(results) == "1 begun"
        room = room_of(shell)
        assert not room.open.is_set()
        room.open.set()
        assert list(results) == ["1 done", "2 begun", "2 done"]


# Without order.


@pytest.mark.parametrize("limit", [1, 4])
def test_without_order_nothing_is_lost(shell: Driver, limit: int) -> None:
    line = f"1..50 | % -Parallel {{ 1..40 | % {{ $_ }} }} -Unordered -ThrottleLimit {limit}"
    assert sorted(shell.give(line)) == sorted(list(range(1, 41)) * 50)


def test_without_order_what_is_ready_comes_first(shell: Driver) -> None:
    line = "1..9 | % -Parallel { if ($_ -eq 1) { meet }; $_ } -Unordered -ThrottleLimit 2"
    with closing(shell.stream(line)) as results:  # type: ignore[type-var]
        assert [next(results) for _ in range(8)] == list(range(2, 10))
        room_of(shell).open.set()
        assert list(results) == [1]


def test_without_order_what_several_give_comes_while_they_run(shell: Driver) -> None:
    line = '1..2 | % -Parallel { "$_ begun"; meet 3; "$_ done" } -Unordered'
    with closing(shell.stream(line)) as results:  # type: ignore[type-var]
        assert {next(results), next(results)} == {"1 begun", "2 begun"}
        room = room_of(shell)
        assert not room.open.is_set()
        room.open.set()
        assert set(results) == {"1 done", "2 done"}


def test_without_order_one_that_gives_much_holds_up_no_other(shell: Driver) -> None:
    line = "1..3 | % -Parallel { if ($_ -eq 1) { endless } else { meet 2; 'other' } } -Unordered"
    with closing(shell.stream(line)) as results:  # type: ignore[type-var]
        taken = [next(results)]
        room = room_of(shell)
        while room.left < 2:  # taking results is what makes it begin the next run
            taken.append(next(results))
        wait_until(lambda: len(runs()) == 1)
        held_up_at = AHEAD + 1 + sum(each != "other" for each in taken)
        wait_until(lambda: room.given == held_up_at)
        taken += [next(results) for _ in range(AHEAD + 2)]
    numbers = [each for each in taken if each != "other"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert taken.count("other") == 2


def test_without_order_the_errors_are_errors_of_the_pipeline(shell: Driver) -> None:
    line = "1..3 | % -Parallel { if ($_ -eq 2) { throw 'x' }; $_ } -Unordered"
    assert set(shell.run(line)) == {1, 3}
    assert [str(error) for error in shell.shell.errors] == ["x"]


def test_without_order_a_stage_that_wants_no_more_stops_all(shell: Driver) -> None:
    line = "endless | % -Parallel { $_; meet } -Unordered | select -First 3"
    assert set(shell.give(line)) <= {1, 2, 3, 4, 5}
    wait_until(lambda: not runs())
    assert room_of(shell).left == room_of(shell).entered


# How many at once, and how far ahead.


def test_five_run_at_once(shell: Driver) -> None:
    assert shell.give("1..12 | % -Parallel { meet 5; $_ } | measure | % Count") == [12]
    assert room_of(shell).most == 5


@pytest.mark.parametrize("limit", [1, 3, 8])
def test_the_limit_is_reached_and_kept(shell: Driver, limit: int) -> None:
    line = f"1..20 | % -Parallel {{ meet {limit} }} -ThrottleLimit {limit}"
    assert shell.give(line) == []
    assert room_of(shell).most == limit


def test_objects_are_pulled_for_free_runs_only(shell: Driver) -> None:
    line = "endless | % -Parallel { if ($_ -eq 1) { 'first' }; meet }"
    with closing(shell.stream(line)) as results:  # type: ignore[type-var]
        assert next(results) == "first"
        assert room_of(shell).given <= 5


def test_a_run_whose_results_wait_is_held_up(shell: Driver) -> None:
    line = "1..2 | % -Parallel { if ($_ -eq 1) { 'first'; meet } else { endless } }"
    with closing(shell.stream(line)) as results:  # type: ignore[type-var]
        assert next(results) == "first"
        room = room_of(shell)
        wait_until(lambda: room.given > AHEAD)
        assert room.given == AHEAD + 1
        room.open.set()
        assert [next(results) for _ in range(3 * AHEAD)] == list(range(1, 3 * AHEAD + 1))


def test_no_more_than_so_many_get_ahead_of_a_slow_one(shell: Driver) -> None:
    line = "endless | % -Parallel { if ($_ -eq 1) { 'first'; meet }; $_ }"
    with closing(shell.stream(line)) as results:  # type: ignore[type-var]
        assert next(results) == "first"
        room = room_of(shell)

        def open_late() -> None:
            wait_until(lambda: room.given >= AHEAD)
            room.open.set()

        opener = threading.Thread(target=open_late)
        opener.start()
        assert next(results) == 1
        assert AHEAD <= room.given <= AHEAD + 6
        opener.join(PATIENCE)


# The variables.


def test_the_variables_are_those_of_the_moment_and_its_own(shell: Driver) -> None:
    line = "$x = 5; 1..3 | % -Parallel { $x += $_; $x }; $x"
    assert shell.give(line) == [6, 7, 8, 5]
    assert shell.give('1..3 | % { $x = $_ * 10; $_ } | % -Parallel { "$_ $x" } -Throttle 1') == [
        "1 10",
        "2 20",
        "3 30",
    ]


def test_using_reads_the_variable(shell: Driver) -> None:
    assert shell.give("$x = 5; 1..2 | % -Parallel { $using:x + $_ }") == [6, 7]


def test_objects_are_shared(shell: Driver) -> None:
    assert shell.give('$m = @{}; 1..3 | % -Parallel { $m["k$_"] = $_ }; $m.Count') == [3]


# Errors, and what is said.


def test_errors_are_errors_of_the_pipeline(shell: Driver) -> None:
    line = "1..3 | % -Parallel { if ($_ -eq 2) { Write-Error bad; return }; $_ }; $?"
    assert shell.run(line) == [1, 3, False]
    assert [str(error) for error in shell.shell.errors] == ["bad"]
    assert shell.shell.failed


@pytest.mark.parametrize(
    ("action", "errors", "failed"),
    [("SilentlyContinue", 1, False), ("Ignore", 0, False), ("Continue", 1, True)],
)
def test_error_action(shell: Driver, action: str, errors: int, failed: bool) -> None:
    assert shell.run(f"1 | % -Parallel {{ nosuch; 2 }} -ErrorAction {action} -ev e") == [2]
    assert len(shell.shell.errors) == errors
    assert shell.shell.failed is failed
    assert shell.run("$e.Count") == [1]


def test_an_error_that_stops_stops_all(shell: Driver) -> None:
    line = "1..9 | % -Parallel { if ($_ -eq 2) { nosuch } else { meet } } -ErrorAction Stop; 'no'"
    with pytest.raises(StoppingError):
        shell.run(line)
    wait_until(lambda: not runs())
    assert not room_of(shell).open.is_set()


@pytest.mark.parametrize(
    "block", ["{ throw 'x' }", "{ $ErrorActionPreference = 'Stop'; nosuch; 1 }"]
)
def test_a_run_that_is_stopped_by_its_error_does_not_stop_the_others(
    shell: Driver, block: str
) -> None:
    line = f"1..3 | % -Parallel {{ if ($_ -eq 2) {block} else {{ $_ }} }}"
    assert shell.run(line) == [1, 3]
    assert len(shell.shell.errors) == 1


def test_a_mistake_is_pointed_at(shell: Driver) -> None:
    assert shell.run("1 | % -Parallel { nosuch }") == []
    (error,) = shell.shell.errors
    assert error.source[error.start : error.end] == "nosuch"


def test_what_blocks_say_is_said(shell: Driver) -> None:
    shell.give("1 | % -Parallel { Write-Host one; Write-Warning two }")
    assert shell.messages == "one\nwarning: two\n"


def test_nobody_is_asked(shell: Driver) -> None:
    assert shell.run("1 | % -Parallel { Read-Host name }") == []
    assert shell.error_ids() == ["ConfirmNeeded"]


def test_exit_leaves_the_shell(shell: Driver) -> None:
    with pytest.raises(Leave) as caught:
        shell.run("1..9 | % -Parallel { if ($_ -eq 2) { exit 3 } else { meet } }")
    assert caught.value.code == 3
    wait_until(lambda: not runs())


# How it ends early.


def test_a_stage_that_wants_no_more_stops_all(shell: Driver) -> None:
    assert shell.give("endless | % -Parallel { $_; meet } | select -First 1") == [1]
    wait_until(lambda: not runs())
    room = room_of(shell)
    assert room.given <= 5
    assert room.left == room.entered


@pytest.mark.parametrize(
    "block", ["{ endless }", "{ $_; while ($true) { } }", "{ $_; sleep 3600 }"]
)
def test_whatever_a_block_does_it_can_be_stopped(shell: Driver, block: str) -> None:
    assert len(shell.give(f"1..9 | % -Parallel {block} | select -First 1")) == 1
    wait_until(lambda: not runs())


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="signals come otherwise there")
def test_ctrl_c_stops_all(shell: Driver) -> None:
    with ctrl_c_while_waiting(), pytest.raises(KeyboardInterrupt):
        shell.run("endless | % -Parallel { meet }; 'never'")
    wait_until(lambda: not runs())
    assert room_of(shell).left == room_of(shell).entered


def test_time_is_up(shell: Driver) -> None:
    assert shell.run("1..9 | % -Parallel { if ($_ -eq 1) { 1 }; meet } -TimeoutSeconds 0.05") == [1]
    (record,) = shell.shell.errors
    assert (record.id, record.message) == ("Timeout", "-Parallel has not ended within 0.05 s")
    wait_until(lambda: not runs())


def test_a_job_that_runs_in_parallel_is_stopped_with_all_of_it(shell: Driver) -> None:
    shell.give("$j = endless | % -Parallel { $_; meet } &")
    wait_until(lambda: room_of(shell).inside == 5)
    shell.give("Stop-Job $j")
    assert shell.give("$j.State; Receive-Job $j") == ["Stopped", 1]
    wait_until(lambda: not runs())


def test_calls_run_at_once_and_are_cancelled(client: Driver) -> None:
    client.shell.commands = CommandTable(COMMANDS)
    block = "{ call slow $_ | % { meet 2; $_ } }"
    assert len(client.give(f"'p1', 'p2' | % -Parallel {block} | select -First 1")) == 1
    wait_until(lambda: client.give("call closed p1 -Value") == [True])
    wait_until(lambda: client.give("call closed p2 -Value") == [True])


def test_calls_in_parallel(demo: Driver) -> None:
    line = '1..8 | % -Parallel { call upper "a$_" -Value } -ThrottleLimit 8'
    assert demo.give(line) == [f"A{number}" for number in range(1, 9)]


# What does not go together.

ONLY_PARALLEL = "-ThrottleLimit, -TimeoutSeconds and -Unordered"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1 | % -Parallel { } -Begin { }", "-Parallel takes one block, and no -Begin, -End"),
        ("1 | % -Parallel { } -End { }", "-Parallel takes one block, and no -Begin, -End"),
        ("1 | % -Parallel { } { }", "-Parallel takes one block"),
        ("1 | % -Parallel { } num", "-Parallel takes one block"),
        ("1 | % { } -ThrottleLimit 2", f"{ONLY_PARALLEL} go with -Parallel"),
        ("1 | % { } -TimeoutSeconds 2", f"{ONLY_PARALLEL} go with -Parallel"),
        ("1 | % { } -Unordered", f"{ONLY_PARALLEL} go with -Parallel"),
        ("1 | % -Parallel { } -ThrottleLimit 0", "-ThrottleLimit must be at least 1"),
        ("1 | % -Parallel data", "-Parallel must be a script block (got 'data')"),
        ("1 | %", "% needs -Process"),
    ],
)
def test_what_does_not_go_together(shell: Driver, line: str, message: str) -> None:
    record = shell.fail(line)
    assert (record.id, record.message[: len(message)]) == ("ParamInvalid", message)
