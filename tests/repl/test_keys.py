from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

import pytest
from prompt_toolkit.history import InMemoryHistory

from gshell.repl.keys import needs_more
from tests.engine.samples import make_shell
from tests.repl.desk import Desk, sit_down

ENTER, TAB, ESCAPE, UP = "\r", "\t", "\x1b", "\x1b[A"
ALT_ENTER, RIGHT, CTRL_C, CTRL_D = ESCAPE + ENTER, "\x1b[C", "\x03", "\x04"
CTRL_E, CTRL_F, CTRL_R, CTRL_SPACE = "\x05", "\x06", "\x12", "\x00"


@pytest.fixture
def desk() -> Iterator[Desk]:
    history = InMemoryHistory(["call upper one", "call gen 'a cat'", "use this"])
    with sit_down(make_shell(), history) as made:
        yield made


@pytest.mark.parametrize(
    "text",
    [
        *("call gen 'a", 'call gen "a $(', "% {", "(1", "@{a=1", "call gen |", "1 +", "call a,"),
        *("$x =", "a &&", "call `", "@'", "@'\na", "if", "if (1)", "if (1) {", "try {}", "<# a"),
        *("foreach ($x in 1..3) {\n  $x\n", "if (1) {} else", "param(", "$x ?", "!", "$x[0"),
    ],
)
def test_half_a_statement_needs_more(text: str) -> None:
    assert needs_more(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "call gen x", "1 + 1", "}", "1 ==", "(1}", "a; b", "if (1) {}", "for (1) {"),
        *("call x -P:", "a >", "&", "[int]", "$x.", "if $x {", "$x ? 1", "${a", "a &", "return"),
    ],
)
def test_what_can_run_or_never_will_needs_no_more(text: str) -> None:
    assert not needs_more(text)


def test_enter_runs_what_is_complete_and_goes_on_where_it_is_not(desk: Desk) -> None:
    assert desk.type("call gen 'a", ENTER, "cat'", ENTER) == "call gen 'a\ncat'"


def test_the_lines_of_a_block_are_moved_to_the_right(desk: Desk) -> None:
    typed = desk.type("if (1) {", ENTER, "% {", ENTER, "1", ENTER, "}", ENTER, "}", ENTER)
    assert typed == "if (1) {\n  % {\n    1\n  }\n}"


def test_a_loop_is_typed_line_by_line(desk: Desk) -> None:
    lines = ("foreach ($x in 1..3)", "{", "call upper (", "$x", ")", "}")
    typed = desk.type(*(key for line in lines for key in (line, ENTER)))
    assert typed == "foreach ($x in 1..3)\n{\n  call upper (\n    $x\n  )\n}"


def test_a_bracket_inside_a_line_stays_where_it_is(desk: Desk) -> None:
    assert desk.type("% {", ENTER, "(1)", ENTER, " }", ENTER) == "% {\n  (1)\n }"


def test_lines_inside_quotes_are_as_typed(desk: Desk) -> None:
    typed = desk.type("call gen (@'", ENTER, "two", ENTER, "'@", ENTER, ")", ENTER)
    assert typed == "call gen (@'\ntwo\n'@\n)"


def test_what_is_pasted_stays_as_it_is(desk: Desk) -> None:
    script = "if (1) {\n    1\n}\nelse {\n    2\n}"
    assert desk.type(f"\x1b[200~{script}\x1b[201~", ENTER) == script


def test_alt_enter_starts_another_line(desk: Desk) -> None:
    assert desk.type("use this", ALT_ENTER, "use that", ENTER) == "use this\nuse that"


def test_ctrl_c_drops_the_line_and_ctrl_d_leaves_an_empty_one(desk: Desk) -> None:
    with pytest.raises(KeyboardInterrupt):
        desk.type("call gen", CTRL_C)
    with pytest.raises(EOFError):
        desk.type(CTRL_D)


def test_tab_inserts_the_only_completion(desk: Desk) -> None:
    assert desk.type("us", TAB, " x", ENTER) == "use x"
    assert desk.type("call UPP", TAB, ENTER) == "call upper"


def test_tab_inserts_what_is_common_and_opens_the_menu(desk: Desk) -> None:
    typed = desk.type("call gen -s", TAB, desk.menu, "e", TAB, ENTER)
    assert typed == "call gen -session"


def test_ctrl_space_opens_the_menu(desk: Desk) -> None:
    assert desk.type("call gen x ", CTRL_SPACE, desk.menu, TAB, ENTER, ENTER) == "call gen x photo"


def test_enter_on_a_choice_takes_it_and_does_not_run(desk: Desk) -> None:
    typed = desk.type("call gen x ", TAB, desk.menu, TAB, TAB, ENTER, " -steps 3", ENTER)
    assert typed == "call gen x ink -steps 3"


def test_the_menu_follows_what_is_typed(desk: Desk) -> None:
    def menu_of(*texts: str) -> Callable[[], Awaitable[None]]:
        return lambda: desk.menu(list(texts))

    all_choices = menu_of("photo", "ink", "'pixel art'")
    with_p, with_pi = menu_of("photo", "'pixel art'"), menu_of("'pixel art'")
    desk.type("call gen x ", TAB, all_choices, "p", with_p, "i", with_pi, TAB, ENTER, ENTER)


def test_escape_closes_the_menu(desk: Desk) -> None:
    typed = desk.type("call gen x ", TAB, desk.menu, TAB, ESCAPE, "house", ENTER)
    assert typed == "call gen x house"


def test_up_finds_older_lines_that_begin_as_typed(desk: Desk) -> None:
    assert desk.type("call", UP, ENTER) == "call gen 'a cat'"
    assert desk.type("call u", UP, ENTER) == "call upper one"


def test_ctrl_r_searches(desk: Desk) -> None:
    assert desk.type(CTRL_R, "UPPER", ENTER, ENTER) == "call upper one"


@pytest.mark.parametrize("key", [RIGHT, CTRL_E, CTRL_F])
def test_the_suggestion_is_taken_with_the_usual_keys(desk: Desk, key: str) -> None:
    assert desk.type("call u", desk.suggestion, key, ENTER) == "call upper one"
