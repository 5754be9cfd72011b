"""What differs most between the versions of Gradio, through the shell, on each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cmdlets.conftest import Driver, Open
from tests.cmdlets.patience import wait_until
from tests.compat.environments import INSTALLED, VERSIONS, python_with, start_on
from tests.conftest import APPS
from tests.faults.killable import KillableApp

pytestmark = [
    pytest.mark.older_gradio,
    pytest.mark.timeout(120),
    pytest.mark.parametrize("version", VERSIONS, indirect=True, scope="session"),
]


@pytest.fixture(scope="module")
def mounted_app(version: str) -> Iterator[str]:
    """Address of tests/apps/everywhere.py, which is a part of a larger app."""
    with start_on(version, str(APPS / "everywhere.py")) as address:
        yield f"{address}/larger/app"


@pytest.fixture
def mounted(open_driver: Open, mounted_app: str) -> Driver:
    return open_driver(mounted_app, "mounted")


def major(version: str) -> int:
    return int(version.partition(".")[0])


def test_the_version_is_the_one_that_was_asked_for(client: Driver, version: str) -> None:
    assert client.give("$session.GradioVersion") == [version]


def test_an_app_below_a_path_of_another(mounted: Driver, mounted_app: str, version: str) -> None:
    prefix = "" if major(version) < 5 else "/gradio_api"
    assert mounted.give("$session.RealAppUrl") == [mounted_app + prefix]
    assert mounted.give("call upper hi -Value") == ["HI"]
    assert mounted.give("Send-GradioApi . upper hi | Update-GradioApiResult | % data") == ["HI"]


def test_the_words_of_a_failure(client: Driver, version: str) -> None:
    client.run("call refuse 'no <b>way</b>'")
    assert client.shell.errors[0].id == "ServerError"
    titled = "Refused: " if major(version) >= 5 else ""
    assert client.shell.errors[0].message == f"{titled}no way"


def test_the_words_of_a_failure_on_the_call_route(client: Driver, version: str) -> None:
    client.run("Send-GradioApi . refuse 'no way' | Update-GradioApiResult")
    error = client.shell.errors[0]
    assert error.id == "ServerError"
    if version == INSTALLED:
        assert error.message == "Refused: no way"
    else:
        assert error.message == "the app failed, and its /call route does not say why"
        assert "call it with `call`" in error.hint


def test_an_undocumented_endpoint_by_position(client: Driver) -> None:
    assert "quiet" not in client.give("apis | % Name")
    assert "quiet" in client.give("apis -All | % Name")
    assert "secret" not in client.give("apis -All | % Name")
    assert client.give("call quiet psst -Value") == ["PSST"]
    client.run("call quiet -text psst")
    assert client.error_ids() == ["ParamInvalid"]


def test_a_validator(mounted: Driver, version: str) -> None:
    assert mounted.give("call vote 18 -Value") == ["voted at 18"]
    if major(version) < 5:
        assert mounted.give("call vote 7 -Value") == ["voted at 7"]
    else:
        message = mounted.fail("call vote 7").message
        assert message == "the app does not take -age: come back in some years"


def test_a_full_queue(mounted: Driver) -> None:
    mounted.give("$first = Invoke-GradioSessionApi nap 0.5")
    wait_until(lambda: mounted.give("$first.event.ServerStatus") == ["running"])
    mounted.give("1..2 | % { Invoke-GradioSessionApi nap 0.1 } | Out-Null")
    assert mounted.fail("call nap 0").message.startswith("Queue is full")
    mounted.shell.errors.clear()
    assert mounted.give("call nap 0 -Retry 9 -Value") == [0]


@pytest.mark.parametrize("another", [False, True], ids=["same session", "another session"])
def test_a_call_that_waits_is_cancelled(
    mounted: Driver, mounted_app: str, open_driver: Open, another: bool
) -> None:
    """Before 6.14 the app itself runs it when its turn comes, and whoever comes next waits."""
    mounted.give("$first = Invoke-GradioSessionApi nap 0.5")
    wait_until(lambda: mounted.give("$first.event.ServerStatus") == ["running"])
    driver = open_driver(mounted_app, "another") if another else mounted
    driver.give("$second = Invoke-GradioSessionApi nap 3600; Stop-GradioSessionApi $second")
    assert driver.give("$second.event.Outcome") == ["cancelled"]
    assert driver.give("call nap 0 -Value") == [0]


def test_the_app_hears_that_a_session_leaves(
    mounted: Driver, mounted_app: str, open_driver: Open
) -> None:
    leaving = open_driver(mounted_app, "leaving")
    leaving.give("call upper bye")
    (own,) = leaving.give("$session.SessionId")
    assert mounted.give(f"call left {own} -Value") == [False]
    leaving.give("Remove-GradioSession -Force")
    wait_until(lambda: mounted.give(f"call left {own} -Value") == [True])


@pytest.fixture
def killable_login(version: str) -> Iterator[KillableApp]:
    app = KillableApp(str(APPS / "login.py"), python=python_with(version))
    yield app
    app.close()


def test_a_login_and_another_run_at_the_same_address(
    driver: Driver, killable_login: KillableApp
) -> None:
    app = killable_login
    driver.fail(f"open :{app.port}")
    assert driver.error_ids() == ["AuthRequired"]
    driver.shell.errors.clear()
    driver.give(f"$null = open :{app.port} -Auth ann:s3cret")
    assert driver.give("call upper in -Value") == ["IN"]
    app.kill()
    driver.fail("call upper out")
    driver.shell.errors.clear()
    app.start()
    assert driver.give("call upper again -Value") == ["AGAIN"]
    assert "the app was restarted" in driver.messages
