"""An app that runs on Gradio 3, which gshell refuses."""

from __future__ import annotations

import gradio as gr

demo = gr.Interface(lambda text: text.upper(), "text", "text")
