"""Colours by what they mean, from the 16 that follow the person's own terminal."""

from __future__ import annotations

from typing import Final

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
