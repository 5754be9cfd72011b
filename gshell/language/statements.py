"""Statements: assignments, what starts with a keyword, and what a script or block declares."""

from __future__ import annotations

from collections.abc import Callable

from gshell.language import tree
from gshell.language.commands import CommandParser
from gshell.language.problems import SyntaxProblem
from gshell.language.reader import ENDS_VALUE, problem_at
from gshell.language.tokens import Kind, Token


class StatementParser(CommandParser):
    """Recursive descent for statements."""

    def statement(self) -> tree.Statement:
        token = self.look
        if token.kind is Kind.KEYWORD:
            return self.keyword_statement()
        if token.kind is Kind.ASSIGN:
            return self.step_before()
        first = self.stage()
        if self.look.kind is Kind.ASSIGN:
            return self.assignment(first)
        return self.chain(first)

    def inner_statement(self) -> tree.Statement:
        statement = self.statement()
        if isinstance(statement, tree.Assignment) and statement.operator:
            sign = statement.statement
            if self.text[sign.start : sign.end] in _STEPS and sign.start > statement.target.start:
                hint = "it gives no value: write it as a statement of its own"
                raise SyntaxProblem("`++` and `--` stand alone", sign.start, sign.end, hint)
        return statement

    # Assignments.

    def assignment(self, target: tree.Node) -> tree.Assignment:
        self.check_target(target)
        sign = self.take()
        if sign.text in _STEPS:
            return _step(target, sign, target.start, sign.end)
        statement = self.assigned_value()
        return tree.Assignment(target, sign.text[:-1], statement, target.start, statement.end)

    def step_before(self) -> tree.Assignment:
        sign = self.take()
        target = self.postfix(self.primary())
        self.check_target(target)
        return _step(target, sign, sign.start, target.end)

    def check_target(self, target: tree.Node) -> None:
        if not isinstance(target, (tree.Variable, tree.Member, tree.Index)):
            hint = _TARGETS.get(type(target), "")
            message = "only a variable or a part of one can be assigned to"
            raise SyntaxProblem(message, target.start, target.end, hint)

    # Statements that start with a keyword.

    def at_keyword(self, word: str) -> bool:
        return self.look.kind is Kind.KEYWORD and self.look.text.lower() == word

    def keyword_statement(self) -> tree.Statement:
        word = self.look.text.lower()
        read = _STATEMENTS.get(word)
        if read is not None:
            return read(self)
        if word == "param":
            raise self.problem("`param` stands at the start of a script or block")
        raise self.problem(f"`{word}` has nothing to belong to", _SHAPES[word])

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
        token = self.below()
        if token.kind is not Kind.KEYWORD or token.text.lower() != word:
            return False
        self.skip_lines()
        return True

    def branch_of_if(self) -> tuple[tree.Statement, tree.Script]:
        word = self.take().text.lower()
        return self.condition(word), self.body(word)

    def condition(self, word: str) -> tree.Statement:
        """Read the statement in parentheses that must follow a keyword."""
        opener = self.head(word)
        if self.look.kind is Kind.CLOSE:
            raise self.problem("a condition is expected between the parentheses")
        statement = self.nested(self.inner_statement)
        self.refuse_habit(statement)
        self.skip_lines()
        self.close(opener)
        return statement

    def refuse_habit(self, condition: tree.Statement) -> None:
        """Refuse `if ($a > $b)`, which would write a file, and `if ($a = 3)`, which is true."""
        if isinstance(condition, tree.Assignment) and _is_literal(condition.statement):
            sign = self.text.index("=", condition.target.end)
            raise SyntaxProblem("`=` assigns", sign, sign + 1, "-eq compares")
        last = condition.stages[-1] if isinstance(condition, tree.Pipeline) else None
        for one in last.redirects if isinstance(last, tree.Redirected) else ():
            if not one.errors:
                raise SyntaxProblem(
                    "`>` writes to a file", one.start, one.start + 1, "-gt compares"
                )

    def head(self, word: str) -> Token:
        """Take the parenthesis that must follow a keyword."""
        self.skip_lines()
        if not self.at(Kind.OPEN, "("):
            raise self.missing(f"`(` must follow `{word}`", _SHAPES[word])
        opener = self.take()
        self.skip_lines()
        if self.look.kind is Kind.END:
            raise self.unclosed(opener)
        return opener

    def body(self, word: str) -> tree.Script:
        """Read the block that must follow a keyword or its condition."""
        self.skip_lines()
        if not self.at(Kind.OPEN, "{"):
            raise self.missing(f"a block in {{ }} must follow `{word}`", _SHAPES[word])
        opener = self.take()
        script = self.nested(self.script)
        self.close(opener)
        return script

    def foreach(self) -> tree.ForEach:
        start = self.take().start
        opener = self.head("foreach")
        if self.look.kind is not Kind.VARIABLE:
            raise self.problem("a variable is expected here", _SHAPES["foreach"])
        variable = self.variable()
        self.skip_lines()
        if not self.at_keyword("in"):
            raise self.missing("`in` must follow the variable", _SHAPES["foreach"])
        self.take()
        self.skip_lines()
        if self.look.kind in ENDS_VALUE:
            raise self.missing("a value must follow `in`", _SHAPES["foreach"])
        source = self.nested(self.inner_statement)
        self.skip_lines()
        self.close(opener)
        body = self.body("foreach")
        return tree.ForEach(variable, source, body, start, self.last_end)

    def while_statement(self) -> tree.While:
        start = self.take().start
        condition = self.condition("while")
        return tree.While(condition, self.body("while"), start, self.last_end)

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
        start = self.take().start
        body = self.body("try")
        catch = self.part_of_try("catch")
        cleanup = self.part_of_try("finally")
        if catch is None and cleanup is None:
            self.skip_lines()
            message = "`catch` or `finally` must follow the block of `try`"
            raise self.missing(message, _SHAPES["catch"])
        return tree.Try(body, catch, cleanup, start, self.last_end)

    def part_of_try(self, word: str) -> tree.Script | None:
        if not self.follows(word):
            return None
        self.take()
        return self.body(word)

    # What a script or block declares.

    def declaration(self) -> tuple[tree.Declared, ...] | None:
        """Read `param(...)`, if a script or block starts with it."""
        if not self.at_keyword("param"):
            return None
        self.take()
        opener = self.head("param")
        declared: list[tree.Declared] = []
        while not self.at(Kind.CLOSE, ")"):
            if declared:
                self.comma_between(opener)
            declared.append(self.declared({one.name.lower() for one in declared}))
            self.skip_lines()
        self.close(opener)
        self.skip_separators()
        return tuple(declared)

    def declared(self, taken: set[str]) -> tree.Declared:
        start = self.look.start
        kind = self.declared_type()
        if self.look.kind is not Kind.VARIABLE:
            raise self.missing("a variable is expected here", _SHAPES["param"])
        token, variable = self.look, self.variable()
        if variable.name.lower() in taken:
            raise problem_at(token, "a parameter is there twice")
        default: tree.Node | None = None
        if self.at(Kind.ASSIGN, "="):
            self.operand_follows(self.take())
            default = self.separated_value()
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

_STATEMENTS: dict[str, Callable[[StatementParser], tree.Statement]] = {
    "if": StatementParser.if_statement,
    "foreach": StatementParser.foreach,
    "while": StatementParser.while_statement,
    "break": StatementParser.jump,
    "continue": StatementParser.jump,
    "return": StatementParser.return_statement,
    "throw": StatementParser.throw,
    "try": StatementParser.try_statement,
}
_SHAPES = {
    "if": "if ($x -gt 1) { ... }",
    "elseif": "if ($x) { ... } elseif ($y) { ... }",
    "else": "if ($x) { ... } else { ... }",
    "while": "while ($x -lt 3) { ... }",
    "foreach": "foreach ($x in 1..3) { ... }",
    "try": "try { ... } catch { $_.Message }",
    "catch": "try { ... } catch { $_.Message }",
    "finally": "try { ... } finally { ... }",
    "param": "param($name, $count = 3)",
}
"""What the statement of each keyword looks like."""

_STEPS = ("++", "--")
_TARGETS: dict[type, str] = {
    tree.Cast: "a cast stands before the value: $x = [int]...",
    **dict.fromkeys((tree.ListOf, tree.Group), "one variable at a time: $a = 1; $b = 2"),
    tree.Literal: "variables start with $: $x = ...",
}


def _step(target: tree.Node, sign: Token, start: int, end: int) -> tree.Assignment:
    """Make `$x++` what it stands for: `$x += 1`."""
    one = tree.Pipeline((tree.Literal(1, sign.start, sign.end),), sign.start, sign.end)
    return tree.Assignment(target, sign.text[0], one, start, end)


def _is_literal(statement: tree.Statement) -> bool:
    """Say whether a statement is a number or a text and nothing else."""
    return (
        isinstance(statement, tree.Pipeline)
        and len(statement.stages) == 1
        and isinstance(statement.stages[0], tree.Literal)
    )
