"""The package has what it says it has; that it stands alone is seen in tests/test_imports.py."""

from __future__ import annotations

import gshell.gradio


def test_the_names_of_the_package_are_there() -> None:
    for name in gshell.gradio.__all__:
        assert getattr(gshell.gradio, name).__name__ == name
