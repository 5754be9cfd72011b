"""Real Gradio apps for the tests, each started once, and a clean environment for each test."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gshell.demo.process import start_demo
from tests.compat.environments import prepare

APPS = Path(__file__).parent / "apps"

_HOMES = {
    "HOME": "",
    "USERPROFILE": "",
    "XDG_CONFIG_HOME": ".config",
    "XDG_CACHE_HOME": ".cache",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
}
_UNSET = ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "LINES", "XDG_RUNTIME_DIR")
_UNSET_PREFIXES = ("GSHELL_", "GRADIO_", "HF_", "HUGGING_FACE_")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-transcripts",
        action="store_true",
        help="write what the sessions of tests/transcripts really print into their files",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "older_gradio: runs apps on older versions of Gradio")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Install older versions before the first test, and not in the time that a test has."""
    wanted = any(each.get_closest_marker("older_gradio") for each in session.items)
    if wanted and not session.config.option.collectonly:
        prepare()


@contextmanager
def start_app(name: str) -> Iterator[str]:
    """Run a file of tests/apps, which defines `demo`, and give its address while it lasts."""
    with start_demo(str(APPS / name)) as app:
        yield str(app.address)


@pytest.fixture(scope="session")
def demo_app() -> Iterator[str]:
    """Address of the bundled app."""
    with start_demo() as app:
        yield str(app.address)


@pytest.fixture(scope="session")
def typed_app() -> Iterator[str]:
    """Address of tests/apps/typed.py, with an endpoint for each kind of input."""
    with start_app("typed.py") as address:
        yield address


@pytest.fixture(scope="session")
def ops_app() -> Iterator[str]:
    """Address of tests/apps/ops.py, with the two endpoints of PowershAI's own test app."""
    with start_app("ops.py") as address:
        yield address


@pytest.fixture(scope="session")
def asking_app() -> Iterator[str]:
    """Address of tests/apps/asking.py, whose page has examples for its inputs."""
    with start_app("asking.py") as address:
        yield address


@pytest.fixture(scope="session")
def client_app() -> Iterator[str]:
    """Address of tests/apps/client_app.py, whose endpoints tell what happened to them."""
    with start_app("client_app.py") as address:
        yield address


@pytest.fixture(scope="session")
def vision_app() -> Iterator[str]:
    """Address of tests/apps/vision.py, which says what is in pictures of other apps."""
    with start_app("vision.py") as address:
        yield address


@pytest.fixture(scope="session")
def files_app() -> Iterator[str]:
    """Address of tests/apps/files.py, whose endpoints take and give files."""
    with start_app("files.py") as address:
        yield address


@pytest.fixture(scope="session")
def components_app() -> Iterator[str]:
    """Address of tests/apps/components.py, with an endpoint for each component."""
    with start_app("components.py") as address:
        yield address


@pytest.fixture
def dead_address() -> Iterator[str]:
    """An address at which nobody listens: its port is taken, but not by a server."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture(autouse=True)
def clean_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Give each test an empty home, and none of the settings of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    for name, folder in _HOMES.items():
        monkeypatch.setenv(name, str(home / folder))
    for name in os.environ:
        if _is_personal(name):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TERM", "dumb")


def _is_personal(name: str) -> bool:
    proxy = name.upper().endswith("_PROXY")
    return proxy or name in _UNSET or name.startswith(_UNSET_PREFIXES)
