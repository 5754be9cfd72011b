"""An endpoint with inputs of many kinds, one that takes a picture, and examples for both."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import gradio as gr
from PIL import Image

picture = str(Path(tempfile.mkdtemp()) / "dot.png")
Image.new("RGB", (2, 3), "red").save(picture)


def draw(
    prompt: str, style: str, steps: int, tags: list[str], bright: bool, extra: Any, size: int
) -> str:
    """Draw something."""
    return repr([prompt, style, steps, tags, bright, extra, size])


with gr.Blocks(title="Asking", analytics_enabled=False) as demo:
    prompt = gr.Textbox(label="what to draw")
    style = gr.Dropdown(["photo", "ink", "Pixel Art"], label="style")
    steps = gr.Slider(1, 50, 20, step=1, label="steps")
    rest = [
        gr.CheckboxGroup(["small", "large", "wide"], label="tags"),
        gr.Checkbox(True, label="bright"),
        gr.JSON(label="extra"),
        gr.Dropdown([1, 2, 4], value=2, label="size"),
    ]
    image = gr.Image(label="image", type="pil")
    gr.Button().click(draw, [prompt, style, steps, *rest], [gr.Textbox()], api_name="draw")
    gr.Button().click(lambda image: str(image.size), [image], [gr.Textbox()], api_name="size")
    gr.Examples([["a red car", "ink", 3], ["a tree", None, 5]], [prompt, style, steps])
    gr.Examples([picture], [image])
