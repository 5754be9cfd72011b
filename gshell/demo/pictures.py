"""Draws a picture for a prompt, always the same one for the same words, and describes pictures."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageOps

SIZE = 512
STYLES = ("photo", "ink", "pixel")
MAX_STEPS = 50

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

COLOURS: dict[str, Colour] = {
    "black": (25, 25, 30),
    "white": (250, 250, 250),
    "grey": (135, 135, 140),
    "red": (205, 35, 40),
    "orange": (240, 130, 30),
    "yellow": (245, 205, 50),
    "green": (60, 145, 70),
    "blue": (45, 95, 205),
    "purple": (125, 65, 170),
    "pink": (240, 130, 175),
    "brown": (125, 80, 45),
}
_DARK: Colour = (40, 40, 45)
_GLASS: Colour = (195, 225, 240)
_WATER: Colour = (80, 140, 165)

# Written into the PNG, so that a caption can say what the picture was meant to be.
_PROMPT_KEY = "gshell:prompt"


def paint(prompt: str, style: str, steps: int) -> Iterator[Image.Image]:
    """Give one picture per step, each clearer than the one before; the last one is the result.

    A picture is drawn from noise, like those of an image model, and a few steps leave some grain.
    """
    picture = _in_style(_draw(prompt), style)
    noise = _noise(prompt, SIZE // 4)
    clarity = 0.7 + 0.3 * steps / MAX_STEPS
    for step in range(1, steps + 1):
        frame = Image.blend(noise, picture, clarity * step / steps)
        frame.info[_PROMPT_KEY] = prompt
        yield frame


def describe(path: Path) -> str:
    """Say what a picture shows if `paint` drew it, else its main colour; and its size in pixels."""
    with Image.open(path) as image:
        prompt = str(image.info.get(_PROMPT_KEY, "")).strip()[:200]
        what = prompt or f"mostly {_main_colour(image)}"
        return f"{what}, {image.width} by {image.height}"


def _draw(prompt: str) -> Image.Image:
    words = [word.strip(".,;:!?'\"").lower() for word in prompt.split()]
    colour = next((COLOURS[word] for word in words if word in COLOURS), _own_colour(prompt))
    image = _landscape(prompt)
    draw = ImageDraw.Draw(image)
    shape = next((_SHAPES[word] for word in words if word in _SHAPES), _ball)
    shape(draw, colour)
    return image


def _own_colour(prompt: str) -> Colour:
    names = sorted(COLOURS)[2:]
    return COLOURS[names[_digest(prompt, 1)[0] % len(names)]]


def _landscape(prompt: str) -> Image.Image:
    """Draw sky, sun and ground; the prompt decides where the sun stands."""
    sky = ImageOps.colorize(
        Image.linear_gradient("L").resize((SIZE, SIZE)), (95, 160, 225), (235, 240, 245)
    )
    draw = ImageDraw.Draw(sky)
    sun = 60 + _digest(prompt, 2)[1] * 1.3
    draw.ellipse((sun, 45, sun + 70, 115), fill=(255, 235, 140))
    draw.rectangle((0, 380, SIZE, SIZE), fill=(120, 160, 95))
    return sky


def _car(draw: ImageDraw.ImageDraw, colour: Colour) -> None:
    draw.polygon([(165, 290), (205, 225), (325, 225), (375, 290)], fill=colour)
    draw.polygon([(187, 288), (215, 240), (262, 240), (262, 288)], fill=_GLASS)
    draw.polygon([(275, 288), (275, 240), (317, 240), (350, 288)], fill=_GLASS)
    draw.rounded_rectangle((95, 285, 425, 365), radius=28, fill=colour)
    for wheel in (170, 350):
        draw.ellipse((wheel - 38, 325, wheel + 38, 401), fill=_DARK)
        draw.ellipse((wheel - 16, 347, wheel + 16, 379), fill=COLOURS["grey"])


def _house(draw: ImageDraw.ImageDraw, colour: Colour) -> None:
    draw.rectangle((140, 245, 372, 410), fill=colour)
    draw.polygon([(115, 248), (256, 130), (397, 248)], fill=_DARK)
    draw.rectangle((232, 320, 282, 410), fill=COLOURS["brown"])
    for window in (165, 303):
        draw.rectangle((window, 275, window + 44, 315), fill=_GLASS)


def _tree(draw: ImageDraw.ImageDraw, colour: Colour) -> None:
    draw.rectangle((238, 290, 274, 420), fill=COLOURS["brown"])
    crowns: tuple[Box, ...] = ((150, 180, 290, 320), (222, 180, 362, 320), (180, 110, 332, 262))
    for crown in crowns:
        draw.ellipse(crown, fill=colour)


def _boat(draw: ImageDraw.ImageDraw, colour: Colour) -> None:
    draw.rectangle((0, 370, SIZE, SIZE), fill=_WATER)
    draw.line((256, 130, 256, 345), fill=_DARK, width=8)
    draw.polygon([(266, 140), (266, 325), (385, 325)], fill=COLOURS["white"])
    draw.polygon([(115, 345), (397, 345), (345, 405), (165, 405)], fill=colour)


def _cat(draw: ImageDraw.ImageDraw, colour: Colour) -> None:
    draw.ellipse((165, 270, 347, 430), fill=colour)
    draw.polygon([(185, 225), (195, 120), (255, 175)], fill=colour)
    draw.polygon([(257, 175), (317, 120), (327, 225)], fill=colour)
    draw.ellipse((180, 150, 332, 295), fill=colour)
    for eye in (218, 270):
        draw.ellipse((eye, 200, eye + 24, 228), fill=COLOURS["yellow"])
        draw.ellipse((eye + 9, 202, eye + 15, 226), fill=_DARK)
    draw.polygon([(246, 240), (266, 240), (256, 252)], fill=COLOURS["pink"])


def _ball(draw: ImageDraw.ImageDraw, colour: Colour) -> None:
    draw.ellipse((155, 205, 357, 407), fill=colour)
    draw.ellipse((200, 240, 250, 282), fill=COLOURS["white"])


_SHAPES = {"car": _car, "house": _house, "tree": _tree, "boat": _boat, "cat": _cat, "ball": _ball}


def _in_style(image: Image.Image, style: str) -> Image.Image:
    if style == "ink":
        lines = (
            ImageOps.grayscale(image).filter(ImageFilter.CONTOUR).filter(ImageFilter.MinFilter(3))
        )
        return ImageOps.colorize(lines, (30, 30, 60), (250, 247, 238))
    if style == "pixel":
        small = image.resize((SIZE // 8, SIZE // 8)).quantize(16).convert("RGB")
        return small.resize((SIZE, SIZE), Image.Resampling.NEAREST)
    return image.filter(ImageFilter.GaussianBlur(1.5))


def _noise(prompt: str, side: int) -> Image.Image:
    grains = Image.frombytes("RGB", (side, side), _digest(prompt, side * side * 3))
    return grains.resize((SIZE, SIZE), Image.Resampling.NEAREST)


def _digest(text: str, length: int) -> bytes:
    """Give bytes that look random and are always the same for a text."""
    return hashlib.shake_128(text.encode()).digest(length)


def _main_colour(image: Image.Image) -> str:
    small = image.convert("RGB").resize((32, 32), Image.Resampling.NEAREST)
    pixels = small.tobytes()
    names = (_colour_name(pixels[place : place + 3]) for place in range(0, len(pixels), 3))
    return Counter(names).most_common(1)[0][0]


def _colour_name(pixel: bytes) -> str:
    def distance(name: str) -> int:
        return sum((mine - its) ** 2 for mine, its in zip(COLOURS[name], pixel, strict=True))

    return min(COLOURS, key=distance)
