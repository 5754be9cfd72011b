"""What an app says when a call fails: its error object on the wire, made readable."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from gshell.gradio.errors import ServerError

HIDDEN = "the app failed and hides the reason"
_HIDDEN_HINT = "its author can show reasons with launch(show_error=True); its log has them"
UNTOLD = "the app failed, and its /call route does not say why"
_UNTOLD_HINT = "Gradio before 6.13 says it on the queue's route only: call it with `call`"

_LINK = re.compile(r"<a\s[^>]*?href\s*=\s*[\"']?([^\"'\s>]+)[^>]*>(.*?)</a\s*>", re.I | re.S)
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li)\b[^>]*>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


class CallError:
    """Why a call failed, in the app's words: `message`, `title`, and `raw` as it was sent."""

    __slots__ = ("message", "raw", "title")
    MEMBERS: ClassVar[dict[str, str]] = {"message": "message", "title": "title", "raw": "raw"}

    def __init__(self, message: str, title: str | None = None, raw: Any = None) -> None:
        self.message = message
        self.title = title
        self.raw = raw

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"CallError({self.message!r})"


def read_failure(payload: Any) -> tuple[CallError, ServerError]:
    """Give the error object of a failed call, and the exception that stands for it.

    The payload is `{"error": text or null, "title", "duration", "visible"}` on queue/data and,
    since 6.13, on /call; before, /call sends null for every failure (gradio: routes.py,
    utils.py:error_payload).
    """
    if payload is None:
        untold = CallError(UNTOLD)
        return untold, ServerError(UNTOLD, hint=_UNTOLD_HINT)
    fields = payload if isinstance(payload, dict) else {"error": payload}
    text = fields.get("error")
    title = fields.get("title")
    if not isinstance(text, str) or not text:
        hidden = CallError(HIDDEN, None, payload)
        return hidden, ServerError(HIDDEN, hint=_HIDDEN_HINT)
    message = plain_words(_without_quotes(text, fields))
    words = plain_words(title) if isinstance(title, str) else None
    error = CallError(message, words, payload)
    # Gradio gives every gr.Error the title "Error"; another one is its author's.
    return error, ServerError(message if words in (None, "", "Error") else f"{words}: {message}")


def plain_words(text: str) -> str:
    """Take the HTML out of a message, keeping the target of each link in parentheses."""
    if "<" not in text and "&" not in text:
        return text
    text = _LINK.sub(r"\2 (\1)", text)
    text = _BREAK.sub("\n", text)
    text = _TAG.sub("", text)
    from html import unescape  # only messages with markup need its tables

    return unescape(text).strip()


def _without_quotes(text: str, fields: dict[str, Any]) -> str:
    """Undo the quotes that Gradio 4 puts around the words of a gr.Error."""
    is_version_4 = "duration" in fields and "title" not in fields
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if is_version_4 and quoted else text
