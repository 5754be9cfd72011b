"""Cmdlets that show what goes over the wire: the exchange of a call, and single requests."""

from __future__ import annotations

import json
from collections.abc import Coroutine, Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from gshell.cmdlets.reading import event_of
from gshell.cmdlets.sessions import Sessions
from gshell.cmdlets.types import CallReference, SessionReference
from gshell.engine.command import Alias, Example, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.secrecy import mask
from gshell.engine.serialize import to_json
from gshell.engine.types import Choice
from gshell.engine.values import Value, plain, to_text
from gshell.gradio.address import normalise
from gshell.gradio.http import Http
from gshell.gradio.objects import GradioApiEvent


class WireEntry:
    """One thing that went over the wire for a call; `time` is None where some were left out."""

    __slots__ = ("direction", "kind", "text", "time")
    MEMBERS: ClassVar[dict[str, str]] = {
        "Time": "time",
        "Direction": "direction",
        "Kind": "kind",
        "Text": "text",
    }

    def __init__(self, time: datetime | None, direction: str, kind: str, text: str) -> None:
        self.time = time
        self.direction = direction
        self.kind = kind
        self.text = mask(text)

    def __str__(self) -> str:
        return f"{self.direction} {self.kind} {self.text}"

    def __repr__(self) -> str:
        return f"WireEntry({self.direction!r}, {self.kind!r}, {self.text!r})"


@cmdlet(
    "Show-GradioWire",
    search=["wire", "trace", "debug", "network", "requests"],
    examples=[
        Example("call upper hello; Show-GradioWire"),
        Example(
            "$c = call count 2 -Manual; $c | Update-GradioSessionApiResult; $c | Show-GradioWire"
        ),
    ],
)
def show_gradio_wire(
    context: Context,
    call: Annotated[Value, CallReference(), Piped(), Alias("Id"), "the call; else the last"] = None,
    session: Annotated[Value, SessionReference(), "where an id is looked up"] = ".",
) -> Iterator[WireEntry]:
    """Show what went over the wire for a call: the request, the answer, and each event.

    It is what -Verbose tells while the call runs, with each text as it was on the wire. Of a call
    with very many messages the first and the newest are there, and a line between says how many
    were not kept.
    """
    event = _event(context, call, session)
    for _, entry in event.exchange.entries():
        time = event.wall_time(entry.moment) if entry.direction else None
        yield WireEntry(time, entry.direction, entry.kind, entry.text)


def _event(context: Context, call: Value, session: Value) -> GradioApiEvent:
    found = event_of(call)
    if found is not None:
        return found
    at = context.shell.service(Sessions).find(session)
    if call is not None:
        return at.find(call).event
    if not at.calls:
        raise ShellError("EventNotFound", f"no call was made in {at.name}", hint="call NAME ...")
    return at.calls[-1].event


@cmdlet(
    "Invoke-GradioHttp",
    changes=True,
    search=["curl", "wget", "http", "request", "fetch"],
    examples=[
        Example("(Invoke-GradioHttp config).version"),
        Example("Invoke-GradioHttp gradio_api/info | % named_endpoints"),
    ],
)
def invoke_gradio_http(
    context: Context,
    url: Annotated[str, "a path of the session's app, or a whole address"],
    method: Annotated[
        str | None, Choice("GET", "POST"), "GET, or POST, which it is where there is -Data"
    ] = None,
    data: Annotated[Value, "what to send: any value, or text that is JSON already"] = None,
    content_type: Annotated[
        str, Choice("application/json", "form"), "how -Data is sent; `form` takes a map"
    ] = "application/json",
    token: Annotated[str | None, "a token for this address; `public` sends none"] = None,
    *,
    session: Annotated[Value, SessionReference(), "whose connection and login it has"] = ".",
) -> Iterator[Value]:
    """Send one request to an app and give the JSON that it answers.

    It goes the way of all requests of a session: with its login and its headers, and with no token
    that is meant for another host.
    """
    method = method or ("GET" if data is None else "POST")
    if method == "GET" and data is not None:
        raise ShellError("ParamInvalid", "a GET sends no data", hint="-Method POST, or ?name=value")
    sessions = context.shell.service(Sessions)
    http, path, own_token = _way(sessions, str(url), session)
    words = f"{method} {http.base}{path}"
    shown = words if data is None else f"{words} {to_json(data)}"
    if method == "POST" and not context.allows(f"send {shown}"):
        return
    context.explain(shown)
    answer = _answer(http, path, method, data, content_type, token or own_token)
    if not any(one.app.http is http for one in sessions.by_name.values()):
        answer = _once(http, answer)
    yield sessions.background.run(answer)


def _way(sessions: Sessions, url: str, session: Value) -> tuple[Http, str, str | None]:
    """Find who speaks with an address: a session's connection, or one of its own.

    Gives that, the path from there on, and the session's token.
    """
    if "://" not in url:
        found = sessions.find(session)
        return found.app.http, f"/{url.lstrip('/')}", found.token
    for one in sessions.by_name.values():
        if url == one.app_url or url.startswith((f"{one.app_url}/", f"{one.app_url}?")):
            return one.app.http, url.removeprefix(one.app_url), one.token
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    base = normalise(origin)
    if base.auth is not None:
        raise ShellError("ParamInvalid", "an address with a login", hint="open the app with -Auth")
    return Http(base.url, sessions.options), url.removeprefix(origin), None


async def _answer(
    http: Http, path: str, method: str, data: Value, content_type: str, token: str | None
) -> Any:
    if method == "GET":
        return await http.get_json(path, token=token)
    if content_type != "form":
        return await http.post_json(path, _read(data), token=token)
    if not isinstance(data, dict):
        raise ShellError("ParamInvalid", "a form is sent from a map", hint="-Data @{name='value'}")
    return await http.post_form(path, {str(name): to_text(value) for name, value in data.items()})


async def _once(http: Http, answer: Coroutine[Any, Any, Any]) -> Any:
    try:
        return await answer
    finally:
        await http.close()


def _read(data: Value) -> Value:
    """Give what is to be sent as JSON: a text that is JSON stands for its value."""
    if not isinstance(data, str):
        return plain(data)
    try:
        return json.loads(data)
    except ValueError:
        return str(data)
