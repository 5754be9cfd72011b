"""Tokens to a syntax tree, or the first thing that is wrong with them.

`parse` reads a whole script. Half-typed text raises `Incomplete`, which the prompt answers with
another line; anything else that cannot be right raises `SyntaxProblem` with its place. `outline`
never raises: it gives the commands as far as they were typed, which is what completion needs.

The parser is one recursive descent in three layers: `reader.py` moves over the tokens,
`expressions.py` reads what stands inside parentheses, and here are statements and commands.
"""

from __future__ import annotations

from typing import NamedTuple

from gshell.language import tree
from gshell.language.expressions import COMPARISONS, ExpressionParser, unescape_word
from gshell.language.problems import Incomplete, SyntaxProblem
from gshell.language.reader import ENDS_COMMAND, ENDS_SCRIPT, ENDS_STATEMENT, problem_at
from gshell.language.tokens import Kind, Token

__all__ = [
    "COMPARISONS",
    "Draft",
    "Incomplete",
    "Outline",
    "SyntaxProblem",
    "outline",
    "parse",
]


class Draft:
    """A command as far as it was read."""

    __slots__ = ("elements", "name", "start", "upstream")

    def __init__(self, name: tree.Node, start: int, upstream: Draft | None) -> None:
        self.name = name
        self.start = start
        self.upstream = upstream
        self.elements: list[tree.Element] = []


class Outline(NamedTuple):
    """The commands of a text in the order in which they start, and its tokens."""

    commands: tuple[Draft, ...]
    tokens: tuple[Token, ...]


def parse(text: str) -> tree.Script:
    """Parse a script; raises SyntaxProblem, or Incomplete where more text could make it right."""
    return _Parser(text).whole_script()


def outline(text: str) -> Outline:
    """Read the commands of a text that may be half-typed or wrong."""
    parser = _Parser(text)
    try:
        parser.whole_script()
    except SyntaxProblem:
        pass  # what was read until here is the answer
    return Outline(tuple(parser.drafts), tuple(parser.all_tokens))


_PIECES = frozenset({Kind.WORD, Kind.STRING, Kind.STRING_OPEN, Kind.VARIABLE, Kind.OPEN})


class _Parser(ExpressionParser):
    """Recursive descent for statements and commands."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.drafts: list[Draft] = []
        self.latest: Draft | None = None  # the command that was read last, to its end

    # Statements.

    def whole_script(self) -> tree.Script:
        try:
            script = self.script()
        except RecursionError:  # operators between brackets take some depth of their own
            raise self.too_deep() from None
        if self.look.kind is not Kind.END:
            raise self.problem(f"`{self.look.text}` closes nothing")
        self.check_last_comment()
        return script

    def check_last_comment(self) -> None:
        last = self.all_tokens[-1] if self.all_tokens else None
        if last is None or last.kind is not Kind.COMMENT or not last.text.startswith("<#"):
            return
        if len(last.text) < len("<##>") or not last.text.endswith("#>"):
            raise Incomplete("the comment does not end", last.start, last.end)

    def script(self) -> tree.Script:
        start = self.look.start
        statements: list[tree.Statement] = []
        self.skip_separators()
        while self.look.kind not in ENDS_SCRIPT:
            statements.append(self.statement())
            self.end_of_statement()
        return tree.Script(tuple(statements), start, max(start, self.last_end))

    def skip_separators(self) -> None:
        while self.look.kind in ENDS_STATEMENT:
            self.take()

    def end_of_statement(self) -> None:
        token = self.look
        if token.kind in ENDS_SCRIPT:
            return
        if token.kind not in ENDS_STATEMENT:
            raise self.unexpected(token)
        self.skip_separators()

    def statement(self) -> tree.Statement:
        token = self.look
        first = self.stage()
        if self.look.kind is Kind.ASSIGN:
            return self.assignment(first, token)
        return self.pipeline(first)

    def assignment(self, target: tree.Node, token: Token) -> tree.Assignment:
        if not isinstance(target, (tree.Variable, tree.Member, tree.Index)):
            raise problem_at(token, "only a variable or a part of one can be assigned to")
        operator = self.take()
        if operator.text != "=":
            raise problem_at(operator, f"`{operator.text}` is not an operator")
        statement = self.assigned_value()
        return tree.Assignment(target, statement, target.start, statement.end)

    def pipeline(self, first: tree.Node) -> tree.Pipeline:
        stages = [first]
        while self.look.kind is Kind.PIPE:
            self.take()
            self.skip_lines()
            upstream = self.latest if isinstance(stages[-1], tree.Command) else None
            stages.append(self.later_stage(upstream))
        return tree.Pipeline(tuple(stages), first.start, self.last_end)

    def later_stage(self, upstream: Draft | None) -> tree.Command:
        if self.look.kind is Kind.NAME or self.look.kind is Kind.AMPERSAND:
            return self.command(upstream)
        raise self.problem("a command must follow `|`")

    def stage(self) -> tree.Node:
        kind = self.look.kind
        if kind is Kind.NAME or kind is Kind.AMPERSAND:
            return self.command(None)
        if kind is Kind.PIPE:
            raise self.problem("a command must stand before `|`")
        return self.expression()

    # Commands.

    def command(self, upstream: Draft | None) -> tree.Command:
        token = self.take()
        name = self.command_name(token)
        draft = Draft(name, token.start, upstream)
        self.drafts.append(draft)
        while self.look.kind not in ENDS_COMMAND:
            draft.elements.append(self.element())
        self.latest = draft
        return tree.Command(name, tuple(draft.elements), token.start, self.last_end)

    def command_name(self, token: Token) -> tree.Node:
        if token.kind is Kind.NAME:
            return tree.Word(unescape_word(token.text), token.start, token.end)
        if self.look.kind not in _PIECES:
            raise self.problem("a script block or a command's name must follow `&`")
        return self.piece()

    def element(self) -> tree.Element:
        token = self.look
        if token.kind is Kind.PARAMETER:
            return self.parameter()
        if token.kind is Kind.DASHES:
            self.take()
            return tree.EndOfParameters(token.start, token.end)
        value = self.argument()
        return tree.Argument(value, value.start, value.end)

    def parameter(self) -> tree.Parameter:
        token = self.take()
        if token.text.endswith(":"):
            if self.look.kind in ENDS_COMMAND:
                raise self.problem(f"a value must follow `{token.text}`")
            value = self.argument()
            return tree.Parameter(token.text[1:-1], value, token.start, value.end)
        if self.look.kind in _PIECES and self.touches():
            raise self.problem(
                f"a blank or a colon must follow `{token.text}`",
                "text that starts with - needs quotes",
            )
        return tree.Parameter(token.text[1:], None, token.start, token.end)

    def argument(self) -> tree.Node:
        first = self.item()
        if not self.at(Kind.COMMA):
            return first
        items = [first]
        while self.at(Kind.COMMA):
            self.take()
            self.skip_lines()
            items.append(self.item())
        return tree.ListOf(tuple(items), first.start, self.last_end)

    def item(self) -> tree.Node:
        """Read one argument, or one item of a list: pieces that touch make one text."""
        if self.look.kind is Kind.REDIRECT:
            raise self.unexpected(self.look)
        if self.look.kind not in _PIECES:
            raise self.problem("a value is expected here")
        first = self.piece()
        if self.look.kind not in _PIECES or not self.touches():
            return first
        parts = [first]
        while self.look.kind in _PIECES and self.touches():
            parts.append(self.glued_piece(parts[-1]))
        bare = any(isinstance(part, tree.Word) for part in parts)
        return tree.Joined(tuple(parts), bare, first.start, self.last_end)

    def glued_piece(self, before: tree.Node) -> tree.Node:
        if self.look.text in ("(", "{") and isinstance(before, tree.Word):
            raise self.problem(
                f"a blank must stand before `{self.look.text}`",
                "arguments are written after the name, with blanks between them",
            )
        return self.piece()

    def piece(self) -> tree.Node:
        """Read one part of an argument, with the members and indexes that follow it."""
        token = self.look
        if token.kind is not Kind.WORD:
            return self.postfix(self.primary())
        self.take()
        return tree.Word(unescape_word(token.text), token.start, token.end)
