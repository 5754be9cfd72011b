"""The cmdlet that ends the shell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from gshell.engine.command import cmdlet
from gshell.engine.errors import Leave


@cmdlet("Exit-Gshell", aliases=["exit", "quit"], search=["bye", "logout", "q"])
def exit_gshell(
    code: Annotated[int, "the exit code"] = 0,
) -> Iterator[None]:
    """Leave the shell. Calls that still run are cancelled."""
    raise Leave(code)
