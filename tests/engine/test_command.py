from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import pytest

from gshell.engine import types as kinds
from gshell.engine.command import Alias, Cmdlet, Parameter, Piped, cmdlet, match_parameter
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.registry import CommandTable, Entry
from gshell.engine.values import Value
from tests.engine import world
from tests.engine.world import TABLE, Thing


@cmdlet("Get-Sample", aliases=["sample"], search=["show"])
def sample(
    context: Context,  # noqa: ARG001
    things: Annotated[list[str], kinds.ListOf(kinds.Choice("a")), Alias("What"), "which ones"],
    times: int | None = None,
    *,
    all_: Annotated[bool, "every one"] = False,
    max_heart_beats: float = 1.5,
    item: Annotated[Value, Piped(hidden=True)] = None,
) -> Iterator[Thing | str]:
    """Show samples:
    a few of them.

    More of it.
    """
    yield f"{things} {times} {all_} {max_heart_beats} {item}"


def test_a_signature_is_the_parameter_table() -> None:
    shown = [(one.name, one.key, one.position, one.required) for one in sample.parameters]
    assert shown == [
        ("Things", "things", 0, True),
        ("Times", "times", 1, False),
        ("All", "all_", None, False),
        ("MaxHeartBeats", "max_heart_beats", None, False),
        ("Item", "item", None, False),
    ]
    things, times, all_, beats, item = sample.parameters
    assert [type(one.type).__name__ for one in sample.parameters] == [
        *("ListOf", "Number", "Switch", "Number", "ParameterType")
    ]
    assert (things.help, things.names, all_.help) == ("which ones", ("Things", "What"), "every one")
    assert (times.default, beats.default) == (None, 1.5)
    assert (item.piped, item.names) == (True, ())
    assert sample.piped is item


def test_a_docstring_is_the_help() -> None:
    assert (sample.summary, sample.description) == ("Show samples: a few of them.", "More of it.")
    assert sample.emits == (Thing, str)
    assert sample.needs_context
    assert sample.reads_pipeline is None


def test_an_iterable_reads_the_pipeline() -> None:
    assert world.where_item.reads_pipeline == "objects"
    assert [one.name for one in world.where_item.parameters] == ["Condition"]


def test_an_unknown_type_is_refused() -> None:
    def wrong(value: bytes) -> Iterator[Value]:
        yield value

    with pytest.raises(TypeError, match="bytes"):
        cmdlet("Get-Wrong")(wrong)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("set-thing", "Set-Thing"),
        ("SET", "Set-Thing"),
        ("reset", "Set-Thing"),
        ("number", "Get-Number"),
        ("%", "ForEach-Item"),
        ("nothing", None),
        ("", None),
    ],
)
def test_resolve(word: str, name: str | None) -> None:
    table = CommandTable(TABLE)
    assert table.resolve(word) == name
    if name is not None:
        assert table.find(word).name == name


def test_an_alias_may_stand_for_a_switch() -> None:
    table = CommandTable(TABLE)
    assert table.switch_of("Reset") == "Force"
    assert table.switch_of("set") is None
    assert table.switch_of("nothing") is None


@pytest.mark.parametrize(
    ("word", "hint"),
    [("numbrs", "did you mean numbers?"), ("seek", "did you mean ??"), ("zzz", "")],
)
def test_an_unknown_command(word: str, hint: str) -> None:
    with pytest.raises(ShellError) as caught:
        CommandTable(TABLE).find(word)
    record = caught.value.record
    assert (record.id, record.target, record.hint) == ("CommandNotFound", word, hint)


def test_others_may_know_an_unknown_word() -> None:
    table = CommandTable(TABLE)
    table.hints = [lambda _: "", lambda word: f"call {word}"]
    with pytest.raises(ShellError) as caught:
        table.find("numbrs")
    assert caught.value.record.hint == "call numbrs"


def test_modules_are_loaded_when_first_used() -> None:
    table = CommandTable({"Get-Missing": Entry("no.such.module", "x", ("missing",))})
    assert table.resolve("missing") == "Get-Missing"
    with pytest.raises(ModuleNotFoundError):
        table.find("missing")


def parameters(*names: str) -> list[Parameter]:
    return [Parameter(name, kinds.Text()) for name in names]


@pytest.mark.parametrize(
    ("typed", "names", "expected"),
    [
        ("MaxNums", ("MaxNums",), "MaxNums"),
        ("max_nums", ("MaxNums",), "MaxNums"),
        ("maxn", ("MaxNums", "Min"), "MaxNums"),
        ("m", ("MaxNums", "Min"), ["MaxNums", "Min"]),
        ("force", ("ForceAll", "Force"), "Force"),
        ("maxnum", ("max_num", "maxnum"), "maxnum"),
        ("max_num", ("maxnum", "max_num"), "max_num"),
        ("MAXNUM", ("max_num", "maxnum"), "max_num"),
        ("x", ("MaxNums",), None),
        ("_", ("MaxNums",), None),
        ("max", (), None),
    ],
)
def test_match_parameter(typed: str, names: tuple[str, ...], expected: Any) -> None:
    found = match_parameter(typed, parameters(*names))
    assert (found.name if isinstance(found, Parameter) else found) == expected


def test_a_hidden_parameter_has_no_name() -> None:
    assert match_parameter("x", [Parameter("x", kinds.Text(), hidden=True)]) is None


def test_aliases_are_names() -> None:
    parameter = Parameter("ErrorAction", kinds.Text(), aliases=("ea",))
    assert match_parameter("EA", [parameter]) is parameter
    assert match_parameter("e", [parameter]) is parameter
    assert parameter.answers_to("ea")
    assert not parameter.answers_to("e")


def test_all_cmdlets_of_a_module_are_found_once_it_is_loaded() -> None:
    table = CommandTable(TABLE)
    loaded: list[Cmdlet] = [table.load(name) for name in TABLE]
    assert [one.name for one in loaded] == list(TABLE)


def reads(objects: Iterable[Value]) -> Iterator[Value]:
    """Read."""
    yield from objects


def test_names_of_streams_do_not_matter() -> None:
    assert cmdlet("Read-All")(reads).reads_pipeline == "objects"
