"""The syntax of the command at the cursor in one line, with the parameter that is being typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gshell.engine.arguments import Arguments, arguments
from gshell.engine.command import Parameter
from gshell.engine.common_parameters import common_parameters
from gshell.engine.complete import STATEMENT_WORDS, one_line
from gshell.engine.cursor import Spot, look
from gshell.engine.shell import Shell
from gshell.engine.values import to_text
from gshell.language import tree


class Hint(NamedTuple):
    """The syntax of a command: what stands before the current parameter, that one, and the rest."""

    before: str = ""
    current: str = ""
    after: str = ""

    def __str__(self) -> str:
        return self.before + self.current + self.after


def hint(text: str, cursor: int, shell: Shell) -> Hint:
    """Give the syntax of the command at a place of a text; empty where there is none.

    What was given already is left out: the hint says what can still come.
    """
    place = look(text[:cursor])
    found = arguments(place, shell) if place.spot is not Spot.COMMAND else None
    if found is None or place.command is None:
        syntax = STATEMENT_WORDS.get(place.keyword, "")
        return Hint(syntax if "(" in syntax else "")
    name = place.command.draft.name
    current = found.flag or found.current
    words = list(_words(found, current, shell))
    at = next((at for at, (parameter, _) in enumerate(words) if parameter is current), len(words))
    texts = [word for _, word in words]
    before = " ".join([name.text if isinstance(name, tree.Word) else "", *texts[:at]])
    after = "".join(f" {word}" for word in texts[at + 1 :])
    return Hint(f"{before} ", texts[at], after) if at < len(texts) else Hint(before)


def _words(
    found: Arguments, current: Parameter | None, shell: Shell
) -> Iterator[tuple[Parameter, str]]:
    common = common_parameters(found.cmdlet)
    for name, parameter in sorted(found.named(), key=lambda one: found.order(one[1])):
        if parameter is current or not (found.is_given(parameter) or parameter in common):
            yield parameter, one_line(_word(name, parameter, shell))


def _word(name: str, parameter: Parameter, shell: Shell) -> str:
    kind = _kind(parameter, shell)
    if parameter.position is None:
        return f"[-{name}]" if parameter.type.flag else f"[-{name} {kind}]"
    default = parameter.default
    if default not in (None, "", ".") and not isinstance(default, (list, dict)):
        kind = f"{kind} = {to_text(default)}"
    return f"<{name}: {kind}>" if parameter.required else f"[{name}: {kind}]"


def _kind(parameter: Parameter, shell: Shell) -> str:
    """Say what a parameter takes: the choices themselves, if they are few."""
    name = parameter.type.name
    if name != "choice":
        return name
    choices = "|".join(one.text for one in parameter.type.complete(shell))
    return choices if 0 < len(choices) <= _CHOICES_WIDTH else name


_CHOICES_WIDTH = 40
