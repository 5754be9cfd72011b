"""Colours as you type, from the tokens that run the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer

if TYPE_CHECKING:
    from gshell.engine.registry import CommandTable
    from gshell.language.tokens import Token

_STYLES = {
    "COMMENT": "class:comment",
    "PARAMETER": "class:parameter",
    "DASHES": "class:parameter",
    "NUMBER": "class:number",
    "STRING_TEXT": "class:string",
    "STRING_CLOSE": "class:string",
    "STRING_ESCAPE": "class:escape",
    "VARIABLE": "class:variable",
    "MEMBER": "class:member",
    "OPERATOR": "class:operator",
    "KEY": "class:key",
    "PIPE": "class:operator",
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

    tokens = tokenize(text)
    lines: list[StyleAndTextTuples] = [[]]
    for place, token in enumerate(tokens):
        style = _style(tokens, place, commands)
        first, *rest = token.text.split("\n")
        lines[-1].append((style, first))
        lines.extend([(style, part)] for part in rest)
    return lines


def _style(tokens: Sequence[Token], place: int, commands: CommandTable) -> str:
    token = tokens[place]
    name = token.kind.name
    if name == "NAME":
        return _command_style(token.text, commands, typing=place == len(tokens) - 1)
    if name == "WORD":
        return "class:number" if _is_number(token.text) else ""
    if name == "STRING":
        return "class:string" if _is_closed(token.text) else "class:string.open"
    if name == "STRING_OPEN":
        return "class:string" if _has_end(tokens, place) else "class:string.open"
    return _STYLES.get(name, "")


def _command_style(name: str, commands: CommandTable, *, typing: bool) -> str:
    """Choose the colour of a command's name; one that may still become right is left alone."""
    if commands.resolve(name) is not None:
        return "class:command"
    folded = name.lower()
    if typing and any(known.startswith(folded) for known in (*commands.aliases, *commands.names)):
        return ""
    return "class:unknown"


def _is_number(text: str) -> bool:
    from gshell.engine.values import parse_number

    return parse_number(text) is not None


def _is_closed(text: str) -> bool:
    """Say whether a text in single quotes ends with a quote that is not half of a doubled one."""
    from gshell.language.tokens import SINGLE_QUOTES

    inside = text[1:]
    return (len(inside) - len(inside.rstrip(SINGLE_QUOTES))) % 2 == 1


def _has_end(tokens: Sequence[Token], place: int) -> bool:
    depth = 0
    for token in tokens[place:]:
        if token.kind.name == "STRING_OPEN":
            depth += 1
        elif token.kind.name == "STRING_CLOSE":
            depth -= 1
            if depth == 0:
                return True
    return False
