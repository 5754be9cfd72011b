"""Files of apps brought to this machine: fetched beside their place, named, and told of."""

from __future__ import annotations

import mimetypes
import threading
import unicodedata
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from gshell.cmdlets.fileplaces import find_place
from gshell.cmdlets.sessions import Sessions
from gshell.cmdlets.transferring import shown_transfer
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.gradio.disk import NewFile
from gshell.gradio.download import fetch
from gshell.gradio.filedata import is_web_address, own_name
from gshell.gradio.filenames import harmless, numbered, says_otherwise, split_end
from gshell.gradio.objects import GradioApiEvent
from gshell.gradio.session import GradioSession
from gshell.gradio.transfer import Transfer, size_text

_SHOWN = 80  # characters of a name that was changed
_naming = threading.Lock()  # what is free is looked for and taken by one thread at a time


class Fetched(NamedTuple):
    """A file that was read and has no name yet; `name` is a harmless form of its own.

    `mime_type` is what came with it. `called` is what the app called it, if that is something else.
    """

    new: NewFile
    name: str
    mime_type: str = ""
    called: str = ""

    def told(self, path: Path) -> str:
        """Say where it is now."""
        here = Path.cwd()
        shown = path.relative_to(here) if path.is_relative_to(here) else path
        text = f"saved {shown} ({size_text(self.new.size)})"
        return f"{text}; the app called it {self.called}" if self.called else text


@contextmanager
def fetched(context: Context, file: dict[str, Any], folder: Path) -> Iterator[Fetched]:
    """Read a file of an app into a folder; unless it gets a name there, it is gone at the end."""
    place = find_place(context, file)
    new = NewFile(folder)
    transfer = Transfer(f"save {place.name}")
    reading = fetch(place.opening, new, transfer)
    try:
        with shown_transfer(context, transfer):
            mime_type = _read(context, reading, folder)
        context.explain(f"GET {place.url} ({size_text(new.size)})")
        called = own_name(file)
        name = _safe_name(called, mime_type)
        changed = bool(called) and unicodedata.normalize("NFC", called) != name
        mime_type = str(file.get("mime_type") or mime_type)
        yield Fetched(new, name, mime_type, _shown_name(called) if changed else "")
    finally:
        new.discard()


def _read(context: Context, reading: Coroutine[Any, Any, str], folder: Path) -> str:
    try:
        return context.shell.service(Sessions).background.run(reading)
    except OSError as error:  # of the file that has no name yet, which nobody knows
        reason = (error.strerror or str(error)).lower()
        message = f"nothing can be saved in {folder}: {reason}"
        raise ShellError("SystemError", message, target=str(folder)) from error


def _safe_name(called: str, mime_type: str) -> str:
    fallback = "file" + (mimetypes.guess_extension(mime_type) or "")
    return harmless(called, fallback)


def _shown_name(name: str) -> str:
    shown = name if len(name) <= _SHOWN else name[: _SHOWN - 1] + "\u2026"
    return f'"{shown}"'


def warn_of_ending(context: Context, file: Fetched, typed: str) -> None:
    """Warn where a name that a person typed says that a file is of another kind than it is."""
    kind = says_otherwise(typed, file.name, file.mime_type)
    if kind:
        context.warning(f"{typed} gets {kind}: the app made {file.name}")


def give_name(file: Fetched, target: Path, *, force: bool) -> None:
    """Give a file the name that a person chose; what has it already is replaced only by force."""
    try:
        file.new.rename(target, overwrite=force)
    except FileExistsError:
        raise exists_already(str(target)) from None


def give_free_name(file: Fetched, name: str, number: int = 1) -> Path:
    """Give a file a name in its folder, with a higher number if that is taken, and say which."""
    while True:
        target = file.new.folder / numbered(name, number)
        try:
            file.new.rename(target, overwrite=False)
        except FileExistsError:
            number += 1
        else:
            return target


def exists_already(path: str) -> ShellError:
    """Make the error for a file that would be lost."""
    return ShellError(
        "InvalidOperation",
        f"{path} exists already, and is not overwritten",
        target=path,
        hint="-Force overwrites it",
    )


# The folder of a session.


def keep_files(context: Context, event: GradioApiEvent, files: Sequence[dict[str, Any]]) -> None:
    """Save the files of a call's result in the folder of its session, if that has one.

    What fails is recorded; the result is not affected.
    """
    session = _keeping_session(context, event) if files else None
    if session is None or session.download_path is None:
        return
    folder = Path(session.download_path)
    stem = harmless(event.api_name, "call")
    number = 0
    for place, file in enumerate(files):
        try:
            _check_wanted(context, file)
            folder.mkdir(parents=True, exist_ok=True)
            with fetched(context, file, folder) as found:
                end = split_end(found.name)[1]
                number, path = _give_number(found, stem, number, f"{place}{end}")
                context.note(found.told(path))
        except Exception as error:
            context.error(error)


def _check_wanted(context: Context, file: dict[str, Any]) -> None:
    """Refuse to fetch, unasked, what an app names in a network that only we may be in."""
    place = find_place(context, file)
    if place.session is None and is_web_address(place.url) and not place.is_public:
        raise ShellError(
            "InvalidOperation",
            f"the app gave a file at a private address, {place.url}, which is not fetched unasked",
            target=place.url,
            hint="save fetches it",
        )


def _keeping_session(context: Context, event: GradioApiEvent) -> GradioSession | None:
    for session in context.shell.service(Sessions).by_name.values():
        if session.download_path is not None and any(one.event is event for one in session.calls):
            return session
    return None


def _give_number(found: Fetched, stem: str, number: int, end: str) -> tuple[int, Path]:
    """Name a file `gen-003-0.png`: the endpoint, the call's number, and its place in the result.

    A call without a number yet, 0, gets the first one of which there is no file.
    """
    folder = found.new.folder
    with _naming:
        while True:
            number = number or _free_number(folder, stem)
            target = folder / f"{stem}-{number:03}-{end}"
            try:
                found.new.rename(target, overwrite=False)
            except FileExistsError:
                number = 0
            else:
                return number, target


def _free_number(folder: Path, stem: str) -> int:
    taken = set()
    for path in folder.iterdir():
        head, _, rest = path.name.rpartition("-")
        begin, _, number = head.rpartition("-")
        if begin == stem and rest and number.isdecimal():
            taken.add(int(number))
    return next(number for number in range(1, len(taken) + 2) if number not in taken)
