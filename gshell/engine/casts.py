"""Casts: `[int]'3'`. A value that does not fit is an error, never a guess."""

from __future__ import annotations

from collections.abc import Callable

from gshell.engine.errors import ShellError
from gshell.engine.types import shown
from gshell.engine.values import Value, as_number, enumerate_value, is_finite, to_text, truth


def cast(kind: str, value: Value) -> Value:
    """Make a value of a type (`int`, `double`, ...); raises InvalidOperation if it has none."""
    return _CASTS[kind](value)


def _number(value: Value, wanted: str) -> int | float:
    number = 0 if value is None else as_number(value)
    if number is None or not is_finite(number):
        raise ShellError("InvalidOperation", f"{shown(value)} is no {wanted}", target=value)
    return number


def _fraction(value: Value) -> float:
    try:
        return float(_number(value, "number"))
    except OverflowError as error:
        message = "the number is too large for a double"
        raise ShellError("InvalidOperation", message, target=value) from error


def _map(value: Value) -> Value:
    if isinstance(value, dict):
        return value
    raise ShellError(
        "InvalidOperation", f"{shown(value)} is no map", hint="a map is @{key = value}"
    )


_CASTS: dict[str, Callable[[Value], Value]] = {
    "int": lambda value: round(_number(value, "whole number")),
    "double": _fraction,
    "string": to_text,
    "bool": truth,
    "switch": truth,
    "array": lambda value: list(enumerate_value(value)),
    "ordered": _map,
    "pscustomobject": _map,
}
