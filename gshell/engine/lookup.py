"""Which parameter a typed name or a place among the values stands for.

Binding, completion and hints ask alike, so that Tab offers what will be taken.
"""

from __future__ import annotations

from collections.abc import Mapping

from gshell.engine.command import Cmdlet, Inputs, Parameter, match_parameter
from gshell.engine.common_parameters import common_parameters
from gshell.engine.values import Value, fold


def find_parameter(name: str, cmdlet: Cmdlet, inputs: Inputs) -> Parameter | list[str] | None:
    """Find a parameter by its name or a unique beginning of it.

    The inputs of an endpoint come first, then the cmdlet's own parameters, then the common ones; of
    the last two, a whole name of either beats a beginning. An own parameter that an input hides is
    reached as -G<Name>. Gives the names that fit if there are several, None if there is none.
    """
    found = match_parameter(name, inputs.parameters)
    if isinstance(found, Parameter):
        return found
    common = common_parameters(cmdlet)
    whole = [one for one in (*cmdlet.parameters, *common) if one.answers_to(name)]
    if whole:
        return whole[0]
    found = found or match_parameter(name, cmdlet.parameters) or match_parameter(name, common)
    if found is None and inputs.subject and name[:1] in "gG":
        return match_parameter(name[1:], (*cmdlet.parameters, *common))
    return found


def positional(cmdlet: Cmdlet, inputs: Inputs) -> list[Parameter]:
    """Give the parameters that need no name, in order: the cmdlet's own, then the inputs."""
    own = [one for one in cmdlet.parameters if one.position is not None]
    own.sort(key=lambda one: one.position or 0)
    return [*own, *(one for one in inputs.parameters if one.position is not None)]


def unfed(cmdlet: Cmdlet, places: list[Parameter], count: int) -> list[Parameter]:
    """Give the places for so many values where something is piped in.

    What the pipe fills is left out, unless the values need its place too.
    """
    left = [one for one in places if one is not cmdlet.piped]
    fits = count <= len(left) or (bool(left) and left[-1].type.takes_rest)
    return left if fits else places


def fixed_argument(name: str, fixed: Mapping[str, Value]) -> Value:
    """Find an argument that nobody typed by the name of its parameter; None if it is none."""
    return next((value for key, value in fixed.items() if fold(key) == fold(name)), None)
