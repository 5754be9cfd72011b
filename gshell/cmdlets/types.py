"""The parameter types that know sessions, endpoints and an endpoint's inputs.

They complete from what is known already; none of them waits for the network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from gshell.cmdlets.paths import FilePath
from gshell.cmdlets.sessions import Sessions
from gshell.engine.errors import Mismatch
from gshell.engine.shell import Shell
from gshell.engine.types import Candidate, ParameterType, shown
from gshell.engine.values import Bareword, Value, is_file, plain, type_name
from gshell.gradio.components import file_words, is_of_kind

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
        self.takes_text = parameter.takes_text

    def convert(self, value: Value) -> Value:
        if _is_result(value):
            raise Mismatch("takes a value, not a whole event", "name the part: (...).data[0]")
        if isinstance(value, list) and any(map(_is_result, value)):
            raise Mismatch("takes a value, not a list of results", "name it: (...)[-1].data[0]")
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
        return self.complete_typed("", shell)

    def complete_typed(self, typed: str, shell: Shell) -> Iterable[Candidate]:
        if self.flag:
            return [Candidate("true"), Candidate("false")]
        if _names_files(self.parameter):
            return _complete_files(self.parameter.file_types, typed, shell)
        labels = self.parameter.labels or [""] * len(self.parameter.kind.choices)
        pairs = zip(self.parameter.kind.choices, labels, strict=True)
        return [Candidate(str(choice), self._note(choice, label)) for choice, label in pairs]

    def _note(self, choice: Value, label: str) -> str:
        notes = [label if label != str(choice) else ""]
        notes.append("default" if choice == self.parameter.default else "")
        return ", ".join(note for note in notes if note)


def _is_result(value: Value) -> bool:
    return type_name(value) == "GradioApiEventResult"


def _names_files(parameter: Input) -> bool:
    """Say whether a word for an input is, or may be, the name of a file on this machine."""
    return parameter.takes_files or (parameter.form is not None and bool(parameter.file_types))


class _FileOfKind(FilePath):
    """The name of a file of some kinds, or of a folder that may hold such files."""

    def __init__(self, file_types: Sequence[str]) -> None:
        self.file_types = file_types

    def _names(self, folder: str) -> Iterator[str]:
        return (
            name
            for name in super()._names(folder)
            if name.endswith("/") or is_of_kind(name, self.file_types)
        )


def _complete_files(file_types: Sequence[str], typed: str, shell: Shell) -> list[Candidate]:
    """Give the files that fit what is typed; where none is of the right kind, all of them."""
    offered = list(_FileOfKind(file_types).complete_typed(typed, shell))
    if any(not one.text.endswith("/") for one in offered):
        return offered
    return list(FilePath().complete_typed(typed, shell))


_SINGLE = frozenset({"string", "number", "integer", "boolean"})


def _typed(value: Any, kind: str) -> Value:
    """Keep barewords in lists of texts as typed; elsewhere they become what they look like."""
    return value if kind in ("array", "choices", "files") else plain(value)


_GRADIO_SAYS = (
    "numeric value between ",
    "The FileData class is ",
    "The ImageData class is ",
    "A local filepath or publicly available URL",
    "For input, either path or url must be provided",
    "Formatted as YYYY-MM-DD",
)
"""How Gradio's own descriptions begin, which say of an input only what its type says."""


_MADE_UP_LABEL = re.compile(r"parameter_\d+")
"""What Gradio calls an input whose component has no label."""


def describe_input(parameter: Input) -> str:
    """Say in a few words what an input takes."""
    says_nothing = parameter.label.lower() == parameter.name.lower()
    says_nothing = says_nothing or _MADE_UP_LABEL.fullmatch(parameter.label) is not None
    label = "" if says_nothing else parameter.label
    said = parameter.description.startswith(_GRADIO_SAYS)
    parts = [label, _bounds(parameter), takes(parameter), "" if said else parameter.description]
    return "; ".join(part for part in parts if part)


def takes(parameter: Input) -> str:
    """Say what may be typed for an input whose type alone does not tell."""
    if parameter.takes_files:
        if parameter.takes_folders:
            return "a folder with all files below it, or files"
        several = parameter.type in ("files", "array")
        return file_words(parameter.file_types, several=several)
    return parameter.form.takes if parameter.form is not None else ""


def words_for(parameter: Input) -> str:
    """Say what an input takes, such as `a number` or `an image file`."""
    return takes(parameter) or _WORDS.get(parameter.type, "a value")


_WORDS = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "choice": "one of its choices",
    "choices": "a list of its choices",
    "array": "a list",
    "object": "a map",
}


def _bounds(parameter: Input) -> str:
    low, high = parameter.minimum, parameter.maximum
    if low is None:
        return "" if high is None else f"at most {high:g}"
    return f"at least {low:g}" if high is None else f"{low:g}-{high:g}"
