"""Colours by what they mean, from the 16 that follow the person's own terminal."""

from __future__ import annotations

from typing import Final

from gshell.engine.host import COLOURS as NAMES

STYLES: Final = {
    "caret": "1;31",
    "error": "1;31",
    "heading": "1",
    "hint": "36",
    "label": "36",
    "mark": "1;32",
    "note": "2",
    "verbose": "2",
    "warning": "33",
}
"""What each style is to a terminal: the parameters of the SGR sequence."""


COLOURS: Final = {
    name.lower(): str(code)
    for name, code in zip(NAMES, (*range(30, 38), *range(90, 98)), strict=True)
}
"""What each of the colours that have names is to a terminal."""


class Theme:
    """Paints text, or leaves it alone where colour is off."""

    __slots__ = ("colour",)

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def paint(self, text: str, style: str) -> str:
        """Give the text in one of `STYLES`, or as it is if the style is empty."""
        if not (self.colour and style and text):
            return text
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m"

    def paint_in(self, text: str, colour: str) -> str:
        """Give the text in one of `COLOURS`, named in any case, or as it is without a name."""
        if not (self.colour and colour and text):
            return text
        return f"\x1b[{COLOURS[colour.lower()]}m{text}\x1b[0m"
