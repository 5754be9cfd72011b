from __future__ import annotations

import pytest
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import fragment_list_to_text, fragment_list_width

from gshell.engine.hint import Hint
from gshell.repl.toolbar import NARROW, TIPS, TIPS_SHOWN, Toolbar, cut_around

HINT = Hint("call <prompt: text> ", "[style: choice]", " [steps: number] [-FinalOnly]")


def state() -> StyleAndTextTuples:
    return [("", "Gradio 6.31")]


def test_it_shows_how_to_go_on_and_what_is_open() -> None:
    shown = Toolbar(lambda *_: HINT, state).render(Document("call gen x "), 100)
    assert shown is not None
    text = fragment_list_to_text(shown)
    assert len(text) == 100
    assert text.startswith(str(HINT))
    assert text.endswith("  Gradio 6.31")
    assert ("class:toolbar.current", "[style: choice]") in shown


def test_a_narrow_window_has_none() -> None:
    toolbar = Toolbar(lambda *_: HINT, state)
    assert toolbar.render(Document("call "), NARROW - 1) is None
    assert toolbar.render(Document("call "), NARROW) is not None


def test_the_tips_go_away_once_they_have_been_seen() -> None:
    toolbar = Toolbar(lambda *_: None, state)
    first = toolbar.render(Document(""), 100)
    toolbar.lines_run = TIPS_SHOWN
    later = toolbar.render(Document(""), 100)
    assert first is not None
    assert later is not None
    assert all(tip in fragment_list_to_text(first) for tip in TIPS)
    assert fragment_list_to_text(later).strip() == "Gradio 6.31"


def test_tips_that_do_not_fit_are_left_out() -> None:
    shown = Toolbar(lambda *_: None, state).render(Document(""), NARROW)
    assert shown is not None
    assert fragment_list_width(shown) == NARROW
    text = fragment_list_to_text(shown)
    assert text.startswith(TIPS[0])
    assert TIPS[-1] not in text


@pytest.mark.parametrize("room", [0, 1, 5, 15, 16, 20, 40, 60, 200])
def test_a_hint_is_cut_around_its_current_parameter(room: int) -> None:
    shown = cut_around(HINT, room)
    assert fragment_list_width(shown) <= room
    text = fragment_list_to_text(shown)
    assert "[style: choice]" in text or room < len("[style: choice]")
    assert (text == str(HINT)) is (room >= len(str(HINT)))


def test_a_hint_without_a_current_parameter_keeps_its_beginning() -> None:
    shown = fragment_list_to_text(cut_around(Hint("where [-eq value] [-ne value]"), 20))
    assert shown == "where [-eq value] [\u2026"
