"""The line editor for the answer to a question, which completes what may be answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.application import Application
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from gshell.engine.complete import is_clean, one_line
from gshell.engine.host import Complete
from gshell.repl.completer import cut_note


class AnswerSession(PromptSession[str]):
    """Reads one answer, in the terminal of the prompt's own application."""

    def __init__(self, question: str, complete: Complete, prompt: Application[Any]) -> None:
        super().__init__(
            question,
            completer=_AnswerCompleter(complete),
            complete_while_typing=False,
            input=prompt.input,
            output=prompt.output,
            style=prompt.style,
            color_depth=prompt.color_depth,
            include_default_pygments_style=False,
        )


class _AnswerCompleter(Completer):
    def __init__(self, complete: Complete) -> None:
        self._complete = complete

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Give the answers that begin with what is typed, in any case."""
        del complete_event
        typed = document.text_before_cursor
        for one in self._complete(typed):
            if one.text.lower().startswith(typed.lower()) and is_clean(one.text):
                yield Completion(
                    one.text, -len(typed), one_line(one.text), cut_note(one_line(one.note))
                )
