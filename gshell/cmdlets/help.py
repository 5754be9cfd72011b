"""Cmdlets that tell what there is: commands and endpoints, and how to use them."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Annotated, ClassVar

from gshell.cmdlets.sessions import Sessions
from gshell.engine.command import Cmdlet, Example, Parameter, cmdlet
from gshell.engine.common_parameters import CHANGING
from gshell.engine.context import Context
from gshell.engine.errors import Mismatch, ShellError, did_you_mean
from gshell.engine.registry import Entry
from gshell.engine.serialize import to_json
from gshell.engine.shell import Shell
from gshell.engine.types import Candidate, Names, shown
from gshell.engine.values import Value, to_text
from gshell.language.quote import quote

if TYPE_CHECKING:
    from gshell.gradio.schema import GradioApi
    from gshell.gradio.schema import Parameter as Input


class CommandInfo:
    """A row of Get-Command."""

    __slots__ = ("alias", "name", "summary")
    MEMBERS: ClassVar[dict[str, str]] = {"Name": "name", "Alias": "alias", "Summary": "summary"}

    def __init__(self, name: str, entry: Entry) -> None:
        self.name = name
        self.alias = ", ".join(entry.aliases)
        self.summary = entry.summary


class HelpTopic:
    """What Get-Help tells of one thing; as text it is the whole page."""

    __slots__ = ("description", "examples", "name", "parameters", "summary", "syntax")
    MEMBERS: ClassVar[dict[str, str]] = {
        "Name": "name",
        "Summary": "summary",
        "Syntax": "syntax",
        "Description": "description",
        "Parameters": "parameters",
        "Examples": "examples",
    }

    def __init__(
        self,
        name: str,
        summary: str,
        *,
        syntax: str = "",
        description: str = "",
        parameters: list[dict[str, Value]] | None = None,
        examples: list[str] | None = None,
    ) -> None:
        self.name = name
        self.summary = summary
        self.syntax = syntax
        self.description = description
        self.parameters = parameters or []
        self.examples = examples or []

    def __str__(self) -> str:
        sections = [f"{self.name}: {self.summary}" if self.summary else self.name]
        if self.syntax:
            sections.append(f"  {self.syntax}")
        if self.description:
            sections.append(self.description)
        if self.parameters:
            sections.append("\n".join(_parameter_lines(self.parameters)))
        if self.examples:
            sections.append("\n".join(["examples:", *(f"  {line}" for line in self.examples)]))
        return "\n\n".join(sections)


def _parameter_lines(parameters: list[dict[str, Value]]) -> Iterator[str]:
    heads = [f"-{one['Name']} {one['Type']}" for one in parameters]
    width = min(max(map(len, heads)), 32)
    for head, one in zip(heads, parameters, strict=True):
        default = _default_text(one["Default"])
        notes = [str(one["Help"])] if one["Help"] else []
        if one["Choices"]:
            notes.append("|".join(to_text(choice) for choice in one["Choices"]))
        if one["Required"]:
            notes.append("(required)")
        elif default:
            notes.append(f"(default {default})")
        yield f"  {head:<{width}}  {' '.join(notes)}".rstrip()


def _default_text(value: Value) -> str:
    """Write a default; none where it says nothing: a switch is off, a text is empty."""
    if value is False:
        return ""
    return to_json(value) if isinstance(value, (list, dict)) else to_text(value)


_OVERVIEW = """\
gshell calls the API of Gradio apps. A few lines to start with:

  open http://127.0.0.1:7860        connect to an app (also: open 7860, open owner/name)
  apis                              list its endpoints
  help count                        what one endpoint takes and gives
  call count -n 3                   call it; results come as they are made
  call count -n 3 | where event -eq complete | % data
                                    pick results, then one member of each
  $r = call upper hello; $r.data[0] an answer is an object; $it is the last one shown
  'a', 'b' | % { call upper $_ }    for each object, which is $_ in the block

Tab completes names, parameters and choices. Ctrl-C stops a call, Ctrl-D leaves.
Get-Command lists all commands; help NAME tells of one of them, or of an endpoint."""


def _topics(shell: Shell) -> list[Candidate]:
    session = shell.service(Sessions).current
    endpoints = session.app.documented() if session else []
    return [
        *(Candidate(name, entry.summary) for name, entry in shell.commands.index.items()),
        *(Candidate(api.name, api.description) for api in endpoints),
    ]


class Topic(Names):
    """The name of a command or an endpoint, as text."""

    def convert(self, value: Value) -> Value:
        if value is None or isinstance(value, str):
            return value
        raise Mismatch(f"must be a command's or an endpoint's name (got {shown(value)})")


@cmdlet(
    "Get-Help",
    aliases=["help", "man"],
    search=["usage", "docs"],
    examples=[Example("help"), Example("help call"), Example("help count")],
)
def get_help(
    context: Context,
    name: Annotated[str | None, Topic("topic", _topics), "a command or an endpoint"] = None,
) -> Iterator[HelpTopic]:
    """Tell how to use a command, or an endpoint of the current app."""
    if name is None:
        yield HelpTopic("gshell", "an interactive shell for Gradio apps", description=_OVERVIEW)
        return
    topic = _command_topic(context.shell, name) or _endpoint_topic(context.shell, name)
    if topic is None:
        raise _unknown_topic(context.shell, name)
    yield topic


def _command_topic(shell: Shell, word: str) -> HelpTopic | None:
    name = shell.commands.resolve(word)
    if name is None:
        return None
    found = shell.commands.load(name)
    notes = [found.description] if found.description else []
    if found.aliases:
        notes.append(f"alias: {', '.join(found.aliases)}")
    if _is_endpoint(shell, word):
        notes.append(f"The app has an endpoint of this name: help /{word}")
    return HelpTopic(
        found.name,
        found.summary,
        syntax=syntax_of(found),
        description="\n\n".join(notes),
        parameters=[_describe(one) for one in found.parameters if one.names],
        examples=[one.line for one in found.examples],
    )


def syntax_of(found: Cmdlet) -> str:
    """Give a cmdlet's syntax in one line, optional things in brackets."""
    words = [found.aliases[0] if found.aliases else found.name]
    for one in found.parameters:
        if not one.names:
            continue
        name = f"-{one.name}"
        if one.position is not None:
            name = f"[{name}]"
        word = name if one.type.flag else f"{name} <{one.type.name}>"
        words.append(word if one.required else f"[{word}]")
    if found.inputs_help:
        words.append(f"[{found.inputs_help}]")
    if found.changes:
        words += [f"[-{one.name}]" for one in CHANGING]
    return " ".join([*words, "[common parameters]"])


def _describe(one: Parameter) -> dict[str, Value]:
    return {
        "Name": one.name,
        "Type": "" if one.type.name == "switch" else one.type.name,
        "Required": one.required,
        "Default": one.default,
        "Choices": list(getattr(one.type, "words", ())),
        "Help": one.help,
    }


def _is_endpoint(shell: Shell, word: str) -> bool:
    """Say whether a word is the name of an endpoint of the current app, as far as that is known."""
    session = shell.service(Sessions).current
    names = session.app.endpoints if session else ()
    return word.removeprefix("/").lower() in {name.lower() for name in names}


def _endpoint_topic(shell: Shell, name: str) -> HelpTopic | None:
    from gshell.cmdlets.types import describe_input

    sessions = shell.service(Sessions)
    if sessions.current is None:
        sessions.wait()
    if sessions.current is None or not _is_endpoint(shell, name):
        return None
    api = sessions.current.app.endpoint(name)
    returns = ", ".join(f"{one.label}: {one.type}" for one in api.returns) or "nothing"
    notes = ["it streams: results come while it works"] if api.streams else []
    if api.uses_state:
        notes.append("it remembers earlier calls of the same session")
    return HelpTopic(
        api.name,
        api.description.strip() or "an endpoint of the current app",
        syntax=api.signature,
        description="\n".join([f"gives {returns}", *notes]),
        parameters=[
            {
                "Name": one.name,
                "Type": one.type,
                "Required": one.required,
                "Default": None if one.required else one.default,
                "Choices": one.choices,
                "Help": describe_input(one),
            }
            for one in api.parameters
        ],
        examples=_endpoint_examples(api),
    )


_SAMPLES: dict[str, Value] = {
    "string": "some text",
    "number": 1,
    "integer": 1,
    "boolean": True,
    "file": "https://example.com/picture.png",
    "object": '{"key": "value"}',
}


def _endpoint_examples(api: GradioApi) -> list[str]:
    """Give lines that call an endpoint: with what it needs, and with all of it."""
    short = ["call", api.name, *(_sample(one) for one in api.parameters if one.required)]
    full = ["call", api.name]
    for one in api.parameters:
        full += [f"-{one.name}", _sample(one)] if api.documented else [_sample(one)]
    lines = [" ".join(short), " ".join(full)]
    return lines if lines[0] != lines[1] else lines[:1]


def _sample(parameter: Input) -> str:
    """Write a value that an input takes: its default, a choice, or a made-up one."""
    value = parameter.default
    if value in (None, "") or isinstance(value, (dict, list)):
        choices = parameter.choices
        value = choices[0] if choices else _SAMPLES.get(parameter.type, "some text")
    if parameter.minimum is not None and isinstance(value, (int, float)):
        value = max(value, parameter.minimum)
    return quote(to_text(value)) if isinstance(value, str) else to_text(value).lower()


def _unknown_topic(shell: Shell, name: str) -> ShellError:
    names = [one.text for one in _topics(shell)]
    return ShellError(
        "CommandNotFound",
        f"there is no command or endpoint {name}",
        target=name,
        hint=did_you_mean(name, [*names, *shell.commands.aliases]) or "Get-Command lists commands",
    )


@cmdlet(
    "Get-Command",
    aliases=["gcm"],
    search=["commands", "which"],
    examples=[Example("Get-Command -Noun *Session*"), Example("gcm -Verb Get")],
)
def get_command(
    context: Context,
    name: Annotated[str, "a name, an alias, or a pattern with *"] = "*",
    *,
    noun: Annotated[str, "the part after the dash, or a pattern"] = "*",
    verb: Annotated[str, "the part before the dash, or a pattern"] = "*",
) -> Iterator[CommandInfo]:
    """List the commands."""
    commands = context.shell.commands
    exact = commands.resolve(name)
    if exact is None and not set("*?[") & set(name):
        commands.find(name)  # raises: there is none
    for known, entry in commands.index.items():
        verb_of, _, noun_of = known.partition("-")
        names = (known, *entry.aliases)
        named = known == exact if exact else any(_fits(each, name) for each in names)
        if named and _fits(verb_of, verb) and _fits(noun_of, noun):
            yield CommandInfo(known, entry)


def _fits(name: str, pattern: str) -> bool:
    return fnmatchcase(name.lower(), pattern.lower())
