"""Values: numbers, quotes, variables and brackets, with the members and indexes behind them."""

from __future__ import annotations

import math
import re
from abc import abstractmethod

from gshell.language import tree
from gshell.language.problems import Incomplete
from gshell.language.reader import DEEPEST, ENDS_VALUE, Reader, problem_at
from gshell.language.tokens import SINGLE_QUOTES, Kind, Token

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "e": "\x1b"}
_ESCAPE = re.compile(r"`(.)", re.DOTALL)
_CLOSED_STRING = re.compile(rf"[{SINGLE_QUOTES}](.*)[{SINGLE_QUOTES}]\Z", re.DOTALL)
_HERE = re.compile(rf"@[{SINGLE_QUOTES}][^\S\n]*\n(?:(.*)\n)?[{SINGLE_QUOTES}]@\Z", re.DOTALL)
_DOUBLED = re.compile(rf"([{SINGLE_QUOTES}])[{SINGLE_QUOTES}]")


class ValueParser(Reader):
    """Recursive descent for values; what stands inside brackets may be a script."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.commas_separate = False  # in a method's arguments, where a comma makes no list

    @abstractmethod
    def script(self) -> tree.Script:
        """Read statements up to a closing bracket or the end."""

    @abstractmethod
    def inner_statement(self) -> tree.Statement:
        """Read one statement whose value is asked for."""

    @abstractmethod
    def expression(self, power: int = 0) -> tree.Node:
        """Read an expression whose operators all bind tighter than `power`."""

    @abstractmethod
    def skip_separators(self) -> None:
        """Skip ends of lines and semicolons."""

    @abstractmethod
    def end_of_statement(self) -> None:
        """Take what ends a statement; raises if something else follows."""

    def primary(self) -> tree.Node:
        token = self.look
        kind = token.kind
        if kind is Kind.VARIABLE:
            return self.variable()
        if kind is Kind.NUMBER:
            return self.number()
        if kind is Kind.STRING:
            return self.single_quoted()
        if kind is Kind.STRING_OPEN:
            return self.double_quoted()
        if kind is Kind.OPEN:
            return self.nested(self.bracketed)
        if kind is Kind.END:
            raise self.missing("a value is expected here")
        if kind is Kind.WORD and self.tokens[self.position + 1].text != "=":
            hint = f"text needs quotes here: '{token.text}'"
            raise self.problem(f"`{token.text}` is not a value", hint)
        raise self.unexpected()

    # Members and indexes.

    def postfix(self, value: tree.Node) -> tree.Node:
        """Read the members and indexes that follow a value."""
        length = 0
        while self.touches():
            if self.look.kind is Kind.MEMBER:
                value = self.member(value)
            elif self.at(Kind.OPEN, "["):
                value = self.index(value)
            else:
                break
            length += 1
            if length > DEEPEST:
                raise self.too_deep()
        return value

    def member(self, value: tree.Node) -> tree.Node:
        token = self.take()
        name = token.text[1:]
        if self.at(Kind.OPEN, "(") and self.touches():
            return self.method(value, name)
        return tree.Member(value, name, value.start, token.end)

    def method(self, value: tree.Node, name: str) -> tree.Method:
        opener = self.take()
        arguments: list[tree.Node] = []
        self.skip_lines()
        while not self.at(Kind.CLOSE, ")"):
            if arguments:
                self.comma_between(opener)
            arguments.append(self.separated_value())
            self.skip_lines()
        end = self.close(opener)
        return tree.Method(value, name, tuple(arguments), value.start, end)

    def comma_between(self, opener: Token) -> None:
        """Take the comma that stands between two things in parentheses."""
        if not self.at(Kind.COMMA):
            self.close(opener)  # which raises, because it is not closed here
        self.take()
        self.skip_lines()

    def separated_value(self) -> tree.Node:
        """Read a value that a comma ends."""
        outer, self.commas_separate = self.commas_separate, True
        value = self.nested(self.expression)
        self.commas_separate = outer
        return value

    def index(self, value: tree.Node) -> tree.Index:
        outer, self.commas_separate = self.commas_separate, False
        opener = self.take()
        self.skip_lines()
        if self.at(Kind.CLOSE, "]"):
            raise self.problem("an index is expected between the brackets", "$x[0], $x['key']")
        index = self.nested(self.expression)
        self.skip_lines()
        self.commas_separate = outer
        return tree.Index(value, index, value.start, self.close(opener))

    # Numbers and variables.

    def number(self, sign: Token | None = None) -> tree.Literal:
        token = self.take()
        value = _number(token.text)
        if math.isinf(value):
            raise problem_at(token, "the number is too large")
        if sign is None:
            return tree.Literal(value, token.start, token.end)
        return tree.Literal(value if sign.text == "+" else -value, sign.start, token.end)

    def variable(self) -> tree.Variable:
        token = self.take()
        name = token.text[1:]
        scope, colon, rest = name.partition(":")
        if colon and not name.startswith("{") and scope.lower() != "env":
            if scope.lower() != "using":
                hint = f"there is one place for variables: ${rest}"
                raise problem_at(token, f"`{scope}:` is not used here", hint)
            name = rest
        if not name.startswith("{"):
            return tree.Variable(name, token.start, token.end)
        if not name.endswith("}") or len(name) < 3:
            raise problem_at(token, "a name and `}` must follow `${`")
        return tree.Variable(name[1:-1], token.start, token.end)

    # Quotes.

    def single_quoted(self) -> tree.Literal:
        token = self.take()
        if token.text.startswith("@"):
            return _here_string(token)
        closed = _CLOSED_STRING.match(token.text)
        if closed is None or not _is_closed(token.text):
            is_apostrophe = self.text[max(token.start - 1, 0)].isalpha()
            hint = (
                'a quote inside of a text needs the other quotes: "it\'s"' if is_apostrophe else ""
            )
            raise Incomplete("the text in quotes does not end", token.start, token.end, hint)
        return tree.Literal(_DOUBLED.sub(r"\1", closed.group(1)), token.start, token.end)

    def double_quoted(self) -> tree.Node:
        opener = self.take()
        is_here = opener.text.startswith("@")
        parts: list[tree.Node] = []
        while self.look.kind is not Kind.STRING_CLOSE:
            if self.look.kind is Kind.END:
                raise _unclosed_quotes(is_here, opener.start, len(self.text))
            parts.append(self.string_part())
        end = self.take().end
        if is_here:
            _drop_first_line_end(parts)
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

    def bracketed(self) -> tree.Node:
        outer, self.commas_separate = self.commas_separate, False
        opener = self.look
        if opener.text == "[":
            hint = "a list is written 1,2 or @(1,2), a cast [int]'3'"
            raise self.problem("`[` cannot start a value", hint)
        self.take()
        node = self.bracket(opener)
        self.commas_separate = outer
        return node

    def bracket(self, opener: Token) -> tree.Node:
        if opener.text == "(":
            return self.group(opener)
        if opener.text == "@{":
            return self.map_of(opener)
        script = self.script()
        body = self.text[opener.end : self.look.start]
        end = self.close(opener)
        if opener.text == "{":
            return tree.Block(script, body, opener.start, end)
        kind = tree.SubExpression if opener.text == "$(" else tree.ArrayOf
        return kind(script, opener.start, end)

    def group(self, opener: Token) -> tree.Group:
        self.skip_lines()
        if self.look.kind is Kind.END:
            raise self.unclosed(opener)
        if self.look.kind is Kind.CLOSE:
            raise self.problem(
                "a value is expected between the parentheses", "@() is a list of nothing"
            )
        statement = self.inner_statement()
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
        is_last = token.kind is Kind.KEYWORD and not self.text[token.end :].strip()
        if token.kind is Kind.END or is_last:
            raise self.unclosed(opener)
        if token.kind is Kind.STRING or token.kind is Kind.STRING_OPEN:
            return self.primary()
        if token.kind is not Kind.KEY:
            raise self.problem("a key is expected here", _MAPS_ARE)
        if token.text.startswith("$"):
            raise self.problem("a key is text", f'a variable needs quotes here: "{token.text}"')
        self.take()
        return tree.Literal(token.text, token.start, token.end)

    def pair_value(self) -> tree.Statement:
        self.skip_lines()
        if self.look.kind is not Kind.ASSIGN:
            raise self.missing("`=` must follow the key", _MAPS_ARE)
        self.take()
        return self.assigned_value()

    def assigned_value(self) -> tree.Statement:
        """Read the statement that must follow a `=`."""
        self.skip_lines()
        if self.look.kind in ENDS_VALUE:
            raise self.missing("a value must follow `=`")
        return self.nested(self.inner_statement)


_MAPS_ARE = "maps are written @{key = value; ...}"


def unescape_word(text: str) -> str:
    """Give the text that a word without quotes stands for."""
    return _ESCAPE.sub(lambda match: _escaped(match.group()), text) if "`" in text else text


_LONGEST_WHOLE_NUMBER = 300
"""Digits of a number that are read one by one; what is longer is too large for a fraction too."""


def _number(text: str) -> int | float:
    whole = text.isdigit() and len(text) <= _LONGEST_WHOLE_NUMBER
    return int(text) if whole else float(text)


def _escaped(text: str) -> str:
    return _ESCAPES.get(text[1], text[1])


def _here_string(token: Token) -> tree.Literal:
    found = _HERE.match(token.text)
    if found is None:
        raise _unclosed_quotes(True, token.start, token.end)
    return tree.Literal(found.group(1) or "", token.start, token.end)


def _unclosed_quotes(is_here: bool, start: int, end: int) -> Incomplete:
    if not is_here:
        return Incomplete("the text in quotes does not end", start, end)
    hint = "it ends with its quote and @ at the start of a line: '@"
    return Incomplete("the here-string does not end", start, end, hint)


def _is_closed(text: str) -> bool:
    """Say whether a string ends in a quote that is not half of a doubled one."""
    inner = text[1:]
    quotes = len(inner) - len(inner.rstrip(SINGLE_QUOTES))
    return quotes % 2 == 1


def _drop_first_line_end(parts: list[tree.Node]) -> None:
    """Take away the end of the line on which a here-string begins."""
    if parts and isinstance(parts[0], tree.Literal):
        parts[0] = parts[0]._replace(value=str(parts[0].value).removeprefix("\n"))


def _text_of(parts: list[tree.Node], start: int, end: int) -> tree.Node:
    if all(isinstance(part, tree.Literal) for part in parts):
        return tree.Literal("".join(str(part.value) for part in parts), start, end)
    return tree.Joined(tuple(parts), False, start, end)
