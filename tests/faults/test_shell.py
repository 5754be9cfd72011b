"""Faults as a person at the shell sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cmdlets.conftest import Driver
from tests.faults.server import (
    CLOSE,
    CONFIG,
    FaultServer,
    completed,
    document,
    events,
    message,
    text,
)

JOIN, DATA = "/gradio_api/queue/join", "/gradio_api/queue/data"
FULL = document({"detail": "Queue is full. Max size is 1 and size is 1"}, 503)
TAKEN = document({"event_id": "e1"})


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer.gradio() as server:
        yield server


@pytest.fixture
def shell(server: FaultServer) -> Iterator[Driver]:
    driver = Driver(server.address, "app")
    yield driver
    driver.interpreter.close()


@pytest.mark.parametrize(
    "line",
    [
        "(call say a -Retry 1).data",
        "(Invoke-GradioSessionApi say a -Retry 1 | Update-GradioSessionApiResult).data",
        "Set-GradioSession -Retry 1; (call say a).data",
    ],
)
def test_a_full_queue_is_tried_again_as_often_as_was_said(
    shell: Driver, server: FaultServer, line: str
) -> None:
    server.answer("POST", JOIN, FULL, TAKEN)
    assert shell.give(line) == ["fine"]
    assert shell.messages.count("trying again in 0.25 s (1 of 1)") == 1
    assert len(server.sent(JOIN)) == 2


@pytest.mark.parametrize(
    "line",
    [
        "(Send-GradioApi . say a -Retry 1 | Update-GradioApiResult).data",
        "Set-GradioSession -Retry 1; (Send-GradioApi . say a | Update-GradioApiResult).data",
    ],
)
def test_the_documented_route_is_tried_again_as_well(
    shell: Driver, server: FaultServer, line: str
) -> None:
    server.answer("POST", "/gradio_api/call/say", FULL, TAKEN)
    assert shell.give(line) == ["fine"]
    assert shell.messages.count("trying again in 0.25 s (1 of 1)") == 1


def test_what_was_refused_is_told_under_verbose(shell: Driver, server: FaultServer) -> None:
    server.answer("POST", JOIN, FULL)
    assert shell.fail("call say a -Retry 1 -Verbose").id == "QueueFull"
    told = [line.split(" s ")[1] for line in shell.messages.splitlines() if "verbose" in line]
    post, refusal, *again = told
    assert post.startswith('POST /gradio_api/queue/join {"data": ["a"], "fn_index": ')
    assert refusal == "503 Queue is full. Max size is 1 and size is 1"
    assert again == [post, refusal]


def test_a_full_queue_is_said_to_be(shell: Driver, server: FaultServer) -> None:
    server.answer("POST", JOIN, FULL)
    assert shell.fail("call say a").id == "QueueFull"
    assert len(server.sent(JOIN)) == 1


def test_an_app_that_is_silent_on_the_documented_route_loses_the_call(
    shell: Driver, server: FaultServer
) -> None:
    server.answer("GET", "/gradio_api/call/say/e1", events(end="open"))
    shell.run("Set-GradioSession -Heartbeat 0.05; Send-GradioApi . say a | Update-GradioApiResult")
    assert shell.error_ids() == ["Lost"]


def test_a_silent_app_loses_the_call(shell: Driver, server: FaultServer) -> None:
    part = message("process_generating", success=True, output={"data": ["part"]})
    server.answer("GET", DATA, events(part, end="open"))
    results = shell.run(
        "Set-GradioSession -Heartbeat 0.1; $c = Invoke-GradioSessionApi say a;"
        "$c | Update-GradioSessionApiResult; $c.event.Outcome; $c.event.data[0]"
    )
    assert results[1:] == ["lost", "part"]
    assert shell.error_ids() == ["Lost"]
    server.behave()
    assert shell.run("(call say a).data") == ["fine"]


@pytest.mark.parametrize("line", ["Set-GradioSession -Retry -1", "Set-GradioSession -Heartbeat 0"])
def test_settings_that_cannot_be(shell: Driver, line: str) -> None:
    assert shell.fail(line).id == "ParamInvalid"


def test_what_the_validator_says_of_each_value(shell: Driver, server: FaultServer) -> None:
    wrong = [
        {"__type__": "validate", "is_valid": True, "message": "", "parameter_name": "a"},
        {"__type__": "validate", "is_valid": False, "message": "short", "parameter_name": "b"},
        {"__type__": "validate", "is_valid": False, "message": "odd", "parameter_name": "c"},
    ]
    server.answer("POST", JOIN, document({"detail": wrong}, 422))
    error = shell.fail("call say a")
    assert (error.id, error.message) == ("ParamInvalid", "the app does not take -b: short; -c: odd")


def test_an_app_that_does_not_describe_itself(server: FaultServer) -> None:
    server.answer("GET", "/gradio_api/info", text("no", 500))
    driver = Driver(server.address, "bare")
    assert "warning: the app does not describe its endpoints" in driver.messages
    assert driver.give("(call say a).data; (apis).Count") == ["fine", 2]
    driver.interpreter.close()


def become(server: FaultServer, *names: str) -> None:
    functions: list[dict[str, Any]] = [
        {**CONFIG["dependencies"][0], "id": number, "api_name": name}
        for number, name in enumerate(names)
    ]
    said = server.info["named_endpoints"]["/say"]
    server.config = {**CONFIG, "app_id": 2, "dependencies": functions}
    server.info = {"named_endpoints": {f"/{name}": said for name in names}}
    server.behave()


@pytest.mark.parametrize("line", ["apis -Refresh", "Get-GradioInfo -Refresh", "open ."])
def test_reading_an_app_again_says_what_changed(
    shell: Driver, server: FaultServer, line: str
) -> None:
    become(server, "speak", "say")
    line = line.replace("open .", f"open {server.address}")
    shell.give(line)
    assert shell.messages == "the app was restarted or reloaded; new: speak; gone: keep\n"


def test_an_app_that_is_restarted_is_read_again(shell: Driver, server: FaultServer) -> None:
    part = message("process_generating", success=True, output={"data": ["part"]})
    server.answer("GET", DATA, events(part, end="reset"))
    assert len(shell.run("call say a")) == 1
    become(server, "speak", "say")
    server.answer("GET", DATA, events(completed("fine"), CLOSE))
    assert shell.run("(call say a).data") == ["fine"]
    assert "the app was restarted or reloaded; new: speak; gone: keep" in shell.messages
    assert shell.run("(call speak a).data") == ["fine"]
    assert shell.error_ids() == ["Lost"]
