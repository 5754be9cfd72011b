"""Inputs of components as /info describes them, reduced to what matters for their values."""

from __future__ import annotations

from typing import Any

from gshell.gradio.components import find_file_types, find_form
from gshell.gradio.kinds import read_kind
from gshell.gradio.schema import Parameter

FILE = {
    "title": "FileData",
    "type": "object",
    "properties": {"path": {"type": "string"}, "meta": {"type": "object"}},
}
TEXT, NUMBER, NULL = {"type": "string"}, {"type": "number"}, {"type": "null"}


def an_object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def a_list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def either(*schemas: Any) -> dict[str, Any]:
    return {"anyOf": [*schemas, NULL]}


def pair(item: Any) -> dict[str, Any]:
    return {"type": "array", "prefixItems": [item, item]}


FILE_PART = an_object(file=FILE, alt_text=TEXT)
COMPONENT_PART = an_object(component=TEXT, value={})
CONTENT = either(TEXT, FILE_PART, COMPONENT_PART)

SCHEMAS: dict[str, Any] = {
    "Annotatedimage": an_object(image=FILE, annotations=a_list(an_object(image=FILE, label=TEXT))),
    "Chatbot": a_list(
        an_object(role=TEXT, content=a_list(either(an_object(text=TEXT), FILE_PART)))
    ),
    "Chatbot of 5": a_list(an_object(role=TEXT, content=CONTENT)),
    "Chatbot of pairs": a_list(pair(CONTENT)),
    "Checkboxgroup": a_list({"type": "string", "enum": ["a", "b"]}),
    "Dataframe": an_object(headers=a_list({}), data=a_list(a_list({})), metadata=either()),
    "Datetime": {**TEXT, "description": "Formatted as YYYY-MM-DD HH:MM:SS"},
    "Dialogue": {"anyOf": [a_list(an_object(speaker=TEXT, text=TEXT)), TEXT]},
    "Dropdown": {"type": "string", "enum": ["a", "b"]},
    "File": FILE,
    "Fileexplorer": a_list(a_list(TEXT)),
    "Files": a_list(FILE),
    "Gallery": a_list(
        {"anyOf": [an_object(image=FILE, caption=TEXT), an_object(video=FILE, caption=TEXT)]}
    ),
    "Gallery of 4": a_list(an_object(image=FILE, caption=TEXT)),
    "Highlightedtext": a_list(an_object(token=TEXT, class_or_confidence=either(TEXT, NUMBER))),
    "Imageeditor": an_object(background=either(FILE), layers=a_list(FILE), composite=either(FILE)),
    "Imageslider": pair(either(FILE)),
    "Json": {"type": {}},
    "Label": an_object(label=either(TEXT, NUMBER), confidences=either(a_list(an_object()))),
    "Multimodaltextbox": an_object(text=TEXT, files=a_list(FILE)),
    "Number": NUMBER,
    "Plot": an_object(type=TEXT, plot=TEXT),
    "Textbox": TEXT,
    "Video": FILE,
    "Video of 5": an_object(video=FILE, subtitles=either(FILE)),
}


def an_input(name: str, **settings: Any) -> Parameter:
    """Give an input called `it` of one of these components."""
    component, schema = name.partition(" ")[0], SCHEMAS[name]
    kind = read_kind(schema)
    settings.setdefault("file_types", find_file_types(component, {}))
    settings.setdefault("description", schema.get("description", ""))
    return Parameter("it", kind, form=find_form(component, kind), **settings)
