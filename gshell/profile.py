"""The profile: a person's own script that runs when gshell starts, for aliases and variables."""

from __future__ import annotations

from pathlib import Path

from gshell.config import Settings
from gshell.engine.scripts import SourceFile, read_script
from gshell.environment import Environment


def read_profile(environment: Environment, settings: Settings) -> SourceFile | None:
    """Give the profile; None if there is none, or it is turned off.

    A relative path starts in the folder of the settings file. Raises ShellError if the profile
    cannot be read, and also if one was asked for that is not there.
    """
    if not settings.profile:
        return None
    path = environment.config_directory() / Path(settings.profile).expanduser()
    is_asked_for = "profile" in settings.origins
    return read_script(str(path)) if is_asked_for or path.exists() else None
