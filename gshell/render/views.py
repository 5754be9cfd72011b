"""How each type of object is shown: one view per type, found by the type's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from gshell.engine.values import Value, fold, get_member, is_file, member_names, type_name
from gshell.render import signatures
from gshell.render.columns import Column, member, member_column
from gshell.render.text import file_text

TABLE_MEMBERS = 4
"""How many properties an object without a view may have to be shown as a table."""


class View(NamedTuple):
    """How objects of a type are shown.

    A live view is of objects that come from a running call: none of them is held back. Objects of
    a text view are shown as their text.
    """

    columns: tuple[Column, ...] = ()
    live: bool = False
    text: bool = False


def view_of(value: Value) -> View | None:
    """Give the view of an object's type, None if it has none."""
    return VIEWS.get(type_name(value))


def property_columns(value: Value, names: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """Give a column per property: those asked for, else all. Names match in any case."""
    known = {fold(name): name for name in member_names(value)}
    view = view_of(value) or View()
    prepared = {fold(column.title): column for column in view.columns}
    columns = []
    for name in names or known.values():
        shown = name if name in known.values() else known.get(fold(name), name)
        column = prepared.get(fold(name)) or member_column(shown)
        columns.append(column._replace(title=inline(shown), rank=0, optional=False))
    return tuple(columns)


def _nested(*names: str) -> Callable[[Value], Value]:
    def read(value: Value) -> Value:
        for name in names:
            value = get_member(value, name)
        return value

    return read


def _time(name: str) -> Callable[[Value], str]:
    """Give a function that reads a time of today; the date is in the object."""

    def read(value: Value) -> str:
        time = get_member(value, name)
        return f"{time:%H:%M:%S}" if isinstance(time, datetime) else ""

    return read


def _count(name: str) -> Callable[[Value], int]:
    return lambda value: len(get_member(value, name) or ())


def _mark(session: Value) -> str:
    return "*" if get_member(session, "Default") else ""


def _choices(parameter: Any) -> str:
    return signatures.range_text(parameter)


def _aliases(command: Value) -> str:
    names = get_member(command, "Alias")
    return ", ".join(names) if isinstance(names, list) else names or ""


def _size(file: Value) -> Value:
    return get_member(file, "size")


def _column(name: str, **settings: Any) -> Column:
    return Column(name, member(name), **settings)


VIEWS: Final[Mapping[str, View]] = {
    "GradioApi": View(
        (
            _column("Name", least=8),
            Column("Parameters", signatures.parameters, least=16),
            Column("Returns", signatures.returns, least=10, rank=1),
        )
    ),
}
