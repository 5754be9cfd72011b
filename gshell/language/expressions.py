"""Expressions: values, operators, brackets, quotes. What stands inside brackets may be a script."""

from __future__ import annotations

import math
import re
from abc import abstractmethod

from gshell.language import tree
from gshell.language.problems import Incomplete
from gshell.language.reader import DEEPEST, ENDS_COMMAND, ENDS_VALUE, Reader, problem_at
from gshell.language.tokens import SINGLE_QUOTES, Kind, Token

COMPARISONS = frozenset(
    prefix + name
    for name in (
        *("eq", "ne", "gt", "ge", "lt", "le", "like", "notlike", "match", "notmatch"),
        *("contains", "notcontains", "in", "notin"),
    )
    for prefix in ("", "c", "i")
)
"""Names of the comparison operators; `c` makes one mind the case."""

TEXT_OPERATORS = ("replace", "split", "creplace", "csplit", "ireplace", "isplit", "join")

_LOGICAL, _COMPARE, _COALESCE, _ADD, _MULTIPLY, _NEGATE, _RANGE, _NOT, _LIST = range(1, 10)
_BINARY = {
    **dict.fromkeys(("and", "or", "xor"), _LOGICAL),
    **dict.fromkeys(COMPARISONS, _COMPARE),
    **dict.fromkeys(TEXT_OPERATORS, _COMPARE),
    "??": _COALESCE,
    **dict.fromkeys(("+", "-"), _ADD),
    **dict.fromkeys(("*", "/", "%"), _MULTIPLY),
    "..": _RANGE,
}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "e": "\x1b"}
_ESCAPE = re.compile(r"`(.)", re.DOTALL)
_CLOSED_STRING = re.compile(rf"[{SINGLE_QUOTES}](.*)[{SINGLE_QUOTES}]\Z", re.DOTALL)
_HERE = re.compile(rf"@[{SINGLE_QUOTES}][^\S\n]*\n(?:(.*)\n)?[{SINGLE_QUOTES}]@\Z", re.DOTALL)
_DOUBLED = re.compile(rf"([{SINGLE_QUOTES}])[{SINGLE_QUOTES}]")


class ExpressionParser(Reader):
    """Recursive descent for expressions; statements are left to the class built on it."""

    @abstractmethod
    def script(self) -> tree.Script:
        """Read statements up to a closing bracket or the end."""

    @abstractmethod
    def statement(self) -> tree.Statement:
        """Read one statement."""

    # Operators.

    def expression(self, power: int = 0) -> tree.Node:
        """Read an expression whose operators all bind tighter than `power`."""
        value = self.operators(power)
        if power == 0 and self.at(Kind.OPERATOR, "?"):
            return self.ternary(value)
        return value

    def ternary(self, condition: tree.Node) -> tree.Ternary:
        yes = self.branch()
        if not self.at(Kind.OPERATOR, ":"):
            raise self.problem("`:` and another value must follow", "condition ? yes : no")
        no = self.branch()
        return tree.Ternary(condition, yes, no, condition.start, no.end)

    def branch(self) -> tree.Node:
        token = self.take()
        self.skip_lines()
        if self.look.kind in ENDS_COMMAND:
            raise self.problem(f"a value must follow `{token.text}`")
        return self.nested(self.expression)

    def operators(self, power: int) -> tree.Node:
        left = self.prefix()
        while True:
            kind = self.look.kind
            if kind is Kind.COMMA and power < _LIST:
                left = self.list_of(left)
            elif kind is not Kind.OPERATOR:
                return left
            else:
                operator = _operator_name(self.look)
                strength = _BINARY.get(operator, 0)
                if strength <= power:
                    return left
                left = self.binary(operator, left, strength)

    def binary(self, operator: str, left: tree.Node, strength: int) -> tree.Binary:
        token = self.take()
        self.skip_lines()
        if self.look.kind in ENDS_COMMAND:
            raise self.problem(f"a value must follow `{token.text}`")
        right = self.expression(strength)
        return tree.Binary(operator, left, right, left.start, right.end)

    def list_of(self, first: tree.Node) -> tree.ListOf:
        items = [first]
        while self.look.kind is Kind.COMMA:
            self.take()
            self.skip_lines()
            items.append(self.expression(_LIST))
        return tree.ListOf(tuple(items), first.start, self.last_end)

    def prefix(self) -> tree.Node:
        token = self.look
        if token.kind is Kind.COMMA:
            self.take()
            item = self.nested(lambda: self.expression(_LIST))
            return tree.ListOf((item,), token.start, item.end)
        if token.kind is Kind.CAST:
            return self.cast(token)
        if token.kind is not Kind.OPERATOR:
            return self.postfix(self.primary())
        return self.unary(token)

    def cast(self, token: Token) -> tree.Cast:
        self.take()
        name = token.text[1:-1].lower()
        if name not in CASTS:
            raise problem_at(token, f"there is no type {token.text}", _cast_hint(token.text))
        if self.look.kind in ENDS_COMMAND:
            raise self.problem(f"a value must follow `{token.text}`")
        operand = self.nested(lambda: self.expression(_LIST))
        return tree.Cast(name, operand, token.start, operand.end)

    def unary(self, token: Token) -> tree.Node:
        operator = _operator_name(token)
        if operator in ("!", "not"):
            self.take()
            operand = self.nested(lambda: self.expression(_NOT))
            return tree.Unary("not", operand, token.start, operand.end)
        if operator in ("join", "split"):
            self.take()
            operand = self.nested(lambda: self.expression(_NOT))
            return tree.Unary(operator, operand, token.start, operand.end)
        if operator != "-":
            raise self.unexpected(token)
        self.take()
        if self.look.kind is Kind.NUMBER and self.touches():
            return self.number(token)
        operand = self.nested(lambda: self.expression(_NEGATE))
        return tree.Unary("-", operand, token.start, operand.end)

    # Values.

    def postfix(self, value: tree.Node) -> tree.Node:
        """Read the members and indexes that follow a value."""
        length = 0
        while self.touches():
            if self.look.kind is Kind.MEMBER:
                token = self.take()
                name = token.text[1:]
                if self.at(Kind.OPEN, "(") and self.touches():
                    value = self.method(value, name)
                else:
                    value = tree.Member(value, name, value.start, token.end)
            elif self.at(Kind.OPEN, "["):
                value = self.index(value)
            else:
                break
            length += 1
            if length > DEEPEST:
                raise self.too_deep()
        return value

    def method(self, value: tree.Node, name: str) -> tree.Method:
        opener = self.take()
        self.skip_lines()
        arguments: tuple[tree.Node, ...] = ()
        if not self.at(Kind.CLOSE, ")"):
            given = self.nested(self.expression)
            arguments = given.items if isinstance(given, tree.ListOf) else (given,)
        self.skip_lines()
        end = self.close(opener)
        return tree.Method(value, name, arguments, value.start, end)

    def index(self, value: tree.Node) -> tree.Index:
        opener = self.take()
        self.skip_lines()
        index = self.nested(self.expression)
        self.skip_lines()
        end = self.close(opener)
        return tree.Index(value, index, value.start, end)

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
            raise self.problem("a value is expected here")
        if kind is Kind.WORD:
            raise self.problem(
                f"`{token.text}` is not a value", f"text needs quotes here: '{token.text}'"
            )
        raise self.unexpected(token)

    def number(self, sign: Token | None = None) -> tree.Literal:
        token = self.take()
        value = _number(token.text)
        if math.isinf(value):
            raise problem_at(token, "the number is too large")
        if sign is not None:
            return tree.Literal(-value, sign.start, token.end)
        return tree.Literal(value, token.start, token.end)

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

    def here_string(self, token: Token) -> tree.Literal:
        found = _HERE.match(token.text)
        if found is None:
            raise Incomplete(
                "the here-string does not end",
                token.start,
                token.end,
                "it ends with '@ at the start of a line",
            )
        return tree.Literal(found.group(1) or "", token.start, token.end)

    def single_quoted(self) -> tree.Literal:
        token = self.take()
        if token.text.startswith("@"):
            return self.here_string(token)
        closed = _CLOSED_STRING.match(token.text)
        if closed is None or not _is_closed(token.text):
            raise Incomplete("the text in quotes does not end", token.start, token.end)
        return tree.Literal(_DOUBLED.sub(r"\1", closed.group(1)), token.start, token.end)

    def double_quoted(self) -> tree.Node:
        opener = self.take()
        parts: list[tree.Node] = []
        while self.look.kind is not Kind.STRING_CLOSE:
            if self.look.kind is Kind.END:
                raise Incomplete("the text in quotes does not end", opener.start, len(self.text))
            parts.append(self.string_part())
        end = self.take().end
        if opener.text.startswith("@"):
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
        opener = self.look
        if opener.text == "[":
            raise self.problem("`[` stands after a value, without a blank", _CAST_NAMES)
        self.take()
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
        if token.kind is Kind.STRING or token.kind is Kind.STRING_OPEN:
            return self.primary()
        if token.kind is not Kind.KEY:
            raise self.problem("a key is expected here", "maps are written @{key = value; ...}")
        if token.text.startswith("$"):
            raise self.problem("a key is text", f'a variable needs quotes here: "{token.text}"')
        self.take()
        return tree.Literal(token.text, token.start, token.end)

    def pair_value(self) -> tree.Statement:
        if self.look.kind is not Kind.ASSIGN:
            raise self.problem("`=` must follow the key")
        self.take()
        return self.assigned_value()

    # What statements and maps have in common.

    def assigned_value(self) -> tree.Statement:
        """Read the statement that must follow a `=`."""
        self.skip_lines()
        if self.look.kind in ENDS_VALUE:
            raise self.problem("a value must follow `=`")
        return self.nested(self.statement)

    @abstractmethod
    def skip_separators(self) -> None:
        """Skip ends of lines and semicolons."""

    @abstractmethod
    def end_of_statement(self) -> None:
        """Take what ends a statement; raises if something else follows."""


CASTS = ("int", "double", "string", "bool", "array", "ordered", "pscustomobject")
"""The types that a value can be cast to; the last two name what a map is anyway."""

_CAST_NAMES = f"casts are {', '.join(f'[{name}]' for name in CASTS)}"
_CAST_WORDS = {
    **dict.fromkeys(("long", "int32", "int64", "decimal"), "int"),
    **dict.fromkeys(("float", "single"), "double"),
    **dict.fromkeys(("str", "char"), "string"),
    **dict.fromkeys(("boolean", "switch"), "bool"),
    **dict.fromkeys(("hashtable", "dict"), "ordered"),
    **dict.fromkeys(("object[]", "string[]", "int[]", "list"), "array"),
}


def _cast_hint(text: str) -> str:
    meant = _CAST_WORDS.get(text[1:-1].lower().removeprefix("system."))
    return f"did you mean [{meant}]?" if meant else _CAST_NAMES


def unescape_word(text: str) -> str:
    """Give the text that a word without quotes stands for."""
    return _ESCAPE.sub(lambda match: _escaped(match.group()), text) if "`" in text else text


def _operator_name(token: Token) -> str:
    text = token.text.lower()
    return text[1:] if len(text) > 1 and text[0] == "-" else text


_LONGEST_WHOLE_NUMBER = 300
"""Digits of a number that are read one by one; what is longer is too large for a fraction too."""


def _number(text: str) -> int | float:
    whole = text.isdigit() and len(text) <= _LONGEST_WHOLE_NUMBER
    return int(text) if whole else float(text)


def _escaped(text: str) -> str:
    return _ESCAPES.get(text[1], text[1])


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
