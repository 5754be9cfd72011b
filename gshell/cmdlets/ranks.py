"""The order in which any two values stand: what sorting, grouping and measuring compare by.

Null comes first, then booleans, numbers, text, dates, durations, lists, maps and other objects.
Within one kind numbers go by size, dates and durations by time, text without case; lists item by
item, maps key by key; an object goes by its own text, or if its class defines none, by its members.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from gshell.engine.values import Value, declared_members, parse_number, to_text

Rank = tuple[Any, ...]
"""What a value is compared by: two of them can always be compared, and be keys of a dict."""

_NULL, _BOOLEAN, _NOT_A_NUMBER, _NUMBER, _TEXT, _DATE, _DURATION, _LIST, _MAP, _NAMED, _OBJECT = (
    range(11)
)


def ranks(column: Iterable[Value], *, case: bool = False) -> list[Any]:
    """Give what the values of one property are sorted by.

    Text that reads as a number is one if there is a number among them, so that 9 and '10' stand as
    people expect; among texts alone it stays text.
    """
    values = list(column)
    kinds = set(map(type, values))
    if kinds == {int}:
        return values
    numbers = int in kinds or float in kinds
    return [rank_of(value, case=case, numbers=numbers) for value in values]


def rank_of(value: Value, *, case: bool = False, numbers: bool = False) -> Rank:
    """Give what a value is compared by; with `numbers`, text that reads as a number is one."""
    if isinstance(value, (int, float)):
        return _number_rank(value)
    if isinstance(value, str):
        number = parse_number(value) if numbers else None
        return (_TEXT, _text_rank(value, case)) if number is None else (_NUMBER, number)
    if value is None:
        return (_NULL,)
    if isinstance(value, datetime):
        return (_DATE, value.timestamp())
    if isinstance(value, timedelta):
        return (_DURATION, value.total_seconds())
    if isinstance(value, list):
        return (_LIST, tuple(rank_of(item, case=case, numbers=numbers) for item in value))
    if isinstance(value, dict):
        pairs = ((str(key).lower(), value[key]) for key in value)
        return (_MAP, tuple((key, rank_of(one, case=case, numbers=numbers)) for key, one in pairs))
    return _object_rank(value, case)


def _number_rank(value: float) -> Rank:
    if isinstance(value, bool):
        return (_BOOLEAN, value)
    is_number = value == value  # what is not a number is not even equal to itself
    return (_NUMBER, value) if is_number else (_NOT_A_NUMBER,)


def _text_rank(text: str, case: bool) -> Any:
    """Give what text is compared by; with `case`, equal words stand small letters first."""
    folded = text.lower()
    return (folded, text.swapcase()) if case else folded


def _object_rank(value: Value, case: bool) -> Rank:
    members = declared_members(value)
    if members is None or _has_own_text(type(value)):
        return (_NAMED, _text_rank(to_text(value), case))
    hidden = getattr(type(value), "JSON_HIDDEN", ())
    shown = (getattr(value, members[name]) for name in members if name not in hidden)
    return (_OBJECT, tuple(rank_of(one, case=case) for one in shown))


def _has_own_text(kind: type) -> bool:
    """Say whether a class has its own way to become text, and not Python's with an address."""
    return any("__str__" in vars(one) for one in kind.__mro__ if one is not object)
