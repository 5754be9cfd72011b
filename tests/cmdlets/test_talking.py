from __future__ import annotations

import io
import json
import os

import pytest

from gshell.engine.host import COLOURS
from gshell.environment import Environment
from gshell.script import Interpreter
from tests.cmdlets.conftest import Driver
from tests.repl.desk import Terminal


class Person:
    """A shell with somebody at its terminal, who types some lines."""

    def __init__(self, typed: str = "", **variables: str) -> None:
        self.output, self.errors = Terminal(), Terminal()
        environment = Environment(
            Terminal(typed), self.output, self.errors, {**os.environ, "TERM": "xterm"} | variables
        )
        self.interpreter = Interpreter(environment)

    def run(self, line: str) -> int:
        return self.interpreter.run(line)

    @property
    def said(self) -> str:
        return self.errors.getvalue()


# Write-Output.


@pytest.mark.parametrize(
    ("line", "objects"),
    [
        ("echo one", ["one"]),
        ("echo a b 3", ["a", "b", 3]),
        ("echo (1..3)", [1, 2, 3]),
        ("echo 1,2,3", [1, 2, 3]),
        ("echo (1,2) 3", [[1, 2], 3]),
        ("echo (1..3) -NoEnumerate", [[1, 2, 3]]),
        ("echo a b -NoEnumerate", [["a", "b"]]),
        ("echo @()", []),
        ("1..3 | echo", [1, 2, 3]),
        ("1..2 | Write-Output | % { $_ * 2 }", [2, 4]),
        ("write 'a b'", ["a b"]),
        ("echo -- -e", ["-e"]),
        ("echo '-e' x", ["-e", "x"]),
        ("echo @{a=1} | % a", [1]),
    ],
)
def test_what_is_typed_is_given(driver: Driver, line: str, objects: list[object]) -> None:
    assert driver.give(line) == objects


def test_null_is_given_as_an_object(driver: Driver) -> None:
    assert driver.give("echo $null") == [None]


def test_nothing_to_give_is_an_error(driver: Driver) -> None:
    assert driver.fail("echo").message == "echo needs -InputObject"


def test_what_is_typed_and_what_is_piped_do_not_go_together(driver: Driver) -> None:
    assert driver.fail("1 | echo 2").id == "ParamInvalid"


# Write-Host.


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Write-Host hello", "hello\n"),
        ("Write-Host 1 2 three", "1 2 three\n"),
        ("Write-Host (1..3) -Separator ', '", "1, 2, 3\n"),
        ("Write-Host 1 (2,3) -Separator -", "1-2 3\n"),
        ("1..2 | Write-Host", "1\n2\n"),
        ("1..2 | Write-Host -NoNewline", "12"),
        ("Write-Host", "\n"),
        ("Write-Host $null", "\n"),
        ("Write-Host @{a=1; b='x'}", "@{a=1; b=x}\n"),
        ("Write-Host 1.0 $true", "1 True\n"),
    ],
)
def test_what_is_said_goes_past_the_pipeline(driver: Driver, line: str, said: str) -> None:
    assert driver.give(f"$x = {line}; $x") == [None]
    assert driver.messages == said
    assert driver.output.getvalue() == ""


def test_colour_is_only_for_terminals() -> None:
    person = Person()
    person.run("Write-Host ready -ForegroundColor green")
    person.run("Write-Host ready -fore DarkRed -NoNewline")
    assert person.said == "\x1b[92mready\x1b[0m\n\x1b[31mready\x1b[0m"
    plain = Person(NO_COLOR="1")
    plain.run("Write-Host ready -ForegroundColor green")
    assert plain.said == "ready\n"


def test_every_colour_has_one_of_its_own() -> None:
    person = Person()
    for colour in COLOURS:
        assert person.run(f"Write-Host x -ForegroundColor {colour}") == 0
    painted = person.said.splitlines()
    assert len(set(painted)) == len(COLOURS) == 16
    assert painted[0] == "\x1b[30mx\x1b[0m"
    assert painted[-1] == "\x1b[97mx\x1b[0m"


def test_a_wrong_colour_is_told_before_anything_runs(driver: Driver) -> None:
    error = driver.fail("1 | Write-Host -ForegroundColor Gren")
    assert error.id == "ParamInvalid"
    assert error.hint == "did you mean Green?"
    assert driver.messages.startswith("error ParamInvalid")


def test_a_text_cannot_act_on_the_terminal() -> None:
    person = Person()
    person.run("Write-Host $args[0]")
    person.interpreter.run("Write-Host $args[0]", ["\x1b[2J"])
    assert "\x1b[2J" not in person.said
    assert "\\x1b[2J" in person.said


def test_what_is_said_comes_in_order_with_what_is_printed() -> None:
    stream = io.StringIO()
    shell = Interpreter(Environment(io.StringIO(), stream, stream, os.environ))
    shell.run("'one'; Write-Host two; 'three'; Write-Host 'fo' -NoNewline; Write-Host ur; 5")
    assert stream.getvalue() == "one\ntwo\nthree\nfour\n5\n"


# Write-Warning and Write-Error.


def test_a_warning_is_no_error(driver: Driver) -> None:
    assert driver.give("Write-Warning 'slow today'; 'slower', 'slowest' | Write-Warning; $?") == [
        True
    ]
    assert driver.messages == "warning: slow today\nwarning: slower\nwarning: slowest\n"


def test_a_warning_can_be_silenced(driver: Driver) -> None:
    driver.give("Write-Warning x -WarningAction Ignore")
    assert driver.messages == ""


def test_an_error_is_recorded_and_the_pipeline_goes_on(driver: Driver) -> None:
    assert driver.run("1..2 | % { Write-Error \"no $_\"; $_ }; 'on'") == [1, 2, "on"]
    assert [str(error) for error in driver.shell.errors] == ["no 2", "no 1"]
    assert driver.error_ids() == ["WriteError", "WriteError"]


def test_an_error_has_what_was_said_of_it(driver: Driver) -> None:
    driver.run("Write-Error 'no cat' -ErrorId NoCat -Hint 'get one' -TargetObject 7")
    error = driver.shell.errors[0]
    assert (error.id, error.message, error.hint, error.target) == ("NoCat", "no cat", "get one", 7)
    assert driver.messages.startswith("error NoCat: no cat\n")
    assert driver.messages.endswith("hint: get one\n")


def test_an_error_can_end_the_script(driver: Driver) -> None:
    shell = driver.interpreter
    assert shell.run("Write-Error x -ErrorAction Stop; 'not reached'") == 1
    assert driver.output.getvalue() == ""
    assert shell.run("Write-Error x; 'reached'") == 1
    assert driver.output.getvalue() == "reached\n"


# Read-Host and Clear-Host.


def test_an_answer_is_a_text() -> None:
    person = Person("Ann\n007\n")
    assert person.run("$name = Read-Host 'Your name'; $name; (Read-Host Your number) + 1") == 0
    assert person.output.getvalue() == "Ann\n0071\n"
    assert person.said == "Your name: Your number: "


def test_a_question_without_words() -> None:
    person = Person("yes\n")
    person.run("Read-Host")
    assert person.said == ""
    assert person.output.getvalue() == "yes\n"


def test_the_end_of_input_is_no_answer() -> None:
    person = Person("")
    assert person.run("Read-Host x; 'on'") == 1
    assert "error Cancelled" in person.said
    assert person.output.getvalue() == "on\n"


@pytest.mark.parametrize("switch", ["", "-MaskInput", "-AsSecureString"])
def test_what_is_piped_into_gshell_is_no_answer(switch: str) -> None:
    errors, output = io.StringIO(), io.StringIO()
    given = io.StringIO("from a pipe\n")
    shell = Interpreter(Environment(given, output, errors, os.environ))
    assert shell.run(f"$x = Read-Host 'Your name' {switch}; $null -eq $x") == 1
    assert errors.getvalue().startswith("error ConfirmNeeded: there is nobody to ask\n")
    assert "$input" in errors.getvalue()
    assert given.read() == "from a pipe\n"


def test_the_screen_is_emptied_where_there_is_one(driver: Driver) -> None:
    person = Person()
    person.run("cls")
    assert person.output.getvalue().startswith("\x1b[H\x1b[2J")
    assert driver.give("clear") == []
    assert driver.output.getvalue() == ""


def test_under_json_what_is_said_is_still_no_data() -> None:
    errors, output = io.StringIO(), io.StringIO()
    environment = Environment(io.StringIO(), output, errors, os.environ)
    from gshell.config import DEFAULTS

    Interpreter(environment, DEFAULTS._replace(json=True)).run("Write-Host said; echo a $null 3")
    assert [json.loads(line) for line in output.getvalue().splitlines()] == ["a", None, 3]
    assert errors.getvalue() == "said\n"
