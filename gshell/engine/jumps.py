"""What leaves a loop, a block or a script early. None of these is an error.

They pass through pipelines as Ctrl-C does: the stages between are closed, the last one first.
"""

from __future__ import annotations


class Jump(BaseException):
    """Something that ends more than the statement it stands in."""

    word = ""


class BreakLoop(Jump):
    """`break`: the loop around it ends."""

    word = "break"


class ContinueLoop(Jump):
    """`continue`: the next round of the loop around it begins."""

    word = "continue"


class ReturnFrom(Jump):
    """`return`: the block or script around it ends."""

    word = "return"
