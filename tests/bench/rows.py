"""One line of the report."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """What was measured, the figure, what it should be, and how the figure came about."""

    name: str
    figure: str
    goal: str
    detail: str
