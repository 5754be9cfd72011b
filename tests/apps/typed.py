"""A Gradio app with one endpoint per kind of input and output, and those that are odd in some way.

Most of them echo the type and the JSON of what arrived, so that a test sees what the server got.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import gradio as gr
from gradio.components import Component
from gradio.events import api as gradio_api

options = {"show_error": False, "run_history": False}


def got(*values: Any) -> str:
    """Say what arrived, as `int 5` or `str "5"`, one value after the other."""
    return ", ".join(f"{type(value).__name__} {json.dumps(value)}" for value in values)


def endpoint(
    name: str,
    run: Callable[..., Any],
    inputs: Sequence[Component],
    outputs: Sequence[Component] | None = None,
    **settings: Any,
) -> None:
    if outputs is None:
        outputs = [gr.Textbox(label="got")]
    gr.Button(name).click(run, list(inputs), list(outputs), api_name=name, **settings)


def add_simple_inputs() -> None:
    def text(text: str) -> str:
        """Echo a text."""
        return got(text)

    def number(value: float) -> str:
        """Echo a number."""
        return got(value)

    def slider(level: int) -> str:
        """Echo an even whole number between 0 and 10."""
        return got(level)

    def checkbox(flag: bool) -> str:
        """Echo a truth value."""
        return got(flag)

    endpoint("text", text, [gr.Textbox(label="text")])
    endpoint("number", number, [gr.Number(label="value")])
    endpoint("number_whole", number, [gr.Number(label="value", precision=0, minimum=-5)])
    endpoint("slider", slider, [gr.Slider(0, 10, 4, step=2, label="level")])
    endpoint("ratio", number, [gr.Slider(0, 1, 0.5, step=0.05, label="value")])
    endpoint("checkbox", checkbox, [gr.Checkbox(label="flag")])


def add_choices() -> None:
    def one(size: Any) -> str:
        """Echo one choice."""
        return got(size)

    def several(tags: list[str]) -> str:
        """Echo a list of choices."""
        return got(tags)

    sizes = ["small", "medium", "Extra Large"]
    endpoint("dropdown", one, [gr.Dropdown(sizes, value=None, label="size")])
    endpoint("dropdown_pairs", one, [gr.Dropdown([("Small", "s"), ("Large", "l")], label="size")])
    endpoint("dropdown_numbers", one, [gr.Dropdown([1, 2, 4], value=2, label="size")])
    endpoint("dropdown_free", one, [gr.Dropdown(sizes, allow_custom_value=True, label="size")])
    endpoint("radio", one, [gr.Radio(sizes, value="small", label="size")])
    endpoint("multiselect", several, [gr.Dropdown(sizes, multiselect=True, label="tags")])
    endpoint("checkboxgroup", several, [gr.CheckboxGroup(sizes, value=["small"], label="tags")])


def add_structures() -> None:
    def structure(value: Any) -> str:
        """Echo a JSON value."""
        return got(value)

    def dataframe(rows: list[list[Any]]) -> str:
        """Echo a table's rows."""
        return got(rows)

    def file(file: str) -> str:
        """Give the number of bytes of a file."""
        with open(file, "rb") as stream:  # noqa: PTH123 (what an app of a person would write)
            return got(len(stream.read()))

    def api(count: int, names: list[str], extra: dict[str, Any], ratio: float = 0.5) -> str:
        """Echo four values that only type hints describe."""
        return got(count, names, extra, ratio)

    endpoint("json", structure, [gr.JSON(label="value")])
    endpoint("dataframe", dataframe, [gr.Dataframe(type="array", label="rows")])
    endpoint("file", file, [gr.File(label="file")])
    gradio_api(api, api_name="api")


def add_names_and_defaults() -> None:
    def own_names(session: str, token: str, map: str) -> str:  # noqa: A002 (the name is the test)
        """Echo inputs whose names are also parameters of `call`."""
        return got(session, token, map)

    def defaults(word: str, empty: str, zero: float, off: bool) -> str:
        """Echo four inputs with defaults, three of which count as false."""
        return got(word, empty, zero, off)

    def optional(text: str, more: str | None = None) -> str:
        """Echo a text, and another one that may stay away."""
        return got(text, more)

    def box(label: str, value: str | None = None) -> gr.Textbox:
        return gr.Textbox(value, label=label)

    endpoint("own_names", own_names, [box("session"), box("token"), box("map")])
    endpoint("nameless", lambda *values: got(*values), [box("First one"), box("Second one", "2")])
    checkbox = gr.Checkbox(False, label="off")
    endpoint(
        "defaults",
        defaults,
        [box("word", "x"), box("empty", ""), gr.Number(0, label="zero"), checkbox],
    )
    endpoint("optional", optional, [box("text"), box("more")])
    endpoint("no_input", lambda: "nothing needed", [])


def add_outputs() -> None:
    def two(a: float, b: float) -> tuple[float, float]:
        """Give the sum and the product of two numbers."""
        return a + b, a * b

    def no_output(text: str) -> None:
        """Take a text and give nothing."""
        assert isinstance(text, str)

    def numbers() -> list[Component]:
        return [gr.Number(2, label="a"), gr.Number(3, label="b")]

    endpoint("two_outputs", two, numbers(), [gr.Number(label="sum"), gr.Number(label="product")])
    endpoint("same_labels", two, numbers(), [gr.Number(label="value"), gr.Number(label="value")])
    endpoint("no_output", no_output, [gr.Textbox(label="text")], [])
    endpoint("null_output", lambda: None, [], [gr.JSON(label="value")])
    endpoint("json_output", lambda: {"a": [1, 2.5, None, True], "b": "é"}, [], [gr.JSON()])
    endpoint("hostile", lambda: "\x1b[31mred\x1b[0m\x07", [], [gr.Textbox(label="va\x1b[1mlue")])


def add_state() -> None:
    def middle(first: str, seen: list[str], last: str) -> tuple[str, list[str]]:
        """Echo two texts around a hidden state, and how many calls came before."""
        return got(first, last, len(seen)), [*seen, first]

    def edges(before: int, text: str, after: int) -> tuple[str, int, int]:
        """Echo a text between two hidden states that count up and down."""
        return got(before, text, after), before + 1, after - 1

    def box(label: str) -> gr.Textbox:
        return gr.Textbox(label=label)

    seen, up, down = gr.State([]), gr.State(0), gr.State(0)
    endpoint("state_middle", middle, [box("first"), seen, box("last")], [box("got"), seen])
    endpoint("state_edges", edges, [up, box("text"), down], [box("got"), up, down])


def add_hidden() -> None:
    def hidden(text: str, mark: str) -> str:
        """Echo two texts, without being listed."""
        return got(text, mark)

    def boxes() -> list[Component]:
        return [gr.Textbox(label="text"), gr.Textbox("!", label="mark")]

    endpoint("undocumented", hidden, boxes(), api_visibility="undocumented")
    endpoint("private", hidden, boxes(), api_visibility="private")
    endpoint("unqueued", hidden, boxes(), queue=False)


def add_streams() -> None:
    async def growing(n: float) -> AsyncIterator[dict[str, Any]]:
        """Build a structure step by step: list items, longer texts, keys that come and go."""
        value: dict[str, Any] = {"items": [], "text": "", "step": 0}
        for step in range(1, int(n) + 1):
            await asyncio.sleep(0)
            items = [*value["items"], {"number": step}][-3:]
            value = {"items": items, "text": value["text"] + f"{step} ", "step": step}
            if step % 2:
                value["odd"] = True
            yield value

    async def repeat(text: str) -> AsyncIterator[str]:
        """Give the same text three times."""
        for _ in range(3):
            await asyncio.sleep(0)
            yield text

    async def wait(seconds: float) -> str:
        """Answer after a time."""
        await asyncio.sleep(seconds)
        return got(seconds)

    async def stream_then_fail(text: str) -> AsyncIterator[str]:
        """Give a text, then fail with it."""
        yield text
        await asyncio.sleep(0)
        raise gr.Error(text, title="Half way", print_exception=False)

    endpoint("growing", growing, [gr.Number(4, label="n")], [gr.JSON(label="value")])
    endpoint("repeat", repeat, [gr.Textbox(label="text")])
    endpoint("wait", wait, [gr.Number(1, label="seconds")])
    endpoint("stream_then_fail", stream_then_fail, [gr.Textbox(label="text")])


def add_failures_and_logs() -> None:
    def fail(text: str) -> str:
        """Fail as a program does, with an exception that the app does not show."""
        raise ValueError(text)

    def fail_with_title(text: str) -> str:
        """Fail with an error that has a title."""
        raise gr.Error(text, title="Out of paint", print_exception=False)

    def log(text: str, progress: gr.Progress = gr.Progress()) -> str:  # noqa: B008 (Gradio's way)
        """Report progress, an information and a warning."""
        progress((1, 2), desc="thinking", unit="thoughts")
        gr.Info(text, title="Note")
        gr.Warning(text)
        return got(text)

    endpoint("fail", fail, [gr.Textbox(label="text")])
    endpoint("fail_with_title", fail_with_title, [gr.Textbox(label="text")])
    endpoint("log", log, [gr.Textbox(label="text")])


with gr.Blocks(title="typed inputs", analytics_enabled=False) as demo:
    add_simple_inputs()
    add_choices()
    add_structures()
    add_names_and_defaults()
    add_outputs()
    add_state()
    add_hidden()
    add_streams()
    add_failures_and_logs()

demo.queue(default_concurrency_limit=10)
