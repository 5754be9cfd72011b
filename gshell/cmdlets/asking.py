"""`call NAME -Ask`: the inputs of an endpoint, asked for one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from gshell.cmdlets.called import syntax_here
from gshell.cmdlets.question import Question, brief, read_place
from gshell.engine.complete import one_line
from gshell.engine.errors import ShellError
from gshell.engine.serialize import to_json
from gshell.engine.types import Candidate
from gshell.engine.values import Value, is_file, to_text
from gshell.gradio.examples import read_examples
from gshell.gradio.localfiles import InlineFile, LocalFile
from gshell.language.quote import quote

if TYPE_CHECKING:
    from gshell.engine.context import Context
    from gshell.gradio.app import App
    from gshell.gradio.schema import GradioApi
    from gshell.gradio.schema import Parameter as Input

_SHOWN_EXAMPLES = 9


def check_answerable(context: Context, endpoint: GradioApi) -> None:
    """Refuse to ask where nobody can answer."""
    if not context.host.interactive:
        raise ShellError(
            "ConfirmNeeded",
            f"-Ask asks for the inputs of {endpoint.name}, and there is nobody to ask",
            hint=f"give them by name: {syntax_here(context, endpoint)}",
        )


def ask_inputs(
    context: Context, app: App, endpoint: GradioApi, given: Mapping[str, Value]
) -> dict[str, Value]:
    """Give all inputs of a call: those that are given, and what the person answers for the rest.

    An input that is left as the app has it is left out.
    """
    inputs = dict(given)
    if any(one.name not in inputs for one in endpoint.parameters):
        context.host.write(one_line(f"{endpoint.name}: {endpoint.description}".rstrip(": ")))
        inputs |= _example(context, app, endpoint, given)
    typed: dict[str, Value] = {}
    for parameter in endpoint.parameters:
        if parameter.name not in inputs:
            answer = Question(context, parameter, _sample(app, endpoint, parameter)).ask()
            if answer is not None:
                inputs[parameter.name], typed[parameter.name] = answer
    _teach(context, endpoint, inputs, typed)
    return inputs


def _teach(
    context: Context,
    endpoint: GradioApi,
    inputs: Mapping[str, Value],
    typed: Mapping[str, Value],
) -> None:
    """Say how to make the same call without being asked, where that can be typed."""
    words = [context.word] if context.cmdlet.fixed else [context.word, quote(endpoint.name)]
    for one in endpoint.parameters:
        if one.name in inputs:
            value = inputs[one.name]
            if one.name in typed and (one.form is not None or _holds_upload(value)):
                value = typed[one.name]  # the value itself is made of it each time
            argument = _argument(value)
            if argument is None or not one.name.isidentifier():
                return
            words += [f"-{one.name}", argument]
    context.host.write(one_line(f"the same without questions: {' '.join(words)}"))


def _holds_upload(value: Value) -> bool:
    """Say whether a file of this machine is in a value, which only the shell knows."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return any(_holds_upload(one) for one in value)
    return isinstance(value, (LocalFile, InlineFile))


def _argument(value: Value) -> str | None:
    """Write a value as it can be typed after a command; None if it cannot."""
    if is_file(value) or isinstance(value, InlineFile):
        return None
    if isinstance(value, list) and value:
        items = [_argument(one) for one in value]
        return None if None in items else ",".join(map(str, items))
    if isinstance(value, (dict, list)):
        return None if _holds_upload(value) else quote(to_json(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return to_text(value) if isinstance(value, (int, float)) else quote(to_text(value))


# The app's own examples.


def _example(
    context: Context, app: App, endpoint: GradioApi, given: Mapping[str, Value]
) -> dict[str, Value]:
    """Let one of the app's examples be picked; what it says of inputs that are given is left out.

    Its values are the app's own, and go back as they came.
    """
    free = (
        {name: value for name, value in row.items() if name not in given}
        for row in read_examples(app.config, endpoint)
    )
    rows = [row for row in free if row][:_SHOWN_EXAMPLES]
    if not rows:
        return {}
    context.host.write("examples:")
    for number, row in enumerate(rows, 1):
        context.host.write(f"  {number}) {one_line(', '.join(map(brief, row.values())))}")
    which = "1" if len(rows) == 1 else f"1-{len(rows)}"
    question = f"example {which}, or Enter to type your own: "
    while answer := context.host.ask(question, _nothing).strip():
        place = read_place(answer, len(rows))
        if place is not None:
            return rows[place]
        context.host.write(f"there is no example {one_line(answer)}")
    return {}


def _nothing(typed: str) -> Iterable[Candidate]:
    """Complete nothing: a number is quickly typed."""
    del typed
    return ()


def _sample(app: App, endpoint: GradioApi, parameter: Input) -> str:
    """Give what the app says a value may look like, where the type alone does not tell."""
    if parameter.type not in ("object", "array", "any"):
        return ""
    described = app.info.get("named_endpoints", {}).get(f"/{endpoint.name}", {})
    for one in described.get("parameters", ()):
        if one.get("parameter_name") == parameter.name and one.get("example_input") is not None:
            return brief(one["example_input"])
    return ""
