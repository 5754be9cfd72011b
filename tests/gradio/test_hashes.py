"""Which session hash a call is on, and which hashes are used again."""

from __future__ import annotations

from gshell.gradio.objects import GradioApiEvent
from gshell.gradio.session import GradioSession
from tests.cmdlets.patience import wait_until
from tests.gradio.conftest import StartCall


def read(event: GradioApiEvent) -> str:
    """Read a call to its end, and say what that was."""
    *_, last = event.updates()
    return last.event


def wait_until_free(session: GradioSession, count: int) -> None:
    """Wait until so many hashes beside the session's own may be used again."""
    wait_until(lambda: len(session._hashes._free) == count)


def side_by_side(start: StartCall, count: int) -> list[GradioApiEvent]:
    return [start("grow", n=3, delay=0.02) for _ in range(count)]


def test_those_of_calls_that_ended_are_used_again(start: StartCall, session: GradioSession) -> None:
    hashes: set[str | None] = set()
    for _ in range(3):
        calls = side_by_side(start, 4)
        together = {call.session_hash for call in calls}
        assert len(together) == 4, "two calls that run are never on one hash"
        assert [read(call) for call in calls] == ["complete"] * 4
        hashes |= together
        wait_until_free(session, 3)
    assert len(hashes) == 4
    assert session.session_id in hashes


def test_so_are_those_of_calls_that_failed(start: StartCall, session: GradioSession) -> None:
    first = start("slow", mark="hashes")
    refused = start("refuse", text="no")
    assert read(refused) == "error"
    wait_until_free(session, 1)
    after = start("upper", text="a")
    assert refused.session_hash == after.session_hash != first.session_hash
    assert read(after) == "complete"


def test_a_hash_on_which_a_call_was_cancelled_is_not(
    start: StartCall, session: GradioSession
) -> None:
    start("slow", mark="hashes")
    cancelled = start("grow", n=1000, delay=0.02)
    next(iter(cancelled.updates()))
    told = cancelled.cancel()
    assert told is not None
    told.result(20)
    assert read(cancelled) == "cancelled"
    wait_until(lambda: not session._hashes._beside)
    assert session._hashes._free == []
    after = start("upper", text="a")
    assert after.session_hash not in (cancelled.session_hash, session.session_id)
    assert read(after) == "complete"


def test_one_with_state_stays_on_the_sessions_own(start: StartCall, session: GradioSession) -> None:
    beside = side_by_side(start, 2)[1]
    assert read(beside) == "complete"
    wait_until_free(session, 1)
    outer = start("slow", mark="hashes")
    assert start("remember", text="one").session_hash == session.session_id
    outer.cancel()
