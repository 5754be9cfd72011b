"""Sessions that several threads use: what they share, and what is each one's own."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest

from gshell.cmdlets.sessions import Sessions
from gshell.engine.errors import ErrorRecord, ShellError
from gshell.gradio.session import GradioSession
from tests.cmdlets.conftest import Driver

PATIENCE = 40.0
THREADS = 6


@pytest.fixture
def _switching() -> Iterator[None]:
    """Let threads take turns so often that they meet in the middle of things."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_switching")
def test_threads_that_need_the_same_app_open_one_session(driver: Driver, demo_app: str) -> None:
    barrier = threading.Barrier(THREADS)
    found: list[GradioSession] = []

    def find() -> None:
        barrier.wait(PATIENCE)
        found.append(driver.sessions.find(demo_app))

    threads = [threading.Thread(target=find) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(found) == THREADS
    assert len(set(found)) == 1
    assert list(driver.sessions.by_name.values()) == found[:1]


def test_the_second_thread_to_want_a_name_is_refused(demo: Driver, demo_app: str) -> None:
    sessions = demo.sessions
    barrier = threading.Barrier(2)
    errors: list[ErrorRecord] = []

    def open_one() -> None:
        barrier.wait(PATIENCE)
        try:
            sessions.open(demo_app, name="new", select=False)
        except ShellError as error:
            errors.append(error.record)

    threads = [threading.Thread(target=open_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert [error.id for error in errors] == ["SessionExists"]
    assert list(sessions.by_name) == ["demo", "new"]


def test_who_goes_through_the_sessions_sees_them_as_they_were(demo: Driver, demo_app: str) -> None:
    seen = iter(demo.sessions.by_name)
    demo.sessions.open(demo_app, name="new")
    demo.sessions.remove(demo.sessions.by_name["demo"])
    assert list(seen) == ["demo"]


def test_opening_in_a_job_leaves_the_current_session_in_front(demo: Driver, demo_app: str) -> None:
    line = f"$j = open {demo_app} -Name other | % {{ $session.name; (Get-GradioSession .).name }} &"
    assert demo.give(f"{line}; Receive-Job $j -Wait") == ["other", "other"]
    assert demo.give("$session.name; (Get-GradioSession .).name") == ["demo", "demo"]
    assert demo.give("Get-GradioSession | % name") == ["demo", "other"]
    assert demo.sessions.current is demo.sessions.by_name["demo"]


def test_a_job_goes_on_with_the_session_that_was_current(demo: Driver, demo_app: str) -> None:
    ready = "while (-not (Get-GradioSession other -ea Ignore)) { sleep 0.01 }"
    job = f"$j = 1 | % {{ {ready}; $session.name; call upper hi -Value }} &"
    assert demo.run(f"{job}; open {demo_app} -Name other | Out-Null; Receive-Job $j -Wait") == [
        "demo",
        "HI",
    ]
    assert demo.give("$session.name") == ["other"]


def test_each_block_of_several_at_once_has_its_own(demo: Driver, demo_app: str) -> None:
    block = f"{{ open {demo_app} -Name $_ | Out-Null; sleep 0.05; $session.name }}"
    assert demo.give(f"'a', 'b', 'c' | % -Parallel {block}") == ["a", "b", "c"]
    assert demo.give("$session.name") == ["demo"]


def test_a_job_in_a_job_begins_where_that_one_is(demo: Driver, demo_app: str) -> None:
    inner = "{ use other; $i = $session.name &; Receive-Job $i -Wait }"
    assert demo.give(
        f"open {demo_app} -Name other -NoDefault | Out-Null; "
        f"$j = 1 | % {inner} &; Receive-Job $j -Wait; $session.name"
    ) == ["other", "demo"]


def test_what_a_job_renames_and_removes_is_so_for_all(demo: Driver, demo_app: str) -> None:
    demo.give(f"open {demo_app} -Name other -NoDefault | Out-Null")
    demo.give("$j = Set-GradioSession other -Name another &; Receive-Job $j -Wait")
    assert list(demo.sessions.by_name) == ["demo", "another"]
    demo.give("$j = Remove-GradioSession demo &; Receive-Job $j -Wait")
    assert list(demo.sessions.by_name) == ["another"]
    assert demo.give("$session.name") == ["another"]


def test_in_the_job_that_removes_it_the_last_used_becomes_current(
    demo: Driver, demo_app: str
) -> None:
    demo.give(f"open {demo_app} -Name other -NoDefault | Out-Null")
    job = "$j = 1 | % { Remove-GradioSession .; $session.name } &"
    assert demo.give(f"{job}; Receive-Job $j -Wait") == ["other"]


def test_a_session_that_was_removed_in_front_is_an_error_in_the_job(
    demo: Driver, demo_app: str
) -> None:
    gone = "while (Get-GradioSession demo -ea Ignore) { sleep 0.01 }"
    demo.give(f"open {demo_app} -Name other -NoDefault | Out-Null")
    demo.run(f"$j = 1 | % {{ {gone}; call upper hi }} &; Remove-GradioSession demo")
    demo.shell.errors.clear()
    record = demo.fail("Receive-Job $j -Wait")
    assert record.message == "the session demo was removed"


def test_a_job_waits_for_the_connection_that_is_being_made(driver: Driver, demo_app: str) -> None:
    is_asked = threading.Event()

    def address() -> str:
        assert is_asked.wait(PATIENCE)
        return demo_app

    driver.sessions.begin("demo", address, session_name="demo")
    driver.run("$j = call upper hi -Value &")
    is_asked.set()
    assert driver.give("Receive-Job $j -Wait") == ["HI"]


def test_a_fork_shares_what_is_not_its_own(demo: Driver) -> None:
    fork = demo.shell.fork(demo.interpreter.console, {}).service(Sessions)
    assert fork is not demo.sessions
    assert fork.by_name is demo.sessions.by_name
    assert fork.apps is demo.sessions.apps
    assert fork.background is demo.sessions.background
    assert fork.options is demo.sessions.options
