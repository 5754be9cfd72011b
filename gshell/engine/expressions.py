"""Expressions of the syntax tree, compiled to functions from a scope to a value."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, TypeGuard

from gshell.engine.blocks import declared_parameter, default_value
from gshell.engine.casts import cast
from gshell.engine.command import Parameter
from gshell.engine.errors import Placed, ShellError, StatementError, StoppingError
from gshell.engine.fast import every_nth, is_fast, item_with_literal, with_literal
from gshell.engine.jumps import ReturnFrom
from gshell.engine.methods import call_method
from gshell.engine.operators import BINARY, UNARY, match
from gshell.engine.registry import CommandTable
from gshell.engine.scope import Expression, Flow, Local, Objects, Scope, ScriptBlock, automatic
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
from gshell.language.problems import SyntaxProblem

_Step = Callable[[Value, Expression, Scope], Value]
"""Applies an operator to a value and to an expression, which it need not evaluate."""


class ExpressionCompiler:
    """Compiles expressions; the scripts inside of them are left to the class built on it."""

    def __init__(self, source: str, commands: CommandTable) -> None:
        self.source = source
        self.commands = commands
        self.reporting = True  # whether a failed statement is reported where it stands
        self.returns = False  # whether a `return` was met in the block that is being compiled
        self.loops = 0  # how many loops are around what is being compiled

    @abstractmethod
    def script(self, node: tree.Script) -> Flow:
        """Compile statements of which each may fail for itself."""

    @abstractmethod
    def statements(self, flows: Sequence[tuple[Flow, int, int]]) -> Flow:
        """Make one of compiled statements, each with its place, that may each fail for itself."""

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

    def method(self, node: tree.Method) -> Expression:
        value, name = self.expression(node.value), node.name
        arguments = [self.expression(one) for one in node.arguments]
        return lambda scope: call_method(value(scope), name, [one(scope) for one in arguments])

    def cast(self, node: tree.Cast) -> Expression:
        operand, kind = self.expression(node.operand), node.type
        return lambda scope: cast(kind, operand(scope))

    def ternary(self, node: tree.Ternary) -> Expression:
        condition = self.expression(node.condition)
        yes, no = self.expression(node.yes), self.expression(node.no)
        return lambda scope: yes(scope) if truth(condition(scope)) else no(scope)

    def index(self, node: tree.Index) -> Expression:
        value, index = self.expression(node.value), self.expression(node.index)
        return lambda scope: get_index(value(scope), index(scope))

    def unary(self, node: tree.Unary) -> Expression:
        operand, apply = self.expression(node.operand), UNARY[node.operator]
        return lambda scope: apply(operand(scope))

    def binary(self, node: tree.Binary) -> Expression:
        quick = self.quick(node)
        if quick is not None:
            return quick
        if isinstance(node.left, tree.Binary) or node.operator in _STEPS:
            return self.row(node)
        left, right = self.expression(node.left), self.expression(node.right)
        apply = BINARY[node.operator]
        return lambda scope: apply(left(scope), right(scope))

    def quick(self, node: tree.Binary) -> Expression | None:
        """Compile an operator with a whole number on its right, of short rows only."""
        right = node.right.value if isinstance(node.right, tree.Literal) else None
        if type(right) is not int or not is_fast(node.operator, right):
            return None
        left = node.left
        if isinstance(left, tree.Binary) and isinstance(left.left, tree.Binary):
            return None
        apply = BINARY[node.operator]
        if _is_item(left):
            return item_with_literal(node.operator, right, apply)
        if node.operator == "eq" and isinstance(left, tree.Binary) and left.operator == "%":
            divisor = left.right.value if isinstance(left.right, tree.Literal) else None
            if type(divisor) is int and is_fast("%", divisor) and _is_item(left.left):
                return every_nth(divisor, right, BINARY["%"], apply)
        return with_literal(node.operator, self.expression(left), right, apply)

    def row(self, node: tree.Binary) -> Expression:
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
        block = self.script_block(node.script, node.text.strip())
        return lambda _: block

    def script_block(self, script: tree.Script, text: str) -> ScriptBlock:
        """Compile a script that is a value: each of its statements fails for itself."""
        around = self.reporting, self.returns
        self.reporting, self.returns = True, False
        block = self.expression_block(script, text) or self.statement_block(script, text)
        self.reporting, self.returns = around
        return block

    def statement_block(self, script: tree.Script, text: str) -> ScriptBlock:
        parameters = None if script.parameters is None else self.locals(script.parameters)
        flow = self.script(script)
        return ScriptBlock(text, _returning(flow) if self.returns else flow, parameters=parameters)

    def expression_block(self, script: tree.Script, text: str) -> ScriptBlock | None:
        """Compile a script that is nothing but an expression as such, which is faster to run."""
        statement = script.statements[0] if len(script.statements) == 1 else None
        if statement is None or not is_expression(statement) or script.parameters is not None:
            return None
        node = statement.stages[0]
        if is_input(node) or is_range(node):
            return None  # what it gives is streamed
        expression = self.expression(node)
        flow = self.statements([(items_of(expression), statement.start, statement.end)])
        if self.returns:  # inside of `$( )`
            return ScriptBlock(text, _returning(flow))
        return ScriptBlock(text, flow, expression, self.failure_of(statement))

    def locals(self, declared: Sequence[tree.Declared]) -> tuple[Local, ...]:
        for one in declared:
            if automatic(one.name) is not None:
                message = f"${one.name} is set by the shell, so it cannot be a parameter"
                raise SyntaxProblem(message, one.start, one.end)
        parameters = [declared_parameter(one, position) for position, one in enumerate(declared)]
        return tuple(
            Local(parameter, None if one.default is None else self.default(parameter, one.default))
            for parameter, one in zip(parameters, declared, strict=True)
        )

    def default(self, parameter: Parameter, node: tree.Node) -> Expression:
        """Compile a parameter's default; one that does not fit is an error of its own place."""
        expression, place = self.expression(node), (self.source, node.start, node.end)

        def value(scope: Scope) -> Value:
            with Placed(*place):
                return default_value(parameter, expression(scope))

        return value

    def failure_of(self, statement: tree.Statement) -> Callable[[Scope, Exception], None]:
        """Give what reports that a statement failed, in its place."""
        source, start, end = self.source, statement.start, statement.end

        def failed(scope: Scope, error: Exception) -> None:
            if isinstance(error, StoppingError):
                raise error
            scope.report(StatementError.of(error, source, start, end))

        return failed


_EXPRESSIONS: dict[type, Callable[[ExpressionCompiler, Any], Expression]] = {
    tree.Literal: ExpressionCompiler.literal,
    tree.Word: ExpressionCompiler.word,
    tree.Joined: ExpressionCompiler.joined,
    tree.Variable: ExpressionCompiler.variable,
    tree.Member: ExpressionCompiler.member,
    tree.Method: ExpressionCompiler.method,
    tree.Index: ExpressionCompiler.index,
    tree.Cast: ExpressionCompiler.cast,
    tree.Ternary: ExpressionCompiler.ternary,
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
    return not isinstance(node.stages[0], (tree.Command, tree.Redirected))


def is_input(node: tree.Node) -> bool:
    """Say whether an expression is `$input`, whose lines are streamed and not collected first."""
    return isinstance(node, tree.Variable) and node.name.lower() == "input"


def is_range(node: tree.Node) -> bool:
    """Say whether an expression is `a..b`, whose numbers are made one by one."""
    return isinstance(node, tree.Binary) and node.operator == ".."


def items_of(expression: Expression) -> Flow:
    """Make a flow of an expression that is a statement of its own: null is an object here."""

    def run(scope: Scope) -> Objects:
        value = expression(scope)
        yield from value if isinstance(value, list) else (value,)

    return run


def _is_item(node: tree.Node) -> bool:
    return isinstance(node, tree.Variable) and node.name.lower() in ("_", "psitem")


def _returning(flow: Flow) -> Flow:
    """Make a `return` end the script it stands in."""

    def run(scope: Scope) -> Objects:
        try:
            yield from flow(scope)
        except ReturnFrom:
            return

    return run


_STEPS: dict[str, _Step] = {
    "and": lambda left, right, scope: truth(left) and truth(right(scope)),
    "or": lambda left, right, scope: truth(left) or truth(right(scope)),
    "??": lambda left, right, scope: right(scope) if left is None else left,
    "match": lambda left, right, scope: match(left, right(scope), scope.variables),
    "imatch": lambda left, right, scope: match(left, right(scope), scope.variables),
    "cmatch": lambda left, right, scope: match(left, right(scope), scope.variables, case=True),
}
"""The operators that may skip their right side, and those that leave `$Matches` behind."""


def _step(operator: str) -> _Step:
    if operator in _STEPS:
        return _STEPS[operator]
    apply = BINARY[operator]
    return lambda left, right, scope: apply(left, right(scope))
