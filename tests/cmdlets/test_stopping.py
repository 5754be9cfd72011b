"""Stop-GradioSessionApi: which calls it stops, and what it says of that."""

from __future__ import annotations

from concurrent.futures import Future
from itertools import count
from types import SimpleNamespace

import pytest

from gshell.cmdlets.stopping import StoppedCall, follow
from gshell.gradio.errors import Lost
from tests.cmdlets.conftest import Driver
from tests.cmdlets.patience import wait_until

MARKS = count()


@pytest.fixture
def person(client: Driver) -> Driver:
    """Somebody who watches, on the app whose `closed` tells which calls of `slow` were stopped."""
    client.shell.host.interactive = True
    return client


def start(driver: Driver, name: str = "c") -> str:
    """Start a call that never ends in a variable, and give the mark by which the app knows it."""
    mark = f"stop{next(MARKS)}"
    (call,) = driver.give(f"${name} = Invoke-GradioSessionApi slow {mark}; ${name}")
    wait_until(lambda: call.event._reading.num)  # an app may say that it runs before it does
    return mark


def is_closed(driver: Driver, mark: str) -> bool:
    return driver.give(f"call closed {mark} -Value") == [True]


def wait_until_closed(driver: Driver, mark: str) -> None:
    wait_until(lambda: is_closed(driver, mark))


@pytest.mark.parametrize(
    "line",
    [
        "Stop-GradioSessionApi $c",
        "Stop-GradioSessionApi $c.id",
        "Stop-GradioSessionApi -Id ($c.id.Substring(0, 6))",
        "$c | Stop-GradioSessionApi",
        "$c.event | Stop-GradioSessionApi",
        "Get-GradioSessionApi -ApiName slow | Stop-GradioSessionApi",
        "Stop-GradioSessionApi all",
        "Stop-GradioSessionApi ALL client",
    ],
)
def test_a_running_call_is_stopped_in_the_app(person: Driver, line: str) -> None:
    mark = start(person)
    assert person.give(line) == []
    assert person.give("$c.event.Outcome") == ["cancelled"]
    wait_until(lambda: is_closed(person, mark))
    wait_until(lambda: "the app has cancelled slow" in person.messages)
    call_id = person.give("$c.id")[0]
    assert f"slow {call_id[:8]}: the app is told to cancel" in person.messages


def test_what_came_before_can_still_be_taken(person: Driver) -> None:
    start(person)
    person.give("Stop-GradioSessionApi $c")
    assert person.give("$c | Update-GradioSessionApiResult | % event | select -First 1") == [
        "generating"
    ]
    assert person.give("$c | Update-GradioSessionApiResult | % event")[-1] == "cancelled"
    assert person.give("$c.event.Outcome") == ["cancelled"]


def test_only_the_call_that_is_meant_is_stopped(person: Driver) -> None:
    first, second = start(person, "a"), start(person, "b")
    person.give("Stop-GradioSessionApi $b")
    wait_until(lambda: is_closed(person, second))
    assert not is_closed(person, first)
    assert person.give("$a.event.ServerStatus; $a.event.Outcome") == ["running", None]
    person.give("Stop-GradioSessionApi all")
    wait_until(lambda: is_closed(person, first))


def test_a_call_that_has_ended_is_warned_of(person: Driver) -> None:
    person.give("$c = call upper x -Manual; $c | Update-GradioSessionApiResult")
    assert person.give("Stop-GradioSessionApi $c") == []
    assert person.messages.startswith("warning: upper ")
    assert person.messages.endswith(" has ended already\n")
    assert person.give("$c.event.Outcome") == ["success"]


def test_a_call_is_stopped_once(person: Driver) -> None:
    mark = start(person)
    person.give("Stop-GradioSessionApi $c; Stop-GradioSessionApi $c")
    lines = person.messages.splitlines()
    assert sum("is told to cancel" in line for line in lines) == 1
    assert sum(line.startswith("warning: slow ") for line in lines) == 1
    wait_until(lambda: is_closed(person, mark))


def test_where_nothing_runs_all_is_nothing(person: Driver) -> None:
    person.give("call upper x")
    assert person.give("Stop-GradioSessionApi all") == []
    assert person.messages == ""


def test_what_if_stops_nothing(person: Driver) -> None:
    mark = start(person)
    person.give("Stop-GradioSessionApi $c -WhatIf")
    assert "would stop slow " in person.messages
    assert not is_closed(person, mark)
    person.give("Stop-GradioSessionApi $c")
    wait_until(lambda: is_closed(person, mark))


def test_the_request_is_shown_under_verbose(person: Driver) -> None:
    start(person)
    person.give("Stop-GradioSessionApi $c -Verbose")
    (line,) = [line for line in person.messages.splitlines() if line.startswith("verbose: POST")]
    assert line.startswith(f"verbose: POST {person.give('$session.RealAppUrl')[0]}/cancel {{")
    assert f'"event_id": "{person.give("$c.id")[0]}"' in line


@pytest.mark.parametrize(
    ("line", "error_id"),
    [
        ("Stop-GradioSessionApi nosuchcall", "EventNotFound"),
        ("Stop-GradioSessionApi $session", "InvalidEvent"),
        ("Stop-GradioSessionApi all nowhere", "SessionNotFound"),
    ],
)
def test_what_cannot_be_stopped_is_an_error(person: Driver, line: str, error_id: str) -> None:
    assert person.fail(line).id == error_id


def test_without_a_person_nothing_is_said(client: Driver) -> None:
    mark = start(client)
    client.give("Stop-GradioSessionApi $c")
    wait_until(lambda: is_closed(client, mark))
    assert client.messages == ""


# Calls in threads.


def test_calls_in_threads_are_told_of_in_one_line(person: Driver) -> None:
    calls = '1..4 | % -Parallel { call slow ("many$_") } -ThrottleLimit 4 -Unordered'
    heard_of_all = "| % EventId | select -Unique | select -First 4 | measure | % Count"
    assert person.give(f"{calls} {heard_of_all}") == [4]
    wait_until(lambda: "the app has cancelled" in person.messages)
    assert person.messages.splitlines() == [
        "4 calls stopped; the app is told to cancel and may finish their current steps",
        "the app has cancelled 4 calls",
    ]
    for number in range(1, 5):
        wait_until_closed(person, f"many{number}")


def test_a_call_of_a_job_is_told_of_when_that_is_stopped(person: Driver) -> None:
    person.give("$j = call slow injob &")
    wait_until(lambda: person.give("$j.HasMoreData") == [True])
    person.give("Stop-Job $j")
    wait_until(lambda: "the app has cancelled slow" in person.messages)
    assert person.messages.splitlines() == [
        "slow stopped; the app is told to cancel and may finish its current step",
        "the app has cancelled slow",
    ]
    wait_until(lambda: is_closed(person, "injob"))


def test_of_calls_in_threads_nothing_is_said_without_a_person(client: Driver) -> None:
    client.give('1, 2 | % -Parallel { call slow ("alone$_") } | select -First 1')
    for number in (1, 2):
        wait_until_closed(client, f"alone{number}")
    assert client.messages == ""


def test_what_the_app_answered_is_said_for_all_at_once() -> None:
    said: list[str] = []
    names = ("slow", "slow", "count", "gen", "upper")
    calls = [StoppedCall(SimpleNamespace(api_name=name), Future()) for name in names]  # type: ignore[arg-type]
    follow(said.append, calls)
    calls[0].told.set_result(True)
    calls[1].told.set_result(True)
    calls[2].told.set_result(False)
    calls[3].told.set_exception(Lost("it is gone"))
    assert said == []
    calls[4].told.cancel()
    assert said == [
        "the app has cancelled 2 calls",
        "count had ended before the app heard of it",
        "the app could not be told to cancel gen: it is gone",
    ]
