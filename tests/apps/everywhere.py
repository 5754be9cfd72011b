"""An app below a path of a larger one, with a short queue; it runs on Gradio 4, 5 and 6."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import gradio as gr

options = {"path": "/larger/app", "show_error": False}

_left: list[str] = []


def upper(text: str) -> str:
    """Turn a text into capital letters."""
    return text.upper()


async def nap(seconds: float) -> float:
    """Wait, one call at a time."""
    await asyncio.sleep(seconds)
    return seconds


def vote(age: float) -> str:
    """Take a vote of who is old enough, where the version can check that."""
    return f"voted at {age:g}"


def old_enough(age: float) -> Any:
    return gr.validate(age >= 18, "come back in some years")


def note_leaving(request: gr.Request) -> None:
    """Note that a session has ended."""
    _left.append(str(request.session_hash))


def left(session: str) -> bool:
    """Say whether the session with this hash has ended."""
    return session in _left


# Since 5.45 a function may check the inputs before the call is queued.
can_check = "validator" in inspect.signature(gr.Button.click).parameters
checked: dict[str, Any] = {"validator": old_enough} if can_check else {}

with gr.Blocks(title="Everywhere") as demo:
    text = gr.Textbox(label="text")
    number = gr.Number(1, label="number")
    truth = gr.Checkbox(label="truth")
    gr.Button("upper").click(upper, text, text)
    gr.Button("nap").click(nap, number, number)
    gr.Button("vote").click(vote, number, text, **checked)
    gr.Button("left").click(left, text, truth)
    demo.unload(note_leaving)
    demo.queue(max_size=2, default_concurrency_limit=1)
