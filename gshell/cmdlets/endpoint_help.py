"""Help for an endpoint: its syntax, its inputs, and lines that call it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gshell.cmdlets.help_topic import HelpTopic
from gshell.cmdlets.types import describe_input
from gshell.engine.values import Value, to_text
from gshell.gradio.schema import GradioApi
from gshell.gradio.schema import Parameter as Input
from gshell.language.quote import quote

_SAMPLES: dict[str, Value] = {
    "string": "some text",
    "number": 1,
    "integer": 1,
    "boolean": True,
    "object": '{"key": "value"}',
}
_SAMPLES_OF: dict[str, Value] = {"datetime": "2026-01-31 15:00:00", "label": "cat"}
_FILE = "https://example.com/picture.png"
_TYPEABLE = re.compile(r"[A-Za-z_]\w*")


def endpoint_topic(api: GradioApi, words: Sequence[str], options: Sequence[str] = ()) -> HelpTopic:
    """Tell of an endpoint; `words` are what a call of it begins with, `options` what ends it."""
    returns = ", ".join(f"{one.label}: {one.type}" for one in api.returns) or "nothing"
    notes = ["it streams: results come while it works"] if api.streams else []
    if api.uses_state:
        notes.append("it remembers earlier calls of the same session")
    return HelpTopic(
        api.name,
        api.description.strip() or "an endpoint of the app",
        syntax=_syntax(api, words),
        description="\n".join([f"gives {returns}", *notes]),
        parameters=[_describe(one) for one in api.parameters],
        examples=[" ".join([*line, *options]) for line in _examples(api, words)],
    )


def _describe(one: Input) -> dict[str, Value]:
    return {
        "Name": one.name,
        "Type": one.type,
        "Required": one.required,
        "Default": None if one.required else one.default,
        "Choices": one.choices,
        "Help": describe_input(one),
    }


def _is_named(api: GradioApi) -> bool:
    """Say whether every input can be typed by its name."""
    return api.documented and all(_TYPEABLE.fullmatch(one.name) for one in api.parameters)


def _syntax(api: GradioApi, words: Sequence[str]) -> str:
    texts = list(words)
    for one in api.parameters:
        text = f"-{one.name} <{one.type}>" if _is_named(api) else one.type
        texts.append(text if one.required else f"[{text}]")
    return " ".join(texts)


def _examples(api: GradioApi, words: Sequence[str]) -> list[list[str]]:
    """Give lines that call an endpoint: with what it needs, and with all of it."""
    required = [one for one in api.parameters if one.required]
    in_order = required == api.parameters[: len(required)]
    short, full = list(words), list(words)
    for one in api.parameters:
        named = [f"-{one.name}", _sample(one)] if _is_named(api) else [_sample(one)]
        full += named
        if one.required:
            short += [_sample(one)] if in_order else named
    return [short, full] if short != full and (in_order or _is_named(api)) else [full]


def _made_up(parameter: Input) -> Value:
    if parameter.component.lower() == "imageslider":
        return [_FILE, _FILE]
    if parameter.takes_files:
        return _FILE
    if parameter.choices:
        return parameter.choices[0]
    by_type = _SAMPLES.get(parameter.type, "some text")
    return _SAMPLES_OF.get(parameter.component.lower(), by_type)


def _sample(parameter: Input) -> str:
    """Write a value that an input takes: its default, a choice, or a made-up one."""
    value = parameter.default
    if value in (None, "") or isinstance(value, (dict, list)):
        value = _made_up(parameter)
    if parameter.minimum is not None and isinstance(value, (int, float)):
        value = max(value, parameter.minimum)
    if isinstance(value, list):
        return ",".join(quote(to_text(one)) for one in value)
    return quote(to_text(value)) if isinstance(value, str) else to_text(value).lower()
