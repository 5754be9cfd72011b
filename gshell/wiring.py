"""A shell put together: the commands there are, and how it connects to apps."""

from __future__ import annotations

from gshell.cmdlets.index import INDEX
from gshell.cmdlets.sessions import Sessions
from gshell.config import Settings
from gshell.console import Console
from gshell.engine.errors import ShellError
from gshell.engine.registry import CommandTable
from gshell.engine.shell import Shell
from gshell.gradio.options import PUBLIC, ConnectionOptions


def make_shell(console: Console, settings: Settings) -> Shell:
    """Make a shell that prints to a console and connects as the settings say."""
    shell = Shell(console, CommandTable(INDEX))
    shell.verbose = settings.verbose
    shell.service(Sessions).options = connection_options(settings, console)
    shell.commands.argument_hints.append(_argument_habit)
    shell.commands.hints.append(_habit)  # after the sessions' own, which knows the endpoints
    return shell


def _habit(word: str) -> str:
    from gshell.cmdlets.habits import hint_for  # only a word that is no command needs it

    return hint_for(word)


def _argument_habit(cmdlet: str, typed: str) -> str:
    from gshell.cmdlets.habits import argument_hint

    return argument_hint(cmdlet, typed)


def connection_options(settings: Settings, console: Console) -> ConnectionOptions:
    """Give the connection's options that the settings ask for; may ask for a password."""
    auth: tuple[str, str] | None = None
    if settings.auth:
        user, colon, password = settings.auth.partition(":")
        auth = (user, password if colon else console.secret(f"password of {user}: "))
    return ConnectionOptions(
        hub_token=settings.token if settings.token != PUBLIC else None,
        auth=auth,
        headers=tuple(_header(text) for text in settings.header),
        timeout=settings.timeout,
        retry=settings.retry,
        heartbeat=settings.heartbeat,
        cafile=settings.cacert or None,
        insecure=settings.insecure,
    )


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise ShellError("ConfigInvalid", "a header is written 'Name: value'")
    return name.strip(), value.strip()
