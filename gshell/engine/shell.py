"""The shell itself: variables, errors, commands, and whoever runs it. No terminal, no network."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from typing import Any, TypeVar

from gshell.engine.errors import SILENT_ACTIONS, ErrorRecord
from gshell.engine.host import Host
from gshell.engine.registry import CommandTable
from gshell.engine.scope import Flow, Objects, Scope
from gshell.engine.values import Value, collect

ERRORS_KEPT = 256

Service = TypeVar("Service")


class InputLines:
    """Standard input as `$input`: its lines without their ends, each given once."""

    __slots__ = ("_lines",)

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._lines = iter(lines)

    def stream(self) -> Objects:
        """Give the lines as they arrive."""
        for line in self._lines:
            yield line.rstrip("\r\n")

    def collect(self) -> Value:
        """Give all lines that are left, as a variable would hold them."""
        return collect(self.stream())


class _Services:
    """What cmdlets keep between lines: one object of each kind, whichever thread asks first."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._lock = threading.RLock()  # making one may ask for another
        self._made: dict[Any, Any] = {}

    def __contains__(self, kind: Any) -> bool:
        return kind in self._made

    def get(self, kind: Callable[[Shell], Any]) -> Any:
        with self._lock:
            if kind not in self._made:
                self._made[kind] = kind(self._shell)
            return self._made[kind]

    def all(self) -> list[tuple[Any, Any]]:
        with self._lock:
            return list(self._made.items())

    def close(self) -> None:
        while self._made:
            with self._lock:
                _, service = self._made.popitem()
            close = getattr(service, "close", None)
            if close is not None:  # it may wait for threads that ask for a service
                close()


class Shell:
    """Everything that lasts from one line to the next.

    `succeeded` is `$?`; `failed` says whether any error was left unhandled, which decides the exit
    code.
    """

    def __init__(self, host: Host, commands: CommandTable) -> None:
        self.host = host
        self.commands = commands
        self.variables: MutableMapping[str, Value] = {}
        self.errors: list[ErrorRecord] = []
        self.verbose = False  # as if every cmdlet had -Verbose
        self.succeeded: bool = True
        self.failed = False
        self.input_lines: InputLines = InputLines()
        self.session: Callable[[], Value] = lambda: None  # gives $session
        self._services = _Services(self)
        self._own: dict[Any, Any] = {}  # what a fork has instead of some of them

    def fork(self, host: Host, variables: MutableMapping[str, Value]) -> Shell:
        """Make a shell for another thread: the commands and services are shared, and that is all.

        It has the variables given here, not a copy of them, and errors of its own. A service with
        a method `fork` is asked for what the other shell is to have instead.
        """
        other = Shell(host, self.commands)
        other.variables = variables
        other.verbose = self.verbose
        other.session = self.session
        other._services = self._services
        for kind, shared in self._services.all():
            fork = getattr(self._own.get(kind, shared), "fork", None)
            if fork is not None:
                other._own[kind] = fork(other)
        return other

    def compile(self, text: str) -> Flow:
        """Make a script runnable; raises SyntaxProblem, and then nothing of it runs."""
        from gshell.engine.evaluate import compile_script
        from gshell.language.parser import parse

        return compile_script(parse(text), text, self.commands)

    def run(self, flow: Flow, arguments: Sequence[Value] = ()) -> Objects:
        """Run a script in the shell's own scope, giving its objects as they come."""
        scope = Scope(self, self.variables)
        scope.arguments = list(arguments)
        return flow(scope)

    # Errors.

    def record_error(self, record: ErrorRecord, action: str = "Continue") -> None:
        """Keep an error in `$Error` and show it, unless the action says otherwise."""
        self.succeeded = False
        if action != "Ignore":
            self.errors.insert(0, record)
            del self.errors[ERRORS_KEPT:]
        if action not in SILENT_ACTIONS:
            self.failed = True
            self.host.error(record)

    # What cmdlets keep between lines.

    def service(self, kind: Callable[[Shell], Service]) -> Service:
        """Give the one object of a kind, made when first asked for; any thread may ask.

        A shell and its forks share it; what it is made with is the first of these shells.
        """
        found: Service = self._own[kind] if kind in self._own else self._services.get(kind)
        return found

    def has_service(self, kind: Callable[[Shell], Any]) -> bool:
        """Say whether a service was made already, without making it."""
        return kind in self._services

    def close(self) -> None:
        """Close what cmdlets kept, the newest first."""
        self._services.close()
