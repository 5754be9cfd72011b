"""What went over the wire for a call, and single requests."""

from __future__ import annotations

import json
import re

import pytest

from gshell.engine.values import Value
from tests.cmdlets.conftest import Driver
from tests.cmdlets.patience import wait_until
from tests.faults.server import FaultServer, document


def shown(driver: Driver, line: str = "Show-GradioWire", last: str = "close_stream") -> list[Value]:
    """Give what is shown of a call once the last message of its stream has come."""
    wait_until(lambda: driver.give(line)[-1].kind == last)
    return driver.give(line)


def kinds(entries: list[Value]) -> list[str]:
    return [f"{entry.direction} {entry.kind}" for entry in entries]


BEGUN = ["sent POST", "received answer", "sent GET", "received estimation"]


def test_the_last_call_is_shown(demo: Driver) -> None:
    demo.give("call upper first; call upper second")
    entries = shown(demo)
    assert kinds(entries) == [
        *BEGUN,
        "received process_starts",
        "received process_completed",
        "received close_stream",
    ]
    post, answer, get, *_, completed, _ = entries
    assert post.text.startswith('/gradio_api/queue/join {"data": ["second"], "fn_index": 0, ')
    call_id = demo.give("(Get-GradioSessionApi)[-1].id")[0]
    assert json.loads(answer.text) == {"event_id": call_id}
    assert get.text.startswith("/gradio_api/queue/data?session_hash=")
    message = json.loads(completed.text)
    assert (message["msg"], message["event_id"]) == ("process_completed", call_id)
    assert message["output"]["data"] == ["SECOND"]
    times = [entry.time for entry in entries]
    assert times == sorted(times)
    assert post.time.tzinfo is not None


def test_partial_results_are_shown_though_they_were_not_kept(demo: Driver) -> None:
    demo.give("call count 1 -delay 0 -FinalOnly")
    entries = shown(demo)
    assert kinds(entries).count("received process_generating") == 3
    edits = json.loads(entries[6].text)["output"]["data"]
    assert edits == [[["replace", [], "1"]]]


def test_of_very_many_messages_the_first_and_the_newest_are_shown(demo: Driver) -> None:
    demo.give("call count 3000 -delay 0 | Out-Null")
    entries = shown(demo)
    assert kinds(entries)[:4] == BEGUN
    (gap,) = [entry for entry in entries if not entry.direction]
    assert gap.time is None
    kept = len(entries) - 1
    assert 500 < kept < 3000
    assert gap.text == f"{3002 + 7 - kept:,} entries were not kept"


@pytest.mark.parametrize(
    "line",
    [
        "$c | Show-GradioWire",
        "Show-GradioWire $c",
        "Show-GradioWire $c.id",
        "$c.event | Show-GradioWire",
        "Show-GradioWire $c.id demo",
    ],
)
def test_another_call_is_shown(demo: Driver, line: str) -> None:
    demo.give("$c = call upper first -Manual; $c | Update-GradioSessionApiResult; call upper last")
    assert '"data": ["first"]' in demo.give(line)[0].text


def test_a_call_of_two_steps_is_shown(demo: Driver) -> None:
    demo.give("$e = Send-GradioApi . upper hi; $e | Update-GradioApiResult")
    post, answer, get, complete = demo.give("$e | Show-GradioWire")
    assert kinds([post, answer, get, complete])[3] == "received complete"
    call_id = demo.give("$e.EventId")[0]
    assert post.text == '/gradio_api/call/upper {"data": ["hi"]}'
    assert json.loads(answer.text) == {"event_id": call_id}
    assert get.text == f"/gradio_api/call/upper/{call_id}"
    assert complete.text == '["HI"]'


def test_messages_and_failures_are_shown(client: Driver) -> None:
    client.give("call report 1")
    assert kinds(shown(client)).count("received log") == 2
    client.run("call refuse why")
    wait_until(lambda: client.run("Show-GradioWire")[-1].kind == "close_stream")
    *_, failed, _ = client.run("Show-GradioWire")
    assert json.loads(failed.text)["output"]["title"] == "Refused"


def test_a_cancel_is_shown_with_its_answer(client: Driver) -> None:
    client.give("call slow wire | select -First 1")
    wait_until(lambda: '{"success": true}' in [one.text for one in client.give("Show-GradioWire")])
    (cancel,) = [one for one in client.give("Show-GradioWire") if "/cancel {" in one.text]
    assert (cancel.direction, cancel.kind) == ("sent", "POST")
    call_id = client.give("(Get-GradioSessionApi)[-1].id")[0]
    assert json.loads(cancel.text.partition(" ")[2])["event_id"] == call_id


def test_a_long_text_is_cut_and_its_length_is_said(demo: Driver) -> None:
    demo.give("call upper ('x' * 50000)")
    post, *_, completed, _ = shown(demo)
    assert len(post.text) < 20000
    assert post.text.endswith("xxx\u2026 (50,085 bytes in all)")
    assert completed.kind == "process_completed"
    assert re.search(r"XXX\u2026 \(50,\d\d\d bytes in all\)$", completed.text)


@pytest.mark.parametrize(
    "line", ["$c = call say x -Manual -Retry 1", "$c = Send-GradioApi . say x -Retry 1"]
)
def test_a_try_that_was_refused_is_shown(line: str) -> None:
    full = document({"detail": "Queue is full. Max size is 1 and size is 1"}, 503)
    with FaultServer.gradio() as server:
        for path in ("queue/join", "call/say"):
            server.answer("POST", f"/gradio_api/{path}", full, document({"event_id": "e1"}))
        driver = Driver(server.address, "full")
        try:
            driver.give(line)
            entries = driver.give("$c | Show-GradioWire")
        finally:
            driver.interpreter.close()
    assert kinds(entries)[:4] == ["sent POST", "received 503", "sent POST", "received answer"]
    assert entries[1].text.startswith("Queue is full")
    assert entries[0].text == entries[2].text


def test_no_secret_is_shown(demo: Driver) -> None:
    demo.give("call upper hf_s3cret")
    assert not any("s3cret" in entry.text for entry in demo.give("Show-GradioWire"))


def test_it_is_a_table(demo: Driver) -> None:
    demo.give("call upper hi")
    shown(demo)
    demo.interpreter.run("Show-GradioWire")
    lines = demo.output.getvalue().splitlines()
    assert lines[0].split() == ["Time", "Direction", "Kind", "Text"]
    assert lines[-1].split()[1:3] == ["received", "close_stream"]


def test_without_a_call_there_is_nothing_to_show(demo: Driver) -> None:
    assert demo.fail("Show-GradioWire").id == "EventNotFound"


# Single requests.


@pytest.mark.parametrize(
    "url",
    [
        *("config", "/config", "config?x=1"),
        *("$($session.AppUrl)/config", "$($session.AppUrl)/config?x=1"),
    ],
)
def test_a_document_is_fetched(demo: Driver, url: str) -> None:
    (version,) = demo.give(f'(Invoke-GradioHttp "{url}").version')
    assert version == demo.give("$session.GradioVersion")[0]


def test_a_request_is_sent(demo: Driver) -> None:
    line = "Invoke-GradioHttp gradio_api/call/upper POST {}"
    for data in ("@{data=@('hi')}", """'{"data": ["hi"]}'"""):
        (answer,) = demo.give(line.format(data))
        assert len(answer["event_id"]) == 32
    assert demo.give("(Invoke-GradioHttp gradio_api/call/upper -Data @{data=@('x')}).event_id")


def test_an_address_that_is_not_open_is_asked_too(driver: Driver, demo_app: str) -> None:
    assert driver.give(f"(Invoke-GradioHttp {demo_app}/config).title") == ["gshell demo app"]
    assert driver.give("Get-GradioSession") == []


def test_a_list_is_one_object(demo: Driver) -> None:
    assert demo.give("(Invoke-GradioHttp config | % { 1 }).Count") == [1]


@pytest.mark.parametrize(
    ("line", "error_id"),
    [
        ("Invoke-GradioHttp nosuch", "HttpError"),
        ("Invoke-GradioHttp config GET @{a=1}", "ParamInvalid"),
        ("Invoke-GradioHttp config PUT", "ParamInvalid"),
        ("Invoke-GradioHttp config POST x form", "ParamInvalid"),
        ("Invoke-GradioHttp ftp://127.0.0.1/x", "ParamInvalid"),
        ("Invoke-GradioHttp http://a:b@127.0.0.1/x", "ParamInvalid"),
        ("Invoke-GradioHttp http://127.0.0.1:1/x", "ConnectFailed"),
        ("Invoke-GradioHttp http://192.0.2.1/x -Token abc", "ParamInvalid"),
    ],
)
def test_what_cannot_be_asked_is_an_error(demo: Driver, line: str, error_id: str) -> None:
    assert demo.fail(line).id == error_id


def test_nothing_is_sent_under_what_if(demo: Driver) -> None:
    assert demo.give("Invoke-GradioHttp nosuch POST @{a=1} -WhatIf") == []
    assert "would send POST http://" in demo.messages
    assert '/nosuch {"a": 1}' in demo.messages


def test_the_request_is_told_under_verbose(demo: Driver) -> None:
    demo.give("Invoke-GradioHttp config -Verbose")
    assert "verbose: GET http://" in demo.messages


def test_no_token_is_told(demo: Driver) -> None:
    demo.give("Invoke-GradioHttp config -Token s3cret -Verbose")
    assert "s3cret" not in demo.messages
