"""The app that is opened while the person already types, and what the prompt says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.utils import get_cwidth

from gshell.cmdlets.sessions import Sessions
from gshell.cmdlets.told import Told
from gshell.engine.errors import record_of
from gshell.engine.shell import Shell
from gshell.repl.host import PromptHost

if TYPE_CHECKING:
    from gshell.gradio.objects import SessionApiEvent

NAME_WIDTH = 24
"""Columns for a session's name in the prompt."""

_ID_SHOWN = 8  # characters of a call's id, of which any unique beginning will do
_RUNNING = frozenset({"queued", "running"})
_NO_RESULT = frozenset({"error", "cancelled"})  # ends that count as a result but bring none


class Target:
    """What to connect to: a name for the prompt, and what gives the address."""

    __slots__ = ("address", "name", "session_name")

    def __init__(
        self, name: str, address: Callable[[], str], session_name: str | None = None
    ) -> None:
        self.name = name
        self.address = address
        self.session_name = session_name


class Connection:
    """Opens the app, if there is one to open, and tells how that went."""

    def __init__(self, shell: Shell, host: PromptHost, target: Target | None) -> None:
        self.shell = shell
        self.host = host
        self.sessions = shell.service(Sessions)
        self.target = target
        self._pending = target  # until it is begun
        self._to_announce = target is not None

    def begin(self) -> None:
        """Start to connect, once; nothing waits for it here."""
        target, self._pending = self._pending, None
        if target is None:
            return
        self.sessions.on_change.append(self._changed)
        self.sessions.begin(target.name, target.address, session_name=target.session_name)

    def _changed(self) -> None:
        """Hear, on any thread, that something about the sessions changed."""
        if self.host.application is not None:
            self.host.application.invalidate()
        if self._to_announce and self.sessions.current is not None:
            self._to_announce = False
            self.host.note(self._greeting())
        elif self.host.prompt_is_up:
            self.tell_failure()

    def tell_failure(self) -> None:
        """Say why connecting failed, unless a command that waited for it said so already."""
        failure, self.sessions.failure = self.sessions.failure, None
        if failure is not None:
            self._to_announce = False
            self.shell.record_error(record_of(failure))

    def _greeting(self) -> str:
        session = self.sessions.current
        assert session is not None
        count = len(session.app.documented())
        endpoints = "1 endpoint" if count == 1 else f"{count} endpoints"
        title = " ".join(session.app.title.split()) or session.app_url
        return f"{title}, Gradio {session.app.version}, {endpoints}; type apis"

    # What the prompt shows.

    def prompt(self) -> StyleAndTextTuples:
        """Give the prompt's text: the session's name, or what it will be."""
        current = self.sessions.current
        if current is not None:
            return _prompt(current.name)
        name = self._pending.name if self._pending else self.sessions.pending_name
        return _prompt(name, " (connecting)") if name else _prompt("gshell")

    def state(self) -> StyleAndTextTuples:
        """Give the right side of the toolbar: the app and its version, or why there is none."""
        current = self.sessions.current
        if current is None:
            return [("class:toolbar.state", self._missing())]
        version: StyleAndTextTuples = [("", f"Gradio {shorten(current.app.version)}")]
        running = self.running()
        if running:
            version.append(("class:toolbar.state", f"  {running} running"))
        return version

    def running(self) -> int:
        """Count the calls of all sessions that their apps still work on."""
        sessions = self.sessions.by_name.values()
        calls = (call for session in sessions for call in session.calls)
        return sum(call.event.server_status in _RUNNING for call in calls)

    def ended_calls(self) -> list[str]:
        """Say, once, how the calls ended that nobody read."""
        if not self.shell.has_service(Told):
            return []
        ended = self.shell.service(Told).take_news(self.sessions.by_name.values())
        return [self._announcement(call) for call in ended]

    def _announcement(self, call: SessionApiEvent) -> str:
        where = "" if call.session is self.sessions.current else f" in {call.session_name}"
        ending = call.event.ending
        count = call.event.waiting - (ending in _NO_RESULT)
        results = "1 result to take" if count == 1 else f"{count} results to take"
        what = results if count else "not taken yet"
        return f"{call.api_name} {call.id[:_ID_SHOWN]}{where}: {ending}, {what}"

    def _missing(self) -> str:
        if self._pending or self.sessions.state == "connecting":
            return "connecting"
        return "not connected" if self.sessions.state == "failed" else "no app: open ADDRESS"


def _prompt(name: str, state: str = "") -> StyleAndTextTuples:
    return [
        ("class:prompt.name", shorten(name)),
        ("class:prompt.state", state),
        ("class:prompt.mark", "> "),
    ]


def shorten(name: str, width: int = NAME_WIDTH) -> str:
    """Cut a name to so many columns, with an ellipsis; what cannot be printed becomes a `?`."""
    shown = "".join(one if one.isprintable() else "?" for one in name)
    if get_cwidth(shown) <= width:
        return shown
    while get_cwidth(shown) >= width:
        shown = shown[:-1]
    return shown + "\u2026"
