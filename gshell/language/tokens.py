"""Text to tokens, for running, colouring and completing alike.

The tokenizer is total: it accepts any text, half-typed or wrong, and the texts of its tokens,
joined, are the input. What a character means depends on where it stands (`2+2` is one word after a
command and a sum inside parentheses), so it keeps a stack with a frame per open bracket or quote
and a state that says what may come next. It never looks back and never fails; what cannot be right
becomes a token of kind UNKNOWN, and the parser says what is wrong with it.
"""

from __future__ import annotations

import re
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
    ASSIGN = "assign"  # =, += and their like
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


def tokenize(text: str) -> list[Token]:
    """Split a text into tokens whose texts, joined, are the text."""
    return _Tokenizer(text).run()


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


class _State(Enum):
    __hash__ = object.__hash__

    START = "a statement may start"
    HEAD = "after if, while, try, ...: a condition in parentheses, or a block"
    STAGE = "a command must start: after |"
    COMMAND = "inside a command's arguments"
    PLAIN = "inside arguments of which none is a parameter: after --"
    EXPRESSION = "inside an expression"
    KEY = "a map's key, or the = after it"
    STRING = "inside double quotes"
    HERE = "inside a here-string with double quotes"


class _Frame(NamedTuple):
    opener: str
    outer: _State
    chain: bool  # whether a member or an index may follow the closing bracket
    loop: bool = False  # whether it is the head of a foreach, in which `in` is a keyword


_IDENTIFIER = r"[^\W\d]\w*"
_VARIABLE = rf"\$(?:(?i:env|using|global|script|local):\w*|{_IDENTIFIER}|\?|\{{[^}}\n]*\}}?)"
_WORD_STOP = rf"\s`,;(){{}}|&${SINGLE_QUOTES}{DOUBLE_QUOTES}"
_LONE_DOLLAR = r"\$(?![^\W\d]|[({?])"
_WORD = rf"(?:[^{_WORD_STOP}]+|`[^\n\r]|{_LONE_DOLLAR})+|`"

_BLANKS = re.compile(r"(?P<SPACE>[^\S\n]+)")
_SPACE = r"(?P<SPACE>[^\S\n]+|`\r?\n)"
_NEWLINE = r"(?P<NEWLINE>\n)"
_COMMENT = r"(?P<COMMENT>\#[^\n]*|<\#(?s:.*?)(?:\#>|\Z))"
_LAYOUT = f"{_SPACE}|{_NEWLINE}|{_COMMENT}"
_QUOTE, _QUOTED = rf"[{SINGLE_QUOTES}]", rf"[^{SINGLE_QUOTES}]*"
_STRINGS = (
    rf"(?P<HERE>@{_QUOTE}[^\S\n]*(?:\n(?s:.*?)(?:(?<=\n){_QUOTE}@|\Z)|\Z))"
    rf"|(?P<HERE_OPEN>@[{DOUBLE_QUOTES}][^\S\n]*(?=\n|\Z))"
    rf"|(?P<STRING>{_QUOTE}{_QUOTED}(?:{_QUOTE}{_QUOTE}{_QUOTED})*{_QUOTE}?)"
    rf"|(?P<STRING_OPEN>[{DOUBLE_QUOTES}])"
)
_VALUES = rf"(?P<OPEN>\$\(|\(|\{{)|(?P<CLOSE>[)}}])|(?P<VARIABLE>{_VARIABLE})|{_STRINGS}"
_BREAKS = r"(?P<COMMA>,)|(?P<SEMICOLON>;)|(?P<OR>\|\|)|(?P<PIPE>\|)|(?P<AND>&&)|(?P<AMPERSAND>&)"
_LITERALS = r"(?P<OPEN_AT>@[({])"
_REDIRECT = r"(?P<REDIRECT>2>&1|[12]?>>?|<)"
_SPLAT = rf"(?P<SPLAT>@{_IDENTIFIER})(?=[\s,;|&)}}]|\Z)"
_PARAMETER = r"(?P<DASHES>--(?=[\s,;|&)}]|\Z))|(?P<PARAMETER>-(?:\?|[^\W\d])[\w-]*:?)"
_ANY = r"(?P<UNKNOWN>(?s:.))"


def _compile(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join((*parts, _ANY)))


_IS_EXPRESSION = re.compile(
    rf"[$\d(\[!,{{{SINGLE_QUOTES}{DOUBLE_QUOTES}]|@[({{{SINGLE_QUOTES}{DOUBLE_QUOTES}]"
    r"|-(?=[\d$(])|-(?:not|join|i?split|csplit)\b",
    re.IGNORECASE,
)
_START = _compile(_LAYOUT, _BREAKS, r"(?P<CLOSE>[)}])", rf"(?P<NAME>{_WORD})")
_FRESH = _compile(
    _LAYOUT, _LITERALS, _VALUES, _BREAKS, _REDIRECT, _PARAMETER, _SPLAT, rf"(?P<WORD>{_WORD})"
)
_HEAD = _compile(_LAYOUT, r"(?P<OPEN>[({])", r"(?P<CLOSE>[)}])", _BREAKS, rf"(?P<WORD>{_WORD})")
_PLAIN = _compile(_LAYOUT, _LITERALS, _VALUES, _BREAKS, _REDIRECT, rf"(?P<WORD>{_WORD})")
_GLUED = _compile(_SPACE, _NEWLINE, _VALUES, _BREAKS, rf"(?P<WORD>{_WORD})")
_CHAIN = re.compile(rf"(?P<MEMBER>\.{_IDENTIFIER})|(?P<OPEN>\[)")
_EXPRESSION = _compile(
    _LAYOUT,
    _LITERALS,
    _VALUES,
    _BREAKS,
    rf"(?<![\w)\]}}{SINGLE_QUOTES}{DOUBLE_QUOTES}])(?P<CAST>\[[A-Za-z][\w.]*(?:\[\])?\])",
    r"(?P<OPEN_INDEX>\[)|(?P<CLOSE_INDEX>\])",
    r"(?<!\S)(?P<REDIRECT_ERRORS>2>(?:&1|>)?)",
    r"(?P<NUMBER>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)",
    r"(?P<ASSIGN>(?:\?\?|[-+*/%])?=(?!=))",
    r"(?P<STEP>(?:\+\+|--)(?=\s*(?:[;)}]|\Z)|[^\S\n]*\n))",
    r"(?P<OPERATOR>\.\.|-[A-Za-z]+|==|[!<>]=|\?\?|::|[-+*/%!<?:])",
    r"(?P<REDIRECT>>>?)",
    rf"(?P<MEMBER>\.{_IDENTIFIER})",
    r"(?P<WORD>[^\W\d][\w-]*)",
)
_KEY = _compile(
    _LAYOUT,
    _STRINGS,
    r"(?P<CLOSE>\})",
    r"(?P<SEMICOLON>;)",
    r"(?P<ASSIGN>=)",
    rf"(?P<KEY>[^\s=;{{}}(){SINGLE_QUOTES}{DOUBLE_QUOTES}]+)",
)
_STRING = _compile(
    rf"(?P<STRING_ESCAPE>`(?s:.)|[{DOUBLE_QUOTES}]{{2}})",
    rf"(?P<STRING_CLOSE>[{DOUBLE_QUOTES}])",
    r"(?P<OPEN>\$\()",
    rf"(?P<VARIABLE>{_VARIABLE})",
    rf"(?P<STRING_TEXT>[^`${DOUBLE_QUOTES}]+|\$|`\Z)",
)

_HERE = _compile(
    r"(?P<STRING_ESCAPE>`(?s:.))",
    rf"(?P<STRING_CLOSE>\n[{DOUBLE_QUOTES}]@)",
    r"(?P<OPEN>\$\()",
    rf"(?P<VARIABLE>{_VARIABLE})",
    rf"(?P<STRING_TEXT>(?:[^`$\n]|\n(?![{DOUBLE_QUOTES}]@))+|\$|`\Z)",
)

_CLOSERS = {"(": ")", "$(": ")", "@(": ")", "{": "}", "@{": "}", "[": "]"}
_GROUPS = {kind.name: kind for kind in Kind} | {
    "OPEN_AT": Kind.OPEN,
    "OPEN_INDEX": Kind.OPEN,
    "CLOSE_INDEX": Kind.CLOSE,
    "HERE": Kind.STRING,
    "HERE_OPEN": Kind.STRING_OPEN,
    "REDIRECT_ERRORS": Kind.REDIRECT,
    "STEP": Kind.ASSIGN,
}
_LAYOUT_KINDS = frozenset({Kind.SPACE, Kind.COMMENT})
_CONTINUES = frozenset({Kind.OPERATOR, Kind.COMMA})
_GLUES = frozenset(
    {Kind.WORD, Kind.STRING, Kind.STRING_CLOSE, Kind.VARIABLE, Kind.MEMBER, Kind.CLOSE}
)


class _Tokenizer:
    __slots__ = ("chain", "frames", "glued", "last", "position", "state", "text", "tokens", "word")

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.tokens: list[Token] = []
        self.frames: list[_Frame] = []
        self.state = _State.START
        self.last = Kind.SEMICOLON  # the last kind that is not a blank or a comment
        self.word = ""  # the last keyword, in lower case
        self.glued = False  # whether the token belongs to the same argument as the one before it
        self.chain = False  # whether a member or an index may come next

    def run(self) -> list[Token]:
        length = len(self.text)
        while self.position < length:
            match = self.match()
            assert match is not None, "the last part of every pattern matches any character"
            assert match.lastgroup is not None
            kind = _GROUPS[match.lastgroup]
            if kind in _MAYBE_KEYWORD:
                kind = self.keyword_or(kind, match.group())
            token = Token(kind, match.group(), self.position)
            self.tokens.append(token)
            self.position = match.end()
            if kind not in _LAYOUT_KINDS:
                self.advance(token)
        return self.tokens

    def keyword_or(self, kind: Kind, text: str) -> Kind:
        """Tell a keyword from a command's name, and the `in` of a loop from a stray word."""
        word = text.lower()
        if kind is Kind.NAME:
            is_keyword = self.state is _State.START and word in KEYWORDS
        elif self.state is _State.HEAD:
            is_keyword = word in KEYWORDS
        else:
            is_keyword = word == "in" and bool(self.frames) and self.frames[-1].loop
        if not is_keyword:
            return kind
        self.word = word
        return Kind.KEYWORD

    def match(self) -> re.Match[str] | None:
        text, position, state = self.text, self.position, self.state
        if text[position] == " " and state not in _QUOTED_STATES:
            return _BLANKS.match(text, position)  # nearly half of all tokens, and the same anywhere
        if state is _State.COMMAND or state is _State.PLAIN:
            return self.match_argument()
        if state is _State.START and _IS_EXPRESSION.match(text, position):
            self.state = state = _State.EXPRESSION
        self.glued = False
        return _PATTERNS[state].match(text, position)

    def match_argument(self) -> re.Match[str] | None:
        self.glued = self.tokens[-1].kind in _GLUES
        if not self.glued:
            fresh = _FRESH if self.state is _State.COMMAND else _PLAIN
            return fresh.match(self.text, self.position)
        chained = _CHAIN.match(self.text, self.position) if self.chain else None
        return chained or _GLUED.match(self.text, self.position)

    def advance(self, token: Token) -> None:
        kind = token.kind
        if kind is Kind.NEWLINE and self.is_continued():
            return
        self.last = kind
        if kind is Kind.OPEN or kind is Kind.STRING_OPEN:
            self.open(token)
        elif kind is Kind.CLOSE or kind is Kind.STRING_CLOSE:
            self.close(token)
        elif self.state not in _QUOTED_STATES:
            self.state = self.next_state(kind, token.text)
            if kind is not Kind.MEMBER:
                self.chain = kind is Kind.VARIABLE and not self.glued

    def open(self, token: Token) -> None:
        is_call = len(self.tokens) > 1 and self.tokens[-2].kind is Kind.MEMBER
        chain = token.text == "[" or is_call or (token.kind is Kind.OPEN and not self.glued)
        in_head = self.state is _State.HEAD
        outer = self.after_head(token) if in_head else self.state
        self.frames.append(_Frame(token.text, outer, chain, in_head and self.word == "foreach"))
        if token.kind is Kind.STRING_OPEN:
            self.state = _State.STRING if len(token.text) == 1 else _State.HERE
        elif token.text == "[":
            self.state = _State.EXPRESSION
        else:
            self.state = _State.KEY if token.text == "@{" else _State.START

    def after_head(self, token: Token) -> _State:
        """Give what follows a bracket behind a keyword: the block of it, or another statement."""
        return _State.START if token.text == "{" or self.word == "param" else _State.HEAD

    def close(self, token: Token) -> None:
        if not self.frames:
            self.state = _State.START
            return
        frame = self.frames[-1]
        if token.kind is Kind.CLOSE and _CLOSERS.get(frame.opener) != token.text:
            return  # not the one that is open: the parser reports it
        self.frames.pop()
        self.state = frame.outer
        self.chain = frame.chain

    def next_state(self, kind: Kind, text: str) -> _State:
        if kind is Kind.NEWLINE or kind is Kind.SEMICOLON:
            if kind is Kind.NEWLINE and self.state is _State.HEAD:
                return _State.HEAD
            in_map = bool(self.frames) and self.frames[-1].opener == "@{"
            return _State.KEY if in_map else _State.START
        if kind is Kind.KEYWORD:
            return _State.HEAD if self.word in _HEADED else _State.START
        if kind is Kind.AMPERSAND:
            calls = self.state is _State.START or self.state is _State.STAGE
            return _State.COMMAND if calls else _State.START
        if kind is Kind.REDIRECT:
            return self.state if text == "2>&1" else _State.COMMAND
        return _NEXT_STATES.get(kind, self.state)

    def is_continued(self) -> bool:
        if self.state is _State.STAGE or (self.frames and self.frames[-1].opener == "["):
            return True
        return self.state is not _State.KEY and self.last in _CONTINUES


_PATTERNS = {
    _State.START: _START,
    _State.STAGE: _START,
    _State.EXPRESSION: _EXPRESSION,
    _State.KEY: _KEY,
    _State.STRING: _STRING,
    _State.HERE: _HERE,
    _State.HEAD: _HEAD,
}
_QUOTED_STATES = frozenset({_State.STRING, _State.HERE})
_MAYBE_KEYWORD = frozenset({Kind.NAME, Kind.WORD})
_HEADED = frozenset(
    {"if", "elseif", "else", "foreach", "while", "try", "catch", "finally", "param"}
)

_NEXT_STATES = {
    Kind.PIPE: _State.STAGE,
    Kind.AND: _State.START,
    Kind.OR: _State.START,
    Kind.ASSIGN: _State.START,
    Kind.NAME: _State.COMMAND,
    Kind.DASHES: _State.PLAIN,
}
