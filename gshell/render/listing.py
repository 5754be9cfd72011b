"""Objects as lists of their properties, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gshell.engine.values import Value
from gshell.render.cells import pad, width, wrap, wrap_pieces
from gshell.render.columns import Column
from gshell.render.page import FormattedLine, Page
from gshell.render.sanitize import clean
from gshell.render.text import inline

_MOST_LINES = 8  # of one property that is a list or a map; text is shown whole
_NARROWEST = 16  # columns for values, however long the names are


class Listing:
    """Lays out one object after the other, with an empty line between."""

    def __init__(self, columns: Sequence[Column], page: Page) -> None:
        self._columns = columns
        self._page = page
        self._begun = False
        self._name_width = max(width(column.title) for column in columns)

    def feed(self, value: Value) -> list[FormattedLine]:
        """Take an object; give its lines."""
        lines = [FormattedLine("")] if self._begun else []
        self._begun = True
        for column in self._columns:
            lines += self._property(column.title, column.read(value))
        return lines

    def flush(self) -> list[FormattedLine]:
        """Give what is held back, which is nothing."""
        return []

    def _property(self, name: str, value: Any) -> list[FormattedLine]:
        name = pad(name, self._name_width)
        first, *rest = self._value_lines(value)
        painted = self._page.theme.paint(name, "label")
        line = FormattedLine(f"{name} : {first}".rstrip(), f"{painted} : {first}".rstrip())
        indent = " " * (self._name_width + 3)
        return [line, *(FormattedLine(f"{indent}{text}".rstrip()) for text in rest)]

    def _value_lines(self, value: Any) -> list[str]:
        if isinstance(value, str):
            return self._text_lines(clean(value.rstrip("\r\n")))
        room = self._room() if self._page.terminal else 0
        if isinstance(value, tuple):
            return wrap_pieces(value, room) if room else list(value) or [""]
        text = inline(value)
        if not room or width(text) <= room:
            return [text]
        lines = wrap(text[: room * (_MOST_LINES + 1)], room, whole_words=True)
        return lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], "..."]

    def _text_lines(self, text: str) -> list[str]:
        lines = text.split("\n")
        if not self._page.terminal:
            return lines
        return [part for line in lines for part in wrap(line, self._room(), whole_words=True)]

    def _room(self) -> int:
        return max(self._page.width - self._name_width - 3, _NARROWEST)
