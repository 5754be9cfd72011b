"""The parser's view of the tokens: the next one, the way over them, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from gshell.language.habits import explain
from gshell.language.problems import Incomplete, SyntaxProblem
from gshell.language.tokens import CLOSERS, Kind, Token, tokenize

DEEPEST = 50
"""How deep brackets may nest: far beyond what a person types, far from Python's own limit."""

ENDS_STATEMENT = frozenset({Kind.SEMICOLON, Kind.NEWLINE})
ENDS_SCRIPT = frozenset({Kind.CLOSE, Kind.END})
ENDS_VALUE = ENDS_STATEMENT | ENDS_SCRIPT | {Kind.PIPE, Kind.AND, Kind.OR}
ENDS_COMMAND = ENDS_VALUE | {Kind.AMPERSAND}
_CONTINUES = frozenset({Kind.PIPE, Kind.AND, Kind.OR})
_SKIPPED = frozenset({Kind.SPACE, Kind.COMMENT})

Read = TypeVar("Read")
Given = TypeVarTuple("Given")


class Reader:
    """Goes over the tokens that matter: `look` is the next one, `last_end` where the last ended."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all_tokens = tokenize(text)
        self.tokens = [token for token in self.all_tokens if token[0] not in _SKIPPED]
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
        self.last_end = token[2] + len(token[1])
        return token

    def at(self, kind: Kind, text: str | None = None) -> bool:
        """Say whether the next token is of a kind, and has a text."""
        token = self.look
        return token[0] is kind and (text is None or token[1] == text)

    def touches(self) -> bool:
        """Say whether the next token follows the last one without a blank."""
        return self.look[2] == self.last_end

    def skip_lines(self) -> None:
        """Go on to the next token that is not the end of a line."""
        while self.look.kind is Kind.NEWLINE:
            self.take()

    def below(self) -> Token:
        """Give the next token that is not the end of a line, without going on to it."""
        place = self.position
        while self.tokens[place].kind is Kind.NEWLINE:
            place += 1
        return self.tokens[place]

    def continues(self) -> bool:
        """Say whether a line below starts with `|`, `&&` or `||`, and so belongs to this one."""
        return self.below().kind in _CONTINUES

    def nested(self, read: Callable[[*Given], Read], *given: *Given) -> Read:
        """Read something inside something else; raises where that nests too deeply."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.too_deep()
        node = read(*given)
        self.depth -= 1
        return node

    def close(self, opener: Token) -> int:
        """Take the bracket that closes `opener`; give the place after it."""
        closer = CLOSERS[opener.text]
        if self.look.kind is Kind.END:
            raise self.unclosed(opener)
        if not self.at(Kind.CLOSE, closer):
            if self.look.kind is Kind.CLOSE or self.previous().kind is Kind.NEWLINE:
                raise self.problem(f"`{opener.text}` needs `{closer}` before this")
            raise self.unexpected()
        return self.take().end

    def previous(self) -> Token:
        """Give the token that was taken last; before the first one, an end of a line."""
        return self.tokens[self.position - 1] if self.position else Token(Kind.NEWLINE, "", 0)

    # What is wrong.

    def problem(self, message: str, hint: str = "") -> SyntaxProblem:
        """Say what is wrong at the next token."""
        if self.look.kind is not Kind.END:
            return problem_at(self.look, message, hint)
        kind = Incomplete if self.is_open() else SyntaxProblem
        return kind(message, self.last_end, self.last_end, hint)

    def missing(self, message: str, hint: str = "") -> SyntaxProblem:
        """Say what must come next; where the text ends, another line may bring it."""
        if self.look.kind is Kind.END:
            return Incomplete(message, self.last_end, self.last_end, hint)
        return self.problem(message, hint)

    def unexpected(self) -> SyntaxProblem:
        """Say that the next token cannot stand where it does."""
        after = self.tokens[self.position + 1] if self.look.kind is not Kind.END else self.look
        message, hint = explain(self.text, self.look, self.previous(), after)
        return problem_at(self.look, message, hint)

    def unclosed(self, opener: Token) -> Incomplete:
        """Say that the text ends before a bracket does."""
        return Incomplete(f"`{CLOSERS[opener.text]}` is missing for this", opener.start, opener.end)

    def too_deep(self) -> SyntaxProblem:
        """Say that the next token is inside of too much."""
        return problem_at(self.look, f"this nests deeper than {DEEPEST} levels")

    def is_open(self) -> bool:
        """Say whether the text stops inside a comment, or after a backtick."""
        last = self.all_tokens[-1] if self.all_tokens else self.look
        if last.kind is Kind.SPACE:
            return last.text.startswith("`")
        return last.kind is Kind.COMMENT and _is_open_comment(last.text)


def problem_at(token: Token, message: str, hint: str = "") -> SyntaxProblem:
    """Say what is wrong with a token."""
    return SyntaxProblem(message, token.start, token.end, hint)


def _is_open_comment(text: str) -> bool:
    return text.startswith("<#") and (len(text) < len("<##>") or not text.endswith("#>"))
