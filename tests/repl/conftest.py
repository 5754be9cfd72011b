from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def drawing_terminal(clean_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a terminal that can draw, which the prompt asks the environment about."""
    del clean_environment
    monkeypatch.setenv("TERM", "xterm-256color")
