"""A Gradio app that counts for ever, and keeps a log of when that begins and is stopped."""

from __future__ import annotations

import time
from collections.abc import Iterator

import gradio as gr

options = {"show_error": False, "run_history": False}

_log: list[str] = []


def tick(mark: str) -> Iterator[int]:
    """Give a number every 0.1 s."""
    _log.append(f"begun {mark}")
    number = 0
    try:
        while True:
            yield number
            number += 1
            time.sleep(0.1)
    finally:
        _log.append(f"closed {mark}")


def log() -> str:
    """Give the log, an entry per line."""
    return "\n".join(_log)


with gr.Blocks(title="Ticking") as demo:
    mark = gr.Textbox(label="mark")
    number = gr.Number(label="number")
    text = gr.Textbox(label="text")
    gr.Button("tick").click(tick, [mark], [number], concurrency_limit=None)
    gr.Button("log").click(log, [], [text])


if __name__ == "__main__":
    demo.launch()
