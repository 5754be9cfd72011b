"""Cmdlets that lay objects out for the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

from gshell.cmdlets.members import Made, MemberOrMade, noticing, reader_of
from gshell.engine.command import Example, cmdlet
from gshell.engine.context import Context
from gshell.engine.host import Calculated, Layout
from gshell.engine.types import ListOf
from gshell.engine.values import Value

GroupBy = Annotated[
    Made | str | None, MemberOrMade(), "a member or a block: begin anew when its value changes"
]


@cmdlet(
    "Format-Table",
    aliases=["ft"],
    search=["table", "column"],
    ends_pipeline=True,
    examples=[
        Example("apis | ft Name, Streams"),
        Example("call count -n 2 | ft"),
        Example("1..3 | ft @{n='square'; e={ $_ * $_ }} -HideTableHeaders"),
    ],
)
def format_table(
    context: Context,
    objects: Iterable[Value],
    property_: Annotated[
        list[Made | str] | None,
        ListOf(MemberOrMade()),
        "the columns: members, patterns, or @{n='name'; e={...}}; else those of the object's view",
    ] = None,
    *,
    auto_size: Annotated[bool, "read all objects first, so that the columns fit all"] = False,
    wrap: Annotated[bool, "go on in the next line instead of cutting what is too wide"] = False,
    hide_table_headers: Annotated[bool, "leave out the titles of the columns"] = False,
    group_by: GroupBy = None,
) -> Iterator[str]:
    """Show objects as a table, a row each. It stands at the end of a pipeline.

    The first rows settle the widths of the columns, so that a stream is shown as it comes;
    -AutoSize waits for all of them.
    """
    layout = Layout(
        True,
        _properties(context, property_ or ()),
        wrap=wrap,
        headers=not hide_table_headers,
        whole=auto_size,
        group_by=_calculated(context, group_by),
        cut=context.is_last,
    )
    noticed = noticing(context, objects, property_ or ())
    yield from context.host.format(noticed, layout)


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
        list[Made | str] | None,
        ListOf(MemberOrMade()),
        "members, patterns, or @{n='name'; e={...}}; else all of the object's",
    ] = None,
    *,
    group_by: GroupBy = None,
) -> Iterator[str]:
    """Show objects as lists, a property a line. It stands at the end of a pipeline."""
    properties = _properties(context, property_ or ())
    group = _calculated(context, group_by)
    layout = Layout(False, properties, group_by=group, cut=context.is_last)
    noticed = noticing(context, objects, property_ or ())
    yield from context.host.format(noticed, layout)


def _properties(context: Context, wanted: Sequence[Made | str]) -> tuple[str | Calculated, ...]:
    """Give what is to be shown; a member by its name, because its view knows how to show it."""
    return tuple(
        Calculated(one.name, reader_of(context, one.source)) if isinstance(one, Made) else one
        for one in wanted
    )


def _calculated(context: Context, wanted: Made | str | None) -> Calculated | None:
    if wanted is None:
        return None
    made = wanted if isinstance(wanted, Made) else Made(wanted, wanted)
    return Calculated(made.name, reader_of(context, made.source))
