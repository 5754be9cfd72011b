"""The syntax tree, compiled once to functions that call each other.

An expression becomes a function from a scope to its value (`expressions.py`); a pipeline's stages
are bound when it starts (`stages.py`) and run by `pipeline.py`; a statement becomes a generator of
the objects it gives. This module has the statements.

Errors: a statement that fails is reported and the next one runs, in a script and in a block alike;
inside parentheses the failure belongs to the statement around them, which then has no value. Where
a `try` is around it, the failure goes there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing

from gshell.engine.assign import change_of, changed, filled, place_of
from gshell.engine.blocks import arguments_of, call
from gshell.engine.cleanup import with_cleanup
from gshell.engine.echo import is_echo, is_echo_wanted, shown_before
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
from gshell.engine.registry import CommandTable
from gshell.engine.scope import Expression, Flow, Objects, Scope, ScriptBlock, Tally, setter
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
    plain = compile_file(script, source, commands)

    def run(scope: Scope) -> Objects:
        block = plain
        if is_echo_wanted(plain, arguments_of(scope.arguments)):
            block = compile_file(script, source, commands, echo=True)
            scope.arguments = [one for one in scope.arguments if not is_echo(one)]
        try:
            if block.parameters is None:
                yield from block.flow(scope)
            else:
                yield from call(block, arguments_of(scope.arguments), scope)
        except Jump as jump:  # a block was called after the loop around it had ended
            error = ShellError("InvalidOperation", f"{jump.word} was called outside of its loop")
            scope.report(StatementError.of(error, source, script.start, script.end))

    return run


def compile_file(
    script: tree.Script, source: str, commands: CommandTable, *, echo: bool = False
) -> ScriptBlock:
    """Compile a script as a block that can be called; raises as `compile_script` does.

    With `echo` it shows each of its statements before that runs, as if it were typed.
    """
    compiler = Compiler(source, commands)
    compiler.echo = echo
    try:
        return compiler.script_block(script, source)
    except RecursionError:
        raise SyntaxProblem("this nests too deeply", script.start, script.end) from None


class Compiler(PipelineCompiler):
    """Compiles statements."""

    echo = False  # whether the script that comes next shows its statements

    def script(self, node: tree.Script) -> Flow:
        """Compile statements of which each may fail for itself."""
        echo, self.echo = self.echo, False
        flows: list[tuple[Flow, int, int]] = []
        shown = 0
        for one in node.statements:
            flow = self.statement(one)
            if echo:
                flow, shown = shown_before(self.source[shown : one.end], flow), one.end
            flows.append((flow, one.start, one.end))
        return self.statements(flows)

    def statements(self, flows: Sequence[tuple[Flow, int, int]]) -> Flow:
        """Make one of compiled statements, each with its place, that may each fail for itself."""
        source = self.source

        def run(scope: Scope) -> Objects:
            shell, tally = scope.shell, scope.tally
            for statement, start, end in flows:
                errors = tally.count
                try:
                    yield from statement(scope)
                except StoppingError:
                    raise
                except Exception as error:  # a failed statement does not end the script
                    scope.report(StatementError.of(error, source, start, end))
                shell.succeeded = tally.count == errors

        return run

    def inner_script(self, node: tree.Script) -> Flow:
        """Compile statements whose failure is that of the statement around them."""
        statements = [self.inner_statement(one) for one in node.statements]
        if len(statements) == 1:
            return statements[0]

        def run(scope: Scope) -> Objects:
            for statement in statements:
                yield from statement(scope)

        return run

    def inner_statement(self, node: tree.Statement) -> Flow:
        """Compile a statement of which what fails inside of it is its own failure."""
        around, self.reporting = self.reporting, False
        flow = self.statement(node)
        self.reporting = around
        return flow

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
        flow = self.inner_statement(node)

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
        value_of, place = self.value_of(node.statement), place_of(node.target, self.expression)
        if node.operator == "??":
            return filled(place, value_of)
        if node.operator:
            sign = self.source[node.statement.start : node.statement.end]
            return changed(place, value_of, change_of(node.operator, sign))

        def evaluate(scope: Scope) -> Value:
            value = value_of(scope)
            place.write(scope, place.parts(scope), value)
            return value

        return evaluate

    # Chains and jobs.

    def chain(self, node: tree.Chain) -> Flow:
        """Compile `a && b || c`: the errors count only if what runs last has one of its own."""
        links = [("&&", node.first), *node.rest]
        signs = [sign for sign, _ in links]
        flows = [self.link(one, "||" in signs[at + 1 :]) for at, (_, one) in enumerate(links)]

        def run(scope: Scope) -> Objects:
            held: list[Tally] = []
            failed = not scope.trying  # a `try` around it takes all of it
            try:
                for sign, flow in zip(signs, flows, strict=True):
                    succeeded = not held or not held[-1].count
                    if (sign == "&&") is not succeeded:
                        continue
                    inner = scope.part(held=True)
                    held.append(inner.tally)
                    yield from flow(inner)
                    scope.shell.succeeded = not inner.tally.count
                failed = False
            except (Jump, GeneratorExit):  # it was left, which is no failure
                failed = False
                raise
            finally:
                if failed or held[-1].count:
                    for tally in held:
                        scope.admit(tally)

        return run

    def link(self, node: tree.Statement, rescued: bool) -> Flow:
        """Compile a part of a chain; where a `||` follows, its failure goes nowhere else."""
        flow, source = self.statement(node), self.source

        def run(scope: Scope) -> Objects:
            try:
                yield from flow(scope)
            except StoppingError:
                raise
            except Exception as error:
                failure = StatementError.of(error, source, node.start, node.end)
                if not rescued:
                    raise failure from error
                scope.trying = False
                scope.report(failure)

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
        source, body = self.source_of(node.source), self.loop_body(node.body)
        assign = setter(node.variable.name)

        def run(scope: Scope) -> Objects:
            with closing(source(scope)) as objects:
                for value in objects:
                    assign(scope, value)
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
        return self.inner_statement(node)

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
            if isinstance(value, ErrorRecord):
                _forget(value, scope)
                record = value
            else:
                text = to_text(value) if value_of is not None else ""
                record = ErrorRecord("Thrown", text or "something was thrown", target=value)
                record.place(source, node.start, node.end)
            yield from ()
            raise StoppingError(record)

        return run

    def try_statement(self, node: tree.Try) -> Flow:
        body = self.script(node.body)
        catch = self.body(node.catch) if node.catch is not None else None
        cleanup = self.body(node.cleanup) if node.cleanup is not None else None

        def run(scope: Scope) -> Objects:
            inner = scope.child()
            inner.trying = True
            try:
                yield from body(inner)
            except Exception as error:
                record = record_of(error)
                if catch is None or record.id == TOO_DEEP:
                    raise
                scope.shell.record_error(record, "SilentlyContinue")
                caught = scope.child()
                caught.item = record
            else:
                return
            yield from catch(caught)

        return run if cleanup is None else with_cleanup(run, cleanup)


def _forget(record: ErrorRecord, scope: Scope) -> None:
    """Take an error that is thrown once more out of `$Error`: whoever deals with it keeps it."""
    if record in scope.shell.errors:
        scope.shell.errors.remove(record)


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
