"""What stands at the cursor: a command's name, a parameter, a value, a variable, a member.

The text up to the cursor is read by the tokenizer and the parser that run it, with one letter put
after it: what the letter becomes is what a person would type there. So a lone `$`, `-` or `.` needs
no rule of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from gshell.language import tree
from gshell.language.parser import Draft, outline
from gshell.language.tokens import DOUBLE_QUOTES, SINGLE_QUOTES, Kind, Token

_PROBE = "x"


class Spot(Enum):
    """What kind of thing is typed at the cursor."""

    NOTHING = auto()  # nothing that could be completed: a comment, a number, free text
    COMMAND = auto()
    PARAMETER = auto()
    VALUE = auto()  # an argument of a command
    VARIABLE = auto()
    SPLAT = auto()  # a variable, after the @ of an argument
    MEMBER = auto()
    KEY = auto()  # a key of a map
    CAST = auto()  # the type in [ ]
    FILE = auto()  # where > writes
    SCRIPT = auto()  # what a . or & runs
    OPERATOR = auto()


class Stage(NamedTuple):
    """A half-typed command, and the expression that starts its pipeline, if one does."""

    draft: Draft
    source: str

    @property
    def is_fed(self) -> bool:
        """Whether something is piped into the command."""
        return self.draft.upstream is not None or bool(self.source)


class Cursor(NamedTuple):
    """The word at the cursor: where it starts, what is typed of it, and what is around it."""

    spot: Spot
    start: int
    typed: str = ""  # without its quote, dash or dollar sign
    quote: str = ""  # the quote that the word starts with
    parameter: str = ""  # the parameter in `-Name:word`
    command: Stage | None = None  # the command whose arguments the cursor is among
    block: Stage | None = None  # the command that the innermost { } around the cursor belongs to
    path: str = ""  # for a member: the text of the value before the dot
    keyword: str = ""  # the keyword in whose head the cursor is: `foreach (...`
    piped: bool = False  # whether something comes out of a pipe here
    named: tuple[str, ...] = ()  # variables that the text names before the cursor


def look(text: str) -> Cursor:
    """Say what stands at the end of a text, which is where the cursor is."""
    read = outline(text + _PROBE)
    tokens = read.tokens
    frames = _open_frames(tokens, text)
    drafts = {draft.start: draft for draft in read.commands}
    cursor = _at(text, tokens, frames[-1])
    return cursor._replace(
        parameter=_attached(tokens, cursor.start),
        command=_command(frames, drafts, cursor.spot),
        block=_block(frames, drafts),
        piped=frames[-1].source is not None,
        keyword=frames[-1].keyword or _keyword_before(tokens),
        named=tuple(token.text[1:] for token in tokens[:-1] if token.kind is Kind.VARIABLE),
    )


def elements_before(command: Draft, place: int) -> list[tree.Element]:
    """Give what was typed after a command up to a place, the word at the place left out."""
    return [one for one in command.elements if one.end <= place]


# Open brackets.


class _Frame:
    """An open bracket or quote, and how far the statement inside it has come."""

    __slots__ = ("command", "keyword", "opener", "source", "statement")

    def __init__(self, opener: Token, keyword: str = "") -> None:
        self.opener = opener
        self.keyword = keyword  # where these are the parentheses behind one
        self.statement = opener.end
        self.command: int | None = None  # where the command starts whose arguments are typed
        self.source: str | None = None  # what stood before the first `|`


_SEPARATORS = frozenset({Kind.SEMICOLON, Kind.AND, Kind.OR, Kind.ASSIGN, Kind.KEYWORD})
_CONTINUES = frozenset({Kind.PIPE, Kind.COMMA, Kind.OPERATOR})
_LAYOUT = frozenset({Kind.SPACE, Kind.COMMENT})
_OPENERS = frozenset({Kind.OPEN, Kind.STRING_OPEN})
_CLOSERS = frozenset({Kind.CLOSE, Kind.STRING_CLOSE})


def _open_frames(tokens: Sequence[Token], text: str) -> list[_Frame]:
    """Give the brackets and quotes that are open at the end, the whole text as the first."""
    frames = [_Frame(Token(Kind.OPEN, "", 0))]
    last, keyword = Kind.SEMICOLON, ""
    for token in tokens:
        if token.kind in _OPENERS:
            is_head = last is Kind.KEYWORD and token.text == "("
            frames.append(_Frame(token, keyword if is_head else ""))
        elif token.kind in _CLOSERS:
            del frames[max(len(frames) - 1, 1) :]
        elif token.kind is not Kind.NEWLINE or last not in _CONTINUES:
            _advance(frames[-1], token, text)
        if token.kind not in _LAYOUT:
            last, keyword = token.kind, token.text.lower()
    return frames


def _keyword_before(tokens: Sequence[Token]) -> str:
    before = [token for token in tokens[:-1] if token.kind not in _LAYOUT]
    is_keyword = bool(before) and before[-1].kind is Kind.KEYWORD
    return before[-1].text.lower() if is_keyword else ""


def _advance(frame: _Frame, token: Token, text: str) -> None:
    if token.kind in (Kind.NAME, Kind.AMPERSAND):
        frame.command = token.start
    elif token.kind is Kind.PIPE:
        if frame.source is None:
            frame.source = "" if frame.command is not None else text[frame.statement : token.start]
        frame.command = None
    elif token.kind in _SEPARATORS or token.kind is Kind.NEWLINE:
        frame.statement, frame.command, frame.source = token.end, None, None


def _command(frames: list[_Frame], drafts: dict[int, Draft], spot: Spot) -> Stage | None:
    """Give the command at the cursor; inside quotes or a map, the one these are typed after."""
    inside = frames[-1].opener.kind is Kind.STRING_OPEN or spot is Spot.KEY
    return _stage(frames[-2] if inside else frames[-1], drafts)


def _block(frames: list[_Frame], drafts: dict[int, Draft]) -> Stage | None:
    for outer, inner in zip(reversed(frames[:-1]), reversed(frames), strict=False):
        if inner.opener.text == "{":
            return _stage(outer, drafts)
    return None


def _stage(frame: _Frame, drafts: dict[int, Draft]) -> Stage | None:
    draft = drafts.get(frame.command) if frame.command is not None else None
    return Stage(draft, frame.source or "") if draft is not None else None


# The word itself.


def _at(text: str, tokens: Sequence[Token], frame: _Frame) -> Cursor:
    last = tokens[-1]
    typed = last.text[: -len(_PROBE)]
    if frame.opener.kind is Kind.STRING_OPEN and last.kind is Kind.STRING_TEXT:
        return _double_quoted(text, tokens, frame.opener)
    if last.kind is Kind.NAME:
        return Cursor(Spot.COMMAND, last.start, typed)
    if last.kind is Kind.VARIABLE:
        return Cursor(Spot.VARIABLE, last.start, typed[1:])
    if last.kind is Kind.MEMBER:
        return Cursor(Spot.MEMBER, last.start + 1, typed[1:], path=_path(text, tokens[:-1]))
    if last.kind is Kind.SPLAT:
        return Cursor(Spot.SPLAT, last.start, typed[1:])
    if last.kind is Kind.KEY:
        return Cursor(Spot.KEY, last.start, typed)
    if last.kind is Kind.PARAMETER:
        return Cursor(Spot.PARAMETER, last.start, typed[1:])
    if last.kind is Kind.OPERATOR and typed.startswith("-"):
        return Cursor(Spot.OPERATOR, last.start, typed[1:])
    if last.kind is Kind.STRING and not typed.startswith("@"):
        return _single_quoted(last, typed)
    if last.kind is Kind.WORD and not _is_glued(tokens):
        return Cursor(_word_spot(tokens, frame), last.start, typed)
    return Cursor(Spot.NOTHING, len(text))


def _word_spot(tokens: Sequence[Token], frame: _Frame) -> Spot:
    """Say what a word without quotes is."""
    before = [token for token in tokens[:-1] if token.kind not in _LAYOUT]
    last = before[-1] if before else None
    if last is None:
        return Spot.NOTHING
    if last.kind is Kind.REDIRECT:
        return Spot.FILE
    if last.text in ("&", ".") and last.kind in (Kind.AMPERSAND, Kind.NAME):
        return Spot.SCRIPT
    if last.text == "[" and last is tokens[-2]:
        is_index = len(tokens) > 2 and tokens[-3].kind in _ENDS_VALUE
        return Spot.NOTHING if is_index else Spot.CAST
    if frame.command is not None:
        return Spot.VALUE
    is_free = tokens[-1].text == _PROBE and tokens[-2].kind is Kind.SPACE
    is_free = is_free and last.kind in _ENDS_VALUE
    return Spot.OPERATOR if is_free else Spot.NOTHING


_ENDS_VALUE = frozenset(
    {Kind.VARIABLE, Kind.MEMBER, Kind.STRING, Kind.STRING_CLOSE, Kind.NUMBER, Kind.CLOSE}
)


def _attached(tokens: Sequence[Token], start: int) -> str:
    before = next((token for token in tokens if token.end == start), None)
    if before is None or before.kind is not Kind.PARAMETER or not before.text.endswith(":"):
        return ""
    return before.text[1:-1]


_GLUES = frozenset(
    {Kind.WORD, Kind.STRING, Kind.STRING_CLOSE, Kind.VARIABLE, Kind.MEMBER, Kind.CLOSE}
)


def _is_glued(tokens: Sequence[Token]) -> bool:
    """Say whether the last token belongs to the same argument as the one before it."""
    return len(tokens) > 1 and tokens[-2].kind in _GLUES


def _double_quoted(text: str, tokens: Sequence[Token], opener: Token) -> Cursor:
    inside = [token for token in tokens if token.start >= opener.end]
    if opener.text.startswith("@") or any(one.kind is not Kind.STRING_TEXT for one in inside):
        return Cursor(Spot.NOTHING, len(text))
    return Cursor(Spot.VALUE, opener.start, text[opener.end :], quote=opener.text)


def _single_quoted(token: Token, typed: str) -> Cursor:
    quote, inside = typed[0], typed[1:]
    for one in SINGLE_QUOTES:
        inside = inside.replace(one * 2, one)
    return Cursor(Spot.VALUE, token.start, inside, quote=quote)


def _path(text: str, tokens: Sequence[Token]) -> str:
    """Give the text of the value that a dot follows: `$r.data[0]`, or brackets."""
    depth = 0
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        if token.kind is Kind.CLOSE:
            depth += 1
        elif token.kind is Kind.OPEN:
            depth -= 1
        if depth or token.kind is Kind.MEMBER or token.text == "[":
            continue
        if token.kind in (Kind.VARIABLE, Kind.OPEN, Kind.STRING):
            glued = place > 0 and tokens[place - 1].kind in _GLUES
            return "" if glued else text[token.start : tokens[-1].end]
        break
    return ""


def closing_quote(quote: str) -> str:
    """Give the quote that closes a text opened with `quote`."""
    if quote in SINGLE_QUOTES:
        return "'"
    assert quote in DOUBLE_QUOTES
    return '"'
