"""Words and values become what an endpoint's input takes, or an error that says what it takes.

A component with a form of its own (see `components.py`) makes its own shape of a value first; what
its schema says is then only used to find the files in that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from gshell.gradio.kinds import ANY, Kind
from gshell.gradio.place import Place
from gshell.gradio.words import (
    NOTHING,
    nearest,
    parse_json,
    parse_number,
    scalar_text,
    shown,
)

if TYPE_CHECKING:
    from gshell.gradio.schema import Parameter

_SHOWN_CHOICES = 12


def convert_value(parameter: Parameter, value: Any, text: str | None, *, local: bool) -> Any:
    """Give the value to send for `parameter`; see `Parameter.convert`."""
    if value is None:
        return None
    place = Place(parameter, text, local=local)
    form = parameter.form
    try:
        if form is None:
            return _convert(place, parameter.kind, value)
        return fill(place, parameter.kind, form.read(place, value))
    except RecursionError:
        raise place.wrong("takes nothing that is nested so deeply") from None


def fill(place: Place, kind: Kind, value: Any) -> Any:
    """Put files into their places in a value that has the shape of its schema already."""
    if value is None:
        return None
    if kind.name == "file":
        return place.file(value)
    if kind.name == "files":
        return place.files(value)
    if isinstance(value, list) and kind.item is not None:
        return [fill(place, kind.item, item) for item in value]
    if isinstance(value, dict) and kind.fields:
        return {str(key): fill(place, kind.field(key) or ANY, item) for key, item in value.items()}
    return place.sendable(value)


def _convert(place: Place, kind: Kind, value: Any) -> Any:
    return _READERS.get(kind.name, _any)(place, kind, value)


def _string(place: Place, _kind: Kind, value: Any) -> str:
    if isinstance(value, list):
        raise place.wrong("takes one text, not a list", hint="put it in quotes")
    if isinstance(value, dict):
        raise place.wrong("takes text, not a map", hint="give it as text, for example as JSON")
    if place.text is not None and place.parameter.kind.name == "string":
        return place.text
    return str(value) if isinstance(value, str) else scalar_text(value)


def _number(place: Place, kind: Kind, value: Any) -> int | float:
    number = parse_number(value)
    whole = kind.name == "integer"
    is_fraction = isinstance(number, float) and not number.is_integer()
    if number is None or (whole and is_fraction):
        wanted = "a whole number" if whole else "a number"
        example = _number_near(place.parameter) if number is None else int(number)
        raise place.wrong(f"must be {wanted} (got {shown(value)})", example=example)
    return _bounded(place, int(number) if whole else number)


def _bounded(place: Place, number: int | float) -> int | float:
    parameter = place.parameter
    low, high = parameter.minimum, parameter.maximum
    if parameter.changes or parameter.kind.name not in ("number", "integer"):
        return number  # the app may have moved the bounds since; it checks them itself
    if (low is None or number >= low) and (high is None or number <= high):
        return number
    near = low if low is not None and number < low else high
    bounds = _bounds_text(low, high)
    raise place.wrong(f"must be {bounds} (got {scalar_text(number)})", example=near)


def _boolean(place: Place, _kind: Kind, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().lower().removeprefix("$") if isinstance(value, str) else ""
    if word in ("true", "false"):
        return word == "true"
    raise place.wrong(f"must be true or false (got {shown(value)})", example="true")


def _choice(place: Place, kind: Kind, value: Any) -> Any:
    if isinstance(value, (list, dict)):
        raise place.wrong("takes one of its choices, not a list or map")
    found = _find_choice(kind.choices, place.parameter.labels, value)
    if found is not NOTHING:
        return found
    if place.parameter.open_choices:
        return place.sendable(value)
    texts = [scalar_text(choice) for choice in kind.choices]
    listed = ", ".join(texts[:_SHOWN_CHOICES])
    if len(texts) > _SHOWN_CHOICES:
        listed += f", ... ({len(texts)} in all)"
    example = nearest(scalar_text(value), texts) or kind.choices[0]
    raise place.wrong(f"must be one of {listed} (got {shown(value)})", example=example)


def _array(place: Place, kind: Kind, value: Any) -> list[Any]:
    item = kind.item or ANY
    if isinstance(value, str) and item.name in ("any", "object", "array"):
        parsed = parse_json(value)
        value = value if parsed is NOTHING else parsed
    items = value if isinstance(value, list) else [value]
    return [None if each is None else _convert(place, item, each) for each in items]


def _files(place: Place, _kind: Kind, value: Any) -> list[Any]:
    return place.files(value)


def _file(place: Place, _kind: Kind, value: Any) -> Any:
    return place.file(value)


def _object(place: Place, kind: Kind, value: Any) -> Any:
    if isinstance(value, str):
        value = parse_json(value)
    if isinstance(value, (dict, list)):
        return fill(place, kind, value)
    raise place.wrong("takes a map, a list, or either as JSON", example="'{\"key\": 1}'")


def _any(place: Place, kind: Kind, value: Any) -> Any:
    if not isinstance(value, str):
        return fill(place, kind, value)
    parsed = parse_json(value)
    return str(value) if parsed is NOTHING else parsed


_READERS: dict[str, Callable[[Place, Kind, Any], Any]] = {
    "string": _string,
    "number": _number,
    "integer": _number,
    "boolean": _boolean,
    "choice": _choice,
    "choices": _array,
    "array": _array,
    "files": _files,
    "file": _file,
    "object": _object,
}


def _find_choice(choices: Sequence[Any], labels: Sequence[str], value: Any) -> Any:
    """Find a choice by its value, its text, its text in any case, or by what the page calls it."""
    for choice in choices:
        if choice == value and isinstance(choice, bool) == isinstance(value, bool):
            return choice
    word = scalar_text(value)
    for names in ([scalar_text(choice) for choice in choices], labels):
        for fold in (str, str.casefold):
            for name, choice in zip(names, choices, strict=False):
                if fold(name) == fold(word):
                    return choice
    return NOTHING


def _number_near(parameter: Parameter) -> Any:
    for number in (parameter.default, parameter.minimum, parameter.maximum):
        if isinstance(number, (int, float)):
            return number
    return 1


def _bounds_text(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {scalar_text(high)}"
    if high is None:
        return f"at least {scalar_text(low)}"
    return f"between {scalar_text(low)} and {scalar_text(high)}"
