"""HTTP answers that are no success, made into errors that say what to do.

The meanings are those of Gradio 4 to 6 (routes.py, queueing.py) and of the proxy of Spaces.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from gshell.gradio.address import is_space_host
from gshell.gradio.errors import AuthRequired, GradioError, HttpError, ParamInvalid, QueueFull

_SHOWN = 300  # characters of an answer that an error repeats


def status_error(status: int, body: bytes, url: str) -> GradioError:
    """Give the error for an answer with a status of 300 or more."""
    detail = _detail(body)
    host = urlsplit(url).hostname or ""
    if is_space_host(host) and status in (401, 403, 404) and detail is None:
        return AuthRequired(
            f"no such Space, or it is private: {host}",
            hint="check the name, or give a Hugging Face token with -Token",
            status=status,
        )
    if status == 401:
        return _login_wanted(detail)
    if status == 422 and isinstance(detail, list):
        return _unprocessable(detail)
    if status == 503 and "queue is full" in _words(detail).lower():
        return QueueFull(_words(detail), hint="wait and call again, or use -Retry", status=status)
    words = _words(detail)
    if status == 413 and detail is None:  # the only one that says something in plain text
        words = " ".join(body.decode("utf-8", "replace").split())[:_SHOWN]
    message, hint = _explain(status, words)
    return HttpError(message, hint=hint, status=status)


def _login_wanted(detail: Any) -> AuthRequired:
    message = detail.get("auth_message") if isinstance(detail, dict) else None
    said = f": {message}" if isinstance(message, str) and message else ""
    return AuthRequired(
        f"this app needs a user name and password{said}",
        hint="give them with -Auth USER (asks for the password) or --auth USER",
        status=401,
    )


def _unprocessable(detail: list[Any]) -> GradioError:
    """Read a 422: the app's own validator (gradio 5.45 on), else a body it could not read."""
    wrong = [
        f"-{item.get('parameter_name')}: {item.get('message')}"
        for item in detail
        if isinstance(item, dict) and item.get("__type__") == "validate"
        if not item.get("is_valid")
    ]
    if wrong:
        return ParamInvalid("the app does not take " + "; ".join(wrong))
    said = "; ".join(str(item.get("msg")) for item in detail if isinstance(item, dict))
    return HttpError(f"the app could not read the request: {said}", status=422)


def _explain(status: int, words: str) -> tuple[str, str]:
    said = f": {words}" if words else ""
    known = {
        400: (f"the app refused the request{said}", ""),
        403: (
            f"the app forbids this{said}",
            "a gateway before it may want a token (-Token) or a header (--header 'N: V')",
        ),
        404: (f"nothing at this address{said}", "check the address; the app may have changed"),
        413: (words or "the request is larger than the app takes", ""),
        429: (f"too many requests{said}", "wait a while, give a token, or duplicate the Space"),
        500: (f"the app broke on the request{said}", "the app's log has the reason"),
        502: (f"the app does not answer behind its proxy{said}", "it may be starting; try again"),
        503: (f"the app does not take calls now{said}", "it may be starting or have to be started"),
        504: (f"the app answered its proxy too late{said}", "try again"),
    }
    return known.get(status, (f"the app answered with HTTP status {status}{said}", ""))


def _detail(body: bytes) -> Any:
    """Give the `detail` of a JSON error as FastAPI writes it, None if the body is no JSON."""
    try:
        document = json.loads(body)
    except ValueError:
        return None
    if not isinstance(document, dict):
        return document
    detail = document.get("detail", document.get("error", document))
    return "" if detail is None else detail


def _words(detail: Any) -> str:
    if isinstance(detail, str):
        return detail[:_SHOWN]
    return json.dumps(detail)[:_SHOWN] if detail else ""
