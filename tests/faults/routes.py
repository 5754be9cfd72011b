"""Every route of an app, each of which may answer with any status, or lead elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gshell.gradio.options import ConnectionOptions
from tests.faults.fault import (
    API,
    CALL,
    CALL_DATA,
    DATA,
    FINE_KEPT,
    JOIN,
    OPTIONS,
    PART_KEPT,
    Fault,
    Play,
    Stage,
    answer,
    elsewhere,
)
from tests.faults.server import document, text

if TYPE_CHECKING:
    from tests.faults.player import World

STATUSES = (401, 403, 404, 413, 422, 429, 500, 502, 503)
WARNED = "a warning"

_BODIES = {
    401: document({"detail": "Not authenticated"}, 401),
    403: document({"detail": "Forbidden"}, 403),
    404: document({"detail": "Not Found"}, 404),
    413: text("File size exceeded maximum allowed size of 5 bytes.", 413),
    422: document({"detail": [{"type": "missing", "msg": "Field required"}]}, 422),
    429: text("", 429),
    500: text("Internal Server Error", 500),
    502: text("<html><h1>502 Bad Gateway</h1></html>", 502),
    503: document({"detail": "Queue is stopped."}, 503),
}


class Route(NamedTuple):
    """A route of an app: what is tried while it fails, and the error of it, for each status."""

    words: str
    stage: Stage
    method: str
    path: str
    outcome: str
    ids: dict[int, str]
    kept: tuple[list[Any], ...] = ()


def _ids(usual: str, **special: str) -> dict[int, str]:
    """Give an error for each status; `on_404="X"` names that of one status."""
    return {status: special.get(f"on_{status}", usual) for status in STATUSES}


ROUTES = (
    Route(
        "`/config`",
        "open",
        "GET",
        "/config",
        "",
        _ids("HttpError", on_401="AuthRequired", on_404="NotGradio"),
    ),
    Route("`/info`", "open", "GET", f"{API}/info", "success", _ids(WARNED, on_401="AuthRequired")),
    Route("`/login`", "open", "POST", "/login", "", _ids("AuthRequired")),
    Route("`queue/join`", "call", "POST", JOIN, "", _ids("HttpError", on_401="AuthRequired")),
    Route("`queue/data`", "call", "GET", DATA, "lost", _ids("Lost")),
    Route(
        "`/cancel`",
        "cancel",
        "POST",
        f"{API}/cancel",
        "cancelled",
        _ids("HttpError", on_401="AuthRequired", on_404=""),
        PART_KEPT,
    ),
    Route("`/heartbeat`", "call", "GET", f"{API}/heartbeat", "success", _ids(""), FINE_KEPT),
    Route("`/app_id`", "doubt", "GET", f"{API}/app_id", "success", _ids(""), FINE_KEPT),
    Route("`POST /call`", "route", "POST", CALL, "", _ids("HttpError", on_401="AuthRequired")),
    Route("`GET /call`", "route", "GET", CALL_DATA, "lost", _ids("Lost")),
)


def refusal(route: Route, status: int) -> Fault:
    """Give the fault that a route answers with a status."""
    error = route.ids[status]
    is_made = route.outcome != "success" or error in ("", WARNED)
    return Fault(
        f"{route.words} {status}",
        _locked(route, answer(route.method, route.path, _BODIES[status])),
        route.outcome if is_made else "",
        "" if error == WARNED else error,
        route.kept,
        route.stage,
        options_for(route),
    )


def redirected(route: Route) -> Play:
    """Redirect a route to another host."""
    return _locked(route, elsewhere(route.method, route.path))


def options_for(route: Route) -> ConnectionOptions:
    """Give the options with which a route is used."""
    return OPTIONS._replace(auth=("ann", "s3cret")) if route.path == "/login" else OPTIONS


def _locked(route: Route, play: Play) -> Play:
    """Let the app want a login first, if that is what the route is for."""
    if route.path != "/login":
        return play

    def play_locked(world: World) -> None:
        play(world)
        world.server.answer("GET", "/config", _BODIES[401], document(world.server.config))

    return play_locked
