from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gshell.gradio.errors import FileNotFound, ParamInvalid
from tests.gradio.inputs import an_input

OWN = {"headers": ["name", "age"], "data": [["Ann", 31], ["Bob", 45]]}


def read(value: Any, *headers: str) -> Any:
    return an_input("Dataframe", headers=headers).convert(value)


@pytest.mark.parametrize(
    ("value", "table"),
    [
        (OWN, OWN),
        ({**OWN, "metadata": None}, {**OWN, "metadata": None}),
        ([{"name": "Ann", "age": 31}, {"name": "Bob", "age": 45}], OWN),
        ({"name": ["Ann", "Bob"], "age": [31, 45]}, OWN),
        ({"name": "Ann", "age": 31}, {**OWN, "data": [["Ann", 31]]}),
        ('[{"name": "Ann", "age": 31}]', {**OWN, "data": [["Ann", 31]]}),
        ([{"a": 1}, {"b": 2}], {"headers": ["a", "b"], "data": [[1, None], [None, 2]]}),
        ([[1, 2], [3]], {"headers": ["1", "2"], "data": [[1, 2], [3, None]]}),
        ({"data": [[1]]}, {"headers": ["1"], "data": [[1]]}),
        ([1, 2], {"headers": ["1"], "data": [[1], [2]]}),
        (5, {"headers": ["1"], "data": [[5]]}),
        ([], {"headers": [], "data": []}),
        ("data:text/csv,a%0A1", {"headers": ["a"], "data": [[1]]}),
    ],
)
def test_tables(value: Any, table: Any) -> None:
    assert read(value) == table


def test_rows_get_the_headers_of_the_app_if_they_fit() -> None:
    assert read([["Ann", 31]], "name", "age")["headers"] == ["name", "age"]
    assert read([["Ann"]], "name", "age")["headers"] == ["1"]
    assert read([], "name", "age")["headers"] == ["name", "age"]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("name,age\nAnn,31\nBob,45\n", OWN),
        ("\ufeffname;age\r\nAnn;31\r\nBob;45\r\n", OWN),
        ("name\tage\nAnn\t31\n\nBob\t45", OWN),
        ('name,age\n"Ann",31\n"Bob",45', OWN),
        ("a,b\n1,\n2,x\n", {"headers": ["a", "b"], "data": [[1, ""], [2, "x"]]}),
        ("a,b\n,x\n2.5\n", {"headers": ["a", "b"], "data": [[None, "x"], [2.5, ""]]}),
        ("zip\n007\n12\n", {"headers": ["zip"], "data": [["007"], ["12"]]}),
        ("n\n-1e3\n", {"headers": ["n"], "data": [[-1000.0]]}),
        ('t\n"a\nb"\n', {"headers": ["t"], "data": [["a\nb"]]}),
        ("a,b\n", {"headers": ["a", "b"], "data": []}),
    ],
)
def test_csv(tmp_path: Path, text: str, table: Any) -> None:
    file = tmp_path / "some.csv"
    file.write_text(text, encoding="utf-8", newline="")
    assert read(str(file)) == table
    assert read(file) == table


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "some.csv is empty"),
        (b"\xff\xfe\x00", "some.csv is not text in UTF-8"),
        (b"a,b\n1,2,3\n", "a row of some.csv has more cells than there are headers"),
        (b"a\n" + b"x" * 140_000, "some.csv is not CSV (field larger than field limit (131072))"),
    ],
)
def test_what_is_no_csv(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "some.csv"
    file.write_bytes(content)
    with pytest.raises(ParamInvalid) as caught:
        read(str(file))
    assert caught.value.message == f"-it takes a table: {message}"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": [1], "b": [1, 2]}, "-it takes columns of the same length"),
        ([{"a": 1}, [1]], "-it takes rows of one kind: all of them maps, or all of them lists"),
        ("https://example.org/a.csv", "-it takes a table, not the address of one"),
        ("hello", "-it takes a table: maps, rows or columns, or a .csv file (got 'hello')"),
        ({"path": "/tmp/a.csv"}, "-it takes a table, not a file of an app"),
    ],
)
def test_what_is_no_table(value: Any, message: str) -> None:
    with pytest.raises(ParamInvalid) as caught:
        read(value)
    assert caught.value.message == message


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(FileNotFound, match=r"^-it takes a table: there is no file none\.csv$"):
        read("none.csv")
