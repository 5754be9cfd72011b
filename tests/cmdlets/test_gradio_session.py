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


def test_a_session_is_opened_by_its_name_or_by_itself(demo: Driver, client_app: str) -> None:
    demo.run(f"open {client_app} -Name client")
    assert demo.run("open demo | % name; $session.name") == ["demo", "demo"]
    assert demo.run("Get-GradioSession client | open -Name again | % AppUrl") == [client_app]
    assert demo.run(f"Remove-GradioSession {client_app}; (Get-GradioSession).Count") == [2]
    assert demo.error_ids() == []


def test_an_app_that_is_gone_is_noticed_when_it_is_opened_again(demo: Driver) -> None:
    with start_app("login.py") as address:
        address = address.replace("://", "://ann:s3cret@")
        demo.run(f"open {address} -Name gone")
        assert demo.run("call upper hi -Value") == ["HI"]
    demo.run("open gone")
    assert demo.error_ids() == ["ConnectFailed"]


def test_a_removed_session_calls_no_more(demo: Driver, client_app: str) -> None:
    demo.run(f"$s = open {client_app} -Name client; Remove-GradioSession client")
    assert demo.run("$s.Default") == [False]
    demo.run("call upper x -Session $s")
    assert demo.error_ids() == ["SessionNotFound"]


def test_a_piped_session_is_where_the_call_goes(demo: Driver, client_app: str) -> None:
    demo.run(f"open {client_app} -Name client -NoDefault")
    assert demo.run("Get-GradioSession client | call styled cat ink 2 -Value") == ["cat/ink/2"]
    assert demo.run("Get-GradioSession * | call upper hi -Value") == ["HI", "HI"]


def test_a_late_connection_does_not_take_over(demo: Driver, client_app: str) -> None:
    demo.sessions.begin("late", lambda: client_app, session_name="late")
    demo.sessions.wait()
    assert demo.run("$session.name; (Get-GradioSession).Count") == ["demo", 2]


def test_options_cannot_be_set_past_the_checks(demo: Driver) -> None:
    demo.run("$session.options.MaxCalls = 'abc'")
    assert demo.error_ids() == ["InvalidOperation"]
    assert demo.run("Set-GradioSession . 5 Error; $session.options.MaxCalls") == [5]
    demo.run("open $session.AppUrl -Name '*'; Set-GradioSession -Name .")
    assert demo.error_ids()[1:] == ["ParamInvalid", "ParamInvalid"]
