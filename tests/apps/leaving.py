"""An app that notes which sessions have left."""

from __future__ import annotations

import gradio as gr

_left: list[str] = []


def note_leaving(request: gr.Request) -> None:
    """Note that a session has ended."""
    _left.append(str(request.session_hash))


def left(hash: str) -> bool:  # noqa: A002 - it is the word for it
    """Say whether the session with this hash has ended."""
    return hash in _left


with gr.Blocks(title="Leaving") as demo:
    session = gr.Textbox(label="hash")
    answer = gr.Checkbox(label="answer")
    gr.Button("left").click(left, [session], [answer], api_name="left")
    demo.unload(note_leaving)
