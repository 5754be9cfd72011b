"""The running calls of a thread in the background, and when they are shown."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

import pytest

from gshell.engine.host import Watch
from gshell.engine.values import Value
from gshell.engine.watches import Watches
from tests.engine.world import Host


class Shown:
    """A call that is shown."""

    def __init__(self, screen: list[Shown], call: Value, tell: Callable[[], None]) -> None:
        self.screen = screen
        self.call = call
        self.tell = tell
        self.results = 0

    def __enter__(self) -> Self:
        self.screen.append(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.screen.remove(self)


class Screen(Host):
    """A host on which calls are seen."""

    def __init__(self) -> None:
        super().__init__()
        self.screen: list[Shown] = []

    def watching(self, call: Value, tell: Callable[[], None]) -> Watch:
        return Shown(self.screen, call, tell)

    @property
    def calls(self) -> list[tuple[Value, int]]:
        return [(one.call, one.results) for one in self.screen]


@pytest.fixture
def screen() -> Screen:
    return Screen()


def nothing() -> None:
    """Tell nothing."""


def test_calls_are_shown_only_while_somebody_looks(screen: Screen) -> None:
    watches = Watches()
    with watches.watching("a", nothing) as a:
        a.results += 2
        assert screen.calls == []
        with watches.shown_by(screen):
            assert screen.calls == [("a", 2)]
            with watches.watching("b", nothing):
                a.results += 1
                assert screen.calls == [("a", 3), ("b", 0)]
            assert screen.calls == [("a", 3)]
        assert screen.calls == []
        with watches.shown_by(screen):
            assert screen.calls == [("a", 3)]
    assert screen.calls == []


def test_a_call_that_ends_meanwhile_is_gone(screen: Screen) -> None:
    watches = Watches()
    watch = watches.watching("a", nothing)
    with watches.shown_by(screen):
        with watch:
            assert screen.calls == [("a", 0)]
        assert screen.calls == []


def test_whoever_looks_lets_the_call_tell(screen: Screen) -> None:
    told: list[str] = []
    watches = Watches()
    with watches.watching("a", lambda: told.append("told")), watches.shown_by(screen):
        screen.screen[0].tell()
    assert told == ["told"]


def test_two_who_look_see_each_call_once(screen: Screen) -> None:
    watches, other = Watches(), Screen()
    with watches.watching("a", nothing), watches.shown_by(screen), watches.shown_by(other):
        assert (screen.calls, other.calls) == ([], [("a", 0)])
