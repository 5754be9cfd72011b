"""Real files to send: pictures, a sound, a clip, texts, a model, as small as they can be."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import wave
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from PIL import Image

from gshell.gradio.filedata import is_file_data

FFMPEG = shutil.which("ffmpeg")

needs_ffmpeg = pytest.mark.skipif(
    FFMPEG is None, reason="Gradio's Video needs ffmpeg and ffprobe, which are not installed"
)

_TEXTS = {
    "notes.txt": "some notes\n",
    "more.txt": "more\n",
    "people.csv": "name,age\nAnn,31\nBob,45\n",
    "triangle.obj": "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n",
}


def write_files(folder: Path) -> None:
    """Write all of them into a folder; without ffmpeg there is no clip.mp4."""
    for name, text in _TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    Image.new("RGB", (4, 3), "red").save(folder / "red.png")
    Image.new("RGB", (2, 2), "blue").save(folder / "blue.png")
    with wave.open(str(folder / "tone.wav"), "wb") as tone:
        tone.setnchannels(1)
        tone.setsampwidth(2)
        tone.setframerate(8000)
        tone.writeframes(b"\0\x10" * 800)
    if FFMPEG is not None:
        source = ["-f", "lavfi", "-i", "color=red:s=16x16:d=0.4:r=5", "-pix_fmt", "yuv420p"]
        command = [FFMPEG, "-v", "error", *source, str(folder / "clip.mp4")]
        subprocess.run(command, check=True, timeout=30)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def with_digests(text: str, folder: Path) -> str:
    """Put, for each `<name>` of a file, its name and the digest that the app would say."""

    def said(found: re.Match[str]) -> str:
        return f"{found[1]} {digest((folder / found[1]).read_bytes())}"

    return re.sub(r"<(\w+\.\w+)>", said, text)


def described(value: Any) -> Any:
    """Give a value of an app with each file in it fetched, and replaced by what is in it."""
    if is_file_data(value):
        with urlopen(value["url"], timeout=20) as answer:
            return _content(answer.read(), value["url"].rpartition("/")[2])
    if isinstance(value, list):
        return [described(item) for item in value]
    if isinstance(value, dict):
        return {key: described(item) for key, item in value.items()}
    return value


def _content(content: bytes, name: str) -> str:
    if name.endswith(".wav"):
        with wave.open(io.BytesIO(content)) as sound:
            return f"sound of {sound.getnframes()} samples at {sound.getframerate()} Hz"
    if name.endswith((".png", ".webp", ".jpg")):
        image = Image.open(io.BytesIO(content))
        return f"picture {image.width}x{image.height}"
    return f"{name} {digest(content)}"
