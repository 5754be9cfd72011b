"""Settings: where they come from, which wins, and what a wrong one gets."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from gshell.config import DEFAULTS, Settings, load_settings
from gshell.console import Console
from gshell.engine.errors import ShellError
from gshell.environment import Environment
from gshell.wiring import connection_options


def load(flags: dict[str, Any] | None = None, file: str | None = None, **env: str) -> Settings:
    environment = Environment(io.StringIO(), io.StringIO(), io.StringIO(), env)
    return load_settings(environment, flags or {}, file)


def test_without_anything_the_defaults_hold() -> None:
    settings = load()
    assert settings._replace(origins={}) == DEFAULTS._replace(origins={})
    assert settings.origins == {}


def test_the_command_line_beats_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("timeout = 1\njson = true\nverbose = true\n", encoding="utf-8")
    settings = load({"timeout": 3.0}, str(file), GSHELL_TIMEOUT="2", GSHELL_VERBOSE="off")
    assert (settings.timeout, settings.json, settings.verbose) == (3.0, True, False)
    assert settings.origins == {
        "timeout": "command line",
        "json": str(file),
        "verbose": "environment",
    }


def test_the_file_may_be_named_in_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text('header = ["X-A: 1", "X-B: 2"]\n', encoding="utf-8")
    assert load(GSHELL_CONFIG=str(file)).header == ("X-A: 1", "X-B: 2")


def test_an_empty_text_is_a_value() -> None:
    assert load().profile == "profile.gsh"
    assert load(GSHELL_PROFILE="").profile == ""
    assert load({"profile": ""}, GSHELL_PROFILE="mine.gsh").profile == ""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("tiemout = 1", "there is no setting tiemout"),
        ('timeout = "soon"', "timeout must be a number"),
        ("retry = 1.5", "retry must be a whole number"),
        ('retry = "often"', "retry must be a whole number"),
        ("retry = -1", "retry must be 0 or more"),
        ("heartbeat = 0", "heartbeat must be more than 0 seconds"),
        ("json = 1", "json must be true or false"),
        ("token = 5", "token must be text"),
        ("header = 'X: 1'\n]", "line 2"),
    ],
)
def test_a_wrong_file_is_an_error_that_names_it(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ShellError, match=message) as caught:
        load(file=str(file))
    assert str(file) in caught.value.record.message
    assert caught.value.record.id == "ConfigInvalid"


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ShellError, match="No such file"):
        load(file=str(tmp_path / "missing.toml"))


def test_a_wrong_variable_is_an_error_that_names_the_setting() -> None:
    with pytest.raises(ShellError, match="environment: json must be true or false"):
        load(GSHELL_JSON="perhaps")


def test_the_text_of_settings_shows_no_secret() -> None:
    assert "s3cret" not in repr(load({"token": "s3cret", "auth": "ann:s3cret"}))


def test_numbers_of_the_connection_reach_it() -> None:
    settings = load({}, None, GSHELL_RETRY="3", GSHELL_HEARTBEAT="0.5")
    assert (settings.retry, settings.heartbeat) == (3, 0.5)
    console = Console(Environment(io.StringIO(), io.StringIO(), io.StringIO(), {}))
    options = connection_options(settings, console)
    assert (options.retry, options.heartbeat) == (3, 0.5)
