"""Apps on each version of Gradio that gshell is tried on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cmdlets.conftest import client, driver, open_driver
from tests.compat.environments import start_on
from tests.conftest import APPS
from tests.gradio.conftest import app, apps, background, session, start

__all__ = ["app", "apps", "background", "client", "driver", "open_driver", "session", "start"]


@pytest.fixture(scope="session")
def version(request: pytest.FixtureRequest) -> str:
    """The version of Gradio that a test is for; each module says which there are."""
    return str(request.param)


@pytest.fixture(scope="session")
def client_app(version: str) -> Iterator[str]:
    """Address of tests/apps/client_app.py on that version."""
    with start_on(version, str(APPS / "client_app.py")) as address:
        yield address
