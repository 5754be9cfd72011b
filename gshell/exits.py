"""The exit codes of the process, and when each one is meant."""

from __future__ import annotations

from typing import Final

SUCCESS: Final = 0
"""Nothing was left unhandled."""

FAILURE: Final = 1
"""A statement ended in an error that was not handled, or the app could not be reached."""

USAGE_ERROR: Final = 2
"""A wrong option or setting, or a syntax error: nothing ran."""

INTERRUPTED: Final = 130
"""Ctrl-C."""

OUTPUT_CLOSED: Final = 141
"""Whoever read standard output has gone."""
