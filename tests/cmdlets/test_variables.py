from __future__ import annotations

import pytest

from gshell.cmdlets.variables import AliasInfo, VariableInfo
from gshell.engine.complete import complete
from tests.cmdlets.conftest import Driver


def names(objects: list[object]) -> list[str]:
    assert all(isinstance(one, (VariableInfo, AliasInfo)) for one in objects)
    return [str(one) for one in objects]


# Variables.


def test_variables_are_listed_by_name(driver: Driver) -> None:
    driver.give("$size = 3; $Steps = 20; $other = 'x'")
    assert names(driver.give("Get-Variable")) == ["other", "size", "steps"]
    assert names(driver.give("Get-Variable s*")) == ["size", "steps"]
    assert names(driver.give("gv STEPS, other")) == ["STEPS", "other"]
    assert driver.give("(gv size).Value; gv s* -ValueOnly") == [3, 3, 20]


def test_those_that_the_shell_sets_are_left_out_unless_named(demo: Driver) -> None:
    demo.give("$mine = 1; 'x' -match 'x'")
    assert names(demo.give("Get-Variable")) == ["mine"]
    assert demo.give("(gv session).Value.name; (gv null).Value; (gv true).Value") == [
        "demo",
        None,
        True,
    ]
    assert demo.give("gv HOME -ValueOnly") == demo.give("$HOME")


def test_a_variable_that_is_not_there(driver: Driver) -> None:
    driver.give("$steps = 1")
    assert names(driver.run("gv stepz, steps")) == ["steps"]
    error = driver.shell.errors[0]
    assert (error.id, error.message) == ("ParamInvalid", "there is no variable stepz")
    assert error.hint == "did you mean steps?"
    assert driver.run("gv nothing*") == []
    assert len(driver.shell.errors) == 1


def test_a_name_must_be_a_text(driver: Driver) -> None:
    assert driver.fail("Get-Variable $null,'x'").id == "ParamInvalid"


def test_secrets_are_not_shown(driver: Driver) -> None:
    driver.interpreter.run("$token = 'abc'; $a = 'hf_s3cret'; $b = @{k='http://ann:pw@h/'}; gv")
    shown = driver.output.getvalue()
    assert "abc" not in shown
    assert "s3cret" not in shown
    assert ":pw@" not in shown
    assert shown.count("***") == 3
    assert driver.give("(gv token).Value") == ["abc"]


def test_a_variable_is_set(driver: Driver) -> None:
    assert driver.give("Set-Variable size 3; $size") == [3]
    assert driver.give("sv a, b 7; $a, $b") == [7, 7]
    assert driver.give("1..3 | Set-Variable all; $all.Count; 5 | sv one; $one") == [3, 5]
    assert driver.give("sv size; $size") == [None]


def test_what_the_shell_sets_cannot_be_set(driver: Driver) -> None:
    assert driver.fail("Set-Variable true 1").id == "InvalidOperation"


def test_a_variable_is_removed(driver: Driver) -> None:
    driver.give("$a = 1; $ab = 2; $c = 3; Remove-Variable a*; rv C")
    assert driver.give("Get-Variable") == []
    assert driver.fail("Remove-Variable gone").message == "there is no variable gone"


def test_what_the_shell_sets_cannot_be_removed(demo: Driver) -> None:
    assert demo.fail("Remove-Variable session").id == "InvalidOperation"
    demo.run("rv *")
    assert demo.run("$session.name") == ["demo"]


def test_variables_are_completed(driver: Driver) -> None:
    driver.give("$steps = 1; $size = 2")
    offered = [one.text for one in complete("Get-Variable s", 14, driver.shell).choices]
    assert offered == ["size", "steps"]


# Aliases.


def test_aliases_say_what_they_stand_for(driver: Driver) -> None:
    assert driver.give("(Get-Alias ft).Definition") == ["Format-Table"]
    assert driver.give("gal ? | % Definition") == ["Where-Object"]
    assert driver.give("gal % | % Name") == ["%"]
    assert {"%", "foreach"} <= set(names(driver.give("Get-Alias -Definition ForEach*")))
    assert names(driver.give("gal wher*")) == ["where"]
    assert not any(one.own for one in driver.give("Get-Alias"))


def test_an_alias_that_is_not_there(driver: Driver) -> None:
    assert driver.fail("Get-Alias selct").hint == "did you mean select?"


def test_an_alias_as_other_shells_write_it(driver: Driver) -> None:
    assert driver.fail("alias pick=select").hint == "Set-Alias pick select makes an alias"


def test_a_command_is_no_alias(driver: Driver) -> None:
    assert driver.fail("Get-Alias Get-Help").hint == "Get-Help is a command"


def test_an_own_alias_runs_and_is_listed(driver: Driver) -> None:
    driver.give("Set-Alias Pick select")
    assert driver.give("1..3 | pick -First 1") == [1]
    assert [(one.name, one.definition) for one in driver.give("gal | where Own")] == [
        ("Pick", "Select-Object")
    ]
    driver.give("sal Again pick; Set-Alias pick where")
    assert driver.give("(gal again).Definition; (gal pick).Definition") == [
        "Select-Object",
        "Where-Object",
    ]


def test_an_alias_of_nothing(driver: Driver) -> None:
    error = driver.fail("Set-Alias x selct")
    assert (error.id, error.hint) == ("CommandNotFound", "did you mean select?")


def test_an_alias_holds_no_arguments(driver: Driver) -> None:
    error = driver.fail("Set-Alias up 'echo up'")
    assert error.hint == "a block can hold more: $up = { echo up }, and & $up runs it"
    assert driver.run("$up = { echo up }; & $up") == ["up"]


@pytest.mark.parametrize("word", ["if", "FOREACH", "try", "return"])
def test_a_word_of_the_language_stays_one(driver: Driver, word: str) -> None:
    error = driver.fail(f"Set-Alias {word} call -Force")
    assert error.message == f"{word} is a word of the language"


@pytest.mark.parametrize("word", ["two words", "$x", "12", "a|b", "'q'", ""])
def test_an_alias_must_be_a_word(driver: Driver, word: str) -> None:
    driver.shell.variables["word"] = word
    assert "cannot be typed" in driver.fail("Set-Alias -Name $word -Value call").message


@pytest.mark.parametrize("word", ["ft", "?", "Get-Help"])
def test_what_gshell_brings_is_changed_by_force_only(driver: Driver, word: str) -> None:
    error = driver.fail(f"Set-Alias {word} select")
    assert error.id == "InvalidOperation"
    assert "-Force" in error.hint
    assert driver.run(f"Set-Alias {word} select -Force; 1..3 | {word} -First 1") == [1]
    assert driver.run(f"Set-Alias {word} sort; (gal {word}).Own") == [True]


def test_commands_are_completed(driver: Driver) -> None:
    offered = [one.text for one in complete("Set-Alias x Sel", 15, driver.shell).choices]
    assert "Select-Object" in offered
