"""Keys of the prompt, beyond those that prompt_toolkit brings."""

from __future__ import annotations

from prompt_toolkit.application.current import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import (
    completion_is_selected,
    has_completions,
    has_focus,
)
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from gshell.repl.margin import WIDTH, closes_margin, margin


def make_bindings() -> KeyBindings:
    """Make the bindings: Enter runs what is complete, accepts a choice, or starts another line."""
    bindings = KeyBindings()
    typing = has_focus(DEFAULT_BUFFER)

    @bindings.add("enter", filter=typing & ~completion_is_selected)
    def run_or_go_on(event: KeyPressEvent) -> None:
        if needs_more(event.current_buffer.text):
            start_line(event.current_buffer)
        else:
            event.current_buffer.validate_and_handle()

    @bindings.add("tab", filter=typing)
    def complete(event: KeyPressEvent) -> None:
        complete_or_go_on(event.current_buffer)

    @bindings.add("enter", filter=typing & completion_is_selected)
    def accept_choice(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    @bindings.add("escape", "enter", filter=typing)
    def new_line(event: KeyPressEvent) -> None:
        start_line(event.current_buffer)

    @bindings.add("}", filter=typing)
    @bindings.add(")", filter=typing)
    def close_bracket(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if closes_margin(buffer.document.current_line_before_cursor):
            buffer.delete_before_cursor(WIDTH)
        buffer.insert_text(event.data)

    @bindings.add("escape", filter=typing & has_completions, eager=True)
    def close_menu(event: KeyPressEvent) -> None:
        event.current_buffer.cancel_completion()

    @bindings.add("c-@", filter=typing)  # Ctrl-Space
    def open_menu(event: KeyPressEvent) -> None:
        event.current_buffer.start_completion(select_first=False)

    return bindings


def needs_more(text: str) -> bool:
    """Say whether a text is only the beginning of something that can run."""
    if not text.strip():
        return False
    from gshell.language.parser import Incomplete, SyntaxProblem, parse

    try:
        parse(text)
    except Incomplete:
        return True
    except SyntaxProblem:
        return False  # running it says what is wrong
    return False


def start_line(buffer: Buffer) -> None:
    """Go on to a further line, as far to the right as its block stands."""
    buffer.insert_text("\n" + margin(buffer.document.text_before_cursor))


def complete_or_go_on(buffer: Buffer) -> None:
    """Insert the only completion, or what all have in common and open the menu; then go through it.

    The completer answers at once, so it is asked here and not in the background.
    """
    if buffer.complete_state is not None:
        buffer.complete_next()
        return
    event = CompleteEvent(completion_requested=True)
    found = list(buffer.completer.get_completions(buffer.document, event))
    if len(found) == 1:
        buffer.apply_completion(found[0])
    elif found:
        buffer.start_completion(insert_common_part=True)


class MenuFollower:
    """Keeps an open menu open while the person types on, with what still fits.

    prompt_toolkit closes the menu at each letter; here the keys and the changes of the text are
    watched, and a letter that finds the menu open opens it again.
    """

    def __init__(self, buffer: Buffer) -> None:
        self.buffer = buffer
        self.was_open = False
        buffer.on_text_insert += self.follow

    def watch(self, _: object) -> None:
        """Remember, before a key does anything, whether the menu is open."""
        self.was_open = self.buffer.complete_state is not None

    def follow(self, buffer: Buffer) -> None:
        """Open the menu again after a letter."""
        typed = buffer.document.char_before_cursor
        if self.was_open and not typed.isspace() and not get_app().is_done:
            buffer.start_completion(select_first=False)
