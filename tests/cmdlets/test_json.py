"""ConvertTo-Json and ConvertFrom-Json."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from tests.cmdlets.conftest import Driver


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "@{b=1; a=@(1, @{c=$null})} | ConvertTo-Json -Compress",
            '{"b": 1, "a": [1, {"c": null}]}',
        ),
        ("@{a=@(1)} | ConvertTo-Json", '{\n  "a": [\n    1\n  ]\n}'),
        (",(1, 2) | ConvertTo-Json -Compress", "[1, 2]"),
        ("ConvertTo-Json @(1, 2) -Compress", "[1, 2]"),
        ("ConvertTo-Json -InputObject (1..2) -Compress", "[1, 2]"),
        ("ConvertTo-Json $null", "null"),
        ("ConvertTo-Json 5", "5"),
        ("ConvertTo-Json '5'", '"5"'),
        ("ConvertTo-Json word", '"word"'),
        ("'' | ConvertTo-Json", '""'),
        ("'caf\u00e9' | ConvertTo-Json", '"caf\u00e9"'),
        ("$true | ConvertTo-Json", "true"),
        ("{ $_ } | ConvertTo-Json -Compress", '{"Text": "$_"}'),
    ],
)
def test_to_json(driver: Driver, line: str, expected: str) -> None:
    assert driver.give(line) == [expected]


def test_each_object_is_a_document_of_its_own(driver: Driver) -> None:
    assert driver.give("1, 'a', $true | ConvertTo-Json") == ["1", '"a"', "true"]
    assert driver.give("$null | ConvertTo-Json") == []


def test_what_json_cannot_hold_is_told(driver: Driver) -> None:
    assert driver.give("@{a=1e308 * 10} | ConvertTo-Json -Compress") == ['{"a": null}']
    assert driver.messages.startswith("warning: inf ")


def test_depth_has_no_limit(driver: Driver) -> None:
    (text,) = driver.give("$x = 1; 1..60 | % { $x = @{x=$x} }; $x | ConvertTo-Json")
    assert text.count('"x"') == 60


KEYS = {
    "$session": ["SessionId", "AppUrl", "RealAppUrl", "name", "options", "GradioVersion"],
    "call upper hi": ["num", "ts", "event", "data", "EventId", "ApiName", "final", "repeated"],
    "apis upper": ["Name", "Parameters", "Returns", "Description", "Streams", "UsesState"],
    "call upper hi -Manual": ["id", "event", "ApiName", "session", "Created", "Received"],
    "Send-GradioApi . upper x": ["EventId", "Status", "Outcome", "QueryUrl", "data", "events"],
    "help upper": ["Name", "Summary", "Syntax", "Description", "Parameters", "Examples"],
    "gcm help": ["Name", "Alias", "Summary"],
    "call upper hi | gm | select -First 1": ["Name", "Kind", "Type", "Value"],
    "(call boom x -ea SilentlyContinue); $Error[0]": ["Id", "Message", "Target", "Hint"],
    "(call gen cat -FinalOnly).data[0]": ["path", "url", "size", "orig_name", "mime_type"],
}


@pytest.mark.parametrize("line", KEYS)
def test_every_kind_of_object_is_json(demo: Driver, line: str) -> None:
    first, _, last = line.rpartition("; ")
    text = demo.run(f"{first}; {last} | ConvertTo-Json")[-1]
    found = json.loads(text)
    assert list(found)[: len(KEYS[line])] == KEYS[line]
    assert not {"info", "uploads", "calls"} & set(found)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("'1', 'true', 'null', '\"a\"' | ConvertFrom-Json", [1, True, None, "a"]),
        ("'[1, [2]]' | ConvertFrom-Json", [[1, [2]]]),
        ("'[1, [2]]' | ConvertFrom-Json -Enumerate", [1, [2]]),
        ("ConvertFrom-Json '[1, 2]'", [[1, 2]]),
        ("ConvertFrom-Json -Text '[]' -Enumerate", []),
        ("(ConvertFrom-Json '[1, 2]').Count", [2]),
        ('\'{"b": 1, "a": 2}\' | ConvertFrom-Json | % { $_.A }', [2]),
        ("5 | ConvertFrom-Json", [5]),
        ("ConvertFrom-Json 5", [5]),
        # one document in several lines
        ("'{', '\"a\": 1', '', '}' | ConvertFrom-Json", [{"a": 1}]),
        ("'[', '{\"a\": 1}', ',', '2', ']' | ConvertFrom-Json", [[{"a": 1}, 2]]),
        ("'[1,', '2]' | ConvertFrom-Json -Enumerate", [1, 2]),
        (",('[1,', '2]') | ConvertFrom-Json", [[1, 2]]),
        # a document in each line, and empty ones between
        ("'{\"a\": 1}', '', '{\"a\": 2}', ' ' | ConvertFrom-Json | % a", [1, 2]),
        ("'', '{', '}' | ConvertFrom-Json", [{}]),
        ("'' | ConvertFrom-Json", []),
        ("@() | ConvertFrom-Json", []),
        ("ConvertFrom-Json ''", []),
        (
            "'{\"a\": [1, null]}' | ConvertFrom-Json | ConvertTo-Json -Compress",
            ['{"a": [1, null]}'],
        ),
    ],
)
def test_from_json(driver: Driver, line: str, expected: list[Any]) -> None:
    assert driver.give(line) == expected


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("'nope' | ConvertFrom-Json", "not JSON: Expecting value: line 1"),
        ("ConvertFrom-Json '{\"a\": 1'", "not JSON: "),
        ("'{', '\"a\": x', '}' | ConvertFrom-Json", "not JSON: Expecting value: line 2"),
        ("'1 2' | ConvertFrom-Json", "not JSON: Extra data"),
        ("('[' * 100000) | ConvertFrom-Json", "not JSON: it nests too deeply"),
        ("('[' * 100000), ']' | ConvertFrom-Json", "not JSON: it nests too deeply"),
    ],
)
def test_what_is_not_json(driver: Driver, line: str, message: str) -> None:
    record = driver.fail(line)
    assert record.id == "InvalidOperation"
    assert record.message.startswith(message)
    assert driver.run("'the script goes on'") == ["the script goes on"]


@pytest.mark.parametrize(("value", "kind"), [("@{a=1}", "Map"), ("gcm help", "CommandInfo")])
def test_only_text_is_read(driver: Driver, value: str, kind: str) -> None:
    record = driver.fail(f"{value} | ConvertFrom-Json")
    assert record.id == "ParamInvalid"
    assert record.message == f"JSON is read from text, not from a {kind}"


def test_documents_before_a_broken_one_are_given(driver: Driver) -> None:
    assert driver.run("'{\"a\": 1}', '{\"a\":', '{\"a\": 3}' | ConvertFrom-Json") == [{"a": 1}]
    assert driver.error_ids() == ["InvalidOperation"]


def test_a_line_is_read_before_the_next_one_is_asked_for(driver: Driver) -> None:
    line = '1..9 | % { $n = $_; "$_" } | ConvertFrom-Json | select -First 2; $n'
    assert driver.give(line) == [1, 2, 2]


def test_numbers_that_python_calls_json(driver: Driver) -> None:
    (value,) = driver.give("'NaN' | ConvertFrom-Json")
    assert math.isnan(value)
