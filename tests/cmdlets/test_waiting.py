from __future__ import annotations

import ctypes
import threading
import time

import pytest

from tests.cmdlets.conftest import Driver

FOREVER = 3600


@pytest.mark.parametrize(
    "line", ["Start-Sleep 0", "sleep 0.01", "sleep -s 0.01", "sleep -m 10", "sleep -ms 10"]
)
def test_it_gives_nothing(driver: Driver, line: str) -> None:
    assert driver.give(line) == []


def test_it_waits_that_long(driver: Driver) -> None:
    begun = time.monotonic()
    driver.give("sleep 0.12")
    driver.give("sleep -Milliseconds 60")
    assert time.monotonic() - begun >= 0.18


@pytest.mark.parametrize(
    "line", ["sleep", "sleep 1 -m 1", "sleep -1", "sleep soon", "sleep -m -5", "sleep $null"]
)
def test_what_is_no_time_is_an_error(driver: Driver, line: str) -> None:
    assert driver.fail(line).id == "ParamInvalid"


class Stopped(BaseException):
    """What ends the waiting, from outside."""


def test_an_exception_raised_in_its_thread_ends_it(driver: Driver) -> None:
    begun, ended = threading.Event(), threading.Event()

    def wait() -> None:
        lines = driver.stream(f"'begun'; sleep {FOREVER}")
        try:
            for _ in lines:
                begun.set()
        except Stopped:
            ended.set()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    assert begun.wait(30)
    assert thread.ident is not None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread.ident), ctypes.py_object(Stopped)
    )
    assert ended.wait(30)
    thread.join()
