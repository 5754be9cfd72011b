"""An app with a login that takes small files only."""

from __future__ import annotations

from typing import Any

import gradio as gr

options: dict[str, Any] = {"auth": ("ann", "s3cret"), "max_file_size": 1000}

with gr.Blocks(title="Small files") as demo:
    file = gr.File(label="file")
    made = gr.File(label="made")
    gr.Button("same").click(lambda file: file, file, made, api_name="same")
