"""Plays a fault against the real client, and says what a person would have seen of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from gshell.gradio.app import App, Apps
from gshell.gradio.background import Background
from gshell.gradio.call import send
from gshell.gradio.errors import GradioError
from gshell.gradio.objects import GradioApiEvent, GradioApiEventResult
from gshell.gradio.options import ConnectionOptions
from gshell.gradio.session import GradioSession
from tests.faults.fault import DATA, JOIN, OPTIONS, PART, SECRET, Fault, Stage
from tests.faults.server import FaultServer, events


class Outcome(NamedTuple):
    """What became of a try: of a connection `outcome` is empty unless it was made.

    `kept` is the data that had arrived; `said` are notes and warnings on the way.
    """

    outcome: str
    id: str = ""
    message: str = ""
    hint: str = ""
    kept: tuple[Any, ...] = ()
    said: tuple[str, ...] = ()


class Played(NamedTuple):
    """A fault's outcome, and that of the next try, when the app was well again."""

    first: Outcome
    next: Outcome


class World:
    """An app that breaks, another host, and a client, all of which must be clean at the end."""

    def __init__(self, options: ConnectionOptions = OPTIONS) -> None:
        self.server = FaultServer.gradio()
        self.other = FaultServer.gradio()
        self.background = Background()
        self.apps = Apps(self.background)
        self.options = options
        self.app: App | None = None
        self.session: GradioSession | None = None
        self.stack = ExitStack()  # what is undone at the end

    def open(self) -> Outcome:
        """Connect, and begin a session."""
        try:
            again = self.app is not None
            self.app = self.apps.connect(self.server.address, self.options, refresh=again)
        except GradioError as error:
            return failed("", error)
        self.session = self.session or GradioSession("faults", self.app, self.background)
        return Outcome("success", said=tuple(filter(None, [self.app.warning])))

    def call(self) -> Outcome:
        """Make a call through the queue and take its results."""
        session = self.session
        assert session is not None
        said: list[str] = []
        api = session.app.endpoint("say")
        return self._taken(
            lambda: session.start(api, api.arrange({}, ["a"]), note=said.append).event, said
        )

    def route(self) -> Outcome:
        """Make a call by the /call route and take its results."""
        assert self.app is not None
        app = self.app
        api = app.endpoint("say")
        return self._taken(lambda: send(app, api, ["a"], background=self.background), [])

    def call_in_doubt(self) -> Outcome:
        """Make a call when there was a sign that the app may be another one."""
        assert self.app is not None
        self.app.doubt()
        return self.call()

    def cancel(self) -> Outcome:
        """Begin a call and cancel it after its first result."""
        session = self.session
        assert session is not None
        self.server.answer("GET", DATA, events(PART, end="open"))
        api = session.app.endpoint("say")
        event = session.start(api, ["a"]).event
        next(event.updates())
        told = event.cancel()
        assert told is not None
        error = told.exception(10)
        kept = tuple(event.data)
        if error is None:
            return Outcome(str(event.outcome), kept=kept)
        assert isinstance(error, GradioError)
        return failed(str(event.outcome), error)._replace(kept=kept)

    def attempt(self, stage: Stage) -> Outcome:
        """Try what a fault is to break."""
        tries = {
            "open": self.open,
            "call": self.call,
            "route": self.route,
            "cancel": self.cancel,
            "doubt": self.call_in_doubt,
        }
        return tries[stage]()

    def _taken(self, start: Callable[[], GradioApiEvent], said: list[str]) -> Outcome:
        try:
            event = start()
        except GradioError as error:
            return failed("", error)._replace(said=tuple(said))
        results = take(event)
        times = [event.started, *(each.ts for each in results)]
        assert times == sorted(times)
        assert timedelta() <= event.elapsed < timedelta(minutes=1)
        outcome = str(event.outcome)
        kept = tuple(event.data)
        if event.failure is None:
            return Outcome(outcome, kept=kept, said=tuple(said))
        return failed(outcome, event.failure)._replace(kept=kept, said=tuple(said))

    def tasks_left(self) -> list[str]:
        """Name what still runs on the network's loop, besides the session's heartbeat."""

        async def wait_for_the_end() -> list[str]:
            own = asyncio.current_task()
            tasks = [
                task
                for task in asyncio.all_tasks()
                if task is not own and task.get_name() != "heartbeat"
            ]
            if not tasks:
                return []
            _, late = await asyncio.wait(tasks, timeout=5)
            return [repr(task) for task in late]

        return self.background.run(wait_for_the_end())


def take(event: GradioApiEvent) -> list[GradioApiEventResult]:
    """Take what is there, until the call ends or is lost; the record then says why."""
    results = []
    try:
        for result in event.updates():
            results.append(result)  # noqa: PERF402 - what came before an error is to be kept
    except GradioError as error:
        raised: GradioError | None = error
        same = raised is event.failure
    else:
        same = True
    assert same, "what is raised is what the record says"
    return results


def failed(outcome: str, error: GradioError) -> Outcome:
    return Outcome(outcome, error.id, error.message, error.hint)


@contextmanager
def world(options: ConnectionOptions = OPTIONS) -> Iterator[World]:
    """Give a world, and check that nothing of it is left behind."""
    threads, sockets = set(threading.enumerate()), _open_sockets()
    made = World(options)
    with made.server, made.other, made.stack:
        try:
            yield made
            assert made.tasks_left() == []
            assert made.server.wait_until_left(1), "only the heartbeat's connection may be open"
            assert made.other.requests == [], "nothing may reach another host"
        finally:
            if made.session is not None:
                made.session.close()
            made.apps.close()
            assert made.server.wait_until_left(0), "a connection was left open"
            made.background.close()
    assert set(threading.enumerate()) <= threads, "a thread was left behind"
    assert _open_sockets() <= sockets, "a socket was left open"


def play(fault: Fault) -> Played:
    """Play a fault, then make the app well again and try once more."""
    with world(fault.options or OPTIONS) as made:
        server = made.server
        if fault.stage != "open":
            made.open()
        fault.play(made)
        first = made.attempt(fault.stage)
        assert len(server.sent(JOIN)) <= (1 if made.options.auth is None else 2)
        assert SECRET not in str([(each.path, each.query, each.body) for each in server.requests])
        server.behave()
        server.listen()
        following = made.open() if fault.stage == "open" else made.attempt(_NEXT[fault.stage])
        if fault.stage == "open":
            assert made.call().outcome == "success"
        return Played(
            _anonymous(first, server, made.other), _anonymous(following, server, made.other)
        )


_NEXT: dict[Stage, Stage] = {"call": "call", "route": "route", "cancel": "call", "doubt": "call"}


_played: dict[str, Played] = {}


def played(fault: Fault) -> Played:
    """Give what playing a fault gave, playing it if nobody did before."""
    key = f"{fault.stage} {fault.words} {fault.outcome} {fault.id}"
    if key not in _played:
        _played[key] = play(fault)
    return _played[key]


def _anonymous(outcome: Outcome, server: FaultServer, other: FaultServer) -> Outcome:
    """Take out of the words what is different in each run."""

    def without(words: str) -> str:
        words = words.replace(f"127.0.0.1:{server.port}", "HOST")
        return words.replace(f"127.0.0.1:{other.port}", "ELSEWHERE")

    return outcome._replace(
        message=without(outcome.message),
        hint=without(outcome.hint),
        said=tuple(without(each) for each in outcome.said),
    )


def _open_sockets() -> int:
    """Count this process's sockets, where the system tells."""
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        return 0
    count = 0
    for each in folder.iterdir():
        try:
            count += str(each.readlink()).startswith("socket:")
        except FileNotFoundError:
            pass  # the listing's own descriptor
    return count
