"""A real Gradio app, and clients for it that leave nothing behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gshell.gradio.app import App, Apps
from gshell.gradio.background import Background
from gshell.gradio.objects import GradioApiEvent
from gshell.gradio.session import GradioSession
from tests.conftest import start_app
from tests.faults.server import FaultServer

StartCall = Callable[..., GradioApiEvent]


@pytest.fixture(scope="session")
def client_app() -> Iterator[str]:
    """Address of tests/apps/client_app.py."""
    with start_app("client_app.py") as address:
        yield address


@pytest.fixture
def background() -> Iterator[Background]:
    """The network's thread, which is gone after the test."""
    background = Background()
    yield background
    background.close()
    assert not [each for each in threading.enumerate() if each.name == "gshell-network"]


@pytest.fixture
def apps(background: Background) -> Iterator[Apps]:
    apps = Apps(background)
    yield apps
    apps.close()


@pytest.fixture
def app(apps: Apps, client_app: str) -> App:
    """The real app, connected."""
    return apps.connect(client_app)


@pytest.fixture
def session(app: App, background: Background) -> Iterator[GradioSession]:
    session = GradioSession("test", app, background)
    yield session
    session.close()


@pytest.fixture
def start(session: GradioSession) -> StartCall:
    """Start a call of the session with values by name."""
    return lambda name, **named: start_call(session, name, **named)


@pytest.fixture
def faulty() -> Iterator[FaultServer]:
    """A server that begins as a small Gradio app and can be told to fail."""
    with FaultServer.gradio() as server:
        yield server


@pytest.fixture
def faulty_session(
    faulty: FaultServer, apps: Apps, background: Background
) -> Iterator[GradioSession]:
    session = GradioSession("faulty", apps.connect(faulty.address), background)
    yield session
    session.close()


def start_call(session: GradioSession, name: str, **named: Any) -> GradioApiEvent:
    """Start a call through the queue with values by name, converted as the shell does it."""
    api = session.app.endpoint(name)
    values = {key: api.parameter(key).convert(value) for key, value in named.items()}
    return session.start(api, api.arrange(values)).event
