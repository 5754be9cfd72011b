"""Values to JSON: for `--json`, ConvertTo-Json and whatever shows nested values."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import datetime, timedelta

from gshell.engine.values import Value, declared_members


def to_json(
    value: Value,
    *,
    indent: int | None = None,
    warn: Callable[[str], None] | None = None,
) -> str:
    """Write a value as JSON text: UTF-8 as it is, times in ISO 8601, durations in seconds.

    JSON has no NaN and no infinity: they become null, and `warn` is told so, once.
    """
    lost: list[float] = []
    text = json.dumps(_plain(value, lost), ensure_ascii=False, indent=indent, allow_nan=False)
    if lost and warn is not None:
        warn(f"{lost[0]} has no place in JSON: null was written instead")
    return _escape_surrogates(text)


def _plain(value: Value, lost: list[float]) -> Value:
    """Give a value made of what JSON knows; numbers that it does not know are noted in `lost`."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return _finite(value, lost)
    if isinstance(value, list):
        return [_plain(item, lost) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item, lost) for key, item in value.items()}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return _members(value, lost)


def _finite(value: float, lost: list[float]) -> float | None:
    if math.isfinite(value):
        return value
    lost.append(value)
    return None


def _members(value: Value, lost: list[float]) -> Value:
    members = declared_members(value)
    if members is None:
        return str(value)
    hidden = getattr(type(value), "JSON_HIDDEN", ())
    return {
        name: _plain(getattr(value, attribute), lost)
        for name, attribute in members.items()
        if name not in hidden
    }


def _escape_surrogates(text: str) -> str:
    """Escape lone surrogates, which a server can send in JSON and UTF-8 cannot hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(
            f"\\u{ord(letter):04x}" if "\ud800" <= letter <= "\udfff" else letter for letter in text
        )
    return text
