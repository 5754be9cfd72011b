"""The tour is a script that the shell understands, about endpoints that the app has."""

from __future__ import annotations

import json
from itertools import pairwise
from urllib.request import urlopen

from gshell.demo import TOUR
from gshell.language import tree
from gshell.language.parser import parse


def test_the_tour_parses() -> None:
    assert isinstance(parse(TOUR.read_text(encoding="utf-8")), tree.Script)


def test_the_tour_calls_endpoints_of_the_app(demo_app: str) -> None:
    with urlopen(f"{demo_app}/gradio_api/info", timeout=20) as response:
        endpoints = {name.lstrip("/") for name in json.load(response)["named_endpoints"]}
    words = TOUR.read_text(encoding="utf-8").split()
    called = {after for word, after in pairwise(words) if word == "call"}
    assert called
    assert called <= endpoints
