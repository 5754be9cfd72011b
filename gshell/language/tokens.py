"""Text to tokens, for running, colouring and completing alike.

The tokenizer is total: it accepts any text, half-typed or wrong, and the texts of its tokens,
joined, are the input. It never looks back and never fails; what cannot be right becomes a token of
kind UNKNOWN, and the parser says what is wrong with it.

`patterns.py` says what tokens look like, `states.py` where which pattern holds.
"""

from __future__ import annotations

from gshell.language.kinds import (
    CLOSERS,
    DASHES,
    DOUBLE_QUOTES,
    KEYWORDS,
    SINGLE_QUOTES,
    Kind,
    Token,
)
from gshell.language.states import START, Frame

__all__ = [
    "CLOSERS",
    "DASHES",
    "DOUBLE_QUOTES",
    "KEYWORDS",
    "SINGLE_QUOTES",
    "Kind",
    "Token",
    "tokenize",
]


def tokenize(text: str) -> list[Token]:
    """Split a text into tokens whose texts, joined, are the text."""
    tokens: list[Token] = []
    frames: list[Frame] = []
    make, add = tuple.__new__, tokens.append  # Token(...) takes three times as long
    state, place, length = START, 0, len(text)
    while place < length:
        match = state.match(text, place)
        kind, state, action = state.steps[match.lastgroup]
        piece = match.group()
        if action is not None:
            state = action(frames, piece, state)
        add(make(Token, (kind, piece, place)))
        place = match.end()
    return tokens
