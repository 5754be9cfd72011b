"""What is in a folder, as objects."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import ClassVar, NamedTuple


class FileInfo:
    """A file or a folder, as it was when it was listed. As text it is its full path.

    `relative` is its name below the folder that was listed. `Folder`, for the table, says in which
    folder it was found, where that is not simply the folder one is in.
    """

    __slots__ = ("_status", "folder", "full_name", "is_link", "name", "relative")
    MEMBERS: ClassVar[dict[str, str]] = {
        "Name": "name",
        "FullName": "full_name",
        "BaseName": "base_name",
        "Extension": "extension",
        "Type": "type",
        "Length": "length",
        "LastWriteTime": "last_write_time",
    }
    SYNONYMS: ClassVar[dict[str, str]] = {
        "DirectoryName": "directory_name",
        "Folder": "folder",
        "PSIsContainer": "is_folder",
        "Size": "length",
    }

    def __init__(
        self,
        directory: str,
        name: str,
        status: os.stat_result,
        *,
        relative: str,
        folder: str = "",
        is_link: bool = False,
    ) -> None:
        self.name = name
        self.full_name = os.path.join(directory, name)  # noqa: PTH118 -- made for every file
        self.relative = relative
        self.folder = folder
        self.is_link = is_link
        self._status = status

    def __fspath__(self) -> str:
        return self.full_name

    @property
    def base_name(self) -> str:
        """The name without its extension."""
        return self.name.removesuffix(self.extension)

    @property
    def extension(self) -> str:
        """The end of a file's name from the last dot on; a folder has none."""
        return "" if self.is_folder else Path(self.name).suffix

    @property
    def directory_name(self) -> str:
        """The path of the folder that it is in."""
        return str(Path(self.full_name).parent)

    @property
    def type(self) -> str:
        """`file`, `folder`, `link` for one that leads nowhere, or `other`, such as a pipe."""
        return _TYPES.get(stat.S_IFMT(self._status.st_mode), "other")

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder, or a link to one."""
        return self.type == "folder"

    @property
    def length(self) -> int | None:
        """The bytes in a file; None for anything else."""
        return self._status.st_size if self.type == "file" else None

    @property
    def last_write_time(self) -> datetime | None:
        """When it was last written, in local time."""
        try:
            return datetime.fromtimestamp(self._status.st_mtime).astimezone()
        except (ValueError, OverflowError, OSError):
            return None  # a file system can hold times that no calendar has

    def __str__(self) -> str:
        return self.full_name


_TYPES = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}


class Wanted(NamedTuple):
    """Which of the things in a folder are meant. `type` is empty where any is.

    A name must fit all of `patterns`, one of `include` if there are any, and none of `exclude`.
    """

    patterns: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    type: str = ""
    hidden: bool = False

    def fits(self, found: FileInfo) -> bool:
        """Say whether a thing is meant."""
        name = found.name
        return (
            (not is_hidden(name) or self._takes_hidden())
            and self.type in ("", found.type)
            and all(fnmatch(name, one) for one in self.patterns)
            and (not self.include or any(fnmatch(name, one) for one in self.include))
            and not any(fnmatch(name, one) for one in self.exclude)
        )

    def _takes_hidden(self) -> bool:
        return self.hidden or any(map(is_hidden, (*self.patterns, *self.include)))


def is_hidden(name: str) -> bool:
    """Say whether a name, or a pattern for names, is of something that is usually not shown."""
    return name.startswith(".")


class Folder(NamedTuple):
    """A folder to list: its path, and how many folders deep to go; 0 for what is in it itself."""

    path: str
    depth: float = 0

    def listed(self, wanted: Wanted, failed: Callable[[OSError], None]) -> Iterator[FileInfo]:
        """Give what is wanted of it: what is in a folder, and then what is in the folders there.

        Links are not followed. `failed` is told of inner folders that cannot be read.
        """
        waiting = [""]
        while waiting:
            relative = waiting.pop()
            try:
                entries = self._entries(relative)
            except OSError as error:
                if not relative:
                    raise
                failed(error)
                continue
            yield from filter(wanted.fits, entries)
            if relative.count(os.sep) + bool(relative) < self.depth:
                inner = [one for one in entries if one.is_folder and not one.is_link]
                shown = [one for one in inner if wanted.hidden or not is_hidden(one.name)]
                waiting += [one.relative for one in reversed(shown)]

    def _entries(self, relative: str) -> list[FileInfo]:
        """Read one folder: the folders in it first, then the rest, by name."""
        place = Path(self.path, relative)
        directory = _absolute(place)
        plain = str(place) == "." and not self.depth
        with os.scandir(place) as found:
            entries = [
                FileInfo(
                    directory,
                    one.name,
                    status,
                    relative=f"{relative}{os.sep}{one.name}" if relative else one.name,
                    folder="" if plain else str(place),
                    is_link=one.is_symlink(),
                )
                for one in found
                if (status := _status(one)) is not None
            ]
        return sorted(entries, key=_order)


def describe(path: str) -> FileInfo:
    """Describe one thing by its name; raises OSError where there is none."""
    place = Path(path)
    folder = str(place.parent)
    return FileInfo(
        _absolute(place.parent),
        place.name,
        place.stat(),
        relative=place.name,
        folder="" if folder == "." else folder,
        is_link=place.is_symlink(),
    )


def _absolute(folder: Path) -> str:
    return str(folder.resolve() if ".." in folder.parts else folder.absolute())


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Look at a thing, or at the link where it leads nowhere; None if it has gone by now."""
    for follow in (True, False):
        try:
            return entry.stat(follow_symlinks=follow)
        except OSError:
            continue  # a link that leads nowhere
    return None


def _order(found: FileInfo) -> tuple[bool, str, str]:
    name = found.name
    return not found.is_folder, name.lower(), name
