"""Scripts that show what they do: `./demo.gsh -Echo` prints each statement as if it were typed."""

from __future__ import annotations

from collections.abc import Sequence

from gshell.engine.binding import Given
from gshell.engine.scope import Flow, Objects, Scope, ScriptBlock
from gshell.engine.values import Value, get_member

_NAME = "echo"


def is_echo(word: Value) -> bool:
    """Say whether an argument is `-Echo`."""
    return isinstance(word, str) and word.lower() == f"-{_NAME}"


def is_echo_wanted(script: ScriptBlock, given: Sequence[Given]) -> bool:
    """Say whether a script is to show its statements; one with a parameter -Echo decides itself."""
    declared = [local.parameter.name.lower() for local in script.parameters or ()]
    return _NAME not in declared and any(_is_named(one) for one in given)


def without_echo(given: Sequence[Given]) -> list[Given]:
    """Give the arguments that are the script's own."""
    return [one for one in given if not _is_named(one)]


def _is_named(one: Given) -> bool:
    return one.name is not None and one.name.lower() == _NAME


def shown_before(text: str, flow: Flow) -> Flow:
    """Make a statement show its text, and the comments before it, when it begins to run."""
    first, *rest = text.strip("\n ;").split("\n")

    def run(scope: Scope) -> Objects:
        prompt = get_member(scope.shell.session(), "name") or "gshell"
        more = "." * (len(str(prompt)) + 1)
        lines = [f"{prompt}> {first}", *(f"{more} {line}" for line in rest)]
        scope.shell.host.write("\n".join(lines))
        yield from flow(scope)

    return run
