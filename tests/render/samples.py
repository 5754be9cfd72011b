"""Objects as a Gradio app gives them, made without one."""

from __future__ import annotations

from typing import Any

from gshell.gradio.kinds import Kind
from gshell.gradio.objects import GradioApiEventResult
from gshell.gradio.reading import Reading
from gshell.gradio.schema import GradioApi, Parameter, Return
from gshell.render.page import Page
from gshell.render.theme import Theme

TERMINAL = Page(terminal=True, width=80, height=24, theme=Theme(colour=False))
FILE = Page(terminal=False, width=80, height=24, theme=Theme(colour=False))


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def text(name: str, **settings: Any) -> Parameter:
    return Parameter(name, Kind("string"), **settings)


def api(
    name: str = "count",
    *parameters: Parameter,
    returns: tuple[str, ...] = ("value",),
    **flags: Any,
) -> GradioApi:
    """Make an endpoint whose outputs are texts with these labels."""
    outputs = [Return(label, "string", "Textbox") for label in returns]
    return GradioApi(name, 0, parameters, outputs, **flags)


class Call:
    """A call whose results a test makes up: `generating`, `complete` and the others are events."""

    def __init__(self, event_id: str = "e1", endpoint: GradioApi | None = None) -> None:
        self._reading = Reading(endpoint or api(), "count")
        self._reading.event_id = event_id
        self._num = 0

    def result(self, event: str, *data: Any) -> GradioApiEventResult:
        self._num += 1
        values = list(data) if event in ("generating", "complete") else None
        return GradioApiEventResult(
            self._num, 1.7e9, event, values, self._reading, final=event == "complete"
        )


def file_data(url: str | None, **fields: Any) -> dict[str, Any]:
    return {"path": "/tmp/x.png", "url": url, **fields, "meta": {"_type": "gradio.FileData"}}
