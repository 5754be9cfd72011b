from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from gshell.gradio.app import App, Apps
from gshell.gradio.background import Background
from gshell.gradio.call import attach, send
from gshell.gradio.errors import ApiNotFound, EventNotFound, Lost
from gshell.gradio.objects import GradioApiEvent
from gshell.gradio.session import GradioSession
from tests.faults.server import FaultServer, document, events

DATA = Path(__file__).parent / "data"


def sent(app: App, background: Background, name: str, **named: Any) -> GradioApiEvent:
    api = app.endpoint(name)
    return send(app, api, api.arrange(named), background=background)


def told(event: GradioApiEvent, **settings: Any) -> list[tuple[str, Any]]:
    return [(each.event, each.data) for each in event.updates(**settings)]


def test_a_call_and_its_results(app: App, background: Background) -> None:
    event = sent(app, background, "upper", text="hi")
    assert (event.status, event.outcome, event.route) == (None, None, "call")
    assert event.query_url == f"{app.real_url}/call/upper/{event.event_id}"
    assert event.request == {
        "method": "POST",
        "url": f"{app.real_url}/call/upper",
        "data": {"data": ["hi"]},
    }
    (result,) = event.updates()
    assert (result.event, result.data, result.final, result.labels) == (
        "complete",
        ["HI"],
        True,
        ["answer"],
    )
    assert (event.status, event.outcome) == ("complete", "success")


def test_updates_continue_on_the_same_connection(app: App, background: Background) -> None:
    event = sent(app, background, "grow", n=5, delay=0.02)
    first = [each.num for each in islice(event.updates(), 2)]
    assert event.status == "generating"
    assert first + [each.num for each in event.updates()] == [1, 2, 3, 4, 5, 6]
    assert (event.outcome, len(event.data)) == ("success", 6)


def test_state_slots_are_sent_as_null_and_left_out_of_the_answer(
    app: App, background: Background
) -> None:
    event = sent(app, background, "remember", text="a")
    assert event.request is not None
    assert event.request["data"] == {"data": ["a", None]}
    assert told(event) == [("complete", ["a"])]


def test_a_session_hash_keeps_state(app: App, background: Background) -> None:
    api = app.endpoint("remember")
    for text, answer in (("a", "a"), ("b", "a b")):
        event = send(app, api, [text, None], background=background, session_hash="kept")
        assert event.session_hash == "kept"
        assert told(event) == [("complete", [answer])]


def test_a_failed_call(app: App, background: Background) -> None:
    event = sent(app, background, "refuse", text="no <b>way</b>")
    assert [kind for kind, _ in told(event)] == ["error"]
    assert (event.status, event.outcome) == ("complete", "error")
    assert event.failure is not None
    assert event.failure.message == "Refused: no way"


def test_a_cancelled_call(app: App, background: Background) -> None:
    event = sent(app, background, "slow", mark="call route")
    next(iter(event.updates()))
    answer = event.cancel()
    assert answer is not None
    assert answer.result(10) is True
    assert told(event)[-1] == ("cancelled", None)
    assert event.outcome == "cancelled"


def test_another_program_may_attach(app: App, background: Background) -> None:
    posted = sent(app, background, "upper", text="shared")
    event = attach(app, "upper", posted.event_id, background=background)
    assert event.request is None
    assert told(event) == [("complete", ["SHARED"])]


def test_an_attached_call_that_nobody_knows(app: App, background: Background) -> None:
    event = attach(app, app.endpoint("upper"), "deadbeef", background=background)
    with pytest.raises(EventNotFound, match="knows no call deadbeef"):
        told(event)
    assert (event.status, event.outcome) == ("complete", "lost")
    with pytest.raises(ApiNotFound):
        attach(app, "uper", "deadbeef", background=background)


def heartbeats(count: int) -> bytes:
    return b"event: heartbeat\ndata: null\n\n" * count


@pytest.fixture
def faulty_app(faulty: FaultServer, apps: Apps) -> App:
    faulty.answer("POST", "/gradio_api/call/say", document({"event_id": "e1"}))
    return apps.connect(faulty.address)


def test_heartbeats_in_a_row_end_an_update(
    faulty: FaultServer, faulty_app: App, background: Background
) -> None:
    stream = events(
        heartbeats(1) + b"event: generating\ndata: [1]\n\n" + heartbeats(3) + b"event: complete\n",
        b"data: [2]\n\n",
    )
    faulty.answer("GET", "/gradio_api/call/say/e1", stream)
    event = sent(faulty_app, background, "say", text="a")
    first = told(event, max_heartbeats=2)
    assert first == [
        ("heartbeat", None),
        ("generating", [1]),
        ("heartbeat", None),
        ("heartbeat", None),
    ]
    assert (event.last_query_status, event.status) == ("HeartBeatExpired", "generating")
    assert [each.event for each in event.events] == ["generating"]
    assert told(event, max_heartbeats=2) == [("heartbeat", None), ("complete", [2])]
    assert (event.last_query_status, event.last_event_num) == ("normal", 6)
    assert len(faulty.sent("/gradio_api/call/say/e1")) == 1


def test_without_a_limit_heartbeats_are_kept_as_events(
    faulty: FaultServer, faulty_app: App, background: Background
) -> None:
    stream = events(heartbeats(3) + b"event: complete\ndata: [2]\n\n")
    faulty.answer("GET", "/gradio_api/call/say/e1", stream)
    event = sent(faulty_app, background, "say", text="a")
    told(event)
    assert [each.event for each in event.events] == ["heartbeat"] * 3 + ["complete"]
    assert event.data == [[2]]


def test_an_attached_call_has_a_limit_of_its_own(
    faulty: FaultServer, faulty_app: App, background: Background
) -> None:
    faulty.answer("GET", "/gradio_api/call/say/e1", events(heartbeats(4), end="open"))
    event = attach(faulty_app, "say", "e1", background=background)
    assert len(told(event)) == 2
    assert event.last_query_status == "HeartBeatExpired"
    assert len(told(event, max_heartbeats=1)) == 1


def test_a_stream_that_ends_early(
    faulty: FaultServer, faulty_app: App, background: Background
) -> None:
    partial = b"event: generating\ndata: [1]\n\n"
    for end in ("close", "cut", "reset"):
        faulty.answer("GET", "/gradio_api/call/say/e1", events(partial, end=end))
        event = sent(faulty_app, background, "say", text="a")
        updates = event.updates()
        assert next(updates).data == [1]
        with pytest.raises(Lost):
            next(updates)
        assert (event.outcome, event.last_query_status) == ("lost", "Disconnected")
        assert isinstance(event.failure, Lost)


def test_an_event_that_is_not_json(
    faulty: FaultServer, faulty_app: App, background: Background
) -> None:
    faulty.answer("GET", "/gradio_api/call/say/e1", events(b"event: generating\ndata: [1\n\n"))
    with pytest.raises(Lost, match="not JSON"):
        told(sent(faulty_app, background, "say", text="a"))


def test_a_call_without_an_id(faulty: FaultServer, faulty_app: App, background: Background) -> None:
    faulty.answer("POST", "/gradio_api/call/say", document({}))
    with pytest.raises(Lost, match="no id"):
        sent(faulty_app, background, "say", text="a")


def test_a_call_listed_in_a_session(app: App, background: Background) -> None:
    posted = sent(app, background, "upper", text="listed")
    session = GradioSession("s", app, background)
    call = session.attach("upper", posted.event_id)
    assert session.find(posted.event_id[:6]) is call
    assert told(call.event) == [("complete", ["LISTED"])]
    session.close()


@pytest.mark.parametrize("version", ["v4", "v5"])
class TestRecorded:
    """Gradio 4.44 and 5.49, played back."""

    @pytest.fixture
    def old_app(self, version: str, faulty: FaultServer, apps: Apps) -> App:
        prefix = "" if version == "v4" else "/gradio_api"
        for name, path in (("config", "/config"), ("info", f"{prefix}/info")):
            value = json.loads((DATA / version / f"{name}.json").read_text())
            faulty.answer("GET", path, document(value))
        app = apps.connect(faulty.address)
        faulty.answer("POST", app.path("call/count"), document({"event_id": "e1"}))
        return app

    def play(self, faulty: FaultServer, app: App, version: str, name: str, key: str = "e1") -> None:
        stream = (DATA / version / f"call-{name}.sse").read_bytes()
        faulty.answer("GET", app.path(f"call/count/{key}"), events(stream))

    def test_a_generator(
        self, version: str, faulty: FaultServer, old_app: App, background: Background
    ) -> None:
        self.play(faulty, old_app, version, "generator")
        assert told(sent(old_app, background, "count", n=3)) == [
            ("generating", ["tok0 "]),
            ("generating", ["tok0 tok1 "]),
            ("generating", ["tok0 tok1 tok2 "]),
            ("complete", ["tok0 tok1 tok2 "]),
        ]

    def test_a_failure_without_words(
        self, version: str, faulty: FaultServer, old_app: App, background: Background
    ) -> None:
        self.play(faulty, old_app, version, "error")
        event = sent(old_app, background, "count", n=3)
        assert told(event)[-1] == ("error", None)
        assert event.failure is not None
        assert "does not say why" in event.failure.message

    def test_a_cancelled_call(
        self, version: str, faulty: FaultServer, old_app: App, background: Background
    ) -> None:
        self.play(faulty, old_app, version, "cancel")
        event = sent(old_app, background, "count", n=3)
        assert told(event)[-1] == ("cancelled", None)
        assert event.failure is not None
        assert event.failure.message == "count was cancelled on the server"

    def test_with_a_session_hash_the_answer_is_under_the_hash(
        self, version: str, faulty: FaultServer, old_app: App, background: Background
    ) -> None:
        self.play(faulty, old_app, version, "unary", key="my%20hash")
        api = old_app.endpoint("count")
        event = send(old_app, api, [3], background=background, session_hash="my hash")
        assert told(event) == [("complete", ["Hello World!"])]
