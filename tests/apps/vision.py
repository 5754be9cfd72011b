"""A Gradio app that sees: it is given what another app made."""

from __future__ import annotations

import gradio as gr

from gshell.demo import endpoints

options = {"show_error": False, "run_history": False}

with gr.Blocks(title="Vision") as demo:
    image = gr.Image(label="image", type="filepath", image_mode=None)
    text = gr.Textbox(label="caption")
    gr.Button("caption").click(endpoints.caption, [image], [text], api_name="caption")


if __name__ == "__main__":
    demo.launch()
