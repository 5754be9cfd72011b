"""Cmdlets as data: what `@cmdlet` reads from a function, and the table of all of them.

A cmdlet is one generator function. Its signature is its parameter table, its docstring its help:

    @cmdlet("Get-Thing", aliases=["thing"], examples=[Example("thing a")])
    def get_thing(
        context: Context,                                      # what a cmdlet may use; optional
        name: Annotated[str, Piped(), "the thing's name"],     # positional, required, piped
        *,
        all_: Annotated[bool, "every one"] = False,            # named -All, a switch
    ) -> Iterator[Thing]:
        \"\"\"One sentence. The rest.\"\"\"

A first parameter of type `Iterable` reads the whole pipeline; a parameter marked `Piped` makes the
function run once per object. Hints in `Annotated`: a text is help, a `ParameterType` says what
fits, `Alias` adds a name. A type that the shell does not know is refused when the module loads.
"""

from __future__ import annotations

import collections.abc
import copy
import inspect
import re
import types
import typing
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from gshell.engine import types as kinds
from gshell.engine.context import Context
from gshell.engine.values import Value, fold

if TYPE_CHECKING:
    from gshell.engine.binding import Bound


class Piped(NamedTuple):
    """Marks the parameter that takes piped objects; a hidden one cannot be named."""

    hidden: bool = False


class Alias(NamedTuple):
    """A further name of a parameter."""

    name: str


class Example(NamedTuple):
    """A line to try, and what its last object is made of where that never changes."""

    line: str
    output: list[Value] | None = None


class Parameter:
    """One parameter of a cmdlet, or one input of an endpoint."""

    __slots__ = (
        "aliases",
        "default",
        "help",
        "hidden",
        "key",
        "name",
        "nullable",
        "piped",
        "position",
        "required",
        "type",
    )

    def __init__(
        self,
        name: str,
        type: kinds.ParameterType,  # noqa: A002
        *,
        key: str = "",
        position: int | None = None,
        required: bool = False,
        default: Value = None,
        piped: bool = False,
        hidden: bool = False,
        nullable: bool = True,
        aliases: tuple[str, ...] = (),
        help: str = "",  # noqa: A002
    ) -> None:
        self.name = name
        self.type = type
        self.key = key or name
        self.position = position
        self.required = required
        self.default = default
        self.piped = piped
        self.hidden = hidden
        self.nullable = nullable
        self.aliases = aliases
        self.help = help

    @property
    def names(self) -> tuple[str, ...]:
        """Give every name that it answers to."""
        return () if self.hidden else (self.name, *self.aliases)

    def answers_to(self, name: str) -> bool:
        """Say whether a name is one of its own, and not only the beginning of one."""
        return any(fold(known) == fold(name) for known in self.names)


Peek = Callable[[str], Value]
"""Reads the value typed for one of the cmdlet's own parameters; None if there is none."""

Check = Callable[["Bound", bool], None]
"""Looks at a bound cmdlet, and whether anything is piped in, before the pipeline runs."""


class Inputs(NamedTuple):
    """The parameters that depend on what was typed, and what they are the inputs of."""

    subject: str  # an endpoint's name; empty where there is none
    parameters: Sequence[Parameter] = ()


Dynamic = Callable[[Context, Peek], Inputs]
"""Gives the parameters that depend on what was typed."""

Fixed = Callable[[Context], Mapping[str, Value]]
"""Gives the arguments, by their names in the function, that nobody types."""


class Cmdlet:
    """A command: its names, its help, its parameters and the function that runs it."""

    __slots__ = (
        "aliases",
        "changes",
        "check",
        "description",
        "dynamic",
        "emits",
        "ends_pipeline",
        "examples",
        "fixed",
        "function",
        "inputs_help",
        "name",
        "needs_context",
        "parameters",
        "passes_on",
        "reads_pipeline",
        "search",
        "summary",
    )

    def __init__(self, name: str, function: Callable[..., Iterator[Value]]) -> None:
        self.name = name
        self.function = function
        self.aliases: tuple[str, ...] = ()
        self.search: tuple[str, ...] = ()
        self.examples: tuple[Example, ...] = ()
        self.dynamic: Dynamic | None = None
        self.inputs_help = ""
        self.fixed: Fixed | None = None
        self.check: Check | None = None
        self.changes = False
        self.ends_pipeline = False
        self.passes_on = False
        self.summary, self.description = _split_docstring(inspect.getdoc(function) or "")
        hints = typing.get_type_hints(function, include_extras=True)
        self.emits = _emitted(hints.pop("return", None))
        signature = inspect.signature(function).parameters
        self.needs_context = any(hints[name] is Context for name in signature)
        self.reads_pipeline = _stream_name(hints)
        self.parameters = tuple(_read_parameters(signature, hints))

    @property
    def piped(self) -> Parameter | None:
        """Give the parameter that takes piped objects, if there is one."""
        return next((one for one in self.parameters if one.piped), None)

    def fixing(self, name: str, summary: str, keys: Collection[str], fixed: Fixed) -> Cmdlet:
        """Make a command of this one that has some of its arguments already.

        `keys` are their names in the function; `fixed` gives them whenever the command is bound.
        """
        made = copy.copy(self)
        made.name, made.summary = name, summary
        made.aliases, made.search, made.examples = (), (), ()
        made.parameters = tuple(one for one in self.parameters if one.key not in keys)
        made.fixed = fixed
        return made


def cmdlet(
    name: str,
    *,
    aliases: Sequence[str] = (),
    search: Sequence[str] = (),
    examples: Sequence[Example] = (),
    dynamic: Dynamic | None = None,
    inputs_help: str = "",
    check: Check | None = None,
    changes: bool = False,
    ends_pipeline: bool = False,
    passes_on: bool = False,
) -> Callable[[Callable[..., Iterator[Value]]], Cmdlet]:
    """Make a cmdlet of a generator function; see the module's text.

    `dynamic` gives further parameters, whose values the function gets as the map `inputs`;
    `inputs_help` says in the syntax what they are. One that `changes` something has -WhatIf and
    -Confirm too, and asks `context.allows` before it does it. One that `ends_pipeline` makes text
    for the screen; one that `passes_on` gives the objects that it reads, so that completion knows
    them.
    """

    def decorate(function: Callable[..., Iterator[Value]]) -> Cmdlet:
        made = Cmdlet(name, function)
        made.aliases = tuple(aliases)
        made.search = tuple(search)
        made.examples = tuple(examples)
        made.dynamic = dynamic
        made.inputs_help = inputs_help
        made.check = check
        made.changes = changes
        made.ends_pipeline = ends_pipeline
        made.passes_on = passes_on
        return made

    return decorate


_TYPES: dict[Any, Callable[[], kinds.ParameterType]] = {
    Any: kinds.ParameterType,
    str: kinds.Text,
    float: kinds.Number,
    int: lambda: kinds.Number(whole=True),
    bool: kinds.Switch,
}


def _read_parameters(
    signature: Mapping[str, inspect.Parameter], hints: Mapping[str, Any]
) -> Iterator[Parameter]:
    position = 0
    for key, found in signature.items():
        hint = hints[key]
        if hint is Context or _is_stream(hint) or key == "inputs":
            continue
        parameter = _read_parameter(key, hint, found)
        if found.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD and not parameter.hidden:
            parameter.position = position
            position += 1
        yield parameter


def _read_parameter(key: str, hint: Any, found: inspect.Parameter) -> Parameter:
    base, extras = _unwrap(hint)
    piped = next((extra for extra in extras if isinstance(extra, Piped)), None)
    required = found.default is inspect.Parameter.empty
    return Parameter(
        _shown_name(key),
        _find_type(base, extras),
        key=key,
        required=required and not (piped and piped.hidden),
        default=None if required else found.default,
        piped=piped is not None,
        hidden=piped is not None and piped.hidden,
        nullable=_takes_none(base) or found.default is None,
        aliases=tuple(extra.name for extra in extras if isinstance(extra, Alias)),
        help=next((extra for extra in extras if isinstance(extra, str)), ""),
    )


def _unwrap(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    if typing.get_origin(hint) is typing.Annotated:
        return hint.__origin__, hint.__metadata__
    return hint, ()


def _find_type(base: Any, extras: tuple[Any, ...]) -> kinds.ParameterType:
    for extra in extras:
        if isinstance(extra, kinds.ParameterType):
            return extra
    base = _without_none(base)
    if typing.get_origin(base) is list:
        (item,) = typing.get_args(base)
        return kinds.ListOf(_find_type(item, ()))
    make = _TYPES.get(base)
    if make is None:
        raise TypeError(f"a cmdlet's parameter cannot be of type {base!r}")
    return make()


def _without_none(base: Any) -> Any:
    if typing.get_origin(base) not in (typing.Union, types.UnionType):
        return base
    rest = [part for part in typing.get_args(base) if part is not type(None)]
    return rest[0] if len(rest) == 1 else Any


def _takes_none(base: Any) -> bool:
    return base is Any or type(None) in typing.get_args(base)


def _is_stream(hint: Any) -> bool:
    return typing.get_origin(hint) is collections.abc.Iterable


def _stream_name(hints: Mapping[str, Any]) -> str | None:
    return next((key for key, hint in hints.items() if _is_stream(hint)), None)


def _emitted(hint: Any) -> tuple[type, ...]:
    """Read from `Iterator[A | B]` what a cmdlet emits; nothing if that may be anything."""
    arguments = typing.get_args(hint)
    if not arguments:
        return ()
    parts = typing.get_args(arguments[0]) or (arguments[0],)
    return tuple(part for part in parts if isinstance(part, type))


def _shown_name(key: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in key.strip("_").split("_"))


def _split_docstring(text: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n\n")
    return re.sub(r"\s+", " ", first).strip(), rest.strip()


def match_parameter(name: str, parameters: Iterable[Parameter]) -> Parameter | list[str] | None:
    """Find a parameter by its name or a unique beginning of it; an exact name beats a similar one.

    Gives the parameter, or the names that the beginning fits if there are several, or None.
    """
    folded = fold(name)
    same: Parameter | None = None
    fits: dict[int, tuple[str, Parameter]] = {}
    for parameter in parameters:
        for known in parameter.names:
            if known == name:
                return parameter
            if fold(known) == folded:
                same = same or parameter
            elif folded and fold(known).startswith(folded):
                fits.setdefault(id(parameter), (known, parameter))
    if same is not None:
        return same
    if len(fits) > 1:
        return [known for known, _ in fits.values()]
    return next(iter(fits.values()))[1] if fits else None
