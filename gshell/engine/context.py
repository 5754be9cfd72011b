"""What a running cmdlet may use: the shell, the person's side, and its own place in the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from gshell.engine.errors import ErrorRecord, StoppingError, record_of
from gshell.engine.values import Value, collect, truth

if TYPE_CHECKING:
    from gshell.engine.command import Cmdlet
    from gshell.engine.host import Host
    from gshell.engine.scope import Scope, ScriptBlock
    from gshell.engine.shell import Shell

ERROR_ACTIONS = ("Continue", "SilentlyContinue", "Ignore", "Stop")


class Context:
    """One use of a cmdlet in a pipeline."""

    __slots__ = (
        "cmdlet",
        "end",
        "error_action",
        "may_wait",
        "scope",
        "source",
        "start",
        "upstream",
        "verbose",
        "word",
    )

    def __init__(self, scope: Scope, cmdlet: Cmdlet, source: str, start: int, end: int) -> None:
        self.scope = scope
        self.cmdlet = cmdlet
        self.word = cmdlet.name  # what was typed for it
        self.source = source
        self.start = start
        self.end = end
        self.upstream: Cmdlet | None = None
        self.error_action = ""
        self.verbose = scope.shell.verbose
        self.may_wait = True  # False while a line is only being completed: nothing may block then

    @property
    def shell(self) -> Shell:
        """Give the shell that runs the cmdlet."""
        return self.scope.shell

    @property
    def host(self) -> Host:
        """Give the person's side."""
        return self.scope.shell.host

    def error(self, error: BaseException | ErrorRecord) -> None:
        """Record an error and go on, or stop the script, as -ErrorAction says."""
        record = error if isinstance(error, ErrorRecord) else record_of(error)
        record.place(self.source, self.start, self.end)
        action = self.error_action or self.shell.error_preference()
        if action == "Stop":
            raise StoppingError(record)
        self.shell.record_error(record, action)

    def warning(self, text: str) -> None:
        """Tell the person something to look out for."""
        self.host.warning(text)

    def note(self, text: str) -> None:
        """Tell the person what happened."""
        self.host.note(text)

    def status(self, text: str) -> None:
        """Say what became of the work, where a person is watching."""
        if self.host.interactive:
            self.host.note(text)

    def explain(self, text: str) -> None:
        """Say what is being done, under -Verbose only."""
        if self.verbose:
            self.host.verbose(text)

    def runner(self, block: ScriptBlock) -> Callable[[Value], Iterator[Value]]:
        """Give a function that runs a block with an object as `$_`, one object after the other."""
        scope = self.scope.child()
        flow = block.flow

        def run(item: Value) -> Iterator[Value]:
            scope.item = item
            return flow(scope)

        return run

    def value_of(self, block: ScriptBlock) -> Callable[[Value], Value]:
        """Give a function that runs a block with an object as `$_` and collects its output."""
        expression = block.expression
        if expression is None:
            run = self.runner(block)
            return lambda item: collect(run(item))
        scope = self.scope.child()

        def evaluate(item: Value) -> Value:
            scope.item = item
            return expression(scope)

        return evaluate

    def test(self, block: ScriptBlock) -> Callable[[Value], bool]:
        """Give a function that says whether a block is true of an object."""
        value = self.value_of(block)
        return lambda item: truth(value(item))
