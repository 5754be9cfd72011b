"""The shapes in which components take pictures, videos and texts with files (gradio 4, 5 and 6).

Each function gives a component's own shape for a value; files inside may still be names.
"""

from __future__ import annotations

import mimetypes
from typing import Any

from gshell.gradio.localfiles import InlineFile, LocalFile
from gshell.gradio.place import Place
from gshell.gradio.words import scalar_text, structure


def video(_place: Place, value: Any) -> Any:
    """Make `{"video": F, "subtitles": F or null}`, as gradio 4 and 5 have it."""
    value = structure(value)
    if isinstance(value, dict) and "video" in value:
        return {"subtitles": None, **value}
    if isinstance(value, list) and len(value) == 2:
        return {"video": value[0], "subtitles": value[1]}
    return {"video": value, "subtitles": None}


def gallery(place: Place, value: Any) -> list[Any]:
    """Make `[{"image": F, "caption"} or {"video": F, "caption"}]` of files and such maps."""
    value = structure(value)
    made: list[Any] = []
    for item in value if isinstance(value, list) else [value]:
        made += _gallery_items(place, item)
    return made


def _gallery_items(place: Place, item: Any) -> list[Any]:
    if isinstance(item, dict) and ("image" in item or "video" in item):
        return [{"caption": None, **item}]
    caption = None
    if isinstance(item, list):
        if len(item) != 2:
            raise place.wrong("takes files, or pairs of a file and its caption")
        item, caption = item
    files = place.files(item)
    return [{_medium(place, file): file, "caption": caption} for file in files]


def _medium(place: Place, file: Any) -> str:
    """Say under which key a gallery has a file; that of gradio 4 takes pictures only."""
    item = place.parameter.kind.item
    takes_videos = item is not None and item.field("video") is not None
    return "video" if takes_videos and _mime_type(file).startswith("video/") else "image"


def _mime_type(file: Any) -> str:
    if isinstance(file, (LocalFile, InlineFile)):
        return file.mime_type
    if not isinstance(file, dict):
        return ""
    told = file.get("mime_type")
    name = str(file.get("orig_name") or file.get("path") or file.get("url"))
    return told if isinstance(told, str) else mimetypes.guess_type(name)[0] or ""


def editor(place: Place, value: Any) -> dict[str, Any]:
    """Make `{"background": F, "layers": [F], "composite": F}`.

    Without layers, what one sees is the background, so that is the composite too, as on the page.
    """
    value = structure(value)
    if isinstance(value, dict) and value.keys() & {"background", "layers", "composite"}:
        if value.get("layers") or value.get("composite") or value.get("id"):
            return {"background": None, "layers": [], "composite": None, **value}
        background, others = place.file(value.get("background")), value
    else:
        background, others = place.file(value), {}
    return {**others, "background": background, "layers": [], "composite": background}


def slider(place: Place, value: Any) -> list[Any]:
    """Make the two files of a picture that slides over another."""
    value = structure(value)
    files = place.files(value)
    if len(files) != 2:
        hint = f"-{place.parameter.name} before.png,after.png"
        raise place.wrong(f"takes two files (got {len(files)})", hint=hint)
    return files


def annotated(place: Place, value: Any) -> dict[str, Any]:
    """Make `{"image": F, "annotations": [{"image": F, "label"}]}`."""
    value = structure(value)
    if isinstance(value, dict) and "annotations" in value:
        return {"image": None, **value}
    return {"image": place.file(value), "annotations": []}


def message(place: Place, value: Any) -> dict[str, Any]:
    """Make `{"text": s, "files": [F]}` of a text, of files, or of a map with either."""
    parsed = structure(value)
    if isinstance(parsed, dict) and ("text" in parsed or "files" in parsed):
        files = parsed.get("files")
        return {**parsed, "text": parsed.get("text") or "", "files": [] if files is None else files}
    if isinstance(value, (list, dict)) or not is_scalar(value):
        return {"text": "", "files": place.files(value)}
    return {"text": scalar_text(value), "files": []}


def is_scalar(value: Any) -> bool:
    """Say whether a value reads as text: it is text, a number or a truth value."""
    return isinstance(value, (str, int, float))
