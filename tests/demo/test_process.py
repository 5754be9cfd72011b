"""Starting and stopping the app, and what happens when either side dies."""

from __future__ import annotations

import _thread
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from gshell.demo.process import DemoFailed, DemoProcess, start_demo

ROOT = Path(__file__).parents[2]

QUICK_APP = (
    "import gradio as gr\nwith gr.Blocks(title='quick', analytics_enabled=False) as demo: pass"
)
NEVER_READY = "import threading\nthreading.Event().wait()"


@pytest.fixture
def quick_app(tmp_path: Path) -> str:
    return write(tmp_path, QUICK_APP)


@pytest.fixture
def never_ready(tmp_path: Path) -> str:
    return write(tmp_path, NEVER_READY)


def write(folder: Path, source: str) -> str:
    app = folder / "app.py"
    app.write_text(source)
    return str(app)


def cache_of(app: DemoProcess) -> Path:
    return Path(app._announcement["cache"])


def wait_for_end(address: str) -> socket.socket:
    """Give a connection that ends when the process at the address does."""
    host, port = address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=20)


def assert_gone(connection: socket.socket) -> None:
    """Wait until the other side is dead, and see that nobody listens there any more."""
    peer = connection.getpeername()
    with connection:
        try:
            assert connection.recv(1) == b""
        except ConnectionResetError:
            pass  # a killed process may reset instead of closing
    deadline = time.monotonic() + 20
    while listens(peer):  # a process closes its sockets one after the other
        assert time.monotonic() < deadline, "somebody still listens"
        time.sleep(0.01)


def listens(peer: tuple[str, int]) -> bool:
    try:
        socket.create_connection(peer, timeout=20).close()
    except (ConnectionRefusedError, ConnectionResetError):
        return False
    return True


def interrupt_while(wait: Callable[[], object]) -> None:
    threading.Thread(target=_thread.interrupt_main).start()
    wait()


def test_the_module_starts_nothing_and_imports_no_gradio() -> None:
    code = "import sys, gshell.demo.process; print('gradio' in sys.modules, 'PIL' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert run.stdout.split() == [b"False", b"False"]


def test_begin_then_wait(quick_app: str) -> None:
    with DemoProcess.begin(quick_app) as app:
        assert app.alive
        address = app.wait_ready()
        assert address == app.address
        with urlopen(f"{address}/config", timeout=20) as response:
            assert json.load(response)["title"] == "quick"


def test_ctrl_c_in_the_terminal_does_not_reach_the_app(never_ready: str) -> None:
    with DemoProcess.begin(never_ready) as app:
        assert os.getpgid(app.pid) == app.pid != os.getpgid(0)


def test_stop_ends_it_deletes_its_files_and_may_come_twice(quick_app: str) -> None:
    app = start_demo(quick_app)
    connection = wait_for_end(app.wait_ready())
    assert cache_of(app).is_dir()
    app.stop()
    app.stop()
    assert not app.alive
    assert_gone(connection)
    assert not cache_of(app).exists()


def test_stop_before_it_is_ready(never_ready: str) -> None:
    app = DemoProcess.begin(never_ready)
    app.stop()
    assert not app.alive
    with pytest.raises(DemoFailed, match="ended before it was ready"):
        app.wait_ready()


def test_killed_app_is_noticed_and_its_files_go(quick_app: str) -> None:
    with start_demo(quick_app) as app:
        app.check()
        connection = wait_for_end(app.wait_ready())
        os.kill(app.pid, signal.SIGKILL)
        assert_gone(connection)
        with pytest.raises(DemoFailed, match=r"has ended \(signal 9\)") as failure:
            app.check(patience=10)
        assert failure.value.id == "DemoFailed"
        assert not app.alive
        assert not cache_of(app).exists()


def test_killed_parent_takes_the_app_along(quick_app: str) -> None:
    code = (
        "import sys; from gshell.demo.process import start_demo; app = start_demo(sys.argv[1]);"
        "print(app.address, app._announcement['cache'], flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, quick_app]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as parent:
        assert parent.stdout is not None
        address, cache = parent.stdout.readline().split()
        connection = wait_for_end(address)
        parent.kill()
    assert_gone(connection)
    assert not Path(cache).exists()


def test_an_app_that_crashes_says_why(tmp_path: Path) -> None:
    with pytest.raises(DemoFailed) as failure:
        start_demo(write(tmp_path, "raise RuntimeError('out of paint')"))
    first, *lines = failure.value.message.splitlines()
    assert first.endswith("ended before it was ready (exit code 1)")
    assert lines[-1] == "  RuntimeError: out of paint"
    assert len(lines) <= 8


def test_an_app_that_says_much_before_it_crashes_is_not_held_up(tmp_path: Path) -> None:
    source = "import sys\nfor _ in range(50_000): print('noise', file=sys.stderr)\nsys.exit(3)"
    with pytest.raises(DemoFailed, match=r"exit code 3"):
        start_demo(write(tmp_path, source))


def test_waiting_is_bounded(never_ready: str) -> None:
    with (
        DemoProcess.begin(never_ready) as app,
        pytest.raises(DemoFailed, match=r"did not answer within 0 s"),
    ):
        app.wait_ready(timeout=0)


def test_waiting_can_be_interrupted_and_taken_up_again(quick_app: str) -> None:
    with DemoProcess.begin(quick_app) as app:
        with pytest.raises(KeyboardInterrupt):
            interrupt_while(app.wait_ready)
        assert app.alive
        assert app.wait_ready() == app.address


def test_without_gradio_the_error_says_what_to_install() -> None:
    code = (
        f"import sys; sys.path.append({str(ROOT)!r}); from gshell.demo.process import *\n"
        "try: DemoProcess.begin()\n"
        "except DemoFailed as error: print(error.id, error.message, error.hint, sep='|')"
    )
    # -S: without the packages of the environment, so that Gradio really is not there.
    command = [sys.executable, "-S", "-P", "-c", code]
    run = subprocess.run(command, capture_output=True, check=True, text=True)
    assert run.stdout.strip() == (
        "DemoFailed|the bundled app needs Gradio, which is not installed|pip install 'gshell[demo]'"
    )
