"""What an app says of a call beside its results, and how the person hears of it."""

from __future__ import annotations

import threading

import pytest

from tests.cmdlets.conftest import Driver
from tests.cmdlets.patience import wait_until
from tests.faults.server import CLOSE, FaultServer, completed, events, message

ABOUT = "info: about to begin"
WARNING = "warning: this is only a test"


def said(driver: Driver) -> list[str]:
    """Give what was said by the app, and take it off."""
    lines = [line for line in driver.messages.splitlines() if not line.startswith("verbose")]
    driver.errors.seek(0)
    driver.errors.truncate()
    return lines


@pytest.mark.parametrize(
    "line",
    [
        "call report 2",
        "call report 2 -FinalOnly",
        "$r = call report 2",
        "Invoke-GradioSessionApi report 2 | Update-GradioSessionApiResult -NoOutput",
        "1 | % -Parallel { call report 2 }",
        "call report 2 & ; Receive-Job 1 -Wait",
    ],
)
def test_messages_are_told_once_each(client: Driver, line: str) -> None:
    client.give(line)
    assert said(client) == [ABOUT, WARNING]


def test_messages_come_before_the_result_that_they_came_before(client: Driver) -> None:
    client.interpreter.console.environment.stdout = client.errors
    client.interpreter.run("call report 1")
    assert said(client) == [ABOUT, WARNING, "done"]


def test_messages_come_while_nothing_else_does(demo: Driver) -> None:
    reading = threading.Thread(target=demo.run, args=["call slow 3600"], daemon=True)
    reading.start()
    wait_until(lambda: "info: This takes 3600 s." in demo.messages)
    demo.give("Get-GradioSessionApi | Remove-GradioSessionApi -Force")
    reading.join(20)
    assert not reading.is_alive()


def test_messages_that_came_meanwhile_are_told_when_the_call_is_read(client: Driver) -> None:
    client.give("$c = Invoke-GradioSessionApi report 2")
    wait_until(lambda: client.run("$c.event.ServerStatus") == ["finished"])
    assert said(client) == []
    client.give("$c | Update-GradioSessionApiResult")
    assert said(client) == [ABOUT, WARNING]


def test_messages_are_not_told_again_when_reading_goes_on(client: Driver) -> None:
    client.give("$c = Invoke-GradioSessionApi report 30")
    client.run("$c | Update-GradioSessionApiResult -Timeout 0.3")
    assert [line for line in said(client) if not line.startswith(("error", "hint"))] == [
        ABOUT,
        WARNING,
    ]
    client.run("$c | Update-GradioSessionApiResult")
    assert said(client) == []


def test_a_call_has_its_messages_as_a_property(client: Driver) -> None:
    client.give("$c = call report 1 -Manual; $c | Update-GradioSessionApiResult -NoOutput")
    assert client.give("$c.event.Log | % level") == ["info", "warning"]


def test_a_message_that_is_not_to_be_seen_is_kept_and_not_told() -> None:
    with FaultServer.gradio() as server:
        log = [
            message("log", log=word, level="info", title="Info", visible=visible)
            for word, visible in (("seen", True), ("hidden", False))
        ]
        server.answer("GET", "/gradio_api/queue/data", events(*log, completed("fine"), CLOSE))
        driver = Driver(server.address, "app")
        try:
            driver.give("$c = call say a -Manual; $c | Update-GradioSessionApiResult")
            assert said(driver) == ["info: seen"]
            seen, hidden = driver.give("$c.event.Log")
            assert (seen["message"], seen["visible"]) == ("seen", True)
            assert (hidden["message"], hidden["visible"]) == ("hidden", False)
            assert driver.give("$c.event.Started")[0] <= seen["time"] <= hidden["time"]
        finally:
            driver.interpreter.close()


def test_progress_is_text_under_verbose(client: Driver) -> None:
    client.give("call report 20 -Verbose")
    lines = [line for line in client.messages.splitlines() if " s progress [" in line]
    assert lines
    assert '"desc": "working"' in lines[0]
    assert lines[0].startswith("verbose: +0.")


def test_the_queue_is_text_under_verbose(demo: Driver) -> None:
    demo.give("$first = Invoke-GradioSessionApi gen @{prompt='a car'; steps=20}")
    demo.give("call gen 'a car' -steps 1 -Verbose -FinalOnly")
    lines = [line for line in demo.messages.splitlines() if " s estimation {" in line]
    assert lines
    assert '"rank": 0' in lines[0]


def test_what_was_told_under_verbose_is_not_told_again(demo: Driver) -> None:
    demo.give("$c = call upper x -Manual -Verbose; $c | Update-GradioSessionApiResult -Verbose")
    kinds = [line.split(" s ")[1].split()[0] for line in demo.messages.splitlines()]
    assert kinds == [
        *("POST", "answer", "GET", "estimation", "process_starts", "process_completed")
    ]


def test_partial_results_are_told_before_they_are_given(demo: Driver) -> None:
    demo.interpreter.console.environment.stdout = demo.errors
    demo.interpreter.run("call count 2 -delay 0.2 -Verbose")
    lines = demo.messages.splitlines()
    data = [line.split(" s ")[1] if line.startswith("verbose") else line for line in lines[5:]]
    assert data == [
        *('process_generating ["--start--"]', "--start--"),
        *('process_generating [[["replace", [], "1"]]]', "1"),
        *('process_generating [[["replace", [], "2"]]]', "2"),
        *('process_generating [[["replace", [], "--end--"]]]', "--end--"),
        'process_completed ["--end--"]',
    ]
