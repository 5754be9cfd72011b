"""What the person knows of the calls, so that each thing is said once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from gshell.engine.shell import Shell

if TYPE_CHECKING:
    from gshell.gradio.objects import SessionApiEvent
    from gshell.gradio.session import GradioSession


class Told:
    """What was told; `shell.service(Told)` is the one of a shell and its forks.

    `messages` has the app's last message that was told of each call which was read, but not to its
    end, `wire` how much of its exchange was told under -Verbose. `expected` has the ids of those
    calls that nobody reads, and that are to be announced when they have ended. Any thread may
    change them.
    """

    def __init__(self, shell: Shell) -> None:
        del shell  # the person is the same in all of its forks
        self.messages: dict[str, Any] = {}
        self.wire: dict[str, int] = {}
        self.expected: set[str] = set()

    def take_news(self, sessions: Iterable[GradioSession]) -> list[SessionApiEvent]:
        """Give, once, the calls that ended while nobody read them."""
        calls = [call for session in sessions for call in session.calls]
        ended = [call for call in calls if call.id in self.expected and call.event.finished]
        self.expected &= {call.id for call in calls}  # others were removed from their sessions
        self.expected -= {call.id for call in ended}
        return [call for call in ended if not call.event.delivered]
