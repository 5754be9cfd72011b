"""Errors as records: what went wrong, where, and what to do.

    ShellError           ends the statement it happens in
      StatementError     the same, with its place, and what the command's -ErrorAction says
    StoppingError        ends the script: a record under -ErrorAction Stop
    Leave                is none: it ends the shell
    Mismatch             a value does not fit a parameter; binding turns it into a ShellError

Other packages bring exceptions of their own. They need no base class from here: an exception with
the attributes of `Reportable` becomes a record as it is, and any other one is a defect of gshell,
which is reported as `InternalError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from gshell.engine.values import Value

if TYPE_CHECKING:
    from gshell.language.problems import SyntaxProblem


@runtime_checkable
class Reportable(Protocol):
    """An exception that says what a person needs to know."""

    @property
    def id(self) -> str: ...

    @property
    def message(self) -> str: ...

    @property
    def target(self) -> Value: ...

    @property
    def hint(self) -> str: ...


class ErrorRecord:
    """What `$Error` keeps of one error. As text it is its message."""

    __slots__ = ("cause", "end", "hint", "id", "message", "source", "start", "target")
    MEMBERS: ClassVar[dict[str, str]] = {
        "Id": "id",
        "Message": "message",
        "Target": "target",
        "Hint": "hint",
    }

    def __init__(
        self,
        id: str,  # noqa: A002 -- the name that people see
        message: str,
        *,
        target: Value = None,
        hint: str = "",
        cause: BaseException | None = None,
    ) -> None:
        from gshell.engine.secrecy import mask  # not before something goes wrong

        self.id = id
        self.message = mask(message)
        self.target = mask(target) if isinstance(target, str) else target
        self.hint = mask(hint)
        self.cause = cause
        self.source = ""
        self.start: int | None = None
        self.end: int | None = None

    def place(self, source: str, start: int, end: int) -> None:
        """Say where in typed text it happened, unless that is known already."""
        if self.start is None:
            self.source, self.start, self.end = source, start, end

    def __str__(self) -> str:
        return self.message


class ShellError(Exception):
    """An error with what a person needs to know of it; it ends the statement."""

    def __init__(
        self,
        id: str,  # noqa: A002
        message: str,
        *,
        target: Value = None,
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.record = ErrorRecord(id, message, target=target, hint=hint, cause=self)


class StatementError(ShellError):
    """An error that has its place, and ends the statement; no stage downstream judges it again.

    `action` is what -ErrorAction of the command that failed says, empty if it was not given.
    """

    def __init__(self, record: ErrorRecord, action: str = "") -> None:
        Exception.__init__(self, record.message)
        self.record = record
        self.action = action

    @classmethod
    def of(
        cls, error: Exception, source: str, start: int, end: int, action: str = ""
    ) -> StatementError:
        """Make one of any exception; a place and an action that it has already are kept."""
        record = record_of(error)
        record.place(source, start, end)
        known = error.action if isinstance(error, StatementError) else ""
        return cls(record, known or action)


class Placed:
    """Gives an error its place: `with Placed(source, start, end): ...` raises a StatementError.

    What ends the script passes as it is.
    """

    __slots__ = ("_place",)

    def __init__(self, source: str, start: int, end: int) -> None:
        self._place = source, start, end

    def __enter__(self) -> None:
        """Begin; there is nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: object
    ) -> None:
        """Raise the error that was raised inside, with its place."""
        if isinstance(error, Exception) and not isinstance(error, StoppingError):
            raise StatementError.of(error, *self._place) from error


class StoppingError(Exception):
    """A record that ends the whole script."""

    def __init__(self, record: ErrorRecord) -> None:
        super().__init__(record.message)
        self.record = record


class Leave(BaseException):
    """The person asked to leave the shell, with an exit code."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(code)
        self.code = code


class Mismatch(Exception):  # noqa: N818 -- an answer to "does it fit?"
    """Why a value does not fit: `must be a number (got 'abc')`, and a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


TOO_DEEP = "TooDeep"
"""The id of the error that ends the whole script: each caller would only fail in the same way."""


ERROR_ACTIONS = ("Continue", "SilentlyContinue", "Ignore", "Stop")
SILENT_ACTIONS = ("SilentlyContinue", "Ignore")
"""Those with which an error counts as handled."""


def preferred_action(variables: Mapping[str, Value]) -> str:
    """Give what an error does where no -ErrorAction says: `$ErrorActionPreference`."""
    wanted = str(variables.get("erroractionpreference", "Continue")).lower()
    return next((action for action in ERROR_ACTIONS if action.lower() == wanted), "Continue")


def record_of(error: BaseException) -> ErrorRecord:
    """Give the record of any exception."""
    if isinstance(error, (ShellError, StoppingError)):
        return error.record
    if isinstance(error, Reportable):
        return ErrorRecord(
            error.id, error.message, target=error.target, hint=error.hint, cause=error
        )
    if isinstance(error, Mismatch):
        return ErrorRecord("ParamInvalid", f"a value {error}", hint=error.hint, cause=error)
    if isinstance(error, RecursionError):
        return ErrorRecord(
            TOO_DEEP, "blocks call each other, or values nest, too deeply", cause=error
        )
    if isinstance(error, OSError) and error.strerror:
        where = f": {error.filename}" if error.filename else ""
        return ErrorRecord("SystemError", f"{error.strerror}{where}", cause=error)
    return ErrorRecord(
        "InternalError",
        f"{type(error).__name__}: {error}",
        hint="this is a defect of gshell; --debug shows where",
        cause=error,
    )


def syntax_record(problem: SyntaxProblem, source: str) -> ErrorRecord:
    """Give the record of what is wrong with a text."""
    record = ErrorRecord("SyntaxError", problem.message, hint=problem.hint, cause=problem)
    record.place(source, problem.start, problem.end)
    return record


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Give the name that a person most likely meant, None if nothing is near."""
    import difflib  # only errors need it

    by_folded = {name.lower(): name for name in names}
    found = difflib.get_close_matches(word.lower(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Give the hint `did you mean NAME?`, or no text if nothing is near."""
    name = nearest(word, names)
    return f"did you mean {name}?" if name else ""
