"""Settings: defaults, then the settings file, then the environment, then the command line.

Each setting remembers where its value came from, so that a wrong one can be found.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gshell.engine.errors import ShellError, did_you_mean
from gshell.environment import Environment


class Settings(NamedTuple):
    """The settings as they are in force; `origins` says where each one came from."""

    json: bool = False
    verbose: bool = False
    debug: bool = False
    color: bool = True
    history: bool = True
    history_file: str = ""
    profile: str = "profile.gsh"
    token: str = ""
    auth: str = ""
    header: tuple[str, ...] = ()
    timeout: float = 30.0
    retry: int = 0
    heartbeat: float = 15.0
    cacert: str = ""
    insecure: bool = False
    origins: Mapping[str, str] = {}

    def __repr__(self) -> str:
        return "Settings(...)"  # some are secrets


DEFAULTS = Settings()
NAMES = tuple(name for name in Settings._fields if name != "origins")


def load_settings(
    environment: Environment, flags: Mapping[str, Any], config_file: str | None = None
) -> Settings:
    """Put the settings together; raises ShellError for a wrong name or value, with its place."""
    path = _config_path(environment, config_file)
    layers = [
        (str(path), _read_file(path, required=config_file is not None)),
        ("environment", _read_environment(environment.variables)),
        ("command line", {name: value for name, value in flags.items() if value is not None}),
    ]
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, layer in layers:
        for name, value in layer.items():
            values[name] = _checked(name, value, origin)
            origins[name] = origin
    return DEFAULTS._replace(**values, origins=origins)


def _config_path(environment: Environment, config_file: str | None) -> Path | None:
    named = config_file or environment.variables.get("GSHELL_CONFIG")
    if named:
        return Path(named).expanduser()
    return environment.config_directory() / "config.toml"


def _read_file(path: Path | None, *, required: bool) -> Mapping[str, Any]:
    if path is None or not (required or path.is_file()):
        return {}
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ShellError("ConfigInvalid", f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise ShellError("ConfigInvalid", f"{path}: {error}") from error


def _read_environment(variables: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in NAMES:
        value = variables.get(f"GSHELL_{name.upper()}")
        if value is not None:
            found[name] = value
    return found


_TRUTHS = {"1": True, "true": True, "yes": True, "on": True} | {
    "0": False,
    "false": False,
    "no": False,
    "off": False,
    "": False,
}


def _checked(name: str, value: Any, origin: str) -> Any:
    """Give a setting its type; text, as from the environment, is read as what is expected."""
    if name not in NAMES:
        hint = did_you_mean(name, NAMES) or f"settings: {', '.join(NAMES)}"
        raise ShellError("ConfigInvalid", f"{origin}: there is no setting {name}", hint=hint)
    default = getattr(DEFAULTS, name)
    if isinstance(value, str):
        value = _from_text(value, default)
    if isinstance(default, tuple) and isinstance(value, list):
        value = tuple(str(item) for item in value)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if name in ("timeout", "heartbeat") and type(value) is float and not 0 < value < math.inf:
        raise ShellError("ConfigInvalid", f"{origin}: {name} must be more than 0 seconds")
    if name == "retry" and type(value) is int and value < 0:
        raise ShellError("ConfigInvalid", f"{origin}: retry must be 0 or more")
    if type(value) is not type(default):
        wanted = _WANTED[type(default)]
        raise ShellError("ConfigInvalid", f"{origin}: {name} must be {wanted}")
    return value


_WANTED = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    tuple: "a list of texts",
}


def _from_text(text: str, default: Any) -> Any:
    if isinstance(default, bool):
        return _TRUTHS.get(text.lower(), text)
    if isinstance(default, (int, float)):
        try:
            return type(default)(text)
        except ValueError:
            return text
    return (text,) if isinstance(default, tuple) else text
