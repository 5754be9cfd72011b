"""What a cmdlet may ask of whoever runs it: the prompt and the script each implement it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, Self

from gshell.engine.errors import ErrorRecord
from gshell.engine.values import Value

if TYPE_CHECKING:
    from gshell.engine.types import Candidate

COLOURS: Final = (
    *("Black", "DarkRed", "DarkGreen", "DarkYellow", "DarkBlue", "DarkMagenta", "DarkCyan", "Gray"),
    *("DarkGray", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White"),
)
"""The colours that a person can ask for by name, those of PowerShell, as terminals number them."""


class Calculated(NamedTuple):
    """A property that is made while an object is shown."""

    title: str
    read: Callable[[Value], Value]


class Layout(NamedTuple):
    """How objects are to be shown: as a table, or as a list of their properties.

    With `wrap` what is too wide for its column goes on below it; `headers` are the titles of the
    columns; with `whole` all objects are read before the first is shown, so that every one fits.
    `group_by` begins a new table or list, with a line above it, whenever its value changes. Where
    the lines go on into a file, they are not `cut` at the window's width.
    """

    table: bool
    properties: tuple[str | Calculated, ...] = ()
    wrap: bool = False
    headers: bool = True
    whole: bool = False
    group_by: Calculated | None = None
    cut: bool = True


Complete = Callable[[str], Iterable["Candidate"]]
"""Gives what an answer may be that is typed so far: each takes the place of all that is typed."""


class Watch(Protocol):
    """A running call that a person is shown, from the beginning to the end of a `with` block."""

    results: int
    """How many results were taken of it; whoever takes them counts."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...


def tell_nothing() -> None:
    """Tell nothing: for a call of which nothing can have come yet."""


class Unwatched:
    """A running call that nobody looks at."""

    __slots__ = ("results",)

    def __init__(self) -> None:
        self.results = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Do nothing: there is nothing to take away."""


class Host(Protocol):
    """The person's side of the shell. Everything said here goes to stderr."""

    interactive: bool
    """Whether a person is there to answer."""

    def error(self, record: ErrorRecord) -> None: ...

    def warning(self, text: str) -> None: ...

    def note(self, text: str) -> None: ...

    def verbose(self, text: str) -> None: ...

    def log(self, level: str, text: str, title: str = "") -> None:
        """Show what an app says on the way; `level` is info, warning, success or error."""
        ...

    def watching(self, call: Value, tell: Callable[[], None]) -> Watch:
        """Show how a call goes on while it is read, where somebody looks.

        `tell` says what came since it was last called; it is called now and then on some thread.
        """
        ...

    def write(self, text: str, *, end: str = "\n", colour: str = "") -> None:
        """Show text that is no data; `colour` is one of `COLOURS`, in any case."""
        ...

    def clear(self) -> None:
        """Empty the screen, if there is one."""
        ...

    def confirm(self, question: str) -> bool: ...

    def ask(self, question: str, complete: Complete | None = None) -> str:
        """Ask for a line of text; where lines are edited, Tab offers what `complete` gives."""
        ...

    def secret(self, question: str) -> str: ...

    def text(self, values: Iterable[Value]) -> Iterator[str]:
        """Give what a file gets of objects: as shown, but without colours and never cut.

        There is a text for each object, with its line ends; it is empty while a table's row is
        held so that columns fit, and one more text at the end has what was held.
        """
        ...

    def format(self, values: Iterable[Value], layout: Layout) -> Iterator[str]:
        """Give objects as lines of text, as soon as each can be shown."""
        ...
