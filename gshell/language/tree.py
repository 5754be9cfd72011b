"""The syntax tree: what the parser makes and the evaluator, colours and completion read.

Every node knows where it stands in the text (`start` to `end`, 0-based, end excluded), so that an
error can point at its place. Nodes are plain tuples with names: cheap to make and to compare.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias


class Literal(NamedTuple):
    """A number, or text in single quotes."""

    value: int | float | str
    start: int
    end: int


class Word(NamedTuple):
    """Text without quotes; what it becomes (number, text, choice) is decided where it is bound."""

    text: str
    start: int
    end: int


class Joined(NamedTuple):
    """Text of several parts: "a $b", or `out-$n.png` (then `bare`)."""

    parts: tuple[Node, ...]
    bare: bool
    start: int
    end: int


class Variable(NamedTuple):
    """`$name`; the name is without the dollar sign and braces."""

    name: str
    start: int
    end: int


class Member(NamedTuple):
    """`value.name`."""

    value: Node
    name: str
    start: int
    end: int


class Method(NamedTuple):
    """`value.name(arguments)`."""

    value: Node
    name: str
    arguments: tuple[Node, ...]
    start: int
    end: int


class Index(NamedTuple):
    """`value[index]`."""

    value: Node
    index: Node
    start: int
    end: int


class Unary(NamedTuple):
    """`-not x` and `!x` (both as `not`), `-x`, `-join x` or `-split x`."""

    operator: str
    operand: Node
    start: int
    end: int


class Binary(NamedTuple):
    """`left operator right`; the operator is in lower case, without its dash."""

    operator: str
    left: Node
    right: Node
    start: int
    end: int


class Ternary(NamedTuple):
    """`condition ? yes : no`."""

    condition: Node
    yes: Node
    no: Node
    start: int
    end: int


class Cast(NamedTuple):
    """`[type]value`; the type is in lower case, without its brackets."""

    type: str
    operand: Node
    start: int
    end: int


class ListOf(NamedTuple):
    """`a, b`; with one item it is the unary comma."""

    items: tuple[Node, ...]
    start: int
    end: int


class MapOf(NamedTuple):
    """`@{key = value; ...}`."""

    pairs: tuple[tuple[Node, Statement], ...]
    start: int
    end: int


class Group(NamedTuple):
    """`( statement )`: nothing is null, one object is itself, several are a list."""

    statement: Statement
    start: int
    end: int


class SubExpression(NamedTuple):
    """`$( script )`: as a group, with any number of statements."""

    script: Script
    start: int
    end: int


class ArrayOf(NamedTuple):
    """`@( script )`: always a list."""

    script: Script
    start: int
    end: int


class Block(NamedTuple):
    """`{ script }`: a value that can be run."""

    script: Script
    text: str
    start: int
    end: int


class Argument(NamedTuple):
    """One argument of a command."""

    value: Node
    start: int
    end: int


class Parameter(NamedTuple):
    """`-Name`, or `-Name:value`; a value after a blank is an argument of its own until bound."""

    name: str
    value: Node | None
    start: int
    end: int


class Splat(NamedTuple):
    """`@name`: the parameters that a variable holds."""

    name: str
    start: int
    end: int


class EndOfParameters(NamedTuple):
    """`--`: what follows is never a parameter."""

    start: int
    end: int


class Command(NamedTuple):
    """A command and what was typed after it; after an `&` or a `.` the name is an expression."""

    name: Node
    elements: tuple[Element, ...]
    start: int
    end: int
    operator: str = ""


class Redirect(NamedTuple):
    """`> file`, `>> file`, `2> file`, `2>> file` or `2>&1`, of which the last has no target."""

    errors: bool
    append: bool
    target: Node | None
    start: int
    end: int


class Redirected(NamedTuple):
    """A stage, and where its objects or its errors go."""

    stage: Node
    redirects: tuple[Redirect, ...]
    start: int
    end: int


class Pipeline(NamedTuple):
    """Stages joined by `|`; the first may be an expression, the others are commands."""

    stages: tuple[Node, ...]
    start: int
    end: int


class Chain(NamedTuple):
    """`first && next || next`: each next one runs if what ran before it succeeded, or failed."""

    first: Statement
    rest: tuple[tuple[str, Statement], ...]
    start: int
    end: int


class Background(NamedTuple):
    """`statement &`."""

    statement: Statement
    start: int
    end: int


class Assignment(NamedTuple):
    """`target = statement`; the target is a variable, a member or an index.

    The operator is that of `+=` and its like, empty for a plain `=`.
    """

    target: Node
    operator: str
    statement: Statement
    start: int
    end: int


class If(NamedTuple):
    """`if (condition) { ... } elseif (condition) { ... } else { ... }`."""

    branches: tuple[tuple[Statement, Script], ...]
    otherwise: Script | None
    start: int
    end: int


class ForEach(NamedTuple):
    """`foreach ($variable in statement) { ... }`."""

    variable: Variable
    source: Statement
    body: Script
    start: int
    end: int


class While(NamedTuple):
    """`while (condition) { ... }`."""

    condition: Statement
    body: Script
    start: int
    end: int


class Jump(NamedTuple):
    """`break` or `continue`."""

    kind: str
    start: int
    end: int


class Return(NamedTuple):
    """`return`, with what it gives."""

    statement: Statement | None
    start: int
    end: int


class Throw(NamedTuple):
    """`throw`, with what went wrong; alone it throws what was caught once more."""

    statement: Statement | None
    start: int
    end: int


class Try(NamedTuple):
    """`try { ... } catch { ... } finally { ... }`; one of the two may be left out."""

    body: Script
    catch: Script | None
    cleanup: Script | None
    start: int
    end: int


class Declared(NamedTuple):
    """One name of `param([type]$name = default)`; the type is empty where there is none."""

    name: str
    type: str
    default: Node | None
    start: int
    end: int


class Script(NamedTuple):
    """Statements, one after the other; `parameters` are those that it declares, None if none."""

    statements: tuple[Statement, ...]
    start: int
    end: int
    parameters: tuple[Declared, ...] | None = None


Node: TypeAlias = Any
"""Any node that has a value: `Literal` to `Block`, and `Command` as a stage."""

Element: TypeAlias = Argument | Parameter | Splat | EndOfParameters
Statement: TypeAlias = (
    Pipeline | Chain | Background | Assignment | If | ForEach | While | Jump | Return | Throw | Try
)
