"""What is typed after a command, compiled to what gives its arguments."""

from __future__ import annotations

from collections.abc import Callable

from gshell.engine.binding import NOTHING, Given
from gshell.engine.errors import ShellError
from gshell.engine.expressions import ExpressionCompiler
from gshell.engine.scope import Scope
from gshell.engine.values import type_name
from gshell.language import tree

Arguments = Callable[[Scope], list[Given]]
"""Gives the arguments of a command, evaluated."""


class ArgumentCompiler(ExpressionCompiler):
    """Compiles arguments; pipelines are left to the class built on it."""

    def arguments(self, node: tree.Command) -> Arguments:
        """Compile the arguments of a command; what is typed comes before what is splatted."""
        elements = [one for one in node.elements if not isinstance(one, tree.EndOfParameters)]
        if not any(isinstance(one, tree.Splat) for one in elements):
            single = [self.element(one) for one in elements if not isinstance(one, tree.Splat)]
            return lambda scope: [one(scope) for one in single]
        several = [
            self.splat(one) if isinstance(one, tree.Splat) else _as_list(self.element(one))
            for one in elements
        ]
        return lambda scope: sorted(
            (given for one in several for given in one(scope)), key=lambda one: one.splatted
        )

    def element(self, node: tree.Argument | tree.Parameter) -> Callable[[Scope], Given]:
        if isinstance(node, tree.Argument):
            value = self.expression(node.value)
            return lambda scope: Given(None, value(scope), node.start, node.end)
        if node.value is None:
            given = Given(node.name, NOTHING, node.start, node.end)
            return lambda _: given
        value = self.expression(node.value)
        return lambda scope: Given(node.name, value(scope), node.start, node.end)

    def splat(self, node: tree.Splat) -> Arguments:
        """Compile `@name`: the keys of a map are parameters, the items of a list are values."""
        variable = self.expression(tree.Variable(node.name, node.start, node.end))
        place, source = (node.start, node.end), self.source

        def given(scope: Scope) -> list[Given]:
            value = variable(scope)
            if isinstance(value, dict):
                return [Given(str(key), item, *place, True) for key, item in value.items()]
            if isinstance(value, list):
                return [Given(None, item, *place) for item in value]
            error = ShellError(
                "ParamInvalid",
                f"@{node.name} needs a map or a list in ${node.name} (it is {type_name(value)})",
                hint=f"text that starts with @ needs quotes: '@{node.name}'",
            )
            error.record.place(source, *place)
            raise error

        return given


def _as_list(element: Callable[[Scope], Given]) -> Arguments:
    return lambda scope: [element(scope)]
