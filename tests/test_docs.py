"""What the documents promise works: their lines run, their files and commands exist."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest

from gshell.environment import Environment
from gshell.script import Interpreter

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def block_after(text: str) -> str:
    """Give the first fenced block that follows a sentence of the README."""
    found = re.search(r"^```\n(.*?)^```", README[README.index(text) :], re.M | re.S)
    assert found is not None
    return found[1]


def test_the_lines_for_the_bundled_app_work(
    demo_app: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    errors = io.StringIO()
    output = io.StringIO()
    interpreter = Interpreter(Environment(io.StringIO(), output, errors, os.environ))
    try:
        interpreter.open(demo_app, "demo")
        lines = block_after("The lines below work on the bundled app").splitlines()
        assert len(lines) > 5
        assert [interpreter.run(line) for line in lines] == [0] * len(lines)
    finally:
        interpreter.close()
    said = errors.getvalue().splitlines()
    assert [line for line in said if not line.startswith("saved car.png (")] == []
    assert "Your name is Ann." in output.getvalue()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert [one for one in targets if not (document.parent / one).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_modules_that_are_named_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"`((?:\w+/)*\w+\.py)`", text)
    missing = [
        one
        for one in named
        if not (ROOT / "gshell" / one).exists()
        and not (ROOT / one).exists()
        and not list((ROOT / "gshell").rglob(one))
    ]
    assert missing == []
