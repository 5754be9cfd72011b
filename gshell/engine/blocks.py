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
    source: str = "",
) -> Objects:
    """Run a block with arguments; raises ShellError if they do not fit what it declares.

    `source` is the text in which the arguments stand, for errors that point into it. With
    `own_variables`, as a script file has them, it reads the caller's and sets its own.
    """
    inner = scope.part()
    if own_variables:
        inner.variables = dict(scope.variables)
    if block.parameters is None:
        inner.arguments = [value for one in given for value in _as_argument(one)]
        return block.flow(inner)
    bound, inner.arguments = _Binder(block.parameters, source).bind(given)
    inner.variables = LocalVariables({}, inner.variables)
    for local in block.parameters:
        name = local.parameter.name.lower()
        inner.variables.own[name] = bound[name] if name in bound else _default(local, inner)
    return block.flow(inner)


def arguments_of(words: Sequence[Value]) -> list[Given]:
    """Read arguments that come as a list: `-name` names the one after it, `--` ends the names."""
    last = words.index("--") if "--" in words else len(words)
    return [
        *(_named(word) for word in words[:last]),
        *(Given(None, word, 0, 0) for word in words[last + 1 :]),
    ]


def _named(word: Value) -> Given:
    """Read one word of a list: `-name`, `-name:value` or a value."""
    if not isinstance(word, str) or word[:1] != "-" or not word[1:2].isalpha():
        return Given(None, word, 0, 0)
    name, colon, value = word[1:].partition(":")
    return Given(name, _CONSTANTS.get(value.lower(), value) if colon else NOTHING, 0, 0)


_CONSTANTS = {"$true": True, "$false": False}
"""What a switch may be given in a list of words."""


def _default(local: Local, scope: Scope) -> Value:
    if local.default is None:
        return local.parameter.default
    return local.default(scope)


class _Binder:
    """Matches arguments to what a block declares."""

    def __init__(self, declared: Sequence[Local], source: str) -> None:
        self.parameters = [local.parameter for local in declared]
        self.source = source
        self.bound: dict[str, Value] = {}
        self.splatted: set[str] = set()

    def bind(self, given: Sequence[Given]) -> tuple[dict[str, Value], list[Value]]:
        """Give the values by name, and what is left over."""
        free: list[Given] = []
        waiting = list(reversed(given))
        while waiting:
            one = waiting.pop()
            if one.name is None:
                free.append(one)
            else:
                self.set_named(one, waiting)
        places = [one for one in self.parameters if one.position is not None]
        unset = [one for one in places if one.name.lower() not in self.bound]
        for parameter, one in zip(unset, free, strict=False):
            self.set(parameter, one)
        return self.bound, [plain(one.value) for one in free[len(unset) :]]

    def set_named(self, one: Given, waiting: list[Given]) -> None:
        parameter = self.find(one)
        name = parameter.name.lower()
        if one.value is NOTHING:
            if parameter.type.flag:
                one = one._replace(value=True)
            elif not waiting or waiting[-1].name is not None:
                raise self.invalid(f"-{parameter.name} needs a value", one)
            else:
                one = waiting.pop()
        if one.splatted and name in self.bound.keys() - self.splatted:
            return
        if name in self.bound:
            raise self.invalid(f"-{parameter.name} is given twice", one)
        if one.splatted:
            self.splatted.add(name)
        self.set(parameter, one)

    def set(self, parameter: Parameter, one: Given) -> None:
        try:
            self.bound[parameter.name.lower()] = _made(parameter, one.value)
        except Mismatch as mismatch:
            message = f"-{parameter.name} {mismatch.message}"
            raise self.invalid(message, one, mismatch.hint) from mismatch

    def find(self, one: Given) -> Parameter:
        found = match_parameter(one.name or "", self.parameters)
        if isinstance(found, Parameter):
            return found
        if found is not None:
            fits = ", ".join(f"-{known}" for known in found)
            raise self.invalid(f"-{one.name} may be {fits}", one, "type more of the name")
        names = [f"-{known.name}" for known in self.parameters]
        hint = did_you_mean(f"-{one.name}", names) or f"it has {', '.join(names) or 'none'}"
        raise self.invalid(f"there is no parameter -{one.name}", one, hint)

    def invalid(self, message: str, one: Given, hint: str = "") -> ShellError:
        error = ShellError("ParamInvalid", message, target=one.name, hint=hint)
        if self.source:
            error.record.place(self.source, one.start, one.end)
        return error


def default_value(parameter: Parameter, value: Value) -> Value:
    """Make the value that a parameter declares for where none is given."""
    try:
        return _made(parameter, value)
    except Mismatch as mismatch:
        message = f"the default of -{parameter.name} {mismatch.message}"
        raise ShellError("ParamInvalid", message, hint=mismatch.hint) from mismatch


def _made(parameter: Parameter, value: Value) -> Value:
    """Make a value of a parameter's type; null becomes the type's own nothing, such as 0."""
    converted = parameter.type.convert(value)
    return parameter.default if converted is None else converted


def _as_argument(given: Given) -> Iterator[Value]:
    """Give what a block without parameters sees of one thing typed after it; names are text."""
    if given.name is not None:
        yield f"-{given.name}"
    if given.value is not NOTHING:
        yield plain(given.value)
