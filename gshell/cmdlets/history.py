"""Cmdlets for the lines that were typed: list them, and run one of them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Annotated

from gshell.cmdlets.past import History, HistoryInfo
from gshell.engine.command import Alias, Example, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError, syntax_record
from gshell.engine.shell import Shell
from gshell.engine.types import Candidate, ListOf, Names, Number
from gshell.engine.values import Value
from gshell.language.problems import SyntaxProblem

_OFFERED = 30  # lines that completion shows


def _lines(shell: Shell) -> list[Candidate]:
    newest = reversed(shell.service(History).entries())
    return [Candidate(str(one.id), one.line) for one in islice(newest, _OFFERED)]


class Line(Names):
    """A line of the history: its number, how it begins, or the object itself."""

    def convert(self, value: Value) -> Value:
        if isinstance(value, HistoryInfo):
            return value.id
        if isinstance(value, str) and value.strip():
            return int(value) if value.isdecimal() else str(value)
        return Number(whole=True, least=1).convert(value)


@cmdlet(
    "Get-History",
    aliases=["h", "history", "ghy"],
    search=["past", "fc"],
    examples=[
        Example("h -Count 10"),
        Example("h | where CommandLine -match gen"),
        Example("h | select -ExpandProperty CommandLine -Last 5"),
    ],
)
def get_history(
    context: Context,
    count: Annotated[
        int | None, Number(whole=True, least=0), "only the last so many; without it, all"
    ] = None,
    *,
    id_: Annotated[list[Value] | None, ListOf(Line("line", _lines)), "only these lines"] = None,
) -> Iterator[HistoryInfo]:
    """List the lines that were typed, also in earlier runs, with their numbers.

    The newest is last: a line typed again moves there and gets a new number. While the shell runs,
    its old number still means it. Lines that may hold a secret are not kept.
    """
    history = context.shell.service(History)
    entries = history.entries() if id_ is None else list(_wanted(context, history, id_))
    yield from entries if count is None else entries[max(len(entries) - count, 0) :]


def _wanted(context: Context, history: History, ids: Sequence[Value]) -> Iterator[HistoryInfo]:
    for one in ids:
        try:
            yield history.find(one)
        except ShellError as error:
            context.error(error)


@cmdlet(
    "Invoke-History",
    aliases=["r", "ihy"],
    search=["repeat", "again", "redo"],
    examples=[Example("r"), Example("r 2"), Example("r 'call upper'")],
)
def invoke_history(
    context: Context,
    id_: Annotated[
        Value, Line("line", _lines), Piped(), Alias("CommandLine"), "its number, or how it begins"
    ] = None,
) -> Iterator[Value]:
    """Run a line of the history again: the last one, or that of a number or a beginning.

    The line is shown first, and is what the history keeps.
    """
    history = context.shell.service(History)
    line = history.find(id_).line
    if history.is_running(line):
        raise ShellError("InvalidOperation", "this line of the history runs itself", target=line)
    context.note(line)
    if history.kept is not None:
        history.kept.append_string(line)
    with history.runs(line):
        yield from _run(context, line)


def _run(context: Context, line: str) -> Iterator[Value]:
    shell = context.shell
    try:
        flow = shell.compile(line)
    except SyntaxProblem as problem:
        context.error(syntax_record(problem, line))
        return
    with closing(shell.run(flow)) as objects:
        yield from objects
