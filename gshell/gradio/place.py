"""The place of one input while a value for it is read: it words the errors and finds the files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from gshell.gradio.errors import FileNotFound, ParamInvalid
from gshell.gradio.filedata import MARK, is_web_address
from gshell.gradio.localfiles import (
    InlineFile,
    LocalFile,
    files_below,
    find_file,
    find_files,
    is_data_url,
    is_folder,
    is_pattern,
    read_data_url,
)
from gshell.gradio.words import quote, shown, written

if TYPE_CHECKING:
    from gshell.gradio.schema import Parameter

_WRAPPINGS = ("composite", "image", "video", "file")
"""Where the file is in what an image editor, a gallery, a video or a chat of an app gives."""


class Place:
    """One input of an endpoint, while a value for it is read.

    `text` is the word as typed, if it was typed bare. Without `local` no text is taken as the name
    of a file on this machine.
    """

    __slots__ = ("local", "parameter", "text", "wanted")

    def __init__(self, parameter: Parameter, text: str | None = None, *, local: bool = True):
        self.parameter = parameter
        self.text = text
        self.local = local
        self.wanted = "a file"  # what the name of a file stands for, in errors

    def wrong(self, what: str, *, hint: str = "", example: Any = None) -> ParamInvalid:
        """Give the error for a value that does not fit; an example becomes the hint."""
        name = self.parameter.name
        if not hint and example is not None:
            hint = f"-{name} {written(example)}"
        return ParamInvalid(f"-{name} {what}", hint=hint, target=name)

    def file(self, value: Any) -> Any:
        """Make a file of a path, an address, a `data:` URL, or a file that an app gave."""
        if value is None or isinstance(value, (LocalFile, InlineFile)):
            return value
        if isinstance(value, dict):
            return self._given_file(value)
        if isinstance(value, os.PathLike):
            return self._found(os.fspath(value), by_pattern=False)[0]
        if isinstance(value, list):
            raise self.wrong("takes one file, not a list", hint=_for_list(value))
        if not isinstance(value, str):
            raise self.wrong(f"takes a file (got {shown(value)})", hint=_WAYS)
        found = self._read_text(str(value))
        if len(found) > 1:
            hint = f"ls {written(value)} | call ... calls it with each of them"
            raise self.wrong(f"takes one file, and {len(found)} match {shown(value)}", hint=hint)
        return found[0]

    def files(self, value: Any) -> list[Any]:
        """Make files of a list of what `file` takes, of one such, or of a pattern."""
        found: list[Any] = []
        for item in value if isinstance(value, list) else [value]:
            is_text = isinstance(item, str)
            found += self._read_text(str(item)) if is_text else [self.file(item)]
        return found

    def _read_text(self, text: str) -> list[Any]:
        if not text:
            raise self.wrong("takes a file, not an empty text", hint="$null leaves it empty")
        if is_web_address(text):
            return [file_from_url(text)]
        if is_data_url(text):
            try:
                return [read_data_url(text)]
            except ParamInvalid as error:
                what = f"takes {self.wanted}: {error.message}"
                raise self.wrong(what, hint=error.hint) from None
        if not self.local:
            hint = f"to send the file of this name: -{self.parameter.name} PATH"
            raise self.wrong(f"takes a file, and an app gave text: {shown(text)}", hint=hint)
        return [*self._found(text, by_pattern=True)]

    def _found(self, text: str | bytes, *, by_pattern: bool) -> list[LocalFile]:
        name = os.fsdecode(text)
        if is_folder(name):
            return self._in_folder(name)
        try:
            return find_files(name) if by_pattern and is_pattern(name) else [find_file(name)]
        except FileNotFound as error:
            words = f"-{self.parameter.name} takes {self.wanted}: {error.message}"
            raise FileNotFound(words, hint=error.hint, target=error.target) from None

    def _in_folder(self, name: str) -> list[LocalFile]:
        """Find the files below a folder, for an input that takes folders."""
        parameter = self.parameter
        if parameter.takes_folders:
            found = files_below(name)
            if found:
                return found
            words = f"-{parameter.name} takes files, and the folder {name} has none"
            raise FileNotFound(words, target=name)
        hint = f"its files: -{parameter.name} {written(os.path.join(name, '*'))}"  # noqa: PTH118 -- as typed
        if parameter.type not in ("files", "array"):
            hint = "give the path of a file in it"
        words = f"-{parameter.name} takes {self.wanted}, and {name} is a folder"
        raise FileNotFound(words, hint=hint, target=name)

    def _given_file(self, value: dict[str, Any]) -> Any:
        path = value.get("path")
        if path or value.get("url"):
            is_known = "meta" in value or is_web_address(path) or is_web_address(value.get("url"))
            if self.local and not is_known:
                hint = f"give the path itself: {written(path)}" if isinstance(path, str) else _WAYS
                raise self.wrong("takes a file, not a map with its path", hint=hint)
            return {"meta": {"_type": MARK}, **value}
        for key in _WRAPPINGS:
            if value.get(key) is not None:
                return self.file(value[key])
        raise self.wrong("takes a file, not a map", hint=_WAYS)

    def sendable(self, value: Any) -> Any:
        """Give a value in which nothing is left that only the shell knows."""
        if value is None or isinstance(value, (str, int, float, LocalFile, InlineFile)):
            return value
        if isinstance(value, list):
            return [self.sendable(item) for item in value]
        if isinstance(value, dict):
            return dict(self._sendable_items(value))
        if isinstance(value, timedelta):
            return value.total_seconds()
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, os.PathLike):
            return os.fsdecode(value)
        hint = "name the part of it that is meant"
        raise self.wrong(f"cannot take a {type(value).__name__}", hint=hint)

    def _sendable_items(self, value: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
        return ((str(key), self.sendable(item)) for key, item in value.items())


def _for_list(values: list[Any]) -> str:
    """Say how one file is made of a list of them."""
    if len(values) == 1:
        return "[0] takes the file out of the list"
    if values and all(isinstance(each, str) for each in values):
        names = ", ".join(quote(each) for each in values[:_SHOWN_NAMES])
        more = ", ..." if len(values) > _SHOWN_NAMES else ""
        return f"{names}{more} | call ... calls it with each of them"
    if values and all(isinstance(each, os.PathLike) for each in values):
        return "ls ... | call ... calls it with each of them"
    return _WAYS


_SHOWN_NAMES = 2
_WAYS = "give a path, an http(s) address, or a file of an earlier result"


def file_from_url(url: str) -> dict[str, Any]:
    """Give the FileData of a file that the app itself shall fetch from the web."""
    return {"path": url, "url": url, "meta": {"_type": MARK}}
