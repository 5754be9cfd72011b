"""The table of cmdlets equals the code, and every cmdlet keeps the house rules."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import gshell.cmdlets
from gshell.cmdlets.index import INDEX
from gshell.engine.command import Cmdlet
from gshell.engine.registry import CommandTable


def cmdlets_in_code() -> dict[str, tuple[str, Cmdlet]]:
    found: dict[str, tuple[str, Cmdlet]] = {}
    for module in pkgutil.iter_modules(gshell.cmdlets.__path__, "gshell.cmdlets."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Cmdlet):
                found[value.name] = module.name, value
    return found


CODE = cmdlets_in_code()


def test_the_index_has_every_cmdlet_and_no_other() -> None:
    assert sorted(INDEX) == sorted(CODE)


@pytest.mark.parametrize("name", sorted(CODE))
def test_the_index_says_what_the_code_says(name: str) -> None:
    module, found = CODE[name]
    entry = INDEX[name]
    assert (entry.module, entry.summary) == (module, found.summary)
    assert (entry.aliases, entry.search) == (found.aliases, found.search)
    assert entry.ends_pipeline == found.ends_pipeline


def test_no_two_cmdlets_share_a_name_or_an_alias() -> None:
    words = [name.lower() for name in INDEX]
    words += [alias.lower() for entry in INDEX.values() for alias in entry.aliases]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("name", sorted(CODE))
def test_every_cmdlet_and_parameter_is_explained(name: str) -> None:
    _, found = CODE[name]
    assert found.summary.endswith(".")
    assert [one.name for one in found.parameters if one.names and not one.help] == []


@pytest.mark.parametrize("name", sorted(CODE))
def test_no_own_parameter_has_the_name_of_another(name: str) -> None:
    _, found = CODE[name]
    names = [known.lower() for one in found.parameters for known in one.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", sorted(set(CODE) - {"Exit-Gshell"}))
def test_every_cmdlet_has_examples(name: str) -> None:
    assert CODE[name][1].examples


def test_a_cmdlet_is_found_by_name_alias_and_noun() -> None:
    table = CommandTable(INDEX)
    for word in ("Get-GradioApi", "get-gradioapi", "apis", "APIS", "gradioapi"):
        assert table.resolve(word) == "Get-GradioApi"
    assert table.resolve("nothing-like-it") is None
    assert table.switch_of("use") == "Default"
    assert table.switch_of("Set-GradioSession") is None
