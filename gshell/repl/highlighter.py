"""Colours as you type, from the tokens that run the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer

if TYPE_CHECKING:
    from gshell.engine.registry import CommandTable
    from gshell.language.tokens import Kind, Token

_STYLES = {
    "COMMENT": "class:comment",
    "KEYWORD": "class:keyword",
    "PARAMETER": "class:parameter",
    "DASHES": "class:parameter",
    "NUMBER": "class:number",
    "STRING": "class:string",
    "STRING_OPEN": "class:string",
    "STRING_TEXT": "class:string",
    "STRING_CLOSE": "class:string",
    "STRING_ESCAPE": "class:escape",
    "VARIABLE": "class:variable",
    "SPLAT": "class:variable",
    "MEMBER": "class:member",
    "CAST": "class:type",
    "KEY": "class:key",
    "OPERATOR": "class:operator",
    "ASSIGN": "class:operator",
    "PIPE": "class:operator",
    "AND": "class:operator",
    "OR": "class:operator",
    "AMPERSAND": "class:operator",
    "REDIRECT": "class:operator",
    "UNKNOWN": "class:error",
}


class Highlighter(Lexer):
    """Colours a text by its tokens; commands by whether there is such a one.

    `failed` is told of a defect of ours.
    """

    def __init__(self, commands: CommandTable, failed: Callable[[Exception], None]) -> None:
        self.commands = commands
        self.failed = failed

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """Give what gives the coloured pieces of each line."""
        lines = self._highlight(document.text) if document.text else []
        return lambda number: lines[number] if number < len(lines) else []

    def _highlight(self, text: str) -> list[StyleAndTextTuples]:
        try:
            return highlight(text, self.commands)
        except Exception as error:  # a line without colours is better than no line
            self.failed(error)
            return [[("", line)] for line in text.split("\n")]


def highlight(text: str, commands: CommandTable) -> list[StyleAndTextTuples]:
    """Cut a text into lines, and each into pieces with their styles."""
    from gshell.language.tokens import tokenize

    lines: list[StyleAndTextTuples] = [[]]
    tokens = tokenize(text)
    for token, style in zip(tokens, _styles(tokens, commands), strict=True):
        first, *rest = token.text.split("\n")
        lines[-1].append((style, first))
        lines.extend([(style, part)] for part in rest)
    return lines


def _styles(tokens: Sequence[Token], commands: CommandTable) -> list[str]:
    """Give the style of each token: that of its kind, unless more is known of it."""
    from gshell.language.tokens import Kind

    by_kind = _styles_by_kind()
    styles = [by_kind[token.kind] for token in tokens]
    before: Token | None = None  # the last token that is not a blank
    opened: list[int] = []  # the double quotes that are not closed yet
    for place, token in enumerate(tokens):
        kind = token.kind
        if kind is Kind.SPACE:
            continue
        if kind is Kind.NAME or (kind is Kind.WORD and _is(before, Kind.AMPERSAND)):
            styles[place] = _command_style(token.text, commands, typing=place == len(tokens) - 1)
        elif kind is Kind.WORD:
            is_file = _is(before, Kind.REDIRECT) or _is(before, Kind.NAME, ".")
            styles[place] = "class:file" if is_file else _word_style(token.text)
        elif kind is Kind.STRING and not _is_closed(token.text):
            styles[place] = "class:string.open"
        elif kind is Kind.STRING_OPEN:
            opened.append(place)
        elif kind is Kind.STRING_CLOSE:
            opened.pop()
        before = token
    for place in opened:
        styles[place] = "class:string.open"
    return styles


@cache
def _styles_by_kind() -> dict[Kind, str]:
    from gshell.language.tokens import Kind

    return {kind: _STYLES.get(kind.name, "") for kind in Kind}


def _is(token: Token | None, kind: Kind, text: str = "") -> bool:
    return token is not None and token.kind is kind and (not text or token.text == text)


def _word_style(text: str) -> str:
    from gshell.engine.values import parse_number

    return "class:number" if parse_number(text) is not None else ""


def _command_style(name: str, commands: CommandTable, *, typing: bool) -> str:
    """Choose the colour of a command's name; one that may still become right is left alone."""
    if name == ".":
        return "class:operator"
    if commands.resolve(name) is not None or _is_script(name):
        return "class:command"
    folded = name.lower()
    if typing and any(known.startswith(folded) for known in _words(commands)):
        return ""
    return "class:unknown"


def _words(commands: CommandTable) -> tuple[str, ...]:
    """Give all that a command or a statement can start with, in lower case."""
    from gshell.language.tokens import KEYWORDS

    return (*commands.aliases, *commands.names, *KEYWORDS)


def _is_script(name: str) -> bool:
    from gshell.engine.scripts import is_script

    return is_script(name)


def _is_closed(text: str) -> bool:
    """Say whether a text in single quotes ends with a quote that is not half of a doubled one."""
    from gshell.language.tokens import SINGLE_QUOTES

    if text.startswith("@"):  # a here-string
        return text[-1] == "@" and text[-2] in SINGLE_QUOTES and text[-3] == "\n"
    inside = text[1:]
    return (len(inside) - len(inside.rstrip(SINGLE_QUOTES))) % 2 == 1
