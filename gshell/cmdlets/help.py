"""Cmdlets that tell what there is: commands and endpoints, and how to use them."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Annotated, ClassVar

from gshell.cmdlets.help_topic import HelpTopic
from gshell.cmdlets.sessions import Sessions
from gshell.cmdlets.types import SessionReference
from gshell.engine.command import Cmdlet, Example, Parameter, cmdlet
from gshell.engine.common_parameters import CHANGING
from gshell.engine.context import Context
from gshell.engine.errors import Mismatch, ShellError, did_you_mean
from gshell.engine.registry import Entry
from gshell.engine.shell import Shell
from gshell.engine.types import Candidate, Names, shown
from gshell.engine.values import Value
from gshell.language.quote import quote

if TYPE_CHECKING:
    from gshell.gradio.session import GradioSession


class CommandInfo:
    """A row of Get-Command."""

    __slots__ = ("alias", "name", "summary")
    MEMBERS: ClassVar[dict[str, str]] = {"Name": "name", "Alias": "alias", "Summary": "summary"}

    def __init__(self, name: str, entry: Entry) -> None:
        self.name = name
        self.alias = ", ".join(entry.aliases)
        self.summary = entry.summary


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
    *,
    session: Annotated[Value, SessionReference(), "where the endpoint is"] = ".",
) -> Iterator[HelpTopic]:
    """Tell how to use a command, or an endpoint of the current app.

    `help /NAME` tells of an endpoint that has the name of a command.
    """
    if name is None:
        yield HelpTopic("gshell", "an interactive shell for Gradio apps", description=_OVERVIEW)
        return
    topic = _topic(context, name, session)
    if topic is None:
        raise _unknown_topic(context.shell, name)
    yield topic


def _topic(context: Context, name: str, session: Value) -> HelpTopic | None:
    if session != ".":
        return _endpoint_topic(context, name, session)
    known = context.shell.commands.resolve(name)
    if known in context.shell.commands.added:
        return _proxy_topic(context, known)
    return _command_topic(context.shell, name) or _endpoint_topic(context, name, session)


def _command_topic(shell: Shell, word: str) -> HelpTopic | None:
    name = shell.commands.resolve(word)
    if name is None:
        return None
    found = shell.commands.load(name)
    notes = [found.description] if found.description else []
    if found.aliases:
        notes.append(f"alias: {', '.join(found.aliases)}")
    if _is_endpoint(shell.service(Sessions).current, word):
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


def _is_endpoint(session: GradioSession | None, word: str) -> bool:
    """Say whether a word is the name of an endpoint of a session's app."""
    names = session.app.endpoints if session else ()
    return word.removeprefix("/").lower() in {name.lower() for name in names}


def _endpoint_topic(context: Context, name: str, session: Value) -> HelpTopic | None:
    from gshell.cmdlets.endpoint_help import endpoint_topic

    sessions = context.shell.service(Sessions)
    if session == ".":
        if sessions.current is None:
            sessions.wait()
        if sessions.current is None:
            return None
    found = sessions.find(session)
    if not _is_endpoint(found, name):
        return None
    api = found.app.endpoint(name)
    options = [] if session == "." else ["-Session", quote(found.name)]
    return endpoint_topic(api, ["call", quote(api.name)], options)


def _proxy_topic(context: Context, name: str) -> HelpTopic | None:
    """Tell of a command that was made of an endpoint: what the endpoint takes, by its own name."""
    from gshell.cmdlets.endpoint_help import endpoint_topic
    from gshell.cmdlets.proxies import Proxies

    proxy = context.shell.service(Proxies).find(name)
    if proxy is None:
        return None
    found, api = proxy.find(context.shell.service(Sessions))
    topic = endpoint_topic(api, [proxy.name])
    topic.name = proxy.name
    own = context.shell.commands.load(proxy.name).parameters
    words = " ".join(f"-{one.name}" for one in own if one.names)
    note = f"calls {api.name} in the session {found.name}; takes what call takes too: {words}"
    topic.description += f"\n{note} (help call)"
    return topic


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
