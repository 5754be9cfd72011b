"""What the tokens of a text can be, and the characters and words that make them."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """What a token is. The comments show one of each."""

    __hash__ = object.__hash__  # Enum's own is written in Python, and asked several times a token

    SPACE = "space"  # blanks, and a backtick at the end of a line
    NEWLINE = "newline"
    COMMENT = "comment"  # # to the end of the line, or <# ... #>
    KEYWORD = "keyword"  # if, foreach, throw, ... where a statement may start
    NAME = "name"  # a command's name
    WORD = "word"  # a piece of an argument without quotes
    PARAMETER = "parameter"  # -Name or -Name:
    DASHES = "dashes"  # -- : what follows is never a parameter
    NUMBER = "number"
    STRING = "string"  # '...' or @'...'@ as a whole, closed or not
    STRING_OPEN = "string open"  # " or @"
    STRING_TEXT = "string text"
    STRING_ESCAPE = "string escape"  # `n or ""
    STRING_CLOSE = "string close"  # " or "@ on a line of its own
    VARIABLE = "variable"  # $name, ${name}, $_, $env:NAME
    SPLAT = "splat"  # @name, as an argument
    CAST = "cast"  # [int], before a value
    MEMBER = "member"  # .name, right after a value
    OPERATOR = "operator"  # -eq, +, .., !
    ASSIGN = "assign"  # =, += and their like, ++ and --
    KEY = "key"  # a key of @{key=value}
    COMMA = "comma"
    PIPE = "pipe"
    SEMICOLON = "semicolon"
    AND = "and"  # &&
    OR = "or"  # ||
    AMPERSAND = "ampersand"
    REDIRECT = "redirect"  # > >> 2> 2>&1
    OPEN = "open"  # ( $( @( @{ { [
    CLOSE = "close"  # ) } ]
    UNKNOWN = "unknown"
    END = "end"  # the parser's: after the last token of a text


class Token(NamedTuple):
    """A piece of the text, and where it starts (0-based)."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Give the place after the last character."""
        return self.start + len(self.text)


KEYWORDS = frozenset(
    {
        *("if", "elseif", "else", "foreach", "while", "break", "continue"),
        *("try", "catch", "finally", "throw", "return", "param"),
    }
)
"""The words that start a statement which is no command."""

SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b"
DOUBLE_QUOTES = '"\u201c\u201d\u201e'
"""Straight quotes, and the curly ones that arrive when people paste from slides."""

DASHES = "-\u2013\u2014\u2015"
"""The hyphen, and the dashes that word processors make of it."""

CLOSERS = {"(": ")", "$(": ")", "@(": ")", "{": "}", "@{": "}", "[": "]"}
"""What closes each bracket."""
