from __future__ import annotations

import pytest
from prompt_toolkit.document import Document

from gshell.engine.registry import CommandTable
from gshell.repl.highlighter import Highlighter, highlight
from tests.engine.samples import TABLE
from tests.language.samples import SCRIPTS

COMMANDS = CommandTable(TABLE)

TEXTS = [
    "call gen 'a cat' -style ink | % { $_.num -gt 3 } # so",
    "call gen 'a\ncat' |\n  where {\n $_ }\n",
    '"open $(call gen "x") `n $x',
    "\u201cöffnen\u201d 5 -x: } ] ) = @{a=1;b='",
    "\r\t\x00 \x1b[31m",
    *SCRIPTS,
    *(script[: len(script) // 2] for script in SCRIPTS),
]


def styles(text: str) -> dict[str, str]:
    """Give the style of each piece of a text, without the `class:`."""
    pieces: dict[str, str] = {}
    for line in highlight(text, COMMANDS):
        for style, piece, *_ in line:
            pieces[piece] = style.removeprefix("class:")
    return pieces


@pytest.mark.parametrize("text", TEXTS)
def test_the_pieces_are_the_text(text: str) -> None:
    lines = highlight(text, COMMANDS)
    assert "\n".join("".join(piece for _, piece, *_ in line) for line in lines) == text


def test_what_is_what() -> None:
    found = styles("call gen x-1 -style 'ink' 5 | where { $_.num -gt 3 } # so")
    assert found["call"] == found["where"] == "command"
    assert found["gen"] == found["x-1"] == ""
    assert (found["-style"], found["'ink'"], found["5"]) == ("parameter", "string", "number")
    assert (found["$_"], found[".num"], found["# so"]) == ("variable", "member", "comment")
    assert found["-gt"] == "operator"


def test_texts_in_double_quotes_show_what_is_inside() -> None:
    found = styles('use "a $x `n $(call gen)"')
    assert (found["a "], found["$x"], found["`n"]) == ("string", "variable", "escape")
    assert (found["call"], found["gen"]) == ("command", "")


def test_an_unknown_command_shows_once_it_cannot_become_right() -> None:
    assert styles("cal")["cal"] == ""
    assert styles("cal ")["cal"] == "unknown"
    assert styles("calx")["calx"] == "unknown"
    assert styles("answer")["answer"] == "command"  # Get- is assumed


def test_statements() -> None:
    found = styles("foreach ($s in 'a', 'b') { [int]$s; continue }")
    assert found["foreach"] == found["in"] == found["continue"] == "keyword"
    assert (found["[int]"], found["$s"], found[", "[:1]]) == ("type", "variable", "")
    found = styles("$x += 1 && use @p & $y ?? 2 > 3")
    assert {found[sign] for sign in ("+=", "&&", "&", "??", ">")} == {"operator"}
    assert found["@p"] == "variable"
    assert styles("call foreach | foreach { if (1) {} }") | {"foreach": "", "if": "keyword"}
    assert styles("whi")["whi"] == ""
    assert styles("whi ")["whi"] == "unknown"


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("call x > out.txt -y", "out.txt"),
        ("call x 2>> 5", "5"),
        ("$x > a/b", "a/b"),
        (". ./setup.gsh a", "./setup.gsh"),
    ],
)
def test_files_that_are_written_or_run(text: str, file: str) -> None:
    assert styles(text)[file] == "file"


def test_what_is_run_by_a_sign() -> None:
    assert styles(". x")["."] == "operator"
    assert styles("& call x")["call"] == "command"
    assert styles("& nothing x")["nothing"] == "unknown"
    assert styles("use . x")["x"] == ""


@pytest.mark.parametrize("name", ["./x.gsh", "x.gsh", "~/demo", "../a/b"])
def test_a_script_is_a_command(name: str) -> None:
    assert styles(f"{name} a")[name] == "command"
    assert styles(f"& {name} a")[name] == "command"


@pytest.mark.parametrize("quote", ["'", '"'])
def test_here_strings(quote: str) -> None:
    whole = f"use @{quote}\ntwo\n{quote}@ -Session b"
    assert styles(whole)[f"@{quote}"] == "string"
    assert styles(whole)["-Session"] == "parameter"
    assert styles(f"use @{quote}\ntwo\n {quote}@")[f"@{quote}"] == "string.open"
    assert styles(f"use @{quote}")[f"@{quote}"] == "string.open"


@pytest.mark.parametrize("text", ["$x == 1kb", "use @'a'", "$x.(1)"])
def test_what_cannot_be_right_shows(text: str) -> None:
    assert "error" in styles(text).values()


@pytest.mark.parametrize("text", ["use 'a", "use 'it''", "use 'a b"])
def test_an_open_text_in_single_quotes_shows(text: str) -> None:
    assert styles(text)[text[4:]] == "string.open"


def test_an_open_text_in_double_quotes_shows() -> None:
    assert styles('use "a $(use "b"')['"'] == "string"  # the last one closes the inner text
    assert styles('use "a')['"'] == "string.open"
    assert styles('use "a"')['"'] == "string"


def test_a_defect_leaves_the_line_without_colours() -> None:
    defects: list[Exception] = []
    broken = Highlighter(None, defects.append)  # type: ignore[arg-type]
    line = broken.lex_document(Document("call x\nuse y"))
    assert (line(0), line(1), line(2)) == ([("", "call x")], [("", "use y")], [])
    assert len(defects) == 1
