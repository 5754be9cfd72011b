"""Cmdlets that lay objects out for the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from gshell.cmdlets.members import MemberName
from gshell.engine.command import Example, cmdlet
from gshell.engine.context import Context
from gshell.engine.host import Layout
from gshell.engine.types import ListOf
from gshell.engine.values import Value


@cmdlet(
    "Format-Table",
    aliases=["ft"],
    search=["table", "column"],
    ends_pipeline=True,
    examples=[Example("apis | ft Name, Streams"), Example("call count -n 2 | ft")],
)
def format_table(
    context: Context,
    objects: Iterable[Value],
    property_: Annotated[
        list[str] | None, ListOf(MemberName()), "the columns; else those of the object's view"
    ] = None,
) -> Iterator[str]:
    """Show objects as a table, a row each. It stands at the end of a pipeline."""
    yield from context.host.format(objects, Layout(True, tuple(property_ or ())))


@cmdlet(
    "Format-List",
    aliases=["fl"],
    search=["list", "vertical"],
    ends_pipeline=True,
    examples=[Example("apis count | fl"), Example("Get-GradioSession | fl name, AppUrl")],
)
def format_list(
    context: Context,
    objects: Iterable[Value],
    property_: Annotated[
        list[str] | None, ListOf(MemberName()), "the properties; else all of the object's"
    ] = None,
) -> Iterator[str]:
    """Show objects as lists, a property a line. It stands at the end of a pipeline."""
    yield from context.host.format(objects, Layout(False, tuple(property_ or ())))
