"""Every `.session` file of this folder is a test; `pytest --update-transcripts` records it anew."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tests.transcripts.driver import PromptShell, Shell
from tests.transcripts.transcript import Transcript, normalise, parse, render

SESSIONS = sorted(Path(__file__).parent.glob("*.session"))


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_session(
    path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written = path.read_text(encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    transcript = parse(written)
    address = _address(transcript.app, request) if transcript.app else None
    others = {name: _address(name, request) for name in transcript.directives("also")}
    actual = render(play(transcript, address, others))
    if request.config.getoption("--update-transcripts"):
        path.write_text(actual, encoding="utf-8")
        return
    assert actual == written


def _address(app: str, request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{app}_app"))


def play(
    transcript: Transcript, address: str | None, others: Mapping[str, str] | None = None
) -> Transcript:
    """Type each input into one shell and give the transcript with what it really printed.

    `others` are the apps that are open beside the current one: name -> address.
    """
    with closing(_shell(transcript, address)) as shell:
        for name, other in (others or {}).items():
            shell.open(other, name)
        steps = [
            step._replace(output=normalise(shell.run(step.command))) for step in transcript.steps
        ]
    return transcript._replace(steps=steps)


def _shell(transcript: Transcript, address: str | None) -> Shell | PromptShell:
    if "prompt" not in transcript.directives("at"):
        return Shell(address, transcript.app)
    profile = "\n".join(transcript.directives("profile"))
    return PromptShell(address, transcript.app, profile)
