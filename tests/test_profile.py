"""The profile, in a process of its own: when it runs, where it prints, and what errors in it do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from gshell.config import Settings, load_settings
from gshell.engine.errors import ShellError
from gshell.profile import read_profile
from gshell.repl.app import run_prompt
from tests.repl.desk import make_environment

GSHELL = [sys.executable, "-m", "gshell"]


def run(*arguments: str, given: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*GSHELL, *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **variables},
    )


@pytest.fixture
def folder() -> Path:
    """The folder of the settings file."""
    found = make_environment().config_directory()
    found.mkdir(parents=True)
    return found


def write(folder: Path, text: str, name: str = "profile.gsh") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def load(**variables: str) -> Settings:
    environment = make_environment()
    environment.variables |= variables
    return load_settings(environment, {})


# Which file it is.


def test_without_a_file_nothing_runs() -> None:
    assert read_profile(make_environment(), load()) is None


def test_it_stands_beside_the_settings_file(folder: Path) -> None:
    path = write(folder, "\ufeff$x = 1\n")
    profile = read_profile(make_environment(), load())
    assert profile == "$x = 1\n"
    assert profile.name == str(path)


def test_another_file_can_be_named(folder: Path, tmp_path: Path) -> None:
    write(folder, "'usual'")
    write(folder, "'beside'", "other.gsh")
    path = write(tmp_path, "'elsewhere'")
    assert read_profile(make_environment(), load(GSHELL_PROFILE="other.gsh")) == "'beside'"
    assert read_profile(make_environment(), load(GSHELL_PROFILE=str(path))) == "'elsewhere'"


def test_it_can_be_turned_off(folder: Path) -> None:
    write(folder, "'usual'")
    assert read_profile(make_environment(), load(GSHELL_PROFILE="")) is None


def test_one_that_was_named_must_be_there() -> None:
    with pytest.raises(ShellError, match=r"missing\.gsh") as caught:
        read_profile(make_environment(), load(GSHELL_PROFILE="missing.gsh"))
    assert caught.value.record.id == "FileNotFound"


# Where nobody types.


def test_what_it_sets_is_there(folder: Path, tmp_path: Path) -> None:
    write(folder, "$x = 1..3\nSet-Alias pick select\n")
    script = write(tmp_path, "$x | pick -Last 1", "script.gsh")
    for done in (
        run("-c", "$x | pick -Last 1"),
        run(str(script)),
        run(given="$x | pick -Last 1"),
    ):
        assert (done.returncode, done.stdout, done.stderr) == (0, "3\n", "")


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_what_it_prints_is_no_data(folder: Path, option: list[str]) -> None:
    write(folder, "'welcome'; echo 1 | ft; @{a=1}")
    done = run(*option, "-c", "2")
    assert done.stdout == "2\n"
    if not option:
        assert done.stderr.startswith("welcome\n")


def test_it_does_not_take_the_input(folder: Path) -> None:
    write(folder, "$mine = $input; Read-Host x -ErrorAction Ignore")
    done = run("-c", "$input; $null -eq $mine", given="one\ntwo\n")
    assert (done.stdout, done.stderr) == ("one\ntwo\nTrue\n", "")


def test_the_flag_turns_it_off(folder: Path) -> None:
    write(folder, "Write-Host never")
    assert run("--no-profile", "-c", "1").stderr == ""
    assert run("-c", "1", GSHELL_PROFILE="").stderr == ""
    assert "--no-profile" in run("--help").stdout


def test_an_error_in_it_has_its_place_and_stops_nothing(folder: Path) -> None:
    path = write(folder, "$x = 1\n\nnosuch 5\n$y = 2\n")
    done = run("-c", "$x + $y; $?")
    assert (done.returncode, done.stdout) == (0, "3\nTrue\n")
    assert f"error CommandNotFound: there is no command `nosuch`\n  {path}, line 3\n" in done.stderr
    assert "3 | nosuch 5" in done.stderr


def test_an_error_that_stops_it_does_not_stop_the_rest(folder: Path) -> None:
    path = write(folder, "$x = 1\nthrow 'enough'\n$x = 2")
    done = run("-c", "$x; $Error.Count")
    assert (done.returncode, done.stdout) == (0, "1\n1\n")
    assert f"  {path}, line 2\n" in done.stderr


def test_of_one_with_a_syntax_error_nothing_runs(folder: Path) -> None:
    path = write(folder, "Write-Host never\n$x = )\n")
    done = run("-c", "1")
    assert (done.returncode, done.stdout) == (0, "1\n")
    assert "never" not in done.stderr
    assert done.stderr.startswith("error SyntaxError: ")
    assert f"  {path}, line 2\n" in done.stderr


def test_one_that_is_missing_or_unreadable_is_told_of(folder: Path) -> None:
    done = run("-c", "1", GSHELL_PROFILE="missing.gsh")
    assert (done.returncode, done.stdout) == (0, "1\n")
    assert done.stderr.startswith("error FileNotFound: ")
    (folder / "profile.gsh").write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in run("-c", "1").stderr


def test_it_can_leave(folder: Path) -> None:
    write(folder, "exit 7; Write-Host never")
    done = run("-c", "'never'")
    assert (done.returncode, done.stdout, done.stderr) == (7, "", "")


def test_it_runs_before_the_app_is_opened(folder: Path, demo_app: str) -> None:
    write(folder, "$before = $session")
    done = run(demo_app, "-c", "$null -eq $before; $session.AppUrl")
    assert done.stdout == f"True\n{demo_app}\n"


def test_a_script_tells_its_name_too(tmp_path: Path) -> None:
    path = write(tmp_path, "1\nnosuch\n", "script.gsh")
    done = run(str(path))
    assert (done.returncode, done.stdout) == (1, "1\n")
    assert f"  {path}, line 2\n" in done.stderr


# At the prompt.


def prompt(keys: str) -> tuple[int, str, str]:
    environment = make_environment()
    settings = load_settings(environment, {"history": False})
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        code = run_prompt(environment, settings)
    out, err = environment.stdout, environment.stderr
    return code, out.getvalue(), err.getvalue()  # type: ignore[attr-defined]


def test_at_the_prompt_it_runs_first_and_what_it_prints_is_shown(folder: Path) -> None:
    write(folder, "'welcome'; $x = 5; Set-Alias pick select")
    assert prompt("$x, 6 | pick -First 1\r\x04") == (0, "welcome\n5\n", "")


def test_at_the_prompt_errors_are_shown(folder: Path) -> None:
    path = write(folder, "nosuch\n$x = 5")
    code, out, err = prompt("$x\r\x04")
    assert (code, out) == (0, "5\n")
    assert f"  {path}, line 1\n" in err


def test_at_the_prompt_it_can_leave(folder: Path) -> None:
    write(folder, "exit 4")
    assert prompt("'never'\r") == (4, "", "")
