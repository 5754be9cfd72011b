from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gshell.gradio.app import Apps
from gshell.gradio.background import Background
from gshell.gradio.errors import AuthRequired, Lost
from gshell.gradio.options import ConnectionOptions
from gshell.gradio.session import GradioSession
from tests.faults.server import CONFIG, INFO, Answer, FaultServer, document, raw, reset, text

DATA = Path(__file__).parent / "data"
PATH = "/gradio_api/info"


@pytest.mark.parametrize(
    "answer",
    [text("no", 500), text("<html>"), document([]), document({}), reset, raw(b"")],
    ids=["500", "html", "list", "empty", "reset", "silence"],
)
def test_config_alone_is_enough_for_calls(
    faulty: FaultServer, apps: Apps, background: Background, answer: Answer
) -> None:
    faulty.answer("GET", PATH, answer)
    app = apps.connect(faulty.address)
    assert "does not describe its endpoints" in app.warning
    assert [each.name for each in app.documented()] == ["say", "keep"]
    say = app.endpoint("say")
    assert say.signature == "call say -param0 <string>"
    assert (say.parameters[0].label, say.returns[0].label) == ("text", "answer")
    session = GradioSession("bare", app, background)
    event = session.start(say, say.arrange({}, ["a"])).event
    assert [each.data for each in event.updates()] == [["fine"]]
    session.close()
    faulty.answer("GET", PATH, document(INFO))
    assert apps.connect(faulty.address, refresh=True).warning == ""
    assert app.endpoint("say").signature == "call say -text <string>"


@pytest.mark.parametrize(
    ("settings", "listed"),
    [
        ({"api_visibility": "public"}, True),
        ({"api_visibility": "undocumented"}, False),
        ({"show_api": True}, True),
        ({"show_api": False}, False),
        ({}, True),
    ],
)
def test_what_config_says_of_being_shown(
    faulty: FaultServer, apps: Apps, settings: dict[str, Any], listed: bool
) -> None:
    say = {**CONFIG["dependencies"][0], **settings}
    faulty.answer("GET", "/config", document({**CONFIG, "dependencies": [say]}))
    faulty.answer("GET", PATH, text("no", 503))
    app = apps.connect(faulty.address)
    assert [each.name for each in app.documented()] == (["say"] if listed else [])
    assert app.endpoint("say").name == "say"


@pytest.mark.parametrize("version", ["v4", "v5"])
def test_the_inputs_of_older_apps_have_their_types(
    faulty: FaultServer, apps: Apps, version: str
) -> None:
    config = json.loads((DATA / version / "config.json").read_text())
    info = json.loads((DATA / version / "info.json").read_text())
    path = f"{config.get('api_prefix') or ''}/info"
    faulty.answer("GET", "/config", document(config))
    faulty.answer("GET", path, document(info))
    whole = apps.connect(faulty.address)
    faulty.answer("GET", path, text("no", 500))
    bare = apps.connect(faulty.address, ConnectionOptions(timeout=20))
    assert bare.warning
    assert [each.name for each in bare.documented()] == [each.name for each in whole.documented()]
    assert bare.endpoint("greet").parameters[0].type == "string"


def test_what_the_same_run_of_an_app_said_before_still_holds(
    faulty: FaultServer, apps: Apps
) -> None:
    app = apps.connect(faulty.address)
    faulty.answer("GET", PATH, text("no", 500))
    assert apps.connect(faulty.address, refresh=True) is app
    assert (app.warning, app.endpoint("say").signature) == ("", "call say -text <string>")


def test_a_list_of_endpoints_that_wants_a_login(faulty: FaultServer, apps: Apps) -> None:
    faulty.answer("GET", PATH, document({"detail": "Not authenticated"}, 401))
    with pytest.raises(AuthRequired):
        apps.connect(faulty.address)


def test_an_app_that_resets_the_connection_may_still_be_one(
    faulty: FaultServer, apps: Apps
) -> None:
    faulty.answer("GET", "/config", reset, document(CONFIG))
    with pytest.raises(Lost):
        apps.connect(faulty.address)
    assert apps.connect(faulty.address).title == "Faults"


LOCKED = document({"detail": "Not authenticated"}, 401)
LOGIN = ConnectionOptions(auth=("ann", "s3cret"))


def test_one_login_serves_all_who_wait_for_it(faulty: FaultServer, apps: Apps) -> None:
    faulty.answer("GET", "/config", LOCKED, document(CONFIG))
    faulty.answer("GET", PATH, LOCKED, document(INFO))
    apps.connect(faulty.address, LOGIN)
    assert len(faulty.sent("/login")) == 1


def test_a_wrong_password_is_tried_once(faulty: FaultServer, apps: Apps) -> None:
    faulty.answer("GET", "/config", LOCKED)
    faulty.answer("GET", PATH, LOCKED)
    faulty.answer("POST", "/login", document({"detail": "Incorrect credentials."}, 400))
    with pytest.raises(AuthRequired, match="wrong user name or password for ann"):
        apps.connect(faulty.address, LOGIN)
    assert len(faulty.sent("/login")) == 1


def test_a_login_that_expires_is_renewed_for_each_way_to_ask(
    faulty: FaultServer, apps: Apps, background: Background
) -> None:
    app = apps.connect(faulty.address, LOGIN)
    session = GradioSession("locked", app, background)
    joined, stream = document({"event_id": "e1"}), "/gradio_api/queue/data"
    fine = faulty._answers["GET", stream][0]
    faulty.answer("POST", "/gradio_api/queue/join", LOCKED, joined)
    faulty.answer("GET", stream, LOCKED, fine)
    say = app.endpoint("say")
    assert [each.data for each in session.start(say, ["a"]).event.updates()] == [["fine"]]
    assert len(faulty.sent("/login")) == 2
    for login in faulty.sent("/login"):
        assert "s3cret" in login.body.decode()
        assert "authorization" not in login.headers
    session.close()
