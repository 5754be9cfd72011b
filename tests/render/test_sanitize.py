from __future__ import annotations

import json
import random
import unicodedata

import pytest

from gshell.render.sanitize import clean, clean_json


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("", ""),
        ("grüße, 日本語 👩‍👧", "grüße, 日本語 👩‍👧"),
        ("two\n\tlines", "two\n\tlines"),
        ("\x1b[31mred\x1b[0m\x07", "\\x1b[31mred\\x1b[0m\\x07"),
        ("title \x9d0;x\x9c", "title \\x9d0;x\\x9c"),
        ("dos\r\nend", "dos\nend"),
        ("100%\r5%", "100%\n5%"),
        ("a\x00b\x08c\x7f\x0b\x0c", "a\\x00b\\x08c\\x7f\\x0b\\x0c"),
        ("exe\u202egnp.", "exe\\u202egnp."),
        ("\u2066x\u2069\u2028\u2029", "\\u2066x\\u2069\\u2028\\u2029"),
        ("half \ud83d", "half \\ud83d"),
    ],
)
def test_harm_is_shown_and_all_else_stays(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_one_line_has_no_line_ends_and_no_tabs() -> None:
    assert clean("a\r\nb\rc\n\td", lines=False) == "a↵b↵c↵ d"


def test_no_character_acts_on_a_terminal() -> None:
    """Each code point alone, and all control characters, line ends and directions among them."""
    for code in range(0x110000):
        for character in clean(chr(code)):
            if character in "\n\t":
                continue
            assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
            assert unicodedata.bidirectional(character) not in _ACTING


_ACTING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def test_cleaning_twice_changes_nothing() -> None:
    randomly = random.Random(4)
    alphabet = "ab \n\r\t\x1b\x9b\u202e\ud800é日"
    for _ in range(2000):
        text = "".join(randomly.choices(alphabet, k=randomly.randrange(12)))
        for lines in (True, False):
            once = clean(text, lines=lines)
            assert clean(once, lines=lines) == once


def test_json_stays_json_and_keeps_its_meaning() -> None:
    value = {"a\u202eb": "\x1b[1m\x9b\x7f é \ud800", "n": "\r\n\t"}
    document = clean_json(json.dumps(value, ensure_ascii=False))
    assert document == (r'{"a\u202eb": "\u001b[1m\u009b\u007f é \ud800", "n": "\r\n\t"}')
    assert json.loads(document) == value
