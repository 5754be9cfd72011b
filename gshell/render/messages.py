"""What is said to the person beside the data: errors, warnings, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gshell.engine.scripts import SourceFile
from gshell.render.place import marked_line
from gshell.render.sanitize import clean
from gshell.render.theme import Theme

if TYPE_CHECKING:
    from gshell.engine.errors import ErrorRecord

_OF_THE_LINE = frozenset(
    {
        "ApiNotFound",
        "CommandNotFound",
        "EventNotFound",
        "FileNotFound",
        "InvalidEvent",
        "InvalidOperation",
        "NoDefaultSession",
        "ParamInvalid",
        "SessionExists",
        "SessionNotFound",
        "SyntaxError",
    }
)
"""Errors about what was typed. The others happen elsewhere: at the app, on the way to it."""


_LEVELS = {"info": "hint", "warning": "warning", "success": "mark", "error": "error"}
"""What an app's message may be, and the style of that."""


class Messages:
    """Gives messages as text for standard error, each without its last line end."""

    def __init__(self, *, colour: bool, width: int = 80) -> None:
        self.theme = Theme(colour)
        self.width = width

    def error(self, record: ErrorRecord) -> str:
        """Give what went wrong, where in the line if that helps, and what to do."""
        lines = [self._headed(f"error {record.id}:", "error", record.message)]
        if isinstance(record.source, SourceFile) and record.start is not None:
            line = record.source.count("\n", 0, record.start) + 1
            lines.append(f"  {clean(record.source.name, lines=False)}, line {line}")
        if record.id in _OF_THE_LINE and record.start is not None:
            end = record.start if record.end is None else record.end
            whole_is_fine = record.id == "SyntaxError"
            lines += marked_line(
                record.source, record.start, end, self.width, self.theme, whole=whole_is_fine
            )
        if record.hint:
            lines.append(self._headed("hint:", "hint", record.hint))
        return "\n".join(lines)

    def warning(self, text: str) -> str:
        """Give something to look out for."""
        return self._headed("warning:", "warning", text)

    def log(self, level: str, text: str, title: str = "") -> str:
        """Give what an app says on the way, with its title unless that only repeats the level."""
        head = level if level in _LEVELS else "info"
        shown = f"{title}: {text}" if title and title.lower() != head else text
        return self._headed(f"{head}:", _LEVELS[head], shown)

    def note(self, text: str) -> str:
        """Give something that happened."""
        return self.theme.paint(_indented(text), "note")

    def verbose(self, text: str) -> str:
        """Give what is being done."""
        return self.theme.paint(_indented(f"verbose: {text}"), "verbose")

    def plain(self, text: str, colour: str = "") -> str:
        """Give text as it is, in a colour if one is named."""
        return self.theme.paint_in(clean(text), colour)

    def _headed(self, head: str, style: str, text: str) -> str:
        return f"{self.theme.paint(head, style)} {_indented(text)}"


def traceback_text(record: ErrorRecord) -> str:
    """Give the traceback of what caused an error, no text if nothing is known of it."""
    if record.cause is None:
        return ""
    import traceback

    return clean("".join(traceback.format_exception(record.cause))).rstrip("\n")


def _indented(text: str) -> str:
    """Clean a text and set its further lines off, so that none passes for a message of its own."""
    return clean(text.strip("\r\n")).replace("\n", "\n  ")
