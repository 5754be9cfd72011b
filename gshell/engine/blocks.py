"""Running a block or a script file with what was typed after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from gshell.engine import types as kinds
from gshell.engine.binding import NOTHING, Given
from gshell.engine.command import Parameter, match_parameter
from gshell.engine.errors import Mismatch, ShellError, did_you_mean
from gshell.engine.scope import Local, LocalVariables, Objects, Scope, ScriptBlock
from gshell.engine.values import Value, plain, truth
from gshell.language import tree


class Truth(kinds.ParameterType):
    """True or false, read as a condition reads a value."""

    name = "boolean"

    def convert(self, value: Value) -> Value:
        return truth(plain(value))


_TYPES: dict[str, tuple[Callable[[], kinds.ParameterType], Value]] = {
    "": (kinds.ParameterType, None),
    "int": (lambda: kinds.Number(whole=True), 0),
    "double": (kinds.Number, 0.0),
    "string": (kinds.Text, ""),
    "bool": (Truth, False),
    "switch": (kinds.Switch, False),
    "array": (lambda: kinds.ListOf(kinds.ParameterType()), None),
}
"""What a declared type takes, and what a parameter of it is when nothing was given."""


def declared_parameter(declared: tree.Declared, position: int) -> Parameter:
    """Make a parameter of what a block declares; a switch has no place in the order."""
    make, empty = _TYPES[declared.type]
    place = None if declared.type == "switch" else position
    return Parameter(declared.name, make(), position=place, default=empty)


def call(
    block: ScriptBlock,
    given: Sequence[Given],
    scope: Scope,
    *,
    own_variables: bool = False,
) -> Objects:
    """Run a block with arguments; raises ShellError if they do not fit what it declares.

    With `own_variables`, as a script file has them, it reads the caller's and sets its own.
    """
    inner = scope.child(dict(scope.variables) if own_variables else None)
    if block.parameters is None:
        inner.arguments = [value for one in given for value in _as_argument(one)]
        return block.flow(inner)
    bound, inner.arguments = _bind(block.parameters, given)
    inner.variables = LocalVariables({}, inner.variables)
    for local in block.parameters:
        name = local.parameter.name.lower()
        inner.variables.own[name] = bound[name] if name in bound else _default(local, inner)
    return block.flow(inner)


def arguments_of(words: Sequence[Value]) -> list[Given]:
    """Read arguments that come as a list: a text such as `-name` names the one after it."""
    return [
        Given(word[1:], NOTHING, 0, 0)
        if isinstance(word, str) and word[:1] == "-" and word[1:2].isalpha()
        else Given(None, word, 0, 0)
        for word in words
    ]


def _default(local: Local, scope: Scope) -> Value:
    if local.default is None:
        return local.parameter.default
    return _converted(local.parameter, local.default(scope))


def _bind(
    declared: Sequence[Local], given: Sequence[Given]
) -> tuple[dict[str, Value], list[Value]]:
    """Match arguments to what a block declares; give the values by name, and what is left over."""
    parameters = [local.parameter for local in declared]
    bound: dict[str, Value] = {}
    free: list[Value] = []
    waiting = list(reversed(given))
    while waiting:
        one = waiting.pop()
        if one.name is None:
            free.append(one.value)
            continue
        parameter = _find(one.name, parameters)
        value = one.value
        if value is NOTHING:
            value = _following(parameter, waiting)
        if parameter.name.lower() in bound:
            raise ShellError("ParamInvalid", f"-{parameter.name} is given twice")
        bound[parameter.name.lower()] = _converted(parameter, value)
    places = [one for one in parameters if one.position is not None]
    open_places = [one for one in places if one.name.lower() not in bound]
    for parameter, value in zip(open_places, free, strict=False):
        bound[parameter.name.lower()] = _converted(parameter, value)
    return bound, [plain(value) for value in free[len(open_places) :]]


def _following(parameter: Parameter, waiting: list[Given]) -> Value:
    if parameter.type.flag:
        return True
    if not waiting or waiting[-1].name is not None:
        raise ShellError("ParamInvalid", f"-{parameter.name} needs a value")
    return waiting.pop().value


def _find(name: str, parameters: Sequence[Parameter]) -> Parameter:
    found = match_parameter(name, parameters)
    if isinstance(found, Parameter):
        return found
    if found is not None:
        fits = ", ".join(f"-{known}" for known in found)
        raise ShellError("ParamInvalid", f"-{name} may be {fits}", hint="type more of the name")
    names = [f"-{one.name}" for one in parameters]
    hint = did_you_mean(f"-{name}", names) or f"it has {', '.join(names) or 'no parameters'}"
    raise ShellError("ParamInvalid", f"there is no parameter -{name}", target=name, hint=hint)


def _converted(parameter: Parameter, value: Value) -> Value:
    try:
        return parameter.type.convert(value)
    except Mismatch as mismatch:
        message = f"-{parameter.name} {mismatch.message}"
        raise ShellError("ParamInvalid", message, hint=mismatch.hint) from mismatch


def _as_argument(given: Given) -> Iterator[Value]:
    """Give what a block without parameters sees of one thing typed after it; names are text."""
    if given.name is not None:
        yield f"-{given.name}"
    if given.value is not NOTHING:
        yield plain(given.value)
