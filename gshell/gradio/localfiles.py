"""Files that a call takes along: found on this machine, or written into a `data:` URL.

Nothing is opened for long here: a file is looked at when its name is bound, and read when the call
is sent.
"""

from __future__ import annotations

import base64
import binascii
import glob
import mimetypes
import os
import re
import stat
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from gshell.gradio.errors import FileNotFound, ParamInvalid

_UNKNOWN_TYPE = "application/octet-stream"
_ADDRESS = re.compile(r"(file):|([a-z][a-z0-9+.-]+)://", re.I)
_SHOWN = 60  # characters of a data URL in an error


class LocalFile:
    """A file on this machine, as it was when its name was read; `size` is in bytes.

    `modified` is its time stamp in ns: one that was uploaded is uploaded again only if that or the
    size changed.
    """

    __slots__ = ("modified", "path", "size")
    MEMBERS: ClassVar[dict[str, str]] = {"path": "path", "size": "size", "mime_type": "mime_type"}

    def __init__(self, path: str, size: int, modified: int) -> None:
        self.path = path
        self.size = size
        self.modified = modified

    @property
    def name(self) -> str:
        """Its name without the folders."""
        return Path(self.path).name

    @property
    def mime_type(self) -> str:
        """Its kind, such as `image/png`, guessed from its name."""
        return mimetypes.guess_type(self.path)[0] or _UNKNOWN_TYPE

    def __str__(self) -> str:
        return self.path

    def __repr__(self) -> str:
        return f"LocalFile({self.path!r})"


class InlineFile:
    """A file that is no file on this machine: its content is here."""

    __slots__ = ("content", "mime_type", "name")
    MEMBERS: ClassVar[dict[str, str]] = {"name": "name", "size": "size", "mime_type": "mime_type"}

    def __init__(self, name: str, mime_type: str, content: bytes) -> None:
        self.name = name
        self.mime_type = mime_type
        self.content = content

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"InlineFile({self.name!r}, {self.size} bytes)"


Upload = LocalFile | InlineFile
"""What has to be uploaded before a call can be sent."""


def find_file(text: str) -> LocalFile:
    """Find a file by its path, `~` expanded; FileNotFound says why it cannot be taken."""
    _refuse_data(text)
    path = Path(_expanded(text)).absolute()
    try:
        status = path.stat()
    except FileNotFoundError:
        _refuse_address(text)
        raise _unfit(text, "there is no file", _near(path)) from None
    except (OSError, ValueError) as error:
        raise _unfit(text, f"cannot be looked at ({_reason(error)}):") from None
    if stat.S_ISDIR(status.st_mode):
        hint = "a pattern such as folder/*.png takes its files"
        raise _unfit(text, "a folder, not a file:", hint)
    if not stat.S_ISREG(status.st_mode):
        raise _unfit(text, "not a file but a pipe or a device:")
    if not os.access(path, os.R_OK):
        raise _unfit(text, "the file cannot be read:", "check its permissions")
    return LocalFile(str(path), status.st_size, status.st_mtime_ns)


def is_pattern(text: str) -> bool:
    """Say whether a text stands for any number of files, as `*.png` does."""
    return glob.has_magic(text) and not os.path.exists(_expanded(text))  # noqa: PTH110 -- no raise


def find_files(pattern: str) -> list[LocalFile]:
    """Find the files that a pattern names, sorted by name; FileNotFound if there are none."""
    names = sorted(glob.glob(_expanded(pattern), recursive=True))  # noqa: PTH207 -- or an absolute
    files = [find_file(name) for name in names if not Path(name).is_dir()]
    if not files:
        _refuse_address(pattern)
        raise _unfit(pattern, "no file matches")
    return files


def is_folder(text: str) -> bool:
    """Say whether a text is the path of a folder."""
    return os.path.isdir(_expanded(text))  # noqa: PTH112 -- no raise


def files_below(folder: str) -> list[LocalFile]:
    """Find the files in a folder and in those below it, but for hidden ones, sorted by name."""
    names = glob.glob("**", root_dir=_expanded(folder), recursive=True)  # noqa: PTH207 -- no raise
    paths = [os.path.join(folder, name) for name in sorted(names)]  # noqa: PTH118
    return [find_file(path) for path in paths if not is_folder(path)]


def _refuse_data(text: str) -> None:
    """Refuse a `data:` URL that has no content, as where the shell took what is after a comma."""
    if text[:5].lower() == "data:" and not os.path.exists(text):  # noqa: PTH110 -- no raise
        what = "a data: URL has its content after a comma, and there is none:"
        hint = "put the whole data: URL in quotes: 'data:text/plain,hello'"
        raise _unfit(_short(text), what, hint)


def _refuse_address(text: str) -> None:
    """Refuse an address of a kind that neither we nor apps fetch, instead of looking for a path."""
    found = _ADDRESS.match(text)
    if found is None:
        return
    hint = "download it first, and give its path"
    if found[1]:
        hint = f"give the path: {unquote(urlsplit(text).path)}"
    raise _unfit(_short(text), "only a path, or an http, https or data: address, not", hint)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


def _expanded(text: str) -> str:
    return os.path.expanduser(text)  # noqa: PTH111 -- Path's raises where there is no such user


def is_data_url(text: str) -> bool:
    """Say whether a text is a file's content, as in `data:image/png;base64,...`."""
    return text[:5].lower() == "data:" and "," in text


def read_data_url(url: str) -> InlineFile:
    """Read a `data:` URL (RFC 2397); ParamInvalid if its content is damaged."""
    head, _, body = url[5:].partition(",")
    mime_type, *settings = head.split(";")
    mime_type = mime_type.strip().lower() or "text/plain"
    raw = unquote_to_bytes(body)
    if any(each.strip().lower() == "base64" for each in settings):
        try:
            raw = base64.b64decode(raw, validate=True)
        except binascii.Error:
            shown = _short(url)
            raise ParamInvalid(f"the content of {shown} is not base64", target=shown) from None
    return InlineFile("file" + (mimetypes.guess_extension(mime_type) or ""), mime_type, raw)


def _unfit(text: str, what: str, hint: str = "") -> FileNotFound:
    return FileNotFound(f"{what} {text}", hint=hint, target=text)


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _near(path: Path) -> str:
    """Give a hint: the name in the same folder that is most like the one that is not there."""
    from difflib import get_close_matches  # only errors need it

    try:
        names = [each.name for each in path.parent.iterdir() if not each.is_dir()]
    except OSError:
        return "its folder is not there either"
    found = get_close_matches(path.name, names, n=1, cutoff=0.6)
    return f"did you mean {found[0]}?" if found else "Tab completes file names"
