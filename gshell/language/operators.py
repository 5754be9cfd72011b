"""The operators: what they are called and how tightly they bind."""

from __future__ import annotations

COMPARISONS = frozenset(
    prefix + name
    for name in (
        *("eq", "ne", "gt", "ge", "lt", "le", "like", "notlike", "match", "notmatch"),
        *("contains", "notcontains", "in", "notin"),
    )
    for prefix in ("", "c", "i")
)
"""Names of the comparison operators; `c` makes one mind the case."""

TEXT_OPERATORS = ("replace", "split", "creplace", "csplit", "ireplace", "isplit", "join")

LOGICAL, COMPARE, COALESCE, ADD, MULTIPLY, NEGATE, RANGE, NOT, LIST = range(1, 10)
"""How tightly operators bind, the loosest first."""

STRENGTHS = {
    **dict.fromkeys(("and", "or", "xor"), LOGICAL),
    **dict.fromkeys(COMPARISONS, COMPARE),
    **dict.fromkeys(TEXT_OPERATORS, COMPARE),
    "??": COALESCE,
    **dict.fromkeys(("+", "-"), ADD),
    **dict.fromkeys(("*", "/", "%"), MULTIPLY),
    "..": RANGE,
}
"""The operators that stand between two values, without their dash."""

WORDS = frozenset({*STRENGTHS, "not"} - {"??", "+", "-", "*", "/", "%", ".."})
"""The operators that are words, written with a dash."""
