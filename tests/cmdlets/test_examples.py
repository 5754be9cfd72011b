"""The examples in the help run, on the bundled app, and give what they say."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from gshell.cmdlets.past import History
from gshell.cmdlets.sessions import Sessions
from gshell.engine.command import Example
from gshell.engine.values import Value
from gshell.environment import Environment
from gshell.repl.history import FileHistory
from gshell.script import Interpreter
from tests.cmdlets.test_index import CODE

_ELSEWHERE = "7860"  # examples that open an app name a port where none of ours listens

EXAMPLES = [
    pytest.param(example, id=f"{name}: {example.line}")
    for name, (_, found) in sorted(CODE.items())
    for example in found.examples
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go to a folder with the files that examples read; they may write there."""
    monkeypatch.chdir(tmp_path)
    Path("prompts.txt").write_text("a cat\na dog\n", encoding="utf-8")
    Image.new("RGB", (8, 8)).save("photo.png")


@pytest.fixture
def interpreter(demo_app: str) -> Iterator[Interpreter]:
    output = io.StringIO()
    made = Interpreter(Environment(io.StringIO("an answer\n"), output, output, os.environ))
    made.console.interactive = True
    made.shell.service(History).kept = _typed("call upper one", "1..3 | measure", "apis")
    made.open(demo_app, "demo")
    yield made
    made.close()


def _typed(*lines: str) -> FileHistory:
    history = FileHistory(lambda: None, lambda _: None)
    for line in lines:
        history.append_string(line)
    return history


def run(interpreter: Interpreter, line: str) -> list[Value]:
    shell = interpreter.shell
    return list(shell.run(shell.compile(line)))


@pytest.mark.parametrize("example", EXAMPLES)
def test_example(interpreter: Interpreter, example: Example, demo_app: str) -> None:
    port = demo_app.rpartition(":")[2]
    values = run(interpreter, example.line.replace(_ELSEWHERE, port))
    assert [str(error) for error in interpreter.shell.errors] == []
    if example.output is not None:
        assert values[-len(example.output) :] == example.output


def test_sessions_are_closed(interpreter: Interpreter) -> None:
    run(interpreter, "Remove-GradioSession demo")
    assert interpreter.shell.service(Sessions).by_name == {}
