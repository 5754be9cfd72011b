"""Which cases run on which version of Gradio."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pytest

from tests.compat.environments import INSTALLED
from tests.components.files import needs_ffmpeg

VERSIONS = ("4.44.1", "5.49.1", INSTALLED)


class Case(NamedTuple):
    """An endpoint, what is typed behind its name, and what comes back.

    `since` and `until` are the first and the last major version in which that holds.
    """

    endpoint: str
    typed: str
    expected: Any
    since: int = 4
    until: int = 9


def major(version: str) -> int:
    return int(version.partition(".")[0])


def on_versions(cases: Iterable[Case], versions: Sequence[str] = VERSIONS) -> pytest.MarkDecorator:
    """Run a test for each `case` with each `version` that it is for."""
    pairs = [
        pytest.param(version, case, marks=_marks(version, case), id=_name(version, case))
        for version in versions
        for case in cases
        if case.since <= major(version) <= case.until
    ]
    return pytest.mark.parametrize(("version", "case"), pairs)


def on_all(*, since: int = 4) -> pytest.MarkDecorator:
    """Run a test with each `version`."""
    kept = [version for version in VERSIONS if major(version) >= since]
    values = [pytest.param(one, marks=_marks(one), id=one) for one in kept]
    return pytest.mark.parametrize("version", values)


def on_installed() -> pytest.MarkDecorator:
    """Run a test with the newest `version`."""
    return pytest.mark.parametrize("version", [INSTALLED])


def _marks(version: str, case: Case | None = None) -> list[pytest.MarkDecorator]:
    marks = [] if version == INSTALLED else [pytest.mark.older_gradio]
    if case is not None and ("video" in case.endpoint or "clip.mp4" in case.typed):
        marks.append(needs_ffmpeg)
    return marks


def _name(version: str, case: Case) -> str:
    return f"{version} {case.endpoint} {case.typed}"
