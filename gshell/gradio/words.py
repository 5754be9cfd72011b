"""Words as people type them: read as numbers, JSON or names, and written back into errors."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

NOTHING: Final = object()
"""What a reader gives where there is nothing to read: null is a value too."""

_SHOWN = 60  # characters of a value in an error


def parse_number(value: Any) -> int | float | None:
    """Read a finite number from a number, its text or a duration, in seconds; else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        value = _number_from_text(value.strip())
    if isinstance(value, timedelta):
        value = value.total_seconds()
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


def parse_json(text: str) -> Any:
    """Read JSON; NOTHING if the text is none."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return NOTHING


def structure(value: Any) -> Any:
    """Give the list or map that a text is in JSON; any other value as it is."""
    if not isinstance(value, str) or value.lstrip()[:1] not in ("{", "["):
        return value
    parsed = parse_json(value)
    return value if parsed is NOTHING else parsed


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


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


def written(value: Any) -> str:
    """Give a value as it is typed: in quotes if it needs them."""
    word = scalar_text(value)
    return word if _is_plain_word(word) else quote(word)


def _is_plain_word(word: str) -> bool:
    if parse_number(word) is not None:
        return True
    return bool(word) and word[0] != "-" and all(c.isalnum() or c in "._-+:/" for c in word)


def scalar_text(value: Any) -> str:
    """Give a number, a time or any other single value as text."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value.total_seconds())
    return str(value)


def shown(value: Any) -> str:
    """Show a value in an error: in quotes and not too long, or what it is."""
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a map"
    text = scalar_text(value)
    return quote(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "...")
