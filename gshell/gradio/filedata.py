"""FileData: how a Gradio app names one of its files, and where that file is really to be had.

On the wire it is a map `{"path", "url", "size", "orig_name", "mime_type", "is_stream", "meta"}`, of
which `meta` marks it (gradio 4 to 6: data_classes.py). The `url` is made by an app that may not
know how it is reached, behind a proxy for example, so it is made anew from the path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, unquote, urlsplit

MARK = "gradio.FileData"
_DEEPEST = 60  # levels of nesting that are looked through; no component has more than a few
_PLAYLIST = "playlist.m3u8"
_COMBINED = "playlist-file"


def is_file_data(value: Any) -> bool:
    """Say whether a value is a FileData, which only its `meta` tells."""
    meta = value.get("meta") if isinstance(value, dict) else None
    return isinstance(meta, dict) and meta.get("_type") == MARK


def is_web_address(text: Any) -> bool:
    """Say whether a path or a word is the address of a file somewhere on the web."""
    return isinstance(text, str) and text[:8].lower().startswith(("http://", "https://"))


def is_named_by_app(file: dict[str, Any]) -> bool:
    """Say whether an app named this file, and not a person who typed an address.

    What is typed has nothing beside its address; `with_urls` sees to it that a result has more.
    """
    return "orig_name" in file


def uploaded_file(path: str, real_url: str, name: str, size: int, mime_type: str) -> dict[str, Any]:
    """Give the FileData of what was uploaded to an app, by the path that the app gave for it."""
    return {
        "path": path,
        "url": f"{real_url}/file={quoted(path)}",
        "orig_name": name,
        "size": size,
        "mime_type": mime_type,
        "meta": {"_type": MARK},
    }


def quoted(path: str) -> str:
    """Give a path as it stands in an address; a raw `#` or `%` would be refused."""
    return quote(path, safe="/")


def with_urls(value: Any, real_url: str, depth: int = 0) -> Any:
    """Give a value in which each FileData has the address at which its file is really to be had.

    `real_url` is the app's address with the prefix of its API. What is changed is copied; a value
    without files is given back itself.
    """
    kind = type(value)
    places: Iterable[tuple[Any, Any]]
    if kind is dict:
        if "meta" in value and is_file_data(value):
            name = value.get("orig_name")
            return {**value, "url": _address(value, real_url), "orig_name": name}
        places = value.items()
    elif kind is list:
        places = enumerate(value)
    else:
        return value
    if depth == _DEEPEST:
        return value
    changed: Any = None
    for place, item in places:
        if type(item) is dict or type(item) is list:
            new = with_urls(item, real_url, depth + 1)
            if new is not item:
                changed = value.copy() if changed is None else changed
                changed[place] = new
    return value if changed is None else changed


def files_in(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Give every FileData in a value, however deep it is nested."""
    if isinstance(value, dict):
        if is_file_data(value):
            yield value
            return
        items: Iterable[Any] = value.values()
    elif isinstance(value, list):
        items = value
    else:
        return
    if depth < _DEEPEST:
        for item in items:
            yield from files_in(item, depth + 1)


def own_name(file: dict[str, Any]) -> str:
    """Give the name that a file has by itself: what it was called first, else that of its path."""
    name = file.get("orig_name")
    if isinstance(name, str) and name:
        return name
    path = file.get("path")
    if is_web_address(path):
        path = unquote(urlsplit(str(path)).path)
    name = path.replace("\\", "/").rpartition("/")[2] if isinstance(path, str) else ""
    # the two playlists of a stream are named alike in every app, so that says nothing
    return "" if name in (_PLAYLIST, _COMBINED) else name


def own_path(url: str, roots: Iterable[str]) -> str:
    """Give the path that an address names a file of an app by, "" if it is not one of the app's.

    `roots` are the addresses of the app's API, with a slash at the end.
    """
    for root in roots:
        if url.startswith(f"{root}file="):
            return unquote(url.removeprefix(f"{root}file=").partition("?")[0].partition("#")[0])
    return ""


def content_address(file: dict[str, Any]) -> str:
    """Give the address from which a file's content is read, "" if it has none.

    A stream's own address is that of a list of pieces, which the app also gives in one
    (gradio 5 and 6: routes.py, stream/.../playlist-file).
    """
    url = file.get("url")
    if not isinstance(url, str) or not url:
        url = file.get("path") if is_web_address(file.get("path")) else ""
    url = str(url)
    if file.get("is_stream") and url.endswith(f"/{_PLAYLIST}"):
        return url.removesuffix(_PLAYLIST) + _COMBINED
    return url


def _address(file: dict[str, Any], real_url: str) -> Any:
    path, url = file.get("path"), file.get("url")
    if is_web_address(path):
        return url if is_web_address(url) else path
    if isinstance(url, str) and "/proxy=" in url:  # of a file that this app gets from another one
        return real_url + url[url.index("/proxy=") :]
    if not isinstance(path, str) or not path:
        return url
    return f"{real_url}/{'stream/' if file.get('is_stream') else 'file='}{quoted(path)}"
