"""Scripts put together at random: whatever runs is closed, and nothing fails in an unknown way."""

from __future__ import annotations

from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from gshell.engine.errors import StoppingError
from gshell.engine.values import Value, to_text
from tests.engine.world import World

Texts = st.SearchStrategy[str]

_VALUES = st.sampled_from(
    [
        *("1", "0", "'a'", "$null", "$i", "$_", "$fuel", "(1, 2)", "@()", '"v$i"', "$(1; 2)"),
        *("1 / 0", "(fail)", "$(fail b)", "1..3", "@{a=1}", "$x ?? 5", "$i -eq 2 ? 1 : 0"),
        *("[int]'x'", "'a'.Trim()"),
    ]
)
_COMMANDS = st.sampled_from(
    [
        *("numbers 3", "numbers 2", "fail", "fail -After 1", "say x", "1, 200 | check", "numbrs"),
        *("set a -wrong", "fail -ea Ignore", "numbers 2 -ov o", "fail -ev e", "fail -ea Stop"),
        *("numbers 2 2>$null", "fail -After 1 2>&1", "numbers > f", "throw 'x'", "throw"),
        *("interrupt", "$i++", "$x = 5", "$x += 1", "$x = numbers 2"),
        *("break", "continue", "return", "return 5"),
    ]
)
_STAGES = st.sampled_from(["| first 1", "| first 2", "| ft", "| values { 1 }", "> g", "2>$null"])
_READERS = ["% ", "each ", "? ", "keep ", "values "]


def _blocks(inner: Texts) -> Texts:
    body = st.lists(inner, min_size=1, max_size=3).map("; ".join)
    condition = st.one_of(_VALUES, st.sampled_from(["numbers 2", "fail", "fail -After 1"]))
    return st.one_of(
        st.builds("if ({}) {{ {} }} else {{ {} }}".format, condition, body, body),
        st.builds("foreach ($i in {}) {{ {} }}".format, condition, body),
        st.builds("foreach ($i in 1..3) {{ {} }}".format, body),
        st.builds("while ($fuel -lt 5) {{ $fuel++; {} }}".format, body),
        st.builds("try {{ say in; {} }} finally {{ say out; {} }}".format, body, _VALUES),
        st.builds("try {{ say in; {} }} catch {{ {} }} finally {{ say out }}".format, body, body),
        st.builds("try {{ {} }} catch {{ $_.Id; {} }}".format, body, body),
        st.builds("& {{ {} }}".format, body),
        st.builds("& {{ param($p = 1, [switch]$s) {} }} 5".format, body),
        st.builds("numbers 3 | {}{{ {} }}".format, st.sampled_from(_READERS), body),
        st.builds("& {{ {} }} {}".format, body, _STAGES),
        st.builds("$x = $({})".format, body),
        st.builds("@({}).Count".format, body),
        st.builds("& {{ {} }} && & {{ {} }} || & {{ {} }}".format, body, body, body),
    )


_SCRIPTS = st.lists(
    st.recursive(st.one_of(_VALUES, _COMMANDS), _blocks, max_leaves=12), min_size=1, max_size=3
).map(lambda statements: f"foreach ($outermost in 1) {{ {'; '.join(statements)} }}")


def run(text: str, most: int | None = None) -> tuple[World, list[Value]]:
    """Run a script, or only until it has given so many objects, and give what it gave."""
    world = World()
    found: list[Value] = []
    flow = world.run(world.compile(text))
    try:
        found += islice(flow, most)
    except StoppingError as error:
        world.record_error(error.record)
    except KeyboardInterrupt:
        world.listener.said.append("interrupted")
    finally:
        flow.close()
    return world, found


@settings(max_examples=400, deadline=None)
@given(_SCRIPTS)
def test_whatever_runs_is_closed(text: str) -> None:
    world, _ = run(text)
    _check_closed(world)
    assert [str(one) for one in world.errors if one.id == "InternalError"] == []


@settings(max_examples=400, deadline=None)
@given(_SCRIPTS, st.integers(0, 4))
def test_reading_less_gives_the_same_objects(text: str, most: int) -> None:
    _, everything = run(text)
    world, some = run(text, most)
    assert [_shown(one) for one in some] == [_shown(one) for one in everything[:most]]
    _check_closed(world)
    assert [str(one) for one in world.errors if one.id == "InternalError"] == []


@settings(max_examples=200, deadline=None)
@given(_SCRIPTS)
def test_a_block_gives_what_its_text_gives(text: str) -> None:
    _, expected = run(text)
    _, found = run(f"& {{ {text} }}")
    assert [_shown(one) for one in found] == [_shown(one) for one in expected]
    _, found = run(f"1 | each {{ $i = $null; {text} }}".replace("$_", "$null"))
    _, expected = run(text.replace("$_", "$null"))
    assert [_shown(one) for one in found] == [_shown(one) for one in expected]


def _check_closed(world: World) -> None:
    assert world.listener.said.count("note in") == world.listener.said.count("note out")
    assert world.log.count("numbers 1") == world.log.count("numbers closed")


def _shown(value: Value) -> str:
    return f"{type(value).__name__} {to_text(value)}"
