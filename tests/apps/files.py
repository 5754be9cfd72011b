"""A Gradio app whose endpoints take and give files, for the tests of sending and saving."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_cache_folder

options: dict[str, Any] = {"max_file_size": 300_000_000}


def same(file: str) -> str:
    """Give the file back."""
    return file


def digest(file: str) -> str:
    """Say what the file is called, how many bytes it has, and what they are."""
    path = Path(file)
    with path.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    return f"{path.name} {path.stat().st_size} {found}"


def several(files: list[str]) -> list[str]:
    """Give several files back."""
    return files


def pictures(files: list[Any]) -> list[tuple[str, str]]:
    """Give a gallery back, with captions."""
    return [(path, f"number {place}") for place, (path, _) in enumerate(files)]


def steps(text: str) -> Iterator[str]:
    """Write a file that grows, a new one at each step."""
    folder = Path(get_cache_folder()) / f"steps-{time.monotonic_ns()}"
    for end in range(1, len(text) + 1):
        path = folder / str(end) / "step.txt"
        path.parent.mkdir(parents=True)
        path.write_text(text[:end])
        yield str(path)


def both(text: str) -> tuple[str, str]:
    """Give a text and a file with it."""
    path = Path(get_cache_folder()) / f"both-{time.monotonic_ns()}" / "both.txt"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return text, str(path)


def fails_late(text: str) -> Iterator[str]:
    """Give a file, and then fail."""
    yield from steps(text)
    raise gr.Error("no more")


def sound() -> Iterator[bytes]:
    """Stream a sound in pieces."""
    import io
    import wave

    for _ in range(3):
        piece = io.BytesIO()
        with wave.open(piece, "wb") as writer:
            writer.setnchannels(1)
            writer.setsampwidth(2)
            writer.setframerate(8000)
            writer.writeframes(b"\0\0" * 8000)
        yield piece.getvalue()


with gr.Blocks(title="Files") as demo:
    one = gr.File(label="file")
    text = gr.Textbox(label="text")
    word = gr.Textbox(label="said")
    made = gr.File(label="made")
    many = gr.File(label="files", file_count="multiple")
    many_made = gr.File(label="files", file_count="multiple")
    shown = gr.Gallery(label="pictures")
    shown_made = gr.Gallery(label="pictures")
    heard = gr.Audio(label="sound", streaming=True, autoplay=False)
    for function, inputs, outputs in (
        (same, one, made),
        (digest, one, word),
        (several, many, many_made),
        (pictures, shown, shown_made),
        (steps, text, made),
        (both, text, [word, made]),
        (fails_late, text, made),
        (sound, None, heard),
    ):
        gr.Button().click(function, inputs, outputs, api_name=function.__name__)

if __name__ == "__main__":
    demo.launch()
