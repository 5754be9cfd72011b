"""What is said of a connection that was not made, or broke: errors below HTTP, in words."""

from __future__ import annotations

from typing import NamedTuple

from gshell.gradio.errors import ConnectFailed, HttpError, Lost, Timeout
from gshell.gradio.options import ConnectionOptions


class Purpose(NamedTuple):
    """What an answer that comes bit by bit is for: the words for when it breaks off."""

    silent: str  # what did not come
    broken: str  # before what it broke
    left: str  # the hint then
    silent_hint: str
    unanswered: str  # the hint where no answer came at all

    def went_silent(self, seconds: float) -> Lost:
        """Give the error for an answer that does not go on."""
        message = f"nothing came from the app for {seconds:g} s{self.silent}"
        return Lost(message, hint=self.silent_hint)

    def broke(self) -> Lost:
        """Give the error for a connection that was closed in the middle."""
        return Lost(f"the connection to the app broke before {self.broken}", hint=self.left)


EVENTS = Purpose(
    silent=", not even a heartbeat",
    broken="the call ended",
    left="what had arrived is kept; the call itself is lost, call again",
    silent_hint="what had arrived is kept; if the app's heartbeats are rarer, set -Heartbeat",
    unanswered="the call is lost; call again",
)
FILE = Purpose(
    silent="",
    broken="the file was complete",
    left="try again",
    silent_hint="try again; --timeout S waits longer",
    unanswered="try again",
)


def connect_error(words: str, where: str) -> ConnectFailed:
    """Give the error for a connection that could not be made; `words` are the system's."""
    if "CERTIFICATE_VERIFY_FAILED" in words:
        return ConnectFailed(
            f"the certificate of {where} is not trusted",
            hint="name its authority with --cacert FILE, or trust it with --insecure",
            target=where,
        )
    if "SSL" in words:
        return ConnectFailed(
            f"{where} does not speak TLS", hint="try http:// instead of https://", target=where
        )
    return ConnectFailed(
        f"nobody answers at {where}",
        hint="is the app running there? check the address and the port",
        target=where,
    )


def too_late(options: ConnectionOptions, hint: str) -> Timeout:
    """Give the error for an answer that did not come in time."""
    longer = "--timeout S waits longer"
    return Timeout(
        f"the app gave no answer within {options.timeout:g} s",
        hint=f"{hint}; {longer}" if hint else longer,
    )


def too_large(options: ConnectionOptions) -> HttpError:
    """Give the error for an answer that is larger than any that is needed."""
    return HttpError(
        f"the app's answer is larger than {options.largest / 2**20:g} MB",
        hint="no answer of a Gradio app is; what is at this address?",
    )
