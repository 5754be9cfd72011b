"""What the bundled app can do: one function per endpoint; its first sentence is its description."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import gradio as gr
from PIL.Image import Image

from gshell.demo import pictures

_WORD_SECONDS = 0.04
_STEP_SECONDS = 0.03
_PARTIAL_PICTURES = 4


def upper(text: str) -> str:
    """Turn a text into capital letters."""
    return text.upper()


async def count(n: float, delay: float) -> AsyncIterator[str]:
    """Count from 1 to n, one number at a time, between --start-- and --end--."""
    yield "--start--"
    for number in range(1, int(n) + 1):
        await asyncio.sleep(delay)
        yield str(number)
    yield "--end--"


async def chat(message: str, earlier: list[str]) -> AsyncIterator[tuple[str, list[str]]]:
    """Answer a message, word by word, and remember it: tell it your name and ask for it later."""
    words = _reply(message, earlier).split(" ")
    for end in range(1, len(words)):
        yield " ".join(words[:end]), earlier
        await asyncio.sleep(_WORD_SECONDS)
    yield " ".join(words), [*earlier, message]


def _reply(message: str, earlier: list[str]) -> str:
    name = _name_in([*earlier, message])
    if "my name?" in message.lower():
        return f"Your name is {name}." if name else "You have not told me your name."
    greeting = f"Hello {name}." if name else "Hello."
    if not earlier:
        return f'{greeting} This is your first message: "{message}".'
    return f'{greeting} This is message {len(earlier) + 1}; before it you said "{earlier[-1]}".'


def _name_in(messages: list[str]) -> str | None:
    """Find the name told last, as in "my name is Ann" or "I am Ann"."""
    for message in reversed(messages):
        told = re.search(r"\b(?:my name is|i am|i'm)\s+(\w+)", message, re.IGNORECASE)
        if told:
            return told[1]
    return None


def gen(
    prompt: str,
    style: str,
    steps: int,
    progress: gr.Progress = gr.Progress(),  # noqa: B008 (Gradio looks for this default)
) -> Iterator[Image]:
    """Draw what the prompt says: a car, house, tree, boat, cat or ball of some colour."""
    last_shown = 0
    for step, picture in enumerate(pictures.paint(prompt, style, int(steps)), start=1):
        time.sleep(_STEP_SECONDS)
        progress((step, int(steps)), desc="denoising", unit="steps")
        part = step * _PARTIAL_PICTURES // int(steps)
        if part > last_shown:
            last_shown = part
            yield picture


def caption(image: str | None) -> str:
    """Say what is in a picture and how large it is."""
    if image is None:
        raise _refusal("There is no image to describe.")
    return pictures.describe(Path(image))


def table(rows: float) -> tuple[list[list[int | str]], dict[str, float]]:
    """List the first numbers with their squares, and say what share of them is prime."""
    numbers = range(1, int(rows) + 1)
    kinds = [_kind(number) for number in numbers]
    lines: list[list[int | str]] = [
        [number, number * number, kind] for number, kind in zip(numbers, kinds, strict=True)
    ]
    return lines, {kind: times / len(kinds) for kind, times in Counter(kinds).items()}


def _kind(number: int) -> str:
    if number == 1:
        return "unit"
    divisors = range(2, int(number**0.5) + 1)
    return "composite" if any(number % divisor == 0 for divisor in divisors) else "prime"


def shout(file: str | None) -> str:
    """Turn a text file into capital letters and give the new file."""
    if file is None:
        raise _refusal("There is no file to shout.")
    source = Path(file)
    try:
        text = source.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise _refusal(f"{source.name} is not a text file.") from None
    louder = source.with_name(f"{source.stem}-shout{source.suffix}")
    louder.write_text(text.upper(), encoding="utf-8")
    return str(louder)


async def slow(
    seconds: float,
    progress: gr.Progress = gr.Progress(),  # noqa: B008 (Gradio looks for this default)
) -> str:
    """Take its time: one step a second, with progress and two log messages."""
    total = int(seconds)
    gr.Info(f"This takes {total} s.")
    for second in range(1, total + 1):
        progress((second - 1, total), desc="working", unit="seconds")
        await asyncio.sleep(1)
        if second == (total + 1) // 2:
            gr.Warning("Half of it is done.")
    progress((total, total), desc="working", unit="seconds")
    return f"done after {total} s"


def boom(text: str) -> str:
    """Fail, with the given text as the error message."""
    raise _refusal(text)


def _refusal(message: str) -> gr.Error:
    """Make an error for the person, which leaves no traceback in the app's log."""
    error = gr.Error(message)
    error.print_exception = False  # Gradio 4 has no such argument
    return error
