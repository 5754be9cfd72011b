"""Each fault, played against the real client; the table of them stands in docs/reliability.md."""

from __future__ import annotations

import pytest

from tests.faults.fault import Fault
from tests.faults.faults import CANCELLING, OPENING, READING, ROUTE, SENDING
from tests.faults.player import play, played
from tests.faults.routes import (
    ROUTES,
    STATUSES,
    WARNED,
    Route,
    options_for,
    redirected,
    refusal,
)

FAULTS = (*OPENING, *SENDING, *READING, *ROUTE, *CANCELLING)


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{each.stage}: {each.words}" for each in FAULTS])
def test_a_fault(fault: Fault) -> None:
    check(fault)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("route", ROUTES, ids=[each.words for each in ROUTES])
def test_a_status_of_a_route(route: Route, status: int) -> None:
    check(refusal(route, status))
    said = played(refusal(route, status)).first.said
    assert bool(said) == (route.ids[status] == WARNED)


@pytest.mark.parametrize("route", ROUTES, ids=[each.words for each in ROUTES])
def test_a_redirect_of_a_route_reaches_nobody(route: Route) -> None:
    fault = Fault(
        f"{route.words} leads elsewhere",
        redirected(route),
        stage=route.stage,
        options=options_for(route),
    )
    first, following = play(fault)  # it checks that the other host heard nothing
    if first.id:
        assert "redirects to http://ELSEWHERE" in first.message
    assert following.outcome == "success"


def check(fault: Fault) -> None:
    first, following = played(fault)
    assert (first.outcome, first.id, first.kept) == (fault.outcome, fault.id, fault.kept)
    assert bool(first.message) == bool(fault.id)
    assert (following.outcome, following.id, following.message) == ("success", "", "")
