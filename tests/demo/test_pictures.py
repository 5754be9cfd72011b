from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from gshell.demo.pictures import SIZE, STYLES, describe, paint


def last(prompt: str, style: str = "photo", steps: int = 3) -> Image.Image:
    return list(paint(prompt, style, steps))[-1]


def test_one_picture_per_step() -> None:
    frames = list(paint("a red car", "photo", 4))
    assert [frame.size for frame in frames] == [(SIZE, SIZE)] * 4
    assert len({frame.tobytes() for frame in frames}) == 4


@pytest.mark.parametrize("style", STYLES)
def test_the_same_words_give_the_same_picture(style: str) -> None:
    assert last("a green tree", style).tobytes() == last("a green tree", style).tobytes()


def test_prompt_style_and_steps_all_matter() -> None:
    pictures = [
        last("a red car"),
        last("a blue car"),
        last("a red boat"),
        last("a red car", "ink"),
        last("a red car", "pixel"),
        last("a red car", steps=50),
    ]
    assert len({picture.tobytes() for picture in pictures}) == len(pictures)


def test_the_named_colour_is_on_the_named_thing() -> None:
    red, _, blue = last("A blue House!", steps=50).getpixel((200, 350))  # type: ignore[misc]
    assert blue > 2 * red


@pytest.mark.parametrize("prompt", ["", "¿qué?", "x" * 10_000])
def test_any_prompt_gives_a_picture(prompt: str) -> None:
    assert last(prompt).size == (SIZE, SIZE)


def test_a_painted_picture_is_described_by_its_prompt(tmp_path: Path) -> None:
    picture, note = last("a red car"), PngInfo()
    for key, value in picture.info.items():
        note.add_text(str(key), str(value))
    picture.save(tmp_path / "car.png", pnginfo=note)
    assert describe(tmp_path / "car.png") == "a red car, 512 by 512"


def test_another_picture_is_described_by_its_colour(tmp_path: Path) -> None:
    picture = Image.new("RGB", (30, 20), (240, 10, 20))
    picture.paste((0, 0, 255), (0, 0, 5, 5))
    picture.save(tmp_path / "flag.png")
    assert describe(tmp_path / "flag.png") == "mostly red, 30 by 20"
