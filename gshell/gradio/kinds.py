"""What a JSON schema of Gradio's /info asks of a value, in one word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_SIMPLE = {"string", "number", "integer", "boolean", "object"}
_DEPTH = 20  # a hostile schema may refer to itself
_STEPS = 2000  # and do so in several places at once


class Kind(NamedTuple):
    """The kind of a value: its name, its choices if it has some, its items if it is a list.

    The name is one of string, number, integer, boolean, choice, choices (a list of choices),
    array, object, file, files, any. `fields` has the keys of a map below which files stand.
    """

    name: str
    choices: tuple[Any, ...] = ()
    item: Kind | None = None
    fields: tuple[tuple[str, Kind], ...] = ()

    def field(self, key: str) -> Kind | None:
        """Give the kind at a key of a map, None if no file can be there."""
        return next((kind for name, kind in self.fields if name == key), None)

    @property
    def holds_files(self) -> bool:
        """Whether a file may stand in it, at any depth."""
        inside = self.item is not None and self.item.holds_files
        return inside or bool(self.fields) or self.name in ("file", "files")


ANY = Kind("any")


def read_kind(schema: Any) -> Kind:
    """Read a JSON schema as /info gives it, with its `$defs`."""
    if not isinstance(schema, Mapping):
        return ANY
    definitions = schema.get("$defs") or schema.get("definitions") or {}
    return _Reader(definitions if isinstance(definitions, Mapping) else {}).kind(schema)


class _Reader:
    """One schema, while it is read."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._steps = 0

    def kind(self, schema: Any, depth: int = 0) -> Kind:
        self._steps += 1
        if not isinstance(schema, Mapping) or depth > _DEPTH or self._steps > _STEPS:
            return ANY
        reference = schema.get("$ref")
        if isinstance(reference, str):
            return self.kind(self._definitions.get(reference.rpartition("/")[2]), depth + 1)
        choices = _choices(schema)
        if choices is not None:
            return Kind("choice", choices) if choices else Kind("string")
        for word in ("anyOf", "oneOf", "allOf"):
            options = schema.get(word)
            if isinstance(options, Sequence) and options:
                return _union([self.kind(each, depth + 1) for each in options if _real(each)])
        name = _type_name(schema)
        if _is_file(schema):
            return Kind("file")
        if name == "array":
            return _array(self._item(schema, depth + 1))
        if name == "object":
            return Kind(name, fields=tuple(self._fields(schema.get("properties"), depth + 1)))
        return Kind(name) if name in _SIMPLE else ANY

    def _item(self, schema: Mapping[str, Any], depth: int) -> Kind:
        """Give the kind of all items of a list, also of one whose places are told one by one."""
        places = schema.get("prefixItems")
        if isinstance(places, list) and places:
            return _union([self.kind(each, depth) for each in places])
        return self.kind(schema.get("items"), depth)

    def _fields(self, properties: Any, depth: int) -> Iterator[tuple[str, Kind]]:
        if isinstance(properties, Mapping):
            for name, schema in properties.items():
                kind = self.kind(schema, depth)
                if kind.holds_files:
                    yield name, kind


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
    distinct = [kind for place, kind in enumerate(kinds) if kind not in kinds[:place]]
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
    fields = {key: kind for member in distinct for key, kind in member.fields}
    return Kind("object" if names == {"object"} else "any", fields=tuple(fields.items()))
