"""The columns of a table: what each shows, and how wide each may be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from gshell.engine.values import Value, get_member
from gshell.render.cells import PIECE_GAP, width
from gshell.render.text import inline

Cell = str | tuple[str, ...]
"""What stands in one place of a table: text, or pieces that stay whole if the table is narrow."""

GAP = 2


class Column(NamedTuple):
    """One column. `read` gives the value to show of an object, or the pieces of a cell.

    `least` is how narrow it may get. In a narrow window columns of a `rank` from 2 on go before
    others are narrowed, those of 1 only if that is not enough, the highest first; 0 stays. `right`
    None means: if all values are numbers. An `optional` column appears only if there is something
    in it.
    """

    title: str
    read: Callable[[Any], Any]
    least: int = 6
    rank: int = 0
    right: bool | None = False
    wraps: bool = False
    optional: bool = False
    style: str = ""


def member(name: str) -> Callable[[Value], Value]:
    """Give a function that reads a member of an object."""
    return lambda value: get_member(value, name)


def cell(value: Any) -> Cell:
    """Give the text of a value, or the pieces of one that consists of some."""
    return value if isinstance(value, tuple) else inline(value)


def cell_width(content: Cell) -> int:
    """Count the columns that a cell takes on one line."""
    if isinstance(content, str):
        return width(content)
    return sum(width(piece) + len(PIECE_GAP) for piece in content) - len(PIECE_GAP)


def is_number(value: Any) -> bool:
    """Say whether a value is a number, which stands at the right of its column and is never cut."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def fit(wanted: Sequence[int], least: Sequence[int], ranks: Sequence[int], room: int) -> list[int]:
    """Give each column's width so that all fit into `room`; 0 for a column that is left out.

    A column that wants 0 is left out. Wide ones give way first, down to their least.
    """
    floors = {index: least[index] for index, wide in enumerate(wanted) if wide}
    for index in sorted(floors, key=lambda index: -ranks[index]):
        needed = [wanted[each] if ranks[index] > 1 else floors[each] for each in floors]
        if ranks[index] and _total(needed) > room:
            del floors[index]
    if _total(floors.values()) > room:
        floors = {index: min(floor, _SMALLEST) for index, floor in floors.items()}
    while len(floors) > 1 and _total(floors.values()) > room:
        floors.popitem()
    for level in range(max(room, 1), 0, -1):
        widths = {index: max(min(wanted[index], level), floors[index]) for index in floors}
        if _total(widths.values()) <= room:
            break
    return [widths.get(index, 0) for index in range(len(wanted))]


_SMALLEST = 3  # a width that still says something, where there is too little room for all


def _total(widths: Collection[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)
