"""Moments, as Gradio's DateTime takes them: `2026-01-31 15:00:00`, `2026-01-31`, `now - 5m`."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from gshell.gradio.place import Place
from gshell.gradio.words import parse_number, shown

# What the app itself works out (gradio 4 to 6: components/datetime.py).
_NOW = re.compile(r"\s*now\s*(-\s*\d+\s*[dmhs])?\s*")


def moment(place: Place, value: Any) -> str:
    """Make the text that a DateTime reads of a time, of ISO text, or of seconds since 1970."""
    if isinstance(value, str) and (not value.strip() or _NOW.fullmatch(value)):
        return str(value)
    found = value if isinstance(value, datetime) else _read(value)
    if found is None:
        raise place.wrong(f"takes a time (got {shown(value)})", example="2026-01-31 15:00")
    if found.tzinfo is not None:
        found = _local(found, place.parameter.zone)
    with_time = "HH" in (place.parameter.description or "HH")
    return found.strftime("%Y-%m-%d %H:%M:%S" if with_time else "%Y-%m-%d")


def _read(value: Any) -> datetime | None:
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip())
        except ValueError:
            pass  # it may still be a number of seconds
    seconds = parse_number(value)
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds).astimezone()
    except (ValueError, OverflowError, OSError):
        return None  # a year that the calendar of this machine does not have


def _local(moment: datetime, zone: str) -> datetime:
    """Give a moment as the clocks show it where the app says that it is, or else here."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return moment.astimezone(ZoneInfo(zone) if zone else None)
    except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        return moment
