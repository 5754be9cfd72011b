from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

from gshell.gradio import errors
from gshell.gradio.errors import GradioError, HttpError, NotHttp

ALL = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, GradioError) and kind is not GradioError
]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_an_error_has_what_a_record_needs(kind: type[GradioError]) -> None:
    error = kind("it failed", hint="do this", target="that")
    assert (error.message, error.hint, error.target) == ("it failed", "do this", "that")
    assert error.id == (kind.__name__ if kind is not NotHttp else "Lost")
    assert str(error) == "it failed"


def test_the_drawn_tree_names_every_class() -> None:
    drawing = errors.__doc__ or ""
    assert [kind.__name__ for kind in ALL if kind.__name__ not in drawing] == []


def test_hint_target_and_status_may_be_absent() -> None:
    error = HttpError("no")
    assert (error.hint, error.target, error.status) == ("", None, 0)


@pytest.mark.parametrize(
    "module", ["errors", "objects", "schema", "address", "options", "calls", "failures"]
)
def test_light_modules_do_not_load_the_http_library(module: str) -> None:
    code = (
        f"import sys, gshell.gradio.{module}\n"
        "heavy = {'httpx', 'asyncio', 'ssl', 'difflib', 'uuid'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
