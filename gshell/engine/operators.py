"""What the operators do. Each takes two values; a name with `c` minds the case of text."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, MutableMapping
from fnmatch import translate
from functools import lru_cache
from typing import Any

from gshell.engine.errors import ShellError
from gshell.engine.types import shown
from gshell.engine.values import Value, as_number, fold, to_text, truth, type_name

Operator = Callable[[Value, Value], Value]


def add(left: Value, right: Value) -> Value:
    """Add numbers, join texts and lists, merge maps; what stands on the left decides."""
    if isinstance(left, list):
        return left + (right if isinstance(right, list) else [right])
    if isinstance(left, str):
        return left + to_text(right)
    if isinstance(left, dict) and isinstance(right, dict):
        return _merged(left, right)
    if left is None:
        return right
    return _number(left, "+") + _number(right, "+")


def _merged(left: dict[Any, Value], right: dict[Any, Value]) -> dict[Any, Value]:
    """Put two maps together; what the right one has too is its own, however it spells the key."""
    merged = dict(left)
    known = {fold(str(key)): key for key in left}
    for key, value in right.items():
        merged[known.get(fold(str(key)), key)] = value
    return merged


def subtract(left: Value, right: Value) -> Value:
    """Subtract numbers."""
    return _number(left, "-") - _number(right, "-")


def multiply(left: Value, right: Value) -> Value:
    """Multiply numbers; repeat a text or a list that stands on the left."""
    if isinstance(left, (str, list)):
        times = max(_whole(right, "*"), 0)
        _check_size(len(left) * times, "*")
        return left * times
    return _number(left, "*") * _number(right, "*")


def divide(left: Value, right: Value) -> Value:
    """Divide numbers; a whole result is a whole number."""
    dividend, divisor = _number(left, "/"), _number(right, "/")
    if divisor == 0:
        raise ShellError("InvalidOperation", "a number cannot be divided by 0")
    result = dividend / divisor
    whole = isinstance(dividend, int) and isinstance(divisor, int) and dividend % divisor == 0
    return dividend // divisor if whole else result


def remainder(left: Value, right: Value) -> Value:
    """Give the remainder of a division, with the sign of the left side as in PowerShell."""
    dividend, divisor = _number(left, "%"), _number(right, "%")
    if divisor == 0:
        raise ShellError("InvalidOperation", "a number cannot be divided by 0")
    rest = abs(dividend) % abs(divisor)
    return -rest if dividend < 0 else rest


def negate(value: Value) -> Value:
    """Give the negative of a number."""
    return -_number(value, "-")


def span(left: Value, right: Value) -> list[int]:
    """List the whole numbers from left to right, downwards if right is smaller."""
    first, last = _whole(left, ".."), _whole(right, "..")
    _check_size(abs(last - first), "..")
    step = 1 if last >= first else -1
    return list(range(first, last + step, step))


def item_range(left: Value, right: Value) -> range:
    """Give the whole numbers from left to right one by one, however many there are."""
    first, last = _whole(left, ".."), _whole(right, "..")
    return range(first, last + 1) if last >= first else range(first, last - 1, -1)


_LONGEST = 10_000_000
_MOST_BITS = 1023  # what a float can hold, so that whole numbers and fractions mix


def _number(value: Value, name: str) -> int | float:
    if value is None:
        return 0
    number = as_number(value)
    if number is None:
        raise ShellError("InvalidOperation", f"`{name}` needs numbers (got {shown(value)})")
    if isinstance(number, int) and number.bit_length() > _MOST_BITS:
        raise ShellError("InvalidOperation", f"the number is too large for `{name}`")
    return number


def _whole(value: Value, name: str) -> int:
    number = _number(value, name)
    if not math.isfinite(number):
        raise ShellError("InvalidOperation", f"`{name}` needs a finite number (got {number})")
    return round(number)


def _check_size(size: int, name: str) -> None:
    if size > _LONGEST:
        raise ShellError(
            "InvalidOperation", f"`{name}` makes at most {_LONGEST:,} items or letters"
        )


# Comparison. Two values are compared as numbers if one is a number and the other reads as one,
# as text otherwise.


def ordered(test: Operator, left: Value, right: Value, *, case: bool) -> bool:
    """Say whether two values are in an order; those that have none are compared as text."""
    one, other = comparable(left, right, case=case)
    try:
        return bool(test(one, other))
    except TypeError:
        return bool(test(to_text(left), to_text(right)))


def comparable(left: Value, right: Value, *, case: bool) -> tuple[Value, Value]:
    """Give two values in the form in which they are compared."""
    if _is_number(left) or _is_number(right):
        numbers = _as_ordered(left), _as_ordered(right)
        if None not in numbers:
            return numbers
    if isinstance(left, str) or isinstance(right, str):
        one, other = to_text(left), to_text(right)
        return (one, other) if case else (one.lower(), other.lower())
    return left, right


_JUST_BELOW_ZERO = -5e-324


def _as_ordered(value: Value) -> int | float | None:
    """Give a value as a number; null comes before 0 and after all that is less, as .NET has it."""
    return _JUST_BELOW_ZERO if value is None else as_number(value)


def equal(left: Value, right: Value, *, case: bool = False) -> bool:
    """Say whether two values are equal; null equals only null."""
    if left is None or right is None:
        return left is right
    if isinstance(left, bool) or isinstance(right, bool):
        return _bool(left) == _bool(right)
    one, other = comparable(left, right, case=case)
    return bool(one == other)


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _bool(value: Value) -> bool:
    """Read a boolean, or the words true and false, so that they compare as people expect."""
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return truth(value)


_GROUP = re.compile(r"(\\k<\w+>|\\.)|\(\?<(?=[^=!])", re.DOTALL)
"""How PowerShell begins a group with a name, and refers to it; what a backslash escapes is not."""
_ESCAPED_WILDCARD = re.compile(r"`([*?\[\]`])")


def _in_python(text: str) -> str:
    """Write a regular expression as Python does: the names of groups have a P."""

    def rewritten(found: re.Match[str]) -> str:
        escaped = found.group(1)
        if escaped is None:
            return "(?P<"
        return f"(?P={escaped[3:-1]})" if escaped.startswith(r"\k") else str(escaped)

    return _GROUP.sub(rewritten, text)


@lru_cache(maxsize=256)
def _pattern(text: str, wildcard: bool, case: bool) -> re.Pattern[str]:
    flags = re.DOTALL if case else re.DOTALL | re.IGNORECASE
    try:
        if wildcard:
            return re.compile(translate(_ESCAPED_WILDCARD.sub(r"[\1]", text)), flags)
        return re.compile(_in_python(text), flags)
    except (re.error, OverflowError) as error:
        raise ShellError("InvalidOperation", f"not a regular expression: {error}") from error


def like(text: Value, pattern: Value, *, case: bool = False) -> bool:
    """Say whether text matches a pattern with `*`, `?` and `[...]`."""
    return bool(_pattern(to_text(pattern), True, case).match(to_text(text)))


def matches(text: Value, pattern: Value, *, case: bool = False) -> bool:
    """Say whether a regular expression is found in the text."""
    return bool(_pattern(to_text(pattern), False, case).search(to_text(text)))


def match(
    left: Value, right: Value, variables: MutableMapping[str, Value], *, case: bool = False
) -> Value:
    """Say whether a regular expression is found, and keep what it found as `$Matches`.

    Of a list on the left it gives the items in which it is found, and keeps nothing.
    """
    pattern = _pattern(to_text(right), False, case)
    if isinstance(left, list):
        return [item for item in left if pattern.search(to_text(item))]
    found = pattern.search(to_text(left))
    if found is not None:
        groups: dict[Any, Value] = dict(enumerate((found.group(), *found.groups())))
        names = {place: name for name, place in pattern.groupindex.items()}
        variables["matches"] = {
            names.get(place, place): text for place, text in groups.items() if text is not None
        }
    return found is not None


def replace(left: Value, right: Value, *, case: bool = False) -> Value:
    """Replace what a regular expression finds: `-replace 'find', 'put'`; without `put`, delete it.

    `$1` and `${name}` in what is put stand for a group, `$0` for all that was found.
    """
    if isinstance(left, list):
        return [replace(item, right, case=case) for item in left]
    wanted = right if isinstance(right, list) else [right]
    if not 1 <= len(wanted) <= 2:
        raise ShellError("InvalidOperation", "`-replace` takes what to find and what to put")
    pattern = _pattern(to_text(wanted[0]), False, case)
    put = _text(wanted[1], "-replace") if len(wanted) == 2 else ""
    return pattern.sub(lambda found: _filled(put, found), to_text(left))


_REFERENCE = re.compile(r"\$(?:(\$)|(&)|(\d+)|\{(\w+)\})")


def _filled(text: str, found: re.Match[str]) -> str:
    def group(reference: re.Match[str]) -> str:
        dollar, whole, number, name = reference.groups()
        if dollar or whole:
            return "$" if dollar else found.group()
        key = int(number) if number else int(name) if name.isdigit() else name
        known = key in found.re.groupindex or (isinstance(key, int) and key <= found.re.groups)
        return (found.group(key) or "") if known else reference.group()

    return _REFERENCE.sub(group, text)


def split(left: Value, right: Value, *, case: bool = False) -> list[Value]:
    """Split text where a regular expression is found.

    After it may stand how many pieces there are to be at most (0: any number), and after that
    'SimpleMatch', with which it is text and no regular expression.
    """
    find, most, options = (*(right if isinstance(right, list) else [right]), None, None, None)[:3]
    limit = _whole(most, "-split")
    if limit < 0 or fold(to_text(options)) not in ("", "simplematch"):
        raise ShellError(
            "InvalidOperation", "`-split` takes what to find, how many pieces, and 'SimpleMatch'"
        )
    wanted = _text(find, "-split")
    pattern = _pattern(re.escape(wanted) if options else wanted, False, case)
    texts = [to_text(text) for text in (left if isinstance(left, list) else [left])]
    if limit == 1:
        return list(texts)
    pieces = (piece for text in texts for piece in pattern.split(text, max(limit - 1, 0)))
    return [piece for piece in pieces if piece is not None]


def _text(value: Value, name: str) -> str:
    """Give a value as text; a block is refused, because its text is not what is meant."""
    if type_name(value) == "ScriptBlock":
        raise ShellError(
            "InvalidOperation",
            f"`{name}` takes text, not a block",
            hint="% { ... } runs a block for each object",
        )
    return to_text(value)


def join(left: Value, right: Value) -> str:
    """Join the items of a list with a text between them."""
    items = left if isinstance(left, list) else [left]
    return to_text(right).join(to_text(item) for item in items)


def words(value: Value) -> list[Value]:
    """Split text at blanks: `-split $text`."""
    texts = value if isinstance(value, list) else [value]
    return [word for text in texts for word in to_text(text).split()]


def contains(values: Value, value: Value, *, case: bool = False) -> bool:
    """Say whether a list holds a value."""
    items = values if isinstance(values, list) else [values]
    return any(equal(item, value, case=case) for item in items)


def _tests(case: bool) -> dict[str, Operator]:
    """Name the tests that look at one value on the left; each has its negation."""
    return {
        "eq": lambda left, right: equal(left, right, case=case),
        "ne": lambda left, right: not equal(left, right, case=case),
        "gt": lambda left, right: ordered(operator.gt, left, right, case=case),
        "ge": lambda left, right: ordered(operator.ge, left, right, case=case),
        "lt": lambda left, right: ordered(operator.lt, left, right, case=case),
        "le": lambda left, right: ordered(operator.le, left, right, case=case),
        "like": lambda left, right: like(left, right, case=case),
        "notlike": lambda left, right: not like(left, right, case=case),
        "match": lambda left, right: matches(left, right, case=case),
        "notmatch": lambda left, right: not matches(left, right, case=case),
    }


def _memberships(case: bool) -> dict[str, Operator]:
    return {
        "contains": lambda left, right: contains(left, right, case=case),
        "notcontains": lambda left, right: not contains(left, right, case=case),
        "in": lambda left, right: contains(right, left, case=case),
        "notin": lambda left, right: not contains(right, left, case=case),
    }


def _filtering(test: Operator) -> Operator:
    """Make a test filter the list on its left, if there is one."""

    def apply(left: Value, right: Value) -> Value:
        if isinstance(left, list):
            return [item for item in left if test(item, right)]
        return test(left, right)

    return apply


def _with_cases(make: Callable[[bool], dict[str, Operator]]) -> dict[str, Operator]:
    plain, strict = make(False), make(True)
    return {
        **plain,
        **{f"i{name}": test for name, test in plain.items()},
        **{f"c{name}": test for name, test in strict.items()},
    }


COMPARISONS: dict[str, Operator] = _with_cases(_tests) | _with_cases(_memberships)
"""The comparison operators on single values, as Where-Object uses them."""

BINARY: dict[str, Operator] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
    "..": span,
    "xor": lambda left, right: operator.xor(truth(left), truth(right)),
    "replace": replace,
    "ireplace": replace,
    "creplace": lambda left, right: replace(left, right, case=True),
    "split": split,
    "isplit": split,
    "csplit": lambda left, right: split(left, right, case=True),
    "join": join,
    **{name: _filtering(test) for name, test in _with_cases(_tests).items()},
    **_with_cases(_memberships),
}
"""What stands between two values; what may skip its right side is the evaluator's."""

UNARY: dict[str, Callable[[Value], Value]] = {
    "not": lambda value: not truth(value),
    "-": negate,
    "join": lambda value: join(value, ""),
    "split": words,
}
"""What stands before a value."""
