"""The table of commands: those that are added while the shell runs, and what their names meant."""

from __future__ import annotations

import pytest

from gshell.engine.command import Cmdlet
from gshell.engine.errors import ShellError
from tests.engine.world import World, get_number, set_thing


def made(name: str, label: str = "made") -> Cmdlet:
    """Make a command that counts, with its label given already."""
    return get_number.fixing(name, f"Count for {label}.", ("label",), lambda _: {"label": label})


@pytest.fixture
def world() -> World:
    return World()


def test_an_added_command_is_found_like_any_other(world: World) -> None:
    world.commands.add([made("Get-Added")])
    for word in ("Get-Added", "get-added", "ADDED"):
        assert world.commands.resolve(word) == "Get-Added"
    assert world.give("get-added 2") == [1, 2]
    assert world.log == ["made 1", "made 2", "made closed"]
    assert world.commands.index["Get-Added"].summary == "Count for made."


def test_what_is_given_already_cannot_be_typed(world: World) -> None:
    world.commands.add([made("Get-Added")])
    world.give("Get-Added -Label x")
    assert world.errors[0].message == "Get-Added has no parameter -Label"
    assert "Label" not in [one.name for one in world.commands.find("Get-Added").parameters]
    assert "Label" in [one.name for one in get_number.parameters]


def test_one_of_the_same_name_takes_its_place_and_its_aliases(world: World) -> None:
    world.commands.add([made("Get-Added")])
    world.commands.define("plus", "Get-Added")
    world.commands.add([made("GET-ADDED", "second")])
    assert world.give("plus 1; get-added 1") == [1, 1]
    assert set(world.log) == {"second 1", "second closed"}
    assert "Get-Added" not in world.commands.index


def test_a_removed_command_is_gone_with_its_aliases(world: World) -> None:
    world.commands.add([made("Get-Added")])
    world.commands.define("plus", "Get-Added")
    world.commands.remove(["Get-Added"])
    for word in ("Get-Added", "plus"):
        with pytest.raises(ShellError):
            world.commands.find(word)
    assert world.commands.own_aliases == {}
    assert "get-added" not in world.commands.names


def test_an_alias_comes_back_when_the_command_that_took_its_word_goes(world: World) -> None:
    world.commands.add([made("numbers")])
    assert world.commands.resolve("numbers") == "numbers"
    world.commands.remove(["numbers"])
    assert world.commands.resolve("numbers") == "Get-Number"


def test_an_own_alias_may_take_the_word_of_an_added_command(world: World) -> None:
    world.commands.add([made("plus")])
    world.commands.define("plus", "Set-Thing")
    assert world.commands.resolve("plus") == set_thing.name


def test_who_goes_through_the_table_sees_it_as_it_was(world: World) -> None:
    names = iter(world.commands.index)
    first = next(names)
    world.commands.add([made("Get-Added")])
    assert "Get-Added" not in [first, *names]
    assert world.commands.taken("get-added") == "Get-Added"
    assert world.commands.taken("added") is None


def test_the_name_of_a_cmdlet_cannot_be_taken(world: World) -> None:
    with pytest.raises(AssertionError):
        world.commands.add([made("get-NUMBER")])
