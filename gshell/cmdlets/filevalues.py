"""What stands for files in the shell: names that are to be sent, and results that have some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from gshell.cmdlets.paths import FilePath, TargetPath
from gshell.cmdlets.reading import Reading, event_of
from gshell.engine.context import Context
from gshell.engine.errors import Mismatch
from gshell.engine.types import shown
from gshell.engine.values import Value, type_name
from gshell.gradio.filedata import files_in, is_file_data, is_web_address
from gshell.gradio.localfiles import (
    InlineFile,
    LocalFile,
    find_file,
    find_files,
    is_data_url,
    is_pattern,
    read_data_url,
)
from gshell.gradio.objects import GradioApiEvent, GradioApiEventResult
from gshell.gradio.place import file_from_url


class FileValues(FilePath):
    """Files to send: paths, patterns, addresses, `data:` URLs, files of results and of `ls`."""

    name = "files"

    def convert(self, value: Value) -> Value:
        """Give a list of LocalFile, InlineFile and FileData."""
        if value is None:
            return None
        items = value if isinstance(value, list) else [value]
        return [file for item in items for file in _to_send(item)]


def _to_send(value: Value) -> Iterable[Any]:
    if isinstance(value, (LocalFile, InlineFile)) or is_file_data(value):
        return [value]
    if type_name(value) == "FileInfo":
        return [find_file(value.full_name)]
    if isinstance(value, str):
        text = str(value)
        if is_data_url(text):
            return [read_data_url(text)]
        if is_web_address(text):
            return [file_from_url(text)]
        return find_files(text) if is_pattern(text) else [find_file(text)]
    found = list(files_in(value.data if isinstance(value, GradioApiEventResult) else value))
    if not found:
        raise Mismatch(
            f"takes files (got {shown(value)})", "a path, an address, or a result's file"
        )
    return found


class SaveTarget(TargetPath):
    """The name of a file or a folder to save to; what is to be saved may stand in its place."""

    name = "file or folder"

    def convert(self, value: Value) -> Value:
        return super().convert(value) if isinstance(value, str) else value


class Settled:
    """Finds the files in what goes through a pipeline: of a call, those of its final result.

    `seen` says whether there was a file, `failed` whether a call ended without a result.
    """

    def __init__(self, context: Context) -> None:
        self.seen = False
        self.failed = False
        self._context = context
        self._partial: dict[str, GradioApiEventResult] = {}  # the newest of each call

    def files(self, objects: Iterable[Value]) -> Iterator[dict[str, Any]]:
        """Give the files, each as soon as it is known to stay."""
        for value in objects:
            yield from self._of(value)
        left, self._partial = list(self._partial.values()), {}
        for result in left:  # the call was stopped, or somebody chose these
            yield from self._found(result.data)

    def _of(self, value: Value) -> Iterator[dict[str, Any]]:
        event = event_of(value)
        if event is not None:
            yield from self._of_call(event)
        elif isinstance(value, GradioApiEventResult):
            yield from self._of_result(value)
        elif isinstance(value, list):
            for item in value:
                yield from self._of(item)
        else:
            yield from self._found(value)

    def _of_call(self, event: GradioApiEvent) -> Iterator[dict[str, Any]]:
        """Read a call to its end, if nobody did."""
        if event.status != "complete":
            for result in Reading(self._context, final_only=True).of(event):
                yield from self._of_result(result)
        elif event.outcome == "success":
            yield from self._found(event.result)

    def _of_result(self, result: GradioApiEventResult) -> Iterator[dict[str, Any]]:
        if result.event == "generating":
            self._partial[result.event_id] = result
        elif result.final:
            self._partial.pop(result.event_id, None)
            self.failed = self.failed or result.event != "complete"
            yield from self._found(result.data)

    def _found(self, value: Value) -> Iterator[dict[str, Any]]:
        for file in files_in(value):
            self.seen = True
            yield file
