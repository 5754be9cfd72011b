"""Tables, as Gradio's Dataframe takes them: `{"headers": [...], "data": [[...]]}`."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gshell.gradio.errors import FileNotFound
from gshell.gradio.localfiles import InlineFile, LocalFile
from gshell.gradio.place import Place
from gshell.gradio.words import parse_number, shown, structure

Row = list[Any]


def table(place: Place, value: Any) -> dict[str, Any]:
    """Make a table of maps, of rows, of columns, of its own shape, or of a file of CSV."""
    value = structure(value)
    if isinstance(value, (str, os.PathLike)):
        return _of_file(place, value)
    if isinstance(value, dict):
        return _of_map(place, value)
    if not isinstance(value, list):
        value = [value]
    if value and all(isinstance(row, dict) for row in value):
        return _of_maps(value)
    if value and not any(isinstance(row, (list, dict)) for row in value):
        value = [[cell] for cell in value]  # one column, as Gradio itself reads it
    if all(isinstance(row, list) for row in value):
        return _of_rows(place, value)
    raise place.wrong("takes rows of one kind: all of them maps, or all of them lists")


def _of_map(place: Place, value: dict[str, Any]) -> dict[str, Any]:
    data = value.get("data")
    if isinstance(data, list) and value.keys() <= {"headers", "data", "metadata"}:
        if not isinstance(value.get("headers"), list):
            return {**value, **_of_rows(place, data)}
        return value
    if value.get("path") or value.get("url"):
        raise place.wrong("takes a table, not a file of an app", hint=_SAVE)
    columns = [column if isinstance(column, list) else [column] for column in value.values()]
    if len({len(column) for column in columns}) > 1:
        raise place.wrong("takes columns of the same length")
    rows = [list(row) for row in zip(*columns, strict=True)]
    return {"headers": [str(key) for key in value], "data": rows}


def _of_maps(rows: list[dict[str, Any]]) -> dict[str, Any]:
    headers = list(dict.fromkeys(key for row in rows for key in row))
    data = [[row.get(key) for key in headers] for row in rows]
    return {"headers": [str(key) for key in headers], "data": data}


def _of_rows(place: Place, rows: list[Any]) -> dict[str, Any]:
    """Give rows the headers that the app's own table has, or numbers, as Gradio's page does."""
    width = max((len(row) for row in rows if isinstance(row, list)), default=0)
    headers: Sequence[str] = place.parameter.headers
    if rows and len(headers) != width:
        headers = [str(number + 1) for number in range(width)]
    filled = [
        [*row, *[None] * (width - len(row))] if isinstance(row, list) else row for row in rows
    ]
    return {"headers": list(headers), "data": filled}


def _of_file(place: Place, value: str | os.PathLike[str]) -> dict[str, Any]:
    place.wanted = "a table"
    try:
        found = place.file(value)
    except FileNotFound as error:
        if not isinstance(value, str) or _may_be_path(value):
            raise
        what = f"takes a table: maps, rows or columns, or a .csv file (got {shown(value)})"
        near = error.hint if error.hint.startswith("did you mean") else ""
        raise place.wrong(what, hint=near) from None
    if isinstance(found, InlineFile):
        return _of_csv(place, found.content, "the text")
    if not isinstance(found, LocalFile):
        raise place.wrong("takes a table, not the address of one", hint=_SAVE)
    try:
        return _of_csv(place, Path(found.path).read_bytes(), found.name)
    except OSError as error:
        what = f"takes a table: {found.name} cannot be read ({error.strerror})"
        raise place.wrong(what) from None


def _may_be_path(text: str) -> bool:
    """Say whether a text that names no file looks as if it should."""
    return any(sign in text for sign in "./\\*?~")


def _of_csv(place: Place, content: bytes, name: str) -> dict[str, Any]:
    """Read CSV with a row of headers; commas, semicolons or tabs stand between its cells."""
    import csv

    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except UnicodeDecodeError:
        raise place.wrong(f"takes a table: {name} is not text in UTF-8", hint=_SAVE) from None
    except csv.Error as error:
        raise place.wrong(f"takes a table: {name} is not CSV ({error})", hint=_SAVE) from None
    rows = [row for row in rows if row]
    if not rows:
        raise place.wrong(f"takes a table: {name} is empty")
    try:
        return _with_types(rows[0], rows[1:])
    except ValueError:
        what = f"takes a table: a row of {name} has more cells than there are headers"
        raise place.wrong(what) from None


_SAVE = "save it as a .csv file in UTF-8 first"


def _delimiter(text: str) -> str:
    """Give the sign that stands most often in the first line."""
    first = text.partition("\n")[0]
    return max(",", ";", "\t", key=first.count)


def _with_types(headers: list[str], rows: list[list[str]]) -> dict[str, Any]:
    """Make numbers of the columns that hold nothing else."""
    for row in rows:
        row += [""] * (len(headers) - len(row))
    columns = [_typed(column) for column in zip(*rows, strict=True)]
    if rows and len(columns) != len(headers):
        raise ValueError("more cells than headers")
    return {"headers": headers, "data": [list(row) for row in zip(*columns, strict=True)]}


def _typed(column: Sequence[str]) -> Sequence[Any]:
    """Make numbers of a column's texts; `007` is none, and neither is a column without any."""
    if not any(column) or not all(_NUMBER.fullmatch(cell) for cell in column if cell):
        return column
    return [parse_number(cell) if cell else None for cell in column]


_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
