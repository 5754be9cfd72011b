"""Cmdlets for names: the variables that there are, and the words that stand for commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Annotated, ClassVar

from gshell.cmdlets.members import is_pattern
from gshell.engine.command import Example, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import Mismatch, ShellError, did_you_mean
from gshell.engine.registry import CommandTable
from gshell.engine.scope import AUTOMATIC_NAMES, KEPT_NAMES, automatic
from gshell.engine.shell import Shell
from gshell.engine.types import Candidate, ListOf, Names, Text, VariableName
from gshell.engine.values import Value, collect
from gshell.language.tokens import KEYWORDS, Kind, tokenize

_KEPT = frozenset(name.lower() for name in KEPT_NAMES)


class Name(Names):
    """A name or a pattern, as text, with those that are known to complete from."""

    def convert(self, value: Value) -> str:
        name = Text().convert(value)
        if not name:
            raise Mismatch("needs a name")
        return name


class VariableInfo:
    """A row of Get-Variable."""

    __slots__ = ("name", "value")
    MEMBERS: ClassVar[dict[str, str]] = {"Name": "name", "Value": "value"}

    def __init__(self, name: str, value: Value) -> None:
        self.name = name
        self.value = value

    def __str__(self) -> str:
        return self.name


def _variables(shell: Shell) -> list[Candidate]:
    return [Candidate(name) for name in sorted(shell.variables)]


@cmdlet(
    "Get-Variable",
    aliases=["gv"],
    search=["variables", "env", "declare"],
    examples=[Example("$size = 3; $steps = 20; Get-Variable s*"), Example("gv Error -ValueOnly")],
)
def get_variable(
    context: Context,
    name: Annotated[
        list[str] | None, ListOf(Name("variable", _variables)), "names without the $, or patterns"
    ] = None,
    *,
    value_only: Annotated[bool, "give the values alone"] = False,
) -> Iterator[VariableInfo]:
    """List the variables. Those that the shell sets are left out, unless they are named."""
    for wanted in name or ["*"]:
        for one in _found_variables(context, wanted):
            yield one.value if value_only else one


def _found_variables(context: Context, wanted: str) -> list[VariableInfo]:
    """Give the variables that a name or a pattern means; that a name means none is an error."""
    found = list(_find_variables(context, wanted))
    if not found and not is_pattern(wanted):
        hint = did_you_mean(wanted, [*context.scope.variables, *AUTOMATIC_NAMES])
        message = f"there is no variable {wanted}"
        context.error(ShellError("ParamInvalid", message, target=wanted, hint=hint))
    return found


def _find_variables(context: Context, wanted: str) -> Iterator[VariableInfo]:
    variables = context.scope.variables
    if is_pattern(wanted):
        own = [one for one in sorted(variables) if automatic(one) is None and one not in _KEPT]
        yield from (VariableInfo(known, variables[known]) for known in own if _fits(known, wanted))
        return
    read = automatic(wanted)
    if read is not None:
        yield VariableInfo(wanted, read(context.scope))
    elif wanted.lower() in variables:
        yield VariableInfo(wanted, variables[wanted.lower()])


@cmdlet(
    "Set-Variable",
    aliases=["sv"],
    search=["assign", "let"],
    examples=[Example("Set-Variable size 3; $size", [3])],
)
def set_variable(
    context: Context,
    objects: Iterable[Value],
    name: Annotated[list[str], ListOf(VariableName()), "names without the $"],
    value: Annotated[Value, "what it holds; without it, what is piped in"] = None,
) -> Iterator[None]:
    """Give a variable a value: `Set-Variable size 3` is `$size = 3`."""
    held = collect(objects) if value is None else value
    for one in name:
        context.scope.assign(one, held)
    yield from ()


@cmdlet(
    "Remove-Variable",
    aliases=["rv"],
    search=["unset", "delete"],
    examples=[Example("$size = 3; Remove-Variable size; $size", [None])],
)
def remove_variable(
    context: Context,
    name: Annotated[
        list[str], ListOf(Name("variable", _variables)), "names without the $, or patterns"
    ],
) -> Iterator[None]:
    """Forget variables; those that the shell sets stay."""
    for wanted in name:
        if automatic(wanted) is not None or wanted.lower() in _KEPT:
            context.error(
                ShellError("InvalidOperation", f"${wanted} is set by the shell", target=wanted)
            )
            continue
        for one in _found_variables(context, wanted):
            del context.scope.variables[one.name.lower()]
    yield from ()


class AliasInfo:
    """A row of Get-Alias."""

    __slots__ = ("definition", "name", "own")
    MEMBERS: ClassVar[dict[str, str]] = {"Name": "name", "Definition": "definition", "Own": "own"}

    def __init__(self, name: str, definition: str, *, own: bool) -> None:
        self.name = name
        self.definition = definition
        self.own = own

    def __str__(self) -> str:
        return self.name


def _aliases(shell: Shell) -> list[Candidate]:
    return [Candidate(name, target) for name, target in sorted(shell.commands.aliases.items())]


def _commands(shell: Shell) -> list[Candidate]:
    table = shell.commands
    return [*_aliases(shell), *(Candidate(name, one.summary) for name, one in table.index.items())]


@cmdlet(
    "Get-Alias",
    aliases=["gal"],
    search=["aliases", "shortcuts"],
    examples=[
        Example("(Get-Alias ft).Definition", ["Format-Table"]),
        Example("Get-Alias -Definition *-Object"),
        Example("Get-Alias | where Own"),
    ],
)
def get_alias(
    context: Context,
    name: Annotated[
        list[str] | None, ListOf(Name("alias", _aliases)), "aliases, or patterns with *"
    ] = None,
    *,
    definition: Annotated[str, "only those of this command, or pattern"] = "*",
) -> Iterator[AliasInfo]:
    """List the aliases: which command each stands for, and which ones are your own."""
    commands = context.shell.commands
    own = {alias.lower(): alias for alias in commands.own_aliases}
    for wanted in name or ["*"]:
        fits = [one for one in sorted(commands.aliases) if _same(one, wanted)]
        if not fits and not is_pattern(wanted):
            context.error(_no_alias(commands, wanted))
        for one in fits:
            target = commands.aliases[one]
            if _fits(target, definition):
                yield AliasInfo(own.get(one, one), target, own=one in own)


def _no_alias(commands: CommandTable, name: str) -> ShellError:
    target = commands.resolve(name)
    word, is_given, command = name.partition("=")  # alias WORD=COMMAND, as other shells have it
    if is_given:
        hint = f"Set-Alias {word} {command} makes an alias"
    else:
        hint = f"{target} is a command" if target else did_you_mean(name, commands.aliases)
    return ShellError("CommandNotFound", f"there is no alias {name}", target=name, hint=hint)


@cmdlet(
    "Set-Alias",
    aliases=["sal"],
    search=["alias", "define"],
    examples=[
        Example("Set-Alias img call; (Get-Alias img).Definition", ["Invoke-GradioDynamicApi"])
    ],
)
def set_alias(
    context: Context,
    name: Annotated[str, "the new word"],
    value: Annotated[str, Name("command", _commands), "the command that it stands for"],
    *,
    force: Annotated[bool, "change a word that gshell brings along"] = False,
) -> Iterator[None]:
    """Make a word stand for a command. To keep it, write the line into the profile."""
    commands = context.shell.commands
    _check_alias(commands, name, force=force)
    if " " in value.strip():
        raise ShellError(
            "ParamInvalid",
            f"an alias stands for a command alone, not for `{value}`",
            target=value,
            hint=f"a block can hold more: ${name} = {{ {value} }}, and & ${name} runs it",
        )
    commands.define(name, value)
    yield from ()


def _check_alias(commands: CommandTable, name: str, *, force: bool) -> None:
    """Refuse a word that cannot be typed as a command, or that means something already."""
    tokens = tokenize(name)
    if name.lower() in KEYWORDS:
        problem, hint = f"{name} is a word of the language", ""
    elif [token.kind for token in tokens] != [Kind.NAME]:
        problem, hint = f"'{name}' cannot be typed as a command", "an alias is one word"
    elif force or not _is_brought(commands, name):
        return
    else:
        problem = f"{name} stands for {commands.resolve(name)} already"
        hint = "-Force changes that until you leave"
    raise ShellError("InvalidOperation", problem, target=name, hint=hint)


def _is_brought(commands: CommandTable, name: str) -> bool:
    """Say whether a word is a cmdlet, or an alias that gshell brings along."""
    own = {alias.lower() for alias in commands.own_aliases}
    known = name.lower() in commands.aliases or name.lower() in commands.names
    return known and name.lower() not in own


def _fits(name: str, pattern: str) -> bool:
    return fnmatchcase(name.lower(), pattern.lower())


def _same(alias: str, wanted: str) -> bool:
    """Match an alias by its name first: `?` is one, and a pattern too."""
    return alias == wanted.lower() or (wanted != "?" and _fits(alias, wanted))
