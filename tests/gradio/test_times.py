from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from gshell.gradio.errors import ParamInvalid
from tests.gradio.inputs import an_input

FIVE_EAST = timezone(timedelta(hours=5))


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("2026-01-31 15:00:30", "2026-01-31 15:00:30"),
        ("2026-01-31T15:00", "2026-01-31 15:00:00"),
        ("2026-01-31", "2026-01-31 00:00:00"),
        ("20260131", "2026-01-31 00:00:00"),
        ("now", "now"),
        ("now - 5m", "now - 5m"),
        ("", ""),
        ("2026-01-31T15:00:00Z", "2026-02-01 00:00:00"),
        ("2026-01-31T15:00:00+05:00", "2026-01-31 19:00:00"),
        (datetime(2026, 1, 31, 15, tzinfo=UTC), "2026-02-01 00:00:00"),
        (datetime(2026, 1, 31, 15, tzinfo=FIVE_EAST), "2026-01-31 19:00:00"),
        (datetime(2026, 1, 31, 15), "2026-01-31 15:00:00"),
        (1769871600, "2026-02-01 00:00:00"),
        ("1769871600", "2026-02-01 00:00:00"),
    ],
)
def test_moments_are_told_as_the_clocks_of_the_app_show_them(value: Any, sent: str) -> None:
    assert an_input("Datetime", zone="Asia/Tokyo").convert(value) == sent


def test_a_day_alone_where_the_app_wants_no_time() -> None:
    day = an_input("Datetime", description="Formatted as YYYY-MM-DD")
    assert day.convert("2026-01-31T15:00") == "2026-01-31"


@pytest.mark.parametrize("zone", ["", "No/Where", "../../etc/passwd", "\0"])
def test_without_a_zone_it_is_the_time_here(zone: str) -> None:
    here = datetime(2026, 1, 31, 15).astimezone()
    sent = an_input("Datetime", zone=zone).convert(here)
    assert sent == "2026-01-31 15:00:00"


@pytest.mark.parametrize(
    "value",
    ["yesterday", "now or never", "2026-13-01", 1e99, -1e99, True, [], {}, "99999999999999"],
)
def test_what_is_no_time(value: Any) -> None:
    with pytest.raises(ParamInvalid) as caught:
        an_input("Datetime").convert(value)
    assert caught.value.message.startswith("-it takes a time (got ")
    assert caught.value.hint == "-it '2026-01-31 15:00'"
