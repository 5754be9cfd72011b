"""How running calls go on, as lines for a terminal: what the app tells becomes text, cut to fit.

Everything that is read here comes from a server, so nothing about it is taken for granted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from gshell.engine.values import is_file
from gshell.render.cells import ELLIPSIS, PIECE_GAP, cut, pad, width
from gshell.render.page import FormattedLine
from gshell.render.sanitize import clean
from gshell.render.text import duration, inline
from gshell.render.theme import Theme

if TYPE_CHECKING:
    from gshell.gradio.objects import GradioApiEvent

MOST_CALLS = 6
"""Calls that have a line each; of more than that only the number is shown."""

_MOST_BARS = 4
_NAME_WIDTH = 24
_WORDS_WIDTH = 40
_BAR_WIDTH = 20
_NARROW = 60  # columns under which a bar is half as long
_LEAST_PARTIAL = 12
_TAIL = 400  # characters at the end of a text; no line is longer
_LARGEST = 1e15
_DAY = 86_400.0


class Bar(NamedTuple):
    """A progress bar: the part that is done (0 to 1, None: unknown), and the words beside it."""

    done: float | None
    amount: str
    words: str
    speed: str


class State(NamedTuple):
    """A running call at one moment; `place` says what the app does with it."""

    name: str
    place: str
    bars: tuple[Bar, ...]
    seconds: float
    results: int
    partial: str


class Speeds:
    """How fast the bars of one call go, worked out from what was seen of them so far."""

    def __init__(self) -> None:
        self._courses: dict[int, _Course] = {}

    def of(self, place: int, index: float, length: float | None, now: float) -> float | None:
        """Give the steps per second of the bar at a place; None before it has moved twice.

        When the first step began that was seen, nobody knows, so only those behind it count.
        """
        course = self._courses.get(place)
        if course is None or index < course.reached or length != course.length:
            course = _Course(index, None, index, now, length)
        elif index > course.reached and course.first_time is None:
            course = _Course(index, now, index, now, length)
        elif index > course.reached:
            course = course._replace(reached=index, time=now)
        self._courses[place] = course
        if course.first_time is None or course.time <= course.first_time:
            return None
        return (course.reached - course.first) / (course.time - course.first_time)


class _Course(NamedTuple):
    first: float
    first_time: float | None  # seconds; None until a step was seen to be made
    reached: float
    time: float
    length: float | None


def state_of(call: GradioApiEvent, speeds: Speeds, results: int, partial: str) -> State:
    """Look at a call as it is now."""
    seconds = max(call.elapsed.total_seconds(), 0.0)  # a clock may be set back
    bars: tuple[Bar, ...] = ()
    if call.server_status == "running":
        bars = tuple(_bars(call.progress, speeds, seconds))
    return State(
        name=cut(clean(call.api_name, lines=False), _NAME_WIDTH),
        place="" if bars else _place(call),
        bars=bars,
        seconds=seconds,
        results=results,
        partial=partial,
    )


def partial_text(data: Any) -> str:
    """Give a partial result on one line: of a text its end, of a list or a map its size."""
    values = data if isinstance(data, list) else []
    return ", ".join(_brief(value) for value in values if value is not None)


def summary(name: str, outcome: str, results: int, seconds: float) -> str:
    """Say in one line how a call ended."""
    word = "complete" if outcome == "success" else outcome
    count = {0: "", 1: ", 1 result"}.get(results, f", {results} results")
    return f"{name}: {word}{count} in {duration(timedelta(seconds=seconds))}"


def progress_text(call: GradioApiEvent) -> str:
    """Say in a few words how far a call is; nothing of one that tells nothing, or has ended."""
    if call.server_status == "queued":
        return _place(call)
    bars = _bars(call.progress, Speeds(), 0.0) if call.server_status == "running" else ()
    return "; ".join(f"{bar.amount} {bar.words}".strip() for bar in bars)


def live_lines(
    states: Sequence[State], columns: int, height: int, theme: Theme
) -> list[FormattedLine]:
    """Give the lines for all calls that run, each at most so many columns wide."""
    if len(states) == 1:
        return _alone(states[0], columns, theme)[:height]
    shown = states
    if len(states) > min(MOST_CALLS, height):
        shown = states[: max(min(MOST_CALLS, height - 1), 0)]
    longest = max((width(state.name) for state in shown), default=0)
    lines = [_one_line(state, columns, theme, longest) for state in shown]
    more = len(states) - len(shown)
    return [*lines, _line([_Piece(f"and {more} more", "note")], columns, theme)] if more else lines


# What the app tells.


def _place(call: GradioApiEvent) -> str:
    if call.server_status != "queued":
        return call.server_status
    queue = call.queue or {}
    rank, size, eta = (_number(queue.get(key)) for key in ("rank", "size", "eta"))
    if rank is None:
        return "waiting"
    ending = "" if eta is None or not 0 <= eta < _DAY else f", eta {_whole_seconds(eta)}"
    return f"queue {rank + 1:.0f}/{max(rank + 1, size or 0):.0f}{ending}"


def _whole_seconds(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 60 else duration(timedelta(seconds=seconds))


def _bars(progress: Any, speeds: Speeds, now: float) -> Iterator[Bar]:
    bars = progress if isinstance(progress, list) else []
    for place, bar in enumerate(bars[:_MOST_BARS]):
        if isinstance(bar, dict):
            yield _bar(bar, place, speeds, now)


def _bar(bar: dict[str, Any], place: int, speeds: Speeds, now: float) -> Bar:
    index, length, done = (_number(bar.get(key)) for key in ("index", "length", "progress"))
    unit, words = _word(bar.get("unit")), _word(bar.get("desc"))
    if index is None:
        done = None if done is None else min(max(done, 0.0), 1.0)
        return Bar(done, "" if done is None else f"{done:.0%}", words, "")
    if length is not None and length > 0:
        done = min(max(index / length, 0.0), 1.0)
    count = _plain(index) if length is None else f"{_plain(index)}/{_plain(length)}"
    speed = speeds.of(place, index, length, now)
    return Bar(
        done, f"{count} {unit}".rstrip(), words, "" if speed is None else _speed(speed, unit)
    )


def _speed(speed: float, unit: str) -> str:
    if speed < 0.5:
        return f"{1 / speed:.1f} s each"
    number = f"{speed:.1f}" if speed < 100 else f"{speed:.0f}"
    return f"{number} {unit}/s" if unit else f"{number}/s"


def _number(value: Any) -> float | None:
    """Give a number that can be shown; None for anything else that a server may send."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    return float(value) if abs(value) < _LARGEST else None


def _plain(number: float) -> str:
    return f"{number:.0f}" if number == int(number) else f"{number:.1f}"


def _word(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return cut(clean(value[:_TAIL].strip(), lines=False), _WORDS_WIDTH)


def _brief(value: Any) -> str:
    if isinstance(value, str):
        return inline(value[-_TAIL:])
    if isinstance(value, (list, dict)) and not is_file(value):
        return "1 value" if len(value) == 1 else f"{len(value)} values"
    return inline(value)


# Lines.


class _Piece(NamedTuple):
    """A part of a line; where there is not enough room, those of the highest rank go first."""

    text: str
    style: str = ""
    rank: int = 0


def _alone(state: State, columns: int, theme: Theme) -> list[FormattedLine]:
    """Give one line, or more if the call has several bars that do not fit side by side."""
    if len(state.bars) > 1 and _total(_pieces(state, columns)) > columns:
        first = _one_line(state._replace(bars=state.bars[:1]), columns, theme)
        indent = _Piece(" " * width(state.name))
        rest = [[indent, *_bar_pieces(bar, columns)] for bar in state.bars[1:]]
        return [first, *(_line(pieces, columns, theme) for pieces in rest)]
    return [_one_line(state, columns, theme)]


def _one_line(state: State, columns: int, theme: Theme, name_width: int = 0) -> FormattedLine:
    pieces = _pieces(state, columns, name_width)
    room = columns - _total(pieces) - len(PIECE_GAP)
    if state.partial and room >= _LEAST_PARTIAL:
        pieces.append(_Piece(_end_of(state.partial, room), "note"))
    return _line(pieces, columns, theme)


def _pieces(state: State, columns: int, name_width: int = 0) -> list[_Piece]:
    pieces = [_Piece(pad(state.name, max(name_width, width(state.name))), "label")]
    if state.place:
        pieces.append(_Piece(state.place))
    for bar in state.bars:
        pieces += _bar_pieces(bar, columns)
    if state.results and not state.bars:
        results = "1 result" if state.results == 1 else f"{state.results} results"
        pieces.append(_Piece(results, rank=1))
    pieces.append(_Piece(duration(timedelta(seconds=state.seconds)), "note"))
    return pieces


def _bar_pieces(bar: Bar, columns: int) -> list[_Piece]:
    pieces = []
    if bar.done is not None:
        pieces.append(_Piece(_graphic(bar.done, columns), "mark", rank=1))
    pieces += [_Piece(bar.amount), _Piece(bar.words, rank=2), _Piece(bar.speed, "note", rank=3)]
    return [piece for piece in pieces if piece.text]


def _graphic(done: float, columns: int) -> str:
    length = _BAR_WIDTH if columns >= _NARROW else _BAR_WIDTH // 2
    full = int(done * length)
    return f"[{'#' * full}{'.' * (length - full)}]"


def _line(pieces: list[_Piece], columns: int, theme: Theme) -> FormattedLine:
    """Put pieces side by side: leave out what does not fit, and cut what must stay."""
    while _total(pieces) > columns and (rank := max(piece.rank for piece in pieces)) > 0:
        pieces = [piece for piece in pieces if piece.rank < rank]
    plain, styled = [], []
    room = columns
    for piece in pieces:
        if room <= 0:
            break
        plain.append(cut(piece.text, room))
        styled.append(theme.paint(plain[-1], piece.style))
        room -= width(plain[-1]) + len(PIECE_GAP)
    return FormattedLine(PIECE_GAP.join(plain), PIECE_GAP.join(styled))


def _total(pieces: Sequence[_Piece]) -> int:
    return sum(width(piece.text) + len(PIECE_GAP) for piece in pieces) - len(PIECE_GAP)


def _end_of(text: str, columns: int) -> str:
    """Shorten a text to its end, where the newest of it is."""
    if width(text) <= columns:
        return text
    text = text[-columns:]
    while width(text) >= columns:
        text = text[1:]
    return ELLIPSIS + text
