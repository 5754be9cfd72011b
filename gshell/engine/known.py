"""What is known of a half-typed expression without running anything: its value, or its members."""

from __future__ import annotations

from collections.abc import Iterator

from gshell.engine.command import Cmdlet
from gshell.engine.cursor import Stage
from gshell.engine.methods import METHODS
from gshell.engine.shell import Shell
from gshell.engine.types import shown
from gshell.engine.values import (
    Bareword,
    Value,
    get_index,
    get_member,
    member_names,
    type_name,
)
from gshell.language import tree
from gshell.language.parser import Draft, SyntaxProblem, parse


class Unknown(Exception):  # noqa: N818 -- an answer: the value is not known without running
    """A value that only running the line would tell."""


_NOTHING = object()
_CONSTANTS = {"true": True, "false": False, "null": None}
_ITEM_NAMES = frozenset({"_", "psitem"})


def known_value(node: tree.Node, shell: Shell, item: Value = _NOTHING) -> Value:
    """Give the value of an expression as it is now, with `item` as `$_`.

    Raises Unknown if something would have to run.
    """
    if isinstance(node, tree.Word):
        return Bareword(node.text)
    if isinstance(node, tree.Literal):
        return node.value
    if isinstance(node, tree.Variable):
        return _variable(node.name.lower(), shell, item)
    if isinstance(node, tree.Member):
        return get_member(known_value(node.value, shell, item), node.name)
    if isinstance(node, tree.Index):
        value = known_value(node.value, shell, item)
        return get_index(value, known_value(node.index, shell, item))
    if isinstance(node, tree.ListOf):
        return [known_value(one, shell, item) for one in node.items]
    raise Unknown


def _variable(name: str, shell: Shell, item: Value) -> Value:
    if name in _ITEM_NAMES and item is not _NOTHING:
        return item
    if name == "error":
        return list(shell.errors)
    if name == "session":
        return shell.session()
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    if name not in shell.variables:
        raise Unknown
    return shell.variables[name]


def find_cmdlet(name: tree.Node, shell: Shell) -> Cmdlet | None:
    """Give the cmdlet that a command's name means, None if it is unknown."""
    found = shell.commands.resolve(name.text) if isinstance(name, tree.Word) else None
    return shell.commands.load(found) if found is not None else None


def members_of(path: str, block: Stage | None, shell: Shell) -> dict[str, str]:
    """Give the members of a half-typed expression's value, each with a note.

    `block` is the command that the block around it belongs to: what feeds it is `$_`.
    """
    node = _expression(path)
    try:
        return member_notes(known_value(node, shell))
    except Unknown:
        pass  # it is `$_`, or what a command will give
    if isinstance(node, tree.Group):
        return dict.fromkeys(_names_given(_stage_names(node.statement), shell), "")
    if block is None or not _starts_with_item(node):
        return {}
    try:
        return member_notes(known_value(node, shell, _first_item(block, shell)))
    except Unknown:
        is_item = isinstance(node, tree.Variable)
        return dict.fromkeys(fed_members(block, shell), "") if is_item else {}


def member_notes(value: Value) -> dict[str, str]:
    """Give the members of a value, each with its value in a few words."""
    if isinstance(value, list):
        names = member_names(value[0]) if value else []
        return {"Count": str(len(value))} | dict.fromkeys(names, "of each item")
    if isinstance(value, str):
        return {"Length": str(len(value))} | {f"{name}(": "" for name in METHODS}
    hidden = getattr(type(value), "JSON_HIDDEN", ())
    return {
        name: "" if name in hidden else brief(get_member(value, name))
        for name in member_names(value)
    }


def brief(value: Value) -> str:
    """Say what a value is in a few words."""
    if isinstance(value, (list, dict)):
        return f"{type_name(value)} of {len(value)}"
    return " ".join(shown(value).split())


def fed_members(stage: Stage, shell: Shell) -> list[str]:
    """Give the members of the objects that are piped into a command."""
    try:
        first = _first_item(stage, shell)
    except Unknown:
        return _names_given(_upstream_names(stage.draft), shell)
    return list(member_notes(first))


def _first_item(stage: Stage, shell: Shell) -> Value:
    """Give the first object of the expression that starts a pipeline, if it arrives unchanged."""
    between = [find_cmdlet(name, shell) for name in _upstream_names(stage.draft)]
    if not stage.source or not all(cmdlet and cmdlet.passes_on for cmdlet in between):
        raise Unknown
    value = known_value(_expression(stage.source), shell)
    if not isinstance(value, list):
        return value
    if not value:
        raise Unknown
    return value[0]


def _names_given(commands: Iterator[tree.Node], shell: Shell) -> list[str]:
    """Give the members of what a pipeline gives; its commands' names come last one first."""
    for name in commands:
        cmdlet = find_cmdlet(name, shell)
        for kind in cmdlet.emits if cmdlet else ():
            if hasattr(kind, "MEMBERS"):
                return list(kind.MEMBERS)  # the others are for rarer uses
        if cmdlet is None or not cmdlet.passes_on:
            return []
    return []


def _upstream_names(draft: Draft) -> Iterator[tree.Node]:
    before = draft.upstream
    while before is not None:
        yield before.name
        before = before.upstream


def _stage_names(statement: tree.Statement) -> Iterator[tree.Node]:
    if isinstance(statement, tree.Pipeline):
        for stage in reversed(statement.stages):
            if isinstance(stage, tree.Command):
                yield stage.name


def _starts_with_item(node: tree.Node) -> bool:
    while isinstance(node, (tree.Member, tree.Index)):
        node = node.value
    return isinstance(node, tree.Variable) and node.name.lower() in _ITEM_NAMES


def _expression(text: str) -> tree.Node:
    """Read a text that is one expression; anything else gives None, of which nothing is known."""
    try:
        script = parse(text.strip())
    except SyntaxProblem:
        return None
    statement = script.statements[0] if len(script.statements) == 1 else None
    if not isinstance(statement, tree.Pipeline) or len(statement.stages) != 1:
        return None
    return statement.stages[0]
