"""Pipelines of the syntax tree, compiled: each command becomes a function that binds a stage.

All stages of a pipeline are bound when it starts, before the first of them runs.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence

from gshell.engine.binding import NOTHING, Given, bind, typed_common
from gshell.engine.blocks import call
from gshell.engine.common_parameters import ERROR_ACTION, ERROR_VARIABLE
from gshell.engine.context import Context
from gshell.engine.echo import is_echo_wanted, without_echo
from gshell.engine.errors import (
    ErrorRecord,
    Placed,
    ShellError,
    StatementError,
    StoppingError,
    record_of,
)
from gshell.engine.expressions import is_input, is_range, items_of
from gshell.engine.given import ArgumentCompiler, Arguments
from gshell.engine.operators import item_range
from gshell.engine.pipeline import Stage, run_stages
from gshell.engine.redirect import Redirection, failing, merged, written
from gshell.engine.scope import Flow, Objects, Scope, ScriptBlock
from gshell.engine.scripts import is_script, load_script
from gshell.engine.values import Value, enumerate_value, to_text, type_name
from gshell.language import tree
from gshell.language.parser import COMPARISONS
from gshell.language.problems import SyntaxProblem

Prepare = Callable[[Scope, "Stage | None", bool], Stage]
"""Binds one stage: the scope, the stage before it, and whether anything is piped in."""

Source = Callable[[Scope], Iterator[Value]]
"""Gives what the first stage of a pipeline reads."""


class PipelineCompiler(ArgumentCompiler):
    """Compiles pipelines; statements are left to the class built on it."""

    @abstractmethod
    def statement(self, node: tree.Statement) -> Flow:
        """Compile one statement."""

    def pipeline(self, node: tree.Pipeline) -> Flow:
        self.check_order(node)
        for stage in node.stages:
            _check_redirects(stage)
        first = node.stages[0]
        if isinstance(first, tree.Command):
            return self.stages(None, self.all_stages(node.stages))
        if isinstance(first, tree.Redirected):
            if isinstance(first.stage, tree.Command):
                return self.stages(None, self.all_stages(node.stages))
            return self.redirected_expression(first, node.stages[1:])
        if len(node.stages) == 1:
            return self.value_flow(first)
        source = self.numbers(first) if is_range(first) else self.source_flow(first)
        return self.stages(source, self.all_stages(node.stages[1:]))

    def check_order(self, node: tree.Pipeline) -> None:
        """Refuse what follows a command that makes text for the screen, but for a file."""
        for stage, after in zip(node.stages, node.stages[1:], strict=False):
            name, next_name = _word_of(stage), _word_of(after)
            if name is None or not self.commands.ends_pipeline(name.text):
                continue
            if next_name is not None and self.commands.resolve(next_name.text) in _TAKES_TEXT:
                continue
            raise SyntaxProblem(
                f"{name.text} makes text for the screen, so nothing can follow it",
                name.start,
                name.end,
                "put it last; select keeps objects",
            )

    # Expressions as pipelines.

    def value_flow(self, node: tree.Node) -> Flow:
        """Compile an expression that is a statement of its own."""
        if is_input(node) or is_range(node):
            return self.source_flow(node)
        return items_of(self.expression(node))

    def source_flow(self, node: tree.Node) -> Flow:
        """Compile an expression that starts a pipeline: a list gives its items."""
        if is_input(node):
            return lambda scope: scope.shell.input_lines.stream()
        if is_range(node):
            return self.range_flow(node)
        expression, place = self.expression(node), (self.source, node.start, node.end)

        def run(scope: Scope) -> Objects:
            with Placed(*place):  # it is this expression's, not that of the stage that pulls
                value = expression(scope)
            yield from enumerate_value(value)

        return run

    def range_flow(self, node: tree.Binary) -> Flow:
        numbers = self.numbers(node)

        def run(scope: Scope) -> Objects:
            yield from numbers(scope)

        return run

    def numbers(self, node: tree.Binary) -> Source:
        """Compile `a..b` as a source: its numbers are made one by one."""
        first, last = self.expression(node.left), self.expression(node.right)
        place = self.source, node.start, node.end

        def start(scope: Scope) -> Iterator[Value]:
            with Placed(*place):
                return iter(item_range(first(scope), last(scope)))

        return start

    # Stages.

    def all_stages(self, nodes: Sequence[tree.Node]) -> list[Prepare]:
        return [one for node in nodes for one in self.with_output(node)]

    def with_output(self, node: tree.Node) -> list[Prepare]:
        """Compile a stage, and the one that writes its objects to a file, if there is one."""
        stages = [self.stage(node)]
        if isinstance(node, tree.Redirected):
            stages += [self.output_to(one) for one in node.redirects if not one.errors]
        return stages

    def stages(self, source: Source | None, prepare: Sequence[Prepare]) -> Flow:
        def run(scope: Scope) -> Objects:
            ready: list[Stage] = []
            for one in prepare:
                before = ready[-1] if ready else None
                ready.append(one(scope, before, source is not None or before is not None))
            for stage in ready[:-1]:
                if stage.context is not None:
                    stage.context.is_last = False
            yield from run_stages(source(scope) if source else None, ready, scope)

        return run

    def stage(self, node: tree.Node) -> Prepare:
        if isinstance(node, tree.Redirected):
            prepare = self.stage(node.stage)
            for one in node.redirects:
                if one.errors:
                    prepare = self.errors_to(one, prepare)
            return prepare
        if isinstance(node.name, tree.Word) and not node.operator:
            return self.named_command(node, node.name.text)
        return self.called(node)

    def redirected_expression(self, node: tree.Redirected, rest: Sequence[tree.Node]) -> Flow:
        """Compile `$x > file`, and `$x 2> file`: an expression has no stage to redirect."""
        output = [self.output_to(one) for one in node.redirects if not one.errors]
        source = self.source_flow(node.stage)
        for one in node.redirects:
            if one.errors:
                source = self.source_errors_to(one, source)
        stages = [*output, *self.all_stages(rest)]
        if not stages:
            return source
        return self.stages(source, stages)

    def source_errors_to(self, redirect: tree.Redirect, source: Flow) -> Flow:
        redirected = self.redirection(redirect)

        def run(scope: Scope) -> Objects:
            inner = scope.child()
            after = redirected(scope, inner)
            return after(source(inner))

        return run

    def redirection(self, redirect: tree.Redirect) -> Callable[[Scope, Scope], Redirection]:
        """Compile where errors go: those of the second scope, to a target found in the first."""
        if redirect.target is None:
            return lambda _, inner: merged(inner)
        target, append = self.expression(redirect.target), redirect.append
        place = self.source, redirect.start, redirect.end
        return lambda scope, inner: written(inner, target(scope), place, append=append)

    def output_to(self, redirect: tree.Redirect) -> Prepare:
        """Compile `> file` to the cmdlet that writes files; `> $null` to none."""
        assert redirect.target is not None, "only 2>&1 has no target"
        target = self.expression(redirect.target)
        place = redirect.start, redirect.end

        def prepare(scope: Scope, before: Stage | None, piped: bool) -> Stage:
            path = target(scope)
            given = [] if path is None else [Given("FilePath", path, *place)]
            if path is not None and redirect.append:
                given.append(Given("Append", True, *place))
            word = "Out-Null" if path is None else "Out-File"
            return self.bound_stage(word, redirect, lambda _: given)(scope, before, piped)

        return prepare

    def errors_to(self, redirect: tree.Redirect, prepare: Prepare) -> Prepare:
        redirected = self.redirection(redirect)

        def prepare_redirected(scope: Scope, before: Stage | None, piped: bool) -> Stage:
            inner = scope.child()
            after = redirected(scope, inner)
            try:
                stage = prepare(inner, before, piped)
            except StatementError as error:
                failure = error
                stage = Stage(lambda _: failing(failure))
            stage.after = after
            return stage

        return prepare_redirected

    # Commands.

    def named_command(self, node: tree.Command, word: str) -> Prepare:
        return self.bound_stage(word, node, self.arguments(node))

    def bound_stage(self, word: str, node: tree.Node, arguments: Arguments) -> Prepare:
        """Compile a command by its name: found, bound and checked when its pipeline starts."""
        source = self.source
        name = node.name if isinstance(node, tree.Command) else node

        def prepare(scope: Scope, before: Stage | None, piped: bool) -> Stage:
            commands = scope.shell.commands
            if commands.resolve(word) is None and is_script(word) and not commands.known(word):
                return self.script_stage(word, node, scope, arguments, piped=piped)
            try:
                cmdlet = commands.find(word)
            except ShellError as error:
                error.record.hint = _meant(word, node, scope) or error.record.hint
                raise StatementError.of(error, source, name.start, name.end) from error
            context = Context(scope, cmdlet, source, node.start, node.end)
            context.word = word
            context.upstream = before.cmdlet if before else None
            given: list[Given] = []
            try:
                given = arguments(scope)
                switch = commands.switch_of(word)
                if switch is not None:
                    given.insert(0, Given(switch, NOTHING, name.start, name.end))
                return Stage(bind(cmdlet, given, context, piped=piped).run, context)
            except StoppingError:
                raise
            except Exception as error:
                place = _blamed(record_of(error), given, node)
                action = context.error_action or typed_common(ERROR_ACTION, cmdlet, given)
                failure = StatementError.of(error, source, *place, action)
                _keep_unbound(context, typed_common(ERROR_VARIABLE, cmdlet, given), failure)
                raise failure from error

        return prepare

    def called(self, node: tree.Command) -> Prepare:
        """Compile `& value` and `. value`: a block, a command's name or a script file."""
        callee, arguments, source = self.expression(node.name), self.arguments(node), self.source

        def prepare(scope: Scope, before: Stage | None, piped: bool) -> Stage:
            with Placed(source, node.start, node.end):
                value = callee(scope)
                if isinstance(value, str) and not _is_file(value, node.operator, scope):
                    return self.bound_stage(str(value), node, arguments)(scope, before, piped)
                if isinstance(value, str):
                    own = node.operator != "."
                    return self.script_stage(value, node, scope, arguments, piped=piped, own=own)
                block = _callable(value, node.operator, piped)
                objects = call(block, arguments(scope), scope, source=source)
                return Stage(lambda _: objects)

        return prepare

    def script_stage(
        self,
        path: str,
        node: tree.Node,
        scope: Scope,
        arguments: Arguments,
        *,
        piped: bool,
        own: bool = True,
    ) -> Stage:
        """Bind a script file; with `own`, the variables that it sets are its own."""
        with Placed(self.source, node.start, node.end):
            if piped:
                raise ShellError("InvalidOperation", f"{path} takes nothing piped")
            commands, given = scope.shell.commands, arguments(scope)
            block = load_script(path, commands)
            if is_echo_wanted(block, given):
                block, given = load_script(path, commands, echo=True), without_echo(given)
            objects = call(block, given, scope, own_variables=own, source=self.source)
            return Stage(lambda _: objects)


_TAKES_TEXT = frozenset({"Out-File", "Out-Null"})
"""The commands that may follow one that makes text for the screen."""


def _keep_unbound(context: Context, variable: str, failure: StatementError) -> None:
    """Put an error of the binding where -ErrorVariable says; nothing of the command runs."""
    if variable:
        context.common = {"ErrorVariable": variable}
        context.start_variables()
        context.keep_error(failure.record)


def _meant(word: str, node: tree.Node, scope: Scope) -> str:
    """Say what an unknown command stands for, where what is around it tells."""
    if isinstance(scope.variables.get(word.lower()), ScriptBlock):
        return f"& ${word} runs the block in the variable"
    first = node.elements[0] if isinstance(node, tree.Command) and node.elements else None
    if isinstance(first, tree.Parameter) and first.name.lower() in COMPARISONS:
        return f"in a block, a member of the object is $_.{word}; a variable is ${word}"
    value = first.value if isinstance(first, tree.Argument) else None
    if isinstance(value, tree.Word) and value.text in ("=", "+=", "-="):
        return f"variables start with $: ${word} {value.text} ..."
    return ""


def _word_of(stage: tree.Node) -> tree.Word | None:
    inner = stage.stage if isinstance(stage, tree.Redirected) else stage
    if not isinstance(inner, tree.Command):
        return None
    name = inner.name
    if isinstance(name, tree.Literal) and isinstance(name.value, str):
        return tree.Word(name.value, name.start, name.end)
    return name if isinstance(name, tree.Word) else None


def _check_redirects(stage: tree.Node) -> None:
    """Refuse `> a > b`: what a stage gives, and its errors, go to one place each."""
    seen: set[bool] = set()
    for one in stage.redirects if isinstance(stage, tree.Redirected) else ():
        if one.errors in seen:
            what = "the errors go" if one.errors else "the output goes"
            raise SyntaxProblem(f"{what} somewhere else already", one.start, one.end)
        seen.add(one.errors)


def _is_file(word: str, operator: str, scope: Scope) -> bool:
    """Say whether what is called by a text is a script file; a `.` never calls a command."""
    return operator == "." or (scope.shell.commands.resolve(word) is None and is_script(word))


def _callable(value: Value, operator: str, piped: bool) -> ScriptBlock:
    if not isinstance(value, ScriptBlock):
        message = f"{operator} runs a block or a script file, not a {type_name(value)}"
        raise ShellError("InvalidOperation", message, target=to_text(value))
    if piped:
        raise ShellError(
            "InvalidOperation",
            f"a block called with {operator} takes nothing piped",
            hint="% { ... } runs a block for each object",
        )
    return value


def _blamed(record: ErrorRecord, given: Sequence[Given], whole: tree.Node) -> tuple[int, int]:
    """Find the place of what an error is about: the argument that is its target, else all."""
    if isinstance(record.target, str):
        for one in given:
            if isinstance(one.value, str) and one.value == record.target:
                return one.start, one.end
    return whole.start, whole.end
