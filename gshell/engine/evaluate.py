"""The syntax tree, compiled once to functions that call each other.

An expression becomes a function from a scope to its value; a statement becomes a generator of the
objects it gives; a pipeline's stages are bound when it starts and run by `pipeline.py`.

Errors: a statement that fails is reported and the next one runs, in a script and in a block alike;
inside parentheses the failure belongs to the statement around them, which then has no value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from gshell.engine.assign import set_index, set_member
from gshell.engine.binding import NOTHING, Given, bind, typed_error_action
from gshell.engine.context import Context
from gshell.engine.errors import (
    ErrorRecord,
    ShellError,
    StatementError,
    StoppingError,
    record_of,
)
from gshell.engine.expressions import ExpressionCompiler, is_expression
from gshell.engine.pipeline import Stage, run_stages
from gshell.engine.registry import CommandTable
from gshell.engine.scope import Expression, Flow, Objects, Scope, ScriptBlock, assign
from gshell.engine.values import (
    Value,
    collect,
    enumerate_value,
    plain,
    type_name,
)
from gshell.language import tree
from gshell.language.problems import SyntaxProblem


def compile_script(script: tree.Script, source: str, commands: CommandTable) -> Flow:
    """Compile a script; `source` is its text, for errors that point into it.

    Raises SyntaxProblem where brackets and operators nest too deeply to be run, and where something
    follows a command that makes text for the screen.
    """
    try:
        return _Compiler(source, commands).script(script)
    except RecursionError:
        raise SyntaxProblem("this nests too deeply", script.start, script.end) from None


_Prepare = Callable[[Scope, "Stage | None", bool], Stage]
"""Binds one stage: the scope, the stage before it, and whether anything is piped in."""


class _Compiler(ExpressionCompiler):
    # Scripts and statements.

    def script(self, node: tree.Script) -> Flow:
        """Compile statements of which each may fail for itself."""
        statements = [(self.statement(one), one.start, one.end) for one in node.statements]
        source = self.source

        def run(scope: Scope) -> Objects:
            shell = scope.shell
            for statement, start, end in statements:
                errors = shell.error_count
                try:
                    yield from statement(scope)
                except StoppingError:
                    raise
                except Exception as error:  # a failed statement does not end the script
                    failure = StatementError.of(error, source, start, end)
                    shell.report(failure.record, failure.action)
                shell.succeeded = shell.error_count == errors

        return run

    def inner_script(self, node: tree.Script) -> Flow:
        """Compile statements whose failure is that of the statement around them."""
        statements = [self.statement(one) for one in node.statements]
        if len(statements) == 1:
            return statements[0]

        def run(scope: Scope) -> Objects:
            for statement in statements:
                yield from statement(scope)

        return run

    def statement(self, node: tree.Statement) -> Flow:
        if isinstance(node, tree.Assignment):
            return self.assignment(node)
        return self.pipeline(node)

    def value_of(self, node: tree.Statement) -> Expression:
        """Compile a statement as the value of a variable, a key or parentheses.

        A single expression is its own value, so a list stays the list it is; what a pipeline gives
        is collected. An assignment gives what it assigned.
        """
        if isinstance(node, tree.Assignment):
            return self.stored(node)
        if is_expression(node):
            return self.expression(node.stages[0])
        flow = self.pipeline(node)

        def evaluate(scope: Scope) -> Value:
            with closing(flow(scope)) as objects:
                return collect(objects)

        return evaluate

    def assignment(self, node: tree.Assignment) -> Flow:
        stored = self.stored(node)

        def run(scope: Scope) -> Objects:
            stored(scope)
            yield from ()

        return run

    def stored(self, node: tree.Assignment) -> Expression:
        value_of, store = self.value_of(node.statement), self.target(node.target)

        def evaluate(scope: Scope) -> Value:
            value = value_of(scope)
            store(scope, value)
            return value

        return evaluate

    def target(self, node: tree.Node) -> Callable[[Scope, Value], None]:
        if isinstance(node, tree.Variable):
            return lambda scope, value: assign(scope, node.name, value)
        container = self.expression(node.value)
        if isinstance(node, tree.Member):
            return lambda scope, value: set_member(container(scope), node.name, value)
        index = self.expression(node.index)
        return lambda scope, value: set_index(container(scope), index(scope), value)

    # Pipelines.

    def pipeline(self, node: tree.Pipeline) -> Flow:
        self.check_order(node)
        first = node.stages[0]
        if isinstance(first, tree.Command):
            return self.stages(None, [self.command(stage) for stage in node.stages])
        if len(node.stages) == 1:
            return self.value_flow(first)
        source = self.source_flow(first)
        return self.stages(source, [self.command(stage) for stage in node.stages[1:]])

    def check_order(self, node: tree.Pipeline) -> None:
        for stage in node.stages[:-1]:
            name = stage.name if isinstance(stage, tree.Command) else None
            if isinstance(name, tree.Word) and self.commands.ends_pipeline(name.text):
                raise SyntaxProblem(
                    f"{name.text} makes text for the screen, so nothing can follow it",
                    name.start,
                    name.end,
                    "put it last; select keeps objects",
                )

    def value_flow(self, node: tree.Node) -> Flow:
        """Compile an expression that is a statement of its own: null is an object here."""
        if _is_input(node):
            return self.source_flow(node)
        expression = self.expression(node)

        def run(scope: Scope) -> Objects:
            value = expression(scope)
            yield from value if isinstance(value, list) else (value,)

        return run

    def source_flow(self, node: tree.Node) -> Flow:
        """Compile an expression that starts a pipeline: a list gives its items."""
        if _is_input(node):
            return lambda scope: scope.shell.input_lines.stream()
        expression, source = self.expression(node), self.source

        def run(scope: Scope) -> Objects:
            try:
                value = expression(scope)
            except StoppingError:
                raise
            except Exception as error:  # it is this expression's, not that of the stage that pulls
                raise StatementError.of(error, source, node.start, node.end) from error
            yield from enumerate_value(value)

        return run

    def stages(self, source: Flow | None, prepare: Sequence[_Prepare]) -> Flow:
        def run(scope: Scope) -> Objects:
            ready: list[Stage] = []
            for one in prepare:
                before = ready[-1] if ready else None
                ready.append(one(scope, before, source is not None or before is not None))
            yield from run_stages(source(scope) if source else None, ready)

        return run

    def command(self, node: tree.Command) -> _Prepare:
        if isinstance(node.name, tree.Word):
            return self.named_command(node, node.name.text)
        return self.called_block(node)

    def named_command(self, node: tree.Command, word: str) -> _Prepare:
        elements = [self.element(one) for one in _given_elements(node)]
        source = self.source

        def prepare(scope: Scope, before: Stage | None, piped: bool) -> Stage:
            commands = scope.shell.commands
            try:
                cmdlet = commands.find(word)
            except Exception as error:
                raise StatementError.of(error, source, node.name.start, node.name.end) from error
            context = Context(scope, cmdlet, source, node.start, node.end)
            context.word = word
            context.upstream = before.cmdlet if before else None
            given: list[Given] = []
            try:
                given = [one(scope) for one in elements]
                switch = commands.switch_of(word)
                if switch is not None:
                    given.append(Given(switch, NOTHING, node.name.start, node.name.end))
                return Stage(bind(cmdlet, given, context, piped=piped).run, context)
            except StoppingError:
                raise
            except Exception as error:
                place = _blamed(record_of(error), given, node)
                action = context.error_action or typed_error_action(cmdlet, given)
                raise StatementError.of(error, source, *place, action) from error

        return prepare

    def called_block(self, node: tree.Command) -> _Prepare:
        callee, source = self.expression(node.name), self.source
        elements = [self.element(one) for one in _given_elements(node)]

        def prepare(scope: Scope, before: Stage | None, piped: bool) -> Stage:
            try:
                value = callee(scope)
                if isinstance(value, str):
                    return self.named_command(node, value)(scope, before, piped)
                block = _callable(value, piped)
                inner = scope.child()
                given = [one(scope) for one in elements]
                inner.arguments = [value for one in given for value in _block_arguments(one)]
                return Stage(lambda _: block.flow(inner))
            except StoppingError:
                raise
            except Exception as error:
                raise StatementError.of(error, source, node.start, node.end) from error

        return prepare

    def element(self, node: tree.Argument | tree.Parameter) -> Callable[[Scope], Given]:
        if isinstance(node, tree.Argument):
            value = self.expression(node.value)
            return lambda scope: Given(None, value(scope), node.start, node.end)
        if node.value is None:
            given = Given(node.name, NOTHING, node.start, node.end)
            return lambda _: given
        value = self.expression(node.value)
        return lambda scope: Given(node.name, value(scope), node.start, node.end)


def _is_input(node: tree.Node) -> bool:
    """Say whether an expression is `$input`, whose lines are streamed and not collected first."""
    return isinstance(node, tree.Variable) and node.name.lower() == "input"


def _given_elements(node: tree.Command) -> list[tree.Argument | tree.Parameter]:
    return [one for one in node.elements if not isinstance(one, tree.EndOfParameters)]


def _callable(value: Value, piped: bool) -> ScriptBlock:
    if not isinstance(value, ScriptBlock):
        raise ShellError("InvalidOperation", f"& runs a block, not a {type_name(value)}")
    if piped:
        raise ShellError("InvalidOperation", "a block called with & takes nothing piped")
    return value


def _block_arguments(given: Given) -> Iterator[Value]:
    """Give what a block sees of one thing typed after it; names are text, as it has none."""
    if given.name is not None:
        yield f"-{given.name}"
    if given.value is not NOTHING:
        yield plain(given.value)


def _blamed(record: ErrorRecord, given: Sequence[Given], whole: tree.Node) -> tuple[int, int]:
    """Find the place of what an error is about: the argument that is its target, else all."""
    if isinstance(record.target, str):
        for one in given:
            if isinstance(one.value, str) and one.value == record.target:
                return one.start, one.end
    return whole.start, whole.end
