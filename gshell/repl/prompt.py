"""The line editor: prompt_toolkit's session, put together for gshell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import History
from prompt_toolkit.layout.processors import HighlightMatchingBracketProcessor
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.output.defaults import create_output
from prompt_toolkit.utils import is_dumb_terminal

from gshell.environment import Environment
from gshell.repl.completer import ShellCompleter
from gshell.repl.highlighter import Highlighter
from gshell.repl.history import HistorySuggestion
from gshell.repl.keys import MenuFollower, make_bindings, needs_more
from gshell.repl.style import make_style
from gshell.repl.toolbar import Toolbar

if TYPE_CHECKING:
    from gshell.engine.shell import Shell


_WATCH_SECONDS = 0.5


class Prompt:
    """Reads lines from a person.

    `message` gives the prompt's text whenever it is drawn; `failed` is told of a defect in what is
    done while the person types.
    """

    def __init__(
        self,
        environment: Environment,
        shell: Shell,
        *,
        message: Callable[[], StyleAndTextTuples],
        toolbar: Toolbar,
        history: History,
        failed: Callable[[Exception], None],
    ) -> None:
        self.toolbar = toolbar
        self.session: PromptSession[str] = PromptSession(
            message,
            style=make_style(colour=environment.colour),
            include_default_pygments_style=False,
            color_depth=None if environment.colour else ColorDepth.DEPTH_1_BIT,
            lexer=Highlighter(shell.commands, failed),
            completer=ShellCompleter(shell, failed),
            complete_while_typing=False,
            # Without colour, a suggestion could not be told from what was typed.
            auto_suggest=HistorySuggestion() if environment.colour else None,
            history=history,
            enable_history_search=True,
            search_ignore_case=True,
            key_bindings=make_bindings(),
            enable_open_in_editor=True,
            tempfile_suffix=".gsh",
            enable_suspend=True,
            prompt_continuation=_continuation,
            input_processors=[HighlightMatchingBracketProcessor(chars="[](){}")],
            output=_output(environment),
        )
        follower = MenuFollower(self.session.default_buffer)
        self.session.app.key_processor.before_key_press += follower.watch
        self.session.app.before_render += lambda _: self._update_toolbar()

    def read(self, *, watching: bool = False) -> str:
        """Read a line; raises KeyboardInterrupt at Ctrl-C, EOFError at Ctrl-D.

        `watching` draws the toolbar anew from time to time, also while nothing is typed.
        """
        line = self.session.prompt(refresh_interval=_WATCH_SECONDS if watching else 0)
        while is_dumb_terminal() and needs_more(line):  # there Enter always ends the reading
            line += "\n" + self.session.prompt()
        return line

    def _update_toolbar(self) -> None:
        columns = self.session.output.get_size().columns
        document = self.session.default_buffer.document
        self.session.bottom_toolbar = self.toolbar.render(document, columns)


def _continuation(width: int, line: int, wraps: int) -> StyleAndTextTuples:
    """Give what stands before the second and later lines of a text, as wide as the prompt."""
    del line
    return [("class:prompt.more", " " * width if wraps else "." * (width - 1) + " ")]


def _output(environment: Environment) -> Output | None:
    """Choose where the prompt is drawn: on stderr where stdout goes into a file."""
    return None if environment.stdout_is_terminal else create_output(always_prefer_tty=True)
