"""Where the tokenizer can be: which pattern holds there, and where each token leads.

What a character means depends on where it stands: `2+2` is one word after a command and a sum
inside parentheses. So there is a state for each place where the next token can mean something of
its own, and a stack with a frame for each open bracket or quote. A token that opens or closes one,
and one that ends a statement, asks the stack for the next state; any other leads to a fixed one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias, cast

from gshell.language import patterns
from gshell.language.kinds import CLOSERS, Kind


class State:
    """A place: what may stand there, and what follows each of it.

    `match` finds the token at a place of a text; the last part of every pattern is any character,
    so there always is one. `steps` says what the group that matched means.
    """

    __slots__ = ("match", "steps")

    match: Callable[[str, int], re.Match[str]]
    steps: dict[str | None, Step]


class Frame(NamedTuple):
    """An open bracket or quote, and the state after the one that closes it."""

    opener: str
    after: State


Action: TypeAlias = Callable[[list[Frame], str, State], State]
"""Given the open frames, the token's text and the state it leads to: the state that follows."""


class Step(NamedTuple):
    """What a token is, the state it leads to, and what else is to be done."""

    kind: Kind
    state: State
    action: Action | None


START = State()  # a statement may start
NEXT = State()  # the same, and must start: after =, && and ||
STAGE = State()  # a command must start: after |
HEAD = State()  # after if, while, try, ...
HEAD_FOREACH = State()
HEAD_PARAM = State()
LOOP = State()  # inside the parentheses of foreach, up to its `in`
EXPRESSION = State()  # after a value
OPERAND = State()  # a value must follow: after an operator or a comma
KEY = State()
STRING = State()
HERE = State()


# What needs the stack.


def _open(frames: list[Frame], opener: str, after: State) -> State:
    frames.append(Frame(opener, after))
    return _INSIDE.get(opener, START)


_INSIDE = {"@{": KEY, "[": OPERAND}


def _open_loop(frames: list[Frame], opener: str, after: State) -> State:
    frames.append(Frame(opener, after))
    return LOOP


def _open_string(frames: list[Frame], opener: str, after: State) -> State:
    frames.append(Frame(opener, after))
    return STRING if len(opener) == 1 else HERE


def _close(frames: list[Frame], closer: str, here: State) -> State:
    if not frames:
        return START
    if CLOSERS.get(frames[-1].opener) != closer:
        return here  # not the one that is open: the parser reports it
    return frames.pop().after


def _close_string(frames: list[Frame], closer: str, here: State) -> State:
    del closer, here
    return frames.pop().after


def _end(frames: list[Frame], text: str, here: State) -> State:
    """Give what follows the end of a line or a semicolon."""
    opener = frames[-1].opener if frames else ""
    if opener == "@{":
        return KEY
    return here if opener == "[" and text == "\n" else START


_ACTIONS: dict[str, Action] = {
    **dict.fromkeys(("OPEN", "OPEN_LIST", "OPEN_INDEX", "OPEN_BLOCK"), _open),
    **dict.fromkeys(("STRING_OPEN", "STRING_OPEN_HERE"), _open_string),
    **dict.fromkeys(("CLOSE", "CLOSE_INDEX"), _close),
    "STRING_CLOSE": _close_string,
    "NEWLINE": _end,
    "SEMICOLON": _end,
}


# Where each token leads.


def _kind(group: str) -> Kind:
    """Give the kind that a group is named after; `KEYWORD_IN` is a KEYWORD."""
    return Kind.__members__.get(group) or _kind(group.rpartition("_")[0])


_KINDS = {
    group: _kind(group)
    for pattern in vars(patterns).values()
    if isinstance(pattern, re.Pattern)
    for group in pattern.groupindex
}

_ENDS = {"PIPE": STAGE, "AND": NEXT, "OR": NEXT, "AMPERSAND": START}
_LAYOUT = ("SPACE", "COMMENT")
_STAYS = (*_LAYOUT, "NEWLINE", "SEMICOLON", "CLOSE", "CLOSE_INDEX", "UNKNOWN")


def _define(
    state: State,
    pattern: re.Pattern[str],
    leads: Mapping[str, State],
    default: State,
    actions: Mapping[str, Action] | None = None,
) -> None:
    """Say what may stand in a state and where each of it leads; `default` is for values.

    For what opens a bracket or quote, it is the state after the one that closes it. The end of a
    line asks the stack, unless `leads` says where it leads.
    """
    groups = list(pattern.groupindex)
    states = dict.fromkeys(groups, default) | dict.fromkeys(_STAYS, state) | _ENDS | {**leads}
    todo = _ACTIONS | {**(actions or {})}
    if "NEWLINE" in leads:
        del todo["NEWLINE"]
    state.match = cast("Callable[[str, int], re.Match[str]]", pattern.match)
    state.steps = {group: Step(_KINDS[group], states[group], todo.get(group)) for group in groups}


def _define_arguments(pattern: re.Pattern[str], after_dashes: State | None = None) -> State:
    """Define the states among a command's arguments; give the one in which an argument starts."""
    first, item, glued, chained = State(), State(), State(), State()
    ends = {"COMMA": item, "SPACE": first, "UNKNOWN": first}
    names = ("REDIRECT", "REDIRECT_JOIN", "PARAMETER", "SPLAT", "UNKNOWN_VALUE")
    chains = dict.fromkeys(("VARIABLE", "OPEN", "OPEN_LIST"), chained)
    starts = ends | dict.fromkeys(names, first) | chains | {"DASHES": after_dashes or first}
    _define(first, pattern, starts, glued)
    _define(item, pattern, starts | dict.fromkeys((*_LAYOUT, "NEWLINE"), item), glued)
    _define(glued, patterns.GLUED, ends, glued)
    members = dict.fromkeys(("MEMBER", "OPEN", "OPEN_INDEX"), chained)
    _define(chained, patterns.CHAINED, ends | members, glued)
    return first


_PLAIN = _define_arguments(patterns.PLAIN_ARGUMENTS)
_ARGUMENTS = _define_arguments(patterns.ARGUMENTS, _PLAIN)

_KEYWORDS = {
    "KEYWORD": HEAD,
    "KEYWORD_FOREACH": HEAD_FOREACH,
    "KEYWORD_PARAM": HEAD_PARAM,
    "KEYWORD_LEAVE": START,
}
_STARTS = (
    _KEYWORDS
    | dict.fromkeys(("NAME", "AMPERSAND", "SPLAT", "REDIRECT"), _ARGUMENTS)
    | dict.fromkeys(("COMMA", "OPERATOR"), OPERAND)
)
_define(START, patterns.START, _STARTS, EXPRESSION)
_define(NEXT, patterns.START, _STARTS | {"NEWLINE": NEXT}, EXPRESSION)
_define(STAGE, patterns.START, _STARTS | {"NEWLINE": STAGE}, EXPRESSION)
for _word in _KEYWORDS:  # after a pipe, foreach is a command
    STAGE.steps[_word] = Step(Kind.NAME, _ARGUMENTS, None)

_HEADS = _KEYWORDS | {"OPEN_BLOCK": START}
_define(HEAD, patterns.HEAD, _HEADS | {"NEWLINE": HEAD}, HEAD)
_define(HEAD_PARAM, patterns.HEAD, _HEADS | {"NEWLINE": HEAD_PARAM, "OPEN": START}, HEAD)
_define(
    HEAD_FOREACH,
    patterns.HEAD,
    _HEADS | {"NEWLINE": HEAD_FOREACH},
    HEAD,
    actions={"OPEN": _open_loop},
)
_define(LOOP, patterns.LOOP, {"NEWLINE": LOOP, "KEYWORD_IN": NEXT}, LOOP)

_OPERATORS = (
    dict.fromkeys(("COMMA", "OPERATOR"), OPERAND)
    | dict.fromkeys(("REDIRECT", "REDIRECT_ERRORS"), _ARGUMENTS)
    | {"ASSIGN": NEXT}
)
_define(EXPRESSION, patterns.EXPRESSION, _OPERATORS, EXPRESSION)
_define(
    OPERAND,
    patterns.EXPRESSION,
    _OPERATORS | dict.fromkeys((*_LAYOUT, "NEWLINE"), OPERAND),
    EXPRESSION,
)

_define(KEY, patterns.KEY, {"NEWLINE": KEY, "ASSIGN": NEXT, "KEYWORD": HEAD}, KEY)
_define(STRING, patterns.STRING, {}, STRING)
_define(HERE, patterns.HERE, {}, HERE)
