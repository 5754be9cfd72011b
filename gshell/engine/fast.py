"""Closures for what loops do most: arithmetic and comparison with a whole number in the text.

`{ $_ % 3 -eq 0 }` runs once per object of a stream. Where the left side turns out to be a whole
number too, the answer is found here; in every other case the operator itself is asked, so nothing
is decided twice.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from gshell.engine.scope import Expression, Scope
from gshell.engine.values import Value

_Apply = Callable[[Value, Value], Value]

_FAST: dict[str, Callable[[int, int], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}

_LARGE = 2**62  # products beyond it may be too large for a float: the operator itself says so


def with_literal(name: str, left: Expression, right: int, apply: _Apply) -> Expression | None:
    """Compile `left name right`; None if there is no fast way."""
    if not 0 <= right < _LARGE:
        return None
    if name == "eq":
        return _equal(left, right, apply)
    if name == "%" and right:
        return _remainder(left, right, apply)
    if name == "*":
        return _product(left, right, apply)
    fast = _FAST.get(name)
    return _with(fast, left, right, apply) if fast is not None else None


def item_with_literal(name: str, right: int, apply: _Apply) -> Expression | None:
    """Compile `$_ name right`; None if there is no fast way."""
    if name == "%" and 0 < right < _LARGE:
        return _remainder_of_item(right, apply)
    return with_literal(name, attrgetter("item"), right, apply)


def _equal(left: Expression, right: int, apply: _Apply) -> Expression:
    def evaluate(scope: Scope) -> Value:
        value = left(scope)
        return value == right if type(value) is int else apply(value, right)

    return evaluate


def _remainder(left: Expression, right: int, apply: _Apply) -> Expression:
    """Compile a remainder.

    It has the sign of its left side, and in Python that of its right side, which is the same where
    both are positive.
    """

    def evaluate(scope: Scope) -> Value:
        value = left(scope)
        return value % right if type(value) is int and value >= 0 else apply(value, right)

    return evaluate


def _remainder_of_item(right: int, apply: _Apply) -> Expression:
    def evaluate(scope: Scope) -> Value:
        value = scope.item
        return value % right if type(value) is int and value >= 0 else apply(value, right)

    return evaluate


def _product(left: Expression, right: int, apply: _Apply) -> Expression:
    def evaluate(scope: Scope) -> Value:
        value = left(scope)
        if type(value) is int and -_LARGE < value < _LARGE:
            return value * right
        return apply(value, right)

    return evaluate


def _with(
    fast: Callable[[int, int], Any], left: Expression, right: int, apply: _Apply
) -> Expression:
    def evaluate(scope: Scope) -> Value:
        value = left(scope)
        return fast(value, right) if type(value) is int else apply(value, right)

    return evaluate
