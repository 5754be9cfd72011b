"""Format-Table and Format-List, as they print."""

from __future__ import annotations

import pytest

from tests.cmdlets.conftest import Driver

MAPS = "@{a=1; bb='x'}, @{a=22; bb='y'}"
GROUPS = ["a: 1", "", "a  bb", "1  x", "", "a: 22", "", " a  bb", "22  y"]


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
        ("1..2 | ft @{n='sq'; e={ $_ * $_ }}, { -$_ }", ["sq  -$_", " 1   -1", " 4   -2"]),
        ("'ab' | fl @{n='size'; e='Length'}, length", ["size   : 2", "length : 2"]),
        (f"{MAPS} | ft b*", ["bb", "x", "y"]),
        (f"{MAPS} | ft @{{n='a'; e={{ 0 }}}}, *", ["a   a  bb", "0   1  x", "0  22  y"]),
        (f"{MAPS} | ft -HideTableHeaders", [" 1  x", "22  y"]),
        ("@{long=1} | ft -HideTableHeaders", ["1"]),
        (f"{MAPS} | ft -GroupBy a", GROUPS),
        (f"{MAPS} | ft bb -GroupBy {{ 'all' }}", ["'all': all", "", "bb", "x", "y"]),
        ("'ab', 'c' | ft -GroupBy @{n='n'; e='Length'}", ["n: 2", "ab", "", "n: 1", "c"]),
        (f"{MAPS} | fl bb -GroupBy a", ["a: 1", "", "bb : x", "", "a: 22", "", "bb : y"]),
        ("gcm ft | ft -GroupBy Alias name", ["Alias: ft", "", "Name", "Format-Table"]),
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
        ("1 | ft @{n='x'}", "needs what makes the property"),
        ("1 | fl @{n='x'; e={ 1 }; w=5}", "no place for the key 'w'"),
        ("1 | fl $null, a", "must be the name of a member (got $null)"),
        ("1 | fl -Wrap", "fl has no parameter -Wrap"),
    ],
)
def test_refused(driver: Driver, line: str, message: str) -> None:
    assert message in driver.fail(line).message


def test_a_line_is_given_before_the_next_object_is_asked_for(driver: Driver) -> None:
    shown = driver.stream("1..9 | % { $n = $_; $_ } | ft")
    assert next(shown) == "1"
    assert driver.shell.variables["n"] == 1


def test_a_block_that_fails_leaves_its_cell_empty(driver: Driver) -> None:
    driver.interpreter.run("1..2 | ft @{n='x'; e={ 1 / ($_ - 1) }}")
    assert driver.output.getvalue().splitlines() == ["x", "", "1"]
    assert driver.error_ids() == ["InvalidOperation"]


def test_auto_size_measures_all_rows(driver: Driver) -> None:
    lines = "1..40 | % { @{a='x' * $_; b=$_} } | ft"
    first, *_ = driver.run(lines)
    assert len(first) < 30
    first, *_ = driver.run(f"{lines} -AutoSize")
    assert first == f"{'a':40}   b"


@pytest.mark.parametrize("line", ["1 | ft", "1 | fl", "1 | ft { $_ } -AutoSize"])
def test_layouts_have_no_place_in_json(driver: Driver, line: str) -> None:
    driver.interpreter.console.json = True
    assert "--json" in driver.fail(line).message
