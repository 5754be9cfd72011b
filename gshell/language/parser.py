"""Tokens to a syntax tree, or the first thing that is wrong with them.

`parse` reads a whole script. Half-typed text raises `Incomplete`, which the prompt answers with
another line; anything else that cannot be right raises `SyntaxProblem` with its place. `outline`
never raises: it gives the commands as far as they were typed, which is what completion needs.

The parser is one recursive descent in four layers: `reader.py` moves over the tokens,
`expressions.py` reads values and operators, `commands.py` pipelines, and here are statements.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from gshell.language import tree
from gshell.language.commands import CommandParser, Draft
from gshell.language.expressions import CASTS, COMPARISONS, TEXT_OPERATORS
from gshell.language.problems import Incomplete, SyntaxProblem
from gshell.language.reader import (
    ENDS_COMMAND,
    ENDS_SCRIPT,
    ENDS_STATEMENT,
    ENDS_VALUE,
    problem_at,
)
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


class _Parser(CommandParser):
    """Recursive descent for scripts and statements."""

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
        parameters = self.declaration() if self.at_keyword("param") else None
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
        token = self.look
        if token.kind in ENDS_SCRIPT:
            return
        if token.kind not in ENDS_STATEMENT:
            raise self.unexpected(token)
        self.skip_separators()

    def statement(self) -> tree.Statement:
        token = self.look
        if token.kind is Kind.KEYWORD:
            return self.keyword_statement()
        first = self.stage()
        if self.look.kind is Kind.ASSIGN:
            return self.assignment(first, token)
        return self.chain(first)

    def assignment(self, target: tree.Node, token: Token) -> tree.Assignment:
        if not isinstance(target, (tree.Variable, tree.Member, tree.Index)):
            hint = f"variables start with $: ${token.text} = ..." if _is_name(target) else ""
            raise problem_at(token, "only a variable or a part of one can be assigned to", hint)
        sign = self.take()
        if sign.text in ("++", "--"):
            one: tree.Node = tree.Literal(1, sign.start, sign.end)
            step = tree.Pipeline((one,), sign.start, sign.end)
            return tree.Assignment(target, sign.text[0], step, target.start, sign.end)
        statement = self.assigned_value()
        return tree.Assignment(target, sign.text[:-1], statement, target.start, statement.end)

    # Statements that start with a keyword.

    def at_keyword(self, word: str) -> bool:
        return self.look.kind is Kind.KEYWORD and self.look.text.lower() == word

    def keyword_statement(self) -> tree.Statement:
        read = _STATEMENTS.get(self.look.text.lower())
        if read is None:
            raise self.unexpected_keyword()
        return self.nested(lambda: read(self))

    def unexpected_keyword(self) -> SyntaxProblem:
        word = self.look.text.lower()
        if word == "param":
            return self.problem("`param` stands at the start of a script or block")
        return self.problem(f"`{word}` has nothing to belong to", _BELONGS.get(word, ""))

    def if_statement(self) -> tree.If:
        start = self.look.start
        branches = [self.branch_of_if()]
        while self.follows("elseif"):
            branches.append(self.branch_of_if())
        otherwise = None
        if self.follows("else"):
            self.take()
            if self.at_keyword("if"):
                raise self.problem("`else if` is one word", "write elseif")
            otherwise = self.body("else")
        return tree.If(tuple(branches), otherwise, start, self.last_end)

    def follows(self, word: str) -> bool:
        """Go on to a keyword that belongs to the statement, on this line or one below."""
        place = self.position
        while self.tokens[place].kind is Kind.NEWLINE:
            place += 1
        token = self.tokens[place]
        if token.kind is not Kind.KEYWORD or token.text.lower() != word:
            return False
        self.skip_lines()
        return True

    def branch_of_if(self) -> tuple[tree.Statement, tree.Script]:
        word = self.take().text
        return self.condition(word), self.body(word)

    def condition(self, word: str) -> tree.Statement:
        """Read the statement in parentheses that must follow a keyword."""
        opener = self.head(word)
        if self.look.kind is Kind.CLOSE:
            raise self.problem("a condition is expected between the parentheses")
        statement = self.nested(self.statement)
        _refuse_redirect(statement)
        self.skip_lines()
        self.close(opener)
        return statement

    def head(self, word: str) -> Token:
        """Take the parenthesis that must follow a keyword."""
        self.skip_lines()
        if not self.at(Kind.OPEN, "("):
            raise self.problem(f"`(` must follow `{word}`", _HEADS.get(word.lower(), ""))
        opener = self.take()
        self.skip_lines()
        if self.look.kind is Kind.END:
            raise self.unclosed(opener)
        return opener

    def body(self, word: str) -> tree.Script:
        """Read the block that must follow a keyword or its condition."""
        self.skip_lines()
        if not self.at(Kind.OPEN, "{"):
            raise self.problem(
                f"a block in {{ }} must follow `{word}`", _HEADS.get(word.lower(), "")
            )
        opener = self.take()
        script = self.nested(self.script)
        self.close(opener)
        return script

    def foreach(self) -> tree.ForEach:
        token = self.take()
        opener = self.head(token.text)
        if self.look.kind is not Kind.VARIABLE:
            raise self.problem("a variable is expected here", _HEADS["foreach"])
        variable = self.variable()
        if not self.at_keyword("in"):
            raise self.problem("`in` must follow the variable", _HEADS["foreach"])
        self.take()
        self.skip_lines()
        if self.look.kind in ENDS_COMMAND:
            raise self.problem("a value must follow `in`")
        source = self.nested(self.statement)
        self.skip_lines()
        self.close(opener)
        body = self.body(token.text)
        return tree.ForEach(variable, source, body, token.start, self.last_end)

    def while_statement(self) -> tree.While:
        token = self.take()
        condition = self.condition(token.text)
        return tree.While(condition, self.body(token.text), token.start, self.last_end)

    def jump(self) -> tree.Jump:
        token = self.take()
        return tree.Jump(token.text.lower(), token.start, token.end)

    def return_statement(self) -> tree.Return:
        token = self.take()
        return tree.Return(self.optional_value(), token.start, self.last_end)

    def throw(self) -> tree.Throw:
        token = self.take()
        return tree.Throw(self.optional_value(), token.start, self.last_end)

    def optional_value(self) -> tree.Statement | None:
        if self.look.kind in ENDS_VALUE:
            return None
        return self.pipeline(self.stage())

    def try_statement(self) -> tree.Try:
        token = self.take()
        body = self.body("try")
        catch = self.part_of_try("catch")
        cleanup = self.part_of_try("finally")
        if catch is None and cleanup is None:
            raise self.problem("`catch` or `finally` must follow the block of `try`")
        return tree.Try(body, catch, cleanup, token.start, self.last_end)

    def part_of_try(self, word: str) -> tree.Script | None:
        if not self.follows(word):
            return None
        self.take()
        return self.body(word)

    # What a script or block declares.

    def declaration(self) -> tuple[tree.Declared, ...]:
        opener = self.head(self.take().text)
        declared: list[tree.Declared] = []
        while not self.at(Kind.CLOSE, ")"):
            if declared:
                self.comma_between()
            declared.append(self.declared())
            self.skip_lines()
        self.close(opener)
        names = [one.name.lower() for one in declared]
        if len(set(names)) < len(names):
            raise SyntaxProblem("a parameter is there twice", opener.start, self.last_end)
        self.skip_separators()
        return tuple(declared)

    def comma_between(self) -> None:
        if not self.at(Kind.COMMA):
            hint = "a longer default needs parentheses: param($n = (2 + 3))"
            raise self.problem("`,` or `)` must follow the parameter", hint)
        self.take()
        self.skip_lines()

    def declared(self) -> tree.Declared:
        start = self.look.start
        kind = self.declared_type()
        if self.look.kind is not Kind.VARIABLE:
            raise self.problem("a variable is expected here", "param($name, $count = 3)")
        variable = self.variable()
        default: tree.Node | None = None
        if self.at(Kind.ASSIGN):
            self.take()
            default = self.nested(lambda: self.expression(_ONE_ITEM))
        return tree.Declared(variable.name, kind, default, start, self.last_end)

    def declared_type(self) -> str:
        if self.look.kind is not Kind.CAST:
            return ""
        token = self.take()
        name = token.text[1:-1].lower()
        if name not in DECLARED_TYPES:
            allowed = ", ".join(f"[{one}]" for one in DECLARED_TYPES)
            raise problem_at(token, f"a parameter cannot be {token.text}", f"it can be {allowed}")
        self.skip_lines()
        return name


DECLARED_TYPES = ("int", "double", "string", "bool", "switch", "array")
"""The types that a parameter of a script or block may have."""

_ONE_ITEM = 9  # tighter than the comma that separates parameters

_STATEMENTS: dict[str, Callable[[_Parser], tree.Statement]] = {
    "if": _Parser.if_statement,
    "foreach": _Parser.foreach,
    "while": _Parser.while_statement,
    "break": _Parser.jump,
    "continue": _Parser.jump,
    "return": _Parser.return_statement,
    "throw": _Parser.throw,
    "try": _Parser.try_statement,
}
_ENDS_ITSELF = (tree.If, tree.ForEach, tree.While, tree.Try)
"""Statements that end with a block, after which another one may follow without `;`."""

_HEADS = {
    "if": "if ($x -gt 1) { ... }",
    "elseif": "elseif ($x -gt 1) { ... }",
    "while": "while ($x -lt 3) { ... }",
    "foreach": "foreach ($x in 1..3) { ... }",
    "param": "param($name, $count = 3)",
}
_BELONGS = {
    "else": "if ($x) { ... } else { ... }",
    "elseif": "if ($x) { ... } elseif ($y) { ... }",
    "catch": "try { ... } catch { ... }",
    "finally": "try { ... } finally { ... }",
}


def _is_name(node: tree.Node) -> bool:
    return isinstance(node, tree.Command) and not node.operator


def _refuse_redirect(condition: tree.Statement) -> None:
    """Refuse `if ($a > $b)`, which would write a file."""
    last = condition.stages[-1] if isinstance(condition, tree.Pipeline) else None
    for one in last.redirects if isinstance(last, tree.Redirected) else ():
        if not one.errors:
            raise SyntaxProblem("`>` writes to a file", one.start, one.start + 1, "-gt compares")
