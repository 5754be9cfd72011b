"""The line below the prompt: how to go on at the left, what is open at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import fragment_list_width
from prompt_toolkit.utils import get_cwidth

if TYPE_CHECKING:
    from gshell.engine.hint import Hint

NARROW = 60
"""Columns under which the toolbar goes away."""

TIPS = ("Tab: complete", "Up, Ctrl-R: history", "Ctrl-C: stop", "Ctrl-D: leave", "help")
TIPS_SHOWN = 3
"""Lines after which the tips have been seen."""

Fragments = StyleAndTextTuples


class Toolbar:
    """Makes the toolbar's text; `hint` gives the syntax of what is typed, `state` what is open."""

    def __init__(
        self, hint: Callable[[str, int], Hint | None], state: Callable[[], Fragments]
    ) -> None:
        self.hint = hint
        self.state = state
        self.lines_run = 0

    def render(self, document: Document, width: int) -> Fragments | None:
        """Give the toolbar for a text, None where the window is too narrow for one."""
        if width < NARROW:
            return None
        right = self.state()
        room = width - fragment_list_width(right) - 2
        left = self._left(document, room)
        blank = width - fragment_list_width(left) - fragment_list_width(right)
        return [*left, ("", " " * max(blank, 1)), *right]

    def _left(self, document: Document, room: int) -> Fragments:
        if document.text:
            return self._syntax(document, room)
        return [("", _fitting(TIPS, room))] if self.lines_run < TIPS_SHOWN else []

    def _syntax(self, document: Document, room: int) -> Fragments:
        hint = self.hint(document.text, document.cursor_position)
        return cut_around(hint, room) if hint is not None else []


def _fitting(tips: tuple[str, ...], room: int) -> str:
    """Join as many tips as there is room for."""
    while tips and get_cwidth("   ".join(tips)) > room:
        tips = tips[:-1]
    return "   ".join(tips)


def cut_around(hint: Hint, room: int) -> Fragments:
    """Show as much of a hint as there is room for, in any case its current parameter."""
    if not hint.current:
        return [("", _cut_end(hint.before + hint.after, room))]
    current = _cut_end(hint.current, room)
    left = room - get_cwidth(current)
    before = hint.before if get_cwidth(hint.before) <= left else _cut_start(hint.before, left)
    after = _cut_end(hint.after, left - get_cwidth(before))
    return [("", before), ("class:toolbar.current", current), ("", after)]


def _cut_end(text: str, room: int) -> str:
    if get_cwidth(text) <= room:
        return text
    while text and get_cwidth(text) >= room:
        text = text[:-1]
    return text + "\u2026" if room > 0 else ""


def _cut_start(text: str, room: int) -> str:
    while text and get_cwidth(text) >= room:
        text = text[1:]
    return "\u2026" + text if room > 0 else ""
