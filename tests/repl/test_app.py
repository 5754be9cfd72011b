from __future__ import annotations

import json
import subprocess
import sys

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from gshell.config import DEFAULTS
from gshell.repl.app import run_prompt
from tests.repl.desk import make_environment


def run(keys: str) -> tuple[int, str, str]:
    """Type into a prompt; give the exit code and what was written to the two streams."""
    environment = make_environment()
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        code = run_prompt(environment, DEFAULTS)
    out, err = environment.stdout, environment.stderr
    return code, out.getvalue(), err.getvalue()  # type: ignore[attr-defined]


def test_lines_run_until_ctrl_d() -> None:
    assert run("1 + 1\r\r'two'\r\x04") == (0, "2\ntwo\n", "")


def test_exit_leaves_with_its_code() -> None:
    assert run("exit 3\r")[0] == 3
    assert run("quit\r")[0] == 0


def test_ctrl_c_drops_a_line_and_nothing_else() -> None:
    assert run("no\x03'yes'\r\x04") == (0, "yes\n", "")


def test_errors_do_not_end_the_shell() -> None:
    code, out, err = run("nosuch\r5\r\x04")
    assert (code, out) == (0, "5\n")
    assert "error CommandNotFound" in err


PROGRAM = """
import json, sys
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from gshell.cmdlets.index import INDEX
from gshell.config import DEFAULTS
from gshell.engine.registry import CommandTable
from gshell.engine.shell import Shell
from gshell.environment import from_process
from gshell.repl.app import Loop
from gshell.repl.host import PromptHost

drawn = []
with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
    keys.send_text(chr(4))
    environment = from_process()
    environment.stdout_is_terminal = True
    host = PromptHost(environment)
    loop = Loop(environment, DEFAULTS, Shell(host, CommandTable(INDEX)), host, None)
    loop.prompt.session.app.after_render += lambda _: drawn.append(sorted(sys.modules))
    loop.run()
print(json.dumps(drawn[0]))
"""

NOT_NEEDED = {"httpx", "rich", "pygments", "anyio", "gradio", "tomllib", "importlib.metadata"} | {
    "gshell.live",
    "gshell.engine.complete",
    "gshell.engine.evaluate",
    "gshell.language.parser",
    "gshell.language.tokens",
    "gshell.gradio.session",
    "gshell.cmdlets.objects",
}


def test_the_first_prompt_is_drawn_before_anything_else_is_loaded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"TERM": "xterm-256color", "PATH": "/usr/bin"},
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "gshell.repl.app" in loaded
    assert loaded & NOT_NEEDED == set()
