from __future__ import annotations

import threading
import time

from gshell.gradio.feed import AHEAD, Feed


def test_items_come_one_by_one_in_order() -> None:
    feed: Feed[int] = Feed()
    feed.put([1, 2])
    feed.put([3])
    assert [feed.take() for _ in range(3)] == [1, 2, 3]
    assert feed.take_now() is None


def test_a_taker_waits_for_another_thread() -> None:
    feed: Feed[str] = Feed()
    thread = threading.Timer(0.02, feed.put, [["a"]])
    thread.start()
    assert feed.take(time.monotonic() + 10) == "a"
    thread.join()


def test_nothing_by_the_deadline() -> None:
    feed: Feed[int] = Feed()
    assert feed.take(time.monotonic()) is None
    feed.put([1])
    assert feed.take(time.monotonic() - 1) == 1, "what is there is given also after the deadline"


def test_a_reader_is_ahead_only_of_an_attached_taker() -> None:
    feed: Feed[int] = Feed()
    feed.put([0] * (AHEAD + 1))
    seen = [feed.is_ahead]
    for change in (feed.attach, feed.detach):
        change()
        seen.append(feed.is_ahead)
    assert seen == [False, True, False]


def test_the_reader_hears_of_room_and_of_leaving() -> None:
    feed: Feed[int] = Feed()
    heard: list[bool] = []
    feed.relieved = lambda: heard.append(feed.is_ahead)
    feed.attach()
    feed.put([0] * AHEAD)
    feed.put([0])
    feed.take()
    assert heard == [False]
    feed.detach()
    assert heard == [False, False]


def test_the_writer_can_wake_a_taker_that_does_not_wait() -> None:
    feed: Feed[int] = Feed()
    woken: list[int | None] = []
    feed.arrived = lambda: woken.append(feed.take_now())
    feed.put([5])
    assert woken == [5]
