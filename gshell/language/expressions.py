"""Expressions: values joined by operators."""

from __future__ import annotations

from gshell.language import tree
from gshell.language.operators import LIST, NEGATE, NOT, STRENGTHS
from gshell.language.reader import ENDS_COMMAND, problem_at
from gshell.language.tokens import DASHES, Kind, Token
from gshell.language.values import ValueParser


class ExpressionParser(ValueParser):
    """Recursive descent for expressions; statements are left to the class built on it."""

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
        self.operand_follows(self.take())
        return self.nested(self.expression)

    def operand_follows(self, token: Token) -> None:
        """Go on to the value that must follow an operator, here or on a line below."""
        self.skip_lines()
        if self.look.kind in ENDS_COMMAND:
            raise self.missing(f"a value must follow `{token.text}`")

    def operators(self, power: int) -> tree.Node:
        left = self.prefix()
        while True:
            kind = self.look.kind
            if kind is Kind.OPERATOR:
                operator = _operator_name(self.look)
                strength = STRENGTHS.get(operator, 0)
                if strength <= power:
                    return left
                left = self.binary(operator, left, strength)
            elif kind is Kind.COMMA and power < LIST and not self.commas_separate:
                left = self.list_of(left)
            else:
                return left

    def binary(self, operator: str, left: tree.Node, strength: int) -> tree.Binary:
        self.operand_follows(self.take())
        right = self.expression(strength)
        return tree.Binary(operator, left, right, left.start, right.end)

    def list_of(self, first: tree.Node) -> tree.ListOf:
        items = [first]
        while self.look.kind is Kind.COMMA:
            self.operand_follows(self.take())
            items.append(self.expression(LIST))
        return tree.ListOf(tuple(items), first.start, self.last_end)

    # What stands before a value.

    def prefix(self) -> tree.Node:
        token = self.look
        kind = token.kind
        if kind is Kind.OPERATOR:
            return self.unary(token)
        if kind is Kind.CAST:
            return self.cast(token)
        if kind is not Kind.COMMA:
            return self.postfix(self.primary())
        self.operand_follows(self.take())
        item = self.nested(self.expression, LIST)
        return tree.ListOf((item,), token.start, item.end)

    def cast(self, token: Token) -> tree.Cast:
        self.take()
        if self.at(Kind.OPERATOR, "::"):
            raise self.unexpected()
        name = token.text[1:-1].lower()
        if name not in CASTS:
            raise problem_at(token, f"there is no type {token.text}", _cast_hint(token.text))
        if self.look.kind in ENDS_COMMAND:
            raise self.problem(f"a value must follow `{token.text}`")
        operand = self.nested(self.expression, LIST)
        return tree.Cast(name, operand, token.start, operand.end)

    def unary(self, token: Token) -> tree.Node:
        operator = _operator_name(token)
        if operator in ("-", "+") and self.signs_number():
            return self.number(self.take())
        strength = _UNARY.get(operator)
        if strength is None:
            raise self.unexpected()
        self.operand_follows(self.take())
        operand = self.nested(self.expression, strength)
        name = "not" if operator == "!" else operator
        return tree.Unary(name, operand, token.start, operand.end)

    def signs_number(self) -> bool:
        """Say whether a number follows the next token without a blank."""
        number = self.tokens[self.position + 1]
        return number.kind is Kind.NUMBER and number.start == self.look.end


_UNARY = {"!": NOT, "not": NOT, "join": NOT, "split": NOT, "-": NEGATE}
"""The operators that stand before a value, and how tightly they bind."""


CASTS = ("int", "double", "string", "bool", "array", "ordered", "pscustomobject")
"""The types that a value can be cast to; the last two name what a map is anyway."""

_CASTS_ARE = f"casts are {', '.join(f'[{name}]' for name in CASTS)}"
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
    return f"did you mean [{meant}]?" if meant else _CASTS_ARE


def _operator_name(token: Token) -> str:
    text = token.text.lower()
    if text[0] not in DASHES:
        return text
    return text[1:] or "-"
