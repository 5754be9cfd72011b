"""JSON as it travels: values to bytes, and bytes to values."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from gshell.gradio.errors import HttpError, ParamInvalid


def write_json(value: Any) -> bytes:
    """Write JSON as a request carries it; ParamInvalid for what JSON cannot say."""
    try:
        return json.dumps(value, allow_nan=False, default=_plain).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ParamInvalid(f"a value cannot be sent as JSON: {error}") from None


def parse_json(text: bytes, path: str) -> Any:
    """Read the answer of a route; HttpError if it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise HttpError(f"the answer of {path} is not JSON", status=200) from None


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"an object of type {type(value).__name__} is not JSON")
