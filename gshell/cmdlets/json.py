"""Cmdlets between objects and JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Annotated

from gshell.engine.command import Example, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.serialize import to_json
from gshell.engine.values import (
    Value,
    declared_members,
    enumerate_value,
    to_text,
    type_name,
)


@cmdlet(
    "ConvertTo-Json",
    search=["json", "dump"],
    examples=[
        Example("@{a=1; b='x'} | ConvertTo-Json -Compress", ['{"a": 1, "b": "x"}']),
        Example("apis count | ConvertTo-Json"),
    ],
)
def convert_to_json(
    context: Context,
    input_object: Annotated[Value, Piped(), "what to write"],
    *,
    compress: Annotated[bool, "on one line"] = False,
) -> Iterator[str]:
    """Write each object as JSON, as deep as it goes."""
    yield to_json(input_object, indent=None if compress else 2, warn=context.warning)


@cmdlet(
    "ConvertFrom-Json",
    search=["json", "parse", "jq"],
    examples=[
        Example("""'{"a": [1, 2]}' | ConvertFrom-Json | % a""", [2]),
        Example("(ConvertFrom-Json '[1, 2]').Count", [2]),
    ],
)
def convert_from_json(
    objects: Iterable[Value],
    text: Annotated[str | None, "the JSON; else what is piped in"] = None,
    *,
    enumerate_: Annotated[bool, "give the items of a list one by one"] = False,
) -> Iterator[Value]:
    """Read JSON: a document in each piped text, or one document in several lines.

    A list is one object, unless -Enumerate takes it apart.
    """
    texts = [text] if text is not None else (_text(item) for item in objects)
    filled = (one for one in texts if one.strip())
    for first in filled:
        value = _document(first, filled)
        yield from enumerate_value(value) if enumerate_ else (value,)


def _text(item: Value) -> str:
    if isinstance(item, dict) or declared_members(item) is not None:
        raise ShellError(
            "ParamInvalid",
            f"JSON is read from text, not from a {type_name(item)}",
            target=item,
            hint="% NAME takes the text out of a member",
        )
    return to_text(item)


def _document(first: str, rest: Iterator[str]) -> Value:
    """Read a text; if it is no document, it is one together with all that follow."""
    try:
        return _parse(first)
    except ShellError:
        following = list(rest)
        if not following:
            raise
    return _parse("\n".join([first, *following]))


def _parse(text: str) -> Value:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ShellError("InvalidOperation", f"not JSON: {error}", target=text[:200]) from error
    except RecursionError as error:
        raise ShellError("InvalidOperation", "not JSON: it nests too deeply") from error
