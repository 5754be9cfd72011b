"""Files on their way, as a person sees them, and what Ctrl-C leaves of them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.terminal import CTRL_C, Terminal, open_terminal
from tests.faults.server import CLOSE, FaultServer, completed, document, events, silence

pytestmark = pytest.mark.timeout(120)

_SIZE = 4_000_000


async def half(_request: object, writer: asyncio.StreamWriter) -> None:
    """Answer with half of a file, and no more."""
    writer.write(f"HTTP/1.1 200 OK\r\ncontent-length: {_SIZE}\r\n\r\n".encode())
    writer.write(b"x" * (_SIZE // 2))
    await asyncio.Event().wait()


@pytest.fixture
def stuck() -> Iterator[FaultServer]:
    """An app whose files do not come to an end, neither up nor down."""
    with FaultServer.gradio() as server:
        file = {"path": "/s/large.bin", "meta": {"_type": "gradio.FileData"}}
        server.answer("GET", "/gradio_api/queue/data", events(completed(file), CLOSE))
        server.answer("GET", "/gradio_api/file=/s/large.bin", half)
        server.answer("POST", "/gradio_api/upload", silence, document(["/s/large.bin"]))
        yield server


@pytest.fixture
def shell(stuck: FaultServer, tmp_path: Path) -> Iterator[Terminal]:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "large.bin").write_bytes(b"x" * _SIZE)
    with open_terminal([stuck.address], tmp_path) as terminal:
        terminal.wait_for("type apis")
        terminal.run(f"cd {folder}; use . -Name stuck")
        terminal.wait_for_prompt("stuck>")
        terminal.clear()
        yield terminal


@pytest.mark.parametrize("line", ["call say x | save back.bin", "call say x > back.bin"])
def test_a_download_shows_a_bar_and_can_be_stopped(
    shell: Terminal, tmp_path: Path, line: str
) -> None:
    shell.run(line)
    shell.wait_for("save large.bin  [##########..........]  2/4 MB")
    assert len(list((tmp_path / "folder").iterdir())) == 2, "half of it is there, without its name"
    shell.press(CTRL_C)
    shell.wait_for_prompt("stuck>")
    assert "[##" not in shell.text
    shell.run("ls -Force | % Name")  # hidden ones, too
    shell.wait(lambda: re.search(r"\nlarge.bin\nstuck>", shell.text) is not None, "one file")


def test_an_upload_shows_a_bar_and_can_be_stopped(shell: Terminal, stuck: FaultServer) -> None:
    shell.run("Send-GradioFile . large.bin")
    shell.wait_for("upload large.bin  [####################]  4/4 MB")
    shell.press(CTRL_C)
    shell.wait_for_prompt("stuck>")
    shell.run("Send-GradioFile . large.bin | % path")
    shell.wait_for("\n/s/large.bin\n")
    assert len(stuck.sent("/gradio_api/upload")) == 2


@pytest.mark.parametrize("line", ["call say x | save back.bin", ""])
def test_a_terminal_that_is_closed_leaves_nothing(
    shell: Terminal, tmp_path: Path, line: str
) -> None:
    shell.run(line)
    if line:
        shell.wait_for("save large.bin  [##########..........]  2/4 MB")
    shell.child.ptyproc.fileobj.close()  # a hang-up, as when the window is closed
    shell.child.ptyproc.wait()
    assert shell.child.ptyproc.exitstatus == 129
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["large.bin"]
