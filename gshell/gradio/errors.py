# ruff: noqa: N818 - the names are the ids that a person reads
"""What can go wrong between us and a Gradio app, as exceptions a person can act on.

GradioError
├── ConnectFailed      nobody answers at the address, or not in time, or TLS is refused
├── NotGradio          something answers, but it is not a Gradio app
├── Unsupported        a Gradio too old for us, or a thing this version cannot do yet
├── HttpError          the app refused a request (`status` has the number)
│   ├── AuthRequired   it wants a login, or a token
│   └── QueueFull      its queue takes no more calls now
├── ServerError        the call reached the app's function, which failed
├── Cancelled          the call was cancelled on the server
├── Lost               the connection broke before an answer or a call's end
│   └── NotHttp        the other side hung up without a word of HTTP
├── Timeout            no answer within the time given
├── ApiNotFound        the app has no such endpoint
├── ParamInvalid       a value, name or address that cannot be sent
├── FileNotFound       a file on this machine that cannot be taken along
├── MaxCalls           the session holds as many calls as it may
├── EventNotFound      no call with this id
└── InvalidEvent       the call cannot be read now
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from gshell.gradio.exchange import Exchange


class GradioError(Exception):
    """The base of all errors of this package: `id`, `message`, `target`, `hint`.

    `exchange` is what went over the wire for a call that the app did not take.
    """

    id: ClassVar[str] = "GradioError"
    exchange: Exchange | None = None

    def __init__(self, message: str, *, hint: str = "", target: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.target = target


class ConnectFailed(GradioError):
    """Nobody answers at the address."""

    id = "ConnectFailed"


class NotGradio(GradioError):
    """Something answers at the address, but it is not a Gradio app."""

    id = "NotGradio"


class Unsupported(GradioError):
    """The app, or the request, needs something that this client cannot do."""

    id = "Unsupported"


class HttpError(GradioError):
    """The app refused a request; `status` is the HTTP status, 0 if there was none."""

    id = "HttpError"

    def __init__(
        self, message: str, *, hint: str = "", target: Any = None, status: int = 0
    ) -> None:
        super().__init__(message, hint=hint, target=target)
        self.status = status


class AuthRequired(HttpError):
    """The app wants a user name and password, or a token."""

    id = "AuthRequired"


class QueueFull(HttpError):
    """The app's queue takes no more calls at the moment."""

    id = "QueueFull"


class ServerError(GradioError):
    """The app's function failed; the message is the app's own where it gives one."""

    id = "ServerError"


class Cancelled(GradioError):
    """The call was cancelled before it ended."""

    id = "Cancelled"


class Lost(GradioError):
    """The connection broke before the call's end; what arrived before is kept."""

    id = "Lost"


class NotHttp(Lost):
    """The other side hung up, or what it said is not HTTP."""


class Timeout(GradioError):
    """No answer came within the time given."""

    id = "Timeout"


class ApiNotFound(GradioError):
    """The app has no such endpoint, or does not let it be called."""

    id = "ApiNotFound"


class ParamInvalid(GradioError):
    """A value, a parameter name or an address that cannot be used; nothing was sent."""

    id = "ParamInvalid"


class FileNotFound(GradioError):
    """A file that is named is not there, or cannot be read; nothing was sent."""

    id = "FileNotFound"


class MaxCalls(GradioError):
    """The session already holds as many calls as its options allow."""

    id = "MaxCalls"


class EventNotFound(GradioError):
    """No call has this id."""

    id = "EventNotFound"


class InvalidEvent(GradioError):
    """The call cannot be read now, for example because another reader is at it."""

    id = "InvalidEvent"
