"""What a person sees of real calls to the bundled app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gshell.gradio.app import Apps
from gshell.gradio.background import Background
from gshell.gradio.objects import SessionApiEvent
from gshell.gradio.session import GradioSession
from gshell.render.display import Display


@pytest.fixture(scope="module")
def session(demo_app: str) -> Iterator[GradioSession]:
    background = Background()
    apps = Apps(background)
    opened = GradioSession("demo", apps.connect(demo_app), background)
    opened.default = True
    yield opened
    opened.close()
    apps.close()
    background.close()


def start(session: GradioSession, name: str, **inputs: Any) -> SessionApiEvent:
    api = session.app.endpoint(name)
    return session.start(api, api.arrange(inputs))


def shown(values: Any, *, terminal: bool, width: int = 80) -> str:
    display = Display(terminal=terminal, colour=False, width=width)
    return "".join(map(display.show, values)) + display.finish()


def test_the_endpoints_of_the_bundled_app(session: GradioSession) -> None:
    assert shown(session.app.documented(), terminal=True).splitlines()[:6] == [
        "Name     Parameters                                   Returns",
        "upper    text: str                                    value: str",
        "count    n: integer = 5  delay: 0-60 = 0.05           value: str (stream)",
        "chat     message: str                                 reply: str (stream, state)",
        "gen      prompt: str  style: photo|ink|pixel = photo  image: file (stream)",
        "         steps: 1-50 = 20",
    ]


@pytest.mark.parametrize("terminal", [True, False])
def test_count_is_listed_without_its_repetition(session: GradioSession, terminal: bool) -> None:
    call = start(session, "count", n=2, delay=0)
    text = shown(call.event.updates(), terminal=terminal)
    assert text == "--start--\n1\n2\n--end--\n"


def test_a_chat_reply_grows_in_place(session: GradioSession) -> None:
    call = start(session, "chat", message="I am Ann")
    text = shown(call.event.updates(), terminal=True)
    assert text == 'Hello Ann. This is your first message: "I am Ann".\n'


def test_several_outputs_have_labels(session: GradioSession) -> None:
    text = shown(start(session, "table", rows=1).event.updates(), terminal=False)
    first, second = text.splitlines()
    assert first == (
        'table: {"headers": ["number", "square", "kind"], "data": [[1, 1, "unit"]], '
        '"metadata": null}'
    )
    assert second.startswith('kinds: {"label": "unit"')


def test_a_failure_shows_no_value(session: GradioSession) -> None:
    assert shown(start(session, "boom", text="x").event.updates(), terminal=False) == ""


def test_a_session_and_its_calls(session: GradioSession) -> None:
    call = start(session, "upper", text="x")
    list(call.event.updates())
    url = session.app.address
    other = GradioSession("owner/name", session.app, Background())
    header, first, second = shown([session, other], terminal=True, width=60).splitlines()
    assert header.split() == ["Name", "AppUrl", "Gradio", "Calls"]
    assert first.split() == ["*", "demo", url, session.app.version, str(len(session.calls))]
    assert second.split() == ["owner/name", url, session.app.version, "0"]

    header, row = shown([call], terminal=True, width=100).splitlines()
    assert header.split()[:5] == ["id", "ApiName", "ServerStatus", "Outcome", "session"]
    assert header.split()[5:] == ["Elapsed", "Age"]
    assert row.split()[:5] == [call.id, "upper", "finished", "success", "demo"]
    narrow = shown([call], terminal=True, width=40).splitlines()
    assert narrow[1].startswith(f"{call.id[:8]}")
    assert "upper" in narrow[1]

    header, row = shown([call.event], terminal=False).splitlines()
    assert row.split()[:5] == [call.id, "upper", "complete", "success", "normal"]
