"""What a running cmdlet may use: the shell, the person's side, and its own place in the line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from gshell.engine.errors import SILENT_ACTIONS, ErrorRecord, ShellError, StoppingError, record_of
from gshell.engine.values import Value, collect, enumerate_value, truth

if TYPE_CHECKING:
    from gshell.engine.command import Cmdlet
    from gshell.engine.host import Host
    from gshell.engine.scope import Scope, ScriptBlock
    from gshell.engine.shell import Shell


class Context:
    """One use of a cmdlet in a pipeline."""

    __slots__ = (
        "cmdlet",
        "common",
        "end",
        "error_action",
        "is_last",
        "kept",
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
        self.is_last = True  # whether nothing follows it in its pipeline
        self.error_action = ""
        self.common: dict[str, Value] = {}  # the common parameters that were given, by name
        self.kept: dict[str, list[Value]] = {}  # what the variables hold that those name
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
        self.keep_error(record)
        action = self.error_action or self.scope.error_preference()
        if action == "Stop":
            raise StoppingError(record)
        self.scope.record_error(record, action)

    def keep_error(self, record: ErrorRecord) -> None:
        """Add an error to the variable that -ErrorVariable names."""
        self.remember("ErrorVariable", record)

    def remember(self, parameter: str, value: Value) -> None:
        """Add a value to the variable that -ErrorVariable or -OutVariable names, if one does."""
        kept = self.kept.get(parameter)
        if kept is not None:
            kept.append(value)

    def start_variables(self) -> None:
        """Give the variables of -ErrorVariable and -OutVariable their list; +name keeps its own."""
        for parameter in ("ErrorVariable", "OutVariable"):
            name = self.common.get(parameter)
            if name is None:
                continue
            before = self.scope.variables.get(name.lstrip("+").lower())
            kept = list(enumerate_value(before)) if name.startswith("+") else []
            self.scope.assign(name.lstrip("+"), kept)
            self.kept[parameter] = kept

    def warning(self, text: str) -> None:
        """Tell the person something to look out for, as -WarningAction says."""
        action = self.common.get("WarningAction", "Continue")
        if action == "Stop":
            record = ErrorRecord("Warning", text)
            record.place(self.source, self.start, self.end)
            raise StoppingError(record)
        if action == "Continue":
            self.host.warning(text)

    @property
    def what_if(self) -> bool:
        """Whether nothing may be changed: only what would be done is to be said."""
        return bool(self.common.get("WhatIf"))

    def allows(self, action: str, *, ask: bool = False) -> bool:
        """Say whether something may be done, such as `remove the session demo`.

        -WhatIf only says it; -Confirm, or `ask` unless there is -Confirm:$false, asks the person.
        Raises ConfirmNeeded where nobody can answer.
        """
        if self.what_if:
            self.note(f"would {action}")
            return False
        if not self.common.get("Confirm", ask):
            return True
        if not self.host.interactive:
            has_force = any(one.name == "Force" for one in self.cmdlet.parameters)
            hint = "-Force does it unasked" if has_force else "-Confirm:$false does it unasked"
            if "Confirm" in self.common:
                hint = "leave out -Confirm"
            raise ShellError("ConfirmNeeded", f"{action}? There is nobody to ask", hint=hint)
        return self.host.confirm(f"{action}?")

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

    def inner_scope(self) -> Scope:
        """Make the scope in which a block of this command runs."""
        scope = self.scope.part()
        scope.error_action = self.error_action or scope.error_action
        if self.error_action in SILENT_ACTIONS:
            scope.trying = False  # what fails there is handled, whatever is around the command
        if "ErrorVariable" in self.common:
            scope.keepers = (*scope.keepers, self.keep_error)
        return scope

    def runner(self, block: ScriptBlock) -> Callable[[Value], Iterator[Value]]:
        """Give a function that runs a block with an object as `$_`, one object after the other."""
        from gshell.engine.blocks import call  # not before there is a block to run

        scope = self.inner_scope()
        flow = block.flow
        if block.parameters is not None:
            flow = partial(call, block, ())

        def run(item: Value) -> Iterator[Value]:
            scope.item = item
            return flow(scope)

        return run

    def value_of(self, block: ScriptBlock) -> Callable[[Value], Value]:
        """Give a function that runs a block with an object as `$_` and collects its output."""
        expression, failed = block.expression, block.failed
        if expression is None or failed is None:
            run = self.runner(block)
            return lambda item: collect(run(item))
        scope = self.inner_scope()

        def evaluate(item: Value) -> Value:
            scope.item = item
            try:
                return expression(scope)
            except Exception as error:  # it is the block's, which reports it
                failed(scope, error)
                return None

        return evaluate

    def each(self, block: ScriptBlock, objects: Iterable[Value]) -> Iterator[Value]:
        """Give what a block gives for each object; of a list, its items."""
        expression, failed = block.expression, block.failed
        if expression is None or failed is None:
            run = self.runner(block)
            for item in objects:
                yield from run(item)
            return
        scope = self.inner_scope()
        for item in objects:
            scope.item = item
            try:
                value = expression(scope)
            except Exception as error:  # it is the block's, which reports it
                failed(scope, error)
                continue
            if type(value) is list:
                yield from value
            else:
                yield value

    def keep(
        self, block: ScriptBlock, objects: Iterable[Value], *, wanted: bool = True
    ) -> Iterator[Value]:
        """Give the objects of which a block is true, or those of which it is not."""
        expression, failed = block.expression, block.failed
        if expression is None or failed is None:
            test = self.test(block)
            for item in objects:
                if test(item) is wanted:
                    yield item
            return
        scope, unwanted = self.inner_scope(), not wanted
        for item in objects:
            scope.item = item
            try:
                value = expression(scope)
            except Exception as error:  # it is the block's, which reports it
                failed(scope, error)
                value = False
            if value is unwanted:
                continue
            if value is wanted or truth(value) is wanted:
                yield item

    def test(self, block: ScriptBlock) -> Callable[[Value], bool]:
        """Give a function that says whether a block is true of an object."""
        value = self.value_of(block)
        return lambda item: truth(value(item))
