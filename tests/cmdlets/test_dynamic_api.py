"""`call`: results while the app works, and what stopping does."""

from __future__ import annotations

import itertools
import threading
import time
from contextlib import closing
from typing import Any

import pytest

from gshell.cmdlets.sessions import Sessions
from gshell.engine.values import Value
from gshell.gradio.objects import GradioApiEvent
from tests.cmdlets.conftest import Driver

MARKS = itertools.count()


def newest_event(driver: Driver) -> GradioApiEvent:
    session = driver.shell.service(Sessions).current
    assert session is not None
    return session.calls[-1].event


def wait_until_closed(client: Driver, mark: str) -> None:
    """Wait until the app says that its generator with this mark was closed."""
    deadline = time.monotonic() + 20
    while client.run(f"call closed {mark} -Value") != [True]:
        assert time.monotonic() < deadline, "the app was never told to stop"


def test_the_first_object_is_there_while_the_app_produces(demo: Driver) -> None:
    line = "call count -n 20 -delay 0.1 | % { $_.data[0] }"
    with closing(demo.stream(line)) as values:  # type: ignore[type-var]
        assert next(values) == "--start--"
        assert not newest_event(demo).finished
        assert list(values) == [*map(str, range(1, 21)), "--end--", "--end--"]


def test_a_stage_that_wants_no_more_cancels_the_call(client: Driver) -> None:
    mark = f"early{next(MARKS)}"
    assert client.run(f"call slow {mark} | select -First 2 | % data") == [0, 1]
    assert newest_event(client).outcome == "cancelled"
    wait_until_closed(client, mark)
    assert client.error_ids() == []


def test_an_interrupt_cancels_the_call(client: Driver) -> None:
    mark = f"interrupt{next(MARKS)}"
    values = client.stream(f"call slow {mark} | % data")
    assert next(values) == 0
    with pytest.raises(KeyboardInterrupt):
        values.throw(KeyboardInterrupt())  # type: ignore[attr-defined]
    wait_until_closed(client, mark)


def test_a_timeout_cancels_the_call_and_says_so(client: Driver) -> None:
    mark = f"timeout{next(MARKS)}"
    results = client.run(f"call slow {mark} -Timeout 0.2")
    assert {result.event for result in results} == {"generating"}
    assert client.error_ids() == ["Timeout"]
    wait_until_closed(client, mark)


def test_leaving_the_shell_cancels_what_it_reads(client: Driver, open_driver: Any) -> None:
    mark = f"leave{next(MARKS)}"
    session = client.shell.service(Sessions).current
    assert session is not None
    other = open_driver(session.app_url, "other")
    assert len(other.run(f"Invoke-GradioSessionApi slow {mark}")) == 1
    other.interpreter.close()
    wait_until_closed(client, mark)


def test_a_stored_call_is_read_on_in_the_background(demo: Driver) -> None:
    demo.run("$c = Invoke-GradioSessionApi count @{n=30; delay=0.01}")
    assert demo.run("$c | Update-GradioSessionApiResult | select -First 2 | % data") == [
        "--start--",
        "1",
    ]
    rest = demo.run("$c | Update-GradioSessionApiResult | % data")
    assert rest == [*map(str, range(2, 31)), "--end--", "--end--"]
    assert demo.run("$c.event.Outcome") == ["success"]


def test_the_state_is_current_before_a_stage_sees_the_result(demo: Driver) -> None:
    seen = demo.run(
        "$e = Send-GradioApi . count 2;"
        "$e | Update-GradioApiResult | % { $e.LastEventNum -eq $_.num }; $e.Status"
    )
    assert seen == [True, True, True, True, True, "complete"]


def test_a_failure_is_recorded_before_its_result_is_given(demo: Driver) -> None:
    assert demo.run("call boom x | % { $Error.Count }") == [1]
    assert demo.run("call boom y | select -First 1 | % event") == ["error"]
    assert demo.error_ids() == ["ServerError", "ServerError"]


def test_a_failed_call_never_feeds_the_next(demo: Driver) -> None:
    assert demo.run("call boom x | call upper") == []
    assert demo.error_ids() == ["ServerError"]


def test_all_stages_are_bound_before_the_first_runs(client: Driver) -> None:
    session = client.shell.service(Sessions).current
    assert session is not None
    before = len(session.calls)
    for line in (
        "call upper x | call styled -style nosuch | % data",
        "call upper x | call nosuch",
        "call upper x | where { $_ } -nosuch",
        "call upper x; call upper y | nosuch",
    ):
        client.run(line)
    assert len(session.calls) == before + 1  # the first statement of the last line
    assert client.error_ids()[:2] == ["ParamInvalid", "ApiNotFound"]


def test_a_chat_remembers_in_one_session_and_not_in_another(demo: Driver) -> None:
    demo.run("call chat 'my name is Ann'")
    assert demo.run("call chat 'what is my name?' -Value") == ["Your name is Ann."]
    demo.run("open $session.AppUrl -Name second")
    assert demo.run("call chat 'what is my name?' -Value") != ["Your name is Ann."]
    assert demo.run("call chat 'what is my name?' -Value -Session demo") == ["Your name is Ann."]


def test_a_call_inside_a_call_with_state_does_not_hang(demo: Driver) -> None:
    finished: list[Value] = []

    def chat() -> None:
        finished.extend(demo.run("call chat 'hi there' | % { call chat $_.data[0] -FinalOnly }"))

    thread = threading.Thread(target=chat, daemon=True)
    thread.start()
    thread.join(40)
    assert not thread.is_alive()
    assert len(finished) > 1
    assert {result.event for result in finished} == {"complete"}


@pytest.mark.parametrize(
    ("policy", "kept", "errors"),
    [("Error", 2, ["MaxCalls"]), ("Warning", 3, []), ("Remove", 2, [])],
)
def test_one_call_too_many(demo: Driver, policy: str, kept: int, errors: list[str]) -> None:
    demo.run(f"Set-GradioSession -MaxCalls 2 -MaxCallsPolicy {policy}")
    demo.run("1..2 | % { Invoke-GradioSessionApi upper x }")
    while not all(demo.run("(Get-GradioSessionApi).event | % { $_.ServerStatus -eq 'finished' }")):
        time.sleep(0.01)
    demo.run("Invoke-GradioSessionApi upper y")
    assert demo.error_ids() == errors
    assert ("warning: " in demo.messages) == (policy == "Warning")
    assert demo.run("(Get-GradioSessionApi).Count") == [kept]


def test_hostile_text_is_shown_harmless(open_driver: Any, typed_app: str) -> None:
    typed = open_driver(typed_app, "typed")
    typed.interpreter.run("call hostile; apis hostile; call hostile | ft; call hostile | fl")
    shown = typed.interpreter.console.environment.stdout.getvalue()
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "red" in shown
