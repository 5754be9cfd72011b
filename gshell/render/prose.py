"""A page of text, such as help, made to fit the window."""

from __future__ import annotations

from gshell.render.cells import width, wrap

_WRAPPED_BY_HAND = 60  # letters; an unindented line of at least so many goes on in the next one
_NARROWEST = 20  # columns for the text beside a column of names
_STEP = 4  # columns by which the rest of an indented line is set off


def wrap_page(text: str, columns: int) -> list[str]:
    """Break a clean text into lines for a window.

    Paragraphs are filled anew. An indented line goes on further to the right; if it has a second
    column, under that.
    """
    lines: list[str] = []
    for line in _unwrapped(text):
        if width(line) <= columns:
            lines.append(line)
            continue
        start, hang = _indents(line, columns)
        first, *rest = wrap(line[start:], max(columns - hang, _NARROWEST))
        lines += [line[:start] + first, *(" " * hang + part for part in rest)]
    return lines


def _unwrapped(text: str) -> list[str]:
    """Give the lines of a text, each paragraph as one."""
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        is_indented = line[:1] in ("", " ")
        if goes_on and not is_indented:
            lines[-1] += f" {line}"
        else:
            lines.append(line)
        goes_on = not is_indented and len(line) >= _WRAPPED_BY_HAND
    return lines


def _indents(line: str, columns: int) -> tuple[int, int]:
    """Say from which letter a line is wrapped, and how far in its rest begins."""
    indent = len(line) - len(line.lstrip(" "))
    if not indent:
        return 0, 0
    gap = line.find("  ", indent)
    second = gap + len(line[gap:]) - len(line[gap:].lstrip(" ")) if gap > 0 else 0
    hang = width(line[:second])
    return (second, hang) if second and columns - hang >= _NARROWEST else (indent, indent + _STEP)
