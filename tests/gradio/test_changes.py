"""An app that is restarted or reloaded, and is another one afterwards."""

from __future__ import annotations

import time
from typing import Any

import pytest

from gshell.gradio.app import App, Apps
from gshell.gradio.background import Background
from gshell.gradio.call import send
from gshell.gradio.changes import describe_changes
from gshell.gradio.errors import ApiNotFound, ConnectFailed, GradioError, ParamInvalid
from gshell.gradio.kinds import Kind
from gshell.gradio.schema import GradioApi, Parameter, Return
from gshell.gradio.session import GradioSession
from tests.faults.server import CONFIG, FaultServer, document, reset, text

JOIN = "/gradio_api/queue/join"
_TEXT = {"label": "text", "parameter_name": "text", "type": {"type": "string"}}
_SPOKEN = {"parameters": [_TEXT], "returns": [{"label": "answer", "type": {"type": "string"}}]}


def api(name: str, *inputs: str, returns: str = "string") -> GradioApi:
    parameters = [Parameter(each, Kind("string")) for each in inputs]
    return GradioApi(name, 0, parameters, [Return("answer", returns, "Textbox")])


def table(*apis: GradioApi) -> dict[str, GradioApi]:
    return {each.name: each for each in apis}


def test_what_changed_in_words() -> None:
    before = table(api("stays"), api("goes"), api("grows"), api("turns"))
    after = table(api("stays"), api("grows", "text"), api("turns", returns="number"), api("comes"))
    words = "new: comes; gone: goes; changed: grows, turns"
    assert describe_changes(before, after, restarted=False) == (
        f"the app's endpoints are not as before; {words}"
    )
    assert describe_changes(before, after, restarted=True) == (
        f"the app was restarted or reloaded; {words}"
    )


def test_nothing_changed() -> None:
    same = table(api("stays", "text"))
    assert describe_changes(same, table(api("stays", "text")), restarted=False) == ""
    assert describe_changes(same, same, restarted=True) == (
        "the app was restarted or reloaded; its endpoints are the same"
    )


def test_many_names_are_counted() -> None:
    after = table(*[api(f"e{number}") for number in range(8)])
    assert describe_changes({}, after, restarted=False).endswith(
        "new: e0, e1, e2, e3, e4 and 3 more"
    )


def test_state_that_may_be_gone_is_mentioned() -> None:
    remembers = table(GradioApi("chat", 0, [], uses_state=True))
    assert describe_changes(remembers, remembers, restarted=True).endswith(
        "what it remembered of this session may be gone"
    )
    assert "remembered" not in describe_changes({}, remembers, restarted=False)


class Remade:
    """The faulty app, which can become another one; `said` is what the session tells."""

    def __init__(self, server: FaultServer, session: GradioSession) -> None:
        self.server = server
        self.session = session
        self.said: list[str] = []

    def become(self, names: list[str], info: dict[str, Any] | None = None, run: int = 2) -> None:
        """Be an app whose functions have these names, in this order."""
        outputs = {"outputs": [2], "backend_fn": True}
        self.server.config = {
            **CONFIG,
            "app_id": run,
            "dependencies": [
                {"id": number, "api_name": name, "inputs": [1], **outputs}
                for number, name in enumerate(names)
            ],
        }
        self.server.info = {"named_endpoints": info or {f"/{name}": _SPOKEN for name in names}}
        self.server.behave()
        self.session.app.doubt()

    def call(self, api: GradioApi) -> list[Any]:
        event = self.session.start(api, ["a"], note=self.said.append).event
        return [each.data for each in event.updates()]


@pytest.fixture
def remade(faulty: FaultServer, faulty_session: GradioSession) -> Remade:
    return Remade(faulty, faulty_session)


def test_a_call_goes_to_where_its_function_is_now(remade: Remade) -> None:
    say = remade.session.app.endpoint("say")
    remade.become(["other", "say"])
    assert remade.call(say) == [["fine"]]
    assert remade.server.sent(JOIN)[-1].json()["fn_index"] == 1
    assert remade.said == ["the app was restarted or reloaded; new: other; gone: keep"]
    assert remade.call(say) == [["fine"]]
    assert remade.call(remade.session.app.endpoint("other")) == [["fine"]]
    assert len(remade.said) == 1


def test_a_call_of_what_is_gone_is_not_sent(remade: Remade) -> None:
    say = remade.session.app.endpoint("say")
    remade.become(["says"])
    with pytest.raises(ApiNotFound) as caught:
        remade.call(say)
    assert caught.value.hint == "did you mean says?"
    assert remade.server.sent(JOIN) == []
    assert remade.said != []


def test_a_call_whose_inputs_are_others_now_is_not_sent(remade: Remade) -> None:
    say = remade.session.app.endpoint("say")
    number = {"label": "n", "parameter_name": "n", "type": {"type": "number"}}
    remade.become(["say"], {"/say": {"parameters": [number], "returns": []}})
    with pytest.raises(ParamInvalid, match="say takes other inputs now") as caught:
        remade.call(say)
    assert caught.value.hint == "call say -n <number>"
    assert remade.server.sent(JOIN) == []


def test_without_a_sign_nothing_is_asked(remade: Remade) -> None:
    say = remade.session.app.endpoint("say")
    remade.call(say)
    remade.call(say)
    assert remade.server.sent("/gradio_api/app_id") == []


def test_after_a_while_it_is_asked_all_the_same(
    remade: Remade, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = remade.session.app.endpoint("say")
    now = time.monotonic()
    monkeypatch.setattr("gshell.gradio.app.time.monotonic", lambda: now + 60)
    assert remade.session.app.in_doubt
    remade.call(say)
    assert len(remade.server.sent("/gradio_api/app_id")) == 1
    assert not remade.session.app.in_doubt


@pytest.mark.parametrize("answer", [text("no", 404), document([]), document({})])
def test_an_app_that_does_not_say_which_it_is_is_read_again(remade: Remade, answer: Any) -> None:
    remade.server.answer("GET", "/gradio_api/app_id", answer)
    remade.session.app.doubt()
    remade.call(remade.session.app.endpoint("say"))
    assert len(remade.server.sent("/config")) == 2
    assert remade.said == []


def test_an_app_without_an_id_is_read_again_only_at_a_sign(
    faulty: FaultServer, apps: Apps, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty.answer("GET", "/config", document({**CONFIG, "app_id": None}))
    app = apps.connect(faulty.address)
    now = time.monotonic()
    monkeypatch.setattr("gshell.gradio.app.time.monotonic", lambda: now + 60)
    assert not app.in_doubt
    app.doubt()
    assert app.in_doubt


def test_signs_of_another_app(remade: Remade) -> None:
    app, say = remade.session.app, remade.session.app.endpoint("say")
    for answer in (reset, text("no", 404), text("no", 500)):
        remade.server.answer("POST", JOIN, answer)
        with pytest.raises(GradioError):
            remade.call(say)
        assert app.in_doubt
        remade.server.behave()
        remade.call(say)
        assert not app.in_doubt
    for status in (422, 429):
        remade.server.answer("POST", JOIN, text("no", status))
        with pytest.raises(GradioError):
            remade.call(say)
        assert app.in_doubt == (status == 422)
        remade.server.behave()
        remade.call(say)


def test_the_call_route_asks_too(remade: Remade, background: Background) -> None:
    app = remade.session.app
    say = app.endpoint("say")
    remade.become(["says"])
    with pytest.raises(ApiNotFound):
        send(app, say, ["a"], background=background, note=remade.said.append)
    assert remade.said == ["the app was restarted or reloaded; new: says; gone: say, keep"]
    assert remade.server.sent("/gradio_api/call/say") == []


def test_an_app_that_is_gone_is_said_to_be(remade: Remade) -> None:
    say = remade.session.app.endpoint("say")
    remade.session.app.doubt()
    remade.server.stop()
    with pytest.raises(ConnectFailed):
        remade.call(say)
    remade.server.listen()
    assert remade.call(say) == [["fine"]]


def test_refreshing_says_what_changed(remade: Remade, app: App, background: Background) -> None:
    assert background.run(app.refresh()) == ""
    remade.become(["say", "comes"], run=1)
    words = background.run(remade.session.app.refresh())
    assert words == "the app's endpoints are not as before; new: comes; gone: keep"
    remade.become(["say"])
    remade.server.answer("GET", "/gradio_api/info", text("no", 500))
    words = background.run(remade.session.app.refresh())
    assert words.startswith("the app was restarted or reloaded; gone: comes; changed: say; the app")
    assert "does not describe its endpoints" in words
