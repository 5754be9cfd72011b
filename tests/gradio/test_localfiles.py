"""Files that a call takes along: by path, by pattern, and in a `data:` URL."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gshell.gradio.errors import FileNotFound, ParamInvalid
from gshell.gradio.localfiles import (
    find_file,
    find_files,
    is_data_url,
    is_pattern,
    read_data_url,
)


def test_a_file_is_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "nämé ü #1%.txt"
    path.write_bytes(b"abc")
    found = find_file(str(path))
    assert (found.path, found.name, found.size) == (str(path), path.name, 3)
    assert found.modified == path.stat().st_mtime_ns
    assert found.mime_type == "text/plain"


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "cat.png").touch()
    assert find_file("~/cat.png").path == str(tmp_path / "cat.png")


def test_a_missing_file_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "picture.png").touch()
    with pytest.raises(FileNotFound, match="there is no file") as caught:
        find_file(str(tmp_path / "pictur.png"))
    assert caught.value.hint == "did you mean picture.png?"
    assert caught.value.target == str(tmp_path / "pictur.png")


def test_a_folder_is_not_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "nosuch").mkdir()
    (tmp_path / "nosuch.pgn").touch()
    with pytest.raises(FileNotFound) as caught:
        find_file(str(tmp_path / "nosuch.png"))
    assert caught.value.hint == "did you mean nosuch.pgn?"
    (tmp_path / "nosuch.pgn").unlink()
    with pytest.raises(FileNotFound) as caught:
        find_file(str(tmp_path / "nosuch.png"))
    assert "nosuch" not in caught.value.hint


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("file:///no/a%20b.png", "only a path, or an http, https or", "give the path: /no/a b.png"),
        ("FILE:/no/x", "only a path, or an http, https or", "give the path: /no/x"),
        ("ftp://host/x", "data: address, not ftp://host/x", "download it first"),
        ("s3://bucket/x", "not s3://bucket/x", "download it first"),
        ("data:image/png;base64", "after a comma, and there is none: data:image", "in quotes"),
        ("data:" + "x" * 100, "xxx...", "in quotes"),
        ("c:x", "there is no file c:x", ""),
    ],
)
def test_addresses_of_other_kinds(text: str, message: str, hint: str) -> None:
    with pytest.raises(FileNotFound) as caught:
        find_file(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_an_address_with_a_sign_of_patterns() -> None:
    with pytest.raises(FileNotFound, match="not ftp://host/x"):
        find_files("ftp://host/x?y=*")


def test_a_file_may_be_named_like_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data:x").touch()
    assert find_file("data:x").name == "data:x"


def test_what_cannot_be_taken_says_why(tmp_path: Path) -> None:
    with pytest.raises(FileNotFound, match="a folder, not a file"):
        find_file(str(tmp_path))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileNotFound, match="a pipe"):
        find_file(str(tmp_path / "pipe"))
    with pytest.raises(FileNotFound, match="null"):
        find_file("a\0b")
    with pytest.raises(FileNotFound) as caught:
        find_file(str(tmp_path / "no" / "cat.png"))
    assert "folder" in caught.value.hint


def test_a_pattern_gives_the_files_in_order(tmp_path: Path) -> None:
    for name in ("b.png", "a.png", "c.txt"):
        (tmp_path / name).touch()
    (tmp_path / "d.png").mkdir()
    assert [file.name for file in find_files(str(tmp_path / "*.png"))] == ["a.png", "b.png"]
    with pytest.raises(FileNotFound, match="no file matches"):
        find_files(str(tmp_path / "*.gif"))


def test_a_name_with_brackets_that_is_there_is_no_pattern(tmp_path: Path) -> None:
    path = tmp_path / "a[1].png"
    assert is_pattern(str(path))
    path.touch()
    assert not is_pattern(str(path))


def test_data_urls() -> None:
    picture = read_data_url("data:image/png;base64,aGk=")
    assert (picture.name, picture.mime_type, picture.content) == ("file.png", "image/png", b"hi")
    text = read_data_url("data:,a%20b")
    assert (text.mime_type, text.content, text.size) == ("text/plain", b"a b", 3)
    assert is_data_url("DATA:,x")
    assert not is_data_url("data: and more")


def test_a_damaged_data_url_is_refused() -> None:
    with pytest.raises(ParamInvalid, match="not base64"):
        read_data_url("data:image/png;base64,a=b=" + "x" * 100)
