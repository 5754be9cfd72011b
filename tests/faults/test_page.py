"""The page about reliability says what playing the faults really gave."""

from __future__ import annotations

import pytest

from tests.faults.report import PAGE, write_page


@pytest.mark.timeout(300)  # alone, this test plays all faults
def test_the_page_says_what_happens(request: pytest.FixtureRequest) -> None:
    page = write_page()
    if request.config.getoption("--update-reliability", default=False):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, (
        "run `pytest tests/faults --update-reliability` and look at what changed"
    )
