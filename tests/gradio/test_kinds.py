from __future__ import annotations

from typing import Any

import pytest

from gshell.gradio.kinds import Kind, read_kind

FILE = {
    "title": "FileData",
    "type": "object",
    "properties": {"path": {"type": "string"}, "meta": {"$ref": "#/$defs/FileDataMeta"}},
}


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, Kind("string")),
        ({"type": "number", "description": "numeric value between 1 and 5"}, Kind("number")),
        ({"type": "integer"}, Kind("integer")),
        ({"type": "boolean"}, Kind("boolean")),
        ({"type": "object"}, Kind("object")),
        ({"type": {}, "description": "any valid json"}, Kind("any")),
        ({}, Kind("any")),
        (None, Kind("any")),
        ("string", Kind("any")),
        ({"type": "string", "enum": ["a", "b"]}, Kind("choice", ("a", "b"))),
        ({"type": "string", "enum": []}, Kind("string")),
        ({"const": "only", "type": "string"}, Kind("choice", ("only",))),
        ({"anyOf": [{"const": 1}, {"const": 2}]}, Kind("choice", (1, 2))),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, Kind("string")),
        ({"type": ["string", "null"]}, Kind("string")),
        ({"type": ["string", "number"]}, Kind("any")),
        ({"anyOf": [{"type": "integer"}, {"type": "number"}]}, Kind("number")),
        ({"anyOf": [{"type": "string"}, {"type": "number"}]}, Kind("any")),
        (
            {"anyOf": [{"$ref": "#/$defs/F"}, {"type": "string"}], "$defs": {"F": FILE}},
            Kind("file"),
        ),
        ({"properties": {"a": {}}}, Kind("object")),
        (FILE, Kind("file")),
        ({"title": "ImageData", "type": "object", "properties": {}}, Kind("file")),
        ({"type": "array", "items": {"type": "number"}}, Kind("array", (), Kind("number"))),
        ({"type": "array"}, Kind("array", (), Kind("any"))),
        (
            {"type": "array", "items": {"type": "string", "enum": ["a"]}},
            Kind("choices", ("a",), Kind("choice", ("a",))),
        ),
        (
            {"type": "array", "items": {"$ref": "#/$defs/FileData"}, "$defs": {"FileData": FILE}},
            Kind("files", (), Kind("file")),
        ),
    ],
)
def test_a_schema_in_one_word(schema: Any, kind: Kind) -> None:
    assert read_kind(schema) == kind


def test_where_files_are_in_a_map() -> None:
    item = {"anyOf": [{"properties": {"image": FILE, "caption": {}}}, {"properties": {"a": FILE}}]}
    fields = (("image", Kind("file")), ("a", Kind("file")))
    gallery = read_kind({"type": "array", "items": item})
    assert gallery == Kind("array", item=Kind("object", fields=fields))
    assert gallery.holds_files
    assert gallery.item is not None
    assert gallery.item.field("image") == Kind("file")
    assert gallery.item.field("caption") is None
    assert not read_kind({"properties": {"caption": {"type": "string"}}}).holds_files


def test_a_union_keeps_what_its_members_hold() -> None:
    content = {"anyOf": [{"type": "string"}, {"properties": {"file": FILE}}]}
    assert read_kind(content) == Kind("any", fields=(("file", Kind("file")),))


def test_a_list_whose_places_are_told_one_by_one() -> None:
    slider = {"type": "array", "prefixItems": [FILE, {"anyOf": [FILE, {"type": "null"}]}]}
    assert read_kind(slider) == Kind("files", item=Kind("file"))


def test_a_schema_that_grows_without_end_ends() -> None:
    twice = {"properties": {"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "#/$defs/A"}}}
    assert not read_kind({"$ref": "#/$defs/A", "$defs": {"A": twice}}).holds_files


def test_choices_may_be_anything() -> None:
    choices = [{"enum": [["a"]]}, {"enum": [["a"]]}, {"enum": [{}]}]
    assert read_kind({"anyOf": choices}) == Kind("choice", (["a"], {}))


def test_a_schema_that_refers_to_itself_ends() -> None:
    schema = {"$ref": "#/$defs/A", "$defs": {"A": {"anyOf": [{"$ref": "#/$defs/A"}]}}}
    assert read_kind(schema) == Kind("any")
