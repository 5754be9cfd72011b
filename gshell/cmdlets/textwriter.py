"""Files that text is written to, in a way that nothing a person had is lost. The text is UTF-8."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from gshell.cmdlets.paths import not_found
from gshell.cmdlets.textfiles import BeingRead
from gshell.engine.errors import ShellError

if TYPE_CHECKING:
    from gshell.engine.context import Context


def check_target(path: str, *, force: bool = False) -> None:
    """Raise if a file cannot be written, before anything is done for it."""
    target = Path(path)
    if target.is_dir():
        raise ShellError("InvalidOperation", f"{path} is a folder", target=path)
    if not target.parent.is_dir():
        raise not_found(str(target.parent), "folder")
    if not target.exists():
        if not os.access(target.parent, os.W_OK):
            message = f"nothing may be written in {target.parent}"
            raise ShellError("SystemError", message, target=path)
    elif not force and not os.access(path, os.W_OK):
        message = f"{path} may not be written to"
        raise ShellError("SystemError", message, target=path, hint="-Force tries it anyway")


class TextWriter:
    """A file that is opened when the first text comes, or at the end if none does.

    So `cat x | sort | Set-Content x` has read all before it writes. With `replace`, what is written
    goes to a file beside an existing one and takes its place at the end; if the block ends with an
    exception, the old content stays. Everything else is written as the text comes, for others to
    see at once: new files, pipes and devices, files with several names or of somebody else, and
    what is added.

    If something in the pipeline has failed and no text came, an old file stays as it is and no new
    one is made: `call boom x > keep.txt`.
    """

    __slots__ = (
        "_append",
        "_being_read",
        "_failures",
        "_file",
        "_force",
        "_mode",
        "_path",
        "_replace",
        "_temporary",
    )

    def __init__(
        self,
        path: str,
        context: Context,
        *,
        append: bool = False,
        replace: bool = False,
        force: bool = False,
    ) -> None:
        self._path = path
        self._being_read = context.shell.service(BeingRead)
        self._failures = _Failures(context)
        self._append = append
        self._replace = replace
        self._force = force
        self._file: TextIO | None = None
        self._temporary: str | None = None
        self._mode: int | None = None  # the bits that a protected file gets back at the end

    def __enter__(self) -> Self:
        return self

    def write(self, text: str) -> None:
        """Write text as it is; what UTF-8 cannot hold is written escaped."""
        if not text:
            return
        try:
            if self._file is None:
                self._file = self._open()
            self._file.write(text)
            if self._temporary is None:
                self._file.flush()
        except OSError as error:
            raise self._failure(error) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None and (self._file is not None or not self._failures):
                self._complete()
        except OSError as problem:
            raise self._failure(problem) from problem
        finally:
            self._tidy()

    def _open(self) -> TextIO:
        target = Path(self._path)
        if self._force and target.exists() and not os.access(target, os.W_OK):
            self._mode = stat.S_IMODE(target.stat().st_mode)
            target.chmod(self._mode | stat.S_IWUSR)
        if self._replace and not self._append and is_replaceable(target):
            try:
                return self._open_beside(target.resolve())
            except PermissionError:
                pass  # no new file may be made in the folder: the old one is written to
        return self._open_itself()

    def _open_beside(self, target: Path) -> TextIO:
        descriptor, self._temporary = tempfile.mkstemp(prefix=".gshell-", dir=target.parent)
        file = _as_text(descriptor)
        Path(self._temporary).chmod(self._mode or stat.S_IMODE(target.stat().st_mode))
        return file

    def _open_itself(self) -> TextIO:
        flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if self._append else 0) | _BINARY
        descriptor = os.open(self._path, flags, 0o666)
        if descriptor in self._being_read:
            os.close(descriptor)
            raise ShellError(
                "InvalidOperation",
                f"{self._path} is still being read, so it cannot be written",
                target=self._path,
                hint="(cat FILE) in parentheses reads all of it first",
            )
        file = _as_text(descriptor)
        if not self._append and stat.S_ISREG(os.fstat(descriptor).st_mode):
            file.truncate()
        return file

    def _complete(self) -> None:
        file = self._file or self._open()
        file.close()
        if self._temporary is not None:
            Path(self._temporary).replace(Path(self._path).resolve())

    def _tidy(self) -> None:
        """Leave nothing open or behind; what could still go wrong was told, or is thrown away."""
        with suppress(OSError):
            if self._file is not None:
                self._file.close()
        with suppress(OSError):
            if self._temporary is not None:
                Path(self._temporary).unlink()
        with suppress(OSError):
            if self._mode is not None:
                Path(self._path).chmod(self._mode)

    def _failure(self, error: OSError) -> ShellError:
        message = f"{self._path}: {error.strerror or error}"
        return ShellError("SystemError", message, target=self._path)


class _Failures:
    """Whether something in a cmdlet's pipeline has failed since this was made."""

    __slots__ = ("_before", "_tally")

    def __init__(self, context: Context) -> None:
        own = context.scope.tally
        self._tally = own.outer or own  # that of the whole pipeline
        self._before = self._tally.count

    def __bool__(self) -> bool:
        return self._tally.count > self._before


_BINARY = getattr(os, "O_BINARY", 0)  # Windows would write other line ends
_ELSEWHERE = ("/dev/", "/proc/")  # names for what is open already, such as /dev/stdout


def _as_text(descriptor: int) -> TextIO:
    return os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="")


def is_replaceable(target: Path) -> bool:
    """Say whether another file may take a file's place: one of ours, with one name."""
    if not target.is_file() or str(target.absolute()).startswith(_ELSEWHERE):
        return False
    status = target.stat()
    own = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
    return own and status.st_nlink == 1
