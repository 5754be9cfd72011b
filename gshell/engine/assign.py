"""What `=` and its like do: where a value is put, and what it becomes there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from gshell.engine.errors import ShellError
from gshell.engine.operators import BINARY, Operator
from gshell.engine.scope import Expression, Scope, setter
from gshell.engine.types import shown
from gshell.engine.values import Value, as_number, fold, get_index, get_member, to_text, type_name
from gshell.language import tree


class Place(NamedTuple):
    """Where a value is put: a variable, a key of a map, a place of a list.

    What it is made of (the map and the key in `$map[key]`) is found once, also where it is read
    before it is written.
    """

    parts: Callable[[Scope], Any]
    read: Callable[[Scope, Any], Value]
    write: Callable[[Scope, Any, Value], None]


def place_of(node: tree.Node, compiled: Callable[[tree.Node], Expression]) -> Place:
    """Compile what stands before a `=`; `compiled` compiles an expression in it."""
    if isinstance(node, tree.Variable):
        value, assign = compiled(node), setter(node.name)
        return Place(
            lambda _: None,
            lambda scope, _: value(scope),
            lambda scope, _, new: assign(scope, new),
        )
    container = compiled(node.value)
    if isinstance(node, tree.Member):
        return Place(
            container,
            lambda _, held: _read_member(held, node.name),
            lambda _, held, new: set_member(held, node.name, new),
        )
    index = compiled(node.index)
    return Place(
        lambda scope: (container(scope), index(scope)),
        lambda _, held: _read_index(held[0], held[1]),
        lambda _, held, new: set_index(held[0], held[1], new),
    )


def change_of(operator: str, sign: str) -> Operator:
    """Give what an operator such as that of `+=` makes of what is there and of the value after it.

    `sign` is `++` or `--` where that was written: what is there must be a number then, or null.
    """
    apply = BINARY[operator]
    if sign not in ("++", "--"):
        return apply

    def step(before: Value, one: Value) -> Value:
        number = 0 if before is None else as_number(before)
        if number is None:
            raise ShellError("InvalidOperation", f"`{sign}` needs a number (got {shown(before)})")
        return apply(number, one)

    return step


def changed(place: Place, value_of: Expression, change: Operator) -> Expression:
    """Compile `$x += value` and its like."""

    def evaluate(scope: Scope) -> Value:
        parts = place.parts(scope)
        value = change(place.read(scope, parts), value_of(scope))
        place.write(scope, parts, value)
        return value

    return evaluate


def filled(place: Place, value_of: Expression) -> Expression:
    """Compile `$x ??= value`, of which the value is only made if there is none yet."""

    def evaluate(scope: Scope) -> Value:
        parts = place.parts(scope)
        value = place.read(scope, parts)
        if value is None:
            value = value_of(scope)
            place.write(scope, parts, value)
        return value

    return evaluate


def set_member(container: Value, name: str, value: Value) -> None:
    """Set a key of a map; one that only differs in case or underscores is taken as the same."""
    if not isinstance(container, dict):
        raise ShellError(
            "InvalidOperation", f"the members of a {type_name(container)} cannot be set"
        )
    _refuse_cycle(container, value)
    container[_key(container, name)] = value


def set_index(container: Value, index: Value, value: Value) -> None:
    """Set a place of a list that is there already, or a key of a map."""
    if isinstance(container, dict):
        _refuse_cycle(container, value)
        container[_key(container, index)] = value
        return
    if not isinstance(container, list) or not isinstance(index, int):
        raise ShellError("InvalidOperation", f"a {type_name(container)} has no such place to set")
    if not -len(container) <= index < len(container):
        raise ShellError(
            "InvalidOperation", f"the list has no place {index}", hint="+= adds an item to a list"
        )
    _refuse_cycle(container, value)
    container[index] = value


def _read_member(container: Value, name: str) -> Value:
    """Read what a member is before it is set: of a map a key, and never how many it has."""
    if isinstance(container, dict):
        return container.get(_key(container, name))
    return get_member(container, name)


def _read_index(container: Value, index: Value) -> Value:
    if isinstance(container, dict):
        return container.get(_key(container, index))
    return get_index(container, index)


def _key(container: dict[Any, Value], index: Value) -> Any:
    """Give the key of a map that is meant: the one that is there already, else a new one."""
    if isinstance(index, int) and index in container:
        return index
    name = to_text(index)
    if name in container:
        return name
    folded = fold(name)
    return next((key for key in container if fold(str(key)) == folded), name)


def _refuse_cycle(container: Value, value: Value) -> None:
    """Keep a list or map out of itself: whoever shows or compares it would never come to an end."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, (list, dict)) or id(one) in seen:
            continue
        if one is container:
            raise ShellError("InvalidOperation", "a list or map cannot be a part of itself")
        seen.add(id(one))
        waiting.extend(one.values() if isinstance(one, dict) else one)
