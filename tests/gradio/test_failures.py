from __future__ import annotations

from typing import Any

import pytest

from gshell.gradio.failures import HIDDEN, UNTOLD, plain_words, read_failure


@pytest.mark.parametrize(
    ("payload", "message", "title"),
    [
        ({"error": "no <b>way</b>", "duration": 5, "title": "Oh"}, "no way", "Oh"),
        ({"error": "'no way'", "duration": 5, "visible": True}, "no way", None),  # gradio 4
        ({"error": "'no way'", "duration": 5, "title": "Oh"}, "'no way'", "Oh"),
        ({"error": "no way", "duration": 5, "title": "Error"}, "no way", "Error"),
        ({"error": "division by zero", "visible": True}, "division by zero", None),
        ({"error": None}, HIDDEN, None),
        (None, UNTOLD, None),
        ({}, HIDDEN, None),
        ({"error": 3}, HIDDEN, None),
    ],
)
def test_the_words_of_the_app(payload: Any, message: str, title: str | None) -> None:
    error, exception = read_failure(payload)
    assert (error.message, error.title, error.raw) == (message, title, payload)
    assert exception.id == "ServerError"
    assert exception.message == (f"{title}: {message}" if title == "Oh" else message)
    assert bool(exception.hint) == (message in (HIDDEN, UNTOLD))


def test_links_keep_their_target() -> None:
    html = 'quota used up <a href="https://hf.co/pricing" target="_blank">buy</a> &amp; go'
    assert plain_words(html) == "quota used up buy (https://hf.co/pricing) & go"


@pytest.mark.parametrize("text", ["a < b", "1<2 and 3>2", "List<int", "x && y"])
def test_text_that_only_looks_like_html_stays(text: str) -> None:
    assert plain_words(text) == text
