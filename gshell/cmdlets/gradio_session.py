"""Cmdlets for sessions: open an app, list, set and remove what is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from gshell.cmdlets.sessions import Sessions
from gshell.cmdlets.types import SessionReference
from gshell.engine.command import Alias, Example, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.types import Choice, Number
from gshell.engine.values import Value
from gshell.gradio.options import ConnectionOptions
from gshell.gradio.session import GradioSession

if TYPE_CHECKING:
    pass


@cmdlet(
    "New-GradioSession",
    aliases=["open"],
    search=["connect", "cd", "login"],
    examples=[Example("open http://127.0.0.1:7860"), Example("open 7860 -Name local")],
)
def new_gradio_session(
    context: Context,
    app_url: Annotated[
        Value, SessionReference(), Piped(), "a URL, a port, host:port or owner/name"
    ],
    name: Annotated[str | None, "the session's name; else the address, shortened"] = None,
    download_path: Annotated[
        str | None, "save the files of its results here; '' saves none"
    ] = None,
    *,
    auth: Annotated[str | None, "login of the app, USER:PASS; USER alone asks"] = None,
    token: Annotated[str | None, "a token for this address; `public` sends none"] = None,
    no_default: Annotated[bool, "do not make it the current session"] = False,
    force: Annotated[bool, "replace a session of that name"] = False,
) -> Iterator[GradioSession]:
    """Open a Gradio app, and make it the current session.

    Opening the same address again selects the session that is there.
    """
    sessions = context.shell.service(Sessions)
    folder = _folder(download_path or "")
    options = _options(context, sessions.options, auth, token, force)
    address = app_url.app_url if isinstance(app_url, GradioSession) else str(app_url)
    session = sessions.open(
        address, name=name, options=options, select=not no_default, replace=force
    )
    if download_path is not None:
        session.download_path = folder
    yield session


def _folder(path: str) -> str | None:
    """Give a folder's full path, because the shell may go elsewhere; None for none."""
    if not path:
        return None
    folder = Path(path).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise ShellError("InvalidOperation", f"{path} is a file, not a folder", target=path)
    return str(folder)


def _options(
    context: Context,
    options: ConnectionOptions,
    auth: str | None,
    token: str | None,
    force: bool,
) -> ConnectionOptions:
    if auth is not None:
        user, colon, password = auth.partition(":")
        if not colon:
            password = context.host.secret(f"password of {user}: ")
        options = options._replace(auth=(user, password))
    if token is not None:
        options = options._replace(token=token, force=force)
    return options


@cmdlet(
    "Get-GradioSession",
    search=["sessions"],
    examples=[Example("Get-GradioSession"), Example("GradioSession demo")],
)
def get_gradio_session(
    context: Context,
    session: Annotated[
        Value, SessionReference(), Piped(), Alias("Name"), "a name, a pattern, `.` or `*`"
    ] = "*",
    *,
    like: Annotated[bool, "take the name as a pattern, which a name with * is anyway"] = False,
    by_id: Annotated[bool, "take the name as a SessionId"] = False,
) -> Iterator[GradioSession]:
    """List the open sessions, or show one."""
    sessions = context.shell.service(Sessions)
    if sessions.current is None:
        sessions.wait()
    if by_id:
        yield _by_id(sessions, str(session))
    elif isinstance(session, str) and (like or _is_pattern(session)):
        found = sessions.find_all(session)
        if not found and session != "*":
            raise sessions.not_found(session)
        yield from found
    else:
        yield sessions.find(session)


def _by_id(sessions: Sessions, identifier: str) -> GradioSession:
    for session in sessions.by_name.values():
        if session.session_id == identifier:
            return session
    raise ShellError("SessionNotFound", f"no session has the id {identifier}", target=identifier)


def _is_pattern(text: str) -> bool:
    return "*" in text or "?" in text


@cmdlet(
    "Set-GradioSession",
    aliases=["use"],
    search=["switch", "select"],
    examples=[Example("use demo"), Example("Set-GradioSession -MaxCalls 10 -MaxCallsPolicy Error")],
)
def set_gradio_session(
    context: Context,
    session: Annotated[Value, SessionReference(), Piped(), "the session to set"] = ".",
    max_calls: Annotated[int | None, "how many calls it holds at once; 0: any number"] = None,
    max_calls_policy: Annotated[
        str | None, Choice("Error", "Warning", "Remove"), "what one call too many does"
    ] = None,
    *,
    default: Annotated[bool, "make it the current session"] = False,
    download_path: Annotated[
        str | None, "save the files of its results here; '' saves none"
    ] = None,
    name: Annotated[str | None, "a new name"] = None,
    token: Annotated[str | None, "a token for its calls; `public` sends none"] = None,
    retry: Annotated[
        int | None,
        Number(whole=True, least=0),
        "how often a call that a full queue refuses is retried",
    ] = None,
    heartbeat: Annotated[
        float | None,
        Number(),
        "seconds between the app's heartbeats; after three without one, a call is lost",
    ] = None,
    pass_thru: Annotated[bool, "give the session"] = False,
) -> Iterator[GradioSession]:
    """Change a session: its limits, its name, or which one is the current one."""
    sessions = context.shell.service(Sessions)
    found = sessions.find(session)
    folder = _folder(download_path or "")
    if max_calls is not None:
        found.set_option("MaxCalls", max_calls)
    if max_calls_policy is not None:
        found.set_option("MaxCallsPolicy", max_calls_policy)
    if retry is not None:
        found.set_option("Retry", retry)
    if heartbeat is not None:
        found.set_option("Heartbeat", heartbeat)
    if download_path is not None:
        found.download_path = folder
    if name is not None:
        sessions.rename(found, name)
    if token is not None:
        found.token = token
    if default:
        sessions.select(found)
    if pass_thru:
        yield found


@cmdlet(
    "Remove-GradioSession",
    changes=True,
    search=["close", "disconnect"],
    examples=[Example("Remove-GradioSession demo"), Example("Remove-GradioSession * -Force")],
)
def remove_gradio_session(
    context: Context,
    name: Annotated[
        Value, SessionReference(), Piped(), Alias("Session"), "a session, a pattern, `.` or `*`"
    ] = ".",
    *,
    force: Annotated[bool, "do not ask"] = False,
) -> Iterator[GradioSession]:
    """Close sessions: their running calls are cancelled, their connections closed.

    More than one at a time is asked about first.
    """
    sessions = context.shell.service(Sessions)
    if isinstance(name, str) and _is_pattern(name):
        found = sessions.find_all(name)
        if not found and name != "*":
            raise sessions.not_found(name)
    else:
        found = [_existing(sessions, name)]
    ask = len(found) > 1 and not force
    names = ", ".join(session.name for session in found)
    what = "the session" if len(found) == 1 else f"{len(found)} sessions:"
    if found and context.allows(f"remove {what} {names}", ask=ask):
        for session in found:
            sessions.remove(session)
    yield from ()


def _existing(sessions: Sessions, name: Value) -> GradioSession:
    """Find a session to remove, without opening one for it."""
    if name == ".":
        return sessions.find()
    found = sessions.known(name) or (sessions.at(name) if isinstance(name, str) else None)
    if found is None:
        raise sessions.not_found(str(name))
    return found
