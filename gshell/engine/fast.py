"""Closures for what loops do most: arithmetic and comparison with a whole number in the text.

`{ $_ % 3 -eq 0 }` runs once per object of a stream. Where the left side turns out to be a whole
number too, the answer is found here; in every other case the operator itself is asked, so nothing
is decided twice.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from gshell.engine.scope import Expression, Scope
from gshell.engine.values import Value

_Fast = Callable[[int, int], Any]

_LARGE = 2**62  # far beyond it, numbers are too large for a float: the operator itself says so

_FAST: dict[str, _Fast] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "%": operator.mod,
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}


def with_literal(
    name: str, left: Expression | None, right: int, apply: Callable[[Value, Value], Value]
) -> Expression | None:
    """Compile `left name right`; without `left` it is `$_`. None if there is no fast way.

    A remainder has the sign of its left side here and that of its right side in Python, which is
    the same where both are positive.
    """
    fast = _FAST.get(name)
    if fast is None or not 0 < right < _LARGE:
        return _with_zero(name, left, apply) if right == 0 else None
    least = 0 if name == "%" else -_LARGE
    if left is None:

        def item(scope: Scope) -> Value:
            value = scope.item
            if type(value) is int and least <= value < _LARGE:
                return fast(value, right)
            return apply(value, right)

        return item

    def evaluate(scope: Scope) -> Value:
        value = left(scope)
        if type(value) is int and least <= value < _LARGE:
            return fast(value, right)
        return apply(value, right)

    return evaluate


def _with_zero(
    name: str, left: Expression | None, apply: Callable[[Value, Value], Value]
) -> Expression | None:
    if name != "eq" or left is None:
        return None

    def is_zero(scope: Scope) -> Value:
        value = left(scope)
        return value == 0 if type(value) is int else apply(value, 0)

    return is_zero
