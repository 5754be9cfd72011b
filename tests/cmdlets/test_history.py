from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from gshell.cmdlets.past import History
from gshell.engine.complete import complete
from gshell.engine.values import Value
from gshell.repl.history import FileHistory
from tests.cmdlets.conftest import Driver


def fail(error: OSError) -> None:
    raise AssertionError("the file can be used") from error


class Typist:
    """Somebody who types lines at a prompt, which keeps them before they run."""

    def __init__(self, driver: Driver, path: Path | None = None) -> None:
        self.driver = driver
        self.past = driver.shell.service(History)
        self.history = FileHistory(lambda: path, fail, self.past.is_recall)
        self.past.kept = self.history

    def type(self, *lines: str) -> list[Value]:
        """Type lines, and give what the last one gives."""
        given: list[Value] = []
        for line in lines:
            self.history.append_string(line)
            with self.past.runs(line):
                given = self.driver.run(line)
        return given

    @property
    def kept(self) -> list[str]:
        return self.history.get_strings()


@pytest.fixture
def typist(driver: Driver) -> Typist:
    return Typist(driver)


def listed(typist: Typist, line: str = "h") -> list[tuple[int, str]]:
    return [(one.id, one.line) for one in typist.type(line)]


# Get-History.


def test_lines_are_listed_with_numbers_the_newest_last(typist: Typist) -> None:
    typist.type("'one'", "'two'")
    assert listed(typist) == [(1, "'one'"), (2, "'two'")]


def test_a_line_is_text_and_has_its_time(typist: Typist) -> None:
    before = datetime.now().astimezone().replace(microsecond=0)
    typist.type("'one'")
    assert typist.type('"$(h)"; (h).CommandLine') == ["'one'", "'one'"]
    (time,) = typist.type("h -Id 1 | % Time")
    assert before <= time <= datetime.now().astimezone()


def test_the_line_that_runs_is_not_among_them(typist: Typist) -> None:
    typist.type("'one'", "h")
    assert listed(typist, "h -Count 5") == [(1, "'one'"), (2, "h")]
    assert listed(typist, "h -Count 5") == [(1, "'one'"), (2, "h")]


def test_a_number_never_comes_to_mean_another_line(typist: Typist) -> None:
    typist.type("'one'", "'two'", "'one'", "'three'")
    assert listed(typist) == [(2, "'two'"), (3, "'one'"), (4, "'three'")]
    assert [one.line for one in typist.type("h -Id 1, 3, 2")] == ["'one'", "'one'", "'two'"]


def test_only_the_last_ones(typist: Typist) -> None:
    typist.type("'one'", "'two'", "'three'")
    assert listed(typist, "h 2") == [(2, "'two'"), (3, "'three'")]
    assert listed(typist, "h -Count 0") == []
    assert len(listed(typist, "history -Count 1000")) == 5


def test_a_number_that_is_not_there(typist: Typist) -> None:
    typist.type("'one'")
    assert listed(typist, "h -Id 9, 1") == [(1, "'one'")]
    error = typist.driver.shell.errors[0]
    assert (error.id, error.message) == ("ParamInvalid", "the history has no line 9")


def test_secrets_are_in_no_list(typist: Typist) -> None:
    typist.type("$token = 'abc'", "'one'")
    assert listed(typist) == [(1, "'one'")]


def test_lines_of_earlier_runs_are_there(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "history"
    path.write_text("\n# 2024-05-01 10:30:00\n+'first\n+second'\n\n+'undated'\n", encoding="utf-8")
    typist = Typist(driver, path)
    entries = typist.type("h")
    assert [(one.id, one.line) for one in entries] == [(1, "'first\nsecond'"), (2, "'undated'")]
    assert entries[0].time.strftime("%Y-%m-%d %H:%M") == "2024-05-01 10:30"
    assert entries[0].time.tzinfo is not None
    assert entries[1].time is None


# Invoke-History.


def test_the_last_line_runs_again(typist: Typist) -> None:
    assert typist.type("$n = 1", "$n += 1; $n", "r") == [3]
    assert typist.type("r") == [4]
    assert typist.driver.messages == "$n += 1; $n\n$n += 1; $n\n"


def test_a_line_runs_by_its_number_also_by_an_old_one(typist: Typist) -> None:
    assert typist.type("'one'", "'two'", "r 1") == ["one"]
    assert typist.type("'three'", "r 1") == ["one"]
    assert listed(typist)[-1] == (5, "'one'")


def test_a_line_runs_by_its_beginning(typist: Typist) -> None:
    assert typist.type("'one'", "'other'", "5", 'r "\'O"') == ["other"]
    assert typist.type('r "\'on"') == ["one"]


def test_the_history_keeps_the_line_and_not_the_recall(typist: Typist, tmp_path: Path) -> None:
    typist = Typist(typist.driver, tmp_path / "history")
    typist.type("'one'", "'two'", "r 1", "Invoke-History -Id 2", "ihy", "r 99")
    assert typist.kept == ["'one'", "'two'"]
    assert Typist(typist.driver, tmp_path / "history").type("h | % CommandLine") == [
        "'one'",
        "'two'",
    ]


def test_a_recall_among_other_things_is_a_line_of_its_own(typist: Typist) -> None:
    assert typist.type("1..3", "r 1 | where { $_ -gt 1 }") == [2, 3]
    assert typist.kept == ["r 1 | where { $_ -gt 1 }", "1..3"]


def test_an_own_alias_recalls_too(typist: Typist) -> None:
    assert typist.type("Set-Alias again r", "'one'", "again") == ["one"]
    assert typist.kept == ["Set-Alias again r", "'one'"]


def test_objects_of_the_history_run(typist: Typist) -> None:
    assert typist.type("1", "2", "3", "h -Count 2 | r") == [2, 3]


def test_a_line_does_not_run_itself_for_ever(typist: Typist) -> None:
    assert typist.type("r; 'end'") == ["end"]
    assert typist.driver.error_ids() == ["InvalidOperation"]
    typist.type("'one'")
    assert typist.type("r 1") == ["one", "end"]
    assert typist.type("if ($true) { r 5 }") == []
    assert typist.driver.shell.errors[0].message == "this line of the history runs itself"


def test_two_lines_do_not_run_each_other_for_ever(typist: Typist) -> None:
    typist.type("if ($x) { r 2 }", "if ($x) { r 1 }", "$x = 1", "r 1")
    assert typist.driver.shell.errors[0].message == "this line of the history runs itself"


def test_a_line_that_is_wrong_is_an_error(typist: Typist) -> None:
    typist.history.append_string("1 +* 2")
    assert typist.type("r 1") == []
    assert typist.driver.shell.errors[0].id == "SyntaxError"


def test_variables_of_a_line_stay(typist: Typist) -> None:
    assert typist.type("$x = 1; $y = 7", "$x = 2", "r 1", "$x, $y") == [1, 7]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("r 9", "the history has no line 9"),
        ("r nothing", "no line in the history begins with nothing"),
        ("r 0", "the history has no line 0"),
        ("r (1,2)", "-Id must be a whole number"),
        ("r 1.5", "no line in the history begins with 1.5"),
    ],
)
def test_what_is_not_there_cannot_run(typist: Typist, line: str, message: str) -> None:
    typist.type("'one'")
    assert typist.type(line) == []
    assert message in typist.driver.shell.errors[0].message


def test_where_nobody_types_there_is_no_history(driver: Driver) -> None:
    assert driver.give("h") == []
    error = driver.fail("r")
    assert error.message == "the history is empty"
    assert error.hint == "it holds the lines that are typed at the prompt"


def test_an_empty_history(typist: Typist) -> None:
    assert typist.type("r") == []
    error = typist.driver.shell.errors[0]
    assert (error.id, error.hint) == ("InvalidOperation", "")


def test_lines_are_offered_the_newest_first(typist: Typist) -> None:
    typist.type("'one'", "'two'")
    choices = complete("r ", 2, typist.driver.shell).choices
    assert [(one.text, one.note) for one in choices] == [("2", "'two'"), ("1", "'one'")]
