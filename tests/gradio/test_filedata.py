"""FileData: found wherever it is, and given the address at which its file is to be had."""

from __future__ import annotations

from typing import Any

import pytest

from gshell.gradio.filedata import (
    content_address,
    files_in,
    is_file_data,
    is_named_by_app,
    own_name,
    uploaded_file,
    with_urls,
)

REAL = "https://host/sub/gradio_api"


def file(path: Any, url: Any = "http://inner:1/file=x", **more: Any) -> dict[str, Any]:
    return {"path": path, "url": url, "meta": {"_type": "gradio.FileData"}, **more}


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (file("/a"), True),
        ({"path": "/a", "url": "http://x"}, False),
        ({"path": "/a", "meta": {"_type": "other"}}, False),
        ({"path": "/a", "meta": "gradio.FileData"}, False),
        ("gradio.FileData", False),
        (None, False),
    ],
)
def test_what_is_a_file(value: Any, known: bool) -> None:
    assert is_file_data(value) is known


@pytest.mark.parametrize(
    ("before", "url"),
    [
        (file("/tmp/a.png"), f"{REAL}/file=/tmp/a.png"),
        (file("/t/n\u00e4 #1%.txt"), f"{REAL}/file=/t/n%C3%A4%20%231%25.txt"),
        (file("s/r/9/playlist.m3u8", is_stream=True), f"{REAL}/stream/s/r/9/playlist.m3u8"),
        (file("https://x.org/a.png", "https://x.org/a.png"), "https://x.org/a.png"),
        (file("https://x.org/a.png", None), "https://x.org/a.png"),
        (
            file("/t/a.png", "http://inner/gradio_api/proxy=https://o.hf.space/file=/t/a.png"),
            f"{REAL}/proxy=https://o.hf.space/file=/t/a.png",
        ),
        (file(None, "data:image/png;base64,AA=="), "data:image/png;base64,AA=="),
        (file(None, None), None),
    ],
)
def test_its_address_is_the_real_one(before: dict[str, Any], url: str) -> None:
    seen = with_urls(before, REAL)
    assert seen == {"orig_name": None, **before, "url": url}
    assert is_named_by_app(seen)
    assert with_urls(seen, REAL) == seen


def test_nested_files_get_theirs_and_the_rest_is_not_copied() -> None:
    inner = file("/tmp/a.png")
    same = {"label": "x", "list": [1, 2]}
    value = [same, [{"image": inner, "caption": None}], {"content": [{"file": inner}]}]
    seen = with_urls(value, REAL)
    assert seen[0] is same
    assert seen[1][0]["image"]["url"] == seen[2]["content"][0]["file"]["url"]
    assert [one["url"] for one in files_in(seen)] == [f"{REAL}/file=/tmp/a.png"] * 2
    assert inner["url"] == "http://inner:1/file=x", "what was sent stays as it is"


@pytest.mark.parametrize("value", [1, "x", None, [], {}, [{"a": [1]}], {"meta": {"a": 1}}])
def test_what_has_no_file_is_given_back_itself(value: Any) -> None:
    assert with_urls(value, REAL) is value
    assert list(files_in(value)) == []


def test_a_value_of_any_depth_ends() -> None:
    deep: Any = file("/a")
    for _ in range(5000):
        deep = [deep]
    assert with_urls(deep, REAL) is deep
    assert list(files_in(deep)) == []


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (file("/tmp/a b.png", orig_name="own.png"), "own.png"),
        (file("/tmp/a b.png"), "a b.png"),
        (file("C:\\temp\\a.png", orig_name=""), "a.png"),
        (file("https://x.org/pic%20s/b%C3%A4.png?x=1#2"), "b\u00e4.png"),
        (file("s/r/9/playlist.m3u8", is_stream=True), ""),
        (file(None), ""),
        (file("/tmp/a.png", orig_name=7), "a.png"),
    ],
)
def test_its_own_name(data: dict[str, Any], name: str) -> None:
    assert own_name(data) == name


@pytest.mark.parametrize(
    ("data", "url"),
    [
        (file("/a", "http://h/file=/a"), "http://h/file=/a"),
        (file("http://h/a", None), "http://h/a"),
        (file("/a", None), ""),
        (
            file("s", "http://h/stream/s/r/9/playlist.m3u8", is_stream=True),
            "http://h/stream/s/r/9/playlist-file",
        ),
        (file("s", "http://h/file=playlist.m3u8"), "http://h/file=playlist.m3u8"),
    ],
)
def test_where_its_content_is(data: dict[str, Any], url: str) -> None:
    assert content_address(data) == url


def test_an_uploaded_file_is_as_one_of_a_result() -> None:
    made = uploaded_file("/tmp/h/a #.txt", REAL, "a #.txt", 3, "text/plain")
    assert is_file_data(made)
    assert with_urls(made, REAL) == made
