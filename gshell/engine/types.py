"""Parameter types: each says what fits, makes a value of it, and completes half a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from gshell.engine.errors import Mismatch, did_you_mean
from gshell.engine.values import (
    Bareword,
    Value,
    as_number,
    is_finite,
    plain,
    to_text,
    type_name,
)

if TYPE_CHECKING:
    from gshell.engine.shell import Shell


class Candidate(NamedTuple):
    """One way to complete a word: the text to insert, and a short note for the menu."""

    text: str
    note: str = ""


class ParameterType:
    """What a parameter takes. The base class takes anything; barewords become what they look like.

    `name` stands in help and error texts. A `flag` may stand alone (and is then true). What
    `takes_text` may have blanks in it. At the last place, one that `takes_rest` gets all values
    that are left: one as it is, several as a list.
    """

    name = "value"
    flag = False
    takes_text = True
    takes_rest = False

    def convert(self, value: Value) -> Value:
        """Make the value that the cmdlet gets; raises Mismatch if it does not fit."""
        return plain(value)

    def is_own(self, value: Value) -> bool:
        """Say whether a piped value is meant as it is; of any other, a member may be meant."""
        del value
        return True

    def takes_next(self, value: Value) -> bool:
        """Say whether a flag takes the word that follows it as its value."""
        del value
        return not self.flag

    def complete(self, shell: Shell) -> Iterable[Candidate]:
        """Give the values worth offering; never waits for anything."""
        del shell
        return ()

    def complete_typed(self, typed: str, shell: Shell) -> Iterable[Candidate]:
        """Give the values worth offering where so much of one is typed already.

        A type whose values are too many to list looks at the text; any other gives all it has.
        """
        del typed
        return self.complete(shell)

    def complete_beside(
        self, typed: str, peek: Callable[[str], Value], shell: Shell
    ) -> Iterable[Candidate]:
        """Do the same where the cmdlet's other parameters matter, which `peek` reads."""
        del peek
        return self.complete_typed(typed, shell)

    def complete_keys(self, peek: Callable[[str], Value], shell: Shell) -> Iterable[Candidate]:
        """Give the keys of a map that this takes; `peek` reads the cmdlet's other parameters."""
        del peek, shell
        return ()


class Text(ParameterType):
    """Text, exactly as typed; a number becomes text."""

    name = "text"

    def is_own(self, value: Value) -> bool:
        return isinstance(value, str)

    def convert(self, value: Value) -> str | None:
        if value is None or isinstance(value, str):
            return None if value is None else str(value)
        if isinstance(value, list):
            raise Mismatch(f"takes one text (got {len(value)} values)", "put the text in quotes")
        return to_text(value)


class Number(ParameterType):
    """A number; with `whole`, one without a fraction."""

    name = "number"
    takes_text = False

    def __init__(self, *, whole: bool = False, least: float | None = None) -> None:
        self.whole = whole
        self.least = least

    def convert(self, value: Value) -> int | float | None:
        if value is None:
            return None
        number = None if isinstance(value, bool) else as_number(value)
        if number is None or not is_finite(number):
            raise Mismatch(f"must be a {self._wanted} (got {shown(value)})")
        if self.whole and number != int(number):
            raise Mismatch(f"must be a whole number (got {shown(value)})")
        if self.least is not None and number < self.least:
            raise Mismatch(f"must be at least {to_text(self.least)} (got {shown(value)})")
        return int(number) if self.whole else number

    @property
    def _wanted(self) -> str:
        return "whole number" if self.whole else "number"


class Switch(ParameterType):
    """True where it is named; `-Name:$false` turns it off."""

    name = "switch"
    takes_text = False
    flag = True

    def convert(self, value: Value) -> bool:
        if isinstance(value, bool):
            return value
        word = str(value).lower() if isinstance(value, str) else ""
        if word not in ("true", "false"):
            raise Mismatch(f"must be $true or $false (got {shown(value)})")
        return word == "true"


class Choice(ParameterType):
    """One of some words, in any case; the cmdlet gets the spelling given here."""

    name = "choice"
    takes_text = False

    def __init__(self, *words: str) -> None:
        self.words = words

    def convert(self, value: Value) -> str | None:
        if value is None:
            return None
        text = to_text(value)
        for word in self.words:
            if word.lower() == text.lower():
                return word
        allowed = ", ".join(self.words)
        raise Mismatch(
            f"must be one of {allowed} (got {shown(value)})", did_you_mean(text, self.words)
        )

    def complete(self, shell: Shell) -> Iterable[Candidate]:
        del shell
        return [Candidate(word) for word in self.words]


class ListOf(ParameterType):
    """A list; a single value becomes a list of one."""

    def __init__(self, item: ParameterType) -> None:
        self.item = item
        self.name = f"list of {item.name}"
        self.takes_text = item.takes_text

    def convert(self, value: Value) -> list[Value] | None:
        if value is None:
            return None
        items = value if isinstance(value, list) else [value]
        return [self.item.convert(item) for item in items]

    def complete(self, shell: Shell) -> Iterable[Candidate]:
        return self.item.complete(shell)

    def complete_typed(self, typed: str, shell: Shell) -> Iterable[Candidate]:
        return self.item.complete_typed(typed, shell)


class Block(ParameterType):
    """A script block."""

    name = "script block"
    takes_text = False

    def convert(self, value: Value) -> Value:
        if value is not None and type_name(value) != "ScriptBlock":
            raise Mismatch(f"must be a script block (got {shown(value)})", "write it in { }")
        return value


class Names(ParameterType):
    """Text with a source of names to complete from."""

    def __init__(self, name: str, source: Callable[[Shell], Iterable[Candidate]]) -> None:
        self.name = name
        self.source = source

    def is_own(self, value: Value) -> bool:
        return isinstance(value, str)

    def convert(self, value: Value) -> Value:
        return str(value) if isinstance(value, Bareword) else plain(value)

    def complete(self, shell: Shell) -> Iterable[Candidate]:
        return self.source(shell)


class VariableName(ParameterType):
    """The name of a variable, without its dollar sign; a `+` before it adds to what it holds."""

    name = "variable"
    takes_text = False

    def convert(self, value: Value) -> str:
        name = to_text(value)
        if not name.lstrip("+").isidentifier():
            hint = "letters, digits and _ only" if " " in name else "without the $"
            raise Mismatch(f"must be a variable's name (got {shown(value)})", hint)
        return name

    def complete(self, shell: Shell) -> Iterable[Candidate]:
        return [Candidate(name) for name in sorted(shell.variables)]


def shown(value: Value) -> str:
    """Show a value inside an error: text in quotes, long ones cut, objects by their type."""
    if isinstance(value, str):
        from gshell.engine.secrecy import holds_secret

        if holds_secret(value):
            return "a secret"
        text = value if len(value) <= 40 else value[:39] + "\u2026"
        return f"'{text}'"
    if value is None:
        return "$null"
    if isinstance(value, (bool, int, float)):
        return to_text(value)
    return f"a {type_name(value)}"
