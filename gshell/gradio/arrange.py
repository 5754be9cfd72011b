"""Values for an endpoint's inputs, put into the order in which the app takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gshell.gradio.errors import ParamInvalid
from gshell.gradio.filedata import is_file_data
from gshell.gradio.words import nearest

if TYPE_CHECKING:
    from gshell.gradio.schema import GradioApi, Parameter


def find_parameter(api: GradioApi, name: str) -> Parameter:
    """Find an input: by its exact name, else in any case and spelling, else by its beginning."""
    parameters = api.parameters
    for fold in (str, _fold):
        found = [each for each in parameters if fold(each.name) == fold(name)]
        if found:
            return found[0]
    starts = [each for each in parameters if name and _fold(each.name).startswith(_fold(name))]
    if len(starts) == 1:
        return starts[0]
    if starts:
        names = ", ".join(f"-{each.name}" for each in starts)
        raise ParamInvalid(f"-{name} could be {names}", hint="type more of it", target=name)
    near = nearest(name, [each.name for each in parameters])
    hint = f"did you mean -{near}?" if near else api.signature
    raise ParamInvalid(f"{api.name} has no parameter -{name}", hint=hint, target=name)


def arrange_values(
    api: GradioApi, named: Mapping[str, Any], positional: Sequence[Any]
) -> list[Any]:
    """Give the value of every slot; see `GradioApi.arrange`."""
    if named and not api.documented:
        raise ParamInvalid(
            f"{api.name} is undocumented: its inputs have no names",
            hint=f"give the values in order: {api.signature}",
        )
    values = {find_parameter(api, name): value for name, value in named.items()}
    free = [parameter for parameter in api.parameters if parameter not in values]
    if len(positional) > len(free):
        raise _surplus(api, len(positional) - len(free), free)
    values.update(zip(free, positional, strict=False))
    return _fill(api, values)


def arrange_params(api: GradioApi, params: Any) -> list[Any]:
    """Give the value of every slot from -Params; see `GradioApi.arrange_params`."""
    if isinstance(params, Mapping) and not is_file_data(params):
        named = {
            find_parameter(api, str(name)).name: find_parameter(api, str(name)).convert(value)
            for name, value in params.items()
        }
        return arrange_values(api, named, ())
    values = params if isinstance(params, list) else [] if params is None else [params]
    if len(values) > len(api.parameters) and len(values) == len(api.slots):
        values = [
            value for value, slot in zip(values, api.slots, strict=True) if slot is not None
        ]  # the app keeps what belongs into the other slots and ignores what is sent there
    if len(values) > len(api.parameters):
        raise _surplus(api, len(values) - len(api.parameters), ())
    pairs = zip(api.parameters, values, strict=False)
    return arrange_values(api, {}, [parameter.convert(value) for parameter, value in pairs])


def _fill(api: GradioApi, values: Mapping[Parameter, Any]) -> list[Any]:
    missing = [each for each in api.parameters if each.required and each not in values]
    if missing:
        raise _missing(api, missing)
    return [None if slot is None else values.get(slot, slot.default) for slot in api.slots]


def _missing(api: GradioApi, parameters: Iterable[Parameter]) -> ParamInvalid:
    names = [f"-{each.name}" for each in parameters]
    return ParamInvalid(f"{api.name} needs {', '.join(names)}", hint=api.signature, target=names)


def _surplus(api: GradioApi, count: int, free: Sequence[Parameter]) -> ParamInvalid:
    takes = len(api.parameters)
    what = f"{api.name} takes {takes} value{'' if takes == 1 else 's'}, {count} too many"
    is_text = any(each.type == "string" for each in (free or api.parameters))
    hint = "a text of several words: put it in quotes" if is_text else api.signature
    return ParamInvalid(what, hint=hint, target=api.name)


def _fold(name: str) -> str:
    return name.replace("_", "").lower()
