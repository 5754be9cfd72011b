"""Format-Table and Format-List, as they print."""

from __future__ import annotations

import pytest

from tests.cmdlets.conftest import Driver

MAPS = "@{a=1; bb='x'}, @{a=22; bb='y'}"


def printed(driver: Driver, line: str) -> list[str]:
    driver.interpreter.run(line)
    assert driver.messages == ""
    return driver.output.getvalue().splitlines()


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        (f"{MAPS} | ft", [" a  bb", " 1  x", "22  y"]),
        (f"{MAPS} | ft bb, a", ["bb   a", "x    1", "y   22"]),
        (f"{MAPS} | Format-Table -Property A", [" a", " 1", "22"]),
        ("@{a=1}, @{b=2} | ft a, b", ["a  b", "1", "   2"]),
        ("@{a=1} | ft nosuch", ["nosuch", ""]),
        (f"{MAPS} | fl", ["a  : 1", "bb : x", "", "a  : 22", "bb : y"]),
        (f"{MAPS} | fl bb", ["bb : x", "", "bb : y"]),
        ("'abc', 'd' | ft Length", ["Length", "     3", "     1"]),
        ("1, 'a' | ft", ["1", "a"]),
        ("1, 'a' | fl", ["1", "a"]),
        ("@{a=1; b=2; c=3; d=4; e=5} | ft", ["a  b  c  d  e", "1  2  3  4  5"]),
        ("@() | ft", []),
        ("ft", []),
    ],
)
def test_layouts(driver: Driver, line: str, lines: list[str]) -> None:
    assert printed(driver, line) == lines


def test_a_list_of_a_type_with_a_view_has_all_properties(driver: Driver) -> None:
    assert printed(driver, "gcm fl | fl") == [
        "Name    : Format-List",
        "Alias   : fl",
        "Summary : Show objects as lists, a property a line. It stands at the end of a pipeline.",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1 | ft a b", "'b' is one too many"),
        ("1 | ft @{n='x'; e={ 1 }}", "must be the name of a member (got a Map)"),
        ("1 | fl { $_ }", "must be the name of a member (got a ScriptBlock)"),
    ],
)
def test_refused(driver: Driver, line: str, message: str) -> None:
    assert message in driver.fail(line).message


def test_a_line_is_given_before_the_next_object_is_asked_for(driver: Driver) -> None:
    shown = driver.stream("1..9 | % { $n = $_; $_ } | ft")
    assert next(shown) == "1"
    assert driver.shell.variables["n"] == 1
