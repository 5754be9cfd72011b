"""What `=` does to a part of a value: a key of a map, a place of a list."""

from __future__ import annotations

from gshell.engine.errors import ShellError
from gshell.engine.values import Value, fold, to_text, type_name


def set_member(container: Value, name: str, value: Value) -> None:
    """Set a key of a map; one that only differs in case or underscores is taken as the same."""
    if not isinstance(container, dict):
        raise ShellError(
            "InvalidOperation", f"the members of a {type_name(container)} cannot be set"
        )
    _refuse_cycle(container, value)
    known = next((key for key in container if fold(str(key)) == fold(name)), name)
    container[name if name in container else known] = value


def set_index(container: Value, index: Value, value: Value) -> None:
    """Set a place of a list that is there already, or a key of a map."""
    if isinstance(container, dict):
        set_member(container, to_text(index), value)
        return
    if not isinstance(container, list) or not isinstance(index, int):
        raise ShellError("InvalidOperation", f"a {type_name(container)} has no such place to set")
    if not -len(container) <= index < len(container):
        raise ShellError("InvalidOperation", f"the list has no place {index}")
    _refuse_cycle(container, value)
    container[index] = value


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
