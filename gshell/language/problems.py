"""What can be wrong with a text, and where."""

from __future__ import annotations


class SyntaxProblem(Exception):  # noqa: N818 -- it is a finding about the text, not a failure of ours
    """What is wrong with a text, from `start` to `end`."""

    def __init__(self, message: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.hint = hint


class Incomplete(SyntaxProblem):
    """The text stops where more must follow: an open bracket or quote, a pipe at the end."""
