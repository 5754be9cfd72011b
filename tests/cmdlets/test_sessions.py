"""The sessions of a shell: finding, opening, choosing and closing them."""

from __future__ import annotations

import threading

import pytest

from gshell.cmdlets.sessions import Sessions
from gshell.engine.errors import ShellError
from gshell.gradio.errors import GradioError
from tests.cmdlets.conftest import Driver, Open


@pytest.fixture
def three(demo: Driver, demo_app: str) -> Sessions:
    """Sessions demo, Other and other2; the first is the current one."""
    for name in ("Other", "other2"):
        demo.sessions.open(demo_app, name=name, select=False)
    return demo.sessions


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        (".", "demo"),
        ("demo", "demo"),
        ("DEMO", "demo"),
        ("d", "demo"),
        ("other", "Other"),
        ("OTHER2", "other2"),
    ],
)
def test_find(three: Sessions, reference: str, name: str) -> None:
    assert three.find(reference).name == name
    assert three.find(three.by_name[name]).name == name
    assert three.find_app(reference) is three.by_name[name].app


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        ("dmeo", "did you mean demo?"),
        ("ot", "open sessions: demo, Other, other2"),
        ("zzz", "open sessions: demo, Other, other2"),
        ("", "open sessions: demo, Other, other2"),
    ],
)
def test_a_session_that_there_is_not(three: Sessions, reference: str, hint: str) -> None:
    with pytest.raises(ShellError) as caught:
        three.find(reference)
    assert (caught.value.record.id, caught.value.record.hint) == ("SessionNotFound", hint)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*", ["demo", "Other", "other2"]),
        ("OTHER*", ["Other", "other2"]),
        ("other?", ["other2"]),
        ("http://127*", ["demo", "Other", "other2"]),
        ("x*", []),
    ],
)
def test_find_all(three: Sessions, pattern: str, names: list[str]) -> None:
    assert [one.name for one in three.find_all(pattern)] == names


def test_without_an_app(driver: Driver) -> None:
    with pytest.raises(ShellError) as caught:
        driver.sessions.find()
    assert caught.value.record.id == "NoDefaultSession"
    assert driver.sessions.not_found("x").record.hint == "open sessions: none"
    assert driver.run("$session") == [None]


def test_the_last_used_becomes_the_current_one(three: Sessions) -> None:
    three.select(three.by_name["other2"])
    three.select(three.by_name["demo"])
    three.remove(three.by_name["Other"])
    assert three.find().name == "demo"
    three.remove(three.by_name["demo"])
    assert three.find().name == "other2"
    assert [one.default for one in three.by_name.values()] == [True]
    three.remove(three.by_name["other2"])
    assert (three.current, three.state) == (None, "none")
    assert "session" not in three.shell.variables


def test_the_first_session_is_current_even_unselected(driver: Driver, demo_app: str) -> None:
    session = driver.sessions.open(demo_app, select=False)
    assert driver.sessions.current is session
    assert session.name == demo_app.removeprefix("http://")
    assert driver.sessions.open(demo_app) is session


def test_rename(three: Sessions) -> None:
    session = three.by_name["demo"]
    three.rename(session, "first")
    assert list(three.by_name) == ["first", "Other", "other2"]
    three.rename(session, "first")
    with pytest.raises(ShellError, match="there is a session Other already"):
        three.rename(session, "Other")
    three.select(three.by_name["Other"])
    three.remove(three.by_name["Other"])
    assert three.find().name == "first"


def test_a_name_is_taken_or_replaced(three: Sessions, client_app: str) -> None:
    old = three.by_name["demo"]
    with pytest.raises(ShellError, match="there is a session demo already"):
        three.open(client_app, name="demo")
    assert three.find() is old
    new = three.open(client_app, name="demo", replace=True)
    assert three.find() is new
    assert new.app_url == client_app


def test_an_app_that_does_not_answer_replaces_nothing(three: Sessions, dead_address: str) -> None:
    old = three.by_name["demo"]
    with pytest.raises(GradioError):
        three.open(dead_address, name="demo", replace=True)
    assert three.find("demo") is old


def test_who_listens_is_told_of_changes(three: Sessions) -> None:
    seen: list[str | None] = []
    three.on_change.append(lambda: seen.append(three.current.name if three.current else None))
    three.select(three.by_name["Other"])
    three.rename(three.by_name["Other"], "renamed")
    three.remove(three.by_name["renamed"])
    assert seen[:2] == ["Other", "renamed"]
    assert seen[-1] == "demo"


def test_a_connection_in_the_background(driver: Driver, demo_app: str) -> None:
    asked = threading.Event()
    sessions = driver.sessions

    def address() -> str:
        asked.wait(20)
        return demo_app

    sessions.begin("an app", address, session_name="late")
    assert (sessions.state, sessions.pending_name) == ("connecting", "an app")
    assert driver.fail("gcm nosuch").id == "CommandNotFound"  # no need of the app
    asked.set()
    assert driver.run("call upper hi -Value") == ["HI"]
    assert (sessions.state, sessions.pending_name) == ("connected", None)
    assert sessions.find().name == "late"


def test_a_connection_in_the_background_that_fails(driver: Driver, dead_address: str) -> None:
    sessions = driver.sessions
    sessions.begin("nobody", lambda: dead_address, session_name=None)
    assert driver.fail("apis").id == "ConnectFailed"
    assert (sessions.state, sessions.pending_name) == ("failed", None)
    driver.shell.errors.clear()
    assert driver.fail("apis").id == "NoDefaultSession"


def test_an_endpoint_typed_as_a_command(demo: Driver) -> None:
    assert demo.fail("upper hi").hint == "upper is an endpoint: call upper"
    assert demo.run("/upper hi") == []
    assert demo.shell.errors[0].hint == "/upper is an endpoint: call upper"


def test_closing_the_shell_ends_its_network_thread(open_driver: Open, demo_app: str) -> None:
    before = set(threading.enumerate())
    other = open_driver(demo_app, "other")
    other.give("call slow 20 -Manual")
    assert set(threading.enumerate()) - before
    other.interpreter.close()
    assert set(threading.enumerate()) - before == set()
