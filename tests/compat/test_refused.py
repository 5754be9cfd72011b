"""Gradio 3 speaks another protocol, which the person is told in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cmdlets.conftest import Driver
from tests.compat.environments import REFUSED, start_on
from tests.conftest import APPS

pytestmark = [pytest.mark.older_gradio, pytest.mark.timeout(120)]


def test_gradio_3_is_refused_in_a_sentence(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # Gradio 3 makes a folder where it runs
    with start_on(REFUSED, str(APPS / "gradio3.py")) as address:
        error = driver.fail(f"open {address}")
    assert error.id == "Unsupported"
    assert error.message == f"the app runs on Gradio {REFUSED}, which is too old"
    assert error.hint == "gshell speaks with Gradio 4.9 and later"
