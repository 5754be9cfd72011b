"""A Gradio app with an endpoint for each component as an input, and one for each as an output.

`in_NAME` says what arrived in its function; `out_NAME` gives a value that is always the same. It
runs on Gradio 4.44, 5 and 6, with the components that each has.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import gradio as gr
import numpy
import pandas
from gradio import components
from gradio.components import Component, Fallback, NativePlot
from gradio.components.plot import PlotData
from PIL import Image

options = {"show_error": True, "run_history": False}

MAJOR = int(gr.__version__.split(".")[0])

FOLDER = Path(tempfile.mkdtemp(prefix="components-", dir=os.environ.get("GRADIO_TEMP_DIR")))
RED = Image.new("RGB", (4, 3), "red")
BLUE = Image.new("RGB", (2, 2), "blue")
TONE = (8000, numpy.zeros(800, numpy.int16))
TABLE = pandas.DataFrame({"name": ["Ann", "Bob"], "age": [31, 45]})
SERIES = pandas.DataFrame({"x": [1, 2, 3], "y": [2, 4, 8]})
CHAT = [
    {"role": "user", "content": "hello"},
    {"role": "assistant", "content": "Hello to you"},
]


def written(name: str, text: str) -> str:
    """Write a file into the app's folder and give its path."""
    path = FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


NOTES = written("notes.txt", "some notes\n")
MODEL = written("triangle.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
TREE = Path(written("tree/sub/leaf.txt", "leaf")).parents[1]


# What arrived, in words.


def as_json(value: Any) -> str:
    return json.dumps(value, default=str)


def of_type(value: Any) -> str:
    return f"{type(value).__name__} {as_json(value)}"


def file(path: Any) -> str:
    """Name a file, and say what is in it by the beginning of its SHA-256."""
    if path is None:
        return "nothing"
    return f"{Path(path).name} {hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]}"


def files(paths: Any) -> str:
    return ", ".join(file(path) for path in paths or [])


def picture(image: Any) -> str:
    """Give size and first pixel of a picture."""
    if image is None:
        return "nothing"
    color = bytes(image.convert("RGB").getpixel((0, 0))).hex()
    return f"{image.width}x{image.height} {color}"


def sound(audio: Any) -> str:
    rate, samples = audio
    return f"{rate} Hz, {len(samples)} samples, loudest {abs(samples).max()}"


def gallery(items: Any) -> str:
    return "; ".join(f"{file(path)} {caption}" for path, caption in items)


def edited(value: Any) -> str:
    layers = [picture(layer) for layer in value["layers"]]
    return f"{picture(value['background'])}, {layers}, {picture(value['composite'])}"


def annotated(value: Any) -> str:
    image, annotations = value
    return "; ".join([file(image), *(f"{file(mask)} {label}" for mask, label in annotations)])


def message(value: Any) -> str:
    return f"{value['text']!r} with {files(value['files']) or 'no files'}"


def table(frame: Any) -> str:
    kinds = ["numbers" if each.kind in "if" else "texts" for each in frame.dtypes]
    return f"{list(frame.columns)} {frame.to_numpy().tolist()} {' '.join(kinds)}"


def content(part: Any) -> str:
    """Give a part of a message: of a file only its name, which each version puts elsewhere."""
    if isinstance(part, list):
        return " + ".join(content(one) for one in part)
    if isinstance(part, tuple):
        return file(part[0])
    if isinstance(part, dict):
        return file(part["file"]["path"]) if "file" in part else str(part.get("text"))
    return type(part).__name__ if isinstance(part, Component) else str(part)


def chat(history: Any) -> str:
    lines = []
    for one in history:
        if isinstance(one, dict):
            lines.append(f"{one['role']}: {content(one['content'])}")
        else:
            lines.append(f"{content(one[0])} | {content(one[1])}")
    return "; ".join(lines)


def explored(paths: Any) -> str:
    return ", ".join(Path(path).relative_to(TREE).as_posix() for path in paths)


def plot(value: Any) -> str:
    return f"{value.type} {value.plot}" if isinstance(value, PlotData) else of_type(value)


# The components: as an input, with what says what arrived; as an output, with a value.

CHOICES = ["small", "medium", "Extra Large"]
PAIRS = [("Small", "s"), ("Large", "l")]
SAMPLES = [["first"], ["second"]]

Inputs = dict[str, tuple[Callable[[], Component], Callable[[Any], str]]]
Outputs = dict[str, tuple[Callable[[], Component], Any]]

INPUTS: Inputs = {
    "annotatedimage": (lambda: gr.AnnotatedImage(), annotated),
    "audio": (lambda: gr.Audio(), sound),
    "barplot": (lambda: gr.BarPlot(x="x", y="y"), of_type),
    "chatbot": (lambda: gr.Chatbot(), chat),
    "checkbox": (lambda: gr.Checkbox(), of_type),
    "checkboxgroup": (lambda: gr.CheckboxGroup(CHOICES), of_type),
    "code": (lambda: gr.Code(), of_type),
    "colorpicker": (lambda: gr.ColorPicker(), of_type),
    "dataframe": (lambda: gr.Dataframe(headers=["name", "age"]), table),
    "dataset": (
        lambda: gr.Dataset(components=[gr.Textbox(visible=False)], samples=SAMPLES, type="values"),
        of_type,
    ),
    "datetime": (lambda: gr.DateTime(type="datetime"), lambda value: value.isoformat()),
    "datetime_text": (lambda: gr.DateTime(type="string"), of_type),
    "datetime_day": (lambda: gr.DateTime(type="string", include_time=False), of_type),
    "datetime_number": (
        lambda: gr.DateTime(type="timestamp", timezone="Asia/Tokyo"),
        lambda value: str(int(value)),
    ),
    "downloadbutton": (lambda: gr.DownloadButton("download"), file),
    "dropdown": (lambda: gr.Dropdown(CHOICES), of_type),
    "dropdown_free": (lambda: gr.Dropdown(CHOICES, allow_custom_value=True), of_type),
    "dropdown_pairs": (lambda: gr.Dropdown(PAIRS), of_type),
    "dropdown_several": (lambda: gr.Dropdown(CHOICES, multiselect=True), of_type),
    "fallback": (lambda: Fallback(), of_type),
    "file": (lambda: gr.File(), file),
    "file_folder": (lambda: gr.File(file_count="directory"), files),
    "file_several": (lambda: gr.File(file_count="multiple", file_types=[".txt", ".csv"]), files),
    "fileexplorer": (lambda: gr.FileExplorer(root_dir=TREE), explored),
    "gallery": (lambda: gr.Gallery(type="filepath"), gallery),
    "highlightedtext": (lambda: gr.HighlightedText(), of_type),
    "html": (lambda: gr.HTML(), of_type),
    "image": (lambda: gr.Image(type="pil"), picture),
    "imageeditor": (lambda: gr.ImageEditor(type="pil"), edited),
    "json": (lambda: gr.JSON(), of_type),
    "label": (lambda: gr.Label(), of_type),
    "lineplot": (lambda: gr.LinePlot(x="x", y="y"), of_type),
    "markdown": (lambda: gr.Markdown(), of_type),
    "model3d": (lambda: gr.Model3D(), file),
    "multimodaltextbox": (lambda: gr.MultimodalTextbox(file_count="multiple"), message),
    "nativeplot": (lambda: NativePlot(x="x", y="y"), of_type),
    "number": (lambda: gr.Number(), of_type),
    "number_whole": (lambda: gr.Number(precision=0, minimum=-5), of_type),
    "paramviewer": (lambda: gr.ParamViewer(), of_type),
    "plot": (lambda: gr.Plot(), plot),
    "radio": (lambda: gr.Radio(CHOICES), of_type),
    "scatterplot": (lambda: gr.ScatterPlot(x="x", y="y"), of_type),
    "slider": (lambda: gr.Slider(0, 10, step=2), of_type),
    "textbox": (lambda: gr.Textbox(), of_type),
    "timer": (lambda: gr.Timer(60, active=False), of_type),
    "uploadbutton": (lambda: gr.UploadButton("upload", file_count="multiple"), files),
    "video": (lambda: gr.Video(), file),
}

OUTPUTS: Outputs = {
    "annotatedimage": (lambda: gr.AnnotatedImage(), (RED, [((0, 0, 2, 2), "corner")])),
    "audio": (lambda: gr.Audio(), TONE),
    "barplot": (lambda: gr.BarPlot(x="x", y="y"), SERIES),
    "chatbot": (lambda: gr.Chatbot(), CHAT if MAJOR >= 6 else [["hello", "Hello to you"]]),
    "checkbox": (lambda: gr.Checkbox(), True),
    "checkboxgroup": (lambda: gr.CheckboxGroup(CHOICES), ["small", "medium"]),
    "code": (lambda: gr.Code(language="python"), "print('hi')"),
    "colorpicker": (lambda: gr.ColorPicker(), "#ff0000"),
    "dataframe": (lambda: gr.Dataframe(), TABLE),
    "dataset": (
        lambda: gr.Dataset(components=[gr.Textbox(visible=False)], samples=SAMPLES),
        1,
    ),
    "datetime": (lambda: gr.DateTime(), datetime(2026, 1, 31, 15)),
    "downloadbutton": (lambda: gr.DownloadButton("download"), NOTES),
    "dropdown": (lambda: gr.Dropdown(CHOICES), "medium"),
    "dropdown_several": (lambda: gr.Dropdown(CHOICES, multiselect=True), ["medium"]),
    "fallback": (lambda: Fallback(), {"a": [1]}),
    "file": (lambda: gr.File(), NOTES),
    "file_several": (lambda: gr.File(file_count="multiple"), [NOTES, MODEL]),
    "fileexplorer": (lambda: gr.FileExplorer(root_dir=TREE), [str(TREE / "sub" / "leaf.txt")]),
    "gallery": (lambda: gr.Gallery(), [(RED, "red"), BLUE]),
    "highlightedtext": (lambda: gr.HighlightedText(), [("Paris", "city"), (" is nice", None)]),
    "html": (lambda: gr.HTML(), "<b>bold</b>"),
    "image": (lambda: gr.Image(format="png"), RED),
    "imageeditor": (
        lambda: gr.ImageEditor(),
        {"background": RED, "layers": [BLUE], "composite": RED},
    ),
    "json": (lambda: gr.JSON(), {"a": [1, 2.5, None, True]}),
    "label": (lambda: gr.Label(), {"cat": 0.9, "dog": 0.1}),
    "lineplot": (lambda: gr.LinePlot(x="x", y="y"), SERIES),
    "markdown": (lambda: gr.Markdown(), "# Title"),
    "model3d": (lambda: gr.Model3D(), MODEL),
    "multimodaltextbox": (lambda: gr.MultimodalTextbox(), {"text": "look", "files": [NOTES]}),
    "nativeplot": (lambda: NativePlot(x="x", y="y"), SERIES),
    "number": (lambda: gr.Number(), 2.5),
    "paramviewer": (
        lambda: gr.ParamViewer(),
        {"n": {"type": "int", "description": "how many", "default": "3"}},
    ),
    "plot": (lambda: gr.Plot(), PlotData(type="plotly", plot='{"data": []}')),
    "radio": (lambda: gr.Radio(CHOICES), "small"),
    "scatterplot": (lambda: gr.ScatterPlot(x="x", y="y"), SERIES),
    "slider": (lambda: gr.Slider(0, 10), 4),
    "textbox": (lambda: gr.Textbox(), "some text"),
    "timer": (lambda: gr.Timer(60, active=False), 30),
    "uploadbutton": (lambda: gr.UploadButton("upload"), NOTES),
}

if MAJOR >= 5:
    INPUTS |= {
        "browserstate": (lambda: gr.BrowserState(), of_type),
        "dialogue": (lambda: gr.Dialogue(speakers=["Ann", "Bob"]), of_type),
        "imageslider": (
            lambda: gr.ImageSlider(type="pil"),
            lambda two: ", ".join(picture(one) for one in two),
        ),
    }
    OUTPUTS |= {
        "browserstate": (lambda: gr.BrowserState(), {"seen": 3}),
        "dialogue": (
            lambda: gr.Dialogue(speakers=["Ann", "Bob"]),
            [{"speaker": "Ann", "text": "hello"}],
        ),
        "imageslider": (lambda: gr.ImageSlider(), (RED, BLUE)),
    }

if MAJOR < 6:
    MESSAGES: dict[str, Any] = {"type": "messages"}
    INPUTS["chatbot_messages"] = (lambda: gr.Chatbot(**MESSAGES), chat)
    OUTPUTS["chatbot_messages"] = (lambda: gr.Chatbot(**MESSAGES), CHAT)


def add_input(name: str, component: Component, say: Callable[[Any], str]) -> None:
    def take(given):  # type: ignore[no-untyped-def]  # gradio 4 fails at types written as text
        return say(given)

    gr.Button(name).click(take, [component], [gr.Textbox(visible=False)], api_name=f"in_{name}")


def add_output(name: str, component: Component, value: Any) -> None:
    gr.Button(name).click(lambda: value, [], [component], api_name=f"out_{name}")


def add_echoes() -> None:
    """Add endpoints whose output is their input, for files that the app cannot make itself."""
    for name, make in {"file": gr.File, "video": gr.Video}.items():
        inside, outside = make(), make()
        gr.Button(name).click(lambda path: path, [inside], [outside], api_name=f"echo_{name}")


def add_navbar() -> None:
    """Add the one component of which a page may have only one."""
    navbar = components.Navbar()
    add_input("navbar", navbar, of_type)
    add_output("navbar", navbar, [("Home", "")])


def add_updates() -> None:
    """Add outputs that change more of their components than the value."""
    size, text, folder, memory = (
        gr.Dropdown(CHOICES),
        gr.Textbox(),
        gr.Column(visible=False),
        gr.State(0),
    )

    def update(count: Any) -> Any:
        choices = gr.update(choices=["tiny", "huge"], value="huge")
        return choices, gr.Textbox(value="said", lines=3), gr.update(visible=True), count + 1

    def no_value() -> Any:
        return gr.update(choices=["tiny"]), gr.update(label="other")

    gr.Button("update").click(
        update, [memory], [size, text, folder, memory], api_name="out_updates"
    )
    gr.Button("no value").click(no_value, [], [size, text], api_name="out_no_value")


def listed() -> list[str]:
    """Name the components of the installed Gradio that its API lists, as /info spells them."""
    classes = {each for each in vars(components).values() if inspect.isclass(each)}
    names = [
        each.__name__.capitalize()
        for each in classes
        if issubclass(each, Component)
        and not inspect.isabstract(each)
        and not each.__new__(each).skip_api
    ]
    return sorted({*names} - {"Formcomponent"})  # a base of others


def typed(
    count: int,
    names: list[str],
    style: Literal["photo", "ink"] = "ink",
    extra: dict[str, Any] | None = None,
    ratio: float = 0.5,
    flag: bool = False,
) -> str:
    """Say what arrived, by types alone."""
    return as_json([count, names, style, extra, ratio, flag])


with gr.Blocks(title="components", analytics_enabled=False) as demo:
    for key, (make_input, says) in INPUTS.items():
        add_input(key, make_input(), says)
    for key, (make_output, constant) in OUTPUTS.items():
        add_output(key, make_output(), constant)
    add_echoes()
    add_updates()
    gr.Button("listed").click(listed, [], [gr.JSON(visible=False)], api_name="listed")
    if MAJOR >= 5:
        add_navbar()
    if hasattr(gr, "api"):
        gr.api(typed, api_name="typed")

demo.queue(default_concurrency_limit=10)
