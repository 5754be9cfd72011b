from __future__ import annotations

import pytest

from gshell.engine.values import Bareword, plain
from gshell.language import tree
from gshell.language.parser import parse
from gshell.language.quote import quote

SAFE = ["abc", "count", "http://127.0.0.1:7860/", "owner/name", "./cat.png", "~", ".", "a-b+c"]
UNSAFE = [
    "",
    "two words",
    "it's",
    "it\u2019s",
    "-dash",
    "$x",
    "a,b",
    "#x",
    "(x)",
    "a\nb",
    "`",
    "007",
]


def read_back(text: str) -> object:
    """Read a text after a command, as binding a parameter of any type would."""
    statement = parse(f"x {text}").statements[0]
    assert isinstance(statement, tree.Pipeline)
    (argument,) = statement.stages[0].elements
    value = argument.value
    return plain(Bareword(value.text)) if isinstance(value, tree.Word) else value.value


@pytest.mark.parametrize("text", SAFE)
def test_what_is_safe_stays_bare(text: str) -> None:
    assert quote(text) == text
    assert read_back(quote(text)) == text


@pytest.mark.parametrize("text", [*UNSAFE, ".5", ".5e3", "1e5", "-1", "*", "@{", "a'b\u2018c"])
def test_what_is_not_safe_is_quoted(text: str) -> None:
    assert quote(text).startswith("'")
    assert read_back(quote(text)) == text
