"""The page of the bundled app: which inputs and outputs each endpoint has, and where they stand."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr
from gradio.components import Component

from gshell.demo import endpoints, pictures

TITLE = "gshell demo app"

_INTRODUCTION = f"""\
# {TITLE}

Nine small endpoints for trying gshell. Each can be used here and called from the shell, for example
with `call count -n 3`.
"""

# No web fonts, so that the page needs no network either.
options = {
    "theme": gr.themes.Soft(font=["system-ui", "sans-serif"], font_mono=["ui-monospace"]),
    "footer_links": ["api"],
    "show_error": False,
    "run_history": False,
}


def build() -> gr.Blocks:
    """Make the page, with one card per endpoint."""
    page = gr.Blocks(title=TITLE, analytics_enabled=False)
    with page:
        gr.Markdown(_INTRODUCTION)
        with gr.Tab("Text"), gr.Row():
            _add_upper()
            _add_count()
            _add_chat()
        with gr.Tab("Pictures"), gr.Row():
            _add_gen()
            _add_caption()
        with gr.Tab("Data and files"), gr.Row():
            _add_table()
            _add_shout()
        with gr.Tab("Time and trouble"), gr.Row():
            _add_slow()
            _add_boom()
    # Ten calls of an endpoint may run side by side; `gen` has its own limit.
    page.queue(default_concurrency_limit=10)
    return page


def _add_upper() -> None:
    with _card(endpoints.upper):
        text = gr.Textbox(label="text", placeholder="hello")
        _connect(endpoints.upper, [text], [gr.Textbox(label="value")])


def _add_count() -> None:
    with _card(endpoints.count):
        n = gr.Number(5, label="n", info="the last number", precision=0, minimum=0)
        delay = gr.Number(
            0.05, label="delay", info="seconds before each number", minimum=0, maximum=60
        )
        _connect(endpoints.count, [n, delay], [gr.Textbox(label="value")])


def _add_chat() -> None:
    with _card(endpoints.chat):
        message = gr.Textbox(label="message", placeholder="my name is Ann")
        earlier = gr.State([])
        reply = gr.Textbox(label="reply", lines=3)
        _connect(endpoints.chat, [message, earlier], [reply, earlier])


def _add_gen() -> None:
    with _card(endpoints.gen):
        prompt = gr.Textbox(label="prompt", placeholder="a red car")
        style = gr.Radio(list(pictures.STYLES), value="photo", label="style")
        steps = gr.Slider(
            1, pictures.MAX_STEPS, 20, step=1, label="steps", info="more steps, less grain"
        )
        image = gr.Image(label="image", format="png", interactive=False)
        # One picture at a time, so that two calls show what waiting in the queue looks like.
        _connect(endpoints.gen, [prompt, style, steps], [image], concurrency_limit=1)


def _add_caption() -> None:
    with _card(endpoints.caption):
        image = gr.Image(label="image", type="filepath", image_mode=None)
        _connect(endpoints.caption, [image], [gr.Textbox(label="caption")])


def _add_table() -> None:
    with _card(endpoints.table):
        rows = gr.Number(5, label="rows", precision=0, minimum=1, maximum=1000)
        table = gr.Dataframe(
            headers=["number", "square", "kind"],
            datatype=["number", "number", "str"],
            label="table",
            interactive=False,
        )
        _connect(endpoints.table, [rows], [table, gr.Label(label="kinds")])


def _add_shout() -> None:
    with _card(endpoints.shout):
        file = gr.File(label="file", file_types=["text"])
        _connect(endpoints.shout, [file], [gr.File(label="file", interactive=False)])


def _add_slow() -> None:
    with _card(endpoints.slow):
        seconds = gr.Number(10, label="seconds", precision=0, minimum=0, maximum=3600)
        _connect(endpoints.slow, [seconds], [gr.Textbox(label="value")])


def _add_boom() -> None:
    with _card(endpoints.boom):
        text = gr.Textbox(label="text", placeholder="what went wrong")
        _connect(endpoints.boom, [text], [gr.Textbox(label="value")])


@contextmanager
def _card(endpoint: Callable[..., Any]) -> Iterator[None]:
    """Put what follows under the endpoint's name and description."""
    with gr.Column(variant="panel"):
        gr.Markdown(f"### {endpoint.__name__}\n{inspect.getdoc(endpoint)}")
        yield


def _connect(
    endpoint: Callable[..., Any],
    inputs: list[Component],
    outputs: list[Component],
    **limits: Any,
) -> None:
    """Make a button run the endpoint, under the function's name in the API."""
    gr.Button("Run", variant="primary").click(
        endpoint, inputs, outputs, api_name=endpoint.__name__, **limits
    )


demo = build()
