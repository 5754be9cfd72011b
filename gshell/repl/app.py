"""The prompt: reads a line, runs it, and so on until the person leaves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.utils import is_dumb_terminal

from gshell.cmdlets.past import History
from gshell.engine.errors import Leave, ShellError, record_of
from gshell.exits import OUTPUT_CLOSED
from gshell.profile import read_profile
from gshell.repl.connection import Connection, Target
from gshell.repl.history import FileHistory
from gshell.repl.host import PromptHost
from gshell.repl.preload import Preload
from gshell.repl.prompt import Prompt
from gshell.repl.runner import Runner, ignoring_interrupts
from gshell.repl.toolbar import Toolbar
from gshell.wiring import make_shell

if TYPE_CHECKING:
    from gshell.config import Settings
    from gshell.demo.process import DemoProcess
    from gshell.engine.hint import Hint
    from gshell.engine.jobs import Jobs
    from gshell.engine.shell import Shell
    from gshell.environment import Environment


def run_prompt(
    environment: Environment,
    settings: Settings,
    *,
    app: str | None = None,
    demo: DemoProcess | None = None,
) -> int:
    """Run the prompt and give the exit code; an app is opened while the person already types."""
    host = PromptHost(environment, json=settings.json, debug=settings.debug)
    shell = make_shell(host, settings)
    try:
        return Loop(environment, settings, shell, host, _target(app, demo)).run()
    except BrokenPipeError:
        return OUTPUT_CLOSED
    finally:
        shell.close()


def _target(app: str | None, demo: DemoProcess | None) -> Target | None:
    if demo is not None:
        return Target("demo", demo.wait_ready, "demo")
    return Target(app, lambda: app) if app is not None else None


class Loop:
    """The parts of the prompt, wired together."""

    def __init__(
        self,
        environment: Environment,
        settings: Settings,
        shell: Shell,
        host: PromptHost,
        target: Target | None,
    ) -> None:
        self.environment = environment
        self.settings = settings
        self.shell = shell
        self.host = host
        self.connection = Connection(shell, host, target)
        self.preload = Preload(shell.commands)
        self.toolbar = Toolbar(self._hint, self._state)
        self.runner = Runner(shell, host)
        self.last_defect = ""
        self.past = shell.service(History)
        history = FileHistory(
            lambda: _history_path(environment, settings), self._no_history, self.past.is_recall
        )
        self.past.kept = history
        self.prompt = Prompt(
            environment,
            shell,
            message=self.connection.prompt,
            toolbar=self.toolbar,
            history=history,
            failed=self._failed,
        )
        host.application = self.prompt.session.app
        self.prompt.session.app.after_render += lambda _: self._drawn()

    def run(self) -> int:
        """Run the profile, then read and run lines until the person leaves; give the exit code."""
        with ignoring_interrupts():
            return self._run()

    def _run(self) -> int:
        try:
            self._run_profile()
        except Leave as leave:
            return leave.code
        if is_dumb_terminal():
            self._drawn()  # nothing is drawn there
        while True:
            try:
                line = self._read()
                if line.strip():
                    with self.past.runs(line):
                        self.runner.run(line)
                    self.toolbar.lines_run += 1
            except KeyboardInterrupt:
                continue
            except EOFError:
                return 0
            except Leave as leave:
                return leave.code

    def _run_profile(self) -> None:
        try:
            profile = read_profile(self.environment, self.settings)
        except ShellError as error:
            self.shell.record_error(error.record)
            return
        if profile is not None:
            self.runner.run(profile)

    def _read(self) -> str:
        self.connection.tell_failure()
        self._tell_ended()
        self.host.prompt_is_up = True
        try:
            return self.prompt.read(watching=self.connection.running() + self._jobs_running() > 0)
        finally:
            self.host.prompt_is_up = False
            self.host.write_waiting()

    def _tell_ended(self) -> None:
        """Say which jobs and calls have ended that nobody waited for."""
        for text in self.connection.ended_calls():
            self.host.note(text)
        jobs = self._jobs()
        for job in jobs.take_news() if jobs is not None else ():
            self.host.note(f"[{job.id}] {job.state}  {job.brief}")

    def _jobs(self) -> Jobs | None:
        """Give the jobs, None if there are none; before the first line nothing is loaded for it."""
        if not self.toolbar.lines_run:
            return None
        from gshell.engine.jobs import Jobs

        return self.shell.service(Jobs) if self.shell.has_service(Jobs) else None

    def _jobs_running(self) -> int:
        jobs = self._jobs()
        return jobs.running() if jobs is not None else 0

    def _state(self) -> StyleAndTextTuples:
        """Give the right side of the toolbar: the app, and the jobs that run."""
        jobs, state = self._jobs_running(), self.connection.state()
        if not jobs:
            return state
        return [*state, ("class:toolbar.state", "  1 job" if jobs == 1 else f"  {jobs} jobs")]

    def _drawn(self) -> None:
        """Do what had to wait until the prompt was there."""
        self.connection.begin()
        self.preload.begin()
        self.host.write_above()

    def _hint(self, text: str, cursor: int) -> Hint | None:
        if not self.preload.is_done:
            return None  # loading cmdlets now would hold up the keys
        from gshell.engine.hint import hint

        try:
            return hint(text, cursor, self.shell)
        except Exception as error:  # a defect in a hint must not take the line away
            self._failed(error)
            return None

    def _failed(self, error: Exception) -> None:
        """Show a defect in what is done at each key, but not at each key."""
        if str(error) != self.last_defect:
            self.last_defect = str(error)
            self.shell.record_error(record_of(error))

    def _no_history(self, error: OSError) -> None:
        self.host.warning(f"the history is not kept: {error.strerror}: {error.filename}")


def _history_path(environment: Environment, settings: Settings) -> Path | None:
    if not settings.history:
        return None
    if settings.history_file:
        return Path(settings.history_file).expanduser()
    return environment.state_directory() / "history"
