"""An app that asks for a user name and a password."""

from __future__ import annotations

import gradio as gr

with gr.Blocks(title="login app") as demo:
    text = gr.Textbox(label="text")
    answer = gr.Textbox(label="value")
    gr.Button("upper").click(lambda text: text.upper(), text, answer, api_name="upper")

options = {"auth": ("ann", "s3cret")}
