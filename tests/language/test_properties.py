"""What holds for every text: tokenizer and parser take anything, and say what they make of it."""

from __future__ import annotations

import gc
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gshell.engine.values import Bareword, plain
from gshell.language import tree
from gshell.language.parser import Incomplete, SyntaxProblem, outline, parse
from gshell.language.quote import quote
from gshell.language.tokens import CLOSERS, DOUBLE_QUOTES, KEYWORDS, Kind, Token, tokenize
from tests.language.printer import to_source, without_places
from tests.language.samples import SCRIPTS
from tests.language.test_tokens import LETTERS
from tests.language.trees import texts, whole_scripts


def some(count: int) -> settings:
    """Try the same examples each time, however long one takes."""
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


PIECES = sorted(
    {
        *KEYWORDS,
        *(token.text for script in SCRIPTS for token in tokenize(script)),
        *("==", "!=", "1kb", "$5", "@x", "${", "<#", "#>", "'@", "\n'@", '"@', "`\n", "for ", "&&"),
    }
)
anything = st.text(st.sampled_from(LETTERS) | st.characters(), max_size=40)
in_pieces = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Give a right script of which a part is missing, doubled or something else."""
    script = draw(st.sampled_from(SCRIPTS))
    start, end = draw(st.integers(0, len(script))), draw(st.integers(0, len(script)))
    return script[:start] + draw(st.sampled_from(["", *PIECES])) + script[end:]


any_text = anything | in_pieces | damaged()


def outcome(text: str) -> tree.Script | SyntaxProblem:
    """Give a text's tree, or what is wrong with it; any other error is a defect."""
    try:
        return parse(text)
    except SyntaxProblem as problem:
        return problem


def is_wrong(text: str) -> bool:
    """Say whether a text is wrong, and no further line can make it right."""
    found = outcome(text)
    return isinstance(found, SyntaxProblem) and not isinstance(found, Incomplete)


def places(node: Any) -> list[tuple[int, int]]:
    found = [(node.start, node.end)] if hasattr(node, "start") else []
    for part in node if isinstance(node, tuple) else ():
        found += places(part)
    return found


# Any text.


@some(800)
@given(any_text)
def test_the_tokens_are_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert "".join(token.text for token in tokens) == text
    assert all(isinstance(token.kind, Kind) and token.text for token in tokens)
    assert [token.start for token in tokens] == [0, *(one.end for one in tokens)][: len(tokens)]


@some(800)
@given(any_text)
@example("<#")
@example("`")
@example("a `")
def test_every_text_has_a_tree_or_a_problem_with_a_place(text: str) -> None:
    found = outcome(text)
    assert all(0 <= start <= end <= len(text) for start, end in places(found))
    if isinstance(found, SyntaxProblem):
        assert found.message


@some(500)
@given(any_text)
def test_the_outline_of_every_text_has_its_tokens(text: str) -> None:
    read = outline(text)
    assert "".join(token.text for token in read.tokens) == text
    assert [one.start for one in read.commands] == sorted(one.start for one in read.commands)


@some(1000)
@given(texts | anything)
def test_a_quoted_text_is_read_back(text: str) -> None:
    statement = parse(f"x {quote(text)}").statements[0]
    assert isinstance(statement, tree.Pipeline)
    (argument,) = statement.stages[0].elements
    value = argument.value
    read = plain(Bareword(value.text)) if isinstance(value, tree.Word) else value.value
    assert read == text


# Right scripts, and the beginnings of them.


def test_the_samples_hold_all_of_the_language() -> None:
    kinds = {token.kind for script in SCRIPTS for token in tokenize(script)}
    assert set(Kind) - kinds == {Kind.UNKNOWN, Kind.END}
    met = {name for script in SCRIPTS for name in names_of_nodes(parse(script))}
    assert {name for name, one in vars(tree).items() if hasattr(one, "_fields")} == met
    words = {token.text.lower() for script in SCRIPTS for token in tokenize(script)}
    assert words >= KEYWORDS


def names_of_nodes(node: Any) -> set[str]:
    found = {type(node).__name__} if hasattr(node, "_fields") else set()
    for part in node if isinstance(node, tuple) else ():
        found |= names_of_nodes(part)
    return found


BEGINNINGS = [script[:end] for script in SCRIPTS for end in range(len(script))]


def test_every_beginning_of_a_script_has_a_tree_or_a_problem_with_a_place() -> None:
    for text in BEGINNINGS:
        found = outcome(text)
        assert all(0 <= start <= end <= len(text) for start, end in places(found)), text


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_a_further_line_can_make_right_is_incomplete(script: str) -> None:
    """Enter in the middle of a script must not submit it where the rest can come below."""
    for end in range(len(script)):
        if is_wrong(script[:end]):
            assert is_wrong(f"{script[:end]}\n{script[end:]}"), script[:end]


FILLERS = [
    *("", "1", "x", "$new", "1 : 2", "= 1", "b=1", "{}", "(1)", "($x)", "(1) {}", "in 1"),
    *("{} catch {}", "catch {}", "($x in 1) {}", "$x in 1"),
]


def test_what_is_incomplete_can_be_made_right_by_a_further_line() -> None:
    for text in BEGINNINGS:
        if isinstance(outcome(text), Incomplete):
            assert any(not isinstance(outcome(one), SyntaxProblem) for one in endings(text)), text


def endings(text: str) -> list[str]:
    """Give a text with what may be missing, each in front of what closes its brackets."""
    quotes = {Kind.STRING: ("", "'", "' : 1", "\n'@"), Kind.COMMENT: ("", "#>")}
    return [
        f"{text}{end}\n{filler}{rest}"
        for end in quotes.get(tokenize(text)[-1].kind, ("",))
        for filler in FILLERS
        for rest in closing(text)
    ]


def closing(text: str) -> list[str]:
    """Give what closes the open brackets and quotes, and the block that may have to follow."""
    frames: list[Token] = []
    for token in tokenize(text):
        if token.kind is Kind.OPEN or token.kind is Kind.STRING_OPEN:
            frames.append(token)
        elif token.kind is Kind.CLOSE or token.kind is Kind.STRING_CLOSE:
            frames.pop()
    rest = [""]
    for token in reversed(frames):
        closer = '"' if token.text in DOUBLE_QUOTES else CLOSERS.get(token.text, '\n"@')
        tails = ["", " {}", " catch {}", " = 1", " : 1", " in 1) {}"]
        rest = [one + closer + tail for one in rest[:8] for tail in tails]
    return rest


# Trees printed back.


@some(150)
@given(whole_scripts(2))
def test_a_printed_tree_is_read_back(script: tree.Script) -> None:
    source = to_source(script)
    assert without_places(parse(source)) == without_places(script)


@some(60)
@given(whole_scripts(2), st.floats(0, 1))
def test_a_beginning_of_a_printed_tree_is_wrong_only_if_the_rest_cannot_come_below(
    script: tree.Script, part: float
) -> None:
    source = to_source(script)
    end = int(part * len(source))
    if is_wrong(source[:end]):
        assert is_wrong(f"{source[:end]}\n{source[end:]}")
    assert isinstance(outcome(source), tree.Script)


# Long texts.

UNITS = [
    *("'", '"', "(", "@{", "`", "$", "${", "a ", "<#", "\n", "a,", "++", "$i++ ", "@'\n", '@"\n'),
    *("$x.a", "[int]", "1.", "2>", "if (1) {}\n\n", "foreach ($x in y) {} ", '"$(', "a(b", "x = "),
    *("@a ", "# ", '\\"', "a`\n", " ", "a|", "a&&", "$x ? 1 : ", "a;", "}", "1 + ", "$x[0]", "é"),
    *("{a=", "function f", "@{else ", "--x ", "> a ", "\n'@", '\n"@', "'a'.b", "'a'", '"a" '),
]


def seconds(text: str) -> float:
    """Give the processor time that parsing takes, without that of collecting garbage."""
    gc.disable()
    started = time.process_time()
    outcome(text)
    spent = time.process_time() - started
    gc.enable()
    return spent


def is_quadratic(text: str) -> bool:
    """Say whether ten times a text takes more than thirty times as long, whenever it is tried."""
    return all(seconds(text * 10) > 30 * seconds(text) + 0.02 for _ in range(4))


@pytest.mark.parametrize("start", ["", "x ", "1 ", "@{"])
def test_a_long_text_does_not_take_quadratic_time(start: str) -> None:
    assert [unit for unit in UNITS if is_quadratic(start + unit * 500)] == []
