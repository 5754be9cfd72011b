"""Loads, behind the first prompt, what the first lines will need."""

from __future__ import annotations

import importlib
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gshell.engine.registry import CommandTable

_MODULES = (
    "gshell.engine.complete",
    "gshell.engine.hint",
    "gshell.engine.evaluate",
)

_DELAY_SECONDS = 0.3
"""Long enough for a person who begins to type at once not to notice."""


class Preload:
    """A thread that imports modules; the prompt asks whether it `is_done`."""

    def __init__(self, commands: CommandTable) -> None:
        self.commands = commands
        self.is_done = False
        self._begun = False

    def begin(self) -> None:
        """Start to load, once, a moment from now."""
        if self._begun:
            return
        self._begun = True
        timer = threading.Timer(_DELAY_SECONDS, self._load)
        timer.daemon = True
        timer.start()

    def _load(self) -> None:
        modules = dict.fromkeys(entry.module for entry in self.commands.index.values())
        try:
            for name in (*_MODULES, *modules):
                importlib.import_module(name)
        except Exception:  # the line that needs the module will fail, and say why
            return
        self.is_done = True
