"""Stopping a call, and saying what became of that: the app is told, and answers when it likes."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from gshell.engine.context import Context
from gshell.engine.serialize import to_json
from gshell.gradio.objects import GradioApiEvent, SessionApiEvent

_ID_SHOWN = 8  # characters of a call's id, of which any unique beginning will do


def stop_reading(context: Context, call: SessionApiEvent) -> None:
    """Stop a call whose results are taken no further; nothing happens if it has ended."""
    told = call.event.cancel() if call.event.status != "complete" else None
    if told is None:
        return
    count = call.event.last_event_num
    events = "1 event" if count == 1 else f"{count} events"
    context.status(
        f"stopped after {events}; the app is told to cancel and may finish its current step"
    )
    _follow(context, call.event, told)


def stop_in_background(context: Context, event: GradioApiEvent) -> None:
    """Stop a call that runs in the background; what came of it can still be taken."""
    told = event.cancel()
    if told is None:
        return
    context.status(
        f"{event.api_name} {event.event_id[:_ID_SHOWN]}: the app is told to cancel and may finish"
        " its current step; what came can be taken"
    )
    _follow(context, event, told)


def _follow(context: Context, event: GradioApiEvent, told: Future[Any]) -> None:
    """Say what was sent, and, when the app has answered, what it said."""
    body = cancel_body(event)
    context.explain(f"POST {real_url(event)}/cancel {to_json(body)}")

    def answered(told: Future[Any]) -> None:
        if told.cancelled():
            return
        error = told.exception()
        if error is not None:
            context.status(f"the app could not be told to cancel {event.api_name}: {error}")
        elif told.result():
            context.status(f"the app has cancelled {event.api_name}")
        else:
            context.status(f"{event.api_name} had ended before the app heard of it")

    told.add_done_callback(answered)


def cancel_body(event: GradioApiEvent) -> dict[str, Any]:
    """Give what is sent to have a call cancelled."""
    return {
        "session_hash": event.session_hash or event.event_id,
        "fn_index": event.api.fn_index if event.api is not None else None,
        "event_id": event.event_id,
    }


def real_url(event: GradioApiEvent) -> str:
    """Give the address of the app's API, as it stands before the routes in QueryUrl."""
    route = "/queue/data" if event.route == "queue" else "/call/"
    return event.query_url.partition(route)[0]
