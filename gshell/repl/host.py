"""The console of the prompt: what comes while the prompt is shown is written above it."""

from __future__ import annotations

from collections import deque
from typing import Any

from prompt_toolkit.application import Application, run_in_terminal
from prompt_toolkit.utils import is_dumb_terminal

from gshell.console import Console
from gshell.engine.errors import ShellError
from gshell.engine.host import Complete
from gshell.environment import Environment
from gshell.repl.terminal import answering


class PromptHost(Console):
    """A console whose messages may come from any thread, also while the person types.

    `prompt_is_up` says that a line is being read, so that nothing else may write to the terminal;
    `said` counts the messages, so that one can tell whether anything was said.
    """

    def __init__(
        self, environment: Environment, *, json: bool = False, debug: bool = False
    ) -> None:
        super().__init__(environment, json=json, debug=debug)
        self.said = 0
        self.prompt_is_up = False
        self.application: Application[Any] | None = None
        self._waiting: deque[str] = deque()

    def write_waiting(self) -> None:
        """Write what came while the prompt was shown, and could not be written above it."""
        while self._waiting:
            super().say(self._waiting.popleft(), end="")

    def write_above(self) -> None:
        """Write, once the prompt is drawn, what came a moment before that."""
        if self._waiting and self.application is not None and self.application.loop is not None:
            self.application.loop.call_soon(self._write_above)

    def say(self, text: str, end: str = "\n") -> None:
        """Write a message; while the prompt is shown, above it."""
        self.said += 1
        application = self.application
        if application is None or not self.prompt_is_up:
            super().say(text, end)
            return
        self._waiting.append(text + end)
        if application.loop is None:
            return  # a terminal that cannot draw above the prompt
        try:
            application.loop.call_soon_threadsafe(self._write_above, context=application.context)
        except RuntimeError:
            pass  # the prompt has just ended; it is written when that returns

    def ask(self, question: str, complete: Complete | None = None) -> str:
        """Ask for a line of text; Ctrl-D answers nothing. With `complete` the line is edited."""
        application = self.application
        if complete is not None and application is not None and not is_dumb_terminal():
            return self._edited(application, question, complete)
        with answering(self.environment.stdin):
            return super().ask(question)

    def _edited(self, prompt: Application[Any], question: str, complete: Complete) -> str:
        from gshell.repl.answer import AnswerSession  # not before there is a question

        self._line_open = True  # the editor writes the question itself
        super().say("", end="")
        session = AnswerSession(question, complete, prompt)
        self.application, self.prompt_is_up = session.app, True
        try:
            return session.prompt()
        except EOFError as error:
            raise ShellError("Cancelled", "nothing was answered") from error
        finally:
            self.application, self.prompt_is_up = prompt, False
            self._line_open = False
            self.write_waiting()

    def confirm(self, question: str) -> bool:
        """Ask a question that is answered with y or n; Ctrl-D is no."""
        with answering(self.environment.stdin):
            return super().confirm(question)

    def secret(self, question: str) -> str:
        """Ask for something that must not be seen; Ctrl-D answers nothing."""
        with answering(self.environment.stdin):
            return super().secret(question)

    def _write_above(self) -> None:
        run_in_terminal(self.write_waiting)
