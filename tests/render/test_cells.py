from __future__ import annotations

import pytest

from gshell.render.cells import cut, pad, width, wrap, wrap_pieces


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("grüße", 5), ("日本", 4), ("e\u0301", 1), ("a👍b", 4), ("…↵", 2)],
)
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_pad_fills_up_to_columns() -> None:
    assert pad("日本", 6) == "日本  "
    assert pad("12", 5, right=True) == "   12"
    assert pad("longer", 3) == "longer"


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_cut_says_that_something_is_missing(text: str, columns: int, shown: str) -> None:
    assert cut(text, columns) == shown
    assert width(shown) <= max(columns, 0)


def test_wrap_breaks_between_words() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("one", 7) == ["one"]
    assert wrap("", 7) == [""]


def test_wrap_breaks_a_long_word_after_a_sign() -> None:
    assert wrap("photo|ink|pixel|oil", 12) == ["photo|ink|", "pixel|oil"]
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrap("日本語", 1) == ["日", "本", "語"]


def test_wrap_can_leave_words_whole_to_be_copied() -> None:
    lines = wrap("see http://127.0.0.1/a/b now", 10, whole_words=True)
    assert lines == ["see", "http://127.0.0.1/a/b", "now"]


def test_pieces_stay_whole_where_they_can() -> None:
    pieces = ["prompt: str", "style: a|b = a", "steps: 1-50 = 20"]
    assert wrap_pieces(pieces, 80) == ["prompt: str  style: a|b = a  steps: 1-50 = 20"]
    assert wrap_pieces(pieces, 28) == ["prompt: str  style: a|b = a", "steps: 1-50 = 20"]
    assert wrap_pieces(pieces, 12) == [
        "prompt: str",
        "style: a|b",
        "  = a",
        "steps: 1-50",
        "  = 20",
    ]
    assert wrap_pieces([], 12) == [""]


def test_no_line_is_wider_than_asked() -> None:
    text = "the quick 日本語 fox|jumps/over, the-lazy dog " * 3
    for columns in range(4, 50):
        lines = [*wrap(text, columns), *wrap_pieces(text.split(" "), columns)]
        assert max(width(line) for line in lines) <= columns
        assert "".join(lines).replace(" ", "") == text.replace(" ", "") * 2
