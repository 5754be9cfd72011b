"""The record of what went over the wire for a call: what is kept of it, and how much."""

from __future__ import annotations

import tracemalloc

import pytest

from gshell.gradio.errors import HttpError, Lost
from gshell.gradio.exchange import Entry, Exchange
from tests.gradio.conftest import StartCall


def entries(exchange: Exchange, start: int = 0, end: int | None = None) -> list[Entry]:
    return [entry for _, entry in exchange.entries(start, end)]


def filled(count: int, text: bytes = b"{}") -> Exchange:
    """Make a record of so many messages, each a second after the one before."""
    exchange = Exchange()
    for number in range(count):
        exchange.message(float(number), f"m{number}", text)
    return exchange


def test_entries_come_in_order_with_their_time_and_direction() -> None:
    exchange = Exchange()
    assert (entries(exchange), exchange.began) == ([], 0.0)
    exchange.sent(1.0, "POST", "/join", {"data": ["ä", None]})
    exchange.answered(2.0, {"event_id": "e"})
    exchange.sent(3.0, "GET", "/data?session_hash=h")
    exchange.message(4.0, "estimation", '{"msg":"ä"}'.encode())
    assert entries(exchange) == [
        (1.0, "sent", "POST", '/join {"data": ["\\u00e4", null]}'),
        (2.0, "received", "answer", '{"event_id": "e"}'),
        (3.0, "sent", "GET", "/data?session_hash=h"),
        (4.0, "received", "estimation", '{"msg":"ä"}'),
    ]
    assert exchange.began == 1.0


def test_a_failure_is_kept_with_its_status_or_as_lost() -> None:
    exchange = Exchange()
    exchange.failed(1.0, HttpError("Queue is full", status=503))
    exchange.failed(2.0, Lost("it broke \ud800"))
    assert [(one.kind, one.text) for one in entries(exchange)] == [
        ("503", "Queue is full"),
        ("lost", "it broke ?"),
    ]


@pytest.mark.parametrize("kind", [None, 1, {}, "x" * 1000])
def test_what_is_no_name_of_a_message_is_none(kind: object) -> None:
    exchange = Exchange()
    exchange.message(0.0, kind, b"{}")
    assert entries(exchange)[0].kind == "message"


def test_the_first_and_the_newest_are_kept() -> None:
    exchange = filled(100_000, b"x" * 100)
    shown = entries(exchange)
    assert [one.kind for one in shown[:8]] == [f"m{number}" for number in range(8)]
    gap, newest = shown[8], shown[9:]
    assert (gap.direction, gap.text) == ("", f"{100_000 - 8 - len(newest):,} entries were not kept")
    assert [one.kind for one in newest] == [
        f"m{number}" for number in range(100_000 - len(newest), 100_000)
    ]
    assert 500 < len(newest) < 2000
    assert exchange.left_out + len(newest) + 8 == exchange.count == 100_000


def test_any_number_of_messages_takes_little_memory() -> None:
    text = b"x" * 150
    tracemalloc.start()
    try:
        exchange = Exchange()
        for number in range(50_000):
            exchange.message(float(number), "process_generating", text + b"%d" % number)
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size < 600_000


def test_large_messages_are_cut_and_fewer_of_them_kept() -> None:
    exchange = filled(100, "ä".encode() * 1_000_000)
    shown = entries(exchange)
    assert len(shown) < 40
    assert shown[0].text.endswith("ä… (2,000,000 bytes in all)")
    assert all(len(one.text.encode()) <= 16 * 1024 for one in shown)


def test_one_can_go_on_where_one_was() -> None:
    exchange = filled(20)
    assert [number for number, _ in exchange.entries()] == list(range(1, 21))
    assert [one.kind for one in entries(exchange, 5, 10)] == ["m5", "m6", "m7", "m8", "m9"]
    assert entries(exchange, 20) == []
    many = filled(5000)
    place = 8 + many.left_out
    shown = list(many.entries(10))
    assert shown[0][0] == place
    assert shown[0][1].text == f"{place - 10:,} entries were not kept"
    assert shown[1] == (place + 1, (float(place), "received", f"m{place}", "{}"))
    assert entries(many, 2, 6) == entries(many)[2:6]
    assert entries(many, place + 3) == entries(many)[8 + 1 + 3 :]


def test_tries_that_were_refused_come_first() -> None:
    first, second = filled(2), filled(3)
    second.end()
    second.begin_with(first)
    assert [one.kind for one in entries(second)] == ["m0", "m1", "m0", "m1", "m2"]
    assert (second.count, second.ended_at) == (5, 5)


def test_a_nested_answer_is_no_danger() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    exchange = Exchange()
    exchange.answered(0.0, deep)
    assert entries(exchange)[0].text == "JSON that is nested too deeply to be shown"


def test_a_call_has_its_record(start: StartCall) -> None:
    event = start("report", steps=1)
    for _ in event.updates():
        pass
    kinds = [one.kind for one in entries(event.exchange, 0, event.exchange.ended_at)]
    assert kinds[:5] == ["POST", "answer", "GET", "estimation", "process_starts"]
    assert sorted(set(kinds[5:-1])) == ["log", "progress"]
    assert kinds[-1] == "process_completed"
