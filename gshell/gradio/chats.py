"""Chat histories, in the three shapes that Gradio's Chatbot has had.

`[{"role", "content": [{"type": "text", "text"}, ...]}]` in gradio 6, the same with one text or
file as the content in 5 and in 4 with `type="messages"`, and else `[[user, bot], ...]` there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from gshell.gradio.localfiles import InlineFile, LocalFile
from gshell.gradio.place import Place
from gshell.gradio.words import scalar_text, structure


class Message(NamedTuple):
    """One message: each content is a text, or a map of `file` or of `component`.

    `rest` is what else its map has, such as `metadata`.
    """

    role: str
    contents: list[Any]
    rest: dict[str, Any]


def messages(place: Place, value: Any) -> list[Any]:
    """Make a history of gradio 6: each content is a list of typed parts."""
    return [
        {**one.rest, "role": one.role, "content": [_typed(part) for part in one.contents]}
        for one in _read(place, value)
    ]


def single_messages(place: Place, value: Any) -> list[Any]:
    """Make a history of gradio 5 and 4 with messages: each has one text or one file."""
    return [
        {**one.rest, "role": one.role, "content": _untyped(part)}
        for one in _read(place, value)
        for part in one.contents
    ]


def pairs(place: Place, value: Any) -> list[Any]:
    """Make a history of gradio 5 and 4 with pairs: what the user said, and the answer."""
    made: list[list[Any]] = []
    for one in _read(place, value):
        for part in map(_untyped, one.contents):
            if one.role == "user":
                made.append([part, None])
            elif made and made[-1][1] is None:
                made[-1][1] = part
            else:
                made.append([None, part])
    return made


def _typed(part: Any) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    return {"type": "file" if "file" in part else "component", **part}


def _untyped(part: Any) -> Any:
    if isinstance(part, str):
        return part
    return {key: value for key, value in part.items() if key != "type"}


def _read(place: Place, value: Any) -> Iterator[Message]:
    """Read a history: a text, a message, or a list of messages or of pairs."""
    parsed = structure(value)
    if isinstance(parsed, str) or not isinstance(parsed, (list, dict)):
        yield Message("user", list(_contents(place, value)), {})
        return
    for item in parsed if isinstance(parsed, list) else [parsed]:
        if isinstance(item, list) and len(item) == 2:
            yield from _pair(place, item)
        elif isinstance(item, dict) and isinstance(item.get("role"), str):
            rest = {key: one for key, one in item.items() if key not in ("role", "content")}
            yield Message(item["role"], list(_contents(place, item.get("content"))), rest)
        else:
            raise place.wrong(
                "takes messages, each with its role and content",
                hint=f"-{place.parameter.name} @{{role='user'; content='hello'}}",
            )


def _pair(place: Place, pair: list[Any]) -> Iterator[Message]:
    for role, part in zip(("user", "assistant"), pair, strict=True):
        if part is not None:
            yield Message(role, list(_contents(place, part)), {})


def _contents(place: Place, content: Any) -> Iterable[Any]:
    """Give the parts of a content: texts, files, components of the page."""
    if isinstance(content, list):
        for item in content:
            yield from _contents(place, item)
    elif isinstance(content, (LocalFile, InlineFile, os.PathLike)):
        yield {"file": place.file(content)}
    elif isinstance(content, dict):
        yield _part(place, content)
    elif content is None or isinstance(content, (str, int, float)):
        yield "" if content is None else scalar_text(content)
    else:
        raise place.wrong("takes texts and files as the content of messages")


def _part(place: Place, part: dict[str, Any]) -> Any:
    if "text" in part:
        return str(part["text"])
    if "component" in part or isinstance(part.get("file"), dict):
        return part
    if "file" in part:
        return {**part, "file": place.file(part["file"])}
    return {"file": place.file(part)}
