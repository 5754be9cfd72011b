"""What the rest of this package knows of the place where text appears, and the lines for it."""

from __future__ import annotations

from typing import NamedTuple

from gshell.render.theme import Theme


class Page(NamedTuple):
    """Where text goes: a terminal of so many columns and lines, or something without borders."""

    terminal: bool
    width: int
    height: int
    theme: Theme


class FormattedLine(str):
    """A line that is laid out already. As text it is plain; `styled` is the same with colours."""

    __slots__ = ("styled",)
    styled: str

    def __new__(cls, text: str, styled: str | None = None) -> FormattedLine:
        """Make a line, without its end."""
        line = super().__new__(cls, text)
        line.styled = text if styled is None else styled
        return line
