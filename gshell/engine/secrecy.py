"""What is a secret: a token, a password, a login. Lines with one are neither kept nor repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gshell.engine.values import fold, parse_number
from gshell.language.parser import COMPARISONS
from gshell.language.tokens import Kind, Token, tokenize

_TEXTS = re.compile(
    r"\bhf_\w"  # a token of the Hub
    r"|[^\s:/@'\"]+:[^\s/@]+@[^\s@]"  # user:password@host
    r"|\bbearer\s+\S|\bauthorization\s*:",
    re.IGNORECASE,
)
_PARAMETERS = ("token", "auth", "gtoken", "gauth", "password")
_NAMES = re.compile(r"token|password|passwd|secret|apikey", re.IGNORECASE)
_CALLS = frozenset({"call", "invoke-gradiodynamicapi"})
"""Commands in which a single letter stands for an input of the endpoint, not for -Token."""


def holds_secret(text: str) -> bool:
    """Say whether a text looks like a token or a login, wherever it stands."""
    return bool(_TEXTS.search(text))


_TOKEN = re.compile(r"\bhf_\w+")
_LOGIN = re.compile(r"(://)[^/\s@'\"]+:[^/\s@]+@")


def mask(text: str) -> str:
    """Take tokens and logins out of a text that is about to be shown or kept."""
    if "hf_" not in text and "@" not in text:
        return text
    return _LOGIN.sub(r"\1***@", _TOKEN.sub("hf_***", text))


def is_secret(line: str) -> bool:
    """Say whether a line may hold a secret, which then is kept nowhere.

    A parameter is known by any beginning of its name. A variable as its value tells nothing, and
    neither does `public`, which stands for no token.
    """
    return holds_secret(line) or any(_is_given_away(token) for token in _values(line))


def _is_given_away(value: Token) -> bool:
    """Say whether the first token of a secret's value is the secret itself."""
    if value.kind is Kind.WORD:
        return value.text != "public"
    return value.kind in (Kind.STRING, Kind.STRING_OPEN, Kind.NAME, Kind.NUMBER)


def _values(line: str) -> Iterator[Token]:
    """Give the first token of what stands after a name that means a secret."""
    tokens = [token for token in tokenize(line) if token.kind is not Kind.SPACE]
    command = ""
    for place, token in enumerate(tokens):
        if token.kind is Kind.NAME:
            command = token.text.lower()
        elif token.kind is Kind.PARAMETER and _is_secret_parameter(token.text, command):
            yield from _not_a_number(token, tokens[place + 1 : place + 2])
        elif _is_set(tokens, place) and _NAMES.search(token.text):
            yield from tokens[place + 2 : place + 3]


def _is_secret_parameter(text: str, command: str) -> bool:
    name = fold(text[1:].rstrip(":"))
    if len(name) == 1 and (command in _CALLS or name not in "ta"):
        return False
    if name in COMPARISONS:
        return False  # -gt compares
    return any(known.startswith(name) for known in _PARAMETERS)


def _not_a_number(parameter: Token, values: Sequence[Token]) -> Iterator[Token]:
    """Give a value, unless it is the number of a -t that stands for -Timeout."""
    short = len(parameter.text.rstrip(":")) == 2
    yield from (one for one in values if not (short and parse_number(one.text) is not None))


def _is_set(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a variable, a member or a key is given a value here."""
    settable = tokens[place].kind in (Kind.VARIABLE, Kind.MEMBER, Kind.KEY)
    return settable and place + 1 < len(tokens) and tokens[place + 1].kind is Kind.ASSIGN
