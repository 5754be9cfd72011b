"""Expressions of the syntax tree, compiled to functions from a scope to a value."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, TypeGuard

from gshell.engine.errors import ShellError, StatementError, StoppingError
from gshell.engine.operators import BINARY, negate
from gshell.engine.registry import CommandTable
from gshell.engine.scope import Expression, Flow, Scope, ScriptBlock, automatic
from gshell.engine.values import (
    Bareword,
    Value,
    collect,
    fold,
    get_index,
    get_member,
    to_text,
    truth,
)
from gshell.language import tree

_Step = Callable[[Value, Expression, Scope], Value]
"""Applies an operator to a value and to an expression, which it need not evaluate."""


class ExpressionCompiler:
    """Compiles expressions; the scripts inside of them are left to the class built on it."""

    def __init__(self, source: str, commands: CommandTable) -> None:
        self.source = source
        self.commands = commands

    @abstractmethod
    def script(self, node: tree.Script) -> Flow:
        """Compile statements of which each may fail for itself."""

    @abstractmethod
    def inner_script(self, node: tree.Script) -> Flow:
        """Compile statements whose failure is that of the statement around them."""

    @abstractmethod
    def value_of(self, node: tree.Statement) -> Expression:
        """Compile a statement as the value of a variable, a key or parentheses."""

    def expression(self, node: tree.Node) -> Expression:
        return _EXPRESSIONS[type(node)](self, node)

    def literal(self, node: tree.Literal) -> Expression:
        value = node.value
        return lambda _: value

    def word(self, node: tree.Word) -> Expression:
        value = Bareword(node.text)
        return lambda _: value

    def joined(self, node: tree.Joined) -> Expression:
        parts = [self.expression(part) for part in node.parts]
        make = Bareword if node.bare else str
        return lambda scope: make("".join(to_text(part(scope)) for part in parts))

    def variable(self, node: tree.Variable) -> Expression:
        known = automatic(node.name)
        if known is not None:
            return known
        name = node.name.lower()
        return lambda scope: scope.variables.get(name)

    def member(self, node: tree.Member) -> Expression:
        value, name = self.expression(node.value), node.name
        return lambda scope: get_member(value(scope), name)

    def index(self, node: tree.Index) -> Expression:
        value, index = self.expression(node.value), self.expression(node.index)
        return lambda scope: get_index(value(scope), index(scope))

    def unary(self, node: tree.Unary) -> Expression:
        operand = self.expression(node.operand)
        if node.operator == "not":
            return lambda scope: not truth(operand(scope))
        return lambda scope: negate(operand(scope))

    def binary(self, node: tree.Binary) -> Expression:
        if isinstance(node.left, tree.Binary) or node.operator in _STEPS:
            return self.chain(node)
        left, right = self.expression(node.left), self.expression(node.right)
        apply = BINARY[node.operator]
        return lambda scope: apply(left(scope), right(scope))

    def chain(self, node: tree.Binary) -> Expression:
        """Compile operators in a row, of which there may be more than calls can nest."""
        first: tree.Node = node
        steps: list[tuple[_Step, Expression]] = []
        while isinstance(first, tree.Binary):
            steps.append((_step(first.operator), self.expression(first.right)))
            first = first.left
        steps.reverse()
        start = self.expression(first)

        def evaluate(scope: Scope) -> Value:
            value = start(scope)
            for step, right in steps:
                value = step(value, right, scope)
            return value

        return evaluate

    def list_of(self, node: tree.ListOf) -> Expression:
        items = [self.expression(item) for item in node.items]
        return lambda scope: [item(scope) for item in items]

    def map_of(self, node: tree.MapOf) -> Expression:
        pairs = [(self.expression(key), self.value_of(value)) for key, value in node.pairs]

        def evaluate(scope: Scope) -> Value:
            made: dict[str, Value] = {}
            folded: set[str] = set()
            for key, value in pairs:
                name = to_text(key(scope))
                if fold(name) in folded:
                    raise ShellError("InvalidOperation", f"the key {name} is there twice")
                folded.add(fold(name))
                made[name] = value(scope)
            return made

        return evaluate

    def group(self, node: tree.Group) -> Expression:
        return self.value_of(node.statement)

    def sub_expression(self, node: tree.SubExpression) -> Expression:
        flow = self.inner_script(node.script)
        return lambda scope: collect(flow(scope))

    def array_of(self, node: tree.ArrayOf) -> Expression:
        flow = self.inner_script(node.script)
        return lambda scope: list(flow(scope))

    def block(self, node: tree.Block) -> Expression:
        block = ScriptBlock(node.text.strip(), self.script(node.script), self.only_expression(node))
        return lambda _: block

    def only_expression(self, node: tree.Block) -> Expression | None:
        """Compile a block that is nothing but one expression as such, which is faster to run.

        Its failure is reported, as that of any statement of a block, and its value is then null.
        """
        statements = node.script.statements
        if len(statements) != 1 or not is_expression(statements[0]):
            return None
        statement, source = statements[0], self.source
        expression = self.expression(statement.stages[0])

        def evaluate(scope: Scope) -> Value:
            try:
                return expression(scope)
            except StoppingError:
                raise
            except Exception as error:
                failure = StatementError.of(error, source, statement.start, statement.end)
                scope.shell.report(failure.record, failure.action)
                return None

        return evaluate


_EXPRESSIONS: dict[type, Callable[[ExpressionCompiler, Any], Expression]] = {
    tree.Literal: ExpressionCompiler.literal,
    tree.Word: ExpressionCompiler.word,
    tree.Joined: ExpressionCompiler.joined,
    tree.Variable: ExpressionCompiler.variable,
    tree.Member: ExpressionCompiler.member,
    tree.Index: ExpressionCompiler.index,
    tree.Unary: ExpressionCompiler.unary,
    tree.Binary: ExpressionCompiler.binary,
    tree.ListOf: ExpressionCompiler.list_of,
    tree.MapOf: ExpressionCompiler.map_of,
    tree.Group: ExpressionCompiler.group,
    tree.SubExpression: ExpressionCompiler.sub_expression,
    tree.ArrayOf: ExpressionCompiler.array_of,
    tree.Block: ExpressionCompiler.block,
}


def is_expression(node: tree.Statement) -> TypeGuard[tree.Pipeline]:
    """Say whether a statement is nothing but one expression."""
    if not isinstance(node, tree.Pipeline) or len(node.stages) != 1:
        return False
    return not isinstance(node.stages[0], tree.Command)


_STEPS: dict[str, _Step] = {
    "and": lambda left, right, scope: truth(left) and truth(right(scope)),
    "or": lambda left, right, scope: truth(left) or truth(right(scope)),
}
"""The operators that may skip their right side."""


def _step(operator: str) -> _Step:
    if operator in _STEPS:
        return _STEPS[operator]
    apply = BINARY[operator]
    return lambda left, right, scope: apply(left, right(scope))
