"""Makes text from elsewhere harmless to a terminal, and shows what was in it.

Control characters, escape sequences, line separators that are no line ends, direction overrides
and lone surrogates appear as `\\x1b` or `\\u202e`: nothing is lost, and nothing acts.
"""

from __future__ import annotations

import re

NEWLINE_MARK = "\u21b5"
"""Stands for a line end where text has only one line."""

_HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str, *, lines: bool = True) -> str:
    """Give the text with harmless characters only.

    With `lines`, line ends and tabs stay; a carriage return, which would let the rest of a line
    overwrite its beginning, becomes a line end. Without, the text comes back as one line: line
    ends are marked, tabs are spaces.
    """
    if text.isprintable():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        text = text.replace("\n", NEWLINE_MARK).replace("\t", " ")
    return _HARMFUL.sub(_show, text)


def clean_json(document: str) -> str:
    """Give a JSON document on one line that means the same and is harmless.

    JSON itself escapes only the characters below U+0020.
    """
    return document if document.isprintable() else _HARMFUL.sub(_escape, document)


def _show(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
