"""docs/values.md is right: its examples print what it says, and no component is left out.

`pytest --update-transcripts` writes what the examples really print into the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cmdlets.conftest import Driver
from tests.compat.environments import INSTALLED
from tests.test_language_doc import BLOCK, ROOT, play
from tests.transcripts.driver import PromptShell
from tests.transcripts.transcript import parse, render

DOCUMENT = ROOT / "docs" / "values.md"


def test_examples_print_what_the_document_says(
    driver_on: Callable[[str], Driver],
    folder: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    (address,) = driver_on(INSTALLED).give("$session.AppUrl")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(folder)
    with closing(PromptShell(address, "components")) as shell:

        def answered(block: re.Match[str]) -> str:
            # What Pillow writes is not the same in every version, so neither is its digest.
            return re.sub(r"\b[0-9a-f]{12}\b", "HASH", render(play(parse(block.group()), shell)))

        actual = BLOCK.sub(answered, written)
    if request.config.getoption("--update-transcripts"):
        DOCUMENT.write_text(actual, encoding="utf-8")
        return
    assert actual == written


def test_every_component_is_in_the_table(driver_on: Callable[[str], Driver]) -> None:
    (listed,) = driver_on(INSTALLED).give("call listed -Value")
    table = DOCUMENT.read_text(encoding="utf-8").partition("## All components")[2]
    rows = [row.split("|")[1] for row in table.partition("\n## ")[0].splitlines() if "|" in row]
    named = {name.capitalize() for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named - {"Api"} == set(listed)


def test_links_lead_to_headings() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    headings = re.findall(r"^##+ (.+)$", text, re.M)
    anchors = {re.sub(r"[^\w -]", "", name.lower()).replace(" ", "-") for name in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) - anchors == set()
