"""Two endpoints as PowershAI's own test app has them: Op1 answers at once, Op2 streams."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import gradio as gr


def op1(Val: str) -> str:  # noqa: N803 (the names of the inputs are the test)
    """Say what came in."""
    return f"got {Val}"


async def op2(MaxNums: float, Sleep: float) -> AsyncIterator[str]:  # noqa: N803
    """Count to MaxNums, with a pause of Sleep milliseconds after each number."""
    yield "--start--"
    for number in range(1, int(MaxNums) + 1):
        yield str(number)
        await asyncio.sleep(Sleep / 1000)
    yield "--end--"


with gr.Blocks(title="Ops", analytics_enabled=False) as demo:
    gr.Button().click(op1, [gr.Textbox(label="Val")], [gr.Textbox()], api_name="Op1")
    numbers = [gr.Number(5, label="MaxNums"), gr.Number(5, label="Sleep")]
    gr.Button().click(op2, numbers, [gr.Textbox()], api_name="Op2")
