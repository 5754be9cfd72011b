"""A Gradio app for many calls at once, and for long replies; 16 calls run at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator

import gradio as gr

options = {"show_error": False, "run_history": False}

LIMIT = 16
NAP_SECONDS = 0.05


def nap(number: float) -> float:
    """Give a number back after a while."""
    time.sleep(NAP_SECONDS)
    return number


def reply(count: float) -> Iterator[str]:
    """Say a text that grows by a word at a time, as a language model does."""
    text = ""
    for number in range(int(count)):
        text += f"word{number % 10} "
        yield text


with gr.Blocks(title="Sleeping") as demo:
    number = gr.Number(label="number", precision=0)
    answer = gr.Number(label="answer")
    text = gr.Textbox(label="text")
    gr.Button("nap").click(nap, [number], [answer])
    gr.Button("reply").click(reply, [number], [text])

demo.queue(default_concurrency_limit=LIMIT, max_size=None)


if __name__ == "__main__":
    demo.launch()
