from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.world import Thing, World

SCRIPT = '# first\n$x = 1 + 2; "x is $x"\nforeach ($i in 1..2) {\n  $i\n}\n$args.Count\n'
SHOWN = [
    "# first\n....... $x = 1 + 2",
    '"x is $x"',
    "foreach ($i in 1..2) {\n.......   $i\n....... }",
    "$args.Count",
]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.chdir(tmp_path)
    Path("demo.gsh").write_text(SCRIPT, encoding="utf-8")
    return World()


def shown(world: World) -> list[str]:
    return [one.removeprefix("write ").removesuffix(r"'\n'") for one in world.listener.said]


@pytest.mark.parametrize("call", ["./demo.gsh -Echo a b", "& ./demo.gsh a -echo b"])
def test_a_script_shows_its_statements(world: World, call: str) -> None:
    assert world.give(call) == ["x is 3", 1, 2, 2]
    assert shown(world) == [f"gshell> {one}" for one in SHOWN]


def test_without_the_switch_nothing_is_shown(world: World) -> None:
    assert world.give("./demo.gsh a") == ["x is 3", 1, 2, 1]
    assert shown(world) == []


def test_the_text_given_to_the_shell_shows_its_statements_too(world: World) -> None:
    assert world.give(SCRIPT, "-Echo", "a") == ["x is 3", 1, 2, 1]
    assert len(shown(world)) == len(SHOWN)


def test_the_prompt_is_the_session_s(world: World) -> None:
    world.session = lambda: Thing("demo")
    world.give("./demo.gsh -Echo")
    assert shown(world)[1] == 'demo> "x is $x"'


def test_a_script_may_have_a_parameter_of_that_name(world: World) -> None:
    Path("own.gsh").write_text('param($Echo) "echo is $Echo"', encoding="utf-8")
    assert world.give("./own.gsh -Echo 5") == ["echo is 5"]
    assert shown(world) == []
