"""What can be typed at the cursor: names, values and members, with a note for each.

Nothing here runs a command or waits: everything offered is known already.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from gshell.engine.arguments import Arguments, arguments
from gshell.engine.command import Parameter, match_parameter
from gshell.engine.cursor import Cursor, Spot, closing_quote, look
from gshell.engine.known import brief, fed_members, members_of
from gshell.engine.scope import AUTOMATIC_NAMES, KEPT_NAMES
from gshell.engine.scripts import SUFFIX, is_script
from gshell.engine.shell import Shell
from gshell.engine.types import Candidate
from gshell.engine.values import fold, to_text
from gshell.language.parser import CASTS, COMPARISONS
from gshell.language.quote import quote
from gshell.language.tokens import Kind, tokenize


class Choice(NamedTuple):
    """One completion: the text to insert, what the menu shows for it, and a note beside that."""

    text: str
    display: str
    note: str = ""


class Completion(NamedTuple):
    """What fits: each choice replaces the text from `start` to the cursor."""

    start: int
    choices: tuple[Choice, ...] = ()


def complete(text: str, cursor: int, shell: Shell) -> Completion:
    """Give what can stand at a place of a text (0-based), the best first."""
    place = look(text[:cursor])
    source = _SOURCES.get(place.spot)
    if source is None:
        return Completion(cursor)
    return Completion(place.start, tuple(source(place, shell, text[cursor:])))


# Names of commands, parameters, variables and operators.


def _commands(place: Cursor, shell: Shell, rest: str) -> Iterator[Choice]:
    if is_script(place.typed) or place.typed.startswith("."):
        yield from _scripts(place, shell, rest)
        return
    table = shell.commands
    if place.typed and not place.piped:
        for word in _matching(place.typed, sorted(STATEMENT_WORDS), contained=False):
            yield Choice(word, word, STATEMENT_WORDS[word])
    names = {alias: table.index[name].summary for alias, name in table.aliases.items()}
    short = sorted(name for name in names if name[0].isalpha() or place.typed)
    names |= {name: entry.summary for name, entry in table.index.items()}
    for name in _matching(place.typed, [*short, *sorted(table.index)]):
        if not place.piped or _takes_piped(name, shell):
            yield Choice(name, name, one_line(names[name]))


def _takes_piped(name: str, shell: Shell) -> bool:
    cmdlet = shell.commands.find(name)
    return cmdlet.piped is not None or cmdlet.reads_pipeline is not None


STATEMENT_WORDS = {
    "if": "if (CONDITION) { ... } else { ... }",
    "foreach": "foreach ($x in VALUES) { ... }",
    "while": "while (CONDITION) { ... }",
    "try": "try { ... } catch { ... } finally { ... }",
    "throw": "end the script with an error",
    "return": "leave the block or the script",
    "break": "leave the loop",
    "continue": "go on with the loop's next round",
}
"""The words that start a statement, with what it looks like."""


def _files(place: Cursor, shell: Shell, rest: str) -> Iterator[Choice]:
    """Complete the name of a file, as the cmdlet does that `>` stands for."""
    for candidate in _file_names(place, shell):
        yield Choice(_written(candidate.text, place.quote, rest), candidate.text, candidate.note)


def _scripts(place: Cursor, shell: Shell, rest: str) -> Iterator[Choice]:
    for candidate in _file_names(place, shell):
        if candidate.text.endswith(("/", SUFFIX)):
            yield Choice(_written(candidate.text, place.quote, rest), candidate.text)


def _file_names(place: Cursor, shell: Shell) -> Iterable[Candidate]:
    if shell.commands.resolve("Out-File") is None:
        return ()
    found = match_parameter("FilePath", shell.commands.find("Out-File").parameters)
    return found.type.complete_typed(place.typed, shell) if isinstance(found, Parameter) else ()


def _parameters(place: Cursor, shell: Shell, _: str) -> Iterator[Choice]:
    found = arguments(place, shell)
    return _parameter_choices(place.typed, found) if found else iter(())


def _parameter_choices(typed: str, found: Arguments) -> Iterator[Choice]:
    free = {
        name: parameter
        for name, parameter in found.named()
        if not found.is_given(parameter) and _PARAMETER_NAME.fullmatch(name)
    }
    for name in _matching(typed, free, fold=True):
        yield Choice(f"-{name}", f"-{name}", describe(free[name]))


def _variables(place: Cursor, shell: Shell, _: str) -> Iterator[Choice]:
    if place.typed.lower().startswith("env:"):
        yield from _environment(place.typed[len("env:") :])
        return
    typed = place.typed.lstrip("{")
    names = {name: one_line(brief(shell.variables[name])) for name in sorted(shell.variables)}
    for name in (*place.named, *AUTOMATIC_NAMES, *KEPT_NAMES):
        if name.lower() not in names and re.fullmatch(r"\w+", name):
            names[name] = ""
    for name in _matching(typed, names):
        text = f"${{{name}}}" if typed != place.typed or not name.isidentifier() else f"${name}"
        yield Choice(text, f"${name}", names[name])


def _splats(place: Cursor, shell: Shell, _: str) -> Iterator[Choice]:
    maps = {name: value for name, value in shell.variables.items() if isinstance(value, dict)}
    for name in _matching(place.typed, sorted(maps)):
        yield Choice(f"@{name}", f"@{name}", one_line(brief(maps[name])))


def _casts(place: Cursor, shell: Shell, rest: str) -> Iterator[Choice]:
    del shell
    closer = "" if rest.startswith("]") else "]"
    for name in _matching(place.typed, CASTS):
        yield Choice(name + closer, f"[{name}]")


def _keys(place: Cursor, shell: Shell, _: str) -> Iterator[Choice]:
    """Complete the keys of a map that a parameter takes: the inputs of an endpoint, for example."""
    found = arguments(place, shell)
    if found is None or found.current is None:
        return
    keys = {one.text: one.note for one in found.current.type.complete_keys(found.peek, shell)}
    for name in filter(is_clean, _matching(place.typed, keys, fold=True)):
        yield Choice(_as_key(name), one_line(name), one_line(keys[name]))


def _as_key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name) else quote(name + " ")[:-2] + "'"


def _environment(typed: str) -> Iterator[Choice]:
    for name in _matching(typed, sorted(os.environ)):
        if re.fullmatch(r"\w+", name):
            yield Choice(f"$env:{name}", f"$env:{name}")


def _operators(place: Cursor, shell: Shell, _: str) -> Iterator[Choice]:
    del shell
    for name in _matching(place.typed, ("and", "or", "not", *_PLAIN_COMPARISONS, *_TEXT)):
        yield Choice(f"-{name}", f"-{name}")


def describe(parameter: Parameter) -> str:
    """Say in one line what a parameter takes, what it is without it, and what it is for."""
    kind = "" if parameter.type.flag or parameter.type.name == "value" else parameter.type.name
    default = parameter.default
    shown_default = "" if default in (None, False, "", ".", []) else f"= {to_text(default)}"
    words = (kind, "(required)" if parameter.required else shown_default, parameter.help)
    return one_line("  ".join(word for word in words if word))


_PARAMETER_NAME = re.compile(r"[A-Za-z_?][\w-]*")
_TEXT = ("replace", "split", "join")
_PLAIN_COMPARISONS = sorted(
    name for name in COMPARISONS if name[0] not in "ci" or name in ("contains", "in")
)


# Values of parameters.


def _values(place: Cursor, shell: Shell, rest: str) -> Iterator[Choice]:
    found = arguments(place, shell)
    if found is None:
        return
    offered = list(_value_choices(place, found, shell, rest))
    yield from offered
    is_free = not (place.typed or place.quote or place.parameter or found.waits)
    if not offered and is_free:
        yield from _parameter_choices("", found)


def _value_choices(place: Cursor, found: Arguments, shell: Shell, rest: str) -> Iterator[Choice]:
    candidates: dict[str, str] = {}
    for parameter in (found.flag, found.current):
        if parameter is not None:
            offered = _candidates(parameter, place, found, shell)
            candidates |= {one.text: one.note for one in offered}
    for text in filter(is_clean, _matching(place.typed, candidates)):
        yield Choice(_written(text, place.quote, rest), one_line(text), one_line(candidates[text]))


def is_clean(text: str) -> bool:
    """Say whether a text may be put into the line: no escape sequences, nothing that hides."""
    return all(one.isprintable() or one in "\n\t" for one in text)


def _candidates(
    parameter: Parameter, place: Cursor, found: Arguments, shell: Shell
) -> Iterable[Candidate]:
    if place.command is not None and not _NAMES_MEMBERS.isdisjoint(parameter.names):
        return [Candidate(name) for name in fed_members(place.command, shell)]
    return parameter.type.complete_beside(place.typed, found.peek, shell)


_NAMES_MEMBERS = frozenset(
    {"GroupBy", "Property", "MemberName", "ExpandProperty", "ExcludeProperty"}
)
"""Parameters of these names take names of members, in every cmdlet that has one."""


def _written(text: str, opened: str, rest: str) -> str:
    """Write a value as an argument, in the quotes that were typed if there are any."""
    if not opened:
        return text if _reads_as_itself(text) else quote(text)
    closer = closing_quote(opened)
    if closer == "'":
        inside = quote(text + " ")[1:-2]
    else:
        inside = re.sub(r'([`$"\u201c\u201d\u201e])', r"`\1", text)
    goes_on = text.endswith("/")  # a folder: what is in it comes next
    return opened + inside + ("" if goes_on or rest.startswith(closer) else closer)


def _reads_as_itself(text: str) -> bool:
    """Say whether a text without quotes is one word after a command."""
    tokens = tokenize(f"x {text}")
    return len(tokens) == 3 and tokens[2].kind is Kind.WORD and not re.search(r"[`@]", text)


# Members.


def _members(place: Cursor, shell: Shell, _: str) -> Iterator[Choice]:
    notes = members_of(place.path, place.block, shell)
    for name in _matching(place.typed, notes, fold=True):
        if name.isidentifier():
            yield Choice(name, name, one_line(notes[name]))
        elif name.endswith("("):
            yield Choice(name, f"{name})", one_line(notes[name]))


# Matching.


def _matching(
    typed: str, names: Iterable[str], *, fold: bool = False, contained: bool = True
) -> list[str]:
    """Give the names that begin with what is typed, in any case; else those that contain it.

    A single letter is in too many names to say anything.
    """
    wanted = _folded(typed, fold)
    folded = {name: _folded(name, fold) for name in names}
    fits = [name for name, text in folded.items() if text.startswith(wanted)]
    if fits or len(wanted) < 2 or not contained:
        return fits
    return [name for name, text in folded.items() if wanted in text]


def _folded(text: str, fold_underscores: bool) -> str:
    return fold(text) if fold_underscores else text.lower()


def one_line(text: str) -> str:
    """Make a text from a server fit for one line of a menu."""
    return "".join(one if one.isprintable() else " " for one in text)


_SOURCES: dict[Spot, Callable[[Cursor, Shell, str], Iterator[Choice]]] = {
    Spot.COMMAND: _commands,
    Spot.PARAMETER: _parameters,
    Spot.VALUE: _values,
    Spot.VARIABLE: _variables,
    Spot.SPLAT: _splats,
    Spot.MEMBER: _members,
    Spot.KEY: _keys,
    Spot.CAST: _casts,
    Spot.FILE: _files,
    Spot.SCRIPT: _scripts,
    Spot.OPERATOR: _operators,
}
