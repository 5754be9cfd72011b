from __future__ import annotations

import json

import pytest

from gshell.gradio.errors import Lost
from gshell.gradio.sse import Block, Splitter, parse_block

STREAM = (
    b": a comment\n\n"
    b'data: {"msg":"one"}\n\n'
    b"event: generating\r\ndata: [1]\r\n\r\n"
    b"event: complete\ndata: [\ndata: 2]\n\n"
    b"data:3\n\n"
    b"id: 7\n\n"
)
BLOCKS = [
    Block("message", b'{"msg":"one"}'),
    Block("generating", b"[1]"),
    Block("complete", b"[\n2]"),
    Block("message", b"3"),
]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11, 1000])
def test_chunks_of_any_size_give_the_same_events(size: int) -> None:
    splitter = Splitter()
    blocks = []
    for start in range(0, len(STREAM), size):
        blocks += splitter.feed(STREAM[start : start + size])
    assert blocks + splitter.finish() == BLOCKS


def test_an_event_is_given_as_soon_as_it_is_whole() -> None:
    splitter = Splitter()
    assert splitter.feed(b"data: 1\n") == []
    assert splitter.feed(b"\ndata: 2") == [Block("message", b"1")]
    assert splitter.feed(b"\n\n") == [Block("message", b"2")]


def test_odd_line_breaks_inside_json_are_no_line_breaks() -> None:
    value = "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg"
    block = f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode()
    assert [json.loads(each.data) for each in Splitter().feed(block)] == [value]


def test_a_character_torn_in_two_is_whole_again() -> None:
    block = 'data: "é€😀"\n\n'.encode()
    for cut in range(len(block)):
        splitter = Splitter()
        blocks = splitter.feed(block[:cut]) + splitter.feed(block[cut:])
        assert [json.loads(each.data) for each in blocks] == ["é€😀"]


def test_what_stands_at_the_end_without_a_blank_line_is_not_dropped() -> None:
    splitter = Splitter()
    assert splitter.feed(b"data: 1\n\nevent: error\ndata: null") == [Block("message", b"1")]
    assert splitter.finish() == [Block("error", b"null")]
    assert splitter.finish() == []


@pytest.mark.timeout(20)  # a splitter that joins again for each chunk needs minutes
def test_a_large_event_in_many_chunks_goes_through() -> None:
    splitter, chunk = Splitter(), b"x" * 4096
    splitter.feed(b"data: ")
    for _ in range(20_000):
        assert splitter.feed(chunk) == []
    (block,) = splitter.feed(b"\n\n")
    assert len(block.data) == 4096 * 20_000


def test_an_event_beyond_all_measure_is_refused() -> None:
    splitter = Splitter(limit=100)
    splitter.feed(b"data: " + b"x" * 90)
    with pytest.raises(Lost):
        splitter.feed(b"x" * 90)


def test_fields_without_data_are_no_event() -> None:
    assert parse_block(b"event: ping") is None
    assert parse_block(b"") is None
