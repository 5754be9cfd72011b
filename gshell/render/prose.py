"""A page of text, such as help, made to fit the window."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gshell.render.cells import width, wrap

_WRAPPED_BY_HAND = 60  # a line at least this long goes on in the next one
_NARROWEST = 20  # columns for text at the right of a column of names
_COLUMN = re.compile(r" +\S.*?  +(?=\S)")


def wrap_page(text: str, columns: int) -> list[str]:
    """Break a clean text into lines for a window.

    Paragraphs are filled up anew. Indented lines stay lines of their own; what does not fit goes
    on under their text, or under their second column if they have one.
    """
    lines: list[str] = []
    for line in _unwrapped(text):
        hang = _hanging_indent(line, columns)
        body = line[hang:] if line.startswith(" ") else line
        first, *rest = wrap(body, max(columns - hang, _NARROWEST))
        lines += [line[: len(line) - len(body)] + first, *(" " * hang + part for part in rest)]
    return lines


def _unwrapped(text: str) -> Iterator[str]:
    """Give the lines of a text, with those of a paragraph joined."""
    paragraph = ""
    last = ""
    for line in text.split("\n"):
        is_plain = bool(line) and not line.startswith(" ")
        if paragraph and is_plain and len(last) >= _WRAPPED_BY_HAND:
            paragraph += f" {line}"
        else:
            yield from [paragraph] if paragraph else []
            paragraph = line if is_plain else ""
            yield from [] if is_plain else [line]
        last = line
    yield from [paragraph] if paragraph else []
