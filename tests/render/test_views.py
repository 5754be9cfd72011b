"""Each view, with the objects it is for."""

from __future__ import annotations

from typing import Any

from gshell.cmdlets.help import CommandInfo
from gshell.cmdlets.inspecting import MemberInfo
from gshell.engine.errors import ErrorRecord
from gshell.engine.host import Layout
from gshell.engine.registry import Entry
from gshell.gradio.failures import CallError
from gshell.gradio.kinds import Kind
from gshell.gradio.schema import Parameter, Return
from gshell.render.display import Display
from gshell.render.views import VIEWS
from tests.render.samples import Call, api, file_data, text

GEN = api(
    "gen",
    text("prompt", component="Textbox", label="prompt"),
    Parameter(
        "style",
        Kind("choice", ("photo", "ink", "pixel")),
        required=False,
        default="photo",
        component="Radio",
        label="style",
    ),
    Parameter(
        "steps",
        Kind("number"),
        required=False,
        default=20,
        minimum=1,
        maximum=50,
        component="Slider",
        label="steps",
        description="numeric value between 1 and 50",
    ),
    returns=("image",),
    streams=True,
    description="Draw what the prompt says.",
)


def shown(*values: Any, width: int = 0) -> list[str]:
    """Show objects in a window of so many columns; 0: not on a terminal."""
    display = Display(terminal=bool(width), colour=False, width=width or 80)
    return ("".join(map(display.show, values)) + display.finish()).splitlines()


def formatted(*values: Any, width: int = 80, table: bool = True) -> list[str]:
    display = Display(terminal=True, colour=False, width=width)
    return [str(line) for line in display.format(values, Layout(table))]


def test_endpoints() -> None:
    chat = api("chat", text("message"), returns=("reply",), streams=True, uses_state=True)
    pieces = "prompt: str  style: photo|ink|pixel = photo  steps: 1-50 = 20"
    assert shown(GEN, chat) == [
        f"Name  {'Parameters':<{len(pieces)}}  Returns",
        f"gen   {pieces}  image: str (stream)",
        f"chat  {'message: str':<{len(pieces)}}  reply: str (stream, state)",
    ]
    assert shown(GEN, chat, width=80) == [
        "Name  Parameters                                      Returns",
        "gen   prompt: str  style: photo|ink|pixel = photo     image: str (stream)",
        "      steps: 1-50 = 20",
        "chat  message: str                                    reply: str (stream, state)",
    ]
    assert shown(GEN, chat, width=40) == [
        "Name  Parameters        Returns",
        "gen   prompt: str       image: str",
        "      style:              (stream)",
        "        photo|ink|",
        "        pixel = photo",
        "      steps: 1-50 = 20",
        "chat  message: str      reply: str",
        "                          (stream,",
        "                          state)",
    ]


def test_an_endpoint_as_a_list() -> None:
    assert formatted(GEN, table=False) == [
        "Name        : gen",
        "Parameters  : prompt: str  style: photo|ink|pixel = photo  steps: 1-50 = 20",
        "Returns     : image: str (stream)",
        "Description : Draw what the prompt says.",
        "Streams     : True",
        "UsesState   : False",
    ]


def test_parameters() -> None:
    assert shown(*GEN.parameters, width=80) == [
        "Name    Type    Default  Choices          Label   Description",
        "prompt  string                            prompt",
        "style   choice  photo    photo|ink|pixel  style",
        "steps   number  20       1-50             steps   numeric value between 1 and 50",
    ]
    assert shown(*GEN.parameters, width=40) == [
        "Name    Type    Default  Choices",
        "prompt  string",
        "style   choice  photo    photo|ink|pixel",
        "steps   number  20       1-50",
    ]


def test_outputs() -> None:
    assert shown(Return("image", "file", "Image")) == [
        "Label  Type  Component",
        "image  file  Image",
    ]


def test_results_in_a_table() -> None:
    call = Call()
    results = [
        call.result("generating", "--start--"),
        call.result("heartbeat"),
        call.result("complete", file_data("http://x/file=y.png"), [1]),
    ]
    assert formatted(*results) == [
        "num  event       data",
        '  1  generating  ["--start--"]',
        "  2  heartbeat",
        '  3  complete    ["http://x/file=y.png", [1]]',
    ]
    assert formatted(*results, width=40)[-1] == '  3  complete    ["http://x/file=y.png"…'


def test_files_in_a_table() -> None:
    files = [
        file_data("http://x/file=a.png", orig_name="a.png", size=1234),
        file_data(None, orig_name="b.png", size=None),
    ]
    assert formatted(*files) == [
        "Name   Size  Url",
        "a.png  1234  http://x/file=a.png",
        "b.png        /tmp/x.png",
    ]


def test_errors() -> None:
    records = [
        ErrorRecord("ServerError", "oh \x1b no"),
        ErrorRecord("ParamInvalid", "-style must be one of photo, ink", hint="-style ink"),
    ]
    assert shown(*records, width=80) == [
        "Id            Message                           Hint",
        "ServerError   oh \\x1b no",
        "ParamInvalid  -style must be one of photo, ink  -style ink",
    ]
    assert shown(*records, width=40) == [
        "Id            Message",
        "ServerError   oh \\x1b no",
        "ParamInvalid  -style must be one of",
        "              photo, ink",
    ]
    assert shown(CallError("oh no", "Error", {})) == ["title  message", "Error  oh no"]


def test_commands() -> None:
    commands = [
        CommandInfo("Get-GradioApi", Entry("", "List the endpoints.", ("apis",))),
        CommandInfo("Invoke-GradioDynamicApi", Entry("", "Call an endpoint by its name.")),
    ]
    assert shown(*commands, width=80) == [
        "Name                     Alias  Summary",
        "Get-GradioApi            apis   List the endpoints.",
        "Invoke-GradioDynamicApi         Call an endpoint by its name.",
    ]
    assert shown(*commands, width=40) == [
        "Name                     Summary",
        "Get-GradioApi            List the",
        "                         endpoints.",
        "Invoke-GradioDynamicApi  Call an",
        "                         endpoint by its",
        "                         name.",
    ]


def test_members_show_a_sample_of_the_value() -> None:
    long = {"num": 1, "data": ["x" * 1000]}
    num, data = (MemberInfo(long, name) for name in long)
    lines = shown(num, data)
    assert lines[:2] == ["Name  Kind  Type  Value", "num   Key   Int   1"]
    assert lines[2].startswith('data  Key   List  ["xxx')
    assert lines[2].endswith("x…")
    assert len(lines[2]) == 218


def test_every_view_has_a_column_that_always_shows() -> None:
    for view in VIEWS.values():
        assert view.text or any(not column.optional for column in view.columns)
