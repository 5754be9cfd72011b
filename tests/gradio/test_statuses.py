from __future__ import annotations

import json
from typing import Any

import pytest

from gshell.gradio.statuses import status_error

APP = "http://127.0.0.1:7860/gradio_api/queue/join"
SPACE = "https://a-b.hf.space/config"


def detail(value: Any) -> bytes:
    return json.dumps({"detail": value}).encode()


@pytest.mark.parametrize(
    ("status", "body", "url", "id_", "message"),
    [
        (401, detail("Not authenticated"), APP, "AuthRequired", "needs a user name and password"),
        (
            401,
            detail({"error": "Not authenticated", "auth_message": "ask Ann"}),
            APP,
            "AuthRequired",
            "password: ask Ann",
        ),
        (401, b"<html>", SPACE, "AuthRequired", "no such Space, or it is private"),
        (404, b"<html>", SPACE, "AuthRequired", "no such Space, or it is private"),
        (404, detail("Not Found"), SPACE, "HttpError", "nothing at this address: Not Found"),
        (400, detail("too short"), APP, "HttpError", "refused the request: too short"),
        (403, b"", APP, "HttpError", "forbids this"),
        (413, b"File size exceeded 5 bytes.", APP, "HttpError", "File size exceeded 5 bytes."),
        (413, b"", APP, "HttpError", "larger than the app takes"),
        (413, detail("File size exceeded 1 bytes"), APP, "HttpError", "File size exceeded 1 bytes"),
        (
            422,
            detail(
                [
                    {
                        "__type__": "validate",
                        "is_valid": False,
                        "message": "no",
                        "parameter_name": "a",
                    }
                ]
            ),
            APP,
            "ParamInvalid",
            "the app does not take -a: no",
        ),
        (
            422,
            detail([{"type": "missing", "msg": "Field required"}]),
            APP,
            "HttpError",
            "Field req",
        ),
        (429, b"slow down", APP, "HttpError", "too many requests"),
        (500, b"Internal Server Error", APP, "HttpError", "the app broke on the request"),
        (502, b"", APP, "HttpError", "behind its proxy"),
        (503, detail("Queue is full. Max size is 1"), APP, "QueueFull", "Queue is full"),
        (503, detail("Queue is stopped."), APP, "HttpError", "Queue is stopped."),
        (418, b"", APP, "HttpError", "HTTP status 418"),
        (500, detail(None), APP, "HttpError", "broke"),
        (500, b"[]", APP, "HttpError", "broke"),
    ],
)
def test_what_a_status_means(status: int, body: bytes, url: str, id_: str, message: str) -> None:
    error = status_error(status, body, url)
    assert error.id == id_
    assert message in error.message
