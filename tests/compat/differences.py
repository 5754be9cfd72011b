"""What a session prints otherwise on an older Gradio than on the newest, and why."""

from __future__ import annotations

from typing import NamedTuple


class Difference(NamedTuple):
    """A text of the written session, and what stands there on the older version."""

    session: str
    newest: str
    older: str

    def apply(self, text: str) -> str:
        """Put the older text in; the newest must be there, so that no difference stays unused."""
        assert self.newest in text, f"{self.session}.session has no {self.newest!r} any more"
        return text.replace(self.newest, self.older)


_NOT_SAID = "the app failed, and its /call route does not say why"
_HINT = "hint: Gradio before VERSION says it on the queue's route only: call it with `call`"

# Before 6.13 the `/call` route says that a call failed, but not why.
_NO_REASON_ON_CALL = [
    Difference(
        "two_steps",
        "error ServerError: two steps",
        f"error ServerError: {_NOT_SAID}\n{_HINT}",
    ),
    Difference("two_steps", "complete\nerror\nx\n", f"complete\nerror\n{_NOT_SAID}\n"),
]

# Before 5 the routes of the API stand right below the address.
_NO_PREFIX = [
    Difference("first_light", ":PORT/gradio_api/", ":PORT/"),
    Difference("language_errors", ":PORT/gradio_api/", ":PORT/"),
]

# Before 5 `/info` does not describe an endpoint.
_NO_DESCRIPTION = [
    Difference(
        "first_light",
        "Description : Count from 1 to n, one number at a time, between --start-- and --end--.",
        "Description :",
    ),
    Difference(
        "language_calling",
        "upper: Turn a text into capital letters.",
        "upper: an endpoint of the app",
    ),
]

_DIFFERENCES = {
    "4.44.1": [*_NO_REASON_ON_CALL, *_NO_PREFIX, *_NO_DESCRIPTION],
    "5.49.1": _NO_REASON_ON_CALL,
}


def expected(session: str, text: str, version: str) -> str:
    """Give what a written session must be on a version."""
    for difference in _DIFFERENCES[version]:
        if difference.session == session:
            text = difference.apply(text)
    return text
