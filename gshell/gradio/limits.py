"""What a person may set of a session: how many calls it holds, how patient it is."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from gshell.gradio.errors import ParamInvalid
from gshell.gradio.stream import SILENT_HEARTBEATS

if TYPE_CHECKING:
    from gshell.gradio.options import ConnectionOptions

POLICIES = ("Error", "Remove", "Warning")
"""What may happen when MaxCalls is reached."""


class SessionOptions:
    """How many calls a session holds at once (0: any number), and what one too many does.

    `retry` is how often a call is sent again that a full queue refused; `heartbeat` how often, in
    seconds, the app is expected to send one on a stream.
    """

    __slots__ = ("heartbeat", "max_calls", "max_calls_policy", "retry")
    MEMBERS: ClassVar[dict[str, str]] = {
        "MaxCalls": "max_calls",
        "MaxCallsPolicy": "max_calls_policy",
        "Retry": "retry",
        "Heartbeat": "heartbeat",
    }

    def __init__(self, connection: ConnectionOptions) -> None:
        """Begin with what the connection's options say."""
        self.max_calls = 100
        self.max_calls_policy = "Warning"
        self.retry = connection.retry
        self.heartbeat = connection.heartbeat

    def set(self, name: str, value: Any) -> None:
        """Change one, by the name that a person types."""
        for shown, attribute in self.MEMBERS.items():
            if shown.casefold() == name.casefold():
                setattr(self, attribute, _READERS[shown](shown, value))
                return
        raise ParamInvalid(f"a session has no option {name}", hint=", ".join(self.MEMBERS))

    def silence(self) -> float:
        """Give after how many seconds without a byte a stream is given up."""
        return SILENT_HEARTBEATS * self.heartbeat


def _count(name: str, value: Any) -> int:
    number = int(value) if isinstance(value, (int, str)) and str(value).isdecimal() else -1
    if number < 0 or isinstance(value, bool):
        meaning = "no limit" if name == "MaxCalls" else "never"
        raise ParamInvalid(f"-{name} must be a whole number (got {value!r})", hint=f"0: {meaning}")
    return number


def _policy(name: str, value: Any) -> str:
    for policy in POLICIES:
        if str(value).casefold() == policy.casefold():
            return policy
    raise ParamInvalid(
        f"-{name} must be one of {', '.join(POLICIES)} (got {value!r})", hint=f"-{name} Warning"
    )


def _seconds(name: str, value: Any) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0 < value < math.inf:
        raise ParamInvalid(
            f"-{name} must be a number of seconds (got {value!r})", hint=f"-{name} 15"
        )
    return float(value)


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "MaxCalls": _count,
    "MaxCallsPolicy": _policy,
    "Retry": _count,
    "Heartbeat": _seconds,
}
