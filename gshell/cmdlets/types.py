"""The parameter types that know sessions, endpoints and an endpoint's inputs.

They complete from what is known already; none of them waits for the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from gshell.cmdlets.sessions import Sessions
from gshell.engine.errors import Mismatch
from gshell.engine.shell import Shell
from gshell.engine.types import Candidate, ParameterType, shown
from gshell.engine.values import Bareword, Value, is_file, plain, type_name

if TYPE_CHECKING:
    from gshell.gradio.schema import Parameter as Input


class SessionReference(ParameterType):
    """A session: `.`, its name, the object itself, or an address."""

    name = "session"

    def is_own(self, value: Value) -> bool:
        return isinstance(value, str) or type_name(value) in ("GradioSession", "Int")

    def convert(self, value: Value) -> Value:
        if isinstance(value, str):
            return str(value)
        if type_name(value) not in ("GradioSession", "Int"):  # a number is a port
            raise Mismatch(f"must be a session or its name (got {shown(value)})")
        return value

    def complete(self, shell: Shell) -> Iterable[Candidate]:
        sessions = shell.service(Sessions).by_name.values()
        return [Candidate(one.name, one.app_url) for one in sessions]


class AppReference(SessionReference):
    """An app: an address, or a session on it."""

    name = "app"


class EndpointName(ParameterType):
    """The name of an endpoint, with or without its slash."""

    name = "endpoint"

    def is_own(self, value: Value) -> bool:
        return isinstance(value, str) or type_name(value) == "GradioApi"

    def convert(self, value: Value) -> Value:
        if isinstance(value, str):
            return str(value)
        if type_name(value) == "GradioApi":
            return value.name
        raise Mismatch(f"must be an endpoint's name (got {shown(value)})")

    def complete(self, shell: Shell) -> Iterable[Candidate]:
        session = shell.service(Sessions).current
        if session is None:
            return []
        return [Candidate(api.name, api.description) for api in session.app.documented()]


class CallReference(ParameterType):
    """A call of a session: its id, a unique beginning of that, or the object."""

    name = "call"

    def is_own(self, value: Value) -> bool:
        return isinstance(value, str) or type_name(value) in ("SessionApiEvent", "GradioApiEvent")

    def convert(self, value: Value) -> Value:
        return str(value) if isinstance(value, str) else value

    def complete(self, shell: Shell) -> Iterable[Candidate]:
        session = shell.service(Sessions).current
        calls = session.calls if session else []
        return [Candidate(call.id, f"{call.api_name} {call.event.server_status}") for call in calls]


class InputValues(ParameterType):
    """The values of an endpoint's inputs; words stay as typed until it is known what they feed."""

    name = "values"

    def convert(self, value: Value) -> Value:
        return value

    def complete_keys(self, peek: Callable[[str], Value], shell: Shell) -> Iterable[Candidate]:
        sessions, name = shell.service(Sessions), peek("ApiName")
        session = sessions.current
        if session is None or not isinstance(name, str):
            return []
        endpoint = session.app.endpoints.get(name.strip("/"))
        inputs = endpoint.parameters if endpoint is not None else []
        return [Candidate(one.name, describe_input(one)) for one in inputs]


class InputValue(ParameterType):
    """A value for one input of an endpoint; the app's own description says what fits."""

    def __init__(self, parameter: Input) -> None:
        self.parameter = parameter
        self.name = parameter.type
        self.flag = parameter.type == "boolean"
        self.takes_text = parameter.type in ("string", "any")

    def convert(self, value: Value) -> Value:
        if type_name(value) == "GradioApiEventResult":
            raise Mismatch("takes a value, not a whole event", "name the part: (...).data[0]")
        if isinstance(value, dict) and not is_file(value) and self.name in _SINGLE:
            raise Mismatch("takes one value, not a map", "-Params @{...} takes inputs by name")
        if isinstance(value, Bareword):
            return self.parameter.convert(str(value), text=str(value))
        return self.parameter.convert(_typed(value, self.parameter.type))

    def takes_next(self, value: Value) -> bool:
        if not self.flag:
            return True
        return isinstance(value, bool) or str(value).lower() in ("true", "false")

    def complete(self, shell: Shell) -> Iterable[Candidate]:
        del shell
        if self.flag:
            return [Candidate("true"), Candidate("false")]
        default = self.parameter.default
        return [
            Candidate(str(choice), "default" if choice == default else "")
            for choice in self.parameter.choices or ()
        ]


_SINGLE = frozenset({"string", "number", "integer", "boolean"})


def _typed(value: Any, kind: str) -> Value:
    """Keep barewords in lists of texts as typed; elsewhere they become what they look like."""
    return value if kind in ("array", "choices", "files") else plain(value)


_GRADIO_SAYS = ("numeric value between ", "The FileData class is ", "The ImageData class is ")
"""How Gradio's own descriptions begin, which say of an input only what its type says."""


def describe_input(parameter: Input) -> str:
    """Say in a few words what an input takes."""
    label = parameter.label if parameter.label.lower() != parameter.name.lower() else ""
    said = parameter.description.startswith(_GRADIO_SAYS)
    parts = [label, _bounds(parameter), "" if said else parameter.description]
    return "; ".join(part for part in parts if part)


def _bounds(parameter: Input) -> str:
    low, high = parameter.minimum, parameter.maximum
    if low is None:
        return "" if high is None else f"at most {high:g}"
    return f"at least {low:g}" if high is None else f"{low:g}-{high:g}"
