"""A call that is being sent: it has no id yet, but a person who waits is to see it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from gshell.cmdlets.explaining import explain_refusal, explain_request
from gshell.cmdlets.reading import allows_request
from gshell.cmdlets.sending import send_files
from gshell.engine.context import Context
from gshell.engine.host import tell_nothing
from gshell.gradio.errors import GradioError
from gshell.gradio.objects import SessionApiEvent
from gshell.gradio.schema import GradioApi
from gshell.gradio.session import GradioSession


class Underway:
    """What is shown of a call until the app has taken it, in place of its event."""

    __slots__ = ("_began", "api_name")
    status = None
    server_status = "sending"
    queue = progress = result = None

    def __init__(self, api_name: str) -> None:
        self.api_name = api_name
        self._began = time.monotonic()

    @property
    def elapsed(self) -> timedelta:
        """How long it has been under way."""
        return timedelta(seconds=time.monotonic() - self._began)


@contextmanager
def shown_sending(context: Context, api_name: str) -> Iterator[None]:
    """Show that a call is being sent, which takes long where the app checks inputs by itself.

    Under -Verbose, say what was sent if the app does not take it.
    """
    try:
        with context.host.watching(Underway(api_name), tell_nothing):
            yield
    except GradioError as error:
        explain_refusal(context, error.exchange)
        raise


def start_call(
    context: Context,
    session: GradioSession,
    endpoint: GradioApi,
    data: list[Any],
    *,
    token: str | None,
    retry: int | None,
) -> SessionApiEvent | None:
    """Start a call in a session, with the files it takes along; None if it may not be sent."""
    if not allows_request(context, f"{session.app.real_url}/queue/join", endpoint, data):
        return None
    data = send_files(context, session, endpoint, data, token=token)
    with shown_sending(context, endpoint.name):
        call = session.start(
            endpoint, data, token=token, retry=retry, note=context.note, warn=context.warning
        )
    explain_request(context, call.event)
    return call
