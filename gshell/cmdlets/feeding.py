"""What is piped into a call, as inputs of it."""

from __future__ import annotations

from collections.abc import Mapping

from gshell.cmdlets.mapping import apply_map, choose_input, unset_inputs
from gshell.cmdlets.reading import event_of
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.types import shown
from gshell.engine.values import Value, is_file, plain
from gshell.gradio.errors import ParamInvalid
from gshell.gradio.objects import GradioApiEventResult
from gshell.gradio.schema import GradioApi
from gshell.gradio.session import GradioSession


def feeds_sessions(context: Context) -> bool:
    """Say whether what is piped in are sessions, which fill no input."""
    return context.upstream is not None and GradioSession in context.upstream.emits


def check_fed(
    endpoint: GradioApi, inputs: Mapping[str, Value], pairs: Mapping[str, str] | None
) -> None:
    """Refuse what no piped object could complete; `pairs` is what -Map says, if it is given."""
    if pairs is None:
        unset_inputs(endpoint, inputs)
        return
    mapped = {endpoint.parameter(name).name for name in pairs}
    missing = [
        one.name
        for one in endpoint.parameters
        if one.required and one.name not in inputs and one.name not in mapped
    ]
    if missing:
        names = ", ".join(f"-{name}" for name in missing)
        raise ShellError(
            "ParamInvalid",
            f"{endpoint.name} needs {names}, which -Map does not fill",
            hint=f"-Map {missing[0]}=0 takes the first value of each result",
        )


def is_taken(context: Context, piped: Value, each_partial: bool) -> bool:
    """Say whether a call is made for an object: of results never for a failure, else if final.

    Partial ones count if they do not come straight from a call.
    """
    if not isinstance(piped, GradioApiEventResult):
        return True
    if piped.event not in ("generating", "complete"):
        return False
    upstream = context.upstream
    straight = upstream is not None and GradioApiEventResult in upstream.emits
    return piped.final or each_partial or not straight


def fed_inputs(
    context: Context,
    endpoint: GradioApi,
    inputs: Mapping[str, Value],
    piped: Value,
    pairs: Mapping[str, str] | None,
) -> dict[str, Value]:
    """Make inputs of a piped object: by the map, by name, or the first one that is unset."""
    if isinstance(piped, GradioApiEventResult):
        if pairs is not None:
            return _convert(endpoint, apply_map(pairs, piped), local=False)
        chosen = choose_input(endpoint, list(inputs), piped)
        context.explain(f"-{next(iter(chosen))} takes what {piped.api_name} gives")
        return _convert(endpoint, chosen, local=False)
    if pairs is not None:
        raise ShellError(
            "ParamInvalid",
            f"-Map takes parts of a call's result, and {shown(piped)} is piped in",
            hint="without -Map it fills the first input that is not given",
        )
    if event_of(piped) is not None:
        raise ShellError(
            "ParamInvalid",
            "a call is piped in, and not its results",
            hint="Update-GradioSessionApiResult between the two gives them",
        )
    if isinstance(piped, dict) and not is_file(piped):
        return _by_name(endpoint, inputs, piped)
    return _convert(endpoint, {unset_inputs(endpoint, inputs)[0].name: piped})


def _by_name(
    endpoint: GradioApi, inputs: Mapping[str, Value], piped: dict[str, Value]
) -> dict[str, Value]:
    try:
        return _convert(endpoint, piped)
    except ParamInvalid as error:
        if any(one.component == "Dataframe" for one in unset_inputs(endpoint, inputs)):
            error.hint = f"(...) makes one table of all objects: call {endpoint.name} (...)"
        raise


def _convert(
    endpoint: GradioApi, values: Mapping[str, Value], *, local: bool = True
) -> dict[str, Value]:
    """Make inputs of values; of what an app sent, no text becomes the name of a local file."""
    converted: dict[str, Value] = {}
    for name, value in values.items():
        parameter = endpoint.parameter(str(name))
        converted[parameter.name] = parameter.convert(plain(value), local=local)
    return converted
