"""Help for endpoints whose inputs are of every kind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cmdlets.conftest import Driver
from tests.conftest import start_app


@pytest.fixture(scope="module")
def components() -> Iterator[Driver]:
    """A shell on the app with an endpoint for each component."""
    with start_app("components.py") as address:
        driver = Driver(address, "components")
        yield driver
        driver.interpreter.close()


def test_the_examples_for_every_component_are_accepted(components: Driver) -> None:
    topics = components.give('apis | % { help "/$($_.Name)" }')
    lines = [line for topic in topics for line in topic.examples]
    assert len(lines) > 50
    for line in lines:
        components.give(f"{line} -WhatIf")


def test_the_examples_of_their_commands_are_accepted(components: Driver) -> None:
    names = components.give("GradioApiFunction in_* | % Name")
    for name in names:
        for line in components.give(f"(help {name}).Examples"):
            assert line.startswith(str(name))
            components.give(f"{line} -WhatIf")
