"""Cmdlets at which a pipeline branches or ends: into a file, a variable, or nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

from gshell.cmdlets.content import Encoding, Force, NoNewline
from gshell.cmdlets.contents import is_of_files, save_only_file, shows_something, without_files
from gshell.cmdlets.paths import TargetPath, exists
from gshell.cmdlets.textwriter import TextWriter, check_target
from gshell.engine.binding import Bound
from gshell.engine.command import Alias, Example, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.types import VariableName
from gshell.engine.values import Value, collect, enumerate_value


def _check_out_file(bound: Bound, piped: bool) -> None:
    given = bound.arguments
    path = given["file_path"]
    _check_piped(bound, piped)
    check_target(path, force=given.get("force", False))
    if given.get("no_clobber") and not given.get("append") and exists(path):
        raise ShellError(
            "InvalidOperation",
            f"{path} exists already, and -NoClobber keeps it",
            target=path,
            hint="-Append adds to it",
        )


def _check_piped(bound: Bound, piped: bool) -> None:
    if not piped:
        word = bound.context.word
        raise ShellError(
            "ParamInvalid", f"{word} writes what is piped in", hint=f"... | {word} FILE"
        )


@cmdlet(
    "Out-File",
    search=["save", "redirect"],
    changes=True,
    check=_check_out_file,
    examples=[
        Example("apis | Out-File apis.txt"),
        Example("apis | ft Name | Out-File names.txt"),
        Example("call count -n 3 >> log.txt"),
    ],
)
def out_file(
    context: Context,
    objects: Iterable[Value],
    file_path: Annotated[str, TargetPath(), Alias("Path"), "the file"],
    *,
    append: Annotated[bool, "add to what is in the file"] = False,
    no_clobber: Annotated[bool, "never write to a file that exists"] = False,
    force: Force = False,
    no_newline: NoNewline = False,
    encoding: Encoding = "utf8",
) -> Iterator[Value]:
    """Write to a file what the screen would show, without colours and without cutting anything.

    Of a file that an app gives, it writes what is in it: `call gen 'a cat' > cat.png`. That must be
    the only thing; save takes several files.

    `>` and `>>` do the same. An existing file is replaced only when the pipeline has ended: if it
    fails or is stopped, the old content stays, and `cat x | sort > x` is safe. It also stays where
    a call failed and gave nothing; a new file is not made then. A new file, and one that is added
    to, grows while the pipeline runs.
    """
    del encoding, no_clobber
    action = "add to" if append else "overwrite" if Path(file_path).exists() else "write"
    if not context.allows(f"{action} {file_path}"):
        return
    file = TextWriter(file_path, context, append=append, replace=True, force=force)
    objects = iter(objects)
    passed: list[Value] = []
    for value in objects:
        passed.append(value)
        if shows_something(value):
            break
    objects = chain(passed, objects)
    if passed and is_of_files(passed[-1]):
        save_only_file(context, objects, file_path, append=append)
        return
    with file as writer:
        for text in context.host.text(without_files(objects)):
            writer.write(text.removesuffix("\n") if no_newline else text)
    yield from ()


@cmdlet(
    "Out-Null",
    search=["null", "silent", "quiet", "mute"],
    examples=[Example("call count -n 3 | Out-Null")],
)
def out_null(objects: Iterable[Value]) -> Iterator[Value]:
    """Take all objects and give none, for what is run only for its effect."""
    for _ in objects:
        pass
    yield from ()


def _check_tee(bound: Bound, piped: bool) -> None:
    given = bound.arguments
    if given.get("file_path") is None and given.get("variable") is None:
        word = bound.context.word
        raise ShellError(
            "ParamInvalid", f"{word} needs -Variable or -FilePath", hint=f"{word} -Variable NAME"
        )
    if given.get("file_path") is not None:
        _check_piped(bound, piped)
        check_target(given["file_path"])


@cmdlet(
    "Tee-Object",
    aliases=["tee"],
    passes_on=True,
    check=_check_tee,
    examples=[
        Example("1..3 | tee -Variable all | Out-Null; $all.Count", [3]),
        Example("call count -n 3 | tee log.txt | select -Last 1"),
    ],
)
def tee_object(
    context: Context,
    objects: Iterable[Value],
    file_path: Annotated[
        str | None, TargetPath(), Alias("Path"), "write what the screen would show to this file"
    ] = None,
    *,
    variable: Annotated[
        str | None, VariableName(), "keep the objects in this variable; +name adds to it"
    ] = None,
    append: Annotated[bool, "add to what is in the file"] = False,
) -> Iterator[Value]:
    """Keep objects in a variable or a file, and pass each on as it comes.

    While the pipeline runs, the variable is a list of what has passed; at the end it is as if it
    had been assigned: $null for no object, the object itself for one. What has passed is kept if
    the pipeline is stopped early, in the file as well.
    """
    passed = _kept(context, objects, variable) if variable is not None else iter(objects)
    if file_path is None:
        yield from passed
        return
    with TextWriter(file_path, context, append=append) as writer:
        yield from _shown(context, passed, writer)


def _shown(context: Context, objects: Iterator[Value], writer: TextWriter) -> Iterator[Value]:
    """Pass objects on, each when the text that there is of it so far was written."""
    passing: deque[Value] = deque()
    stopped = False

    def taken() -> Iterator[Value]:
        for value in objects:
            passing.append(value)
            yield value
            if stopped:
                return

    texts = context.host.text(taken())
    try:
        for text in texts:
            writer.write(text)
            while passing:
                yield passing.popleft()
    except GeneratorExit:  # an early stop: rows that waited for others are still to be written
        stopped = True
        for text in texts:
            writer.write(text)
        raise


def _kept(context: Context, objects: Iterable[Value], variable: str) -> Iterator[Value]:
    """Pass objects on, and keep them in a variable."""
    name = variable.lstrip("+")
    before = context.scope.variables.get(name.lower()) if variable != name else None
    kept = list(enumerate_value(before))
    context.scope.assign(name, kept)
    try:
        for value in objects:
            kept.append(value)
            yield value
    finally:
        context.scope.assign(name, collect(kept))
