from __future__ import annotations

import pytest

from gshell.repl.margin import closes_margin, margin


@pytest.mark.parametrize(
    ("text", "brackets"),
    [
        ("call x |", 0),
        ("if (1) {", 1),
        ("if (1) {\n  a\n}", 0),
        ("% { call x @(", 2),
        ("@{ a = (1", 2),
        ("}", 0),
        ("} {", 1),
        ('call "a $(b {', 2),
        ('call "a {', 0),
        ('{ call "a', 0),
        ("{ call 'a", 0),
        ("{ @'\na", 0),
        ('{ @"\na', 0),
        ("{ <# a", 0),
        ("{ # a (", 1),
        ("{ a `", 1),
        ("{ 'a' \"b\"", 1),
    ],
)
def test_a_line_stands_to_the_right_by_its_open_brackets(text: str, brackets: int) -> None:
    assert margin(text) == "  " * brackets


def test_only_blanks_are_taken_away() -> None:
    assert closes_margin("    ")
    assert not closes_margin("")
    assert not closes_margin("  a ")
