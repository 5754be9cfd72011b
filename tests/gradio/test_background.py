from __future__ import annotations

import _thread
import asyncio
import threading

import pytest

from gshell.gradio.background import Background


async def double(value: int) -> int:
    await asyncio.sleep(0)
    return value * 2


async def fail(error: BaseException) -> None:
    raise error


def test_a_result_comes_back(background: Background) -> None:
    assert background.run(double(2)) == 4
    assert background.start(double(3)).result(10) == 6


@pytest.mark.parametrize("error", [ValueError("bad"), TimeoutError("late")])
def test_an_error_comes_back(background: Background, error: BaseException) -> None:
    with pytest.raises(type(error), match=str(error)):
        background.run(fail(error))


def test_ctrl_c_comes_through_and_cancels(background: Background) -> None:
    begun, cancelled = threading.Event(), threading.Event()

    async def wait_for_ever() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    def interrupt() -> None:
        begun.wait(10)
        _thread.interrupt_main()

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        background.run(wait_for_ever())
    assert cancelled.wait(10)
    thread.join()


def test_close_waits_for_what_was_started_and_cancels_the_rest() -> None:
    background = Background()
    done: list[str] = []

    async def finish_soon() -> None:
        await asyncio.sleep(0.05)
        done.append("soon")

    async def never() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            done.append("cancelled")
            raise

    async def leave_behind() -> None:
        background.kept = asyncio.create_task(never())  # type: ignore[attr-defined]

    background.run(leave_behind())
    background.start(finish_soon())
    background.close()
    assert done == ["soon", "cancelled"]


def test_close_does_not_wait_longer_than_its_grace() -> None:
    background = Background()
    background.start(asyncio.sleep(3600))
    background.close(grace=0.01)


def test_after_close_nothing_runs() -> None:
    background = Background()
    background.close()
    with pytest.raises(RuntimeError):
        background.run(double(1))


def test_the_networks_thread_may_not_wait_for_itself(background: Background) -> None:
    async def ask_itself() -> int:
        return background.run(double(1))

    with pytest.raises(RuntimeError, match="wait for itself"):
        background.run(ask_itself())


def test_no_thread_is_started_before_it_is_needed() -> None:
    before = threading.active_count()
    Background().close()
    assert threading.active_count() == before
