"""The package stands alone, and only one of its modules knows the HTTP library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import gshell.gradio

FOLDER = Path(gshell.gradio.__file__).parent


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_only_one_module_knows_httpx() -> None:
    users = [path.name for path in FOLDER.glob("*.py") if "httpx" in set(imports(path))]
    assert users == ["http.py"]


def test_nothing_of_the_shell_is_imported() -> None:
    for path in FOLDER.glob("*.py"):
        for name in imports(path):
            assert not name.startswith("gshell") or name.startswith("gshell.gradio"), path.name


def test_the_names_of_the_package_are_there() -> None:
    for name in gshell.gradio.__all__:
        assert getattr(gshell.gradio, name).__name__ == name
