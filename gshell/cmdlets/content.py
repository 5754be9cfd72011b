"""Cmdlets for what is in files of text: read it, write it, add to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated

from gshell.cmdlets.paths import FilePath, TargetPath, each, matching
from gshell.cmdlets.textfiles import BeingRead, read_lines, read_whole
from gshell.cmdlets.textwriter import TextWriter, check_target
from gshell.engine.binding import Bound
from gshell.engine.command import Alias, Example, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.types import Choice, ListOf, Number, ParameterType
from gshell.engine.values import Bareword, Value, enumerate_value, plain, to_text

Encoding = Annotated[
    str, Choice("utf8", "utf-8", "utf8NoBOM"), "how the text is stored, which is always UTF-8"
]


def _check_part(bound: Bound, piped: bool) -> None:
    """Refuse more than one way of saying how much of a file is wanted."""
    del piped
    names = {"total_count": "-TotalCount", "tail": "-Tail", "raw": "-Raw"}
    given = [name for key, name in names.items() if bound.arguments.get(key) not in (None, False)]
    if len(given) > 1:
        raise ShellError("ParamInvalid", f"{' and '.join(given)} exclude each other")


@cmdlet(
    "Get-Content",
    aliases=["cat", "gc", "type"],
    search=["less", "more", "read", "load"],
    check=_check_part,
    examples=[
        Example("cat prompts.txt"),
        Example("cat prompts.txt -First 2 | % { call upper $_ }"),
        Example("call upper (cat prompts.txt -Raw)"),
        Example("ls *.txt | cat -Tail 1"),
    ],
)
def get_content(
    context: Context,
    path: Annotated[
        list[str], Piped(), ListOf(FilePath()), "files to read; wildcards stand for many"
    ],
    *,
    total_count: Annotated[
        int | None,
        Number(whole=True, least=0),
        Alias("First"),
        Alias("Head"),
        "only so many lines of each file",
    ] = None,
    tail: Annotated[
        int | None, Number(whole=True, least=0), Alias("Last"), "only the last lines of each file"
    ] = None,
    raw: Annotated[bool, "the whole file as one text"] = False,
    encoding: Encoding = "utf8",
) -> Iterator[str]:
    """Read files of text, line by line.

    Each line is a text without its end. The lines come as they are read, so a file may be of any
    size. A name with wildcards stands for the files that fit it; folders are left out.
    """
    del encoding
    being_read = context.shell.service(BeingRead)

    def read(name: str) -> Iterator[str]:
        with being_read.open(name) as file:
            if not raw and tail is None:
                yield from islice(read_lines(file, name), total_count)
                return
            content = [read_whole(file, name)] if raw else deque(read_lines(file, name), tail)
        yield from content  # the file is closed, so a stage that gets this may write it

    names = [name for one in path for name in _files(one)]
    yield from each(context, names, read)


def _files(path: str) -> list[str]:
    """Give the files that a name stands for; of a folder that is named as such, an error tells."""
    names = matching(path)
    return names if names == [path] else [name for name in names if not Path(name).is_dir()]


class _Content(ParameterType):
    """What is written to a file: words as they are typed, and anything else."""

    def convert(self, value: Value) -> Value:
        return str(value) if isinstance(value, Bareword) else plain(value)


Target = Annotated[str, TargetPath(), "the file"]
Content = Annotated[Value, ListOf(_Content()), "what to write, if nothing is piped in"]
NoNewline = Annotated[bool, "no line ends between what is written, or after it"]
Force = Annotated[bool, "write to a protected file too"]
PassThru = Annotated[bool, "give what was written, too"]


def _check_writing(bound: Bound, piped: bool) -> None:
    given = bound.arguments
    if piped and "value" in given:
        raise ShellError("ParamInvalid", "-Value is given, and something is piped in as well")
    if not piped and "value" not in given:
        raise ShellError(
            "ParamInvalid",
            f"{bound.context.word} needs -Value, or objects from a pipe",
            hint=f"'text' | {bound.context.word} {given['path']}",
        )
    check_target(given["path"], force=given.get("force", False))


@cmdlet(
    "Set-Content",
    aliases=["sc"],
    search=["touch", "write", "printf"],
    changes=True,
    check=_check_writing,
    examples=[
        Example("'a cat', 'a dog' | Set-Content animals.txt; cat animals.txt", ["a dog"]),
        Example("call upper hi | % data | Set-Content upper.txt"),
        Example("Set-Content empty.txt ''"),
    ],
)
def set_content(
    context: Context,
    objects: Iterable[Value],
    path: Target,
    value: Content = None,
    *,
    no_newline: NoNewline = False,
    force: Force = False,
    pass_thru: PassThru = False,
    encoding: Encoding = "utf8",
) -> Iterator[Value]:
    """Write objects to a file of text, a line each; what was in the file goes.

    Each object is written as its text, the one that it has in "$object": exactly, and never
    shortened. Out-File and `>` write what the screen would show instead.
    """
    del encoding
    action = "overwrite" if Path(path).exists() else "write"
    if context.allows(f"{action} {path}"):
        writer = TextWriter(path, context, force=force)
        content = objects if value is None else enumerate_value(value)
        yield from _written(writer, content, "" if no_newline else "\n", pass_thru)


@cmdlet(
    "Add-Content",
    aliases=["ac"],
    search=["append"],
    changes=True,
    check=_check_writing,
    examples=[
        Example("Add-Content log.txt 'started'; Add-Content log.txt 'ended'"),
        Example("call count -n 3 | % data | Add-Content log.txt"),
    ],
)
def add_content(
    context: Context,
    objects: Iterable[Value],
    path: Target,
    value: Content = None,
    *,
    no_newline: NoNewline = False,
    force: Force = False,
    pass_thru: PassThru = False,
    encoding: Encoding = "utf8",
) -> Iterator[Value]:
    """Write objects to the end of a file of text, a line each; the file is made if there is none.

    Each line is in the file as soon as its object comes, for other programs to see.
    """
    del encoding
    if context.allows(f"add to {path}"):
        writer = TextWriter(path, context, append=True, force=force)
        content = objects if value is None else enumerate_value(value)
        yield from _written(writer, content, "" if no_newline else "\n", pass_thru)


def _written(
    writer: TextWriter, objects: Iterable[Value], ending: str, pass_thru: bool
) -> Iterator[Value]:
    """Write objects as they come, and give them if they are wanted."""
    with writer:
        for value in objects:
            writer.write(to_text(value) + ending)
            if pass_thru:
                yield value
