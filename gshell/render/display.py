"""What one run of the shell shows: objects in, text for standard output out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from gshell.engine.values import Value, type_name
from gshell.render.page import FormattedLine, Page
from gshell.render.replies import Replies
from gshell.render.text import raw_text
from gshell.render.theme import Theme

if TYPE_CHECKING:
    from gshell.engine.host import Layout
    from gshell.render.blocks import Blocks


class Display:
    """Shows the objects of one statement after the other.

    It writes nothing itself. Whoever does calls `show` for each object, `flush` when the pipeline
    has to wait, `interrupt` before writing anything else to the same terminal, and `finish` at the
    end of a statement. Text may end without a line end (`line_open`), so the stream has to be
    flushed after each write.
    """

    def __init__(
        self,
        *,
        terminal: bool,
        colour: bool,
        width: int = 80,
        height: int = 24,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._page = Page(terminal, width, height, Theme(colour))
        self._replies = Replies()
        self._blocks: Blocks | None = None
        self._begun = False

    @property
    def width(self) -> int:
        """The columns of the window. A change counts from the next statement on."""
        return self._page.width

    @width.setter
    def width(self, columns: int) -> None:
        self._page = self._page._replace(width=columns)

    @property
    def height(self) -> int:
        """The lines of the window."""
        return self._page.height

    @height.setter
    def height(self, lines: int) -> None:
        self._page = self._page._replace(height=lines)

    @property
    def line_open(self) -> bool:
        """Whether the last line on the terminal has no end yet."""
        return self._replies.line_open

    def show(self, value: Value) -> str:
        """Give the text to write now for an object; it may come later, with others."""
        if isinstance(value, FormattedLine):
            text = self._leave() + value.styled + "\n"
        elif type_name(value) == "GradioApiEventResult":
            text = self._close_block() + self._replies.show(value, self._page)
        else:
            text = self._replies.end_line() + self._put(value)
        self._begun = self._begun or bool(text)
        return text

    def flush(self) -> str:
        """Give the rows that are held back so that columns fit."""
        return _joined(self._blocks.flush()) if self._blocks is not None else ""

    def interrupt(self) -> str:
        """Give what has to be written before something else may be."""
        return self.flush() + self._replies.end_line()

    def finish(self) -> str:
        """Give what is left to write of a statement; the next one begins anew."""
        text = self._leave()
        self._replies.forget()
        self._blocks = None
        self._begun = False
        return text

    def format(self, values: Iterable[Value], layout: Layout) -> Iterator[FormattedLine]:
        """Give objects as lines of a table or a list, each as soon as it can be shown."""
        from gshell.render.blocks import Blocks

        page = self._page if layout.cut else self._page._replace(terminal=False)
        blocks = Blocks(page, self._clock, layout)
        for value in values:
            yield from blocks.feed(value)
        yield from blocks.close()

    def _put(self, value: Value) -> str:
        if self._blocks is None and (value is None or isinstance(value, _RAW)):
            text = raw_text(value)
            return "" if text is None else f"{text}\n"
        if self._blocks is None:
            from gshell.render.blocks import Blocks  # not needed for numbers and text

            self._blocks = Blocks(self._page, self._clock, begun=self._begun)
        return _joined(self._blocks.feed(value))

    def _close_block(self) -> str:
        return _joined(self._blocks.close()) if self._blocks is not None else ""

    def _leave(self) -> str:
        return self._close_block() + self._replies.end_line()


_RAW = (str, int, float, list)


def _joined(lines: Iterable[FormattedLine]) -> str:
    return "".join(f"{line.styled}\n" for line in lines)
