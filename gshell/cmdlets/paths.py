"""Names of files and folders: what parameters take for them, how they are completed and found.

A relative name is relative to the folder in which the shell is, which Set-Location changes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from gshell.engine.context import Context
from gshell.engine.errors import Mismatch, ShellError, nearest
from gshell.engine.shell import Shell
from gshell.engine.types import Candidate, ParameterType, shown
from gshell.engine.values import Value, is_file, to_text, type_name
from gshell.language.quote import quote

_SEPARATORS = os.sep + (os.altsep or "")
_MOST_OFFERED = 500  # names in a menu; nobody looks through more
_MOST_SEEN = 20_000  # names that are looked at while a person waits for a menu or a hint


class FilePath(ParameterType):
    """The name of a file or a folder, or what Get-ChildItem gives. `~` stands for one's home."""

    name = "file"

    def convert(self, value: Value) -> str | None:
        if value is None:
            return None
        path = _path_text(value)
        if not path or "\0" in path or not _is_encodable(path):
            raise Mismatch(f"must be the name of a {self.name} (got {shown(value)})")
        return _with_home(path)

    def complete(self, shell: Shell) -> Iterable[Candidate]:
        return self.complete_typed("", shell)

    def complete_typed(self, typed: str, shell: Shell) -> Iterable[Candidate]:
        """Give the names that begin like what is typed; hidden ones only after a dot.

        A folder ends in `/`, so that completing goes on inside it. What is typed already stays as
        it is, `~` too.
        """
        del shell
        start = max(typed.rfind(sign) for sign in _SEPARATORS) + 1
        folder, begun = typed[:start], typed[start:]
        if begun == ".." or typed == "~":
            return [Candidate(f"{typed}/")]
        names = (name for name in self._names(_with_home(folder)) if _is_begun(name, begun))
        return [Candidate(folder + name) for name in sorted(islice(names, _MOST_OFFERED))]

    def _names(self, folder: str) -> Iterator[str]:
        return (f"{name}/" if is_folder else name for name, is_folder in _entries(folder))


class FolderPath(FilePath):
    """The name of a folder, or a folder that Get-ChildItem gives."""

    name = "folder"

    def _names(self, folder: str) -> Iterator[str]:
        return (f"{name}/" for name, is_folder in _entries(folder) if is_folder)


class TargetPath(FilePath):
    """The name of one file that is to be written."""

    def convert(self, value: Value) -> str | None:
        path = super().convert(value)
        if path is not None and ("*" in path or "?" in path) and not exists(path):
            raise Mismatch(f"must be the name of one file (got {shown(value)})")
        return path


def _path_text(value: Value) -> str:
    if isinstance(value, str):
        return str(value)
    if type_name(value) == "FileInfo":
        path: str = value.full_name
        return path
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return to_text(value)
    if isinstance(value, list):
        raise Mismatch(f"takes one name (got {len(value)} values)")
    hint = "a file of an app has its address in .url" if is_file(value) else ""
    raise Mismatch(f"must be the name of a file (got {shown(value)})", hint)


def _is_encodable(path: str) -> bool:
    """Say whether the file system can have such a name: text from an app may hold anything."""
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return False
    return True


def _with_home(path: str) -> str:
    is_at_home = path[:1] == "~" and (len(path) == 1 or path[1] in _SEPARATORS)
    return os.path.expanduser(path) if is_at_home else path  # noqa: PTH111 -- names stay text


def _is_begun(name: str, begun: str) -> bool:
    if name.startswith(".") and not begun.startswith("."):
        return False
    return name.isprintable() and name.lower().startswith(begun.lower())


def _entries(folder: str | Path) -> Iterator[tuple[str, bool]]:
    """Give what is in a folder, and whether it is one; nothing where that cannot be read."""
    try:
        with os.scandir(folder or ".") as found:
            for entry in islice(found, _MOST_SEEN):
                yield entry.name, _is_folder(entry)
    except OSError:
        return  # there is nothing to offer


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link to a place that may not be looked at


# Finding files by their names.


def each(
    context: Context, names: Sequence[str], act: Callable[[str], Iterator[Value]]
) -> Iterator[Value]:
    """Do something with each of some files; where it fails with one of several, go on."""
    for name in names:
        try:
            yield from act(name)
        except (OSError, ShellError) as error:
            if len(names) == 1:
                raise
            context.error(error)


def has_wildcard(path: str) -> bool:
    """Say whether a name stands for all that fit it; one that exists as it is stands for itself."""
    return any(sign in path for sign in "*?[") and not exists(path)


def exists(path: str) -> bool:
    """Say whether there is something of this name, be it a link that leads nowhere."""
    return os.path.lexists(path)


def matching(path: str) -> list[str]:
    """Give the names that fit a name with wildcards, sorted; any other name as it is.

    One that nothing fits is given too, so that whoever opens it says so.
    """
    if not has_wildcard(path):
        return [path]
    import glob

    return sorted(glob.glob(path)) or [path]  # noqa: PTH207 -- Path.glob gives hidden ones too


def not_found(path: str, kind: str = "file") -> ShellError:
    """Say which part of a path there is not, and what has a similar name in its place."""
    if exists(path) and not Path(path).exists():
        return _failure(f"{path} is a link to something that is not there", path)
    missing = Path(path)
    while missing.parent != missing and not missing.parent.exists():
        missing, kind = missing.parent, "folder"
    folder = missing.parent
    inside = missing if missing.exists() else folder
    if not inside.is_dir():
        return _failure(f"{inside} is a file, not a folder", path)
    known = (name for name, is_folder in _entries(folder) if is_folder or kind != "folder")
    similar = nearest(missing.name, known)
    hint = f"did you mean {quote(str(folder / similar))}?" if similar else ""
    return _failure(f"there is no {kind} {missing}", path, hint)


def _failure(message: str, path: str, hint: str = "") -> ShellError:
    return ShellError("FileNotFound", message, target=path, hint=hint)
