"""Cmdlets that send files to apps, and save the files that apps give."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Any

from gshell.cmdlets.downloading import (
    Fetched,
    exists_already,
    fetched,
    give_free_name,
    give_name,
    warn_of_ending,
)
from gshell.cmdlets.files import FileInfo, describe
from gshell.cmdlets.filevalues import FileValues, SaveTarget, Settled
from gshell.cmdlets.paths import not_found
from gshell.cmdlets.sending import Sender
from gshell.cmdlets.sessions import Sessions
from gshell.cmdlets.types import AppReference, SessionReference
from gshell.engine.binding import Bound
from gshell.engine.command import Alias, Example, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.values import Value
from gshell.gradio.filedata import own_name
from gshell.gradio.filenames import numbered, split_end
from gshell.gradio.localfiles import InlineFile, LocalFile


def _check_send(bound: Bound, piped: bool) -> None:
    """Take the one value that was given as the file if it is one, and not as the app."""
    given, sessions = bound.arguments, bound.context.shell.service(Sessions)
    word = given.get("app_url")
    if piped or given.get("files") is not None or not isinstance(word, str):
        return
    if Path(word).expanduser().is_file() and sessions.known(word) is None:
        given["files"] = FileValues().convert(word)
        del given["app_url"]


@cmdlet(
    "Send-GradioFile",
    changes=True,
    check=_check_send,
    search=["upload", "put", "file"],
    examples=[
        Example("Send-GradioFile prompts.txt"),
        Example("ls *.txt | Send-GradioFile | % path"),
        Example("Send-GradioFile . *.txt -Raw"),
    ],
)
def send_gradio_file(
    context: Context,
    app_url: Annotated[Value, AppReference(), Alias("Session"), "an address or a session"] = ".",
    files: Annotated[
        Value, FileValues(), Piped(), "paths, patterns, addresses, or files of results"
    ] = None,
    *,
    raw: Annotated[bool, "give the list of paths at which the app keeps them"] = False,
    token: Annotated[str | None, "a token for this address; `public` sends none"] = None,
) -> Iterator[Value]:
    """Upload files to an app, and give their FileData, as calls of that app take it.

    A call uploads the files it is given by itself; this is for looking at what that does.
    """
    _need_files(context, files)
    app = context.shell.service(Sessions).find_app(app_url)
    yield from _sent(context, Sender(context, app, token), app.real_url, files, raw=raw)


@cmdlet(
    "Send-GradioSessionFiles",
    changes=True,
    search=["upload", "put", "file"],
    examples=[
        Example("$f = Send-GradioSessionFiles photo.png; call caption $f"),
        Example("$session.uploads"),
    ],
)
def send_gradio_session_files(
    context: Context,
    files: Annotated[
        Value, FileValues(), Piped(), "paths, patterns, addresses, or files of results"
    ] = None,
    session: Annotated[Value, SessionReference(), "the session whose app gets them"] = ".",
    *,
    force: Annotated[bool, "upload again what the session has uploaded before"] = False,
) -> Iterator[Value]:
    """Bring files into a session's app, and give their FileData, as its calls take it.

    A file that was uploaded before, and has not changed, is not uploaded again. A file of another
    app is fetched by this one if it can be had from anywhere, else passed on through this machine.
    """
    _need_files(context, files)
    found = context.shell.service(Sessions).find(session)
    sender = Sender(context, found.app, found.token, found.uploads, force=force)
    yield from _sent(context, sender, found.real_app_url, files)


def _need_files(context: Context, files: Value) -> None:
    if files is None:
        hint = f"{context.word} -Files photo.png"
        raise ShellError("ParamInvalid", f"{context.word} needs -Files", hint=hint)


def _sent(
    context: Context, sender: Sender, real_url: str, files: list[Any], *, raw: bool = False
) -> Iterator[Value]:
    sender.check([one for one in files if isinstance(one, (LocalFile, InlineFile))])
    paths = []
    for file in files:
        name = own_name(file) if isinstance(file, dict) else file.name
        if not context.allows(f"send {name} to {real_url}/upload"):
            continue
        sent = sender.place(file)
        if raw:
            paths.append(sent["path"])
        else:
            yield sent
    if raw:
        yield paths


def _check_save(bound: Bound, piped: bool) -> None:
    """See to it that a call is not made for nothing: a file that must stay, a folder not there."""
    given = bound.arguments
    if given.get("file") is None and not isinstance(given.get("path"), (str, type(None))):
        given["path"], given["file"] = None, given["path"]  # `save $file`
    elif isinstance(given.get("file"), str) and not isinstance(given.get("path"), str):
        given["path"], given["file"] = given["file"], given["path"]  # `save $file car.png`
    path, file = given.get("path"), given.get("file")
    word = bound.context.word
    if isinstance(file, str) or (path is not None and not isinstance(path, str)):
        hint = f"{word} $r.data[0] {path if isinstance(path, str) else 'car.png'}"
        raise ShellError("ParamInvalid", f"{word} takes one name and what to save", hint=hint)
    if file is not None and piped:
        raise ShellError("ParamInvalid", "-File is given, and something is piped in as well")
    if file is None and not piped:
        hint = f"call NAME ... | {word} FILE, or {word} $r.data[0] FILE"
        raise ShellError(
            "ParamInvalid", f"there is nothing to save: {word} needs a file", hint=hint
        )
    if path is not None:
        _check_target(path, force=given.get("force", False))


def _check_target(path: str, *, force: bool) -> None:
    if _is_folder(path):
        return
    if not Path(path).parent.is_dir():
        raise not_found(str(Path(path).parent), "folder")
    if os.path.lexists(path) and not force:
        raise exists_already(path)


def _is_folder(path: str) -> bool:
    return path.endswith(("/", os.sep)) or Path(path).is_dir()


@cmdlet(
    "Save-GradioFile",
    aliases=["save"],
    changes=True,
    search=["download", "store", "wget", "export", "keep"],
    check=_check_save,
    examples=[
        Example("call gen 'a red car' | save car.png -Force"),
        Example("$r = call gen 'a cat'; save $r[-1].data[0] pictures/"),
        Example("call shout prompts.txt | save louder/"),
    ],
)
def save_gradio_file(
    context: Context,
    objects: Iterable[Value],
    path: Annotated[
        Value, SaveTarget(), "a file's name, or a folder; else the current folder"
    ] = None,
    file: Annotated[Value, "what to save, if nothing is piped in; it may stand first"] = None,
    *,
    force: Annotated[bool, "overwrite files that exist"] = False,
    pass_thru: Annotated[bool, "give each file that was saved"] = False,
) -> Iterator[FileInfo]:
    """Save the files of results: those of a call's final result, or any that are piped in.

    In a folder, a file gets its own name, made harmless; if that is taken, a number as well. Where
    one name is given for several files, the second is `car-2.png`; a name without an ending gets
    that of each file: `save car` makes `car.png` and `car-2.png`. Nothing is overwritten without
    -Force, and a file has its name only when it is complete.
    """
    settled = Settled(context)
    saver = _Saver(context, path, force=force)
    for one in saver.expecting(settled.files([file] if file is not None else objects)):
        try:
            saved = saver.save(one)
        except Exception as error:
            context.error(error)
            continue
        if saved is not None and pass_thru:
            yield describe(str(saved))
    if not settled.seen and not settled.failed:
        raise ShellError(
            "InvalidOperation",
            "there is nothing to save: no file was piped in",
            hint="results of endpoints that give files have some; > FILE keeps text",
        )


class _Saver:
    """Saves one file after the other where a person wants them."""

    def __init__(self, context: Context, path: str | None, *, force: bool) -> None:
        self._context = context
        self._force = force
        self._name = ""
        self._adds_ending = False
        self._folder = Path()
        self._used: set[Path] = set()  # what was saved is never overwritten by what follows
        if path is not None and _is_folder(path):
            self._folder = Path(path)
        elif path is not None:
            self._folder, self._name = Path(path).parent, Path(path).name

    def expecting(self, files: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Give files as they come, and note whether there are several for a name without ending."""
        if not self._name or split_end(self._name)[1]:
            return files
        first = list(islice(files, 2))
        self._adds_ending = len(first) > 1
        return chain(first, files)

    def save(self, file: dict[str, Any]) -> Path | None:
        """Save a file, and give its path; None if that is not allowed."""
        what = own_name(file) or "a file"
        where = f" as {self._folder / self._name}" if self._name else f" in {self._folder}"
        if not self._context.allows(f"save {what}{where}"):
            return None
        self._folder.mkdir(parents=True, exist_ok=True)
        with fetched(self._context, file, self._folder) as found:
            target = self._named(found)
            self._used.add(target)
            changed = found if not self._name else found._replace(called="")
            self._context.note(changed.told(target))
        return target

    def _named(self, found: Fetched) -> Path:
        """Give a file the name that was typed, or one of its own that is free."""
        name = self._name or found.name
        if self._adds_ending:
            name += split_end(found.name)[1]
        elif self._name:
            warn_of_ending(self._context, found, name)
        number = 1
        while self._folder / (target := numbered(name, number)) in self._used:
            number += 1
        path = self._folder / target
        if self._force or (name == self._name and number == 1):
            give_name(found, path, force=self._force)
            return path
        return give_free_name(found, name, number)
