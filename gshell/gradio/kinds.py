"""What a JSON schema of Gradio's /info asks of a value, in one word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_SIMPLE = {"string", "number", "integer", "boolean", "object"}
_DEPTH = 20  # a hostile schema may refer to itself


class Kind(NamedTuple):
    """The kind of a value: its name, its choices if it has some, its items if it is a list.

    The name is one of string, number, integer, boolean, choice, choices (a list of choices),
    array, object, file, files, any.
    """

    name: str
    choices: tuple[Any, ...] = ()
    item: Kind | None = None


ANY = Kind("any")


def read_kind(schema: Any) -> Kind:
    """Read a JSON schema as /info gives it, with its `$defs`."""
    if not isinstance(schema, Mapping):
        return ANY
    definitions = schema.get("$defs") or schema.get("definitions") or {}
    return _kind(schema, definitions if isinstance(definitions, Mapping) else {}, 0)


def _kind(schema: Any, definitions: Mapping[str, Any], depth: int) -> Kind:
    if not isinstance(schema, Mapping) or depth > _DEPTH:
        return ANY
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return _kind(definitions.get(reference.rpartition("/")[2]), definitions, depth + 1)
    choices = _choices(schema)
    if choices is not None:
        return Kind("choice", choices) if choices else Kind("string")
    for word in ("anyOf", "oneOf", "allOf"):
        options = schema.get(word)
        if isinstance(options, Sequence) and options:
            return _union([_kind(each, definitions, depth + 1) for each in options if _real(each)])
    name = _type_name(schema)
    if _is_file(schema):
        return Kind("file")
    if name == "array":
        return _array(_kind(schema.get("items"), definitions, depth + 1))
    return Kind(name) if name in _SIMPLE else ANY


def _choices(schema: Mapping[str, Any]) -> tuple[Any, ...] | None:
    if "const" in schema:
        return (schema["const"],)
    options = schema.get("enum")
    return tuple(options) if isinstance(options, list) else None


def _real(schema: Any) -> bool:
    """Say whether a member of a union is more than the null that every place takes."""
    return not (isinstance(schema, Mapping) and schema.get("type") == "null")


def _type_name(schema: Mapping[str, Any]) -> str:
    name = schema.get("type")
    if isinstance(name, list):
        names = [each for each in name if each != "null"]
        name = names[0] if len(names) == 1 else None
    if not isinstance(name, str):
        return "object" if "properties" in schema else "any"
    return name


def _is_file(schema: Mapping[str, Any]) -> bool:
    if schema.get("title") in ("FileData", "ImageData"):
        return True
    properties = schema.get("properties")
    return isinstance(properties, Mapping) and {"path", "meta"} <= properties.keys()


def _array(item: Kind) -> Kind:
    if item.name == "file":
        return Kind("files", item=item)
    if item.name == "choice":
        return Kind("choices", item.choices, item)
    return Kind("array", item=item)


def _union(kinds: Sequence[Kind]) -> Kind:
    """Give the kind that every member of a union fits, else any."""
    distinct = list(dict.fromkeys(kinds))
    if len(distinct) == 1:
        return distinct[0]
    names = {kind.name for kind in distinct}
    if names == {"choice"}:
        return Kind("choice", tuple(choice for kind in distinct for choice in kind.choices))
    if names and names <= {"number", "integer"}:
        return Kind("number")
    for name in ("files", "file"):
        if name in names:
            return next(kind for kind in distinct if kind.name == name)
    return ANY
