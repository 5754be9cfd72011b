"""How far a further line of a statement stands to the right."""

from __future__ import annotations

WIDTH = 2


def margin(text: str) -> str:
    """Give the blanks that a line below a text starts with: some for each open bracket.

    Inside quotes there are none, because there they would be part of the text.
    """
    from gshell.language.tokens import Kind, tokenize

    brackets = [0]  # those that are open, inside each of the double quotes that are
    kind = Kind.NEWLINE
    for token in tokenize(text + "\n"):
        kind = token.kind
        if kind is Kind.OPEN:
            brackets[-1] += 1
        elif kind is Kind.CLOSE:
            brackets[-1] = max(brackets[-1] - 1, 0)
        elif kind is Kind.STRING_OPEN:
            brackets.append(0)
        elif kind is Kind.STRING_CLOSE:
            brackets.pop()
    is_code = kind is Kind.NEWLINE or kind is Kind.SPACE  # not inside quotes or a comment
    return " " * WIDTH * sum(brackets) if is_code else ""


def closes_margin(before: str) -> bool:
    """Say whether a bracket typed after a line's blanks should stand further to the left."""
    return len(before) >= WIDTH and not before.strip()
