"""The command line, in a process of its own: what is printed where, and the exit codes."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from gshell import __version__
from tests.cmdlets.patience import wait_until
from tests.faults.server import CLOSE, FaultServer, completed, events

GSHELL = [sys.executable, "-m", "gshell"]


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*GSHELL, *arguments], input=given, capture_output=True, text=True, timeout=60
    )


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*GSHELL, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


# What is printed.


def test_version() -> None:
    for option in ("--version", "-V"):
        done = run(option)
        assert (done.returncode, done.stdout) == (0, f"gshell {__version__}\n")


def test_help_lists_the_options() -> None:
    done = run("--help")
    assert done.returncode == 0
    for option in ("-c", "--demo", "--json", "--auth", "--no-history", "--no-profile", "--debug"):
        assert option in done.stdout


def test_data_goes_to_stdout_and_errors_to_stderr(demo_app: str) -> None:
    done = run(demo_app, "-c", "call boom 'oh no'; call upper hi")
    assert done.stdout == "HI\n"
    assert done.stderr == "error ServerError: oh no\n"
    assert done.returncode == 1


def test_json_is_one_value_a_line(demo_app: str) -> None:
    done = run(demo_app, "--json", "-c", "call count -n 2; call boom x; 'text', 1.5, $null; apis")
    values = [json.loads(line) for line in done.stdout.splitlines()]
    assert [value["event"] for value in values[:6]] == [*["generating"] * 4, "complete", "error"]
    assert list(values[0])[:4] == ["num", "ts", "event", "data"]
    assert values[6:9] == ["text", 1.5, None]
    assert [value["Name"] for value in values[9:11]] == ["upper", "count"]
    checked = subprocess.run(
        [sys.executable, "-m", "json.tool", "--json-lines"],
        input=done.stdout,
        capture_output=True,
        text=True,
        check=True,
    )
    assert checked.stderr == ""


def test_tables_are_refused_under_json(demo_app: str) -> None:
    done = run(demo_app, "--json", "-c", "apis | ft")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error ParamInvalid: with --json")


def test_nan_becomes_null_with_a_warning() -> None:
    done = run("--json", "-c", "'[NaN]' | ConvertFrom-Json")
    assert done.stdout == "[null]\n"
    assert done.stderr.startswith("warning")


def test_results_are_printed_while_the_app_still_works(demo_app: str) -> None:
    process = start(demo_app, "-c", "call count -n 1000 -delay 0.05")
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(3)]
    assert lines == ["--start--\n", "1\n", "2\n"]
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in errors


# Where commands come from.


def test_commands_come_from_standard_input(demo_app: str) -> None:
    done = run(demo_app, given="$x = 20\n$x + 1\ncall upper hi\n")
    assert (done.returncode, done.stdout) == (0, "21\nHI\n")


def test_standard_input_is_the_variable_input(demo_app: str) -> None:
    done = run(demo_app, "-c", "$input | call upper", given="ann\nbob\n")
    assert done.stdout == "ANN\nBOB\n"


def test_a_token_is_read_from_standard_input(demo_app: str) -> None:
    done = run(demo_app, "--token", "-", "-c", "$input", given="hf_s3cret\nrest\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "rest\n", "")


def test_a_script_gets_its_arguments(tmp_path: Path) -> None:
    script = tmp_path / "hello.gsh"
    script.write_text('"hello $($args[0])"; $args.Count; $input\n', encoding="utf-8")
    done = run(str(script), "Ann", "--json", given="from stdin\n")
    assert done.stdout == "hello Ann\n2\nfrom stdin\n"


def test_a_script_that_is_not_there() -> None:
    done = run("missing.gsh")
    assert done.returncode == 1
    assert done.stderr.startswith("error FileNotFound: ")


def test_the_demo_without_a_terminal_runs_the_tour() -> None:
    done = run("--demo")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "HELLO, WORLD" in done.stdout
    assert "Ann" in done.stdout


def test_the_demo_runs_commands() -> None:
    done = run("--demo", "-c", "$session.name; call upper hi")
    assert (done.returncode, done.stdout, done.stderr) == (0, "demo\nHI\n", "")


# Exit codes.


@pytest.mark.parametrize(
    ("commands", "code"),
    [
        ("1 + 1", 0),
        ("call upper", 1),
        ("call nothing-like-it", 1),
        ("call boom x", 1),
        ("call boom x -ErrorAction SilentlyContinue", 0),
        ("call boom x -ErrorAction Ignore", 0),
        ("call boom x -ErrorAction Stop; 'not reached'", 1),
        ("call count -n 50 -delay 0.05 | select -First 1", 0),
        ("exit 7", 7),
        ("call boom x; 'reached'", 1),
    ],
)
def test_exit_code(demo_app: str, commands: str, code: int) -> None:
    done = run(demo_app, "-c", commands)
    assert done.returncode == code, done.stderr
    assert ("reached" in done.stdout) == commands.endswith("; 'reached'")


@pytest.fixture
def half_a_file() -> Iterator[FaultServer]:
    """An app that gives a file of which half arrives."""

    async def half(_request: object, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 4000000\r\n\r\n" + b"x" * 2_000_000)
        await asyncio.Event().wait()

    with FaultServer.gradio() as server:
        file = {"path": "/s/large.bin", "meta": {"_type": "gradio.FileData"}}
        server.answer("GET", "/gradio_api/queue/data", events(completed(file), CLOSE))
        server.answer("GET", "/gradio_api/file=/s/large.bin", half)
        yield server


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_from_outside_leaves_no_half_of_a_file(
    half_a_file: FaultServer, tmp_path: Path, name: str, code: int
) -> None:
    line = "try { call say x | save y.bin } finally { 'cleaned' }; 'not reached'"
    process = start(half_a_file.address, "-c", f"cd {tmp_path}; 'begun'; {line}")
    wait_until(lambda: any(tmp_path.iterdir()))
    process.send_signal(getattr(signal, name))
    output, errors = process.communicate(timeout=30)
    assert (process.returncode, output, errors) == (code, "begun\n", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_call_is_cancelled_before_the_shell_is_ended(client_app: str) -> None:
    process = start(client_app, "-c", "call slow ended")
    assert process.stdout is not None
    assert process.stdout.readline() == "0\n"
    process.terminate()
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (143, "")
    wait_until(lambda: run(client_app, "-c", "call closed ended -Value").stdout == "True\n")


@pytest.mark.parametrize("commands", ["call (x", "'first'; | x", "a b )", "'first'; $x = "])
def test_of_a_syntax_error_nothing_runs(commands: str) -> None:
    done = run("-c", commands)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error SyntaxError: ")
    assert "^" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["--no-such-option"], ["-c"], ["--timeout", "soon"], ["--demo", "7860"]]
)
def test_bad_options(arguments: Sequence[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_named_with_its_origin(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("colour = true\n", encoding="utf-8")
    done = run("--config", str(config), "-c", "1")
    assert done.returncode == 2
    assert str(config) in done.stderr
    assert "hint: did you mean color?" in done.stderr


def test_nobody_listens(dead_address: str) -> None:
    done = run(dead_address, "-c", "'not reached'")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error ConnectFailed: ")
    assert "hint: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGPIPE convention")
def test_output_closed_early(demo_app: str) -> None:
    process = start(demo_app, "-c", "call count -n 1000 -delay 0.02")
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == "--start--\n"
    process.stdout.close()
    assert process.wait(timeout=30) == 141
    assert process.stderr.read() == ""
    process.stderr.close()


def test_an_object_that_cannot_be_shown_is_an_error() -> None:
    deep = "[" * 700 + "]" * 700
    done = run("--json", "-c", "$input | ConvertFrom-Json; 'not reached'", given=deep)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error TooDeep: ")
    assert "Traceback" not in done.stderr


def test_debug_shows_the_traceback(demo_app: str) -> None:
    assert "Traceback" not in run(demo_app, "-c", "call boom x").stderr
    assert "Traceback" in run(demo_app, "--debug", "-c", "call nothing x").stderr


def test_secrets_are_not_shown(demo_app: str) -> None:
    address = demo_app.replace("://", "://ann:s3cret@")
    done = run(address, "--token", "hf_s3cret", "-c", "$session | fl; $session.info.x; call nope")
    assert "s3cret" not in done.stdout + done.stderr
    assert os.environ.get("GSHELL_TOKEN") is None


@pytest.mark.parametrize(
    "arguments",
    [["--header", "bad"], ["--auth", "me"], ["--timeout", "nan"], ["--timeout", "-5"]],
)
def test_a_setting_that_cannot_be_used(arguments: Sequence[str]) -> None:
    done = run(*arguments, "-c", "'not reached'")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error ")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell closes the stream")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "> /dev/full"])
def test_streams_that_cannot_be_used(closed: str) -> None:
    command = f"{sys.executable} -m gshell -c \"'x'; nothing\" {closed}"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "InternalError" not in done.stderr


def test_nothing_runs_where_text_for_the_screen_is_piped_on() -> None:
    done = run("-c", "'not run'; 1..3 | ft | % { $_ }")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error SyntaxError: ft makes text for the screen")
