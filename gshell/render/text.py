"""One value as text: raw for standard output, on one line for a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from gshell.engine.values import Value, declared_members, is_file, to_text, type_name
from gshell.render.sanitize import clean, clean_json

_DEEPEST = 60  # levels of nesting that a table's cell goes into; lists may contain themselves


def raw_text(value: Value) -> str | None:
    """Give a value as standard output gets it, harmless; None where nothing is to be written.

    Text is as it is, a list or a map is JSON, a file is its URL.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return clean(value)
    if is_file(value):
        return file_text(value)
    if isinstance(value, (list, dict)):
        return json_text(value)
    return clean(to_text(value))


def inline(value: Value) -> str:
    """Give a value on one line, with files as URLs and objects as their names."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value.rstrip("\r\n"), lines=False)
    if is_file(value):
        return file_text(value)
    if isinstance(value, dict) and value:
        return json_text(_simplified(value, 0))
    if isinstance(value, list) and value:
        return _list_text(value)
    if isinstance(value, (list, dict)):
        return json_text(value)
    if isinstance(value, timedelta):
        return duration(value)
    return clean(describe(value), lines=False)


def outline(value: Value) -> str:
    """Say what is in something large: a map's keys, the number of a list's items."""
    if isinstance(value, dict) and value:
        keys = ", ".join(inline(str(key)) for key in value)
        return f"{{{keys}}}"
    if isinstance(value, list) and value:
        return f"{len(value)} {type_name(value[0])}"
    return inline(value)


def file_text(file: dict[str, Any]) -> str:
    """Give where a file can be had: its URL, else its path on the server."""
    return clean(to_text(file.get("url") or file.get("path")), lines=False)


def json_text(value: Value) -> str:
    """Give a value as JSON on one line, harmless and still JSON."""
    import json  # not needed for numbers and text, which is what short commands show

    try:
        document = json.dumps(value, ensure_ascii=False, default=_plain)
    except (ValueError, RecursionError):  # a list that contains itself, or thousands of levels
        document = json.dumps(_simplified(value, 0), ensure_ascii=False, default=_plain)
    return clean_json(document)


def describe(value: Value) -> str:
    """Name an object: its own text if its class defines one, else what it is."""
    kind = type(value)
    if declared_members(value) is None or _defines(kind, "__str__"):
        return to_text(value)
    return repr(value) if _defines(kind, "__repr__") else kind.__name__


def duration(time: timedelta) -> str:
    """Give a length of time as a person reads it: `0.3 s`, `2 min 05 s`."""
    seconds = time.total_seconds()
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest:02} s"


def _list_text(values: list[Value]) -> str:
    """Give a list as JSON; a list of objects by their names, or only by their number."""
    if declared_members(values[0]) is None:
        return json_text(_simplified(values, 0))
    if _defines(type(values[0]), "__str__"):
        return ", ".join(clean(describe(value), lines=False) for value in values)
    return f"{len(values)} {type_name(values[0])}"


def _simplified(value: Value, depth: int) -> Value:
    if is_file(value):
        return value.get("url") or value.get("path")
    if not isinstance(value, (list, dict)):
        return value
    if depth == _DEEPEST:
        return "..."
    if isinstance(value, list):
        return [_simplified(item, depth + 1) for item in value]
    return {key: _simplified(item, depth + 1) for key, item in value.items()}


def _plain(value: Any) -> str | float:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.total_seconds() if isinstance(value, timedelta) else describe(value)


def _defines(kind: type, method: str) -> bool:
    """Say whether a class has its own way to become text, and not Python's with an address."""
    found: Callable[[Any], str] = getattr(kind, method)
    return found is not getattr(object, method)
