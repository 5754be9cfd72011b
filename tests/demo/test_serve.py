"""The child's side: the ready line, its options, and the end of standard input."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from gshell.demo.serve import listen

ROOT = Path(__file__).parents[2]

APP = """
import gradio as gr
print("noise on standard output")
with gr.Blocks(title="small", analytics_enabled=False) as demo:
    gr.Textbox(label="text")
options = {"path": "/sub"}
"""


def serve(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "gshell.demo.serve", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_one_ready_line_and_quiet_otherwise(tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text(APP)
    with serve(str(app), "--until-stdin-closes") as child:
        assert child.stdout is not None
        ready = json.loads(child.stdout.readline())
        assert ready["address"] == f"http://127.0.0.1:{ready['port']}"
        assert Path(ready["cache"]).is_dir()
        with urlopen(f"{ready['address']}/sub/config", timeout=20) as response:
            assert json.load(response)["title"] == "small"
        output, errors = child.communicate(timeout=20)
    assert child.returncode == 0
    assert output == ""
    assert errors == "noise on standard output\n"
    assert not Path(ready["cache"]).exists()


def test_it_ends_with_its_input_even_while_it_loads(tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text("import threading\nthreading.Event().wait()")
    with serve(str(app), "--until-stdin-closes") as child:
        child.communicate(timeout=20)
    assert child.returncode == 0


def test_a_signal_ends_it_orderly(tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text(APP)
    with serve(str(app)) as child:
        assert child.stdout is not None
        ready = json.loads(child.stdout.readline())
        child.send_signal(signal.SIGTERM)
        _, errors = child.communicate(timeout=20)
    assert child.returncode == 0
    assert "Traceback" not in errors
    assert not Path(ready["cache"]).exists()


def test_a_taken_port_is_an_error_and_not_another_port() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        serve("--port", str(taken.getsockname()[1])) as child,
    ):
        _, errors = child.communicate(timeout=20)
    assert child.returncode == 1
    assert "Address already in use" in errors


def test_what_an_app_writes_in_two_steps_is_sent_in_two_steps() -> None:
    taken = asyncio.Queue[asyncio.StreamWriter]()

    async def nagle_is_off() -> bool:
        server = await asyncio.start_server(lambda _, writer: taken.put_nowait(writer), sock=bound)
        _, ours = await asyncio.open_connection(*bound.getsockname())
        theirs = await taken.get()
        accepted = theirs.get_extra_info("socket")
        is_off = bool(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        for writer in (ours, theirs):
            writer.close()
            await writer.wait_closed()
        server.close()
        return is_off

    with listen(0) as bound:
        assert asyncio.run(nagle_is_off())
