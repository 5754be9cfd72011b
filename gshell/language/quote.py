"""Values back to text that reads as the same value."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"(?!\.\d)[A-Za-z_./~:][\w./~:+-]*\Z")  # .5 would be read as a number


def quote(text: str) -> str:
    """Write text as one argument: bare where that is safe, else in single quotes."""
    return text if _PLAIN.match(text) else "'" + _double_quotes(text) + "'"


def _double_quotes(text: str) -> str:
    """Double every character that closes a single-quoted text, the curly ones included."""
    return re.sub("(['\u2018\u2019\u201a\u201b])", r"\1\1", text)
