"""`call`: results while the app works, and what stopping does."""

from __future__ import annotations

import itertools
import threading
import time
from contextlib import closing
from typing import Any

import pytest

from gshell.cmdlets.sessions import Sessions
from gshell.engine.errors import ErrorRecord, StoppingError
from gshell.engine.values import Value
from gshell.gradio.objects import GradioApiEvent
from tests.cmdlets.conftest import Driver
from tests.cmdlets.patience import wait_until

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
    (call,) = other.give(f"Invoke-GradioSessionApi slow {mark}")
    wait_until(lambda: call.event._reading.num)
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


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("call count 1 | call upper -Map nope=0", "no parameter -nope"),
        ("call count 1 | call upper -Map text", "-Map takes INPUT=PART"),
        ("call count 1 | call upper b", "every input of upper is given"),
        ("call count 1 | call upper -Params x", "-Params is given, and something is piped in"),
        ("call upper x -Session", "-Session needs a value"),
        ("call -ApiName", "-ApiName needs a value"),
    ],
)
def test_what_is_refused_before_anything_runs(demo: Driver, line: str, message: str) -> None:
    demo.run(line)
    assert message in demo.shell.errors[0].message
    assert demo.run("(Get-GradioSessionApi).Count") == [0]


def test_words_for_inputs_stay_as_typed(demo: Driver) -> None:
    results = demo.run(
        "Invoke-GradioSessionApi upper 007 | Update-GradioSessionApiResult;"
        "Send-GradioApi . upper 007 | Update-GradioApiResult; call upper -Params 007"
    )
    assert [result.data for result in results] == [["007"]] * 3


def test_nothing_is_sent_under_what_if(demo: Driver) -> None:
    demo.run("call upper a -WhatIf; Invoke-GradioSessionApi upper a -WhatIf")
    demo.run("Send-GradioApi . upper a -WhatIf")
    lines = demo.messages.splitlines()
    assert [line.endswith("(not sent)") for line in lines] == [True] * 3
    assert "/call/upper" in lines[2]
    assert demo.run("(Get-GradioSessionApi).Count") == [0]


@pytest.mark.parametrize("option", ["-ErrorAction", "-ea"])
def test_error_action_counts_for_what_binding_finds(demo: Driver, option: str) -> None:
    assert demo.run(f"call nothing {option} SilentlyContinue; 'on'") == ["on"]
    assert demo.messages == ""
    with pytest.raises(StoppingError):
        demo.run(f"call nothing {option} Stop; 'not reached'")


def test_a_timeout_says_what_became_of_the_call(client: Driver) -> None:
    client.run(f"call slow timeout{next(MARKS)} -Timeout 0.1")
    assert "cancelled" in client.shell.errors[0].hint


def test_a_token_is_in_no_message(demo: Driver) -> None:
    demo.interpreter.run(
        "use hf_s3cret; call hf_s3cret; open 127.0.0.1:1 hf_s3cret x; help hf_s3cret;"
        "call upper hf_s3cret -Verbose; call upper hf_s3cret -WhatIf; open http://a:s3cret@x:1"
    )
    assert len(demo.shell.errors) == 5
    assert "s3cret" not in demo.messages + repr([vars_of(one) for one in demo.shell.errors])


def vars_of(record: ErrorRecord) -> list[object]:
    return [record.message, record.hint, record.target]


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("call sound 1", "sound takes no inputs; '1' is one too many", ""),
        ("call sound -foo 1", "sound has no parameter -foo", "sound takes no inputs"),
        ("1 | call sound", "sound takes no inputs", ""),
        ("call steps -text a b", "steps takes no value without a name here; 'b' is one too m", ""),
    ],
)
def test_values_that_nothing_takes(files: Driver, line: str, message: str, hint: str) -> None:
    error = files.fail(line)
    assert error.message.startswith(message)
    assert error.hint == hint
