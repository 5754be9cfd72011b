"""What a call names: parameter types that complete from its endpoint and session, its syntax."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from gshell.cmdlets.sessions import Sessions
from gshell.cmdlets.types import EndpointName, InputValues, describe_input
from gshell.engine.shell import Shell
from gshell.engine.types import Candidate, ParameterType
from gshell.engine.values import Value

if TYPE_CHECKING:
    from gshell.engine.context import Context
    from gshell.gradio.schema import GradioApi
    from gshell.gradio.schema import Parameter as Input
    from gshell.gradio.session import GradioSession


class CalledEndpoint(EndpointName):
    """An endpoint of the session that is named beside it."""

    def complete_beside(
        self, typed: str, peek: Callable[[str], Value], shell: Shell
    ) -> Iterable[Candidate]:
        del typed
        session = _session_beside(peek, shell)
        known = session.app.documented() if session is not None else []
        return [Candidate(api.name, api.description) for api in known]


class CalledInputs(InputValues):
    """The values of the inputs of the endpoint that is named beside it."""

    def complete_keys(self, peek: Callable[[str], Value], shell: Shell) -> Iterable[Candidate]:
        return [Candidate(one.name, describe_input(one)) for one in _inputs_beside(peek, shell)]


class InputMap(ParameterType):
    """Which input takes which part of a result: `image=0`."""

    name = "map"

    def complete_beside(
        self, typed: str, peek: Callable[[str], Value], shell: Shell
    ) -> Iterable[Candidate]:
        del typed
        inputs = _inputs_beside(peek, shell)
        return [Candidate(f"{one.name}=0", describe_input(one)) for one in inputs]


def syntax_here(context: Context, endpoint: GradioApi) -> str:
    """Give the syntax of an endpoint as it is called here: by `call`, or by a name of its own."""
    if context.cmdlet.fixed is None:
        return endpoint.signature
    return context.word + endpoint.signature.removeprefix(f"call {endpoint.name}")


def _session_beside(peek: Callable[[str], Value], shell: Shell) -> GradioSession | None:
    reference = peek("Session")
    return shell.service(Sessions).known("." if reference is None else reference)


def _inputs_beside(peek: Callable[[str], Value], shell: Shell) -> Sequence[Input]:
    session, name = _session_beside(peek, shell), peek("ApiName")
    if session is None or not isinstance(name, str):
        return ()
    endpoint = session.app.endpoints.get(name.strip("/"))
    return endpoint.parameters if endpoint is not None else ()
