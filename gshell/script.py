"""Running without a prompt: commands from -c, a file or standard input, and the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing

from gshell.cmdlets.sessions import Sessions
from gshell.config import DEFAULTS, Settings
from gshell.console import Console
from gshell.demo.process import DemoProcess
from gshell.engine.errors import Leave, ShellError, StoppingError, record_of, syntax_record
from gshell.engine.jobs import Jobs
from gshell.engine.scripts import SourceFile, read_script
from gshell.engine.shell import InputLines
from gshell.engine.values import Value
from gshell.environment import Environment
from gshell.exits import FAILURE, INTERRUPTED, OUTPUT_CLOSED, SUCCESS, USAGE_ERROR
from gshell.language.problems import SyntaxProblem
from gshell.profile import read_profile
from gshell.wiring import make_shell


class Interpreter:
    """A shell without a person: runs texts, one after the other."""

    def __init__(self, environment: Environment, settings: Settings = DEFAULTS) -> None:
        self.console = Console(environment, json=settings.json, debug=settings.debug)
        self.shell = make_shell(self.console, settings)

    def open(self, address: str, name: str | None = None) -> None:
        """Open an app before anything runs; raises why it cannot be reached."""
        self.shell.service(Sessions).open(address, name=name)

    def run(self, text: str, arguments: Sequence[str] = ()) -> int:
        """Run commands and give the exit code; nothing runs if the text has a syntax error."""
        try:
            self._run(text, arguments, self._show)
        except SyntaxProblem as problem:
            self.console.error(syntax_record(problem, text))
            return USAGE_ERROR
        except Leave as leave:
            return leave.code
        return FAILURE if self.shell.failed else SUCCESS

    def run_profile(self, profile: SourceFile) -> None:
        """Run the profile; raises Leave where it leaves.

        What it prints is not what was asked for, so it goes to standard error.
        """
        try:
            self._run(profile, (), self._say)
        except SyntaxProblem as problem:
            self.console.error(syntax_record(problem, profile))
        self.shell.succeeded = True

    def _run(
        self, text: str, arguments: Sequence[str], present: Callable[[Iterable[Value]], None]
    ) -> None:
        flow = self.shell.compile(text)
        self.shell.failed = False
        self.console.begin()
        try:
            with closing(self.shell.run(flow, arguments)) as objects:
                present(objects)
        except StoppingError as error:
            self.shell.record_error(error.record)
        except BrokenPipeError:
            raise  # whoever read the output has gone
        except Exception as error:  # an object that cannot be shown is no reason for a traceback
            self.shell.record_error(record_of(error))
        finally:
            self.console.finish()

    def _show(self, objects: Iterable[Value]) -> None:
        for value in objects:
            self.console.show(value)

    def _say(self, objects: Iterable[Value]) -> None:
        for text in self.console.text(objects):
            if text:
                self.console.write(text, end="")

    def warn_of_jobs(self) -> None:
        """Say which jobs still run, as closing stops them."""
        count = self.shell.service(Jobs).running() if self.shell.has_service(Jobs) else 0
        if count:
            jobs = "1 job still runs and is" if count == 1 else f"{count} jobs still run and are"
            self.console.warning(f"{jobs} stopped; Wait-Job waits for jobs")

    def close(self) -> None:
        """Cancel what runs and close every connection."""
        self.shell.close()


def run_script(
    environment: Environment,
    settings: Settings,
    *,
    app: str | None = None,
    demo: DemoProcess | None = None,
    commands: str | None = None,
    script: Sequence[str] = (),
) -> int:
    """Run gshell without a prompt and give its exit code.

    The commands are those of -c, else the script (a path, and its arguments), else standard input.
    """
    interpreter = Interpreter(environment, settings)
    try:
        _run_profile(interpreter, environment, settings)
        return _run(interpreter, environment, app, demo, commands, script)
    except Leave as leave:
        return leave.code
    except BrokenPipeError:
        _silence(environment)
        return OUTPUT_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        interpreter.close()


def _run_profile(interpreter: Interpreter, environment: Environment, settings: Settings) -> None:
    try:
        profile = read_profile(environment, settings)
    except ShellError as error:
        interpreter.console.error(error.record)
        return
    if profile is not None:
        interpreter.run_profile(profile)


def _run(
    interpreter: Interpreter,
    environment: Environment,
    app: str | None,
    demo: DemoProcess | None,
    commands: str | None,
    script: Sequence[str],
) -> int:
    try:
        text = _text_to_run(environment, demo, commands, script)
        if demo is not None:
            interpreter.open(demo.wait_ready(), "demo")
        elif app is not None:
            interpreter.open(app)
    except BrokenPipeError:
        raise
    except Exception as error:  # whatever the reason, nothing can run
        interpreter.console.error(record_of(error))
        return FAILURE
    if commands is not None or script:
        _pass_input(interpreter, environment)
    code = interpreter.run(text, script[1:])
    interpreter.warn_of_jobs()
    return code


def _text_to_run(
    environment: Environment,
    demo: DemoProcess | None,
    commands: str | None,
    script: Sequence[str],
) -> str:
    if commands is not None:
        return commands
    if script:
        return read_script(script[0])
    text = environment.stdin.read()
    if demo is not None and not text.strip():
        from gshell.demo import TOUR

        return TOUR.read_text(encoding="utf-8")
    return text


def _pass_input(interpreter: Interpreter, environment: Environment) -> None:
    if not environment.stdin_is_terminal:
        interpreter.shell.input_lines = InputLines(environment.stdin)


def _silence(environment: Environment) -> None:
    """Send what is left in the output's buffer nowhere, so that leaving does not fail on it."""
    descriptor: Callable[[], int] | None = getattr(environment.stdout, "fileno", None)
    if descriptor is None or environment.stdout is not sys.stdout:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor())
    os.close(nowhere)
