"""Get-Help and Get-Command."""

from __future__ import annotations

import copy

import pytest

from tests.cmdlets.conftest import Driver


def page(driver: Driver, topic: str) -> str:
    (topic_page,) = driver.give(f"help {topic}")
    return str(topic_page)


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("", "gshell"),
        ("$null", "gshell"),
        ("Where-Object", "Where-Object"),
        ("WHERE", "Where-Object"),
        ("'?'", "Where-Object"),
        ("%", "ForEach-Object"),
        ("use", "Set-GradioSession"),
        ("GradioSession", "Get-GradioSession"),
        ("-Name gcm", "Get-Command"),
    ],
)
def test_help_of_a_command(driver: Driver, topic: str, name: str) -> None:
    assert driver.give(f"help {topic} | % Name") == [name]


def test_the_page_of_a_command(driver: Driver) -> None:
    assert page(driver, "exit") == (
        "Exit-Gshell: Leave the shell. Calls that still run are cancelled.\n\n"
        "  exit [[-Code] <number>] [common parameters]\n\n"
        "alias: exit, quit\n\n"
        "  -Code number  the exit code (default 0)"
    )


def test_a_page_lists_what_is_required_and_the_choices(driver: Driver) -> None:
    assert "  -FilterScript block or member  a block, or the name of a member (required)" in page(
        driver, "where"
    )
    assert "-MaxCallsPolicy choice  what one call too many does Error|Warning|Remove" in page(
        driver, "use"
    )


@pytest.mark.parametrize(
    ("topic", "hint"),
    [
        ("wher", "did you mean where?"),
        ("Get-Gradio-Session", "did you mean Get-GradioSession?"),
        ("zzz", "Get-Command lists commands"),
        ("count", "Get-Command lists commands"),
        ("5", "Get-Command lists commands"),
        ("*json", "Get-Command lists commands"),
    ],
)
def test_help_of_what_there_is_not(driver: Driver, topic: str, hint: str) -> None:
    record = driver.fail(f"help {topic}")
    assert record.id == "CommandNotFound"
    assert record.message == f"there is no command or endpoint {topic}"
    assert record.hint == hint


def test_help_takes_a_name(driver: Driver) -> None:
    assert driver.fail("help (1, 2)").id == "ParamInvalid"


def test_help_of_an_endpoint(demo: Driver) -> None:
    assert page(demo, "upper") == (
        "upper: Turn a text into capital letters.\n\n"
        "  call upper -text <string>\n\n"
        "gives value: string\n\n"
        "  -text string  (required)\n\n"
        "examples:\n"
        "  call upper 'some text'\n"
        "  call upper -text 'some text'"
    )
    assert "it streams: results come while it works" in page(demo, "count")
    assert "  -delay number  0-60 (default 0.05)\n" in page(demo, "count")
    assert page(demo, "/COUNT") == page(demo, "count")
    assert "it remembers earlier calls" in page(demo, "chat")
    assert demo.give("(help gen).Parameters[1].Choices") == ["photo", "ink", "pixel"]


def test_the_nearest_endpoint(demo: Driver) -> None:
    assert demo.fail("help uper").hint == "did you mean upper?"


@pytest.mark.parametrize(
    ("endpoint", "line"),
    [
        ("defaults", "-zero number   (default 0)"),
        ("defaults", "-off boolean"),
        ("defaults", "-empty string"),
        ("checkboxgroup", '-tags choices  small|medium|Extra Large (default ["small"])'),
        ("multiselect", "-tags choices  small|medium|Extra Large (default [])"),
    ],
)
def test_a_default_is_shown_unless_it_says_nothing(typed: Driver, endpoint: str, line: str) -> None:
    assert line in [one.strip() for one in page(typed, endpoint).splitlines()]


def test_an_endpoint_with_the_name_of_a_command(demo: Driver) -> None:
    assert demo.sessions.current is not None
    endpoints = demo.sessions.current.app.endpoints
    endpoints["where"] = copy.copy(endpoints["upper"])
    endpoints["where"].name = "where"
    assert "The app has an endpoint of this name: help /where" in page(demo, "where")
    assert page(demo, "/where").startswith("where: Turn a text into capital letters.")
    assert "endpoint of this name" not in page(demo, "select")


@pytest.mark.parametrize("app", ["demo", "typed", "client"])
def test_the_examples_of_every_endpoint_are_accepted(
    request: pytest.FixtureRequest, app: str
) -> None:
    driver: Driver = request.getfixturevalue(app)
    names = driver.give("apis -All | % Name")
    lines = [line for name in names for line in driver.give(f"(help /{name}).Examples")]
    assert len(lines) >= len(names)
    for line in lines:
        driver.give(f"{line} -WhatIf")


def test_no_page_of_a_hostile_app_reaches_the_terminal_as_it_is(typed: Driver) -> None:
    typed.interpreter.run("help hostile; help hostile | fl; (help hostile).Parameters")
    assert "\x1b" not in typed.output.getvalue()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("gcm where", ["Where-Object"]),
        ("gcm '?'", ["Where-Object"]),
        ("gcm GRADIOSESSION", ["Get-GradioSession"]),
        ("gcm *json", ["ConvertTo-Json", "ConvertFrom-Json"]),
        ("gcm f?", ["Format-Table", "Format-List"]),
        ("gcm [gs]et-*session", ["Get-GradioSession", "Set-GradioSession"]),
        ("gcm ap*", ["Get-GradioApi"]),
        ("gcm -Verb format", ["Format-Table", "Format-List"]),
        ("gcm -Noun *JSON -Verb convertto", ["ConvertTo-Json"]),
        ("gcm *-object -Verb w*", ["Where-Object"]),
        ("gcm where -Verb get", []),
        ("gcm nosuch*", []),
        ("gcm -Noun nosuch", []),
    ],
)
def test_get_command(driver: Driver, line: str, names: list[str]) -> None:
    assert driver.give(f"{line} | % Name") == names


def test_get_command_lists_all(driver: Driver) -> None:
    assert len(driver.give("gcm")) == len(driver.shell.commands.index)
    assert driver.give("gcm help | % { $_.Alias; $_.Summary.Length -gt 9 }") == ["help, man", True]


@pytest.mark.parametrize(
    ("word", "hint"),
    [("wher", "did you mean where?"), ("combine", ""), ("zzz", "")],
)
def test_a_command_that_there_is_not(driver: Driver, word: str, hint: str) -> None:
    record = driver.fail(f"gcm {word}")
    assert (record.id, record.hint) == ("CommandNotFound", hint)


def test_an_endpoint_is_no_command(demo: Driver) -> None:
    assert demo.fail("gcm upper").hint == "upper is an endpoint: call upper"
