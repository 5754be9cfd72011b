"""The shapes in which components take texts with something to them: labels, marks, speakers."""

from __future__ import annotations

import os
from typing import Any

from gshell.gradio.place import Place
from gshell.gradio.words import parse_number, scalar_text, structure


def label(place: Place, value: Any) -> dict[str, Any]:
    """Make `{"label", "confidences": [{"label", "confidence"}]}` of a text or a map of numbers."""
    value = structure(value)
    if isinstance(value, dict) and value.keys() <= {"label", "confidences"}:
        return {"label": None, "confidences": None, **value}
    if not isinstance(value, dict):
        if isinstance(value, (str, int, float)):
            return {"label": value, "confidences": None}
        raise place.wrong("takes a label, or a map of labels and numbers", hint=_label_hint(place))
    numbers = {str(name): parse_number(number) for name, number in value.items()}
    if not numbers or None in numbers.values():
        raise place.wrong("takes a number for each label", hint=_label_hint(place))
    confidences = [{"label": name, "confidence": number} for name, number in numbers.items()]
    return {"label": max(numbers, key=lambda name: numbers[name] or 0), "confidences": confidences}


def _label_hint(place: Place) -> str:
    return f"-{place.parameter.name} @{{cat=0.9; dog=0.1}}"


def highlighted(place: Place, value: Any) -> list[Any]:
    """Make `[{"token", "class_or_confidence"}]` of texts, of pairs and of such maps."""
    value = structure(value)
    return [_token(place, item) for item in (value if isinstance(value, list) else [value])]


def _token(place: Place, item: Any) -> dict[str, Any]:
    if isinstance(item, dict) and "token" in item:
        return {"class_or_confidence": None, **item}
    if isinstance(item, list) and len(item) == 2:
        return {"token": scalar_text(item[0]), "class_or_confidence": item[1]}
    if isinstance(item, (str, int, float)):
        return {"token": scalar_text(item), "class_or_confidence": None}
    hint = f"-{place.parameter.name} @(@('Paris', 'city'), @(' is nice', $null))"
    raise place.wrong("takes texts, or pairs of a text and its class", hint=hint)


def dialogue(place: Place, value: Any) -> Any:
    """Make `[{"speaker", "text"}]` of lines; a text alone stays one."""
    parsed = structure(value)
    if isinstance(parsed, list):
        return [_line(place, item) for item in parsed]
    if isinstance(parsed, dict):
        return [_line(place, parsed)]
    return scalar_text(value)


def _line(place: Place, item: Any) -> dict[str, Any]:
    if isinstance(item, dict) and {"speaker", "text"} <= item.keys():
        return item
    if isinstance(item, list) and len(item) == 2:
        return {"speaker": scalar_text(item[0]), "text": scalar_text(item[1])}
    hint = f"-{place.parameter.name} @{{speaker='Ann'; text='hello'}}"
    raise place.wrong("takes lines, each with its speaker and text", hint=hint)


def explorer(place: Place, value: Any) -> list[Any]:
    """Make lists of the parts of paths in the app's own folder: `a/b.txt` is `["a", "b.txt"]`."""
    value = structure(value)
    return [_parts(place, item) for item in (value if isinstance(value, list) else [value])]


def _parts(place: Place, item: Any) -> list[Any]:
    if isinstance(item, list):
        return item
    if isinstance(item, (str, os.PathLike)):
        return [part for part in os.fsdecode(item).split("/") if part]
    raise place.wrong("takes paths in the app's folder", example="folder/file.txt")
