"""Results of calls as text: the values of each, as they come.

A call's text that grows is written in place on a terminal: only what is new, on the same line. No
cursor is moved, so it may be of any length. Anywhere else each result has its own lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gshell.render.page import Page
from gshell.render.sanitize import clean
from gshell.render.text import inline, raw_text

if TYPE_CHECKING:
    from gshell.gradio.objects import GradioApiEventResult


class Replies:
    """What was shown of the results of each call."""

    def __init__(self) -> None:
        self._shown: dict[str, list[Any]] = {}
        self._open_call: str | None = None
        self._open_text = ""

    @property
    def line_open(self) -> bool:
        """Whether the last line has no end yet, because more may come."""
        return self._open_call is not None

    def show(self, result: GradioApiEventResult, page: Page) -> str:
        """Give what is to be written for a result; no text for one that shows nothing."""
        data, call, event = result.data, result.event_id, result.event
        if event not in ("generating", "complete") or not isinstance(data, list):
            return ""
        is_final = event == "complete"
        if is_final and self._shown.pop(call, None) == data:
            return self.end_line() if self._open_call == call else ""
        if not is_final:
            self._shown[call] = data
        if page.terminal and len(data) == 1 and isinstance(data[0], str):
            return self._grow(call, clean(data[0]), is_final)
        return self.end_line() + "".join(f"{line}\n" for line in _output_lines(result, page))

    def end_line(self) -> str:
        """Give the end of the last line, if it has none."""
        ending = "\n" if self.line_open else ""
        self._open_call = None
        return ending

    def forget(self) -> None:
        """Begin anew: what comes next repeats nothing."""
        self._shown.clear()

    def _grow(self, call: str, text: str, is_final: bool) -> str:
        grows = call == self._open_call and text.startswith(self._open_text)
        written = text[len(self._open_text) :] if grows else self.end_line() + text
        self._open_call, self._open_text = call, text
        return written + self.end_line() if is_final else written


def _output_lines(result: GradioApiEventResult, page: Page) -> list[str]:
    """Give one text per output; with several outputs each begins with its label."""
    texts = [raw_text(value) for value in result.data]
    if len(texts) == 1:
        return [text for text in texts if text is not None]
    labels = result.labels or [""] * len(texts)
    heads = [f"{inline(label) or [index]}:" for index, label in enumerate(labels)]
    painted = [page.theme.paint(head, "label") for head in heads]
    return [f"{head} {text}" if text else head for head, text in zip(painted, texts, strict=True)]
