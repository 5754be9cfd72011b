"""What `>` does with a file that an app gives: it writes what is in it, not its address."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from gshell.cmdlets.textwriter import is_replaceable
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.values import Value, is_file, type_name

_MANY_HINT = "... | save FOLDER/ saves any number of files; | % url > FILE keeps their addresses"


def shows_something(value: Value) -> bool:
    """Say whether anything is printed of an object."""
    if type_name(value) != "GradioApiEventResult":
        return value is not None
    return bool(_values(value))


def is_of_files(value: Value) -> bool:
    """Say whether an object is a file of an app, or has one among its values."""
    values = _values(value) if type_name(value) == "GradioApiEventResult" else [value]
    return any(map(_is_files, values))


def without_files(objects: Iterable[Value]) -> Iterator[Value]:
    """Pass objects on; a file among texts is refused: it would end up as its address."""
    for value in objects:
        if is_of_files(value):
            raise _mixed(value)
        yield value


def save_only_file(context: Context, objects: Iterable[Value], path: str, *, append: bool) -> None:
    """Write the one file that there is among the objects, if all calls went well."""
    from gshell.cmdlets.filevalues import Settled  # the client is not loaded to write text

    if append:
        message = "what is in a file cannot be added to another file"
        raise ShellError("InvalidOperation", message, hint=_MANY_HINT)
    files = list(islice(Settled(context).files(_only_files(objects)), 2))
    if len(files) > 1:
        raise ShellError("InvalidOperation", f"there are several files for {path}", hint=_MANY_HINT)
    for file in files:
        _save(context, file, Path(path))


def _save(context: Context, file: dict[str, Any], target: Path) -> None:
    from gshell.cmdlets.downloading import fetched, warn_of_ending

    if target.exists() and not is_replaceable(target):  # a device, for example
        with fetched(context, file, Path(tempfile.gettempdir())) as found:
            found.new.copy_to(target)
        return
    resolved = target.resolve()
    with fetched(context, file, resolved.parent) as found:
        warn_of_ending(context, found, target.name)
        found.new.rename(resolved, overwrite=True)
        context.note(found._replace(called="").told(target))


def _only_files(objects: Iterable[Value]) -> Iterator[Value]:
    for value in objects:
        if type_name(value) == "GradioApiEventResult":
            others = [one for one in _values(value) if not _is_files(one)]
        else:
            others = [] if value is None or _is_files(value) else [value]
        if others:
            raise _mixed(value)
        yield value


def _mixed(value: Value) -> ShellError:
    message = "a file of an app and text do not go into one file"
    return ShellError("InvalidOperation", message, target=value, hint=_MANY_HINT)


def _values(result: Value) -> list[Value]:
    """Give what is printed of a result."""
    if result.event not in ("generating", "complete") or not isinstance(result.data, list):
        return []
    return [one for one in result.data if one is not None]


def _is_files(value: Value) -> bool:
    """Say whether a value is a file, or a list of files, as those of a gallery, with captions."""
    if isinstance(value, list):
        return bool(value) and all(map(_holds_file, value))
    return is_file(value)


def _holds_file(item: Value) -> bool:
    return is_file(item) or (isinstance(item, dict) and any(map(is_file, item.values())))
