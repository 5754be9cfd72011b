"""Tokens to a syntax tree, or the first thing that is wrong with them.

`parse` reads a whole script. Half-typed text raises `Incomplete`, which the prompt answers with
another line; anything else that cannot be right raises `SyntaxProblem` with its place. `outline`
never raises: it gives the commands as far as they were typed, which is what completion needs.

The parser is one recursive descent in five layers: `reader.py` moves over the tokens, `values.py`
reads values, `expressions.py` operators, `commands.py` pipelines, `statements.py` statements.
"""

from __future__ import annotations

from typing import NamedTuple

from gshell.language import tree
from gshell.language.commands import Draft
from gshell.language.expressions import CASTS
from gshell.language.operators import COMPARISONS, TEXT_OPERATORS
from gshell.language.problems import Incomplete, SyntaxProblem
from gshell.language.reader import ENDS_SCRIPT, ENDS_STATEMENT
from gshell.language.statements import StatementParser
from gshell.language.tokens import Kind, Token

__all__ = [
    "CASTS",
    "COMPARISONS",
    "TEXT_OPERATORS",
    "Draft",
    "Incomplete",
    "Outline",
    "SyntaxProblem",
    "outline",
    "parse",
]


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


class _Parser(StatementParser):
    """Recursive descent for scripts."""

    def whole_script(self) -> tree.Script:
        try:
            script = self.script()
        except RecursionError:  # operators between brackets take some depth of their own
            raise self.too_deep() from None
        if self.look.kind is not Kind.END:
            raise self.problem(f"`{self.look.text}` closes nothing")
        if self.is_open():
            last = self.all_tokens[-1]
            what = "comment does not end" if last.kind is Kind.COMMENT else "line goes on below"
            raise Incomplete(f"the {what}", last.start, last.end)
        return script

    def script(self) -> tree.Script:
        start = self.look.start
        statements: list[tree.Statement] = []
        self.skip_separators()
        parameters = self.declaration()
        while self.look.kind not in ENDS_SCRIPT:
            statement = self.statement()
            statements.append(statement)
            if isinstance(statement, _ENDS_ITSELF):
                self.skip_separators()
            else:
                self.end_of_statement()
        return tree.Script(tuple(statements), start, max(start, self.last_end), parameters)

    def skip_separators(self) -> None:
        while self.look.kind in ENDS_STATEMENT:
            self.take()

    def end_of_statement(self) -> None:
        kind = self.look.kind
        if kind in ENDS_SCRIPT:
            return
        if kind not in ENDS_STATEMENT:
            raise self.unexpected()
        self.skip_separators()


_ENDS_ITSELF = (tree.If, tree.ForEach, tree.While, tree.Try, tree.Background)
"""Statements after which another one may follow without `;`: they end with a block or an `&`."""
