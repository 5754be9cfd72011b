"""The typed line of an error, with marks under the place."""

from __future__ import annotations

from gshell.engine.secrecy import is_secret
from gshell.render.cells import ELLIPSIS, cut, width
from gshell.render.sanitize import clean
from gshell.render.theme import Theme


def marked_line(
    source: str, start: int, end: int, columns: int, theme: Theme, *, whole: bool = False
) -> list[str]:
    """Give the line in which a place starts, and marks under the place.

    A place that takes its whole line says nothing, and gives no lines unless `whole`. A line that
    may hold a secret is not repeated. The lines are
    at most `columns` wide; lines of longer texts have their number before them.
    """
    start = min(start, len(source.rstrip()))
    first = source.rfind("\n", 0, start) + 1
    line = source[first:].partition("\n")[0].rstrip()
    parts = (
        line[: start - first],
        line[start - first : end - first],
        line[max(start, end) - first :],
    )
    says_nothing = not (whole and line) and not parts[0].strip() and not parts[2].strip()
    if says_nothing or is_secret(line):
        return []
    number = f"{source.count(chr(10), 0, first) + 1} | " if "\n" in source.strip() else ""
    indent = "  " + number
    before, place, after = _window(
        clean(parts[0].lstrip(), lines=False),
        clean(parts[1], lines=False),
        clean(parts[2], lines=False),
        columns - len(indent) - 1,  # a mark may stand behind the last letter
    )
    marks = theme.paint("^" * max(width(place), 1), "caret")
    return [f"{indent}{before}{place}{after}", " " * (len(indent) + width(before)) + marks]


def _window(before: str, place: str, after: str, room: int) -> tuple[str, str, str]:
    """Leave out of a line what is too far from the place to fit into so many columns."""
    if width(before + place + after) <= room:
        return before, place, after
    place = cut(place, max(room * 2 // 3, 1))
    spare = max(room - width(place), 0)
    left = min(width(before), max(spare - width(after), spare // 2))
    return _tail(before, left), place, cut(after, spare - left)


def _tail(text: str, columns: int) -> str:
    """Shorten a text to its last columns, with an ellipsis before them."""
    if width(text) <= columns:
        return text
    while text and width(text) > columns - 1:
        text = text[1:]
    return ELLIPSIS + text if columns > 0 else ""
