"""A small shell for the tests of the engine: commands that can run, and a host that remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, NamedTuple

from gshell.engine import types as kinds
from gshell.engine.binding import Bound
from gshell.engine.command import Alias, Inputs, Parameter, Peek, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ErrorRecord, ShellError
from gshell.engine.host import Complete, Layout, Unwatched, Watch
from gshell.engine.registry import CommandTable, Entry
from gshell.engine.scope import ScriptBlock
from gshell.engine.shell import Shell
from gshell.engine.values import Value, to_text


class Thing:
    """An object with declared members."""

    MEMBERS: ClassVar[dict[str, str]] = {"Name": "name", "LastEventNum": "last_event_num"}
    SYNONYMS: ClassVar[dict[str, str]] = {"Title": "name"}

    def __init__(self, name: str, last_event_num: int = 0) -> None:
        self.name = name
        self.last_event_num = last_event_num
        self.secret = "not declared"


class Host:
    """The person's side, who only listens; if there is anybody, the answer is always the same."""

    interactive = False
    answer = False

    def __init__(self) -> None:
        self.errors: list[ErrorRecord] = []
        self.said: list[str] = []

    def error(self, record: ErrorRecord) -> None:
        self.errors.append(record)

    def warning(self, text: str) -> None:
        self.said.append(f"warning {text}")

    def note(self, text: str) -> None:
        self.said.append(f"note {text}")

    def verbose(self, text: str) -> None:
        self.said.append(f"verbose {text}")

    def write(self, text: str, *, end: str = "\n", colour: str = "") -> None:
        self.said.append(f"write {colour}{text}{end!r}")

    def log(self, level: str, text: str, title: str = "") -> None:
        self.said.append(f"log {level} {title} {text}")

    def watching(self, call: Value, tell: Callable[[], None]) -> Watch:
        del call, tell
        return Unwatched()

    def clear(self) -> None:
        self.said.append("clear")

    def ask(self, question: str, complete: Complete | None = None) -> str:
        del complete
        raise AssertionError(f"nobody is there to answer: {question}")

    def text(self, values: Iterable[Value]) -> Iterator[str]:
        return (to_text(value) for value in values)

    def confirm(self, question: str) -> bool:
        self.said.append(f"confirm {question}")
        return self.answer

    def secret(self, question: str) -> str:
        raise AssertionError(f"nobody is there to answer: {question}")

    def format(self, values: Iterable[Value], layout: Layout) -> Iterator[str]:
        raise AssertionError(f"nothing is formatted here: {list(values)} {layout}")


class Log:
    """What the commands did, in order, and the files they wrote; a service of the shell."""

    def __init__(self, shell: Shell) -> None:
        del shell
        self.lines: list[str] = []
        self.files: dict[str, list[str]] = {}


def _log(context: Context, line: str) -> None:
    context.shell.service(Log).lines.append(line)


@cmdlet("Get-Number", aliases=["numbers"])
def get_number(
    context: Context,
    count: int = 3,
    *,
    label: Annotated[str, Alias("Tag")] = "numbers",
) -> Iterator[int]:
    """Count from 1, and log every number that is asked for."""
    try:
        for number in range(1, count + 1):
            _log(context, f"{label} {number}")
            yield number
    finally:
        _log(context, f"{label} closed")


@cmdlet("Select-First", aliases=["first"])
def select_first(objects: Iterable[Value], count: int = 1) -> Iterator[Value]:
    """Give the first few objects, and ask for no more."""
    if count == 0:
        return
    for place, item in enumerate(objects, 1):
        yield item
        if place == count:
            return


@cmdlet("ForEach-Item", aliases=["%"])
def foreach_item(
    context: Context,
    objects: Iterable[Value],
    process: Annotated[ScriptBlock, kinds.Block()],
    *,
    label: str = "",
) -> Iterator[Value]:
    """Run a block for each object."""
    run = context.runner(process)
    try:
        for item in objects:
            yield from run(item)
    finally:
        if label:
            _log(context, f"{label} closed")


@cmdlet("Where-Item", aliases=["?"])
def where_item(
    context: Context,
    objects: Iterable[Value],
    condition: Annotated[ScriptBlock, kinds.Block()],
) -> Iterator[Value]:
    """Keep what a block is true of."""
    test = context.test(condition)
    return (item for item in objects if test(item))


@cmdlet("ForEach-Value", aliases=["each"])
def foreach_value(
    context: Context, objects: Iterable[Value], process: Annotated[ScriptBlock, kinds.Block()]
) -> Iterator[Value]:
    """Give what a block gives for each object, by the fast way if there is one."""
    return context.each(process, objects)


@cmdlet("Where-Value", aliases=["keep"])
def where_value(
    context: Context, objects: Iterable[Value], condition: Annotated[ScriptBlock, kinds.Block()]
) -> Iterator[Value]:
    """Keep what a block is true of, by the fast way if there is one."""
    return context.keep(condition, objects)


@cmdlet("Measure-Block", aliases=["values"])
def measure_block(
    context: Context,
    objects: Iterable[Value],
    block: Annotated[ScriptBlock, kinds.Block()],
) -> Iterator[Value]:
    """Give what a block collects to, for each object."""
    value = context.value_of(block)
    for item in objects:
        yield [value(item)]


@cmdlet("Test-Number", aliases=["check"])
def check_item(
    item: Annotated[float, kinds.Number(least=0), Piped()],
    limit: float = 100,
) -> Iterator[Value]:
    """Give a number back unless it is larger than the limit."""
    if item > limit:
        raise ShellError("TooLarge", f"{item} is more than {limit}", target=item, hint="take less")
    yield item


@cmdlet("Invoke-Failure", aliases=["fail"])
def invoke_failure(message: str = "it failed", *, after: int = 0) -> Iterator[Value]:
    """Give a few numbers, then fail."""
    yield from range(after)
    raise ShellError("Failed", message)


@cmdlet("Invoke-Defect", aliases=["defect"])
def invoke_defect() -> Iterator[Value]:
    """Fail in a way that nobody thought of."""
    yield from ()
    raise KeyError("nobody thought of it")


@cmdlet("Invoke-Interrupt", aliases=["interrupt"])
def invoke_interrupt() -> Iterator[Value]:
    """Do what Ctrl-C does."""
    yield from ()
    raise KeyboardInterrupt


@cmdlet("Write-Note", aliases=["say"])
def write_note(context: Context, text: Annotated[str, Piped()]) -> Iterator[Value]:
    """Tell the person something."""
    context.note(text)
    context.explain(f"said {text}")
    yield from ()


@cmdlet("Write-Alarm", aliases=["alarm"])
def write_alarm(context: Context, text: str = "careful") -> Iterator[Value]:
    """Warn the person, then give the text."""
    context.warning(text)
    yield text


@cmdlet("Remove-Thing", aliases=["drop"], changes=True)
def remove_thing(
    context: Context,
    name: Annotated[str, Piped()],
    *,
    ask: bool = False,
    force: bool = False,
) -> Iterator[Value]:
    """Remove something, which means to log it."""
    if context.allows(f"remove {name}", ask=ask and not force):
        _log(context, f"removed {name}")
        yield name


@cmdlet("Out-File")
def out_file(
    context: Context, objects: Iterable[Value], file_path: str, *, append: bool = False
) -> Iterator[Value]:
    """Write to a file that exists only here; one below /no/ cannot be written."""
    if file_path.startswith("/no/"):
        raise ShellError("FileNotFound", f"{file_path}: no such folder", target=file_path)
    files = context.shell.service(Log).files
    if not append:
        files[file_path] = []
    files.setdefault(file_path, []).extend(context.host.text(objects))
    yield from ()


@cmdlet("Out-Null")
def out_null(objects: Iterable[Value]) -> Iterator[Value]:
    """Take all objects and give none."""
    for _ in objects:
        pass
    yield from ()


@cmdlet("Format-Thing", aliases=["ft"], ends_pipeline=True)
def format_thing(objects: Iterable[Value]) -> Iterator[str]:
    """Make text for the screen."""
    yield from (str(item) for item in objects)


@cmdlet("Get-Thing")
def get_thing(name: str = "thing", last_event_num: int = 7) -> Iterator[Thing]:
    """Give an object with members."""
    yield Thing(name, last_event_num)


@cmdlet("Get-List")
def get_list() -> Iterator[list[int]]:
    """Give one list, which is one object."""
    yield [1, 2, 3]


class AnyThing(kinds.ParameterType):
    """A Thing, or the name of one."""

    def is_own(self, value: Value) -> bool:
        return isinstance(value, (Thing, str))


@cmdlet("Show-Thing", aliases=["show"])
def show_thing(
    session: Annotated[Value, AnyThing(), Piped(), Alias("Id")], text: str = ""
) -> Iterator[Value]:
    """Give back what it was called with."""
    yield [session, text]


class Seen(NamedTuple):
    """What a cmdlet was called with."""

    name: str
    times: int
    tags: list[str] | None
    mode: str
    force: bool
    force_all: bool
    anything: Value


@cmdlet("Set-Thing", aliases=["set", "reset"])
def set_thing(
    name: Annotated[str, Piped(), "what to set"],
    times: Annotated[int, "how often"] = 1,
    tags: list[str] | None = None,
    *,
    mode: Annotated[str, kinds.Choice("on", "off")] = "on",
    force: bool = False,
    force_all: Annotated[bool, Alias("Everything")] = False,
    anything: Any = None,
) -> Iterator[Seen]:
    """Give back what it was called with."""
    yield Seen(name, times, tags, mode, force, force_all, anything)


INPUTS: dict[str, Sequence[Parameter]] = {
    "gen": (
        Parameter("prompt", kinds.ParameterType(), position=0, required=True),
        Parameter("steps", kinds.Number(whole=True), position=1, default=20),
        Parameter("style", kinds.Choice("photo", "ink"), position=2),
        Parameter("session", kinds.Text(), position=3),
        Parameter("max_num", kinds.Number(), position=4),
        Parameter("MaxNum", kinds.Number(), position=5),
    ),
    "upper": (Parameter("text", kinds.Text(), position=0, required=True),),
}


def _inputs(context: Context, peek: Peek) -> Inputs:
    del context
    name = kinds.Text().convert(peek("Endpoint"))
    if name not in INPUTS:
        raise ShellError("ApiNotFound", f"there is no endpoint {name}", target=name)
    return Inputs(name, INPUTS[name])


def _check(bound: Bound, piped: bool) -> None:
    missing = [
        one.name
        for one in INPUTS[bound.arguments["endpoint"]]
        if one.required and one.key not in bound.inputs
    ]
    if missing and not piped:
        raise ShellError("ParamInvalid", f"an input is missing: {missing[0]}")


@cmdlet("Invoke-Call", aliases=["call"], dynamic=_inputs, check=_check)
def invoke_call(
    context: Context,
    endpoint: str,
    item: Annotated[Value, Piped(hidden=True)] = None,
    *,
    session: str = ".",
    timeout: float | None = None,
    inputs: Mapping[str, Value],
) -> Iterator[Value]:
    """Give back what an endpoint would be called with."""
    _log(context, f"call {endpoint}")
    yield {"endpoint": endpoint, "item": item, "session": session, "timeout": timeout, **inputs}


_CMDLETS = (
    *(get_number, select_first, foreach_item, where_item, measure_block, check_item),
    *(invoke_failure, invoke_defect, write_note, format_thing, get_thing, get_list, set_thing),
    *(foreach_value, where_value, invoke_interrupt, write_alarm, remove_thing),
    *(out_file, out_null, show_thing, invoke_call),
)
TABLE = {
    one.name: Entry(
        __name__,
        one.summary,
        one.aliases,
        ("seek",) if one is where_item else (),
        {"reset": "Force"} if one is set_thing else {},
        one.ends_pipeline,
    )
    for one in _CMDLETS
}


class World(Shell):
    """A shell whose host remembers what was said."""

    def __init__(self) -> None:
        self.listener = Host()
        super().__init__(self.listener, CommandTable(TABLE))

    def give(self, text: str, *arguments: Value) -> list[Value]:
        """Run a script to its end and give its objects."""
        return list(self.run(self.compile(text), arguments))

    @property
    def log(self) -> list[str]:
        return self.service(Log).lines

    @property
    def files(self) -> dict[str, list[str]]:
        return self.service(Log).files


def outcome(text: str) -> list[Value]:
    """Run a script that must not fail, in a shell of its own, and give its objects."""
    world = World()
    objects = world.give(text)
    assert [str(error) for error in world.errors] == []
    return objects


def failure(text: str) -> ErrorRecord:
    """Run a script that must fail exactly once, in a shell of its own, and give the error."""
    world = World()
    world.give(text)
    assert len(world.errors) == 1, [str(error) for error in world.errors]
    return world.errors[0]


def blamed(record: ErrorRecord) -> str:
    """Give the piece of the text that an error points at."""
    return record.source[record.start : record.end]
