"""A small table of commands, of which none can run: for completing, colours and hints."""

# ruff: noqa: ARG001 -- the cmdlets are looked at, not run

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, ClassVar

from gshell.engine import types as kinds
from gshell.engine.command import Alias, Inputs, Parameter, Peek, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.host import Host
from gshell.engine.registry import CommandTable, Entry
from gshell.engine.shell import Shell
from gshell.engine.types import Candidate
from gshell.engine.values import Value


class Result:
    MEMBERS: ClassVar[dict[str, str]] = {"num": "num", "event": "event", "data": "data"}

    def __init__(self, num: int, data: list[Value]) -> None:
        self.num = num
        self.event = "complete"
        self.data = data


class Boolean(kinds.ParameterType):
    name = "boolean"
    flag = True

    def takes_next(self, value: Value) -> bool:
        return str(value).lower() in ("true", "false")

    def complete(self, shell: Shell) -> Iterable[Candidate]:
        del shell
        return [Candidate("true"), Candidate("false")]


INPUTS = {
    "gen": [
        Parameter("prompt", kinds.ParameterType(), position=0, required=True),
        Parameter("style", kinds.Choice("photo", "ink", "pixel art"), position=1, help="the look"),
        Parameter("steps", kinds.Number(whole=True), position=2, default=20),
        Parameter("session", Boolean(), position=3, default=False),
    ],
    "hostile": [Parameter("te\x1b[31m\nxt", kinds.ParameterType(), position=0)],
    "upper": [Parameter("text", kinds.ParameterType(), position=0, required=True)],
}


def inputs_of(context: Context, peek: Peek) -> Inputs:
    assert not context.may_wait, "completing must not wait"
    name = str(peek("Endpoint"))
    return Inputs(name, INPUTS[name])


def endpoints(shell: Shell) -> Iterable[Candidate]:
    del shell
    return [Candidate("gen", "makes a picture"), Candidate("upper", "shouts"), Candidate("généré")]


@cmdlet("Invoke-Call", aliases=["call"], dynamic=inputs_of)
def invoke_call(
    context: Context,
    endpoint: Annotated[str, kinds.Names("endpoint", endpoints), "what to call"],
    *,
    session: Annotated[str, "where"] = ".",
    final_only: Annotated[bool, "the last one"] = False,
    inputs: Mapping[str, Value],
) -> Iterator[Result]:
    """Call an endpoint."""
    raise AssertionError("completing must not run anything")


@cmdlet("Where-Thing", aliases=["where", "?"], passes_on=True)
def where_thing(
    things: Iterable[Value],
    filter_: Annotated[Value, Alias("Property")],
) -> Iterator[Value]:
    """Keep some."""
    raise AssertionError("completing must not run anything")


@cmdlet("ForEach-Thing", aliases=["%"])
def foreach_thing(
    things: Iterable[Value], process: Annotated[Value, Alias("MemberName")]
) -> Iterator[Value]:
    """Change each."""
    raise AssertionError("completing must not run anything")


@cmdlet("Set-Thing")
def set_thing(
    name: Annotated[str, Piped()],
    color: Annotated[list[str], kinds.Choice("red", "it's", "10")] = [],  # noqa: B006 -- never changed
    *,
    default: Annotated[bool, kinds.Switch(), "make it so"] = False,
    mode: Annotated[str, kinds.Choice("on", "off")] = "on",
) -> Iterator[None]:
    """Change a thing."""
    raise AssertionError("completing must not run anything")


@cmdlet("Get-Answer")
def get_answer() -> Iterator[int]:
    """Give the answer."""
    raise AssertionError("completing must not run anything")


class Fields(kinds.ParameterType):
    """A map of which the keys depend on another parameter."""

    def complete_keys(self, peek: Peek, shell: Shell) -> Iterable[Candidate]:
        del shell
        return [Candidate(one.name) for one in INPUTS[str(peek("Endpoint"))]]


class SomeFile(kinds.ParameterType):
    """The name of one of three files."""

    def complete_typed(self, typed: str, shell: Shell) -> Iterable[Candidate]:
        del shell
        names = ("./start.gsh", "./scripts/", "notes.txt")
        return [Candidate(name) for name in names if name.startswith(typed)]


@cmdlet("Send-Call")
def send_call(
    endpoint: str, values: Annotated[Value, Fields()] = None, *, inputs: Mapping[str, Value]
) -> Iterator[None]:
    """Send a call."""
    raise AssertionError("completing must not run anything")


@cmdlet("Out-File")
def out_file(objects: Iterable[Value], file_path: Annotated[Value, SomeFile()]) -> Iterator[None]:
    """Write a file."""
    raise AssertionError("completing must not run anything")


TABLE = {
    "Send-Call": Entry(__name__, "Send a call."),
    "Out-File": Entry(__name__, "Write a file."),
    "Invoke-Call": Entry(__name__, "Call an endpoint.", ("call",)),
    "Where-Thing": Entry(__name__, "Keep some.", ("where", "?")),
    "ForEach-Thing": Entry(__name__, "Change each.", ("%",)),
    "Get-Answer": Entry(__name__, "Give the answer."),
    "Set-Thing": Entry(__name__, "Change a thing.", ("use",), switches={"use": "Default"}),
}


def make_shell() -> Shell:
    """Make a shell with these commands; it cannot speak to anybody."""
    host: Host = object()  # type: ignore[assignment]
    return Shell(host, CommandTable(TABLE))
