"""Which part of a result goes to which input: -Map, and the choice where there is no map."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from gshell.cmdlets.members import spelling_of
from gshell.cmdlets.types import words_for
from gshell.engine.errors import ShellError, did_you_mean
from gshell.engine.values import (
    Value,
    fold,
    get_index,
    get_member,
    is_file,
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
    if unset:
        return unset
    if not endpoint.parameters:
        raise ShellError("ParamInvalid", f"{endpoint.name} takes no inputs")
    raise ShellError(
        "ParamInvalid", f"every input of {endpoint.name} is given; nothing is left to pipe into"
    )


def choose_input(
    endpoint: GradioApi, given: Sequence[str], result: GradioApiEventResult
) -> dict[str, Value]:
    """Give the one output of a result to the one input that is unset and takes it.

    Where inputs are required and unset it is one of them, else any that is unset.
    """
    data: list[Value] = result.data or []
    unset = unset_inputs(endpoint, given)
    wanted = [one for one in unset if one.required] or unset
    places = {
        one.name: [place for place, value in enumerate(data) if _fits(one, value)] for one in wanted
    }
    fitting = [name for name, found in places.items() if found]
    if len(fitting) == 1 and len(data) == 1:
        return {fitting[0]: data[0]}
    if not fitting:
        raise _unfit(endpoint, wanted, result)
    is_required = wanted[0].required
    raise ShellError(
        "ParamInvalid",
        f"it is not clear which input of {endpoint.name} takes what {result.api_name} gives",
        target=result,
        hint=_possible_map(places if is_required else {fitting[0]: places[fitting[0]]}),
    )


def _possible_map(places: Mapping[str, Sequence[int]]) -> str:
    """Say a map that works: inputs, and the places of the outputs that each of them takes."""
    used: set[int] = set()
    pairs: list[str] = []
    others: list[str] = []
    for name, found in places.items():
        place = next((one for one in found if one not in used), None)
        if place is None:
            others.append(f"-{name} VALUE")
        else:
            used.add(place)
            pairs.append(f"{name}={place}")
    return " ".join(["say so: -Map", ",".join(pairs), *others])


def _unfit(
    endpoint: GradioApi, wanted: Sequence[Parameter], result: GradioApiEventResult
) -> ShellError:
    """Make the error for a result of which no part can be an input."""
    data: list[Value] = result.data or []
    first = wanted[0]
    if not data:
        needed = f", and {endpoint.name} needs -{first.name}" if first.required else ""
        return ShellError("ParamInvalid", f"{result.api_name} gives nothing{needed}", target=result)
    which = f"-{first.name} of {endpoint.name}, {words_for(first)}"
    if len(wanted) > 1:
        which = f"an input of {endpoint.name}"
    return ShellError(
        "ParamInvalid",
        f"nothing that {result.api_name} gives fits {which}",
        target=result,
        hint=f"{result.api_name} gives {', '.join(map(_nature, data))}",
    )


def _nature(value: Value) -> str:
    """Say what a part of a result is, such as `a text`."""
    if is_file(value):
        return "a file"
    if isinstance(value, bool):
        return to_text(value)
    if isinstance(value, list):
        return "a list of files" if value and all(map(is_file, value)) else "a list"
    if isinstance(value, dict):
        return "a map"
    return "nothing" if value is None else "a text" if isinstance(value, str) else "a number"


def _fits(parameter: Parameter, value: Value) -> bool:
    try:
        parameter.convert(value, local=False)
    except ParamInvalid:
        return False
    return True
