"""The syntax tree, compiled once to functions that call each other.

An expression becomes a function from a scope to its value; a statement becomes a generator of the
objects it gives. A pipeline is a chain of such generators: the last one is pulled, each pulls the
one before it, and nothing runs ahead of what is asked for.

Errors: a statement that fails is reported and the next one runs, in a script and in a block alike;
inside parentheses the failure belongs to the statement around them, which then has no value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any

from gshell.engine.binding import NOTHING, Given, bind
from gshell.engine.command import Cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import (
    ErrorRecord,
    ShellError,
    StatementError,
    StoppingError,
    record_of,
)
from gshell.engine.operators import BINARY, negate
from gshell.engine.scope import Expression, Flow, Scope, ScriptBlock, assign, automatic
from gshell.engine.values import (
    Bareword,
    Value,
    collect,
    enumerate_value,
    fold,
    get_index,
    get_member,
    to_text,
    truth,
    type_name,
)
from gshell.language import tree


def compile_script(script: tree.Script, source: str) -> Flow:
    """Compile a script; `source` is its text, for errors that point into it."""
    return _Compiler(source).script(script)


class _Stage:
    """A stage of a pipeline that is ready to run: a bound cmdlet, or a block called with `&`."""

    __slots__ = ("cmdlet", "context", "run")

    def __init__(
        self,
        run: Callable[[Iterator[Value] | None], Iterator[Value]],
        context: Context | None,
        cmdlet: Cmdlet | None,
    ) -> None:
        self.run = run
        self.context = context
        self.cmdlet = cmdlet


_Prepare = Callable[[Scope, "_Stage | None", bool], _Stage]
"""Binds one stage: the scope, the stage before it, and whether anything is piped in."""


class _Compiler:
    def __init__(self, source: str) -> None:
        self.source = source

    # Scripts and statements.

    def script(self, node: tree.Script) -> Flow:
        """Compile statements of which each may fail for itself."""
        statements = [(self.statement(one), one.start, one.end) for one in node.statements]
        source = self.source

        def run(scope: Scope) -> Iterator[Value]:
            shell = scope.shell
            for statement, start, end in statements:
                errors = shell.error_count
                try:
                    yield from statement(scope)
                except StoppingError:
                    raise
                except Exception as error:  # a failed statement does not end the script
                    record = record_of(error)
                    record.place(source, start, end)
                    shell.report(record)
                shell.succeeded = shell.error_count == errors

        return run

    def inner_script(self, node: tree.Script) -> Flow:
        """Compile statements whose failure is that of the statement around them."""
        statements = [self.statement(one) for one in node.statements]
        if len(statements) == 1:
            return statements[0]

        def run(scope: Scope) -> Iterator[Value]:
            for statement in statements:
                yield from statement(scope)

        return run

    def statement(self, node: tree.Statement) -> Flow:
        if isinstance(node, tree.Assignment):
            return self.assignment(node)
        return self.pipeline(node)

    def assignment(self, node: tree.Assignment) -> Flow:
        flow = self.statement(node.statement)
        store = self.target(node.target)

        def run(scope: Scope) -> Iterator[Value]:
            with closing(flow(scope)) as values:  # type: ignore[type-var]
                store(scope, collect(values))
            yield from ()

        return run

    def target(self, node: tree.Node) -> Callable[[Scope, Value], None]:
        if isinstance(node, tree.Variable):
            return lambda scope, value: assign(scope, node.name, value)
        container = self.expression(node.value)
        if isinstance(node, tree.Member):
            return lambda scope, value: _set_key(container(scope), node.name, value)
        index = self.expression(node.index)
        return lambda scope, value: _set_index(container(scope), index(scope), value)

    # Pipelines.

    def pipeline(self, node: tree.Pipeline) -> Flow:
        first = node.stages[0]
        if isinstance(first, tree.Command):
            return self.stages(None, [self.command(stage) for stage in node.stages])
        if len(node.stages) == 1:
            return self.value_flow(first)
        source = self.source_flow(first)
        return self.stages(source, [self.command(stage) for stage in node.stages[1:]])

    def value_flow(self, node: tree.Node) -> Flow:
        """Compile an expression that is a statement of its own: null is an object here."""
        if _is_input(node):
            return self.source_flow(node)
        expression = self.expression(node)

        def run(scope: Scope) -> Iterator[Value]:
            value = expression(scope)
            yield from value if isinstance(value, list) else (value,)

        return run

    def source_flow(self, node: tree.Node) -> Flow:
        """Compile an expression that starts a pipeline: a list gives its items."""
        if _is_input(node):
            return lambda scope: scope.shell.input_lines.stream()
        expression = self.expression(node)
        return lambda scope: enumerate_value(expression(scope))

    def stages(self, source: Flow | None, prepare: Sequence[_Prepare]) -> Flow:
        def run(scope: Scope) -> Iterator[Value]:
            ready: list[_Stage] = []
            for one in prepare:
                before = ready[-1] if ready else None
                ready.append(one(scope, before, source is not None or before is not None))
            _check_order(ready)
            yield from _flow_through(source(scope) if source else None, ready)

        return run

    def command(self, node: tree.Command) -> _Prepare:
        if isinstance(node.name, tree.Word):
            return self.named_command(node, node.name.text)
        return self.called_block(node, self.expression(node.name))

    def named_command(self, node: tree.Command, word: str) -> _Prepare:
        elements = [self.element(one) for one in _flatten(node.elements)]
        source = self.source

        def prepare(scope: Scope, before: _Stage | None, piped: bool) -> _Stage:
            commands = scope.shell.commands
            given: list[Given] = []
            place = node.name
            try:
                cmdlet = commands.find(word)
                place = node
                context = Context(scope, cmdlet, source, node.start, node.end)
                context.word = word
                context.upstream = before.cmdlet if before else None
                given = [one(scope) for one in elements]
                switch = commands.switch_of(word)
                if switch is not None:
                    given.append(Given(switch, NOTHING, node.name.start, node.name.end))
                return _Stage(bind(cmdlet, given, context, piped=piped).run, context, cmdlet)
            except StoppingError:
                raise
            except Exception as error:
                record = record_of(error)
                record.place(source, *_blamed(record, given, place))
                raise StatementError(record) from error

        return prepare

    def called_block(self, node: tree.Command, callee: Expression) -> _Prepare:
        elements = [self.element(one) for one in node.elements]

        def prepare(scope: Scope, before: _Stage | None, piped: bool) -> _Stage:
            del before
            value = callee(scope)
            if isinstance(value, str):
                return self.named_command(node, value)(scope, None, piped)
            if not isinstance(value, ScriptBlock):
                raise ShellError("InvalidOperation", f"& runs a block, not a {type_name(value)}")
            if piped:
                raise ShellError("InvalidOperation", "a block called with & takes nothing piped")
            inner = scope.child()
            inner.arguments = [one(scope).value for one in elements]
            return _Stage(lambda _: value.flow(inner), None, None)

        return prepare

    def element(self, node: tree.Element) -> Callable[[Scope], Given]:
        if isinstance(node, tree.Argument):
            value = self.expression(node.value)
            return lambda scope: Given(None, value(scope), node.start, node.end)
        assert isinstance(node, tree.Parameter)
        if node.value is None:
            given = Given(node.name, NOTHING, node.start, node.end)
            return lambda _: given
        value = self.expression(node.value)
        return lambda scope: Given(node.name, value(scope), node.start, node.end)

    # Expressions.

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
        left, right = self.expression(node.left), self.expression(node.right)
        if node.operator == "and":
            return lambda scope: truth(left(scope)) and truth(right(scope))
        if node.operator == "or":
            return lambda scope: truth(left(scope)) or truth(right(scope))
        apply = BINARY[node.operator]
        return lambda scope: apply(left(scope), right(scope))

    def list_of(self, node: tree.ListOf) -> Expression:
        items = [self.expression(item) for item in node.items]
        return lambda scope: [item(scope) for item in items]

    def map_of(self, node: tree.MapOf) -> Expression:
        pairs = [(self.expression(key), self.statement(value)) for key, value in node.pairs]

        def evaluate(scope: Scope) -> Value:
            made: dict[str, Value] = {}
            for key, value in pairs:
                name = to_text(key(scope))
                if any(fold(name) == fold(known) for known in made):
                    raise ShellError("InvalidOperation", f"the key {name} is there twice")
                made[name] = collect(value(scope))
            return made

        return evaluate

    def group(self, node: tree.Group) -> Expression:
        flow = self.statement(node.statement)
        return lambda scope: collect(flow(scope))

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
        """Compile a block that is nothing but one expression as such, which is faster to run."""
        if len(node.script.statements) != 1:
            return None
        statement = node.script.statements[0]
        if not isinstance(statement, tree.Pipeline) or len(statement.stages) != 1:
            return None
        stage = statement.stages[0]
        return None if isinstance(stage, tree.Command) else self.expression(stage)


_EXPRESSIONS: dict[type, Callable[[_Compiler, Any], Expression]] = {
    tree.Literal: _Compiler.literal,
    tree.Word: _Compiler.word,
    tree.Joined: _Compiler.joined,
    tree.Variable: _Compiler.variable,
    tree.Member: _Compiler.member,
    tree.Index: _Compiler.index,
    tree.Unary: _Compiler.unary,
    tree.Binary: _Compiler.binary,
    tree.ListOf: _Compiler.list_of,
    tree.MapOf: _Compiler.map_of,
    tree.Group: _Compiler.group,
    tree.SubExpression: _Compiler.sub_expression,
    tree.ArrayOf: _Compiler.array_of,
    tree.Block: _Compiler.block,
}


def _is_input(node: tree.Node) -> bool:
    """Say whether an expression is `$input`, whose lines are streamed and not collected first."""
    return isinstance(node, tree.Variable) and node.name.lower() == "input"


def _flow_through(source: Iterator[Value] | None, stages: Sequence[_Stage]) -> Iterator[Value]:
    """Pull objects through bound stages; however it ends, close them, the last one first."""
    flow = source
    opened: list[Iterator[Value] | None] = [source]
    try:
        for stage in stages:
            flow = _judged(stage.run(flow), stage.context)
            opened.append(flow)
        assert flow is not None
        yield from flow
    finally:
        for one in reversed(opened):
            close = getattr(one, "close", None)
            if close is not None:
                close()


def _judged(flow: Iterator[Value], context: Context | None) -> Iterator[Value]:
    """Give a stage's objects; place its error, and treat it as the stage's -ErrorAction says."""
    if context is None:
        yield from flow
        return
    try:
        yield from flow
    except (StoppingError, StatementError):
        raise
    except Exception as error:  # every failure of a stage becomes a record
        record = record_of(error)
        record.place(context.source, context.start, context.end)
        if context.error_action in ("", "Continue"):
            raise StatementError(record) from error
        context.error(record)


def _blamed(record: ErrorRecord, given: Sequence[Given], whole: tree.Node) -> tuple[int, int]:
    """Find the place of what an error is about: the argument that is its target, else all."""
    if isinstance(record.target, str):
        for one in given:
            if isinstance(one.value, str) and one.value == record.target:
                return one.start, one.end
    return whole.start, whole.end


def _check_order(stages: Sequence[_Stage]) -> None:
    for stage in stages[:-1]:
        if stage.cmdlet is not None and stage.cmdlet.ends_pipeline:
            assert stage.context is not None
            error = ShellError(
                "SyntaxError",
                f"{stage.cmdlet.name} makes text for the screen, so nothing can follow it",
                hint="put it last; select keeps objects",
            )
            error.record.place(stage.context.source, stage.context.start, stage.context.end)
            raise error


def _flatten(elements: Sequence[tree.Element]) -> Iterator[tree.Element]:
    """Give the elements with what stands after `--` as plain arguments."""
    ended = False
    for one in elements:
        if isinstance(one, tree.EndOfParameters):
            ended = True
        elif ended and isinstance(one, tree.Parameter):
            word = tree.Word(f"-{one.name}", one.start, one.end)
            yield tree.Argument(word, one.start, one.end)
        else:
            yield one


def _set_key(container: Value, name: str, value: Value) -> None:
    if not isinstance(container, dict):
        raise ShellError(
            "InvalidOperation", f"the members of a {type_name(container)} cannot be set"
        )
    known = next((key for key in container if fold(str(key)) == fold(name)), name)
    container[name if name in container else known] = value


def _set_index(container: Value, index: Value, value: Value) -> None:
    if isinstance(container, dict):
        _set_key(container, to_text(index), value)
        return
    if not isinstance(container, list) or not isinstance(index, int):
        raise ShellError("InvalidOperation", f"a {type_name(container)} has no such place to set")
    if not -len(container) <= index < len(container):
        raise ShellError("InvalidOperation", f"the list has no place {index}")
    container[index] = value
