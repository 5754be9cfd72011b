"""Between prompt_toolkit's menu and the engine's completion."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

if TYPE_CHECKING:
    from gshell.engine.shell import Shell

NOTE_WIDTH = 60
"""Columns for a note: what is beyond says more than a glance at the menu takes in."""


class ShellCompleter(Completer):
    """Completes from what the shell knows at this moment; `failed` is told of a defect of ours."""

    def __init__(self, shell: Shell, failed: Callable[[Exception], None]) -> None:
        self.shell = shell
        self.failed = failed

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Give what fits at the cursor."""
        del complete_event
        from gshell.engine.complete import complete

        place = document.cursor_position
        try:
            found = complete(document.text, place, self.shell)
        except Exception as error:  # a defect in completing must not take the line away
            self.failed(error)
            return
        for choice in found.choices:
            yield Completion(
                choice.text,
                start_position=found.start - place,
                display=choice.display,
                display_meta=cut_note(choice.note),
            )


def cut_note(note: str) -> str:
    """Cut a note to what fits beside a menu."""
    return note if len(note) <= NOTE_WIDTH else note[: NOTE_WIDTH - 1] + "\u2026"
