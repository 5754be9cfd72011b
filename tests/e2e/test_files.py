"""Files as a person sends and keeps them: chosen with Tab, sent, given back, saved."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import start_app
from tests.e2e.terminal import ENTER, TAB, Terminal, open_terminal

pytestmark = pytest.mark.timeout(120)

MEGABYTE = 2**20
BIG = 200  # MB


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of each sort, and one for those that come back."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "empty.bin").touch()
    (folder / "nämé ü #1%.txt").write_bytes(os.urandom(1000))
    with (folder / "large.bin").open("wb") as large:
        for _ in range(BIG):
            large.write(os.urandom(MEGABYTE))
    (folder / "back").mkdir()
    return folder


@pytest.fixture(scope="module")
def shell(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    with (
        start_app("files.py") as address,
        open_terminal([address], tmp_path_factory.mktemp("home")) as terminal,
    ):
        terminal.wait_for("type apis")
        terminal.run(f"cd {folder}; use . -Name files")
        terminal.wait_for_prompt("files>")
        yield terminal


@pytest.mark.parametrize(
    ("begun", "completed"),
    [
        ("em", "empty.bin"),
        ("'nä", "'nämé ü #1%.txt'"),
        ("la", "large.bin"),
    ],
)
def test_a_file_chosen_with_tab_comes_back_as_it_was(
    shell: Terminal, folder: Path, begun: str, completed: str
) -> None:
    shell.clear()
    shell.press(f"call same {begun}", TAB)
    shell.wait_for_line(f"files> call same {completed}")
    shell.press(" | save back/", ENTER)
    name = completed.strip("'")
    shell.wait_for(f"saved back/{name}")
    shell.wait_for_prompt("files>")
    assert filecmp.cmp(folder / name, folder / "back" / name, shallow=False)
