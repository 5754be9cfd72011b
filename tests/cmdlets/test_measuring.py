"""Measure-Object and Measure-Command."""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gshell.cmdlets.measuring import measure_object
from gshell.engine.errors import StoppingError
from tests.cmdlets.conftest import Driver


def measured(driver: Driver, line: str) -> dict[str, Any]:
    (result,) = driver.give(line)
    assert isinstance(result, dict)
    return result


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1..4 | measure", {"Count": 4}),
        ("@() | measure", {"Count": 0}),
        ("measure", {"Count": 0}),
        ("1, $null, 'x', @{a=1} | measure", {"Count": 3}),
        (",(1, 2) | measure", {"Count": 1}),
        ("1..4 | measure -Sum", {"Count": 4, "Sum": 10}),
        ("1..4 | measure -Sum:$false", {"Count": 4}),
        ("1..4 | measure -Average", {"Count": 4, "Average": 2.5}),
        ("1..3 | measure -Av -Su", {"Count": 3, "Sum": 6, "Average": 2}),
        ("1, 2.5 | measure -Sum", {"Count": 2, "Sum": 3.5}),
        ("'1', ' 2 ', '1e1' | measure -Sum", {"Count": 3, "Sum": 13}),
        ("$true, $false, $true | measure -Sum", {"Count": 3, "Sum": 2}),
        ("$null, 5 | measure -Average", {"Count": 1, "Average": 5}),
        ("@() | measure -Sum -Average", {"Count": 0, "Sum": 0, "Average": None}),
        ("3, 1, 2 | measure -Min -Max", {"Count": 3, "Minimum": 1, "Maximum": 3}),
        ("3, '10', 9 | measure -Max", {"Count": 3, "Maximum": "10"}),
        ("'10', '9' | measure -Min", {"Count": 2, "Minimum": "9"}),
        ("'b', 'A', 'c' | measure -Min -Max", {"Count": 3, "Minimum": "A", "Maximum": "c"}),
        ("'b', 5, (1, 2) | measure -Min -Max", {"Count": 3, "Minimum": 5, "Maximum": [1, 2]}),
        ("$null | measure -Min", {"Count": 0, "Minimum": None}),
        ("2, 4, 4, 4, 5, 5, 7, 9, 0 | measure -StandardDeviation -Sum", {
            "Count": 9, "Sum": 40, "StandardDeviation": pytest.approx(2.6034165586)}),
        ("5 | measure -StandardDeviation", {"Count": 1, "StandardDeviation": None}),
        ("1, 3 | measure -AllStats", {
            "Count": 2, "Sum": 4, "Average": 2, "Minimum": 1, "Maximum": 3,
            "StandardDeviation": pytest.approx(2**0.5)}),
        ("'one two', '', \"three`nfour`n\" | measure -Line -Word -Character", {
            "Count": 3, "Lines": 4, "Words": 4, "Characters": 18}),
        ("' a b ' | measure -Character -IgnoreWhiteSpace", {"Count": 1, "Characters": 2}),
        ("12, 345 | measure -Char", {"Count": 2, "Characters": 5}),
    ],
)  # fmt: skip
def test_measure(driver: Driver, line: str, expected: dict[str, Any]) -> None:
    result = measured(driver, line)
    assert result == expected
    assert list(result) == list(expected)


def test_whole_numbers_stay_exact(driver: Driver) -> None:
    large = 2**60 + 1
    assert measured(driver, f"{large}, {large}, 1 | measure -Sum")["Sum"] == 2 * large + 1
    assert type(measured(driver, "2, 4 | measure -Sum -Average")["Average"]) is int


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("measure a", [{"Property": "a", "Count": 2}]),
        ("measure A -Sum", [{"Property": "A", "Count": 2, "Sum": 4}]),
        ("measure { $_.a * 2 } -Max", [{"Property": "$_.a * 2", "Count": 3, "Maximum": 6}]),
        ("measure a, b -Sum", [
            {"Property": "a", "Count": 2, "Sum": 4}, {"Property": "b", "Count": 1, "Sum": 5}]),
    ],
)  # fmt: skip
def test_members(driver: Driver, line: str, expected: list[dict[str, Any]]) -> None:
    assert driver.give(f"@{{a=1}}, @{{b=5}}, @{{a=3}} | {line}") == expected


def test_what_is_no_number_is_said_and_left_out(driver: Driver) -> None:
    line = "1, 'x', (5, 6), @{n=7; m=8}, 3 | measure -Sum -Average"
    assert driver.run(line) == [{"Count": 2, "Sum": 4, "Average": 2}]
    assert driver.error_ids() == ["InvalidOperation"] * 3
    errors = list(reversed(driver.shell.errors))
    assert [error.message for error in errors] == [
        "'x' is no number",
        "a List is no number",
        "a Map is no number",
    ]
    assert errors[0].target == "x"
    assert "items of a list" in errors[1].hint
    assert errors[2].hint == "name what to measure: one of n, m"


def test_a_number_that_is_none_can_stop_the_line(driver: Driver) -> None:
    with pytest.raises(StoppingError, match="'x' is no number"):
        driver.run("1, 'x' | measure -Sum -ErrorAction Stop")


def test_numbers_that_are_too_large_are_an_error(driver: Driver) -> None:
    driver.shell.variables["numbers"] = [10**400, 0.5]
    assert driver.fail("$numbers | measure -Sum").id == "InvalidOperation"


def test_a_duration_is_its_seconds(driver: Driver) -> None:
    driver.shell.variables["times"] = [timedelta(seconds=2), timedelta(milliseconds=500)]
    assert measured(driver, "$times | measure -Sum")["Sum"] == 2.5
    assert measured(driver, "$times | measure -Max")["Maximum"] == timedelta(seconds=2)


@pytest.mark.parametrize("given", ["-Line -Sum", "-Word -AllStats", "-Character -Minimum"])
def test_text_and_numbers_are_measured_apart(driver: Driver, given: str) -> None:
    record = driver.fail(f"1 | % {{ $ran = 1 }} | measure {given}")
    assert record.id == "ParamInvalid"
    assert driver.run("$ran") == [None]


class Thing:
    """An object of which one can tell whether it is still there."""


def test_no_object_is_kept() -> None:
    alive: weakref.WeakSet[Thing] = weakref.WeakSet()

    def things() -> Iterator[Thing]:
        for _ in range(9):
            alive.add(thing := Thing())
            yield thing
            del thing
            assert len(alive) <= 1  # the loop of the cmdlet has one in its hand

    (result,) = measure_object.function(context=None, objects=things())
    assert result == {"Count": 9}


def test_a_command_is_measured(driver: Driver) -> None:
    (took,) = driver.give("Measure-Command { $n = 1..100 | measure; 'dropped' }")
    assert isinstance(took, timedelta)
    driver.shell.variables["took"] = took
    assert driver.give("$took.TotalSeconds") == [took.total_seconds()]
    assert driver.give("$took.totalmilliseconds") == [pytest.approx(took.total_seconds() * 1000)]
    assert driver.give("$took.TotalMinutes * 60") == [pytest.approx(took.total_seconds())]
    assert driver.give("$n.Count") == [100]
    assert float(driver.give('"$took"')[0]) == pytest.approx(took.total_seconds(), abs=0.001)


def test_a_duration_in_json_is_its_seconds(driver: Driver) -> None:
    (text,) = driver.give("@{took=(Measure-Command { 1 })} | ConvertTo-Json")
    assert isinstance(json.loads(text)["took"], float)


def test_a_measured_block_sees_the_item_around_it(driver: Driver) -> None:
    assert driver.give("5 | % { $t = Measure-Command { $seen = $_ }; $seen }") == [5]


def test_an_error_in_a_measured_block_is_reported(driver: Driver) -> None:
    assert len(driver.run("Measure-Command { 1 / 0 }")) == 1
    assert driver.error_ids() == ["InvalidOperation"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Measure-Command", "needs -Expression"),
        ("Measure-Command 5", "must be a script block"),
        ("1 | Measure-Command { }", "takes nothing from a pipe"),
    ],
)
def test_measure_command_needs_a_block(driver: Driver, line: str, message: str) -> None:
    assert message in driver.fail(line).message
