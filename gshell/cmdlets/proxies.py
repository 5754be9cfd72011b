"""Endpoints as commands: which there are, and how one finds its session again.

A command of this kind is data: `call` with the endpoint and the session filled in. Nothing that an
app says becomes source text.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import ClassVar

from gshell.cmdlets import dynamic_api
from gshell.cmdlets.sessions import Sessions
from gshell.engine.command import Cmdlet
from gshell.engine.complete import one_line
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.shell import Shell
from gshell.engine.values import Value
from gshell.gradio.schema import GradioApi
from gshell.gradio.session import GradioSession
from gshell.language.quote import quote
from gshell.language.tokens import KEYWORDS, Kind, tokenize

DEFAULT_PREFIX = "Invoke-GradioApi"
_SUMMARY_LENGTH = 100


class GradioProxyFunction:
    """A command that calls one endpoint in one session."""

    __slots__ = ("api_name", "name", "prefix", "session", "shape")
    MEMBERS: ClassVar[dict[str, str]] = {
        "Name": "name",
        "ApiName": "api_name",
        "Session": "session_name",
        "Prefix": "prefix",
    }

    def __init__(self, name: str, prefix: str, session: GradioSession, api: GradioApi) -> None:
        self.name = name
        self.prefix = prefix
        self.session = session
        self.api_name = api.name
        self.shape = api.shape

    @property
    def session_name(self) -> str:
        """The name of the session that it calls in."""
        return self.session.name

    def aims_as(self, other: GradioProxyFunction) -> bool:
        """Say whether another one calls the same endpoint in the same session."""
        return (self.api_name, self.session_name) == (other.api_name, other.session_name)

    def find(self, sessions: Sessions) -> tuple[GradioSession, GradioApi]:
        """Give the session and the endpoint that it calls now.

        If another app was opened under the session's name, the endpoint must have the same inputs
        there, so that a line never reaches an app that it was not written for.
        """
        session = sessions.by_name.get(self.session_name)
        if session is None:
            raise ShellError(
                "SessionNotFound",
                f"{self.name} calls in the session {self.session_name}, which was removed",
                target=self.name,
                hint=f"open the app, then: {self.recipe}",
            )
        endpoint = session.app.endpoints.get(self.api_name)
        if session is not self.session and (endpoint is None or endpoint.shape != self.shape):
            raise ShellError(
                "ApiNotFound",
                f"the session {self.session_name} is another app now, at {session.app_url}, and "
                f"{self.api_name} is not the same there",
                target=self.name,
                hint=f"if that app is meant: {self.recipe}",
            )
        if endpoint is None:
            raise ShellError(
                "ApiNotFound",
                f"the app has no endpoint {self.api_name} any more",
                target=self.name,
                hint="apis lists those that it has",
            )
        self.session = session
        return session, endpoint

    @property
    def recipe(self) -> str:
        """The line that makes it anew."""
        words = ["GradioApiFunction", quote(self.api_name)]
        if self.prefix != DEFAULT_PREFIX:
            words += ["-Prefix", quote(self.prefix)]
        return " ".join([*words, "-Session", quote(self.session_name)])

    def command(self, api: GradioApi) -> Cmdlet:
        """Make the command: `call` with an endpoint and a session."""
        call = dynamic_api.invoke_gradio_dynamic_api
        return call.fixing(self.name, _summary(api, self), ("api_name", "session"), self._fixed)

    def _fixed(self, context: Context) -> Mapping[str, Value]:
        session, endpoint = self.find(context.shell.service(Sessions))
        return {"api_name": f"/{endpoint.name}", "session": session}

    def __str__(self) -> str:
        return self.name


def _summary(api: GradioApi, proxy: GradioProxyFunction) -> str:
    first = one_line(api.description.strip().partition("\n")[0]).strip()
    text = first or f"Call {one_line(api.name)} in the session {proxy.session_name}."
    return text if len(text) <= _SUMMARY_LENGTH else text[: _SUMMARY_LENGTH - 1] + "\u2026"


def command_name(prefix: str, api: GradioApi) -> str:
    """Name the command of an endpoint: `generate_image` is `...GenerateImage`.

    Only letters and digits of the endpoint's name are used. Without a prefix the name stays as it
    is, if it can be typed.
    """
    if not prefix and is_command(api.name):
        return api.name
    spaced = "".join(one if one.isalnum() else " " for one in api.name)
    words = [word[:1].upper() + word[1:] for word in spaced.split()]
    return prefix + ("".join(words) or f"Api{api.fn_index}")


def is_command(name: str) -> bool:
    """Say whether a text can be typed as a command: letters and digits, with - and _ between."""
    is_name = [token.kind for token in tokenize(name)] == [Kind.NAME]
    is_plain = all(one.isalnum() or one in "-_" for one in name) and name[:1] != "-"
    return is_name and is_plain and name.lower() not in KEYWORDS


class Proxies:
    """The commands that were made of endpoints. `shell.service(Proxies)` has those of a shell.

    They go with their session.
    """

    def __init__(self, shell: Shell) -> None:
        self.commands = shell.commands
        self.sessions = shell.service(Sessions)
        self.by_name: dict[str, GradioProxyFunction] = {}  # replaced, and not changed
        self._gone: dict[str, GradioProxyFunction] = {}
        self._lock = threading.Lock()
        self.sessions.on_change.append(self._forget_gone)
        self.commands.hints.append(self._gone_hint)

    def all(self) -> list[GradioProxyFunction]:
        """List them in the order in which they were made."""
        return list(self.by_name.values())

    def find(self, name: str) -> GradioProxyFunction | None:
        """Give the one that has a name, in any case."""
        return self.by_name.get(name.lower())

    def add(self, made: Iterable[tuple[GradioProxyFunction, GradioApi]]) -> None:
        """Take commands for the endpoints they call; one of the same name goes."""
        found = list(made)
        with self._lock:
            self.commands.add(proxy.command(api) for proxy, api in found)
            self.by_name = self.by_name | {proxy.name.lower(): proxy for proxy, _ in found}

    def remove(self, proxies: Iterable[GradioProxyFunction]) -> None:
        """Forget commands."""
        names = {one.name for one in proxies}
        with self._lock:
            known = self.by_name.items()
            self.by_name = {word: one for word, one in known if one.name not in names}
            self.commands.remove(names)

    def _forget_gone(self) -> None:
        """Remove the commands whose session was removed."""
        known = self.sessions.by_name
        gone = [one for one in self.all() if one.session_name not in known]
        if gone:
            self._gone |= {one.name.lower(): one for one in gone}
            self.remove(gone)

    def _gone_hint(self, word: str) -> str:
        gone = self._gone.get(word.lower())
        if gone is None:
            return ""
        return f"it went with the session {gone.session_name}; open the app, then: {gone.recipe}"
