"""Which part of a result goes to which input: -Map, and the choice where there is no map."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from gshell.cmdlets.members import spelling_of
from gshell.engine.errors import ShellError, did_you_mean
from gshell.engine.values import (
    Value,
    fold,
    get_index,
    get_member,
    member_names,
    parse_number,
    to_text,
)
from gshell.gradio.errors import ParamInvalid
from gshell.gradio.objects import GradioApiEventResult
from gshell.gradio.schema import GradioApi, Parameter


def read_map(given: Value) -> dict[str, str]:
    """Read `Input=part` texts, or a map of the same: input -> part of the result."""
    if isinstance(given, Mapping):
        return {str(name): to_text(part).strip() for name, part in given.items()}
    items = given if isinstance(given, list) else [given]
    pairs: dict[str, str] = {}
    for item in items:
        name, _, part = (word.strip() for word in to_text(item).partition("="))
        if not name or not part:
            raise ShellError(
                "ParamInvalid",
                f"-Map takes INPUT=PART (got '{to_text(item)}')",
                hint="PART is a place (0, -1), a label, or either with a member: image=0.url",
            )
        pairs[name] = part
    return pairs


def apply_map(pairs: Mapping[str, str], result: GradioApiEventResult) -> dict[str, Value]:
    """Take the mapped parts out of a result: input -> value."""
    return {name: _part(part, result) for name, part in pairs.items()}


def _part(part: str, result: GradioApiEventResult) -> Value:
    output, *members = [part] if _has_label(part, result) else part.split(".")
    value = _output(output, result)
    for member in members:
        value = _inside(value, member, part)
    return value


def _has_label(word: str, result: GradioApiEventResult) -> bool:
    return any(fold(label) == fold(word) for label in result.labels)


def _output(word: str, result: GradioApiEventResult) -> Value:
    data: list[Value] = result.data or []
    place = parse_number(word)
    if isinstance(place, int):
        if -len(data) <= place < len(data):
            return data[place]
        raise _invalid(f"the result has no place {place}", f"it has {len(data)}, from 0")
    labels = result.labels
    for label, value in zip(labels, data, strict=False):
        if fold(label) == fold(word):
            return value
    outputs = f"outputs: {', '.join(labels)}" if labels else "its outputs are known by place only"
    raise _invalid(f"the result has no output {word}", did_you_mean(word, labels) or outputs)


def _inside(value: Value, member: str, part: str) -> Value:
    number = parse_number(member)
    found = get_member(value, member) if number is None else get_index(value, number)
    if found is None and spelling_of(value, member) is None:
        names = ", ".join(member_names(value))
        raise _invalid(
            f"there is no {member} where {part} says", f"it has {names}" if names else ""
        )
    return found


def _invalid(message: str, hint: str) -> ShellError:
    return ShellError("ParamInvalid", f"-Map: {message}", hint=hint)


def unset_inputs(endpoint: GradioApi, given: Collection[str]) -> list[Parameter]:
    """Give the inputs that something piped in may fill; raises if there are none."""
    unset = [one for one in endpoint.parameters if one.name not in given]
    if not unset:
        raise ShellError(
            "ParamInvalid", f"every input of {endpoint.name} is given; nothing is left to pipe into"
        )
    return unset


def choose_input(
    endpoint: GradioApi, given: Sequence[str], result: GradioApiEventResult
) -> dict[str, Value]:
    """Give the one output of a result to the one input that is unset and takes it."""
    data = result.data or []
    unset = unset_inputs(endpoint, given)
    wanted = [one for one in unset if one.required]
    fitting = [one for one in wanted if len(data) == 1 and _fits(one, data[0])]
    if len(fitting) != 1:
        raise ShellError(
            "ParamInvalid",
            f"it is not clear which input of {endpoint.name} takes what {result.api_name} gives",
            target=result,
            hint=f"say so: -Map {unset[0].name}=0",
        )
    return {fitting[0].name: data[0]}


def _fits(parameter: Parameter, value: Value) -> bool:
    try:
        parameter.convert(value, local=False)
    except ParamInvalid:
        return False
    return True
