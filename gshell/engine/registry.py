"""The table of all cmdlets: names and summaries at once, the code when it is first asked for."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
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
    """All cmdlets by name, loaded from their modules when first asked for.

    More can be added while the shell runs. The maps are then replaced and not changed, so that
    whoever goes through one, in any thread, sees it as it was.
    """

    def __init__(self, index: Mapping[str, Entry]) -> None:
        self.index = index
        self.names = {name.lower(): name for name in index}
        self.added: dict[str, Cmdlet] = {}  # those that no module has
        self.aliases = {alias.lower(): name for name in index for alias in index[name].aliases}
        self.hints: list[Callable[[str], str]] = []  # say what an unknown word may stand for
        self.argument_hints: list[Callable[[str, str], str]] = []  # the same of an argument
        self.own_aliases: dict[str, str] = {}  # those that a person made, as they were written
        self._meant: dict[str, str] = {}  # the words that these stand for
        self._loaded: dict[str, Cmdlet] = {}
        self._hidden: dict[str, str] = {}  # aliases whose word an added command has taken
        self._lock = threading.Lock()  # for changing the table, which jobs do too

    def resolve(self, word: str) -> str | None:
        """Give the cmdlet's name for a name, an alias or a noun (`Get-` is assumed), or None."""
        folded = word.lower()
        return self.aliases.get(folded) or self.names.get(folded) or self.names.get(f"get-{folded}")

    def taken(self, word: str) -> str | None:
        """Give the cmdlet that has a word as its name or alias, None if none has."""
        folded = word.lower()
        return self.aliases.get(folded) or self.names.get(folded)

    def add(self, commands: Iterable[Cmdlet]) -> None:
        """Take commands that were made while the shell runs.

        One that was added before under the same name goes; an alias of that name is put aside
        until the command is removed again. The name of a cmdlet of a module cannot be taken.
        """
        with self._lock:
            self._add({one.name: one for one in commands})

    def _add(self, added: Mapping[str, Cmdlet]) -> None:
        folded = {name.lower(): name for name in added}
        old = {self.names[word]: name for word, name in folded.items() if word in self.names}
        assert all(name in self.added for name in old), "a cmdlet stays what it is"
        self._hidden |= {word: target for word, target in self.aliases.items() if word in folded}
        kept = {word: target for word, target in self.aliases.items() if word not in folded}
        self.aliases = {word: old.get(target, target) for word, target in kept.items()}
        self.added = {name: one for name, one in self.added.items() if name not in old}
        self.added = self.added | dict(added)
        entries = {name: Entry(one.function.__module__, one.summary) for name, one in added.items()}
        self.index = {name: one for name, one in self.index.items() if name not in old} | entries
        self.names = self.names | folded

    def remove(self, names: Collection[str]) -> None:
        """Forget commands that were added, and the aliases that stand for them."""
        with self._lock:
            self._remove(names)

    def _remove(self, names: Collection[str]) -> None:
        gone = set(names)
        words = {name.lower() for name in gone}
        back = {word: self._hidden.pop(word) for word in words & self._hidden.keys()}
        self.added = {name: one for name, one in self.added.items() if name not in gone}
        self.index = {name: one for name, one in self.index.items() if name not in gone}
        self.names = {word: name for word, name in self.names.items() if word not in words}
        aliases = self.aliases | back
        self.aliases = {word: name for word, name in aliases.items() if name in self.index}
        self.own_aliases = {
            word: name for word, name in self.own_aliases.items() if name in self.index
        }

    def define(self, alias: str, word: str) -> None:
        """Make a word stand for a command; raises CommandNotFound if there is no such command."""
        name = self.find(word).name
        with self._lock:
            own = self.own_aliases.items()
            kept = {known: target for known, target in own if known.lower() != alias.lower()}
            self.own_aliases = kept | {alias: name}
            self.aliases = self.aliases | {alias.lower(): name}
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
        if name in self.added:
            return self.added[name]
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
