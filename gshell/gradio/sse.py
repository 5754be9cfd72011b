"""Bytes of an event stream, split into its events.

Lines are never split by Python's idea of a line: Gradio writes U+2028 and U+0085 raw into the
JSON of queue/data, and a splitter that breaks there breaks the JSON (gradio issue 11172).
"""

from __future__ import annotations

from typing import NamedTuple

from gshell.gradio.errors import Lost
from gshell.gradio.options import LARGEST


class Block(NamedTuple):
    """One event of a stream: its name (`message` if it has none) and its data."""

    event: str
    data: bytes


class Splitter:
    """Collects the chunks of one stream and gives each event once it is whole."""

    __slots__ = ("_held_return", "_limit", "_pieces", "_size")

    def __init__(self, limit: int = LARGEST) -> None:
        """Take the size in bytes from which on an event is refused."""
        self._limit = limit
        self._pieces: list[bytes] = []
        self._size = 0
        self._held_return = False

    def feed(self, chunk: bytes) -> list[Block]:
        """Take the next bytes of the stream; give the events that they complete."""
        chunk = self._without_returns(chunk)
        if not chunk:
            return []
        pieces = self._pieces
        ends_here = b"\n\n" in chunk or (pieces and pieces[-1][-1] == 10 and chunk[0] == 10)
        pieces.append(chunk)
        self._size += len(chunk)
        if not ends_here:
            self._check_size()
            return []
        whole = b"".join(pieces).split(b"\n\n")
        rest = whole.pop()
        self._pieces = [rest] if rest else []
        self._size = len(rest)
        self._check_size()
        return [block for text in whole if (block := parse_block(text)) is not None]

    def finish(self) -> list[Block]:
        """Give what stands at the end of the stream without a blank line after it."""
        block = parse_block(b"".join(self._pieces))
        self._pieces = []
        self._size = 0
        return [] if block is None else [block]

    def _without_returns(self, chunk: bytes) -> bytes:
        """Turn CRLF into LF, also where the pair is torn between two chunks."""
        if self._held_return:
            chunk = b"\r" + chunk
            self._held_return = False
        if b"\r" not in chunk:
            return chunk
        if chunk[-1] == 13:
            self._held_return = True
            chunk = chunk[:-1]
        return chunk.replace(b"\r\n", b"\n")

    def _check_size(self) -> None:
        if self._size > self._limit:
            self._pieces = []
            raise Lost(
                f"the app sent an event of more than {self._limit / (1024 * 1024):g} MB",
                hint="the call is given up; what had arrived is kept",
            )


def parse_block(text: bytes) -> Block | None:
    """Read the lines of one event; None for a comment or an empty block."""
    if text.startswith(b"data: ") and b"\n" not in text:
        return Block("message", text[6:])
    event, data = "message", []
    for line in text.split(b"\n"):
        name, colon, value = line.partition(b":")
        value = value.removeprefix(b" ") if colon else b""
        if name == b"data":
            data.append(value)
        elif name == b"event":
            event = value.decode("utf-8", "replace")
    return Block(event, b"\n".join(data)) if data else None
