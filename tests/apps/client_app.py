"""A Gradio app with the ways in which a call can go, for the tests of the client.

It runs on Gradio 4 and 5 too (tests/compat).
"""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

import gradio as gr
from gradio.components import Component

options = {"show_error": False, "run_history": False}


def upper(text: str) -> str:
    """Turn a text into capital letters."""
    return text.upper()


async def grow(n: float, delay: float) -> AsyncIterator[str]:
    """Say a text that grows by a word at a time."""
    words = ""
    for number in range(int(n)):
        words += f"w{number} "
        yield words
        await asyncio.sleep(delay)


def tree(n: float) -> Iterator[dict[str, Any]]:
    """Build a JSON value step by step, so that the app sends edits of it."""
    value: dict[str, Any] = {"items": [], "state": "begun"}
    for number in range(int(n)):
        value = {"items": [*value["items"], {"number": number}], "state": f"step {number}"}
        yield value
    yield {"items": value["items"][1:]}


def talk(n: float) -> Iterator[list[dict[str, str]]]:
    """Stream a chat of which the last message grows."""
    for number in range(int(n)):
        yield [
            {"role": "user", "content": "hello"},
            {"role": "assistant", "content": "so " * (number + 1)},
        ]


async def remember(text: str, told: list[str]) -> tuple[str, list[str]]:
    """Say all that was told in this session."""
    await asyncio.sleep(0.01)
    told = [*told, text]
    return " ".join(told), told


async def remember_slowly(text: str, told: list[str]) -> AsyncIterator[tuple[str, list[str]]]:
    """Say all that was told in this session, a part at a time."""
    told = [*told, text]
    for count in range(1, 11):
        await asyncio.sleep(0.02)
        yield f"{count}: {' '.join(told)}", told


def refuse(text: str) -> str:
    """Fail with the app's own words."""
    error = gr.Error(text)
    error.title = "Refused"  # Gradio 4 has no such argument
    raise error


def break_down(text: str) -> str:
    """Fail without saying why."""
    raise RuntimeError(text)


def fail_late(n: float) -> Iterator[int]:
    """Fail after some values."""
    yield from range(int(n))
    raise gr.Error("failed after values")


async def report(steps: float, progress: gr.Progress = gr.Progress()) -> str:  # noqa: B008
    """Report progress and send messages."""
    gr.Info("about to begin")
    gr.Warning("this is <b>only</b> a test")
    for step in range(int(steps)):
        progress((step, int(steps)), desc="working", unit="steps")
        await asyncio.sleep(0.03)
    return "done"


def both(number: float) -> tuple[float, dict[str, float]]:
    """Give two outputs."""
    return number + 1, {"twice": number * 2}


def partly(text: str) -> Iterator[tuple[Any, Any]]:
    """Give updates and skipped outputs instead of plain values."""
    yield gr.update(value=text, label="new label"), "first"
    yield gr.skip(), gr.update(visible=True)
    yield gr.skip(), "last"


_closed: list[str] = []


async def slow(mark: str) -> AsyncIterator[int]:
    """Count for ever, and note when it is stopped."""
    number = 0
    try:
        while True:
            yield number
            number += 1
            await asyncio.sleep(0.05)
    finally:
        _closed.append(mark)


def closed(mark: str) -> bool:
    """Say whether the call of `slow` with this mark was stopped."""
    return mark in _closed


def sleep(seconds: float) -> float:
    """Wait, and say how long."""
    time.sleep(seconds)
    return seconds


def styled(prompt: str, style: str, strength: float) -> str:
    """Say what arrived."""
    return f"{prompt}/{style}/{strength:g}"


def breaks() -> str:
    """Give characters at which naive readers split lines."""
    return "a\u2028b\u0085c\r\nd\n\ne"


def large(size: float) -> str:
    """Give a text of this many characters."""
    return "x" * int(size)


def endpoint(
    run: Callable[..., Any],
    inputs: Sequence[Component],
    outputs: Sequence[Component],
    **settings: Any,
) -> None:
    gr.Button(run.__name__).click(run, list(inputs), list(outputs), **settings)


def hidden(name: str, visibility: str) -> dict[str, Any]:
    """Give the settings of an endpoint that is not among those for everyone."""
    if "api_visibility" in inspect.signature(gr.Button.click).parameters:
        return {"api_name": name, "api_visibility": visibility}
    # Before Gradio 6 only an endpoint without a name is private.
    return {"api_name": name, "show_api": False} if visibility != "private" else {"api_name": False}


# The form of a chat that Gradio 6 has only.
roles: dict[str, Any] = (
    {"type": "messages"} if "type" in inspect.signature(gr.Chatbot).parameters else {}
)

with gr.Blocks(title="Client tests") as demo:
    text = gr.Textbox(label="text")
    number = gr.Number(3, label="number")
    delay = gr.Number(0.01, label="delay")
    prompt = gr.Textbox(label="prompt")
    style = gr.Radio(["photo", "ink", "pixel"], value="ink", label="style")
    strength = gr.Slider(0, 10, 5, label="strength")
    answer = gr.Textbox(label="answer")
    other = gr.Textbox(label="other")
    amount = gr.Number(label="amount")
    truth = gr.Checkbox(label="truth")
    document = gr.JSON(label="document")
    chatbot = gr.Chatbot(label="chat", **roles)
    told = gr.State([])

    endpoint(upper, [text], [answer])
    endpoint(grow, [number, delay], [answer], concurrency_limit=None)
    endpoint(tree, [number], [document])
    endpoint(talk, [number], [chatbot])
    endpoint(remember, [text, told], [answer, told])
    endpoint(remember_slowly, [text, told], [answer, told])
    endpoint(refuse, [text], [answer])
    endpoint(break_down, [text], [answer])
    endpoint(fail_late, [number], [amount])
    endpoint(report, [number], [answer])
    endpoint(both, [number], [amount, document])
    endpoint(partly, [text], [answer, other])
    endpoint(slow, [text], [amount], concurrency_limit=None)
    endpoint(closed, [text], [truth])
    endpoint(sleep, [number], [amount], concurrency_limit=32)
    endpoint(styled, [prompt, style, strength], [answer])
    endpoint(breaks, [], [answer])
    endpoint(large, [number], [answer])
    endpoint(upper, [text], [answer], **hidden("quiet", "undocumented"))
    endpoint(upper, [text], [answer], **hidden("secret", "private"))


if __name__ == "__main__":
    demo.launch()
