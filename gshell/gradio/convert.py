"""Words and values become what an endpoint's input takes, or an error that says what it takes."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from gshell.gradio.errors import ParamInvalid
from gshell.gradio.kinds import ANY, Kind

if TYPE_CHECKING:
    from gshell.gradio.schema import Parameter

_SHOWN_CHOICES = 12


def convert_value(parameter: Parameter, value: Any, text: str | None) -> Any:
    """Give the value to send for `parameter`; `text` is the word as typed, if it was typed bare."""
    if value is None:
        return None
    return _Place(parameter, text).convert(parameter.kind, value)


class _Place:
    """One input of an endpoint, while a value for it is read; it words the errors."""

    __slots__ = ("_parameter", "_text")

    def __init__(self, parameter: Parameter, text: str | None) -> None:
        self._parameter = parameter
        self._text = text

    def convert(self, kind: Kind, value: Any) -> Any:
        reader = _READERS.get(kind.name, _Place._any)
        return reader(self, kind, value)

    def _string(self, _kind: Kind, value: Any) -> str:
        if isinstance(value, list):
            raise self._wrong("takes one text, not a list", hint="put it in quotes")
        if isinstance(value, dict):
            raise self._wrong("takes text, not a map", hint="give it as text, for example as JSON")
        if self._text is not None and self._parameter.kind.name == "string":
            return self._text
        return str(value) if isinstance(value, str) else _scalar_text(value)

    def _number(self, kind: Kind, value: Any) -> int | float:
        number = parse_number(value)
        whole = kind.name == "integer"
        if number is None or (whole and not float(number).is_integer()):
            wanted = "a whole number" if whole else "a number"
            example = self._number_near() if number is None else int(number)
            raise self._wrong(f"must be {wanted} (got {_quoted(value)})", example=example)
        return self._bounded(int(number) if whole else number)

    def _bounded(self, number: int | float) -> int | float:
        low, high = self._parameter.minimum, self._parameter.maximum
        if self._parameter.changes or self._parameter.kind.name not in ("number", "integer"):
            return number  # the app may have moved the bounds since; it checks them itself
        if (low is None or number >= low) and (high is None or number <= high):
            return number
        near = low if low is not None and number < low else high
        bounds = _bounds_text(low, high)
        raise self._wrong(f"must be {bounds} (got {_scalar_text(number)})", example=near)

    def _boolean(self, _kind: Kind, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        word = value.strip().lower().removeprefix("$") if isinstance(value, str) else ""
        if word in ("true", "false"):
            return word == "true"
        raise self._wrong(f"must be true or false (got {_quoted(value)})", example="true")

    def _choice(self, kind: Kind, value: Any) -> Any:
        if isinstance(value, (list, dict)):
            raise self._wrong("takes one of its choices, not a list or map")
        found = _find_choice(kind.choices, value)
        if found is not _NONE:
            return found
        if self._parameter.open_choices:
            return value
        shown = ", ".join(_scalar_text(choice) for choice in kind.choices[:_SHOWN_CHOICES])
        if len(kind.choices) > _SHOWN_CHOICES:
            shown += f", ... ({len(kind.choices)} in all)"
        near = nearest(_scalar_text(value), [_scalar_text(choice) for choice in kind.choices])
        example = kind.choices[0] if near is None else near
        raise self._wrong(f"must be one of {shown} (got {_quoted(value)})", example=example)

    def _array(self, kind: Kind, value: Any) -> list[Any]:
        item = kind.item or ANY
        if isinstance(value, str) and item.name in ("any", "object", "array"):
            parsed = _parse_json(value)
            value = value if parsed is _NONE else parsed
        items = value if isinstance(value, list) else [value]
        return [None if each is None else self.convert(item, each) for each in items]

    def _object(self, _kind: Kind, value: Any) -> Any:
        if isinstance(value, str):
            value = _parse_json(value)
        if isinstance(value, (dict, list)):
            return value
        raise self._wrong("takes a map, a list, or either as JSON", example="'{\"key\": 1}'")

    def _any(self, _kind: Kind, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parsed = _parse_json(value)
        return str(value) if parsed is _NONE else parsed

    def _file(self, _kind: Kind, value: Any) -> dict[str, Any]:
        if isinstance(value, dict) and (value.get("path") or value.get("url")):
            return {"meta": {"_type": "gradio.FileData"}, **value}
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return file_from_url(str(value))
        if isinstance(value, str):
            raise self._wrong(
                "takes a file: local files cannot be uploaded yet",
                hint="give an http(s) address of the file, or a FileData of an earlier result",
            )
        raise self._wrong("takes a file: an http(s) address, or a FileData")

    def _wrong(self, what: str, *, hint: str = "", example: Any = None) -> ParamInvalid:
        name = self._parameter.name
        if not hint and example is not None:
            word = _scalar_text(example)
            hint = f"-{name} {word if _is_plain_word(word) else quote(word)}"
        return ParamInvalid(f"-{name} {what}", hint=hint, target=name)

    def _number_near(self) -> Any:
        parameter = self._parameter
        for number in (parameter.default, parameter.minimum, parameter.maximum):
            if isinstance(number, (int, float)):
                return number
        return 1


_READERS: dict[str, Callable[[_Place, Kind, Any], Any]] = {
    "string": _Place._string,
    "number": _Place._number,
    "integer": _Place._number,
    "boolean": _Place._boolean,
    "choice": _Place._choice,
    "choices": _Place._array,
    "array": _Place._array,
    "files": _Place._array,
    "file": _Place._file,
    "object": _Place._object,
}


def file_from_url(url: str) -> dict[str, Any]:
    """Give the FileData of a file that the app itself shall fetch from the web."""
    return {"path": url, "url": url, "meta": {"_type": "gradio.FileData"}}


def parse_number(value: Any) -> int | float | None:
    """Read a finite number from a number or its text; None if it is something else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        value = _number_from_text(value.strip())
    if isinstance(value, (int, float)):
        return value if math.isfinite(value) else None
    return None


def _number_from_text(text: str) -> int | float | None:
    if "_" in text:
        return None
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue  # not a whole number: it may still be a fraction
    return None


def nearest(word: str, names: Sequence[str]) -> str | None:
    """Give the name most like a word, None if none is at all alike."""
    from difflib import get_close_matches  # only errors need it

    folded = {name.casefold(): name for name in reversed(names)}
    found = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    if found:
        return folded[found[0]]
    begun = [name for name in names if name.casefold().startswith(word.casefold())]
    return begun[0] if len(word) > 1 and begun else None


def quote(text: str) -> str:
    """Put text in single quotes, as the shell reads it back."""
    return "'" + text.replace("'", "''") + "'"


_NONE = object()


def _find_choice(choices: Sequence[Any], value: Any) -> Any:
    """Find a choice by its value, else by its text, else by its text in any case."""
    for choice in choices:
        if choice == value and isinstance(choice, bool) == isinstance(value, bool):
            return choice
    word = _scalar_text(value)
    for fold in (str, str.casefold):
        for choice in choices:
            if fold(_scalar_text(choice)) == fold(word):
                return choice
    return _NONE


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return _NONE


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def _scalar_text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value.total_seconds())
    return str(value)


def _bounds_text(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {_scalar_text(high)}"
    if high is None:
        return f"at least {_scalar_text(low)}"
    return f"between {_scalar_text(low)} and {_scalar_text(high)}"


def _quoted(value: Any) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a map"
    text = _scalar_text(value)
    return quote(text if len(text) <= 60 else text[:57] + "...")


def _is_plain_word(word: str) -> bool:
    if parse_number(word) is not None:
        return True
    return bool(word) and word[0] != "-" and all(c.isalnum() or c in "._-+:/" for c in word)
