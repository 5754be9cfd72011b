"""Where names get their values while a script runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from gshell.engine.errors import ShellError
from gshell.engine.values import Value

if TYPE_CHECKING:
    from gshell.engine.shell import Shell


class Scope:
    """The variables, and what `$_`, `$args` and `$input` are here.

    Blocks run in the scope of their caller and share its variables; each stage of a pipeline has a
    scope of its own, so that one stage's `$_` is not another's.
    """

    __slots__ = ("arguments", "item", "shell", "variables")

    def __init__(self, shell: Shell, variables: dict[str, Value]) -> None:
        self.shell = shell
        self.variables = variables
        self.item: Value = None
        self.arguments: list[Value] = []

    def child(self) -> Scope:
        """Make a scope with the same variables and `$_`."""
        scope = Scope(self.shell, self.variables)
        scope.item = self.item
        scope.arguments = self.arguments
        return scope


Expression = Callable[[Scope], Value]
"""A compiled expression."""

Objects = Generator[Value, None, None]
"""The objects that running something gives, as they come; closing it stops what runs."""

Flow = Callable[[Scope], Objects]
"""A compiled statement or script: running it gives its objects as they come."""


class ScriptBlock:
    """`{ ... }`: a script that is a value."""

    __slots__ = ("expression", "flow", "text")
    MEMBERS: ClassVar[dict[str, str]] = {"Text": "text"}

    def __init__(self, text: str, flow: Flow, expression: Expression | None) -> None:
        self.text = text
        self.flow = flow
        self.expression = expression  # where the block is nothing but one expression

    def __str__(self) -> str:
        return self.text


def automatic(name: str) -> Expression | None:
    """Give what reads a variable that the shell itself sets; None for any other name."""
    folded = name.lower()
    if folded.startswith("env:"):
        variable = name[4:]
        return lambda _: os.environ.get(variable)
    return _AUTOMATIC.get(folded)


def assign(scope: Scope, name: str, value: Value) -> None:
    """Set a variable; raises if it is one that the shell sets."""
    if automatic(name) is not None:
        raise ShellError("InvalidOperation", f"${name} is set by the shell", target=name)
    scope.variables[name.lower()] = value


AUTOMATIC_NAMES = ("_", "true", "false", "null", "Error", "HOME", "PWD", "args", "input")
"""The variables that the shell sets, as completion shows them."""

_AUTOMATIC: dict[str, Expression] = {
    "_": lambda scope: scope.item,
    "psitem": lambda scope: scope.item,
    "true": lambda _: True,
    "false": lambda _: False,
    "null": lambda _: None,
    "?": lambda scope: scope.shell.succeeded,
    "error": lambda scope: list(scope.shell.errors),
    "args": lambda scope: scope.arguments,
    "home": lambda _: str(Path.home()),
    "pwd": lambda _: str(Path.cwd()),
    "input": lambda scope: scope.shell.input_lines.collect(),
}
