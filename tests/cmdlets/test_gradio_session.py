"""Opening apps: addresses, logins, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cmdlets.conftest import Driver, Open
from tests.conftest import start_app


@pytest.fixture(scope="session")
def login_app() -> Iterator[str]:
    with start_app("login.py") as address:
        yield address


def test_the_same_address_selects_the_session_that_is_there(demo: Driver, demo_app: str) -> None:
    port = demo_app.rpartition(":")[2]
    for address in (demo_app, port, f":{port}", f"localhost:{port}", f"{demo_app}/gradio_api/"):
        expected = f"localhost:{port}" if address.startswith("localhost") else "demo"
        assert demo.run(f"open {address} | % name") == [expected]
    assert demo.run("(Get-GradioSession).Count") == [2]


def test_an_explicit_name_that_is_taken(demo: Driver, demo_app: str) -> None:
    demo.run(f"open {demo_app} -Name demo")
    assert demo.error_ids() == ["SessionExists"]
    old, new = demo.run(f"$session.SessionId; open {demo_app} -Name demo -Force | % SessionId")
    assert old != new
    assert demo.run("(Get-GradioSession).Count") == [1]


def test_several_apps_in_one_pipeline(demo: Driver, demo_app: str, client_app: str) -> None:
    names = demo.run(f"'{demo_app}', '{client_app}' | open | % Title")
    assert names[0] == "gshell demo app"
    assert len(names) == 2
    assert demo.run("$session.AppUrl") == [client_app]


def test_one_bad_address_does_not_end_the_pipeline(
    demo: Driver, demo_app: str, dead_address: str
) -> None:
    assert demo.run(f"'{dead_address}', '{demo_app}' | open | % name") == ["demo"]
    assert demo.error_ids() == ["ConnectFailed"]


def test_a_login_is_needed(demo: Driver, login_app: str) -> None:
    demo.run(f"open {login_app}")
    demo.run(f"open {login_app} -Auth ann:wrong")
    demo.run(f"open {login_app} -Auth ann")
    assert demo.error_ids() == ["AuthRequired"] * 3
    assert demo.run("$session.name") == ["demo"]


@pytest.mark.parametrize("way", ["option", "address"])
def test_a_login_is_given(open_driver: Open, demo_app: str, login_app: str, way: str) -> None:
    driver = open_driver(demo_app, "demo")
    in_address = login_app.replace("://", "://ann:s3cret@")
    driver.run(f"open {login_app} -Auth ann:s3cret" if way == "option" else f"open {in_address}")
    assert driver.run("call upper hi -Value") == ["HI"]
    assert driver.run("$session.name") == [login_app.removeprefix("http://")]
    shown = driver.run("Get-GradioSession | ConvertTo-Json; $session.info | ConvertTo-Json")
    assert "s3cret" not in repr(shown) + driver.messages
    driver.interpreter.run("GradioSession | fl; $session | gm; call upper x | fl; $Error | fl")
    out = driver.interpreter.console.environment.stdout
    assert "s3cret" not in out.getvalue()  # type: ignore[attr-defined]


def test_an_address_as_session_is_opened_beside_the_current_one(
    demo: Driver, client_app: str
) -> None:
    assert demo.run(f"call upper hi -Session {client_app} -Value") == ["HI"]
    assert demo.run("$session.name") == ["demo"]
    assert demo.run(f"Get-GradioInfo {client_app} | % RealAppUrl") == [f"{client_app}/gradio_api"]


def test_removing_the_current_session_selects_the_last_used(demo: Driver, client_app: str) -> None:
    demo.run(f"open {client_app} -Name client; open $session.AppUrl -Name third; use client")
    demo.run("Remove-GradioSession")
    assert demo.run("$session.name") == ["third"]
    demo.run("Remove-GradioSession thi")
    assert demo.run("$session.name") == ["demo"]
