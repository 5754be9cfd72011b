"""The client's and the shell's tests on a real app again, on older versions of Gradio.

Taken are all tests of these modules that use `client_app`; `LEFT_OUT` names the exceptions.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType

import pytest

from tests.cmdlets import test_dynamic_api, test_news, test_stopping, test_wire
from tests.cmdlets.test_stopping import person
from tests.compat.environments import OLDER
from tests.gradio import test_call, test_direct, test_session

__all__ = ["person"]

pytestmark = [pytest.mark.older_gradio, pytest.mark.timeout(120)]

MODULES = (
    test_call,
    test_direct,
    test_session,
    test_dynamic_api,
    test_news,
    test_stopping,
    test_wire,
)

NO_TITLES = ("4.44.1",)

LEFT_OUT: dict[Callable[..., None], Sequence[str]] = {
    # Before 6.13 the /call route does not say why a call failed.
    test_call.test_a_failed_call: OLDER,
    # Before 5 an error has no title.
    test_session.test_the_apps_own_words: NO_TITLES,
    test_wire.test_messages_and_failures_are_shown: NO_TITLES,
}
"""On which versions a test cannot be; test_calls.py has what happens there instead."""

_ON_THE_APP = {"app", "client", "client_app", "person", "session", "start"}
"""The fixtures that lead to the app."""


def on_the_app(module: ModuleType) -> Iterator[tuple[str, Callable[..., None]]]:
    """Give a module's tests that run on the app, each under a name of its own."""
    for name, test in vars(module).items():
        if not name.startswith("test_") or not inspect.isfunction(test):
            continue
        if LEFT_OUT.get(test) == OLDER:
            continue
        fixtures = inspect.signature(test).parameters.keys()
        if fixtures & _ON_THE_APP and not any(each.startswith("faulty") for each in fixtures):
            yield f"{module.__name__.rpartition('.')[2]}_{name.removeprefix('test_')}", test


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    left_out = LEFT_OUT.get(metafunc.function, ())
    versions = [each for each in OLDER if each not in left_out]
    metafunc.parametrize("version", versions, indirect=True, scope="session")


for _module in MODULES:
    globals().update(on_the_app(_module))
