from __future__ import annotations

import pytest

from gshell.gradio.calls import KEPT_DELIVERED, CallList
from gshell.gradio.errors import EventNotFound
from gshell.gradio.objects import GradioApiEvent, SessionApiEvent
from gshell.gradio.reading import Reading


class _Driver:
    def start(self) -> None: ...
    def cancel(self) -> None: ...


def make(event_id: str, *, finished: bool = False, taken: bool = False) -> SessionApiEvent:
    reading = Reading(None, "x")
    reading.event_id = event_id
    event = GradioApiEvent(
        reading,
        _Driver(),  # type: ignore[arg-type]
        route="queue",
        app_url="",
        query_url="",
        session_hash=None,
        request=None,
    )
    if finished:
        reading.finished_at = 1.0
    if taken:
        event.status = "complete"
    return SessionApiEvent(event, "s")


@pytest.fixture
def calls() -> CallList:
    calls = CallList()
    for call in (
        make("aaaa1111"),
        make("aaaa2222", finished=True),
        make("bbbb3333", finished=True, taken=True),
    ):
        calls.make_room(0, "Error", None)
        calls.add(call)
    return calls


def ids(calls: list[SessionApiEvent]) -> list[str]:
    return [call.id for call in calls]


@pytest.mark.parametrize("word", ["aaaa1111", "aaaa1", "bbbb"])
def test_a_call_is_found_by_a_beginning_of_its_id(calls: CallList, word: str) -> None:
    assert calls.find(word).id.startswith(word)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("aaaa", "2 calls begin with aaaa"),
        ("bbb", "the session has no call bbb"),
        ("cccc", "the session has no call cccc"),
        ("", "the session has no call "),
    ],
)
def test_a_call_is_not_found(calls: CallList, word: str, message: str) -> None:
    with pytest.raises(EventNotFound) as caught:
        calls.find(word)
    assert caught.value.message == message
    assert caught.value.hint


def test_a_call_is_found_by_itself(calls: CallList) -> None:
    for call in calls.all():
        assert calls.find(call) is call
    with pytest.raises(EventNotFound):
        calls.find(make("dddd4444"))


@pytest.mark.parametrize(
    ("target", "force", "expected"),
    [
        ("clean", False, ["bbbb3333"]),
        ("CLEAN", True, ["aaaa2222", "bbbb3333"]),
        ("AllCompleted", False, ["bbbb3333"]),
        ("all", False, ["aaaa2222", "bbbb3333"]),
        ("all", True, ["aaaa1111", "aaaa2222", "bbbb3333"]),
        ("aaaa1", False, []),
        ("aaaa1", True, ["aaaa1111"]),
        ("aaaa2", False, ["aaaa2222"]),
    ],
)
def test_what_a_removal_would_take(
    calls: CallList, target: str, force: bool, expected: list[str]
) -> None:
    assert ids(calls.candidates(target, force)) == expected
    assert len(calls.all()) == 3


def test_a_removed_call_is_gone(calls: CallList) -> None:
    calls.remove(calls.candidates("all", False))
    assert ids(calls.all()) == ["aaaa1111"]


def test_only_the_last_calls_that_were_taken_stay(calls: CallList) -> None:
    for number in range(KEPT_DELIVERED + 5):
        calls.make_room(2, "Warning", None)
        calls.add(make(f"n{number:07}", finished=True, taken=True))
    left = ids(calls.all())
    assert left[:2] == ["aaaa1111", "aaaa2222"], "these were not taken yet"
    assert len(left) == KEPT_DELIVERED + 2
    assert left[-1] == f"n{KEPT_DELIVERED + 4:07}"
