"""A table that does not wait for its end: rows in, lines out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from gshell.render.cells import PIECE_GAP, cut, pad, wrap, wrap_pieces
from gshell.render.columns import GAP, Cell, Column, cell, cell_width, fit, is_number
from gshell.render.page import FormattedLine, Page

if TYPE_CHECKING:
    from gshell.engine.host import Layout

PATIENCE = 0.1
"""Seconds after which rows are no longer held back for the sake of the columns' widths."""

_WIDEST_PADDING = 80  # without a terminal: a wider cell pushes the rest of its own row only
_MOST_LINES = 24  # of one row; an app may send a message of any length
_HEADER_LINES = 2  # the header, and the prompt below


class _Row(NamedTuple):
    values: list[Any]
    cells: list[Cell]


class Table:
    """Lays out the rows it is fed.

    The first rows are held until there are enough of them to fill the screen, or `PATIENCE` has
    passed when the next one comes, or `flush` is called; then the widths are settled. A live table
    settles them with its first row. On a terminal, what is wider later is cut or wrapped; anywhere
    else nothing is ever cut. What a person asked for is in the layout.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        page: Page,
        clock: Callable[[], float],
        *,
        live: bool = False,
        layout: Layout | None = None,
    ) -> None:
        self._wrap = layout is not None and layout.wrap
        self._headers = layout is None or layout.headers
        self._whole = layout is not None and layout.whole
        self._columns = columns
        self._page = page
        self._clock = clock
        self._live = live
        self._held: list[_Row] = []
        self._held_since = 0.0
        self._widths: list[int] = []
        self._right: list[bool] = []
        self._last = 0

    def feed(self, value: Any) -> list[FormattedLine]:
        """Take an object; give the lines that can be written now."""
        values = [column.read(value) for column in self._columns]
        row = _Row(values, [cell(each) for each in values])
        if self._widths:
            return self._lay_out(row)
        if not self._held:
            self._held_since = self._clock()
        self._held.append(row)
        return self.flush() if self._is_enough() else []

    def flush(self) -> list[FormattedLine]:
        """Give the lines of all rows that are held."""
        if not self._held:
            return []
        rows, self._held = self._held, []
        self._settle(rows)
        lines = [self._header()] if self._headers else []
        for row in rows:
            lines += self._lay_out(row)
        return lines

    def _is_enough(self) -> bool:
        return not self._whole and (
            self._live
            or len(self._held) >= self._page.height - _HEADER_LINES
            or self._clock() - self._held_since > PATIENCE
        )

    def _settle(self, rows: list[_Row]) -> None:
        self._right = [
            all(is_number(row.values[index]) for row in rows)
            if column.right is None
            else column.right
            for index, column in enumerate(self._columns)
        ]
        wanted = [self._wanted(index, rows) for index in range(len(self._columns))]
        self._widths = self._fit(wanted) if self._page.terminal else wanted
        self._last = max(index for index, wide in enumerate(self._widths) if wide)
        if self._page.terminal and not self._right[self._last]:
            used = sum(wide + GAP for wide in self._widths[: self._last] if wide)
            self._widths[self._last] = max(self._page.width - used, self._widths[self._last])

    def _wanted(self, index: int, rows: list[_Row]) -> int:
        column = self._columns[index]
        widths = [cell_width(row.cells[index]) for row in rows]
        if column.optional and not max(widths):
            return 0
        if not self._page.terminal:
            widths = [wide for wide in widths if wide <= _WIDEST_PADDING] or [0]
        floor = column.least if self._live else 1
        return max(*widths, len(column.title) if self._headers else 0, floor)

    def _fit(self, wanted: list[int]) -> list[int]:
        least = [
            wide if right else min(wide, column.least)
            for wide, right, column in zip(wanted, self._right, self._columns, strict=True)
        ]
        return fit(wanted, least, [column.rank for column in self._columns], self._page.width)

    def _header(self) -> FormattedLine:
        titles = [
            cut(column.title, wide)
            for column, wide in zip(self._columns, self._widths, strict=True)
        ]
        return self._line(titles, ["heading"] * len(titles))

    def _lay_out(self, row: _Row) -> list[FormattedLine]:
        styles = [column.style for column in self._columns]
        if not self._page.terminal:
            return [self._line([_on_one_line(each) for each in row.cells], styles)]
        blocks = [
            self._block(index, row) if wide else [] for index, wide in enumerate(self._widths)
        ]
        height = max(len(block) for block in blocks)
        most = height if self._wrap else _MOST_LINES
        lines = [
            self._line([block[at] if at < len(block) else "" for block in blocks], styles)
            for at in range(min(height, most))
        ]
        return lines if height <= most else [*lines, FormattedLine("...")]

    def _block(self, index: int, row: _Row) -> list[str]:
        """Give the lines of a cell that fit its column."""
        content, columns = row.cells[index], self._widths[index]
        if isinstance(content, tuple):
            return wrap_pieces(content, columns)
        if self._right[index] and is_number(row.values[index]):
            return [content]  # a number with digits missing would be another number
        if self._wrap or self._columns[index].wraps:
            return wrap(content, columns)
        return [cut(content, columns)]

    def _line(self, texts: Sequence[str], styles: Sequence[str]) -> FormattedLine:
        plain: list[str] = []
        styled: list[str] = []
        for index, wide in enumerate(self._widths):
            if wide:
                text = texts[index]
                padded = self._padded(text, index)
                plain.append(padded)
                painted = self._page.theme.paint(text, styles[index])
                styled.append(padded.replace(text, painted, 1) if painted != text else padded)
        gap = " " * GAP
        return FormattedLine(gap.join(plain).rstrip(" "), gap.join(styled).rstrip(" "))

    def _padded(self, text: str, index: int) -> str:
        right = self._right[index]
        return (
            text
            if index == self._last and not right
            else pad(text, self._widths[index], right=right)
        )


def _on_one_line(content: Cell) -> str:
    return content if isinstance(content, str) else PIECE_GAP.join(content)
