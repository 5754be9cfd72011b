"""The parameters that cmdlets have without declaring them."""

from __future__ import annotations

from gshell.engine import types as kinds
from gshell.engine.command import Cmdlet, Parameter
from gshell.engine.errors import ERROR_ACTIONS

ERROR_ACTION = Parameter(
    "ErrorAction",
    kinds.Choice(*ERROR_ACTIONS),
    aliases=("ea",),
    help="what an error does: show it and go on, go on silently, or stop the script",
)
ERROR_VARIABLE = Parameter(
    "ErrorVariable",
    kinds.VariableName(),
    aliases=("ev",),
    help="keep errors in this variable too; +name adds to it",
)
COMMON = (
    Parameter("Verbose", kinds.Switch(), aliases=("vb",), help="say what is sent and received"),
    ERROR_ACTION,
    ERROR_VARIABLE,
    Parameter(
        "WarningAction",
        kinds.Choice(*ERROR_ACTIONS),
        aliases=("wa",),
        help="what a warning does",
    ),
    Parameter(
        "OutVariable",
        kinds.VariableName(),
        aliases=("ov",),
        help="keep the objects in this variable too; +name adds to it",
    ),
    Parameter(
        "PipelineVariable",
        kinds.VariableName(),
        aliases=("pv",),
        help="the variable that holds the current object for the stages after this",
    ),
)
"""The parameters that every cmdlet has."""

CHANGING = (
    Parameter("WhatIf", kinds.Switch(), aliases=("wi",), help="only say what would be done"),
    Parameter("Confirm", kinds.Switch(), aliases=("cf",), help="ask before it is done"),
)
"""The parameters of every cmdlet that changes something."""


def common_parameters(cmdlet: Cmdlet) -> tuple[Parameter, ...]:
    """Give the parameters that a cmdlet has without declaring them."""
    return (*COMMON, *CHANGING) if cmdlet.changes else COMMON
