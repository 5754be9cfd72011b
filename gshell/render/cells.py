"""How wide text is on a screen, and how to make it fit. All text here is clean and one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gshell.render.sanitize import NEWLINE_MARK

ELLIPSIS = "\u2026"
PIECE_GAP = "  "

# Letters of one column each: most text needs none of rich's tables of wide characters.
_NARROW = re.compile(f"[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482{ELLIPSIS}{NEWLINE_MARK}]*")
_BREAKS = "|,/&?="


def width(text: str) -> int:
    """Count the columns that a text takes."""
    if text.isascii() or _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Fill a text up with spaces to so many columns; `right` puts the text at the right end."""
    spaces = " " * (columns - width(text))
    return spaces + text if right else text + spaces


def cut(text: str, columns: int) -> str:
    """Shorten a text to at most so many columns, with an ellipsis where something is missing."""
    if len(text) <= columns and width(text) <= columns:
        return text
    return text[: fitting(text, columns - 1)] + ELLIPSIS if columns > 0 else ""


def fitting(text: str, columns: int) -> int:
    """Count the characters at the start of a text that fit into so many columns."""
    end = min(len(text), max(columns, 0))
    while end and width(text[:end]) > columns:
        end -= 1
    return end


def wrap(text: str, columns: int, *, whole_words: bool = False) -> list[str]:
    """Break a text into lines of at most so many columns, between words where possible.

    With `whole_words` a word that is wider than a line stays whole, so that it can be copied.
    """
    if len(text) <= columns and width(text) <= columns:
        return [text]
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width(lines[-1]) + 1 + width(word) <= columns:
            lines[-1] += f" {word}"
        elif whole_words:
            lines.append(word)
        else:
            lines += _break_word(word, columns)
    return lines


def wrap_pieces(pieces: Iterable[str], columns: int) -> list[str]:
    """Put pieces side by side into lines; one that is longer than a line has lines of its own."""
    lines: list[str] = []
    room = 0
    for piece in pieces:
        needed = width(piece)
        if lines and needed + len(PIECE_GAP) <= room:
            lines[-1] += PIECE_GAP + piece
            room -= needed + len(PIECE_GAP)
        elif needed <= columns:
            lines.append(piece)
            room = columns - needed
        else:
            first = wrap(piece, columns)[0].removesuffix(" =")  # `= 20` stays together
            rest = piece[len(first) :].lstrip(" ")
            lines.append(first)
            lines += [PIECE_GAP + line for line in wrap(rest, columns - len(PIECE_GAP))]
            room = 0
    return lines or [""]


def _break_word(word: str, columns: int) -> Iterator[str]:
    """Break a word that is wider than a line, after a sign of punctuation where there is one."""
    while width(word) > max(columns, 1):
        end = max(fitting(word, columns), 1)
        last_break = max(word.rfind(sign, 0, end) for sign in _BREAKS)
        end = last_break + 1 if last_break > end // 2 else end
        yield word[:end]
        word = word[end:]
    if word:
        yield word
