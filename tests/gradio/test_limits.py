from __future__ import annotations

from typing import Any

import pytest

from gshell.gradio.errors import ParamInvalid
from gshell.gradio.limits import SessionOptions
from gshell.gradio.options import ConnectionOptions


def test_a_session_begins_as_its_connection_says() -> None:
    options = SessionOptions(ConnectionOptions(retry=2, heartbeat=5))
    assert (options.retry, options.heartbeat, options.silence()) == (2, 5, 15)
    plain = SessionOptions(ConnectionOptions())
    assert (plain.max_calls, plain.max_calls_policy) == (100, "Warning")
    assert (plain.retry, plain.heartbeat, plain.silence()) == (0, 15, 45)


@pytest.mark.parametrize(
    ("name", "value", "attribute", "result"),
    [
        ("MaxCalls", "7", "max_calls", 7),
        ("maxcallspolicy", "REMOVE", "max_calls_policy", "Remove"),
        ("retry", 3, "retry", 3),
        ("Heartbeat", 60, "heartbeat", 60.0),
    ],
)
def test_setting_one(name: str, value: Any, attribute: str, result: Any) -> None:
    options = SessionOptions(ConnectionOptions())
    options.set(name, value)
    assert getattr(options, attribute) == result


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("Retry", -1, "-Retry must be a whole number"),
        ("Retry", 1.5, "-Retry must be a whole number"),
        ("Heartbeat", 0, "-Heartbeat must be a number of seconds"),
        ("Heartbeat", "often", "-Heartbeat must be a number of seconds"),
        ("Heartbeat", float("nan"), "-Heartbeat must be a number of seconds"),
        ("Patience", 1, "a session has no option Patience"),
    ],
)
def test_what_cannot_be(name: str, value: Any, words: str) -> None:
    options = SessionOptions(ConnectionOptions())
    with pytest.raises(ParamInvalid, match=words) as caught:
        options.set(name, value)
    assert caught.value.hint
