"""The option that writes docs/reliability.md anew."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-reliability",
        action="store_true",
        help="write what playing the faults of tests/faults gave into docs/reliability.md",
    )
