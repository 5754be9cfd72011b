"""The app with all components, on each version of Gradio, and a shell on it with files to send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from tests.cmdlets.conftest import Driver
from tests.compat.environments import start_on
from tests.components.files import write_files
from tests.conftest import APPS


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of tests/components/files.py."""
    folder = tmp_path_factory.mktemp("files")
    write_files(folder)
    return folder


@pytest.fixture(scope="package")
def driver_on() -> Iterator[Callable[[str], Driver]]:
    """Give a shell on tests/apps/components.py as a version of Gradio runs it.

    App and shell are started once for each: to read what so large an app offers takes long.
    """
    with ExitStack() as opened:

        @cache
        def open_on(version: str) -> Driver:
            address = opened.enter_context(start_on(version, str(APPS / "components.py")))
            driver = Driver(address, f"components-{version}")
            opened.callback(driver.interpreter.close)
            return driver

        yield open_on


@pytest.fixture
def shell(
    version: str,
    driver_on: Callable[[str], Driver],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Driver:
    """A shell on the app, in the folder with the files, that made no errors yet."""
    monkeypatch.chdir(folder)
    driver = driver_on(version)
    driver.shell.errors.clear()
    return driver
