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


class Index(NamedTuple):
    """`value[index]`."""

    value: Node
    index: Node
    start: int
    end: int


class Unary(NamedTuple):
    """`-not x`, `!x` (both as `not`), or `-x`."""

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


class EndOfParameters(NamedTuple):
    """`--`: what follows is never a parameter."""

    start: int
    end: int


class Command(NamedTuple):
    """A command and what was typed after it; with `&` the name is an expression."""

    name: Node
    elements: tuple[Element, ...]
    start: int
    end: int


class Pipeline(NamedTuple):
    """Stages joined by `|`; the first may be an expression, the others are commands."""

    stages: tuple[Node, ...]
    start: int
    end: int


class Assignment(NamedTuple):
    """`target = statement`; the target is a variable, a member or an index."""

    target: Node
    statement: Statement
    start: int
    end: int


class Script(NamedTuple):
    """Statements, one after the other."""

    statements: tuple[Statement, ...]
    start: int
    end: int


Node: TypeAlias = Any
"""Any node that has a value: `Literal` to `Block`, and `Command` as a stage."""

Element: TypeAlias = Argument | Parameter | EndOfParameters
Statement: TypeAlias = Pipeline | Assignment
