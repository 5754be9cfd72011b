"""Serves one Gradio app on a loopback port and says in one line when it answers.

    python -m gshell.demo.serve [MODULE | FILE.py] [--port N] [--until-stdin-closes]

The target defines `demo`, a `gr.Blocks`, and may define `options`, a map of arguments for
`gr.mount_gradio_app` (theme, show_error, auth ...); those that the installed Gradio does not have
are left out. The line on standard output is a JSON object
with `address`, `port` and `cache` (the folder of the app's files, deleted when it ends); everything
else goes to standard error.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import inspect
import json
import os
import runpy
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import FastAPI

from gshell.demo.process import DEFAULT_TARGET


def main() -> None:
    """Serve the app that the command line names, until a signal or the end of standard input."""
    arguments = _parse_arguments()
    cache = Path(tempfile.mkdtemp(prefix="gshell-demo-"))
    if arguments.until_stdin_closes:
        threading.Thread(target=_leave_with_stdin, args=(cache,), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        serve(arguments.target, arguments.port, cache)
    except KeyboardInterrupt:
        pass  # Ctrl-C is how a person stops an app that runs in their terminal
    finally:
        shutil.rmtree(cache, ignore_errors=True)


def serve(target: str, port: int, cache: Path) -> None:
    """Serve the app of a module or file on 127.0.0.1; port 0 lets the system choose a free one."""
    stdout, sys.stdout = sys.stdout, sys.stderr
    _isolate_gradio(cache)
    # The socket is bound once and handed over, so nobody can take the port in between.
    with listen(port) as listener:
        port = listener.getsockname()[1]
        line = {"address": f"http://127.0.0.1:{port}", "port": port, "cache": str(cache)}
        _run(load_app(target), listener, lambda: print(json.dumps(line), file=stdout, flush=True))


def listen(port: int) -> socket.socket:
    """Bind a port, with a socket that says that it is TCP.

    `create_server` leaves that open, and asyncio then leaves Nagle's algorithm on: what the app
    writes in two steps, as all its answers and events, would come 40 ms late.
    """
    bound = socket.create_server(("127.0.0.1", port))
    return socket.socket(bound.family, bound.type, socket.IPPROTO_TCP, fileno=bound.detach())


def load_app(target: str) -> FastAPI:
    """Import a module, or run a `.py` file, and give its `demo` as a web application."""
    with _quick_import():
        # The target first: if it fails for a reason of its own, it fails at once.
        names: dict[str, Any]
        if target.endswith(".py"):
            names = runpy.run_path(target)
        else:
            names = vars(importlib.import_module(target))
        import fastapi
        import gradio
    options = {"path": "/", "ssr_mode": False, **names.get("options", {})}
    # Each version of Gradio has more of these than the one before, mostly about looks.
    known = inspect.signature(gradio.mount_gradio_app).parameters
    options = {name: value for name, value in options.items() if name in known}
    app: FastAPI = gradio.mount_gradio_app(fastapi.FastAPI(), names["demo"], **options)
    return app


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m gshell.demo.serve", description="Serve a Gradio app."
    )
    parser.add_argument("target", nargs="?", default=DEFAULT_TARGET, help="module or FILE.py")
    parser.add_argument("--port", type=int, default=0, help="0, the default: any free port")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end with the parent")
    return parser.parse_args()


def _leave_with_stdin(cache: Path) -> None:
    """End this process when the other end of standard input is gone: the parent stopped or died.

    `os.read` and not `sys.stdin`, whose lock a dying interpreter would wait for. Leaving is abrupt,
    because nobody is left to serve and a running step of the app could hold up an orderly end.
    """
    while os.read(0, 4096):
        pass
    shutil.rmtree(cache, ignore_errors=True)
    os._exit(0)


def _isolate_gradio(cache: Path) -> None:
    """Keep Gradio off the network and on its own settings, which it reads when imported."""
    for name in [name for name in os.environ if name.startswith("GRADIO_")]:
        del os.environ[name]
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["GRADIO_TEMP_DIR"] = str(cache)
    os.environ["GRADIO_EXAMPLES_CACHE"] = str(cache / "examples")


@contextmanager
def _quick_import() -> Iterator[None]:
    """Halve the time that importing Gradio takes (2.5 s to 1.2 s on a small machine).

    The garbage collector finds nothing among modules that stay, so it rests meanwhile.
    """
    finder = _WithoutStubs()
    sys.meta_path.insert(0, finder)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        sys.meta_path.remove(finder)


class _WithoutStubs(MetaPathFinder):
    """Takes a function out of Gradio that parses the source of each component class.

    It does so to write a `.pyi` file next to it (gradio 4 to 6: component_meta.py). The files help
    editors only, and writing them from several processes at once is a race.
    """

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != "gradio.component_meta":
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def run_without(module: ModuleType) -> None:
                run(module)
                module.create_or_modify_pyi = lambda *_: None  # type: ignore[attr-defined]

            spec.loader.exec_module = run_without  # type: ignore[method-assign]
        return spec


def _run(app: FastAPI, listener: socket.socket, announce: Callable[[], None]) -> None:
    import uvicorn

    class AnnouncingServer(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                announce()

    config = uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=1)
    AnnouncingServer(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
