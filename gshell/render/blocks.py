"""Objects one after the other, put together: those of one kind share a table or a list."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, NamedTuple

from gshell.engine.values import Value, member_names, type_name
from gshell.render.columns import Column
from gshell.render.listing import Listing
from gshell.render.page import FormattedLine, Page
from gshell.render.prose import wrap_page
from gshell.render.sanitize import clean
from gshell.render.table import Table
from gshell.render.text import inline, raw_text
from gshell.render.views import TABLE_MEMBERS, View, property_columns, view_of

if TYPE_CHECKING:
    from gshell.engine.host import Layout


class _Plan(NamedTuple):
    """How an object is to be shown; objects whose plans have equal keys share a block."""

    key: Hashable
    columns: tuple[Column, ...]
    table: bool
    live: bool = False


class Blocks:
    """Lays out the objects it is fed, with an empty line where a table or a list meets the next.

    Without a layout, each type is shown as its view says; an object without a view is a table if it
    has few properties, else a list. `begun` says that something stands above already.
    """

    def __init__(
        self,
        page: Page,
        clock: Callable[[], float],
        layout: Layout | None = None,
        *,
        begun: bool = False,
    ) -> None:
        self._page = page
        self._clock = clock
        self._layout = layout
        self._key: Hashable = None
        self._group = ""
        self._block: Table | Listing | None = None
        self._begun = begun

    def feed(self, value: Value) -> list[FormattedLine]:
        """Take an object; give the lines that can be written now."""
        lines = self._heading(value)
        plan = self._plan(value)
        if plan is None:
            return lines + self._text(value)
        if self._block is not None and self._fits(plan):
            return self._block.feed(value)
        lines += self.close()
        if self._begun:
            lines.append(FormattedLine(""))
        self._begun = True
        self._key = plan.key
        self._block = (
            Table(plan.columns, self._page, self._clock, live=plan.live, layout=self._layout)
            if plan.table
            else Listing(plan.columns, self._page)
        )
        return lines + self._block.feed(value)

    def _heading(self, value: Value) -> list[FormattedLine]:
        """Give the line above a new group, if objects are grouped and this one begins a group."""
        by = self._layout.group_by if self._layout is not None else None
        heading = f"{inline(by.title)}: {inline(by.read(value))}" if by is not None else ""
        if heading == self._group:
            return []
        lines = self.close()
        if self._group:
            lines.append(FormattedLine(""))
        self._group = heading
        self._key = None
        self._begun = True
        return [*lines, FormattedLine(heading, self._page.theme.paint(heading, "heading"))]

    def flush(self) -> list[FormattedLine]:
        """Give the lines that are held back so that columns fit."""
        return self._block.flush() if self._block is not None else []

    def close(self) -> list[FormattedLine]:
        """End the table or the list; the next object begins a new one."""
        lines = self.flush()
        self._block = None
        return lines

    def _text(self, value: Value) -> list[FormattedLine]:
        view = view_of(value)
        text = clean(str(value)) if view is not None and view.text else raw_text(value)
        if text is None:
            return []
        lines = self.close()
        if self._key is not None:
            lines.append(FormattedLine(""))
        self._key = None
        self._begun = True
        is_page = view is not None and view.text and self._page.terminal
        texts = wrap_page(text, self._page.width) if is_page else text.split("\n")
        return [*lines, *map(FormattedLine, texts)]

    def _fits(self, plan: _Plan) -> bool:
        if isinstance(plan.key, frozenset) and isinstance(self._key, frozenset):
            return plan.key <= self._key
        return plan.key == self._key

    def _plan(self, value: Value) -> _Plan | None:
        """Decide how to show an object; None for one that is shown as its text."""
        layout = self._layout
        view = view_of(value)
        if layout is not None and layout.properties:
            asked = (layout.properties, type_name(value) if view else "")
            live = view is not None and view.live
            return _Plan(asked, property_columns(value, layout.properties), layout.table, live)
        if view is not None and (view.text or layout is None or layout.table):
            return self._by_view(value, view)
        names = member_names(value)
        if not names:
            return None
        key = frozenset(names) if isinstance(value, dict) else type_name(value)
        table = layout.table if layout is not None else len(names) <= TABLE_MEMBERS
        return _Plan(key, property_columns(value), table)

    def _by_view(self, value: Value, view: View) -> _Plan | None:
        is_text = view.text or (self._layout is None and isinstance(value, dict))
        return None if is_text else _Plan(type_name(value), view.columns, True, view.live)
