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

_BOUNDED: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
"""Operators of which the result may become too large for a float."""

_FAST: dict[str, Callable[[int, int], Any]] = {
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}

_LARGE = 2**62  # beyond it a number may be too large for a float: the operator itself says so


def is_fast(name: str, right: int) -> bool:
    """Say whether there is a fast way for an operator with this number on its right."""
    if not 0 <= right < _LARGE:
        return False
    return name in _FAST or name in _BOUNDED or name == "eq" or (name == "%" and right > 0)


def with_literal(name: str, left: Expression, right: int, apply: _Apply) -> Expression:
    """Compile `left name right`, for which there is a fast way."""
    if name == "eq":
        return _equal(left, right, apply)
    if name == "%":
        return _remainder(left, right, apply)
    if name in _BOUNDED:
        return _bounded(_BOUNDED[name], left, right, apply)
    return _with(_FAST[name], left, right, apply)


def item_with_literal(name: str, right: int, apply: _Apply) -> Expression:
    """Compile `$_ name right`, for which there is a fast way."""
    if name == "%":
        return _remainder_of_item(right, apply)
    if name == "*":
        return _product_of_item(right, apply)
    return with_literal(name, attrgetter("item"), right, apply)


def every_nth(divisor: int, rest: int, remainder: _Apply, equal: _Apply) -> Expression:
    """Compile `$_ % divisor -eq rest`, the commonest condition on numbers, as one."""

    def evaluate(scope: Scope) -> Value:
        value = scope.item
        if type(value) is int and 0 <= value < _LARGE:
            return value % divisor == rest
        return equal(remainder(value, divisor), rest)

    return evaluate


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
        return value % right if type(value) is int and 0 <= value < _LARGE else apply(value, right)

    return evaluate


def _remainder_of_item(right: int, apply: _Apply) -> Expression:
    def evaluate(scope: Scope) -> Value:
        value = scope.item
        return value % right if type(value) is int and 0 <= value < _LARGE else apply(value, right)

    return evaluate


def _product_of_item(right: int, apply: _Apply) -> Expression:
    def evaluate(scope: Scope) -> Value:
        value = scope.item
        if type(value) is int and -_LARGE < value < _LARGE:
            return value * right
        return apply(value, right)

    return evaluate


def _bounded(
    fast: Callable[[int, int], int], left: Expression, right: int, apply: _Apply
) -> Expression:
    def evaluate(scope: Scope) -> Value:
        value = left(scope)
        if type(value) is int and -_LARGE < value < _LARGE:
            return fast(value, right)
        return apply(value, right)

    return evaluate


def _with(
    fast: Callable[[int, int], Any], left: Expression, right: int, apply: _Apply
) -> Expression:
    def evaluate(scope: Scope) -> Value:
        value = left(scope)
        return fast(value, right) if type(value) is int else apply(value, right)

    return evaluate
