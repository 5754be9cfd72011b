"""What went over the wire for one call, kept so that a person can look at it afterwards.

Keeping costs next to nothing: what came stays as it came, and becomes text when it is looked at.
It is bounded, because a stream may bring any number of messages: the first entries and the newest
are kept.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gshell.gradio.errors import GradioError, HttpError
from gshell.gradio.jsontext import write_json

if TYPE_CHECKING:
    from gshell.gradio.http import Http

SENT: Final = "sent"
RECEIVED: Final = "received"

_LARGEST = 256 * 1024  # bytes kept of one call, about
_FIRST = 8  # entries at the beginning that are kept in any case
_LONGEST = 16 * 1024  # bytes kept of one entry
_LONGEST_KIND = 40
_OVERHEAD = 160  # bytes that an entry takes beside its text, about


class Entry(NamedTuple):
    """One thing that was sent or received; `moment` is in `time.monotonic()` seconds.

    `kind` is `POST`, `GET`, `answer`, the status of an answer that is none, `lost`, or what the app
    calls its message. Where entries were left out, an entry without a direction says how many.
    """

    moment: float
    direction: str
    kind: str
    text: str


class Exchange:
    """The record of one call: written on one thread at a time, and looked at from any."""

    __slots__ = ("_first", "_newest", "_size", "count", "ended_at", "left_out")

    def __init__(self) -> None:
        self.count = 0
        """How many entries there were."""
        self.left_out = 0
        """How many of them are not there any more."""
        self.ended_at: int | None = None
        """How many there were when the call's last message had been read."""
        self._first: list[_Kept] = []
        self._newest: deque[_Kept] = deque()
        self._size = 0

    def sent(self, moment: float, method: str, path: str, body: Any = None) -> None:
        """Note a request; its body, if it has one, is made text when somebody looks."""
        self._add((moment, SENT, method, _Request(path, body)))

    def answered(self, moment: float, answer: Any) -> None:
        """Note the JSON that a request was answered with."""
        self._add((moment, RECEIVED, "answer", _cut(_as_json(answer))))

    def failed(self, moment: float, error: GradioError) -> None:
        """Note that a request was refused, or that no answer came."""
        status = error.status if isinstance(error, HttpError) else 0
        self._add(
            (
                moment,
                RECEIVED,
                str(status or "lost"),
                _cut(error.message.encode("utf-8", "replace")),
            )
        )

    def message(self, moment: float, kind: Any, text: bytes) -> None:
        """Note a message of a stream: what the app calls it, and its bytes."""
        if type(kind) is not str or len(kind) > _LONGEST_KIND:
            kind = "message"
        if len(text) > _LONGEST:
            text = _cut(text)
        self._add((moment, RECEIVED, kind, text))

    def end(self) -> None:
        """Note that the call's last message was read; what follows belongs to its stream."""
        self.ended_at = self.count

    def begin_with(self, other: Exchange) -> None:
        """Put what went over the wire before, for the same call, at the beginning."""
        before = [*other._first, *other._newest]
        self._first[:0] = before
        self.count += len(before)
        if self.ended_at is not None:
            self.ended_at += len(before)

    def entries(self, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Entry]]:
        """Give the entries from one number up to another, each with the number after it.

        In place of those that were not kept there is one that says how many they were.
        """
        end = self.count if end is None else end
        gap, newest = self.left_out, list(self._newest)
        first = self._first[:]
        for number, one in enumerate(first[start:end], start + 1):
            yield number, _entry(one)
        place = len(first) + gap
        missing = place - max(start, len(first))
        if newest and missing > 0 and end > place:
            yield place, Entry(newest[0][0], "", "...", f"{missing:,} entries were not kept")
        start = max(start, place)
        for number, one in enumerate(newest[start - place : end - place], start + 1):
            yield number, _entry(one)

    @property
    def began(self) -> float:
        """When the first entry was made, in `time.monotonic()` seconds; 0 if there is none."""
        return self._first[0][0] if self._first else 0.0

    def _add(self, entry: _Kept) -> None:
        if len(self._first) < _FIRST:
            self._first.append(entry)
        else:
            self._newest.append(entry)
            self._size += _size_of(entry)
            while self._size > _LARGEST:
                self._size -= _size_of(self._newest.popleft())
                self.left_out += 1
        self.count += 1


async def post_noted(
    http: Http, exchange: Exchange, path: str, body: Any, token: str | None = None
) -> Any:
    """Send what belongs to a call, and note that and the answer in its record."""
    exchange.sent(time.monotonic(), "POST", path, body)
    try:
        answer = await http.post_json(path, body, token=token)
    except GradioError as error:
        exchange.failed(time.monotonic(), error)
        error.exchange = exchange
        raise
    exchange.answered(time.monotonic(), answer)
    return answer


class _Request(NamedTuple):
    path: str
    body: Any


_Kept = tuple[float, str, str, bytes | _Request]


def _size_of(entry: _Kept) -> int:
    content = entry[3]
    return _OVERHEAD + (len(content) if type(content) is bytes else 0)


def _entry(kept: _Kept) -> Entry:
    moment, direction, kind, content = kept
    if isinstance(content, bytes):
        return Entry(moment, direction, kind, content.decode("utf-8", "replace"))
    if content.body is None:
        return Entry(moment, direction, kind, content.path)
    body = _cut(write_json(content.body)).decode()
    return Entry(moment, direction, kind, f"{content.path} {body}")


def _as_json(answer: Any) -> bytes:
    try:
        return json.dumps(answer).encode()
    except RecursionError:
        return b"JSON that is nested too deeply to be shown"


def _cut(text: bytes) -> bytes:
    """Shorten a text that is too long, and say how long it is."""
    if len(text) <= _LONGEST:
        return text
    beginning = text[: _LONGEST - 40].decode("utf-8", "ignore")
    return f"{beginning}\u2026 ({len(text):,} bytes in all)".encode()
