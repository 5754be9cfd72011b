"""A real app that is killed and started again, and a network that loses what it carries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gshell.gradio.app import Apps
from gshell.gradio.background import Background
from gshell.gradio.errors import Lost
from gshell.gradio.objects import GradioApiEvent
from gshell.gradio.options import ConnectionOptions
from gshell.gradio.session import GradioSession
from tests.cmdlets.conftest import Driver
from tests.faults.killable import KillableApp
from tests.faults.proxy import Proxy

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def killable() -> Iterator[KillableApp]:
    app = KillableApp()
    yield app
    app.close()


def test_an_app_that_is_killed_in_the_middle_and_started_again(killable: KillableApp) -> None:
    driver = Driver(str(killable.port), "demo")
    results = driver.stream("call count -n 1000 -delay 0.05")
    first = next(results)
    killable.kill()
    assert first.data == ["--start--"]
    rest = list(results)
    assert {each.event for each in rest} <= {"generating"}
    assert driver.error_ids() == ["Lost"]
    assert driver.run("call upper 'not yet'") == []
    assert driver.error_ids() == ["Lost", "ConnectFailed"]
    killable.start()
    assert [each.data for each in driver.run("call upper 'here again'")] == [["HERE AGAIN"]]
    assert "the app was restarted or reloaded; its endpoints are the same" in driver.messages
    assert [each.data for each in driver.run("call chat hello -FinalOnly")] != []
    assert driver.error_ids() == ["Lost", "ConnectFailed"]
    driver.interpreter.close()


@pytest.fixture
def proxied(client_app: str) -> Iterator[tuple[Proxy, GradioSession]]:
    background = Background()
    apps = Apps(background)
    with Proxy(client_app) as proxy:
        app = apps.connect(proxy.address, ConnectionOptions(heartbeat=1.0, timeout=10))
        session = GradioSession("proxied", app, background)
        yield proxy, session
        session.close()
        apps.close()
        background.close()


def start(session: GradioSession, name: str, **named: Any) -> GradioApiEvent:
    api = session.app.endpoint(name)
    return session.start(api, api.arrange(named)).event


def told(event: GradioApiEvent) -> list[Any]:
    return [each.data for each in event.updates()]


def test_a_stream_that_the_network_lost_without_a_word(
    proxied: tuple[Proxy, GradioSession],
) -> None:
    """The app goes on sending where nobody reads, so the hash of the lost call is dangerous."""
    proxy, session = proxied
    told(start(session, "remember", text="before"))
    event = start(session, "slow", mark="lost")
    assert event.session_hash == session.session_id
    updates = event.updates()
    next(updates)
    proxy.swallow()
    with pytest.raises(Lost, match="not even a heartbeat"):
        list(updates)
    assert told(start(session, "upper", text="a")) == [["A"]]
    ((answer,),) = told(start(session, "remember", text="after"))
    assert answer.split()[0] == "before"
    assert answer.split()[-1] == "after"
    while True:  # until the stream of that call has ended, which proves that the hash works again
        event = start(session, "upper", text="again")
        assert told(event) == [["AGAIN"]]
        if event.session_hash == session.session_id:
            break
