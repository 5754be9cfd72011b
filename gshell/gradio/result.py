"""What travels from the reader of a call to its taker: its results, and two notes about it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

if TYPE_CHECKING:
    from gshell.gradio.errors import GradioError
    from gshell.gradio.reading import Reading
    from gshell.gradio.schema import GradioApi


class GradioApiEventResult:
    """One event of a call.

    `event` is `heartbeat`, `generating`, `complete`, `error` or `cancelled`. `data` is a list with
    one value per output, for `error` what the app sent, else None. `repeated` marks a `complete`
    that says again what the last `generating` said.
    """

    __slots__ = ("_reading", "_received", "data", "event", "final", "num", "repeated")
    MEMBERS: ClassVar[dict[str, str]] = {
        "num": "num",
        "ts": "ts",
        "event": "event",
        "data": "data",
        "EventId": "event_id",
        "ApiName": "api_name",
        "final": "final",
        "repeated": "repeated",
        "pipeline": "pipeline",
    }
    JSON_HIDDEN: ClassVar[frozenset[str]] = frozenset({"pipeline"})

    def __init__(
        self,
        num: int,
        received: float,
        event: str,
        data: Any,
        reading: Reading,
        final: bool = False,
        repeated: bool = False,
    ) -> None:
        self.num = num
        self.event = event
        self.data = data
        self.final = final
        self.repeated = repeated
        self._received = received
        self._reading = reading

    @property
    def ts(self) -> datetime:
        """When it was received, in local time."""
        return local_time(self._reading.wall_time(self._received))

    @property
    def event_id(self) -> str:
        """The id of its call."""
        return self._reading.event_id

    @property
    def api_name(self) -> str:
        """The name of the endpoint called."""
        return self._reading.api_name

    @property
    def api(self) -> GradioApi | None:
        """The endpoint called, if it is known."""
        return self._reading.api

    @property
    def pipeline(self) -> list[GradioApiEventResult]:
        """The results that its call was made of, and those that theirs were, oldest first."""
        return list(self._reading.pipeline)

    @property
    def labels(self) -> list[str]:
        """A label for each value in `data`; empty if they are not known."""
        returns = self.api.returns if self.api else []
        if not isinstance(self.data, list) or len(returns) != len(self.data):
            return []
        return [each.label for each in returns]

    def __str__(self) -> str:
        return f"{self.api_name} {self.event} {self.num}"

    def __repr__(self) -> str:
        return f"GradioApiEventResult({self.num}, {self.event!r})"


class Queued(NamedTuple):
    """The app has put the call into its queue."""


class Ended(NamedTuple):
    """No more will come, although no final event did; `error` says why."""

    error: GradioError


QUEUED: Final = Queued()
Arrival = GradioApiEventResult | Queued | Ended


def local_time(seconds: float) -> datetime:
    """Give a time in seconds since the epoch as local time, with its offset."""
    return datetime.fromtimestamp(seconds).astimezone()
