"""Gradio's components: which of them take values in a form of their own, and which files.

The rest is said by their schemas. A component is known by its name in /info, such as `Imageeditor`;
what form its version has, by the kind that its schema asks for.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from gshell.gradio import chats, labels, media, tables, times
from gshell.gradio.kinds import Kind
from gshell.gradio.place import Place


class Form(NamedTuple):
    """How a component takes values: `read` makes its own shape of one, in which files may be names.

    `takes` says in words what may be given, "" if that are files. `kinds` are those that its
    schema may ask for; with another it is not what it seems. `takes_text` if what is typed may be
    text with blanks in it, `takes_files` if a word is the name of a file.
    """

    read: Callable[[Place, Any], Any]
    kinds: tuple[str, ...]
    takes: str = ""
    takes_text: bool = False
    takes_files: bool = False


_CHAT = "a text, or messages: @{role='user'; content='hello'}"

_MESSAGES = Form(chats.messages, ("array",), _CHAT, takes_text=True)
_SINGLE_MESSAGES = Form(chats.single_messages, ("array",), _CHAT, takes_text=True)
_PAIRS = Form(chats.pairs, ("array",), _CHAT, takes_text=True)

_FORMS = {
    "annotatedimage": Form(media.annotated, ("object",), takes_files=True),
    "dataframe": Form(tables.table, ("object",), "rows as maps or lists, or a .csv file"),
    "datetime": Form(
        times.moment, ("string",), "a time as 2026-01-31 15:00, or now", takes_text=True
    ),
    "dialogue": Form(
        labels.dialogue,
        ("any", "array"),
        "a text, or @{speaker='Ann'; text='hello'}, ...",
        takes_text=True,
    ),
    "fileexplorer": Form(labels.explorer, ("array",), "paths in the app's folder"),
    "gallery": Form(media.gallery, ("array",), takes_files=True),
    "highlightedtext": Form(
        labels.highlighted, ("array",), "texts, or pairs of text and class", takes_text=True
    ),
    "imageeditor": Form(media.editor, ("object",), takes_files=True),
    "imageslider": Form(media.slider, ("files",), takes_files=True),
    "label": Form(labels.label, ("object",), "a label, or @{cat=0.9; dog=0.1}", takes_text=True),
    "multimodaltextbox": Form(
        media.message, ("object",), "a text, or @{text='hello'; files='a.png'}", takes_text=True
    ),
    "video": Form(media.video, ("object",), takes_files=True),
}


def find_form(component: str, kind: Kind) -> Form | None:
    """Find the form of a component whose schema asks for a kind; None if the kind says it all."""
    name = component.lower()
    form = _chat_form(kind) if name == "chatbot" else _FORMS.get(name)
    return form if form is not None and kind.name in form.kinds else None


def _chat_form(kind: Kind) -> Form:
    """Tell the versions of the chat apart by where files may stand in them."""
    item = kind.item or Kind("any")
    if item.name == "array":
        return _PAIRS
    content = item.field("content")
    return _MESSAGES if content is not None and content.name == "array" else _SINGLE_MESSAGES


_IMAGE = ("image",)

_FILE_TYPES = {
    "annotatedimage": _IMAGE,
    "audio": ("audio",),
    "dataframe": (".csv", ".tsv"),
    "gallery": ("image", "video"),
    "image": _IMAGE,
    "imageeditor": _IMAGE,
    "imageslider": _IMAGE,
    "model3d": (".glb", ".gltf", ".obj", ".ply", ".splat", ".stl"),
    "simpleimage": _IMAGE,
    "video": ("video",),
}


def find_file_types(component: str, props: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the kinds of files that a component takes: as the app says, else by what it is."""
    told = props.get("file_types")
    if isinstance(told, list) and told:
        types = tuple(each.lower() for each in told if isinstance(each, str))
        return () if "file" in types else types
    return _FILE_TYPES.get(component.lower(), ())


def is_of_kind(name: str, file_types: Iterable[str]) -> bool:
    """Say whether a file is, by its name, of one of some kinds; without kinds every file is.

    A kind is a group such as `image`, an ending such as `.pdf`, or a MIME type.
    """
    kinds = tuple(file_types)
    mime_type = mimetypes.guess_type(name)[0] or ""
    group = mime_type.partition("/")[0]
    return not kinds or any(
        name.lower().endswith(kind.lower()) if kind.startswith(".") else kind in (group, mime_type)
        for kind in kinds
    )


def file_words(file_types: Iterable[str], *, several: bool = False) -> str:
    """Say in words which files are taken, such as `an image or .pdf file`."""
    kinds = list(file_types)
    alternatives = " or ".join([", ".join(kinds[:-1]), kinds[-1]] if kinds[1:] else kinds)
    words = f"{alternatives} file".strip()
    return f"{words}s" if several else f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
