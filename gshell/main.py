"""The command line: its arguments, what to run for them, and the exit code.

Everything else is imported only when it is needed: `gshell --version` loads nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gshell import __version__
from gshell.exits import FAILURE, INTERRUPTED, SUCCESS, USAGE_ERROR

if TYPE_CHECKING:
    import argparse

    from gshell.config import Settings
    from gshell.demo.process import DemoProcess
    from gshell.engine.errors import ErrorRecord, Reportable
    from gshell.environment import Environment

_TAKES_VALUE = frozenset(
    {"-c", "--token", "--auth", "--header", "--timeout", "--cacert", "--config"}
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run gshell and give its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words in (["--version"], ["-V"]):
        sys.stdout.write(f"gshell {__version__}\n")
        return SUCCESS
    options = _parse(words)
    from gshell.ending import Ended, ended_by_signals
    from gshell.environment import from_process

    environment = from_process(color=not options.no_color)
    try:
        with ended_by_signals():
            return _start(options, environment)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Ended as ended:
        return ended.code


def _parse(words: list[str]) -> argparse.Namespace:
    """Read the options; a script's name ends them, and what follows is the script's."""
    import argparse

    words, script = _split_script(words)
    parser = argparse.ArgumentParser(
        prog="gshell",
        description="An interactive shell for Gradio apps.",
        usage="gshell [OPTIONS] [APP] [FILE.gsh [ARGS...]]",
        epilog="Without commands and with a terminal, it opens a prompt. Settings also come from "
        "GSHELL_<NAME> and from config.toml.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("app", nargs="?", metavar="APP", help="a URL, a port, host:port, or owner/name of a Space")
    add("-c", dest="commands", metavar="COMMANDS", help="run these commands and leave")
    add("--demo", action="store_true", help="start the bundled Gradio app and open it")
    add("--json", action="store_const", const=True, help="print a JSON value per object and line")
    add("--token", metavar="T", help="Hugging Face token (-: read it from standard input)")
    add("--auth", metavar="USER[:PASS]", help="login of the app")
    add("--header", action="append", metavar="'N: V'", help="send this header with every request")
    add("--timeout", type=float, metavar="S", help="wait at most so long for an answer")
    add("--cacert", metavar="FILE", help="certificates to trust")
    add("--insecure", action="store_const", const=True, help="do not check certificates")
    add("--no-color", action="store_true", help="print without colour")
    add("--no-history", dest="history", action="store_const", const=False, help="keep no history")
    add(
        "--no-profile",
        dest="profile",
        action="store_const",
        const="",
        help="do not run the profile, profile.gsh beside config.toml; except at the prompt, what "
        "it prints goes to standard error",
    )
    add("--config", metavar="FILE", help="settings file")
    add("-v", "--verbose", action="store_const", const=True, help="say what is sent and received")
    add("--debug", action="store_const", const=True, help="show tracebacks")
    add("-V", "--version", action="version", version=f"gshell {__version__}")
    options = parser.parse_args(words)
    options.script = script
    if options.commands is not None and script:
        parser.error("-c and a script cannot be given together")
    if options.demo and options.app is not None:
        parser.error("--demo and an app cannot be given together")
    return options


def _split_script(words: list[str]) -> tuple[list[str], list[str]]:
    for place, word in enumerate(words):
        if word.endswith(".gsh") and (place == 0 or words[place - 1] not in _TAKES_VALUE):
            return words[:place], words[place:]
    return words, []


def _start(options: argparse.Namespace, environment: Environment) -> int:
    from gshell.config import load_settings
    from gshell.engine.errors import ShellError

    flags: dict[str, Any] = {
        name: getattr(options, name)
        for name in (
            *("json", "token", "auth", "timeout", "cacert", "insecure", "history", "profile"),
        )
    }
    flags |= {"verbose": options.verbose, "debug": options.debug}
    flags["header"] = tuple(options.header) if options.header else None
    if options.token == "-":  # noqa: S105 -- the word for standard input
        flags["token"] = environment.stdin.readline().strip()
    try:
        settings = load_settings(environment, flags, options.config)
    except ShellError as error:
        return _complain(environment, error.record, USAGE_ERROR)
    if not settings.color:
        environment.colour = environment.colour_errors = False
    return _run(options, environment, settings)


def _run(options: argparse.Namespace, environment: Environment, settings: Settings) -> int:
    from gshell.engine.errors import ShellError

    try:
        return _run_mode(options, environment, settings)
    except ShellError as error:  # a setting turned out to be wrong where it was used
        return _complain(environment, error.record, USAGE_ERROR)


def _run_mode(options: argparse.Namespace, environment: Environment, settings: Settings) -> int:
    demo: DemoProcess | None = None
    try:
        if options.demo:
            from gshell.demo.process import DemoFailed, DemoProcess

            try:
                demo = DemoProcess.begin()
            except DemoFailed as error:
                return _complain(environment, error, FAILURE)
        if options.commands is None and not options.script and environment.stdin_is_terminal:
            from gshell.repl.app import run_prompt

            return run_prompt(environment, settings, app=options.app, demo=demo)
        from gshell.script import run_script

        return run_script(
            environment,
            settings,
            app=options.app,
            demo=demo,
            commands=options.commands,
            script=options.script,
        )
    finally:
        if demo is not None:
            demo.stop()


def _complain(environment: Environment, error: Reportable | ErrorRecord, code: int) -> int:
    """Say why nothing can start, before there is a shell to say it."""
    environment.stderr.write(f"error {error.id}: {error.message}\n")
    if error.hint:
        environment.stderr.write(f"hint: {error.hint}\n")
    return code
