"""Pipelines: commands with their arguments, what joins them, and where their output goes."""

from __future__ import annotations

from abc import abstractmethod

from gshell.language import tree
from gshell.language.expressions import ExpressionParser
from gshell.language.habits import ESCAPED_QUOTE, foreign
from gshell.language.problems import SyntaxProblem
from gshell.language.reader import ENDS_COMMAND, ENDS_VALUE, problem_at
from gshell.language.tokens import Kind, Token
from gshell.language.values import unescape_word


class Draft:
    """A command as far as it was read."""

    __slots__ = ("elements", "name", "operator", "start", "upstream")

    def __init__(
        self, name: tree.Node, start: int, upstream: Draft | None, operator: str = ""
    ) -> None:
        self.name = name
        self.start = start
        self.upstream = upstream
        self.operator = operator
        self.elements: list[tree.Element] = []


_PIECES = frozenset({Kind.WORD, Kind.STRING, Kind.STRING_OPEN, Kind.VARIABLE, Kind.OPEN})
_NEVER_GLUED = frozenset({"(", "{", "@(", "@{"})
_STARTS_COMMAND = frozenset({Kind.NAME, Kind.AMPERSAND})
_FOLLOWS_COMMAND = frozenset({Kind.PIPE, Kind.AND, Kind.OR, Kind.REDIRECT})
_REDIRECTS = frozenset({">", ">>", "1>", "1>>", "2>", "2>>"})
_ENDS_CHAIN = frozenset({"break", "continue", "return", "throw"})


class CommandParser(ExpressionParser):
    """Recursive descent for chains, pipelines and commands."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.drafts: list[Draft] = []
        self.latest: Draft | None = None  # the command that was read last, to its end
        self.redirects: list[tree.Redirect] = []  # those among the arguments of that command

    @abstractmethod
    def keyword_statement(self) -> tree.Statement:
        """Read a statement that starts with a keyword."""

    # What joins commands.

    def chain(self, first_stage: tree.Node) -> tree.Statement:
        """Read the rest of `a | b && c || d`, and the `&` that may end it."""
        first = self.pipeline(first_stage)
        rest: list[tuple[str, tree.Statement]] = []
        while self.look.kind is Kind.AND or self.look.kind is Kind.OR or self.goes_on():
            rest.append(self.next_of_chain())
        statement: tree.Statement = first
        if rest:
            statement = tree.Chain(first, tuple(rest), first.start, self.last_end)
        return self.background(statement) if self.look.kind is Kind.AMPERSAND else statement

    def goes_on(self) -> bool:
        """Go on to a line below that starts with `|`, `&&` or `||`, if there is one."""
        if self.look.kind is not Kind.NEWLINE or not self.continues():
            return False
        self.skip_lines()
        return True

    def next_of_chain(self) -> tuple[str, tree.Statement]:
        joint = self.take().text
        self.skip_lines()
        if self.look.kind in ENDS_VALUE:
            raise self.missing(f"a command must follow `{joint}`")
        if self.look.kind is Kind.KEYWORD and self.look.text.lower() in _ENDS_CHAIN:
            return joint, self.keyword_statement()
        return joint, self.pipeline(self.stage())

    def background(self, statement: tree.Statement) -> tree.Background:
        token = self.look
        after = self.text[token.end : token.end + 1]
        if self.touches() and after.strip() and after not in ";)}":
            raise self.problem("`&` ends the command here", "put text that has & in quotes")
        self.take()
        return tree.Background(statement, statement.start, token.end)

    def pipeline(self, first: tree.Node) -> tree.Pipeline:
        stages = [first]
        while self.at(Kind.PIPE) or (self.goes_on() and self.at(Kind.PIPE)):
            self.refuse_output(stages[-1])
            self.take()
            self.skip_lines()
            upstream = self.latest if _command_of(stages[-1]) else None
            stages.append(self.later_stage(upstream))
        return tree.Pipeline(tuple(stages), first.start, self.last_end)

    def refuse_output(self, stage: tree.Node) -> None:
        for one in stage.redirects if isinstance(stage, tree.Redirected) else ():
            if not one.errors:
                raise SyntaxProblem(
                    "nothing is left to pipe after `>`",
                    one.start,
                    one.end,
                    "Tee-Object writes a file and passes objects on",
                )

    def stage(self) -> tree.Node:
        """Read the first stage of a pipeline: a command or an expression."""
        kind = self.look.kind
        if kind in _STARTS_COMMAND:
            return self.redirected(self.command(None))
        if kind in _FOLLOWS_COMMAND:
            is_statement = self.position > 0 and self.previous().text == "}"
            hint = "@( ) makes a value of a statement: @(foreach ...) | ..."
            message = f"a command must stand before `{self.look.text}`"
            raise self.problem(message, hint if is_statement else "")
        return self.redirected(self.expression())

    def later_stage(self, upstream: Draft | None) -> tree.Node:
        if self.look.kind in _STARTS_COMMAND:
            return self.redirected(self.command(upstream))
        if self.look.kind is Kind.END:
            raise self.missing("a command must follow `|`")
        raise self.problem("a command must follow `|`", "% { ... } runs a block for each object")

    # Where output goes.

    def redirected(self, stage: tree.Node) -> tree.Node:
        """Read the redirections behind a stage; those among a command's arguments are there too."""
        redirects = list(self.redirects)
        self.redirects.clear()
        while self.look.kind is Kind.REDIRECT:
            redirects.append(self.redirect())
        if not redirects:
            return stage
        return tree.Redirected(stage, tuple(redirects), stage.start, self.last_end)

    def redirect(self) -> tree.Redirect:
        token = self.take()
        if token.text == "<":
            hint = "-lt compares; Get-Content FILE | ... reads a file"
            raise problem_at(token, "`<` reads no file here", hint)
        if token.text == "2>&1":
            return tree.Redirect(True, False, None, token.start, token.end)
        if token.text not in _REDIRECTS:
            hint = "> takes objects, 2> takes errors, 2>&1 puts errors among the objects"
            raise problem_at(token, f"there is no `{token.text}`", hint)
        if self.look.kind not in _PIECES:
            raise self.problem(f"a file's name must follow `{token.text}`")
        target = self.item()
        errors = token.text.startswith("2")
        if _is_number(target):
            hint = "2>&1 puts errors among the objects" if errors else "-gt compares"
            message = f"`{token.text}` writes to a file"
            raise problem_at(token, message, f"{hint}; quotes make it a file's name")
        return tree.Redirect(errors, token.text.endswith(">>"), target, token.start, target.end)

    # Commands.

    def command(self, upstream: Draft | None) -> tree.Command:
        """Read a command and its arguments."""
        token = self.take()
        operator = token.text if token.text in ("&", ".") else ""
        if not operator:
            self.refuse_foreign(token)
        name = self.command_name(token, operator)
        draft = Draft(name, token.start, upstream, operator)
        self.drafts.append(draft)
        redirects: list[tree.Redirect] = []
        while self.look.kind not in ENDS_COMMAND:
            if self.look.kind is Kind.REDIRECT:
                redirects.append(self.redirect())
            else:
                draft.elements.append(self.element(draft))
        self.redirects = redirects
        self.latest = draft
        return tree.Command(name, tuple(draft.elements), token.start, self.last_end, operator)

    def refuse_foreign(self, name: Token) -> None:
        finding = foreign(self.text, name.start)
        if finding is not None:
            raise problem_at(name, *finding)

    def command_name(self, token: Token, operator: str) -> tree.Node:
        if not operator:
            return tree.Word(unescape_word(token.text), token.start, token.end)
        if self.look.kind not in _PIECES:
            what = "a script block or a command's name" if operator == "&" else "a script file"
            raise self.problem(f"{what} must follow `{operator}`")
        return self.item()

    def element(self, draft: Draft) -> tree.Element:
        token = self.look
        if token.kind is Kind.PARAMETER:
            return self.parameter()
        if token.kind is Kind.DASHES:
            self.take()
            return tree.EndOfParameters(token.start, token.end)
        if token.kind is Kind.SPLAT:
            self.take()
            return tree.Splat(token.text[1:], token.start, token.end)
        if token.text.startswith("--"):
            self.refuse_two_dashes(draft)
        value = self.argument()
        return tree.Argument(value, value.start, value.end)

    def refuse_two_dashes(self, draft: Draft) -> None:
        """Refuse `--name`, which would be text, unless all that follows is meant to be."""
        name = self.look.text[2:]
        is_text = any(isinstance(one, tree.EndOfParameters) for one in draft.elements)
        if name[:1].isalpha() and not is_text:
            hint = f"-{name.partition('=')[0]}; text that starts with - needs quotes"
            raise self.problem("the names of parameters have one dash", hint)

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
                f"{token.text}:value; text that starts with - needs quotes",
            )
        return tree.Parameter(token.text[1:], None, token.start, token.end)

    def argument(self) -> tree.Node:
        first = self.item()
        if not self.at(Kind.COMMA):
            return first
        if isinstance(first, tree.Word) and self.text[first.start] == "[":
            hint = "1,2 or @(1,2); text with brackets needs quotes"
            raise SyntaxProblem("lists have no brackets", first.start, first.end, hint)
        items = [first]
        while self.at(Kind.COMMA):
            self.operand_follows(self.take())
            items.append(self.item())
        return tree.ListOf(tuple(items), first.start, self.last_end)

    def item(self) -> tree.Node:
        """Read one argument, or one item of a list: pieces that touch make one text."""
        if self.look.kind not in _PIECES:
            raise self.unexpected()
        first = self.piece()
        if self.look.kind not in _PIECES or not self.touches():
            return first
        parts = [first]
        while self.look.kind in _PIECES and self.touches():
            parts.append(self.glued_piece())
        bare = any(isinstance(part, tree.Word) for part in parts)
        return tree.Joined(tuple(parts), bare, first.start, self.last_end)

    def glued_piece(self) -> tree.Node:
        if self.look.text in _NEVER_GLUED:
            is_method = self.previous().text.startswith(".")
            hint = "arguments are written after the name, with blanks between them"
            if is_method:
                hint = "parentheses around a method make it a value: ('a'.ToUpper())"
            raise self.problem(f"a blank must stand before `{self.look.text}`", hint)
        if self.text.endswith(('\\"', "\\'"), 0, self.last_end):
            raise self.problem(*ESCAPED_QUOTE)
        return self.piece()

    def piece(self) -> tree.Node:
        """Read one part of an argument, with the members and indexes that follow it."""
        token = self.look
        if token.kind is not Kind.WORD:
            return self.postfix(self.primary())
        self.take()
        return tree.Word(unescape_word(token.text), token.start, token.end)


def _command_of(stage: tree.Node) -> bool:
    inner = stage.stage if isinstance(stage, tree.Redirected) else stage
    return isinstance(inner, tree.Command)


def _is_number(node: tree.Node) -> bool:
    if isinstance(node, tree.Word):
        return node.text.replace(".", "", 1).isdigit()
    return isinstance(node, tree.Literal) and not isinstance(node.value, str)
