"""What went over the wire for a call, and single requests."""

from __future__ import annotations

import json

import pytest

from tests.cmdlets.conftest import Driver


def kinds(driver: Driver, line: str = "Show-GradioWire") -> list[str]:
    return [f"{entry.direction} {entry.kind}" for entry in driver.give(line)]


def test_the_last_call_is_shown(demo: Driver) -> None:
    demo.give("call upper first; call upper second")
    post, answer, get, complete = demo.give("Show-GradioWire")
    real_url = demo.give("$session.RealAppUrl")[0]
    assert post.text.startswith(f'{real_url}/queue/join {{"data": ["second"], "fn_index": 0, ')
    assert json.loads(answer.text) == {"event_id": demo.give("(Get-GradioSessionApi)[-1].id")[0]}
    assert get.text.startswith(f"{real_url}/queue/data?session_hash=")
    assert (complete.kind, complete.text) == ("complete", '["SECOND"]')
    assert [post.direction, answer.direction, get.direction] == ["sent", "received", "sent"]
    assert post.time <= complete.time


def test_results_are_shown_where_they_were_kept(demo: Driver) -> None:
    demo.give("call count 1 -delay 0 -History")
    assert kinds(demo)[3:] == ["received generating"] * 3 + ["received complete"]
    demo.give("call count 1 -delay 0")
    assert kinds(demo)[3:] == ["received complete"]


def test_the_person_is_told_what_was_not_kept(demo: Driver) -> None:
    demo.shell.host.interactive = True
    demo.give("call count 1 -delay 0; Show-GradioWire")
    assert demo.messages == ("3 events before the last one were not kept; -History keeps them\n")


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
    entries = demo.give("$e | Show-GradioWire")
    assert [entry.kind for entry in entries] == ["POST", "answer", "GET", "complete"]
    assert "/call/upper " in entries[0].text
    assert entries[2].text.endswith(f"/call/upper/{demo.give('$e.EventId')[0]}")


def test_messages_and_failures_are_shown(client: Driver) -> None:
    client.give("call report 1")
    assert kinds(client)[3:] == ["received log", "received log", "received complete"]
    client.run("call refuse why")
    (*_, last) = client.run("Show-GradioWire")
    assert last.kind == "error"
    assert json.loads(last.text)["title"] == "Refused"


def test_a_cancel_is_shown(client: Driver) -> None:
    client.give("call slow wire | select -First 1")
    entries = client.give("Show-GradioWire")
    assert [entry.kind for entry in entries] == ["POST", "answer", "GET", "POST"]
    assert "/cancel {" in entries[3].text


def test_no_secret_is_shown(demo: Driver) -> None:
    demo.give("call upper hf_s3cret")
    assert not any("s3cret" in entry.text for entry in demo.give("Show-GradioWire"))


def test_it_is_a_table(demo: Driver) -> None:
    demo.interpreter.run("call upper hi; Show-GradioWire")
    lines = demo.output.getvalue().splitlines()
    assert lines[:2] == ["HI", ""]
    assert lines[2].split() == ["Time", "Direction", "Kind", "Text"]
    assert lines[-1].split()[1:] == ["received", "complete", '["HI"]']


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
