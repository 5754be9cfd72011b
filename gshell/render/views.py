"""How each type of object is shown: one view per type, found by the type's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gshell.engine.secrecy import holds_secret, is_secret
from gshell.engine.values import (
    Value,
    declared_members,
    fold,
    get_member,
    member_names,
    to_text,
    type_name,
)
from gshell.render import signatures
from gshell.render.cells import cut
from gshell.render.columns import Column, member
from gshell.render.text import file_text, inline, outline

if TYPE_CHECKING:
    from gshell.engine.host import Calculated

TABLE_MEMBERS = 4
"""How many properties an object without a view may have to be shown as a table."""

_SAMPLE_LENGTH = 200  # columns of what is only a sample: a member's value, a group's objects


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


def property_columns(value: Value, names: tuple[str | Calculated, ...] = ()) -> tuple[Column, ...]:
    """Give a column per property: those asked for, else all. Names match in any case.

    A name with `*` or `?` stands for all members that it fits.
    """
    members = member_names(value)
    known = {fold(name): name for name in members}
    view = view_of(value) or View()
    prepared = {fold(column.title): column for column in view.columns}
    columns = []
    for name in _meant(names, members) or members:
        if not isinstance(name, str):
            columns.append(Column(inline(name.title), name.read, right=None))
            continue
        shown = name if name in members else known.get(fold(name), name)
        column = prepared.get(fold(name)) or _plain_column(value, shown)
        columns.append(column._replace(title=inline(shown), rank=0, optional=False))
    return tuple(columns)


def _meant(names: tuple[str | Calculated, ...], members: Sequence[str]) -> list[str | Calculated]:
    meant: dict[str | Calculated, None] = {}
    for name in names:
        if isinstance(name, str) and ("*" in name or "?" in name):
            fits = (one for one in members if fnmatchcase(one.lower(), name.lower()))
            meant.update(dict.fromkeys(fits))
        else:
            meant[name] = None
    return list(meant)


def _plain_column(value: Value, name: str) -> Column:
    """Make the column of a member without a view; what its class calls large is only outlined."""
    if name in getattr(type(value), "JSON_HIDDEN", ()):
        return Column(name, lambda each: outline(get_member(each, name)))
    return Column(name, member(name), right=None)


def _column(name: str, **settings: Any) -> Column:
    return Column(name, member(name), **settings)


def _of_event(name: str) -> Callable[[Value], Value]:
    return lambda call: get_member(get_member(call, "event"), name)


def _progress(call: Value) -> str:
    from gshell.render.progress import progress_text  # only where calls are listed

    return progress_text(get_member(call, "event"))


def _age(call: Value) -> timedelta:
    created: datetime = get_member(call, "Created")
    return datetime.now(created.tzinfo) - created


def _mark(session: Value) -> str:
    return "*" if get_member(session, "Default") else ""


def _minute(name: str) -> Callable[[Value], str]:
    """Give a function that reads a time to the minute."""

    def read(value: Value) -> str:
        time = get_member(value, name)
        return "" if time is None else f"{time:%Y-%m-%d %H:%M}"

    return read


def _millisecond(name: str) -> Callable[[Value], str]:
    """Give a function that reads a time of today to the millisecond."""

    def read(value: Value) -> str:
        time = get_member(value, name)
        return "" if time is None else f"{time:%H:%M:%S}.{time.microsecond // 1000:03}"

    return read


def _sample(info: Value) -> str:
    return cut(inline(get_member(info, "Value")), _SAMPLE_LENGTH)


def _has_data(job: Value) -> str:
    return "yes" if get_member(job, "HasMoreData") else ""


def _group_sample(group: Value) -> str:
    """Show the first objects of a group: there may be very many, and Count says how many."""
    objects = get_member(group, "Group")
    plain = declared_members(objects[0]) is None
    return cut(inline(objects[:_SAMPLE_LENGTH] if plain else objects), _SAMPLE_LENGTH)


def _held(variable: Value) -> str:
    """Outline what a variable holds; nothing of a secret."""
    name, value = get_member(variable, "Name"), get_member(variable, "Value")
    if is_secret(f"${name} = 'x'") or holds_secret(to_text(value)):
        return "***"
    return cut(inline(value), _SAMPLE_LENGTH)


def _own(alias: Value) -> str:
    return "yes" if get_member(alias, "Own") else ""


def _call_count(session: Value) -> int:
    return len(get_member(session, "calls") or ())


VIEWS: Final[Mapping[str, View]] = {
    "GradioApi": View(
        (
            _column("Name", least=8),
            Column("Parameters", signatures.parameters, least=16),
            Column("Returns", signatures.returns, least=10, rank=1),
        )
    ),
    "GradioApiEvent": View(
        (
            _column("EventId", least=9),
            _column("ApiName", least=10),
            _column("Status", least=8),
            _column("Outcome", least=7, optional=True),
            _column("LastQueryStatus", rank=2, optional=True),
            _column("Elapsed", rank=1, right=True),
        )
    ),
    "GradioApiEventResult": View(
        (
            _column("num", least=3, right=True),
            _column("event", least=10),
            _column("data", least=12),
        ),
        live=True,
    ),
    "SessionApiEvent": View(
        (
            _column("id", least=9),
            _column("ApiName", least=10),
            Column("ServerStatus", _of_event("ServerStatus"), least=8),
            Column("Outcome", _of_event("Outcome"), least=7, optional=True),
            Column("Progress", _progress, least=10, rank=1, optional=True),
            _column("session", rank=3),
            Column("Elapsed", _of_event("Elapsed"), rank=1, right=True),
            Column("Age", _age, rank=2, right=True),
        )
    ),
    "GradioProxyFunction": View(
        (
            _column("Name", least=16),
            _column("ApiName", least=8),
            _column("Session", least=8, rank=1),
        )
    ),
    "GradioSession": View(
        (
            Column("", _mark, least=1, optional=True, style="mark"),
            _column("Name", least=10),
            _column("AppUrl", least=12),
            Column("Gradio", member("GradioVersion"), rank=2),
            Column("Calls", _call_count, rank=3, right=True),
        )
    ),
    "Parameter": View(
        (
            _column("Name", least=8),
            _column("Type", least=7),
            Column("Default", signatures.default_text, least=8, optional=True),
            Column("Choices", signatures.range_text, least=12, wraps=True, optional=True),
            _column("Component", rank=2),
            _column("Label", rank=1),
            _column("Description", least=16, rank=1, wraps=True, optional=True),
        )
    ),
    "Return": View(
        (
            _column("Label", least=8),
            _column("Type", least=7),
            _column("Component", rank=1),
        )
    ),
    "FileData": View(
        (
            Column("Name", member("orig_name"), least=10, optional=True),
            Column("Type", member("mime_type"), rank=1, optional=True),
            Column("Size", member("size"), rank=2, right=True, optional=True),
            Column("Url", file_text, least=16),
        )
    ),
    "FileInfo": View(
        (
            _column("Type", rank=3),
            Column("LastWriteTime", _minute("LastWriteTime"), least=16, rank=2),
            _column("Length", rank=1, right=True),
            _column("Name", least=16),
            _column("Folder", least=8, rank=1, optional=True),
        )
    ),
    "ErrorRecord": View(
        (
            _column("Id", least=12, style="error"),
            _column("Message", least=20, wraps=True),
            _column("Hint", least=16, rank=1, wraps=True, optional=True),
        )
    ),
    "CallError": View(
        (
            _column("title", least=8, rank=1, wraps=True, optional=True),
            _column("message", least=20, wraps=True),
        )
    ),
    "WireEntry": View(
        (
            Column("Time", _millisecond("Time"), least=12, optional=True),
            _column("Direction", rank=1),
            _column("Kind", least=8),
            _column("Text", least=20, wraps=True),
        )
    ),
    "CommandInfo": View(
        (
            _column("Name", least=24),
            _column("Alias", least=5, rank=1, optional=True),
            _column("Summary", least=12, wraps=True),
        )
    ),
    "MemberInfo": View(
        (
            _column("Name", least=8),
            _column("Kind", least=8, rank=1),
            _column("Type", least=8, rank=1),
            Column("Value", _sample, least=12),
        )
    ),
    "Job": View(
        (
            _column("Id", least=2, right=True),
            _column("Name", rank=2),
            _column("State", least=9),
            Column("Data", _has_data, rank=1),
            _column("Elapsed", rank=1, right=True),
            _column("Command", least=16),
        )
    ),
    "GroupInfo": View(
        (
            _column("Count", least=5, right=True),
            _column("Name", least=10),
            Column("Group", _group_sample, least=16),
        )
    ),
    "GroupCount": View((_column("Count", least=5, right=True), _column("Name", least=10))),
    "VariableInfo": View((_column("Name", least=8), Column("Value", _held, least=12))),
    "AliasInfo": View(
        (
            _column("Name", least=6),
            _column("Definition", least=12),
            Column("Own", _own, least=3, rank=1, optional=True),
        )
    ),
    "HistoryInfo": View(
        (_column("Id", least=3, right=True), _column("CommandLine", least=16, wraps=True))
    ),
    "HelpTopic": View(text=True),
    "ScriptBlock": View(text=True),
}
"""The views by the name of the type, so that no class has to be imported here."""
