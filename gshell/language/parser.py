"""Tokens to a syntax tree, or the first thing that is wrong with them.

`parse` reads a whole script. Half-typed text raises `Incomplete`, which the prompt answers with
another line; anything else that cannot be right raises `SyntaxProblem` with its place. `outline`
never raises: it gives the commands as far as they were typed, which is what completion needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from gshell.language import tree
from gshell.language.tokens import SINGLE_QUOTES, Kind, Token, tokenize

DEEPEST = 100
"""How deep brackets may nest: far beyond what a person types, far from Python's own limit."""


class SyntaxProblem(Exception):  # noqa: N818 -- it is a finding about the text, not a failure of ours
    """What is wrong with a text, from `start` to `end`."""

    def __init__(self, message: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.hint = hint


class Incomplete(SyntaxProblem):
    """The text stops where more must follow: an open bracket or quote, a pipe at the end."""


class Draft:
    """A command as far as it was read."""

    __slots__ = ("elements", "name", "start", "upstream")

    def __init__(self, name: tree.Node, start: int, upstream: Draft | None) -> None:
        self.name = name
        self.start = start
        self.upstream = upstream
        self.elements: list[tree.Element] = []


class Outline(NamedTuple):
    """The commands of a text in the order in which they start, and its tokens."""

    commands: tuple[Draft, ...]
    tokens: tuple[Token, ...]


def parse(text: str) -> tree.Script:
    """Parse a script; raises SyntaxProblem, or Incomplete where more text could make it right."""
    return _Parser(text, tokenize(text)).whole_script()


def outline(text: str) -> Outline:
    """Read the commands of a text that may be half-typed or wrong."""
    tokens = tokenize(text)
    parser = _Parser(text, tokens)
    try:
        parser.whole_script()
    except SyntaxProblem:
        pass  # what was read until here is the answer
    return Outline(tuple(parser.drafts), tuple(tokens))


COMPARISONS = frozenset(
    prefix + name
    for name in (
        *("eq", "ne", "gt", "ge", "lt", "le", "like", "notlike", "match", "notmatch"),
        *("contains", "notcontains", "in", "notin"),
    )
    for prefix in ("", "c", "i")
)
"""Names of the comparison operators; `c` makes one mind the case."""

_LOGICAL, _COMPARE, _ADD, _MULTIPLY, _NEGATE, _RANGE, _NOT, _LIST = range(1, 9)
_BINARY = {
    **dict.fromkeys(("and", "or", "xor"), _LOGICAL),
    **dict.fromkeys(COMPARISONS, _COMPARE),
    **dict.fromkeys(("+", "-"), _ADD),
    **dict.fromkeys(("*", "/", "%"), _MULTIPLY),
    "..": _RANGE,
}
_HABITS = {
    "==": ("`==` is not an operator", "-eq compares, = assigns"),
    "!=": ("`!=` is not an operator", "-ne compares"),
    "<": ("`<` is not an operator", "-lt compares"),
    ">": ("`>` is not an operator here", "-gt compares"),
}
_ENDS_STATEMENT = frozenset({Kind.SEMICOLON, Kind.NEWLINE})
_ENDS_SCRIPT = frozenset({Kind.CLOSE, Kind.END})
_ENDS_VALUE = _ENDS_STATEMENT | _ENDS_SCRIPT | {Kind.PIPE, Kind.AND, Kind.OR}
_ENDS_COMMAND = _ENDS_VALUE | {Kind.AMPERSAND}
_SKIPPED = frozenset({Kind.SPACE, Kind.COMMENT})
_PIECES = frozenset({Kind.WORD, Kind.STRING, Kind.STRING_OPEN, Kind.VARIABLE, Kind.OPEN})
_CLOSERS = {"(": ")", "$(": ")", "@(": ")", "{": "}", "@{": "}", "[": "]"}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "e": "\x1b"}
_ESCAPE = re.compile(r"`(.)", re.DOTALL)
_CLOSED_STRING = re.compile(rf"[{SINGLE_QUOTES}](.*)[{SINGLE_QUOTES}]\Z", re.DOTALL)
_DOUBLED = re.compile(rf"([{SINGLE_QUOTES}])[{SINGLE_QUOTES}]")


class _Parser:
    """Recursive descent over the tokens that matter; `look` is the next one."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = [token for token in tokens if token.kind not in _SKIPPED]
        self.tokens.append(Token(Kind.END, "", len(text)))
        self.position = 0
        self.look = self.tokens[0]
        self.depth = 0
        self.drafts: list[Draft] = []
        self.latest: Draft | None = None  # the command that was read last, to its end

    # Moving over the tokens.

    def take(self) -> Token:
        token = self.look
        self.move_to(self.position + 1)
        return token

    def move_to(self, position: int) -> None:
        self.position = position
        self.look = self.tokens[position]

    def at(self, kind: Kind, text: str | None = None) -> bool:
        token = self.look
        return token.kind is kind and (text is None or token.text == text)

    def touches(self) -> bool:
        """Say whether the next token follows the last one without a blank."""
        return self.position > 0 and self.look.start == self.last_end

    @property
    def last_end(self) -> int:
        return self.tokens[self.position - 1].end if self.position else 0

    def skip_lines(self) -> None:
        while self.at(Kind.NEWLINE):
            self.take()

    def problem(self, message: str, hint: str = "") -> SyntaxProblem:
        """Say what is wrong at the next token; at the end of the text, more may make it right."""
        token = self.look
        if token.kind is Kind.END:
            return Incomplete(message, self.last_end, self.last_end, hint)
        return SyntaxProblem(message, token.start, token.end, hint)

    # Statements.

    def whole_script(self) -> tree.Script:
        script = self.script()
        if not self.at(Kind.END):
            raise self.problem(f"`{self.look.text}` closes nothing")
        return script

    def script(self) -> tree.Script:
        start = self.look.start
        statements: list[tree.Statement] = []
        self.skip_separators()
        while self.look.kind not in _ENDS_SCRIPT:
            statements.append(self.statement())
            self.end_of_statement()
        return tree.Script(tuple(statements), start, self.last_end)

    def skip_separators(self) -> None:
        while self.look.kind in _ENDS_STATEMENT:
            self.take()

    def end_of_statement(self) -> None:
        token = self.look
        if token.kind in _ENDS_SCRIPT:
            return
        if token.kind not in _ENDS_STATEMENT:
            raise self.unexpected(token)
        self.skip_separators()

    def unexpected(self, token: Token) -> SyntaxProblem:
        if token.text in _HABITS:
            return self.problem(*_HABITS[token.text])
        if token.kind is Kind.OPERATOR:
            return self.problem(f"`{token.text}` is not an operator")
        if token.kind is Kind.AMPERSAND:
            return self.problem("`&` ends the command here", "put text that has & in quotes")
        return self.problem(f"`{_shown(token.text)}` is not expected here")

    def statement(self) -> tree.Statement:
        start = self.position
        first = self.stage(None)
        if self.at(Kind.ASSIGN):
            return self.assignment(first, start)
        return self.pipeline(first)

    def assignment(self, target: tree.Node, start: int) -> tree.Assignment:
        if not isinstance(target, (tree.Variable, tree.Member, tree.Index)):
            self.move_to(start)
            raise self.problem("only a variable or a part of one can be assigned to")
        operator = self.take()
        if operator.text != "=":
            self.move_to(self.position - 1)
            raise self.problem(f"`{operator.text}` is not an operator")
        self.skip_lines()
        if self.look.kind in _ENDS_VALUE:
            raise self.problem("a value must follow `=`")
        statement = self.statement()
        return tree.Assignment(target, statement, target.start, statement.end)

    def pipeline(self, first: tree.Node) -> tree.Pipeline:
        stages = [first]
        while self.at(Kind.PIPE):
            self.take()
            self.skip_lines()
            upstream = self.latest if isinstance(stages[-1], tree.Command) else None
            stages.append(self.later_stage(upstream))
        return tree.Pipeline(tuple(stages), first.start, self.last_end)

    def later_stage(self, upstream: Draft | None) -> tree.Node:
        if not (self.at(Kind.NAME) or self.at(Kind.AMPERSAND)):
            raise self.problem("a command must follow `|`")
        return self.command(upstream)

    def stage(self, upstream: Draft | None) -> tree.Node:
        if self.at(Kind.NAME) or self.at(Kind.AMPERSAND):
            return self.command(upstream)
        if self.at(Kind.PIPE):
            raise self.problem("a command must stand before `|`")
        return self.expression()

    # Commands.

    def command(self, upstream: Draft | None) -> tree.Command:
        token = self.take()
        name = self.command_name(token)
        draft = Draft(name, token.start, upstream)
        self.drafts.append(draft)
        while self.look.kind not in _ENDS_COMMAND:
            draft.elements.append(self.element())
        self.latest = draft
        return tree.Command(name, tuple(draft.elements), token.start, self.last_end)

    def command_name(self, token: Token) -> tree.Node:
        if token.kind is Kind.NAME:
            return tree.Word(_unescape_word(token.text), token.start, token.end)
        if self.look.kind not in _PIECES:
            raise self.problem("a script block or a command's name must follow `&`")
        return self.piece()

    def element(self) -> tree.Element:
        token = self.look
        if token.kind is Kind.PARAMETER:
            return self.parameter()
        if token.kind is Kind.DASHES:
            self.take()
            return tree.EndOfParameters(token.start, token.end)
        value = self.argument()
        return tree.Argument(value, value.start, value.end)

    def parameter(self) -> tree.Parameter:
        token = self.take()
        if token.text.endswith(":"):
            if self.look.kind in _ENDS_COMMAND:
                raise self.problem(f"a value must follow `{token.text}`")
            value = self.argument()
            return tree.Parameter(token.text[1:-1], value, token.start, value.end)
        if self.touches() and self.look.kind in _PIECES:
            raise self.problem(
                f"a blank or a colon must follow `{token.text}`",
                "text that starts with - needs quotes",
            )
        return tree.Parameter(token.text[1:], None, token.start, token.end)

    def argument(self) -> tree.Node:
        first = self.item()
        if not self.at(Kind.COMMA):
            return first
        items = [first]
        while self.at(Kind.COMMA):
            self.take()
            self.skip_lines()
            items.append(self.item())
        return tree.ListOf(tuple(items), first.start, self.last_end)

    def item(self) -> tree.Node:
        token = self.look
        if token.kind not in _PIECES:
            raise self.problem("a value is expected here")
        parts = [self.piece()]
        while self.touches() and self.look.kind in _PIECES:
            if self.look.text in ("(", "{") and isinstance(parts[-1], tree.Word):
                raise self.problem(
                    f"a blank must stand before `{self.look.text}`",
                    "arguments are written after the name, with blanks between them",
                )
            parts.append(self.piece())
        return parts[0] if len(parts) == 1 else _join(parts)

    def piece(self) -> tree.Node:
        """Read one part of an argument, with the members and indexes that follow it."""
        token = self.look
        if token.kind is Kind.WORD:
            self.take()
            return tree.Word(_unescape_word(token.text), token.start, token.end)
        return self.postfix(self.primary())

    # Expressions.

    def expression(self, power: int = 0) -> tree.Node:
        left = self.prefix()
        while True:
            token = self.look
            if token.kind is Kind.COMMA and power < _LIST:
                left = self.list_of(left)
                continue
            operator = _operator_name(token)
            strength = _BINARY.get(operator, 0)
            if token.kind is not Kind.OPERATOR or strength <= power:
                return left
            self.take()
            self.skip_lines()
            if self.look.kind in _ENDS_COMMAND:
                raise self.problem(f"a value must follow `{token.text}`")
            right = self.expression(strength)
            left = tree.Binary(operator, left, right, left.start, right.end)

    def list_of(self, first: tree.Node) -> tree.ListOf:
        items = [first]
        while self.at(Kind.COMMA):
            self.take()
            self.skip_lines()
            items.append(self.expression(_LIST))
        return tree.ListOf(tuple(items), first.start, self.last_end)

    def prefix(self) -> tree.Node:
        token = self.look
        if token.kind is Kind.COMMA:
            self.take()
            item = self.expression(_LIST)
            return tree.ListOf((item,), token.start, item.end)
        if token.kind is not Kind.OPERATOR:
            return self.postfix(self.primary())
        return self.unary(token)

    def unary(self, token: Token) -> tree.Node:
        operator = _operator_name(token)
        if operator in ("!", "not"):
            self.take()
            operand = self.nested(lambda: self.expression(_NOT))
            return tree.Unary("not", operand, token.start, operand.end)
        if operator != "-":
            raise self.unexpected(token)
        self.take()
        if self.at(Kind.NUMBER) and self.touches():
            number = self.take()
            return tree.Literal(-_number(number.text), token.start, number.end)
        operand = self.nested(lambda: self.expression(_NEGATE))
        return tree.Unary("-", operand, token.start, operand.end)

    def postfix(self, value: tree.Node) -> tree.Node:
        while self.touches():
            if self.at(Kind.MEMBER):
                token = self.take()
                value = tree.Member(value, token.text[1:], value.start, token.end)
            elif self.at(Kind.OPEN, "["):
                value = self.index(value)
            else:
                return value
        return value

    def index(self, value: tree.Node) -> tree.Index:
        opener = self.take()
        self.skip_lines()
        index = self.nested(self.expression)
        self.skip_lines()
        end = self.close(opener)
        return tree.Index(value, index, value.start, end)

    def primary(self) -> tree.Node:
        token = self.look
        if token.kind is Kind.END:
            raise self.problem("a value is expected here")
        if token.kind is Kind.NUMBER:
            self.take()
            return tree.Literal(_number(token.text), token.start, token.end)
        if token.kind is Kind.STRING:
            return self.single_quoted()
        if token.kind is Kind.STRING_OPEN:
            return self.double_quoted()
        if token.kind is Kind.VARIABLE:
            return self.variable()
        if token.kind is Kind.OPEN:
            return self.nested(self.bracketed)
        if token.kind is Kind.WORD:
            raise self.problem(
                f"`{token.text}` is not a value", f"text needs quotes here: '{token.text}'"
            )
        raise self.unexpected(token)

    def variable(self) -> tree.Variable:
        token = self.take()
        name = token.text[1:]
        if not name.startswith("{"):
            return tree.Variable(name, token.start, token.end)
        if not name.endswith("}") or len(name) < 3:
            self.move_to(self.position - 1)
            raise self.problem("a name and `}` must follow `${`")
        return tree.Variable(name[1:-1], token.start, token.end)

    def single_quoted(self) -> tree.Literal:
        token = self.take()
        closed = _CLOSED_STRING.match(token.text)
        if closed is None or not _is_closed(token.text):
            raise Incomplete("the text in quotes does not end", token.start, token.end)
        return tree.Literal(_DOUBLED.sub(r"\1", closed.group(1)), token.start, token.end)

    def double_quoted(self) -> tree.Node:
        opener = self.take()
        parts: list[tree.Node] = []
        while not self.at(Kind.STRING_CLOSE):
            if self.at(Kind.END):
                raise Incomplete("the text in quotes does not end", opener.start, len(self.text))
            parts.append(self.string_part())
        end = self.take().end
        return _text_of(parts, opener.start, end)

    def string_part(self) -> tree.Node:
        token = self.look
        if token.kind is Kind.STRING_TEXT:
            self.take()
            return tree.Literal(token.text, token.start, token.end)
        if token.kind is Kind.STRING_ESCAPE:
            self.take()
            return tree.Literal(_escaped(token.text), token.start, token.end)
        return self.primary()

    # Brackets.

    def nested(self, read: Callable[[], tree.Node]) -> tree.Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.too_deep()
        node = read()
        self.depth -= 1
        return node

    def too_deep(self) -> SyntaxProblem:
        place = self.look.start
        return SyntaxProblem(f"brackets nest deeper than {DEEPEST}", place, place + 1)

    def bracketed(self) -> tree.Node:
        opener = self.take()
        if opener.text == "(":
            return self.group(opener)
        if opener.text == "@{":
            return self.map_of(opener)
        if opener.text == "[":
            self.move_to(self.position - 1)
            raise self.problem("`[` stands after a value, without a blank")
        script = self.script()
        body = self.text[opener.end : self.look.start]
        end = self.close(opener)
        if opener.text == "{":
            return tree.Block(script, body, opener.start, end)
        kind = tree.SubExpression if opener.text == "$(" else tree.ArrayOf
        return kind(script, opener.start, end)

    def group(self, opener: Token) -> tree.Group:
        self.skip_lines()
        if self.at(Kind.END):
            raise self.unclosed(opener)
        if self.at(Kind.CLOSE):
            raise self.problem("a value is expected between the parentheses")
        statement = self.statement()
        self.skip_lines()
        end = self.close(opener)
        return tree.Group(statement, opener.start, end)

    def map_of(self, opener: Token) -> tree.MapOf:
        pairs: list[tuple[tree.Node, tree.Statement]] = []
        self.skip_separators()
        while not self.at(Kind.CLOSE, "}"):
            pairs.append((self.key(opener), self.pair_value()))
            self.end_of_statement()
        return tree.MapOf(tuple(pairs), opener.start, self.close(opener))

    def key(self, opener: Token) -> tree.Node:
        token = self.look
        if token.kind is Kind.END:
            raise self.unclosed(opener)
        if token.kind is Kind.KEY:
            self.take()
            return tree.Literal(token.text, token.start, token.end)
        if token.kind in (Kind.STRING, Kind.STRING_OPEN):
            return self.primary()
        raise self.problem("a key is expected here", "maps are written @{key = value; ...}")

    def pair_value(self) -> tree.Statement:
        if not self.at(Kind.ASSIGN):
            raise self.problem("`=` must follow the key")
        self.take()
        self.skip_lines()
        if self.look.kind in _ENDS_VALUE:
            raise self.problem("a value must follow `=`")
        return self.statement()

    def close(self, opener: Token) -> int:
        """Take the bracket that closes `opener`; give the place after it."""
        closer = _CLOSERS[opener.text]
        if self.at(Kind.END):
            raise self.unclosed(opener)
        if not self.at(Kind.CLOSE, closer):
            if self.look.kind is Kind.CLOSE:
                raise self.problem(f"`{opener.text}` needs `{closer}` before this")
            raise self.unexpected(self.look)
        return self.take().end

    def unclosed(self, opener: Token) -> Incomplete:
        closer = _CLOSERS[opener.text]
        return Incomplete(f"`{closer}` is missing for this", opener.start, opener.end)


def _operator_name(token: Token) -> str:
    text = token.text.lower()
    return text[1:] if len(text) > 1 and text[0] == "-" else text


def _number(text: str) -> int | float:
    return int(text) if text.isdigit() else float(text)


def _unescape_word(text: str) -> str:
    return _ESCAPE.sub(lambda match: _escaped(match.group()), text) if "`" in text else text


def _escaped(text: str) -> str:
    return _ESCAPES.get(text[1], text[1])


def _is_closed(text: str) -> bool:
    """Say whether a string ends in a quote that is not half of a doubled one."""
    inner = text[1:]
    quotes = len(inner) - len(inner.rstrip(SINGLE_QUOTES))
    return quotes % 2 == 1


def _join(parts: list[tree.Node]) -> tree.Joined:
    bare = any(isinstance(part, tree.Word) for part in parts)
    return tree.Joined(tuple(parts), bare, parts[0].start, parts[-1].end)


def _text_of(parts: list[tree.Node], start: int, end: int) -> tree.Node:
    if all(isinstance(part, tree.Literal) for part in parts):
        return tree.Literal("".join(str(part.value) for part in parts), start, end)
    return tree.Joined(tuple(parts), False, start, end)


def _shown(text: str) -> str:
    return text if len(text) < 30 else text[:29] + "\u2026"
