"""Edits that a Gradio app sends instead of whole values.

queue/data carries, from the second `process_generating` on, one list of edits per output against
that output's previous value (gradio 4.17 and later: utils.py:diff).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def apply_diff(value: Any, edits: Sequence[Sequence[Any]]) -> Any:
    """Give the value after the edits `[action, path, new]`; the old value stays as it is.

    Only the containers on an edited path are copied, each once, so results handed out before
    keep their contents. An edit that does not fit the value raises LookupError, TypeError or
    ValueError.
    """
    if not edits:
        return value
    copies: dict[int, Any] = {}
    for action, path, new in edits:
        value = _edit(value, action, path, new, copies)
    return value


def _edit(value: Any, action: str, path: Sequence[Any], new: Any, copies: dict[int, Any]) -> Any:
    if not path:
        return _replaced(action, value, new)
    root = parent = _own(value, copies)
    for key in path[:-1]:
        parent[key] = _own(parent[key], copies)
        parent = parent[key]
    key = path[-1]
    if action == "add":
        _add(parent, key, new)
    elif action == "delete":
        del parent[key]
    else:
        parent[key] = _replaced(action, parent[key] if action == "append" else None, new)
    return root


def _own(container: Any, copies: dict[int, Any]) -> Any:
    """Give a copy that this diff may change: the one made before, if there is one."""
    if id(container) in copies:
        return container
    if not isinstance(container, (list, dict)):
        raise TypeError(f"an edit reaches into {type(container).__name__}")
    copy = container.copy()
    copies[id(copy)] = copy  # kept alive, so that no other object gets its id meanwhile
    return copy


def _add(parent: Any, key: Any, new: Any) -> None:
    if isinstance(parent, list):
        parent.insert(key, new)
    else:
        parent[key] = new


def _replaced(action: str, old: Any, new: Any) -> Any:
    if action == "replace":
        return new
    if action == "append":
        return old + new
    raise ValueError(f"unknown edit {action!r}")
