"""The table of all cmdlets: names and summaries at once, the code when it is first asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from gshell.engine.errors import ShellError, did_you_mean

if TYPE_CHECKING:
    from gshell.engine.command import Cmdlet


class Entry(NamedTuple):
    """What the table knows of a cmdlet before its module is loaded.

    `switches` says which aliases stand for the cmdlet with a switch on.
    """

    module: str
    summary: str
    aliases: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    switches: Mapping[str, str] = {}
    ends_pipeline: bool = False


class CommandTable:
    """All cmdlets by name, loaded from their modules when first asked for."""

    def __init__(self, index: Mapping[str, Entry]) -> None:
        self.index = index
        self.names = {name.lower(): name for name in index}
        self.aliases = {alias.lower(): name for name in index for alias in index[name].aliases}
        self.hints: list[Callable[[str], str]] = []  # say what an unknown word may stand for
        self.argument_hints: list[Callable[[str, str], str]] = []  # the same of an argument
        self.own_aliases: dict[str, str] = {}  # those that a person made, as they were written
        self._meant: dict[str, str] = {}  # the words that these stand for
        self._loaded: dict[str, Cmdlet] = {}

    def resolve(self, word: str) -> str | None:
        """Give the cmdlet's name for a name, an alias or a noun (`Get-` is assumed), or None."""
        folded = word.lower()
        return self.aliases.get(folded) or self.names.get(folded) or self.names.get(f"get-{folded}")

    def define(self, alias: str, word: str) -> None:
        """Make a word stand for a command; raises CommandNotFound if there is no such command."""
        name = self.find(word).name
        self.own_aliases = {
            known: target
            for known, target in self.own_aliases.items()
            if known.lower() != alias.lower()
        } | {alias: name}
        self.aliases[alias.lower()] = name
        self._meant[alias.lower()] = self._meant.get(word.lower(), word.lower())

    def switch_of(self, word: str) -> str | None:
        """Give the switch that an alias turns on, if it does."""
        name = self.resolve(word)
        meant = self._meant.get(word.lower(), word.lower())
        return self.index[name].switches.get(meant) if name else None

    def ends_pipeline(self, word: str) -> bool:
        """Say whether a command makes text for the screen, so that nothing can follow it."""
        name = self.resolve(word)
        return name is not None and self.index[name].ends_pipeline

    def find(self, word: str) -> Cmdlet:
        """Give a cmdlet; raises CommandNotFound with the nearest name."""
        name = self.resolve(word)
        if name is None:
            raise ShellError(
                "CommandNotFound",
                f"there is no command `{word}`",
                target=word,
                hint=self.hint_for(word),
            )
        return self.load(name)

    def load(self, name: str) -> Cmdlet:
        """Give the cmdlet of a name in the index."""
        if name not in self._loaded:
            from gshell.engine.command import Cmdlet  # not before the first command

            module = importlib.import_module(self.index[name].module)
            for value in vars(module).values():
                if isinstance(value, Cmdlet):
                    self._loaded[value.name] = value
        return self._loaded[name]

    def known(self, word: str) -> str:
        """Say what a word stands for that is no command but well known; no text if it is not."""
        words = [word] if "-" in word else [word, f"get-{word}"]
        return next((found for one in words for hint in self.hints if (found := hint(one))), "")

    def hint_for(self, word: str) -> str:
        """Say what a word that is no command may stand for."""
        found = self.known(word)
        if found:
            return found
        folded = word.lower()
        for name, entry in self.index.items():
            if folded in entry.search:
                return f"did you mean {entry.aliases[0] if entry.aliases else name}?"
        nouns = [] if "-" in word else [name[4:] for name in self.index if name.startswith("Get-")]
        return did_you_mean(word, [*self.aliases, *nouns, *self.index])

    def argument_hint(self, name: str, typed: str) -> str:
        """Say what an argument may mean that a cmdlet cannot take; a parameter has its dash."""
        return next((found for hint in self.argument_hints if (found := hint(name, typed))), "")
