"""Inputs and outputs of an endpoint in few words: `steps: 1-50 = 20`, `value: str (stream)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gshell.engine.values import float_text
from gshell.render.cells import cut
from gshell.render.text import inline

if TYPE_CHECKING:
    from gshell.gradio.schema import GradioApi, Parameter

_SHORT_NAMES = {"string": "str", "boolean": "bool", "object": "map", "array": "list"}
_BARE = re.compile(r"[^\s|'\"=]+")
_CHOICES_LENGTH = 48  # characters of choices that are shown
_DEFAULT_LENGTH = 24


def parameters(api: GradioApi) -> tuple[str, ...]:
    """Give each input of an endpoint as `name: type = default`."""
    return tuple(parameter_text(each) for each in api.parameters)


def returns(api: GradioApi) -> tuple[str, ...]:
    """Give each output of an endpoint as `label: type`, and at the end what is special."""
    pieces = [f"{inline(each.label)}: {_short(each.type)}" for each in api.returns]
    special = [
        word
        for word, holds in (
            ("stream", api.streams),
            ("state", api.uses_state),
            ("undocumented", not api.documented),
        )
        if holds
    ]
    if special:
        last = pieces.pop() + " " if pieces else ""
        pieces.append(f"{last}({', '.join(special)})")
    return tuple(pieces)


def parameter_text(parameter: Parameter) -> str:
    """Give an input as `name: type`, with its default if it has one."""
    text = f"{inline(parameter.name)}: {range_text(parameter) or _short(parameter.type)}"
    return text if parameter.required else f"{text} = {default_text(parameter)}"


def range_text(parameter: Parameter) -> str:
    """Give what an input lets one choose from: `photo|ink`, `1-50`; no text if that is open."""
    choices = parameter.choices
    if choices:
        text = _choices(choices, parameter.open_choices)
        return f"[{text}]" if parameter.type == "choices" else text
    low, high = parameter.minimum, parameter.maximum
    if low is None or high is None:
        return ""
    dash = ".." if low < 0 or high < 0 else "-"
    return f"{_value(low)}{dash}{_value(high)}"


def default_text(parameter: Parameter) -> str:
    """Give the default of an input, shortened; no text if it is required."""
    if parameter.required:
        return ""
    default = parameter.default
    return "null" if default is None else cut(_value(default), _DEFAULT_LENGTH)


def _choices(choices: list[Any], is_open: bool) -> str:
    """Join choices; an open end says that others may be taken, too."""
    words: list[str] = []
    length = 0
    for choice in choices:
        word = _value(choice)
        length += len(word) + 1
        if words and length > _CHOICES_LENGTH:
            return "|".join([*words, f"... ({len(choices)})"])
        words.append(cut(word, _CHOICES_LENGTH))
    return "|".join([*words, "..."] if is_open else words)


def _value(value: Any) -> str:
    if isinstance(value, float):
        return float_text(value)
    text = inline(value)
    if not isinstance(value, str) or _BARE.fullmatch(text):
        return text
    return "'" + text.replace("'", "''") + "'"


def _short(name: str) -> str:
    return _SHORT_NAMES.get(name, inline(name))
