"""Cmdlets that make commands of an app's endpoints, list them, and remove them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Annotated

from gshell.cmdlets.members import is_pattern
from gshell.cmdlets.proxies import (
    DEFAULT_PREFIX,
    GradioProxyFunction,
    Proxies,
    command_name,
    is_command,
)
from gshell.cmdlets.sessions import Sessions
from gshell.cmdlets.types import EndpointName, SessionReference
from gshell.engine.command import Alias, Example, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import Mismatch, ShellError, did_you_mean
from gshell.engine.shell import Shell
from gshell.engine.types import Candidate, ListOf, ParameterType, shown
from gshell.engine.values import Value
from gshell.gradio.errors import ApiNotFound
from gshell.gradio.schema import GradioApi
from gshell.gradio.session import GradioSession


class ProxyReference(ParameterType):
    """A command that was made of an endpoint: its name, a pattern, or the object."""

    name = "proxy function"

    def is_own(self, value: Value) -> bool:
        return isinstance(value, (str, GradioProxyFunction))

    def convert(self, value: Value) -> Value:
        if isinstance(value, GradioProxyFunction):
            return value
        if isinstance(value, str) and value:
            return str(value)
        raise Mismatch(f"must be a proxy function or its name (got {shown(value)})")

    def complete(self, shell: Shell) -> Iterable[Candidate]:
        made = shell.service(Proxies).all()
        return [Candidate(one.name, f"{one.api_name} of {one.session_name}") for one in made]


@cmdlet(
    "New-GradioSessionApiProxyFunction",
    aliases=["GradioApiFunction"],
    search=["proxy", "function", "generate", "import"],
    examples=[
        Example("GradioApiFunction; Invoke-GradioApiUpper hello -Value", ["HELLO"]),
        Example("GradioApiFunction upper, gen -Prefix Do; DoUpper hi -Value", ["HI"]),
        Example("GradioApiFunction upper -Prefix ''; upper hello -Value", ["HELLO"]),
    ],
)
def new_gradio_session_api_proxy_function(
    context: Context,
    api_name: Annotated[
        list[str] | None, ListOf(EndpointName()), "endpoints, or patterns; all, if none is given"
    ] = None,
    prefix: Annotated[
        str, "what the names begin with; '' for the endpoints' own names"
    ] = DEFAULT_PREFIX,
    session: Annotated[Value, SessionReference(), Piped(), "the session to call in"] = ".",
    *,
    force: Annotated[bool, "take a name that stands for something else"] = False,
) -> Iterator[GradioProxyFunction]:
    """Make a command of each endpoint, to be called like any other.

    The command takes the inputs and does what `call` does, always in the same session; it goes
    when the session is removed. Its name is the prefix and the endpoint's name, with only letters
    and digits: `generate_image` becomes `Invoke-GradioApiGenerateImage`. A name that is taken is
    an error unless -Force is given; the name of a built-in command is never given away.
    """
    found = context.shell.service(Sessions).find(session)
    _check_prefix(prefix)
    proxies = context.shell.service(Proxies)
    made: dict[str, tuple[GradioProxyFunction, GradioApi]] = {}
    for api in _endpoints(context, found, api_name):
        proxy = GradioProxyFunction(command_name(prefix, api), prefix, found, api)
        try:
            before = made.get(proxy.name.lower())
            _check_name(context, proxy, before[0] if before else None, force=force)
        except ShellError as error:
            context.error(error)
            continue
        made[proxy.name.lower()] = proxy, api
    proxies.add(made.values())
    yield from (proxy for proxy, _ in made.values())


def _endpoints(
    context: Context, session: GradioSession, names: list[str] | None
) -> Iterator[GradioApi]:
    """Give the endpoints that are named, each once; what is not there is an error of its own."""
    shown_ones = session.app.documented()
    if names is None:
        yield from shown_ones
        return
    given: set[str] = set()
    for name in names:
        try:
            fits = _matching(shown_ones, name) if is_pattern(name) else [session.app.endpoint(name)]
        except ApiNotFound as error:
            context.error(error)
            continue
        if not fits:
            context.warning(f"no endpoint of {session.name} has a name like {name}")
        yield from (one for one in fits if one.name not in given)
        given |= {one.name for one in fits}


def _matching(endpoints: list[GradioApi], pattern: str) -> list[GradioApi]:
    return [one for one in endpoints if _fits(one.name, pattern.removeprefix("/"))]


def _check_prefix(prefix: str) -> None:
    """Refuse a prefix with which no name can be typed."""
    if prefix and not is_command(f"{prefix}X"):
        raise ShellError(
            "ParamInvalid",
            f"no command can begin with '{prefix}'",
            target=prefix,
            hint="a -Prefix is letters, digits, - and _",
        )


def _check_name(
    context: Context, proxy: GradioProxyFunction, before: GradioProxyFunction | None, *, force: bool
) -> None:
    """Refuse a name that cannot be typed, or that stands for something else."""
    name, commands = proxy.name, context.shell.commands
    if not is_command(name):
        raise ShellError(
            "ParamInvalid",
            f"'{name}' cannot be typed as a command",
            target=proxy.prefix,
            hint="a -Prefix is letters, digits, - and _",
        )
    proxies = context.shell.service(Proxies)
    known = before or proxies.find(name)
    owner = commands.taken(name)
    is_alias = owner is not None and owner.lower() != name.lower()
    if known is not None and not is_alias:
        if not (force or known.aims_as(proxy)):
            whose = f"{known.api_name} in the session {known.session_name}"
            raise _taken(proxy, f"{name} calls {whose} already")
    elif is_alias:
        if not force:
            raise _taken(proxy, f"{name} stands for {owner} already")
        context.warning(f"{name} stood for {owner}, and calls {proxy.api_name} now")
    elif owner is not None:
        raise ShellError(
            "CommandExists",
            f"{owner} is a built-in command, whose name stays as it is",
            target=proxy.api_name,
            hint="another -Prefix gives other names",
        )


def _taken(proxy: GradioProxyFunction, message: str) -> ShellError:
    hint = "-Force takes the name; another -Prefix gives other names"
    return ShellError("CommandExists", message, target=proxy.api_name, hint=hint)


@cmdlet(
    "Get-GradioSessionApiProxyFunction",
    search=["proxies", "functions"],
    examples=[
        Example("GradioApiFunction; Get-GradioSessionApiProxyFunction"),
        Example("Get-GradioSessionApiProxyFunction * -Name *Upper"),
    ],
)
def get_gradio_session_api_proxy_function(
    context: Context,
    session: Annotated[Value, SessionReference(), Piped(), "a session; `*` for all"] = ".",
    name: Annotated[str, "a name, or a pattern with *"] = "*",
) -> Iterator[GradioProxyFunction]:
    """List the commands that were made of a session's endpoints."""
    found = _of_session(context, session)
    fits = [one for one in found if _fits(one.name, name)]
    if not fits and not is_pattern(name):
        raise _unknown(name, found)
    yield from fits


@cmdlet(
    "Remove-GradioSessionApiProxyFunction",
    changes=True,
    search=["delete", "unset"],
    examples=[
        Example("GradioApiFunction upper; Remove-GradioSessionApiProxyFunction *Upper"),
        Example("GradioApiFunction | Remove-GradioSessionApiProxyFunction"),
    ],
)
def remove_gradio_session_api_proxy_function(
    context: Context,
    function: Annotated[
        list[Value],
        ListOf(ProxyReference()),
        Piped(),
        Alias("Name"),
        "commands of endpoints: names, patterns or objects",
    ],
    *,
    session: Annotated[Value, SessionReference(), "only those of a session; `*` for all"] = "*",
) -> Iterator[None]:
    """Forget commands that were made of endpoints. The app and its session stay."""
    proxies = context.shell.service(Proxies)
    for wanted in function:
        found = _of_session(context, session)
        fits = [one for one in found if _is(one, wanted)]
        if not fits:
            _tell_unknown(context, str(wanted), found)
        proxies.remove([one for one in fits if context.allows(f"remove the command {one}")])
    yield from ()


def _tell_unknown(context: Context, wanted: str, found: list[GradioProxyFunction]) -> None:
    if not is_pattern(wanted):
        context.error(_unknown(wanted, found))
    elif wanted != "*":
        context.warning(f"there is no proxy function with a name like {wanted}")


def _of_session(context: Context, session: Value) -> list[GradioProxyFunction]:
    made = context.shell.service(Proxies).all()
    if session == "*":
        return made
    found = context.shell.service(Sessions).find(session)
    return [one for one in made if one.session_name == found.name]


def _is(proxy: GradioProxyFunction, wanted: Value) -> bool:
    return proxy is wanted or (isinstance(wanted, str) and _fits(proxy.name, wanted))


def _fits(name: str, pattern: str) -> bool:
    return fnmatchcase(name.lower(), pattern.lower())


def _unknown(name: str, made: list[GradioProxyFunction]) -> ShellError:
    names = [one.name for one in made]
    return ShellError(
        "CommandNotFound",
        f"there is no proxy function {name}",
        target=name,
        hint=did_you_mean(name, names) or "GradioApiFunction makes one of each endpoint",
    )
