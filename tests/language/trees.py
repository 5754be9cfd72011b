"""Random syntax trees, such as the parser makes them; all their places are 0."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import strategies as st

from gshell.language import tree
from gshell.language.operators import COMPARE, LIST, NEGATE, NOT, STRENGTHS
from gshell.language.parser import CASTS
from gshell.language.statements import DECLARED_TYPES
from tests.language.test_tokens import LETTERS

Nodes = st.SearchStrategy[Any]


def lazily(make: Callable[..., Nodes]) -> Callable[..., Nodes]:
    """Put a strategy together when one of its values is drawn: trees are deep, the text of a
    strategy that holds all others is too long for Hypothesis to write."""
    made = cache(make)

    @cache
    @st.composite
    def later(draw: st.DrawFn, *given: Any, **options: Any) -> Any:
        return draw(made(*given, **options))

    return later


def node(make: Callable[..., Any], *parts: Nodes) -> Nodes:
    return st.builds(lambda *given: make(*given, 0, 0), *parts)


def several(one: Nodes, least: int = 0, most: int = 2) -> Nodes:
    return st.lists(one, min_size=least, max_size=most).map(tuple)


names = st.sampled_from(["x", "name", "Été", "a_1", "_"])
texts = st.text(st.sampled_from(LETTERS) | st.characters(), max_size=6)
some_text = texts.filter(bool)
literals = node(tree.Literal, texts)
numbers = node(tree.Literal, st.integers(-99, 10**20) | st.floats(0, allow_infinity=False).map(abs))
variable_names = names | st.sampled_from(["?", "env:HOME"]) | some_text
variables = node(tree.Variable, variable_names.filter(lambda name: not {*name} & {"}", "\n"}))
words = node(tree.Word, some_text)


# Values.


@lazily
def chained(depth: int) -> Nodes:
    """Give values that may have members, in an argument as in an expression."""
    if depth == 0:
        return variables
    inner = scripts(depth - 1)
    first = st.one_of(
        variables,
        node(tree.Group, statements(depth - 1)),
        node(tree.SubExpression, inner),
        node(tree.ArrayOf, inner),
        node(tree.MapOf, several(st.tuples(keys(depth - 1), statements(depth - 1)))),
        blocks(depth - 1),
    )
    return first | members(chained(depth - 1), depth)


@lazily
def blocks(depth: int) -> Nodes:
    return st.builds(lambda script: tree.Block(script, "", 0, 0), whole_scripts(depth))


def members(value: Nodes, depth: int) -> Nodes:
    arguments = several(expressions(depth - 1, lists=False))
    return st.one_of(
        node(tree.Member, value, names),
        node(tree.Index, value, expressions(depth - 1)),
        node(tree.Method, value, names, arguments),
    )


@lazily
def quoted(depth: int) -> Nodes:
    """Give text in double quotes with values in it."""
    if depth == 0:
        return node(tree.Joined, st.tuples(literals, variables, literals), st.just(False))
    parts = st.tuples(literals, variables | node(tree.SubExpression, scripts(depth - 1)), literals)
    return node(tree.Joined, parts, st.just(False))


@lazily
def keys(depth: int) -> Nodes:
    return literals | quoted(depth)


@lazily
def values(depth: int) -> Nodes:
    strings = literals | quoted(depth)
    return (
        strings | chained(depth)
        if depth == 0
        else strings | chained(depth) | members(strings, depth)
    )


# Operators.


@lazily
def expressions(depth: int, *, lists: bool = True) -> Nodes:
    if depth == 0:
        return values(0) | numbers
    inner = expressions(depth - 1, lists=lists)
    ternary = node(tree.Ternary, operations(1, depth - 1, lists=lists), inner, inner)
    return operations(1, depth, lists=lists) | ternary


@lazily
def operations(strength: int, depth: int, *, lists: bool) -> Nodes:
    """Give expressions whose operators bind as tightly as `strength`, or tighter."""
    casts = node(tree.Cast, st.sampled_from(CASTS), values(depth))
    items = values(depth) | numbers | casts
    if depth == 0 or strength > LIST:
        return items
    found = [items]
    if lists:
        found.append(node(tree.ListOf, several(items, 1, 3)))
    if strength <= NOT:
        operand = operations(LIST, depth - 1, lists=lists)
        found.append(node(tree.Unary, st.sampled_from(["not", "join", "split"]), operand))
    if strength <= NEGATE:
        operand = (literals | variables | numbers).filter(
            lambda one: str(one.value)[:1] != "-" if isinstance(one, tree.Literal) else True
        )
        found.append(node(tree.Unary, st.just("-"), operand))
    for name, binds in _SAMPLE:
        if binds >= strength:
            left = operations(binds, depth - 1, lists=lists)
            right = operations(binds + 1, depth - 1, lists=lists)
            found.append(node(tree.Binary, st.just(name), left, right))
    return st.one_of(found)


_SAMPLE = [
    (name, STRENGTHS[name])
    for name in ("and", "or", "eq", "notin", "replace", "join", "??", "+", "-", "*", "%", "..")
]
assert COMPARE in {binds for _, binds in _SAMPLE}


# Commands.


@lazily
def items(depth: int) -> Nodes:
    glued = st.one_of(
        variables,
        literals.filter(lambda one: not one.value.endswith("\\")),
        *([node(tree.SubExpression, scripts(depth - 1))] if depth else []),
    )
    parts = st.one_of(
        st.tuples(words, glued),
        st.tuples(glued, words),
        st.tuples(words, glued, words),
        st.tuples(glued, words, glued),
    )
    bare = node(tree.Joined, parts, st.just(True))
    return st.one_of(words, bare, literals, quoted(depth), chained(depth))


@lazily
def arguments(depth: int) -> Nodes:
    return items(depth) | node(tree.ListOf, several(items(depth), 2, 3))


@lazily
def commands(depth: int) -> Nodes:
    argument = st.builds(lambda value: tree.Argument(value, 0, 0), arguments(depth))
    names_of_parameters = st.sampled_from(["x", "Name-1", "?"])
    parameter = node(tree.Parameter, names_of_parameters, st.none() | arguments(depth))
    element = st.one_of(argument, parameter, node(tree.Splat, names))
    after = several(argument, 0, 2).map(lambda rest: (tree.EndOfParameters(0, 0), *rest))
    elements = st.builds(lambda one, two: one + two, several(element, 0, 3), st.just(()) | after)
    called = st.tuples(st.sampled_from(["&", "."]), items(depth))
    named = st.tuples(st.just(""), st.sampled_from(NAMES).map(lambda name: tree.Word(name, 0, 0)))
    return st.builds(
        lambda name, given: tree.Command(name[1], given, 0, 0, name[0]), named | called, elements
    )


NAMES = ["call", "%", "?", "Get-GradioApi", "ForEach-Object", "./x.gsh", "in", "iffy"]


def is_no_number(target: Any) -> bool:
    return not isinstance(target, tree.Word) or not target.text.replace(".", "", 1).isdigit()


@lazily
def redirected(depth: int, stage: Nodes, *, errors: bool) -> Nodes:
    target = items(depth).filter(is_no_number)
    joins = st.just(tree.Redirect(True, False, None, 0, 0))
    to_file = node(tree.Redirect, st.just(True) if errors else st.booleans(), st.booleans(), target)
    return stage | node(tree.Redirected, stage, several(joins | to_file, 1))


@lazily
def pipelines(depth: int, *, is_condition: bool = False) -> Nodes:
    command, first = commands(depth), commands(depth) | expressions(depth)
    between = redirected(depth, command, errors=True)
    last = redirected(depth, command, errors=is_condition)
    only = redirected(depth, first, errors=is_condition)
    several_stages = st.builds(
        lambda first, middle, last: (first, *middle, last),
        redirected(depth, first, errors=True),
        several(between, 0, 1),
        last,
    )
    return node(tree.Pipeline, st.tuples(only) | several_stages)


# Statements.


@lazily
def leaving(depth: int) -> Nodes:
    value = st.none() | pipelines(depth)
    return st.one_of(
        node(tree.Jump, st.sampled_from(["break", "continue"])),
        node(tree.Return, value),
        node(tree.Throw, value),
    )


@lazily
def statements(depth: int) -> Nodes:
    pipeline = pipelines(depth)
    joint = st.tuples(st.sampled_from(["&&", "||"]), pipeline | leaving(depth))
    chain = node(tree.Chain, pipeline, several(joint, 1))
    background = node(tree.Background, pipeline | chain.filter(ends_in_pipeline))
    simple = pipeline | chain | background | leaving(depth)
    if depth == 0:
        return simple
    body, inner = scripts(depth - 1), statements(depth - 1)
    targets = variables | members(chained(depth - 1), depth).filter(is_target)
    operators = st.sampled_from(["", "+", "-", "*", "/", "%", "??"])
    condition = pipelines(depth - 1, is_condition=True)
    catch = st.tuples(body, st.none()) | st.tuples(st.none() | body, body)
    return st.one_of(
        simple,
        node(tree.Assignment, targets, operators, inner),
        node(tree.If, several(st.tuples(condition, body), 1), st.none() | body),
        node(tree.ForEach, variables, inner, body),
        node(tree.While, condition, body),
        st.builds(lambda body, rest: tree.Try(body, rest[0], rest[1], 0, 0), body, catch),
    )


def ends_in_pipeline(chain: Any) -> bool:
    return isinstance(chain.rest[-1][1], tree.Pipeline)


def is_target(one: Any) -> bool:
    return not isinstance(one, tree.Method)


@lazily
def scripts(depth: int) -> Nodes:
    return node(tree.Script, several(statements(depth)))


@lazily
def whole_scripts(depth: int) -> Nodes:
    """Give scripts that may declare parameters."""
    kinds = st.sampled_from(["", *DECLARED_TYPES])
    default = st.none() | expressions(depth, lists=False)
    declared = st.lists(
        node(tree.Declared, names, kinds, default), unique_by=lambda one: one.name, max_size=2
    )
    return scripts(depth) | st.builds(
        lambda script, given: script._replace(parameters=tuple(given)), scripts(depth), declared
    )
