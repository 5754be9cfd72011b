from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gshell.gradio.components import file_words, find_file_types, find_form, is_of_kind
from gshell.gradio.errors import FileNotFound, ParamInvalid
from gshell.gradio.jsontext import write_json
from gshell.gradio.kinds import Kind
from gshell.gradio.localfiles import InlineFile, LocalFile
from tests.gradio.inputs import SCHEMAS, an_input

KEYS = [
    *["annotations", "background", "component", "composite", "confidences", "content", "data"],
    *["file", "files", "headers", "image", "label", "layers", "meta", "path", "role", "speaker"],
    *["text", "token", "type", "url", "video"],
]
# No slash: a pattern with one may go through all files of this machine.
TEXTS = st.text(st.characters(exclude_characters="/\\"), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | TEXTS, inner)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("name", SCHEMAS)
@settings(max_examples=30, deadline=None)
@given(value=VALUES, local=st.booleans())
def test_any_value_is_converted_or_refused(name: str, local: bool, value: Any) -> None:
    try:
        converted = an_input(name).convert(value, local=local)
    except (ParamInvalid, FileNotFound):
        return  # nothing is sent
    try:
        write_json(without_files(converted))
    except ParamInvalid:  # infinities, which JSON does not have
        assert "inf" in repr(converted) or "nan" in repr(converted)


def without_files(value: Any) -> Any:
    if isinstance(value, (LocalFile, InlineFile)):
        return None
    if isinstance(value, list):
        return [without_files(item) for item in value]
    if isinstance(value, dict):
        return {key: without_files(item) for key, item in value.items()}
    return value


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_is_nested_too_deeply_is_refused(name: str) -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ParamInvalid):
        an_input(name).convert(deep)


@pytest.mark.parametrize("name", [name for name in SCHEMAS if an_input(name).kind.holds_files])
def test_no_text_of_an_app_names_a_file_here(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_text("secret")
    for value in values_with(str(secret)):
        try:
            converted = an_input(name).convert(value, local=False)
        except ParamInvalid:
            continue
        assert "LocalFile" not in repr(converted)


def values_with(path: str) -> list[Any]:
    maps = [{key: path} for key in KEYS]
    return [path, [path], [path, path], *maps, [maps], *([each] for each in maps)]


@pytest.mark.parametrize("name", ["Json", "Plot", "Dataframe", "Checkboxgroup"])
def test_objects_that_only_the_shell_knows_are_refused(name: str) -> None:
    with pytest.raises(ParamInvalid, match=r"^-it "):
        an_input(name).convert([{"a": object()}])


def test_times_and_paths_inside_values_become_text() -> None:
    value = {"at": datetime(2026, 1, 2, tzinfo=UTC), "took": timedelta(minutes=1), "in": Path("a")}
    sent = {"at": "2026-01-02T00:00:00+00:00", "took": 60.0, "in": "a"}
    assert an_input("Json").convert(value) == sent
    assert an_input("Number").convert(timedelta(minutes=1)) == 60.0


def test_a_component_of_the_same_name_with_another_schema_has_no_form() -> None:
    assert find_form("Gallery", Kind("string")) is None
    assert find_form("Pdf", Kind("object")) is None
    assert find_form("Video", Kind("file")) is None


@pytest.mark.parametrize(
    ("component", "props", "types"),
    [
        ("Image", {}, ("image",)),
        ("Video", {"file_types": None}, ("video",)),
        ("File", {"file_types": [".PDF", "image"]}, (".pdf", "image")),
        ("File", {"file_types": ["image", "file"]}, ()),
        ("File", {"file_types": "image"}, ()),
        ("Uploadbutton", {"file_types": [5]}, ()),
        ("Textbox", {}, ()),
    ],
)
def test_which_files_a_component_takes(component: str, props: Any, types: Any) -> None:
    assert find_file_types(component, props) == types


@pytest.mark.parametrize(
    ("name", "types", "fits"),
    [
        ("a.png", ("image",), True),
        ("A.PNG", ("image",), True),
        ("a.png", ("audio", "video"), False),
        ("a.wav", ("audio",), True),
        ("a.pdf", (".pdf",), True),
        ("a.PDF", (".pdf",), True),
        ("a.pdf", ("application/pdf",), True),
        ("notes", ("text",), False),
        ("notes", (), True),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_name(name: str, types: Any, fits: bool) -> None:
    assert is_of_kind(name, types) is fits


@pytest.mark.parametrize(
    ("types", "several", "words"),
    [
        ((), False, "a file"),
        ((), True, "files"),
        (("image",), False, "an image file"),
        (("image", "video"), True, "image or video files"),
        ((".csv", ".tsv", "text"), False, "a .csv, .tsv or text file"),
    ],
)
def test_files_in_words(types: Any, several: bool, words: str) -> None:
    assert file_words(types, several=several) == words
