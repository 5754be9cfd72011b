"""Cmdlets for the calls of a session: make one, read it, list, stop and remove them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from gshell.cmdlets.news import expect_end
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
    event_of,
)
from gshell.cmdlets.sessions import Sessions
from gshell.cmdlets.stopping import stop_in_background
from gshell.cmdlets.types import CallReference, EndpointName, SessionReference
from gshell.cmdlets.underway import start_call
from gshell.engine.command import Alias, Example, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.types import Choice
from gshell.engine.values import Value, type_name
from gshell.gradio.objects import GradioApiEvent, GradioApiEventResult, SessionApiEvent
from gshell.gradio.session import GradioSession


@cmdlet(
    "Invoke-GradioSessionApi",
    changes=True,
    search=["start", "submit"],
    examples=[
        Example("$c = Invoke-GradioSessionApi count @{n=3}; $c | Update-GradioSessionApiResult"),
        Example("Invoke-GradioSessionApi upper hello | Update-GradioSessionApiResult | % data"),
    ],
)
def invoke_gradio_session_api(
    context: Context,
    api_name: Annotated[str, EndpointName(), "the endpoint, without its slash"],
    params: Params = None,
    event_id: Annotated[str | None, "send nothing; stand for this call, made elsewhere"] = None,
    session: Annotated[Value, SessionReference(), Piped(), "the session to call in"] = ".",
    token: Annotated[str | None, "another token; `public` sends none"] = None,
    *,
    retry: Retry = None,
) -> Iterator[SessionApiEvent]:
    """Start a call in a session and give it at once; it is read in the background.

    Update-GradioSessionApiResult gives its results, also long after they came.
    """
    found = context.shell.service(Sessions).find(session)
    endpoint = found.app.endpoint(api_name)
    if event_id is not None:
        yield found.attach(endpoint, event_id, token=token)
        return
    data = endpoint.arrange_params(params)
    call = start_call(context, found, endpoint, data, token=token, retry=retry)
    if call is not None:
        expect_end(context, call.event)
        yield call


@cmdlet(
    "Update-GradioSessionApiResult",
    search=["read", "receive"],
    examples=[
        Example("Invoke-GradioSessionApi count @{n=3} | Update-GradioSessionApiResult | % data")
    ],
)
def update_gradio_session_api_result(
    context: Context,
    id_: Annotated[Value, CallReference(), Piped(), "the call, or its id"],
    max_heart_beats: MaxHeartBeats = None,
    session: Annotated[Value, SessionReference(), "where an id is looked up"] = ".",
    *,
    script: Script = None,
    no_output: NoOutput = False,
    no_history: NoHistory = False,
    history: History = False,
    final_only: FinalOnly = False,
    skip_repeated: SkipRepeated = False,
    timeout: Patience = None,
) -> Iterator[GradioApiEventResult]:
    """Read the results of a session's call as they come, until the final one."""
    del history  # kept unless -NoHistory: the original's switch is accepted
    event = _find_event(context, id_, session)
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


def _find_event(context: Context, reference: Value, session: Value) -> GradioApiEvent:
    event = event_of(reference)
    if event is not None:
        return event
    if not isinstance(reference, str):
        raise ShellError(
            "InvalidEvent",
            f"a call or its id is expected, not a {type_name(reference)}",
            target=reference,
            hint="Invoke-GradioSessionApi gives calls; Get-GradioSessionApi lists them",
        )
    return context.shell.service(Sessions).find(session).find(reference).event


@cmdlet(
    "Get-GradioSessionApi",
    search=["calls", "jobs", "ps"],
    examples=[Example("Get-GradioSessionApi"), Example("GradioSessionApi -ApiName count")],
)
def get_gradio_session_api(
    context: Context,
    session: Annotated[Value, SessionReference(), Piped(), "a session; `*` for all"] = ".",
    *,
    id_: Annotated[Value, CallReference(), "one call, by its id or the beginning of it"] = None,
    api_name: Annotated[str | None, EndpointName(), "calls of this endpoint"] = None,
    status: Annotated[
        str | None,
        Choice("queued", "running", "finished", "lost"),
        "what the server is known to do",
    ] = None,
) -> Iterator[SessionApiEvent]:
    """List the calls of a session, the oldest first."""
    sessions = context.shell.service(Sessions)
    found: list[GradioSession]
    if isinstance(session, str) and session == "*":
        found = sessions.find_all("*")
    else:
        found = [sessions.find(session)]
    for one in found:
        calls = [one.find(id_)] if id_ is not None else one.calls
        for call in calls:
            if api_name is not None and call.api_name != api_name.strip("/"):
                continue
            if status is None or call.event.server_status == status:
                yield call


@cmdlet(
    "Remove-GradioSessionApi",
    changes=True,
    search=["forget", "clean", "rm"],
    examples=[
        Example("Remove-GradioSessionApi clean"),
        Example("Get-GradioSessionApi | Remove-GradioSessionApi -Force"),
    ],
)
def remove_gradio_session_api(
    context: Context,
    target: Annotated[
        Value, CallReference(), Piped(), Alias("Id"), "a call, its id, `clean` (finished) or `all`"
    ],
    session: Annotated[Value, SessionReference(), "where an id is looked up"] = ".",
    *,
    force: Annotated[
        bool, "also calls that run, which are cancelled, or were not read yet"
    ] = False,
    eligible: Annotated[bool, Alias("Elegible"), "only give what would be removed"] = False,
) -> Iterator[SessionApiEvent]:
    """Remove calls from a session's list, and give what was removed."""
    found = _session_of(context, target, session)
    candidates = found.remove(target, force=force, eligible=True)
    if not candidates and not isinstance(target, str):
        context.warning(f"{target} still runs and was not removed; -Force cancels it")
    for call in candidates:
        if eligible or context.allows(f"remove {call.api_name} {call.id}"):
            yield from [call] if eligible else found.remove(call, force=True)


@cmdlet(
    "Stop-GradioSessionApi",
    changes=True,
    search=["cancel", "kill", "abort", "stop"],
    examples=[
        Example("$c = call slow 60 -Manual; Stop-GradioSessionApi $c; $c.event.Outcome"),
        Example("Stop-GradioSessionApi all"),
    ],
)
def stop_gradio_session_api(
    context: Context,
    target: Annotated[
        Value, CallReference(), Piped(), Alias("Id"), "a call, its id, or `all` that run"
    ],
    session: Annotated[Value, SessionReference(), "where an id is looked up"] = ".",
) -> Iterator[SessionApiEvent]:
    """Cancel running calls in the app, without waiting for its answer.

    The app may finish its current step first. What came before can still be taken.
    """
    yield from ()
    for event in _running(context, target, session):
        if event.finished or event.cancelled_by_us:
            state = "ended" if event.finished else "been stopped"
            context.warning(f"{event} has {state} already")
        elif context.allows(f"stop {event}"):
            stop_in_background(context, event)


def _running(context: Context, target: Value, session: Value) -> list[GradioApiEvent]:
    if not (isinstance(target, str) and target.lower() == "all"):
        return [_find_event(context, target, session)]
    calls = context.shell.service(Sessions).find(session).calls
    return [call.event for call in calls if not (call.event.finished or call.event.cancelled_by_us)]


def _session_of(context: Context, target: Value, session: Value) -> GradioSession:
    if type_name(target) == "SessionApiEvent":
        owner: GradioSession = target.session
        return owner
    return context.shell.service(Sessions).find(session)
