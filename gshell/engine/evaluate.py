"""The syntax tree, compiled once to functions that call each other.

An expression becomes a function from a scope to its value (`expressions.py`); a pipeline's stages
are bound when it starts (`stages.py`) and run by `pipeline.py`; a statement becomes a generator of
the objects it gives. This module has the statements.

Errors: a statement that fails is reported and the next one runs, in a script and in a block alike;
inside parentheses the failure belongs to the statement around them, which then has no value. Where
a `try` is around it, the failure goes there.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from gshell.engine.assign import set_index, set_member
from gshell.engine.blocks import arguments_of, call
from gshell.engine.errors import (
    TOO_DEEP,
    ErrorRecord,
    ShellError,
    StatementError,
    StoppingError,
    record_of,
)
from gshell.engine.expressions import is_expression
from gshell.engine.jumps import BreakLoop, ContinueLoop, Jump, ReturnFrom
from gshell.engine.operators import BINARY
from gshell.engine.registry import CommandTable
from gshell.engine.scope import Expression, Flow, Objects, Scope, ScriptBlock
from gshell.engine.stages import PipelineCompiler
from gshell.engine.values import Value, collect, to_text, truth
from gshell.language import tree
from gshell.language.problems import SyntaxProblem


def compile_script(script: tree.Script, source: str, commands: CommandTable) -> Flow:
    """Compile a script; `source` is its text, for errors that point into it.

    Its arguments are those of the scope it runs in. Raises SyntaxProblem where brackets and
    operators nest too deeply to be run, where something follows a command that makes text for the
    screen, and where a `break` has no loop.
    """
    block = compile_file(script, source, commands)

    def run(scope: Scope) -> Objects:
        try:
            if block.parameters is None:
                yield from block.flow(scope)
            else:
                yield from call(block, arguments_of(scope.arguments), scope)
        except Jump as jump:  # a block was called after the loop around it had ended
            error = ShellError("InvalidOperation", f"{jump.word} was called outside of its loop")
            scope.report(StatementError.of(error, source, script.start, script.end))

    return run


def compile_file(script: tree.Script, source: str, commands: CommandTable) -> ScriptBlock:
    """Compile a script as a block that can be called; raises as `compile_script` does."""
    try:
        return Compiler(source, commands).script_block(script, source)
    except RecursionError:
        raise SyntaxProblem("this nests too deeply", script.start, script.end) from None


class Compiler(PipelineCompiler):
    """Compiles statements."""

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
                    scope.report(StatementError.of(error, source, start, end))
                shell.succeeded = shell.error_count == errors

        return run

    def inner_script(self, node: tree.Script) -> Flow:
        """Compile statements whose failure is that of the statement around them."""
        around, self.reporting = self.reporting, False
        statements = [self.statement(one) for one in node.statements]
        self.reporting = around
        if len(statements) == 1:
            return statements[0]

        def run(scope: Scope) -> Objects:
            for statement in statements:
                yield from statement(scope)

        return run

    def body(self, node: tree.Script) -> Flow:
        """Compile what stands inside the braces of a statement."""
        return self.script(node) if self.reporting else self.inner_script(node)

    def statement(self, node: tree.Statement) -> Flow:
        return _STATEMENTS[type(node)](self, node)

    def value_of(self, node: tree.Statement) -> Expression:
        """Compile a statement as the value of a variable, a key or parentheses.

        A single expression is its own value, so a list stays the list it is; what a pipeline gives
        is collected. An assignment gives what it assigned.
        """
        if isinstance(node, tree.Assignment):
            return self.stored(node)
        if is_expression(node):
            return self.expression(node.stages[0])
        around, self.reporting = self.reporting, False
        flow = self.statement(node)
        self.reporting = around

        def evaluate(scope: Scope) -> Value:
            with closing(flow(scope)) as objects:
                return collect(objects)

        return evaluate

    # Assignments.

    def assignment(self, node: tree.Assignment) -> Flow:
        stored = self.stored(node)

        def run(scope: Scope) -> Objects:
            stored(scope)
            yield from ()

        return run

    def stored(self, node: tree.Assignment) -> Expression:
        value_of, store = self.value_of(node.statement), self.target(node.target)
        if node.operator:
            value_of = self.changed(node, value_of)

        def evaluate(scope: Scope) -> Value:
            value = value_of(scope)
            store(scope, value)
            return value

        return evaluate

    def changed(self, node: tree.Assignment, value_of: Expression) -> Expression:
        """Compile the value of `$x += value` and its like."""
        before = self.expression(node.target)
        if node.operator == "??":
            return lambda scope: value_of(scope) if before(scope) is None else before(scope)
        apply = BINARY[node.operator]
        return lambda scope: apply(before(scope), value_of(scope))

    def target(self, node: tree.Node) -> Callable[[Scope, Value], None]:
        if isinstance(node, tree.Variable):
            return lambda scope, value: scope.assign(node.name, value)
        container = self.expression(node.value)
        if isinstance(node, tree.Member):
            return lambda scope, value: set_member(container(scope), node.name, value)
        index = self.expression(node.index)
        return lambda scope, value: set_index(container(scope), index(scope), value)

    # Chains and jobs.

    def chain(self, node: tree.Chain) -> Flow:
        """Compile `a && b || c`: what fails is dealt with where something follows it."""
        links = [("", node.first), *node.rest]
        flows = [(sign, self.statement(one), one.start, one.end) for sign, one in links]
        source = self.source
        rescued = [
            any(sign == "||" for sign, _ in links[place + 1 :]) for place in range(len(links))
        ]

        def run(scope: Scope) -> Objects:
            shell = scope.shell
            before = shell.error_count, shell.failed
            succeeded = True
            for (sign, flow, start, end), is_rescued in zip(flows, rescued, strict=True):
                if sign and (sign == "&&") is not succeeded:
                    continue
                errors = shell.error_count
                try:
                    yield from flow(scope)
                except StoppingError:
                    raise
                except Exception as error:
                    failure = StatementError.of(error, source, start, end)
                    if not is_rescued:
                        raise failure from error
                    _report_here(scope, failure)
                succeeded = shell.error_count == errors
            if succeeded:
                shell.error_count, shell.failed = before

        return run

    def background(self, node: tree.Background) -> Flow:
        """Compile `statement &`: it runs in a thread of its own, and what it gives is its job."""
        flow = self.script(tree.Script((node.statement,), node.start, node.end))
        text = self.source[node.statement.start : node.statement.end]

        def run(scope: Scope) -> Objects:
            from gshell.engine.jobs import Jobs

            yield scope.shell.service(Jobs).start(flow, text, scope)

        return run

    # Conditions and loops.

    def if_statement(self, node: tree.If) -> Flow:
        branches = [(self.value_of(test), self.body(body)) for test, body in node.branches]
        otherwise = self.body(node.otherwise) if node.otherwise is not None else None

        def run(scope: Scope) -> Objects:
            for condition, body in branches:
                if truth(condition(scope)):
                    yield from body(scope)
                    return
            if otherwise is not None:
                yield from otherwise(scope)

        return run

    def loop_body(self, node: tree.Script) -> Flow:
        self.loops += 1
        body = self.body(node)
        self.loops -= 1
        return body

    def foreach(self, node: tree.ForEach) -> Flow:
        source, body, name = (
            self.source_of(node.source),
            self.loop_body(node.body),
            node.variable.name,
        )

        def run(scope: Scope) -> Objects:
            with closing(source(scope)) as objects:
                for value in objects:
                    scope.assign(name, value)
                    try:
                        yield from body(scope)
                    except ContinueLoop:
                        continue
                    except BreakLoop:
                        return

        return run

    def source_of(self, node: tree.Statement) -> Flow:
        """Compile what a loop goes over: of an expression, the items of a list."""
        if is_expression(node):
            return self.source_flow(node.stages[0])
        around, self.reporting = self.reporting, False
        flow = self.statement(node)
        self.reporting = around
        return flow

    def while_loop(self, node: tree.While) -> Flow:
        condition, body = self.value_of(node.condition), self.loop_body(node.body)

        def run(scope: Scope) -> Objects:
            while truth(condition(scope)):
                try:
                    yield from body(scope)
                except ContinueLoop:
                    continue
                except BreakLoop:
                    return

        return run

    def jump(self, node: tree.Jump) -> Flow:
        if not self.loops:
            raise SyntaxProblem(
                f"`{node.kind}` stands in a loop",
                node.start,
                node.end,
                "select -First stops a pipeline; return leaves a block",
            )
        kind = BreakLoop if node.kind == "break" else ContinueLoop

        def run(scope: Scope) -> Objects:
            del scope
            yield from ()
            raise kind

        return run

    def return_statement(self, node: tree.Return) -> Flow:
        self.returns = True
        value = self.statement(node.statement) if node.statement is not None else None

        def run(scope: Scope) -> Objects:
            if value is not None:
                yield from value(scope)
            raise ReturnFrom

        return run

    # Errors.

    def throw(self, node: tree.Throw) -> Flow:
        value_of = self.value_of(node.statement) if node.statement is not None else None
        source = self.source

        def run(scope: Scope) -> Objects:
            value = value_of(scope) if value_of is not None else scope.item
            record = value if isinstance(value, ErrorRecord) else None
            if record is None:
                text = to_text(value) if value_of is not None else "something was thrown"
                record = ErrorRecord("Thrown", text, target=value)
                record.place(source, node.start, node.end)
            yield from ()
            raise StoppingError(record)

        return run

    def try_statement(self, node: tree.Try) -> Flow:
        body = self.script(node.body)
        catch = self.body(node.catch) if node.catch is not None else None
        cleanup = self.body(node.cleanup) if node.cleanup is not None else None

        def guarded(scope: Scope) -> Objects:
            shell = scope.shell
            before = shell.error_count, shell.failed
            inner = scope.child()
            inner.trying = True
            try:
                yield from body(inner)
            except Exception as error:
                record = record_of(error)
                if catch is None or record.id == TOO_DEEP:
                    raise
                shell.record_error(record, "SilentlyContinue")
                shell.error_count, shell.failed = before
                caught = scope.child()
                caught.item = record
            else:
                return
            yield from catch(caught)

        if cleanup is None:
            return guarded

        def run(scope: Scope) -> Objects:
            try:
                yield from guarded(scope)
            except Exception:
                yield from cleanup(scope)
                raise
            except BaseException:  # nobody takes what is given any more
                for _ in cleanup(scope):
                    pass
                raise
            yield from cleanup(scope)

        return run


def _report_here(scope: Scope, failure: StatementError) -> None:
    """Report an error that is dealt with, also where a `try` is around it."""
    around, scope.trying = scope.trying, False
    try:
        scope.report(failure)
    finally:
        scope.trying = around


_STATEMENTS: dict[type, Callable[[Compiler, tree.Node], Flow]] = {
    tree.Pipeline: Compiler.pipeline,
    tree.Chain: Compiler.chain,
    tree.Background: Compiler.background,
    tree.Assignment: Compiler.assignment,
    tree.If: Compiler.if_statement,
    tree.ForEach: Compiler.foreach,
    tree.While: Compiler.while_loop,
    tree.Jump: Compiler.jump,
    tree.Return: Compiler.return_statement,
    tree.Throw: Compiler.throw,
    tree.Try: Compiler.try_statement,
}
