"""Runs one line: shows its objects as they come, and stops at Ctrl-C without leaving the shell."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import FrameType

from gshell.engine.errors import StoppingError, record_of, syntax_record
from gshell.engine.shell import Shell
from gshell.render.page import FormattedLine
from gshell.repl.host import PromptHost
from gshell.repl.terminal import quiet

_PATIENCE = 3
"""Ctrl-C after which even the closing of a pipeline is given up, should it hang."""


class Runner:
    """Runs lines in a shell and shows what they give."""

    def __init__(self, shell: Shell, host: PromptHost) -> None:
        self.shell = shell
        self.host = host
        self._said = 0  # how many messages there were when the line was stopped

    def run(self, text: str) -> None:
        """Run a line. Whatever goes wrong becomes a record; only Leave ends the shell."""
        self._note_said()
        try:
            with quiet(self.host.environment.stdin), _first_interrupt_only(self._note_said):
                self._run(text)
        except KeyboardInterrupt:
            self._tell_stopped()
            if self.host.said == self._said:
                self.host.note("stopped")
        except StoppingError as error:
            self.shell.record_error(error.record)
        except BrokenPipeError:
            raise  # whoever read the output has gone
        except Exception as error:  # a defect of ours must not take the shell away
            self.shell.record_error(record_of(error))

    def _note_said(self) -> None:
        self._said = self.host.said

    def _tell_stopped(self) -> None:
        """Say which calls were stopped in threads."""
        from gshell.cmdlets.stopping import Stops

        if self.shell.has_service(Stops):
            self.shell.service(Stops).tell()

    def _run(self, text: str) -> None:
        from gshell.language.parser import SyntaxProblem

        try:
            flow = self.shell.compile(text)
        except SyntaxProblem as problem:
            self.shell.record_error(syntax_record(problem, text))
            return
        self.host.begin()
        try:
            with closing(self.shell.run(flow)) as objects:
                for value in objects:
                    self.host.show(value)
                    if not isinstance(value, FormattedLine):
                        self.shell.variables["it"] = value
        finally:
            self.host.finish()


@contextmanager
def _first_interrupt_only(before_it: Callable[[], None]) -> Iterator[None]:
    """Let the first Ctrl-C stop the pipeline; while that closes, further ones are only counted.

    `before_it` is called when the first one comes.
    """
    count = 0

    def interrupt(number: int, frame: FrameType | None) -> None:
        del number, frame
        nonlocal count
        count += 1
        if count == 1:
            before_it()
        if count == 1 or count >= _PATIENCE:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def ignoring_interrupts() -> Iterator[None]:
    """Let a Ctrl-C do nothing that comes between two lines, when there is nothing to be stopped.

    While a line runs it stops that, and while the prompt is shown it is a key.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
