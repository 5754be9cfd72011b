"""The parser's view of the tokens: the next one, the way over them, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from gshell.language.problems import Incomplete, SyntaxProblem
from gshell.language.tokens import Kind, Token, tokenize

DEEPEST = 50
"""How deep brackets may nest: far beyond what a person types, far from Python's own limit."""

ENDS_STATEMENT = frozenset({Kind.SEMICOLON, Kind.NEWLINE})
ENDS_SCRIPT = frozenset({Kind.CLOSE, Kind.END})
ENDS_VALUE = ENDS_STATEMENT | ENDS_SCRIPT | {Kind.PIPE, Kind.AND, Kind.OR}
ENDS_COMMAND = ENDS_VALUE | {Kind.AMPERSAND}
_CONTINUES = frozenset({Kind.PIPE, Kind.AND, Kind.OR})

_HABITS = {
    "==": ("`==` is not an operator", "-eq compares, = assigns"),
    "!=": ("`!=` is not an operator", "-ne compares"),
    "<": ("`<` is not an operator", "-lt compares; Get-Content reads a file"),
    "<=": ("`<=` is not an operator", "-le compares"),
    ">=": ("`>=` is not an operator", "-ge compares"),
    "::": ("types have no members here", "values have: $text.ToUpper(), for example"),
    "-f": ("`-f` is not an operator", 'put the values into the text: "n is $n, $($r.num) is num"'),
    "-is": ("`-is` is not an operator", "gm shows what a value is"),
    "-as": ("`-as` is not an operator", "a cast stands before a value: [int]$x"),
}
_SKIPPED = frozenset({Kind.SPACE, Kind.COMMENT})
_CLOSERS = {"(": ")", "$(": ")", "@(": ")", "{": "}", "@{": "}", "[": "]"}

Read = TypeVar("Read")


class Reader:
    """Goes over the tokens that matter: `look` is the next one, `last_end` where the last ended."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all_tokens = tokenize(text)
        self.tokens = [token for token in self.all_tokens if token.kind not in _SKIPPED]
        self.tokens.append(Token(Kind.END, "", len(text)))
        self.position = 0
        self.look = self.tokens[0]
        self.last_end = 0
        self.depth = 0

    def take(self) -> Token:
        """Give the next token and go on to the one after it."""
        token = self.look
        self.position += 1
        self.look = self.tokens[self.position]
        self.last_end = token.start + len(token.text)
        return token

    def at(self, kind: Kind, text: str | None = None) -> bool:
        """Say whether the next token is of a kind, and has a text."""
        token = self.look
        return token.kind is kind and (text is None or token.text == text)

    def touches(self) -> bool:
        """Say whether the next token follows the last one without a blank."""
        return self.look.start == self.last_end

    def skip_lines(self) -> None:
        """Go on to the next token that is not the end of a line."""
        while self.look.kind is Kind.NEWLINE:
            self.take()

    def continues(self) -> bool:
        """Say whether a line below starts with `|`, `&&` or `||`, and so belongs to this one."""
        place = self.position
        while self.tokens[place].kind is Kind.NEWLINE:
            place += 1
        return self.tokens[place].kind in _CONTINUES

    def nested(self, read: Callable[[], Read]) -> Read:
        """Read something inside something else; raises where that nests too deeply."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.too_deep()
        node = read()
        self.depth -= 1
        return node

    def close(self, opener: Token) -> int:
        """Take the bracket that closes `opener`; give the place after it."""
        closer = _CLOSERS[opener.text]
        if self.look.kind is Kind.END:
            raise self.unclosed(opener)
        if not self.at(Kind.CLOSE, closer):
            if self.look.kind is Kind.CLOSE:
                raise self.problem(f"`{opener.text}` needs `{closer}` before this")
            raise self.unexpected(self.look)
        return self.take().end

    # What is wrong.

    def problem(self, message: str, hint: str = "") -> SyntaxProblem:
        """Say what is wrong at the next token; at the end of the text, more may make it right."""
        if self.look.kind is Kind.END:
            return Incomplete(message, self.last_end, self.last_end, hint)
        return problem_at(self.look, message, hint)

    def unexpected(self, token: Token) -> SyntaxProblem:
        """Say that a token cannot stand where it does."""
        if token.text.lower() in _HABITS:
            return problem_at(token, *_HABITS[token.text.lower()])
        if token.kind is Kind.KEYWORD:
            return problem_at(token, f"`{token.text}` cannot stand here")
        if token.kind is Kind.OPERATOR:
            return problem_at(token, f"`{token.text}` is not an operator")
        return problem_at(token, f"`{_shown(token.text)}` is not expected here")

    def unclosed(self, opener: Token) -> Incomplete:
        """Say that the text ends before a bracket does."""
        closer = _CLOSERS[opener.text]
        return Incomplete(f"`{closer}` is missing for this", opener.start, opener.end)

    def too_deep(self) -> SyntaxProblem:
        """Say that the next token is inside of too much."""
        return problem_at(self.look, f"this nests deeper than {DEEPEST} levels")


def problem_at(token: Token, message: str, hint: str = "") -> SyntaxProblem:
    """Say what is wrong with a token."""
    return SyntaxProblem(message, token.start, token.end, hint)


def _shown(text: str) -> str:
    return text if len(text) < 30 else text[:29] + "\u2026"
