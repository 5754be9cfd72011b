"""The sessions of tests/transcripts on older versions of Gradio; there they run on the newest.

All that run on the bundled app do so here as well. Left out are those without an app, which have
nothing to do with Gradio, and `inputs`, whose app has components in the form of Gradio 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from gshell.demo.process import DEFAULT_TARGET
from tests.compat.differences import expected
from tests.compat.environments import OLDER, start_on
from tests.conftest import APPS
from tests.transcripts.test_transcripts import SESSIONS, play
from tests.transcripts.transcript import parse, render

pytestmark = [
    pytest.mark.older_gradio,
    pytest.mark.timeout(120),
    pytest.mark.parametrize("version", OLDER, indirect=True, scope="session"),
]

ON_THE_DEMO = [path for path in SESSIONS if parse(path.read_text(encoding="utf-8")).app == "demo"]


@pytest.fixture(scope="module")
def address_of(version: str) -> Iterator[Callable[[str], str]]:
    """Give the address of the app with a name, on that version; it is started when first asked."""
    with ExitStack() as running:

        @cache
        def address(name: str) -> str:
            target = DEFAULT_TARGET if name == "demo" else str(APPS / f"{name}.py")
            return running.enter_context(start_on(version, target))

        yield address


@pytest.mark.parametrize("path", ON_THE_DEMO, ids=lambda path: path.stem)
def test_session(
    path: Path,
    version: str,
    address_of: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    written = path.read_text(encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    transcript = parse(written)
    others = {name: address_of(name) for name in transcript.directives("also")}
    actual = render(play(transcript, address_of("demo"), others))
    assert actual == expected(path.stem, written, version)
