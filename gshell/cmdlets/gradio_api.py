"""Cmdlets for an app's endpoints, and for calls over the documented two-step API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from gshell.cmdlets.explaining import explain_request
from gshell.cmdlets.reading import (
    FinalOnly,
    History,
    MaxHeartBeats,
    NoHistory,
    NoOutput,
    Params,
    Patience,
    Reading,
    Retry,
    Script,
    SkipRepeated,
    allows_request,
    event_of,
)
from gshell.cmdlets.sending import Sender
from gshell.cmdlets.sessions import Sessions
from gshell.cmdlets.types import AppReference, EndpointName
from gshell.cmdlets.underway import shown_sending
from gshell.engine.command import Alias, Example, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.values import Value, type_name
from gshell.gradio.app import App
from gshell.gradio.call import attach, send
from gshell.gradio.objects import GradioApiEvent, GradioApiEventResult
from gshell.gradio.schema import GradioApi


@cmdlet(
    "Get-GradioInfo",
    search=["info", "describe"],
    examples=[
        Example("Get-GradioInfo | % RealAppUrl"),
        Example("(Get-GradioInfo).named_endpoints"),
    ],
)
def get_gradio_info(
    context: Context,
    app_url: Annotated[
        Value, AppReference(), Piped(), Alias("Session"), "an address or a session"
    ] = ".",
    *,
    refresh: Annotated[bool, "ask the app again"] = False,
) -> Iterator[Value]:
    """Give the document in which an app describes its API, with RealAppUrl added."""
    app = _app(context, app_url, refresh)
    yield {**app.info, "RealAppUrl": app.real_url}


@cmdlet(
    "Get-GradioApi",
    aliases=["apis"],
    search=["endpoints", "list", "show", "ls", "dir"],
    examples=[Example("apis"), Example("apis count | fl"), Example("(apis gen).Parameters")],
)
def get_gradio_api(
    context: Context,
    name: Annotated[str | None, EndpointName(), "an endpoint's name, or a pattern with *"] = None,
    *,
    app_url: Annotated[
        Value, AppReference(), Piped(), Alias("Session"), "an address or a session"
    ] = ".",
    all_: Annotated[bool, "also those that the app leaves undocumented"] = False,
    refresh: Annotated[bool, "ask the app again"] = False,
) -> Iterator[GradioApi]:
    """List the endpoints of an app: their parameters and what they return."""
    app = _app(context, app_url, refresh)
    listed = app.callable() if all_ else app.documented()
    if name is None:
        yield from listed
    elif "*" in name or "?" in name:
        from fnmatch import fnmatch

        yield from (api for api in listed if fnmatch(api.name.lower(), name.lower()))
    else:
        yield app.endpoint(name)


def _app(context: Context, reference: Value, refresh: bool) -> App:
    app = context.shell.service(Sessions).find_app(reference)
    return context.shell.service(Sessions).refresh(app) if refresh else app


@cmdlet(
    "Send-GradioApi",
    changes=True,
    search=["post", "submit"],
    examples=[
        Example("$e = Send-GradioApi . upper hi; $e | Update-GradioApiResult; $e.Status"),
        Example("Send-GradioApi . upper hello | Update-GradioApiResult | % data", ["HELLO"]),
    ],
)
def send_gradio_api(
    context: Context,
    app_url: Annotated[Value, AppReference(), Alias("Session"), "an address or a session"] = ".",
    api_name: Annotated[str | None, EndpointName(), "the endpoint, without its slash"] = None,
    params: Params = None,
    session_hash: Annotated[str | None, "the session in which the app keeps its State"] = None,
    event_id: Annotated[str | None, "send nothing; stand for this call, made elsewhere"] = None,
    token: Annotated[str | None, "a token for this address; `public` sends none"] = None,
    *,
    retry: Retry = None,
) -> Iterator[GradioApiEvent]:
    """Send a call by the documented `/call` route, and give the event that stands for it.

    Nothing is read yet: Update-GradioApiResult does that. Anybody who knows the EventId may read
    the call instead, once.
    """
    if api_name is None:
        raise ShellError("ParamInvalid", "Send-GradioApi needs -ApiName", hint="apis lists them")
    sessions = context.shell.service(Sessions)
    app = sessions.find_app(app_url)
    session = sessions.known(app_url)
    options = session.options if session is not None else None
    endpoint = app.endpoint(api_name)
    if event_id is not None:
        yield attach(
            app,
            endpoint,
            event_id,
            background=sessions.background,
            session_hash=session_hash,
            token=token,
            options=options,
        )
        return
    data = endpoint.arrange_params(params)
    if not allows_request(context, f"{app.real_url}/call/{endpoint.name}", endpoint, data):
        return
    data = Sender(context, app, token).send(endpoint, data)
    with shown_sending(context, endpoint.name):
        event = send(
            app,
            endpoint,
            data,
            background=sessions.background,
            session_hash=session_hash,
            token=token,
            retry=retry,
            options=options,
            note=context.note,
        )
    explain_request(context, event)
    yield event


@cmdlet(
    "Update-GradioApiResult",
    search=["read", "receive"],
    examples=[
        Example("Send-GradioApi . count 3 | Update-GradioApiResult | % data"),
        Example("$e = Send-GradioApi . upper hi; $e | Update-GradioApiResult -FinalOnly"),
    ],
)
def update_gradio_api_result(
    context: Context,
    api_event: Annotated[Value, Piped(), "the event, as Send-GradioApi gives it"],
    *,
    script: Script = None,
    max_heart_beats: MaxHeartBeats = None,
    no_output: NoOutput = False,
    no_history: NoHistory = False,
    history: History = False,
    final_only: FinalOnly = False,
    skip_repeated: SkipRepeated = False,
    timeout: Patience = None,
) -> Iterator[GradioApiEventResult]:
    """Read the results of a call as they come, until the final one.

    The event is up to date before each result is given. With -MaxHeartBeats or -Timeout it may end
    earlier; updating the event again goes on where it was. A call that -EventId stands for may have
    been read by somebody else, and then only heartbeats come: it ends after two of them.
    """
    del history  # kept unless -NoHistory: the original's switch is accepted
    event = _event(api_event)
    reading = Reading(
        context,
        script=script,
        max_heart_beats=max_heart_beats,
        no_output=no_output,
        history=not no_history,
        final_only=final_only,
        skip_repeated=skip_repeated,
        timeout=timeout,
    )
    yield from reading.of(event)


def _event(value: Value) -> GradioApiEvent:
    event = event_of(value)
    if event is None:
        raise ShellError(
            "InvalidEvent",
            f"an event is expected, not a {type_name(value)}",
            target=value,
            hint="Send-GradioApi and Invoke-GradioSessionApi give events",
        )
    return event
