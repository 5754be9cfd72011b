"""An app whose endpoints and inputs have names made to do harm, and one that has very many."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest

from gshell.engine.complete import complete
from gshell.engine.hint import hint
from gshell.language.parser import parse
from tests.cmdlets.conftest import Driver, Open
from tests.faults.server import FaultServer

NAMES = [
    "it's",
    'say "hi"',
    "two\nlines",
    "\x1b[31mred\x07",
    "$(Remove-GradioSession *)",
    "a;Remove-GradioSession *",
    "`whoami`",
    "@{x=1}",
    "../../etc/passwd",
    "x" * 5000,
    "!!!",
    "if",
    "Out-File",
    "where",
    "Get-Help",
    "cd",
    "Straße_ключ",
    "a_b",
    "ab",
    "-Force",
    "",
    "--",
]
INPUTS = [
    *("WhatIf", "ErrorAction", "ev", "Session", "Map", "Ask", "it's", "$(x)", "two words", "a\nb"),
    *("\x1b[1mbold", "-dash", "x" * 3000, "verbose", "context", "inputs", "self", "api_name"),
]


def app_of(names: list[str], inputs: list[str]) -> FaultServer:
    """Make a server that says to have these endpoints, each with these inputs."""
    server = FaultServer()
    numbers = list(range(1, len(inputs) + 1))
    text = {"type": "textbox", "props": {}, "api_info": {"type": "string"}}
    enum = {"type": "string", "enum": ["$(exit)", "'; exit", "a\nb", "\x1b[2J", "fine"]}
    server.config = {
        **server.config,
        "components": [{"id": number, **text} for number in [*numbers, 99]],
        "dependencies": [
            {"id": place, "api_name": name, "inputs": numbers, "outputs": [99], "backend_fn": True}
            for place, name in enumerate(names)
        ],
    }
    parameters = [
        {
            "label": f"\x1b[5m{name}",
            "parameter_name": name,
            "type": enum,
            "parameter_has_default": True,
            "parameter_default": "fine",
        }
        for name in inputs
    ]
    entry = {
        "parameters": parameters,
        "returns": [{"label": "\x1b]0;title\x07", "type": {"type": "string"}}],
        "description": "\x1b[31mdo $(exit 3)\nmore",
    }
    server.info = {"named_endpoints": {f"/{name}": entry for name in names}}
    server.behave()
    return server


@pytest.fixture
def hostile(open_driver: Open) -> Iterator[Driver]:
    with app_of(NAMES, INPUTS) as server:
        yield open_driver(server.address, "hostile")


def choices(driver: Driver, line: str) -> list[Any]:
    return list(complete(line, len(line), driver.shell).choices)


@pytest.mark.parametrize("options", ["", "-Prefix ''", "-Prefix '' -Force"])
def test_commands_of_hostile_names_are_harmless(hostile: Driver, options: str) -> None:
    commands = hostile.shell.commands
    before = {word: commands.resolve(word) for word in ("if", "Out-File", "Get-Help", "call")}
    made = hostile.run(f"GradioApiFunction {options}")
    assert len(made) > 10
    for one in made:
        (statement,) = parse(f"{one} x").statements
        assert str(one).isprintable()
        assert str(one) in commands.added, statement
    assert {word: commands.resolve(word) for word in before} == before
    assert set(hostile.error_ids()) <= {"CommandExists", "ParamInvalid"}
    assert len(hostile.sessions.by_name) == 1


def test_a_command_reaches_the_endpoint_of_exactly_its_name(hostile: Driver) -> None:
    for one in hostile.run("GradioApiFunction"):
        (request,) = hostile.run(f"{one} fine -GWhatIf; $null") or [None]
        assert request is None
    sent = [line for line in hostile.messages.splitlines() if "(not sent)" in line]
    numbers = [line.partition('"fn_index": ')[2].partition(",")[0] for line in sent]
    assert len(numbers) == len(set(numbers)) > 10


def test_what_is_shown_of_them_is_harmless(hostile: Driver) -> None:
    hostile.interpreter.run(
        "GradioApiFunction; gcm Invoke-GradioApi*; apis | select -First 2; gcm | fl;"
        "$all = Get-GradioSessionApiProxyFunction; $all | fl; $all | % { help $_.Name };"
        "$all | % { help $_.Name | fl; & $_.Name -nope; & $_.Name nope; & $_.Name -Params 1, 2 }"
    )
    shown = hostile.output.getvalue() + hostile.messages
    assert len(shown) > 10_000
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "InternalError" not in hostile.error_ids()


def test_completion_of_them_is_harmless(hostile: Driver) -> None:
    hostile.run("GradioApiFunction")
    lines = ["call ", "Invoke-GradioApi", "help ", "Invoke-GradioApiIf -", "Invoke-GradioApiIf "]
    lines += ["Invoke-GradioApiIf -WhatIf ", "call if -Params @{", "call if -Map ", "gcm "]
    for line in lines:
        found = choices(hostile, line)
        assert found
        for one in found:
            assert (one.display + one.note).isprintable()
            assert "\x1b" not in one.text
    assert all(
        hint(f"{line} ", len(line) + 1, hostile.shell).current.isprintable() for line in lines
    )


def test_what_completion_inserts_is_one_argument(hostile: Driver) -> None:
    values = [one.text for one in choices(hostile, "call if ")]
    assert "'$(exit)'" in values
    for text in [*values, *(one.text for one in choices(hostile, "call "))]:
        (statement,) = parse(f"x {text}").statements
        (stage,) = statement.stages  # type: ignore[union-attr]
        assert len(stage.elements) == 1


def test_questions_about_them_are_harmless(hostile: Driver) -> None:
    console = hostile.interpreter.console
    console.environment.stdin = io.StringIO("9\n5\n" * len(INPUTS) + "fine\n")
    console.interactive = True
    hostile.run("call if -GAsk")
    assert "has no choice 9" in hostile.messages
    assert "\x1b" not in hostile.messages


def test_two_endpoints_of_one_name(hostile: Driver) -> None:
    hostile.run("GradioApiFunction a_b, ab -Prefix Do")
    assert [error.message for error in hostile.shell.errors] == [
        "DoAb calls a_b in the session hostile already"
    ]


@pytest.fixture
def crowded(open_driver: Open) -> Iterator[Driver]:
    names = [f"endpoint_{number}" for number in range(2000)]
    with app_of(names, ["text", "style"]) as server:
        yield open_driver(server.address, "crowded")


def test_two_thousand_endpoints_are_commands_too(crowded: Driver) -> None:
    crowded.give("GradioApiFunction | Out-Null")
    assert len(crowded.shell.commands.added) == 2000
    assert len(choices(crowded, "Invoke-GradioApiEndpoint77")) == 11
    assert [one.text for one in choices(crowded, "1 | Invoke-GradioApiEndpoint1999")] == [
        "Invoke-GradioApiEndpoint1999"
    ]
    assert len(choices(crowded, "call endpoint_19")) == 111
    assert crowded.fail("Invoke-GradioApiEndpont77").hint == (
        "did you mean Invoke-GradioApiEndpoint77?"
    )
    crowded.shell.errors.clear()
    crowded.give("Remove-GradioSession crowded")
    assert crowded.shell.commands.added == {}
