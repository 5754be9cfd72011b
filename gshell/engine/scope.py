"""Where names get their values while a script runs, and where its errors go."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, MutableMapping
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from gshell.engine.errors import (
    ERROR_ACTIONS,
    SILENT_ACTIONS,
    TOO_DEEP,
    ErrorRecord,
    Mismatch,
    ShellError,
    StatementError,
    StoppingError,
    preferred_action,
)
from gshell.engine.values import Value, to_text

if TYPE_CHECKING:
    from gshell.engine.command import Parameter
    from gshell.engine.shell import Shell


class Tally:
    """How many errors there were in a part of a script, which `$?`, `&&` and `||` look at.

    Stages of a pipeline run in turns, so each has a tally of its own inside of that of the whole:
    what fails in a later stage is no failure of an earlier one that waits.
    """

    __slots__ = ("count", "failed", "held", "outer")

    def __init__(self, outer: Tally | None = None, *, held: bool = False) -> None:
        self.count = 0
        self.failed = False  # whether one of them was neither handled nor silent
        self.outer = outer
        self.held = held  # whether something may still handle them: then the outer one waits

    def add(self, count: int, *, failed: bool) -> bool:
        """Count errors, here and in all around it; say whether the whole script has failed."""
        tally: Tally | None = self
        while tally is not None:
            tally.count += count
            tally.failed = tally.failed or failed
            if tally.held:
                return False
            tally = tally.outer
        return failed


class Scope:
    """The variables, and what `$_`, `$args` and `$input` are here.

    Blocks run in the scope of their caller and share its variables; each stage of a pipeline has a
    scope of its own, so that one stage's `$_` is not another's.
    """

    __slots__ = (
        "arguments",
        "error_action",
        "errors_to",
        "item",
        "keepers",
        "shell",
        "tally",
        "trying",
        "variables",
    )

    def __init__(self, shell: Shell, variables: MutableMapping[str, Value]) -> None:
        self.shell = shell
        self.variables = variables
        self.item: Value = None
        self.arguments: list[Value] = []
        self.error_action = ""  # what -ErrorAction of the command says whose block runs here
        self.errors_to: Callable[[ErrorRecord], None] | None = None  # where `2>` sends errors
        self.keepers: tuple[Callable[[ErrorRecord], None], ...] = ()  # what -ErrorVariable adds
        self.trying = False  # whether a `try` around this takes what fails here
        self.tally = Tally()

    def child(self, variables: MutableMapping[str, Value] | None = None) -> Scope:
        """Make a scope with the same `$_`, and the same variables unless others are given."""
        scope = Scope(self.shell, self.variables if variables is None else variables)
        scope.item = self.item
        scope.arguments = self.arguments
        scope.error_action = self.error_action
        scope.errors_to = self.errors_to
        scope.keepers = self.keepers
        scope.trying = self.trying
        scope.tally = self.tally
        return scope

    def part(self, *, held: bool = False) -> Scope:
        """Make a scope whose errors are counted by themselves too; see Tally."""
        scope = self.child()
        scope.tally = Tally(self.tally, held=held)
        return scope

    def assign(self, name: str, value: Value) -> None:
        """Set a variable; raises if it is one that the shell sets."""
        setter(name)(self, value)

    # Errors.

    def error_preference(self) -> str:
        """Give what an error does here where the command that failed does not say."""
        return self.error_action or preferred_action(self.variables)

    def report(self, failure: StatementError) -> None:
        """Deal with an error that ended a statement; raises it where a `try` waits for it.

        Raises StoppingError to end the script too.
        """
        if failure.record.id == TOO_DEEP:
            raise StoppingError(failure.record)
        if self.trying and failure.action not in SILENT_ACTIONS:
            raise failure
        action = failure.action or self.error_preference()
        if action == "Stop":
            raise StoppingError(failure.record)
        self.record_error(failure.record, action)

    def record_error(self, record: ErrorRecord, action: str = "Continue") -> None:
        """Keep an error, and show it or send it where the errors of this scope go."""
        shell, failed = self.shell, self.shell.failed
        unhandled = action not in SILENT_ACTIONS
        elsewhere = self.errors_to if unhandled else None
        shell.record_error(record, action if elsewhere is None else "SilentlyContinue")
        shell.failed = self.tally.add(1, failed=unhandled) or failed
        for keep in self.keepers:
            keep(record)
        if elsewhere is not None:
            elsewhere(record)

    def admit(self, held: Tally) -> None:
        """Count errors that were held back, because nothing has handled them."""
        if self.tally.add(held.count, failed=held.failed):
            self.shell.failed = True


Expression = Callable[[Scope], Value]
"""A compiled expression."""

Objects = Generator[Value, None, None]
"""The objects that running something gives, as they come; closing it stops what runs."""

Flow = Callable[[Scope], Objects]
"""A compiled statement or script: running it gives its objects as they come."""


class Local(NamedTuple):
    """A parameter that a block or a script file declares, and what gives its value else."""

    parameter: Parameter
    default: Expression | None


class ScriptBlock:
    """`{ ... }`, or a script file: a script that is a value."""

    __slots__ = ("expression", "failed", "flow", "parameters", "text")
    MEMBERS: ClassVar[dict[str, str]] = {"Text": "text"}

    def __init__(
        self,
        text: str,
        flow: Flow,
        expression: Expression | None = None,
        failed: Callable[[Scope, Exception], None] | None = None,
        parameters: tuple[Local, ...] | None = None,
    ) -> None:
        self.text = text
        self.flow = flow
        self.expression = expression  # where the block is nothing but one expression, and
        self.failed = failed  # what reports that it failed
        self.parameters = parameters  # None where it declares none

    def __str__(self) -> str:
        return self.text


class LocalVariables(MutableMapping[str, Value]):
    """Names of a block's own, before those of its caller; any other name is the caller's."""

    def __init__(self, own: MutableMapping[str, Value], outer: MutableMapping[str, Value]) -> None:
        self.own = own
        self.outer = outer

    def _place(self, name: str) -> MutableMapping[str, Value]:
        return self.own if name in self.own else self.outer

    def __getitem__(self, name: str) -> Value:
        return self._place(name)[name]

    def __setitem__(self, name: str, value: Value) -> None:
        self._place(name)[name] = value

    def __delitem__(self, name: str) -> None:
        del self._place(name)[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self.outer, **self.own})

    def __len__(self) -> int:
        return len({**self.outer, **self.own})


def automatic(name: str) -> Expression | None:
    """Give what reads a variable that the shell itself sets; None for any other name."""
    folded = name.lower()
    if folded.startswith("env:"):
        variable = name[4:]
        return lambda _: os.environ.get(variable)
    return _AUTOMATIC.get(folded)


def setter(name: str) -> Callable[[Scope, Value], None]:
    """Give what sets a variable, which raises if it is one that the shell sets."""
    folded = name.lower()
    if folded == "null":
        return lambda *_: None  # a way to drop what a command gives
    if folded == "erroractionpreference":
        return _set_error_action
    if folded.startswith("env:"):
        return lambda _, value: set_environment(name[len("env:") :], value)
    if automatic(name) is None:
        return lambda scope, value: scope.variables.__setitem__(folded, value)

    def refuse(scope: Scope, value: Value) -> None:
        del scope, value
        hint = _SETS.get(folded, "")
        raise ShellError("InvalidOperation", f"${name} is set by the shell", target=name, hint=hint)

    return refuse


def _set_error_action(scope: Scope, value: Value) -> None:
    from gshell.engine.types import Choice

    try:
        action = Choice(*ERROR_ACTIONS).convert(value) or "Continue"
    except Mismatch as mismatch:
        message = f"$ErrorActionPreference {mismatch.message}"
        raise ShellError("ParamInvalid", message, hint=mismatch.hint) from mismatch
    scope.variables["erroractionpreference"] = action


def set_environment(name: str, value: Value) -> None:
    """Set a variable of the process; null removes it."""
    try:
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = to_text(value)
    except (ValueError, OSError) as error:
        raise ShellError("InvalidOperation", f"$env:{name} cannot be set: {error}") from error


AUTOMATIC_NAMES = (
    *("_", "true", "false", "null", "session"),
    *("Error", "HOME", "PWD", "args", "input"),
)
"""The variables that the shell sets, as completion shows them."""

_SETS = {
    "pwd": "cd FOLDER goes to another folder",
    "session": "use NAME makes another session the current one",
}
"""What sets a variable that the shell sets, where a person has a way to do that."""

KEPT_NAMES = ("it", "Matches")
"""Variables that the shell sets too, but which are otherwise like any other."""

_AUTOMATIC: dict[str, Expression] = {
    "_": attrgetter("item"),
    "psitem": attrgetter("item"),
    "true": lambda _: True,
    "false": lambda _: False,
    "null": lambda _: None,
    "?": lambda scope: scope.shell.succeeded,
    "error": lambda scope: list(scope.shell.errors),
    "args": lambda scope: scope.arguments,
    "home": lambda _: str(Path.home()),
    "pwd": lambda _: str(Path.cwd()),
    "input": lambda scope: scope.shell.input_lines.collect(),
    "session": lambda scope: scope.shell.session(),
}
