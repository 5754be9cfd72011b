"""The two streams that a person reads: objects on stdout, everything else on stderr, in order.

The prompt and the script share this; it is the shell's host, and nothing else writes to a terminal.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

from gshell.engine.errors import ErrorRecord, ShellError
from gshell.engine.host import Complete, Layout, Unwatched, Watch, tell_nothing
from gshell.engine.values import Value
from gshell.environment import Environment
from gshell.render.display import Display
from gshell.render.page import FormattedLine

if TYPE_CHECKING:
    from gshell.live import Live
    from gshell.render.messages import Messages

_MOMENT = 0.1
"""Seconds for which rows are held so that columns fit; a slow stream must not look stuck."""


class Console:
    """Shows objects and messages. `json` prints one JSON value per object and line instead."""

    def __init__(
        self, environment: Environment, *, json: bool = False, debug: bool = False
    ) -> None:
        self.environment = environment
        self.json = json
        self.debug = debug
        self._lock = threading.RLock()
        self._flush: threading.Timer | None = None
        self._live: Live | None = None
        self._line_open = False  # whether the cursor stands behind something, on the terminal
        self.interactive = environment.stdin_is_terminal and environment.stderr_is_terminal
        self.display = Display(
            terminal=environment.stdout_is_terminal,
            colour=environment.colour,
            width=environment.width(),
            height=environment.height(),
        )

    # Objects.

    def begin(self) -> None:
        """Prepare for a statement's output: the window may have another size than before."""
        self.display.width = self.environment.width()
        self.display.height = self.environment.height()
        self._line_open = False

    def show(self, value: Value) -> None:
        """Print one object, now; a table's first rows wait a moment for more of them."""
        with self._lock:
            text = self._json_line(value) if self.json else self.display.show(value)
            self._write(text)
            if not text and value is not None and self._flush is None:
                self._flush = threading.Timer(_MOMENT, self._write_held)
                self._flush.daemon = True
                self._flush.start()

    def finish(self) -> None:
        """End what a statement printed: a table that is held back, a line that is still open."""
        with self._lock:
            if self._live is not None:
                self._live.forget()  # also calls in threads that could not be stopped in time
            self._write(self.display.finish())
            if self._flush is not None:
                self._flush.cancel()
                self._flush = None

    def _write_held(self) -> None:
        """Print rows that wait for others which do not come, on the timer's thread."""
        with self._lock:
            if self._flush is not threading.current_thread():
                return
            self._flush = None
            try:
                self._write(self.display.flush())
            except BrokenPipeError:
                pass  # the next object's own write says so, where it can be dealt with

    def _json_line(self, value: Value) -> str:
        from gshell.engine.serialize import to_json

        return to_json(value, warn=self.warning) + "\n"

    def _write(self, text: str) -> None:
        """Write to standard output."""
        if text:
            if self._live is not None and self.environment.stdout_is_terminal:
                self._live.printed_at = time.monotonic()
            self._put(self.environment.stdout, text, self.environment.stdout_is_terminal)

    def _put(self, stream: TextIO, text: str, on_terminal: bool) -> None:
        """Write where the lines of running calls may stand; they go away for it and come back."""
        if self._live is not None and on_terminal:
            self._live.erase()
        stream.write(text)
        stream.flush()
        if on_terminal and text:
            self._line_open = not text.endswith("\n")
        if self._live is not None and on_terminal:
            self._live.restore()

    # What the shell's host must do.

    def error(self, record: ErrorRecord) -> None:
        """Print an error, under --debug with its traceback."""
        self.say(self._messages().error(record))
        if not self.debug:
            return
        from gshell.render.messages import traceback_text

        trace = traceback_text(record)
        if trace:
            self.say(trace)

    def warning(self, text: str) -> None:
        """Print a warning."""
        self.say(self._messages().warning(text))

    def note(self, text: str) -> None:
        """Print what happened."""
        self.say(self._messages().note(text))

    def verbose(self, text: str) -> None:
        """Print what is being done."""
        self.say(self._messages().verbose(text))

    def write(self, text: str, *, end: str = "\n", colour: str = "") -> None:
        """Print text that is no data, to standard error."""
        self.say(self._messages().plain(text, colour), end)

    def log(self, level: str, text: str, title: str = "") -> None:
        """Print what an app says on the way."""
        self.say(self._messages().log(level, text, title))

    def watching(self, call: Value, tell: Callable[[], None]) -> Watch:
        """Show how a call goes on, on a terminal; anywhere, let it tell what came."""
        from gshell.live import Live, Watching  # not before the first call

        with self._lock:
            if self._live is None:
                self._live = Live(
                    self.environment, self._lock, lambda: not self._line_open, self.note
                )
            if tell is tell_nothing and not self._live.draws:
                return Unwatched()
            return Watching(self._live, call, tell)

    def clear(self) -> None:
        """Empty the terminal; anywhere else there is nothing to empty."""
        if self.environment.stdout_is_terminal:
            with self._lock:
                self._put(self.environment.stdout, "\x1b[H\x1b[2J\x1b[3J", True)
                self._line_open = False

    def confirm(self, question: str) -> bool:
        """Ask a question that is answered with y or n; anything else than y is no."""
        self.say(f"{question} [y/N] ", end="")
        return self._answer().strip().lower() in ("y", "yes")

    def ask(self, question: str, complete: Complete | None = None) -> str:
        """Ask for a line of text; raises where nobody can answer. Nothing is completed here."""
        del complete
        if not self.interactive:
            raise ShellError("ConfirmNeeded", "there is nobody to ask", hint="use $args or $input")
        self.say(question, end="")
        answer = self._answer()
        if not answer:
            raise ShellError("Cancelled", "nothing was answered")
        return answer.rstrip("\r\n")

    def _answer(self) -> str:
        """Read a line; none at the end of the input. However it ends, the question's line does."""
        try:
            line = self.environment.stdin.readline()
        except KeyboardInterrupt:
            self.say("")
            raise
        if line:
            self._line_open = False  # the terminal has shown the line's end
        else:
            self.say("")
        return line

    def secret(self, question: str) -> str:
        """Ask for something that must not be seen while it is typed."""
        if not self.interactive:
            raise ShellError("AuthRequired", "there is nobody to ask for a password")
        import getpass

        self._line_open = True  # what asks writes the question itself
        self.say("", end="")
        try:
            return getpass.getpass(question, self.environment.stderr)
        except EOFError as error:
            raise ShellError("Cancelled", "nothing was answered") from error
        except KeyboardInterrupt:
            self.say("")
            raise
        finally:
            self._line_open = False

    def format(self, values: Iterable[Value], layout: Layout) -> Iterator[FormattedLine]:
        """Give objects as lines of text, as soon as each can be shown."""
        if self.json:
            raise ShellError(
                "ParamInvalid",
                "with --json, objects are printed as JSON, not as tables or lists",
                hint="leave out ft and fl, or --json",
            )
        return self.display.format(values, layout)

    def text(self, values: Iterable[Value]) -> Iterator[str]:
        """Give what a file gets of each object; with `json`, a line of JSON each."""
        if self.json:
            return map(self._json_line, values)
        return _shown(values, Display(terminal=False, colour=False))

    def _messages(self) -> Messages:
        from gshell.render.messages import Messages  # not before there is something to say

        return Messages(colour=self.environment.colour_errors, width=self.environment.width())

    def say(self, text: str, end: str = "\n") -> None:
        """Write a message to standard error, after all that was shown before it."""
        from gshell.engine.secrecy import mask

        with self._lock:
            self._write(self.display.interrupt())
            on_terminal = self.environment.stderr_is_terminal
            self._put(self.environment.stderr, mask(text) + end, on_terminal)


def _shown(values: Iterable[Value], page: Display) -> Iterator[str]:
    """Show objects on a page of their own: a text for each, with line ends, and one at the end."""
    for value in values:
        yield page.show(FormattedLine(value) if isinstance(value, FormattedLine) else value)
    yield page.finish()
