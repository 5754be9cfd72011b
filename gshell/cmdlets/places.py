"""Cmdlets for the folders of this computer: what is in one, which one the shell is in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from gshell.cmdlets.files import FileInfo, Folder, Wanted, describe
from gshell.cmdlets.paths import FilePath, FolderPath, each, has_wildcard, matching, not_found
from gshell.engine.binding import Bound
from gshell.engine.command import Alias, Example, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.shell import Shell
from gshell.engine.types import ListOf, Number


def _check_kinds(bound: Bound, piped: bool) -> None:
    del piped
    if bound.arguments.get("file") and bound.arguments.get("directory"):
        raise ShellError(
            "ParamInvalid", "-File and -Directory exclude each other", hint="leave out both"
        )


@cmdlet(
    "Get-ChildItem",
    aliases=["ls", "dir", "gci"],
    search=["find", "files", "folders", "tree", "ll"],
    check=_check_kinds,
    examples=[
        Example("ls"),
        Example("ls *.txt | cat -First 1"),
        Example("ls -Recurse -File | where Length -gt 1000000 | sort Length"),
        Example("ls -Filter *.txt | % BaseName"),
    ],
)
def get_child_item(
    context: Context,
    path: Annotated[
        list[str] | None, Piped(), ListOf(FilePath()), "folders or files; wildcards stand for many"
    ] = None,
    filter_: Annotated[str | None, "only names that fit this pattern, such as *.png"] = None,
    *,
    include: Annotated[list[str] | None, "only names that fit one of these patterns"] = None,
    exclude: Annotated[list[str] | None, "no names that fit one of these patterns"] = None,
    recurse: Annotated[bool, Alias("s"), "what is in the folders there as well"] = False,
    depth: Annotated[
        int | None, Number(whole=True, least=0), "the same, so many folders deep"
    ] = None,
    file: Annotated[bool, Alias("af"), "only files"] = False,
    directory: Annotated[bool, Alias("ad"), "only folders"] = False,
    force: Annotated[bool, "hidden ones too, whose names begin with a dot"] = False,
    name: Annotated[bool, "give the names as text"] = False,
) -> Iterator[FileInfo | str]:
    """List the files and folders in a folder: folders first, then files, by name.

    Each is an object with Name, FullName, Length (in bytes), LastWriteTime and more; as text it is
    its full path, so it can be piped to other commands and written into texts. A pattern at the end
    of a path, as in `ls images/*.png`, is meant for the names in that folder.
    """
    deepest = depth if depth is not None else float("inf") if recurse else 0
    wanted = Wanted(
        (filter_,) if filter_ is not None else (),
        tuple(include or ()),
        tuple(exclude or ()),
        "file" if file else "folder" if directory else "",
        force,
    )

    def listed(one: str) -> Iterator[FileInfo | str]:
        for found in _found(context, one, deepest, wanted):
            yield found.relative if name else found

    yield from each(context, path or ["."], listed)


def _found(context: Context, path: str, depth: float, wanted: Wanted) -> Iterator[FileInfo]:
    """Give what a path stands for: a folder's content, one file, or what fits a pattern."""
    place = Path(path)
    if has_wildcard(path):
        wanted = wanted._replace(patterns=(*wanted.patterns, place.name))
        for folder in _folders(str(place.parent)):
            yield from Folder(folder, depth).listed(wanted, context.error)
    elif place.is_dir():
        yield from Folder(path, depth).listed(wanted, context.error)
    elif place.exists():
        yield from filter(wanted._replace(hidden=True).fits, [describe(path)])
    else:
        raise not_found(path, "file or folder")


def _folders(path: str) -> list[str]:
    """Give the folders that fit a name; where it has no wildcards, there must be one."""
    folders = [one for one in matching(path) if Path(one).is_dir()]
    if not folders and not has_wildcard(path):
        raise not_found(path, "folder")
    return folders


class _Previous:
    """The folder that the shell was in before; a service of the shell."""

    __slots__ = ("folder",)

    def __init__(self, shell: Shell) -> None:
        del shell
        self.folder: str | None = None


@cmdlet(
    "Get-Location",
    aliases=["pwd", "gl"],
    search=["getcwd"],
    examples=[Example("pwd"), Example('"$(pwd)/prompts.txt"')],
)
def get_location() -> Iterator[str]:
    """Give the folder that the shell is in: relative names of files start there."""
    yield _here()


@cmdlet(
    "Set-Location",
    aliases=["cd", "sl", "chdir"],
    search=["pushd", "popd"],
    examples=[Example("cd ~"), Example("cd ..; cd -")],
)
def set_location(
    context: Context,
    path: Annotated[
        str | None, Piped(), FolderPath(), "the folder; `-` is the one before, without it home"
    ] = None,
    *,
    pass_thru: Annotated[bool, "give the new folder"] = False,
) -> Iterator[str]:
    """Go to a folder: relative names of files start there from now on.

    It is the folder of the whole shell, background jobs included.
    """
    previous = context.shell.service(_Previous)
    wanted = _before(previous) if path == "-" else path or str(Path.home())
    left = _here_or_none()
    _go(wanted)
    previous.folder = left or previous.folder
    if path == "-":
        context.status(_here())
    if pass_thru:
        yield _here()


def _before(previous: _Previous) -> str:
    if previous.folder is None:
        raise ShellError("InvalidOperation", "there is no folder to go back to yet")
    return previous.folder


def _go(folder: str) -> None:
    try:
        os.chdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        raise not_found(folder, "folder") from None


def _here() -> str:
    here = _here_or_none()
    if here is None:
        raise ShellError(
            "FileNotFound", "the folder that the shell is in was removed", hint="cd goes home"
        )
    return here


def _here_or_none() -> str | None:
    try:
        return str(Path.cwd())
    except FileNotFoundError:  # somebody removed it
        return None
