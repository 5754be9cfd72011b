from __future__ import annotations

import gc
import random
from pathlib import Path
from typing import Any

import pytest

from gshell.engine.errors import StoppingError
from gshell.engine.shell import InputLines
from gshell.language.parser import SyntaxProblem
from tests.engine.world import Thing, World, blamed, failure, outcome
from tests.language.test_tokens import random_texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # An expression gives its value, a list its items, one level.
        ("1 + 2 * 3", [7]),
        ("1, 2, 3", [1, 2, 3]),
        ("1, (2, 3)", [1, [2, 3]]),
        (",(1, 2)", [[1, 2]]),
        ("@()", []),
        ("$null", [None]),
        ("$nothing", [None]),
        ("1..3", [1, 2, 3]),
        ("1; 2\n3", [1, 2, 3]),
        ("", []),
        # What a cmdlet gives is one object, even a list.
        ("Get-List", [[1, 2, 3]]),
        ("(Get-List)", [1, 2, 3]),
        ("Get-List | % { $_ }", [1, 2, 3]),
        ("Get-List | % { ,$_ }", [[1, 2, 3]]),
        # What a variable captures: nothing is null, one object itself, several a list.
        ("$x = numbers 0; $x", [None]),
        ("$x = numbers 1; $x.Count; $x", [1, 1]),
        ("$x = numbers 2; $x.Count", [2]),
        ("$x = Get-List; $x.Count", [3]),
        ("$x = 1", []),
        ("$X = 1; $x", [1]),
        ("${a b} = 1; ${A B}", [1]),
        ("$été = 1; $été", [1]),
        ("$x = $y = 5; $x; $y", [5, 5]),
        ("($x = 5) + 1; $x", [6, 5]),
        # An expression is captured as it is: a list of one stays a list.
        ("$x = @(1); $x.Count; $y = $x; ,$y", [1, [1]]),
        ("$x = @(); ,$x", [[]]),
        ("$x = ,5; ,$x", [[5]]),
        ("$x = @{d=,'abc'}; $y = $x.d; $y[0]; ($x.d)[0]", ["abc", "abc"]),
        ("$x = @(numbers 1); ,$x", [[1]]),
        ("$x = @(numbers 0); $x.Count", [0]),
        ("(numbers 1).Count; (numbers 2)[1]; (numbers 0).Count", [1, 2, 0]),
        ("@(1; 2, 3; numbers 2).Count", [5]),
        ("@(@(1, 2)).Count; @(,@(1, 2)).Count", [2, 1]),
        ("$(1; 2)[1]; $(); @($null).Count", [2, None, 1]),
        ("$($x = 1)", [None]),
        # Text.
        ("$n = 3; \"n=$n $($n + 1) ${n}x `$n\"", ["n=3 4 3x $n"]),
        ("$m = @{a=1}; \"$m $m.a $($m.a)\"", ["@{a=1} @{a=1}.a 1"]),
        ("\"$(1, 2) $null|$true\"", ["1 2 |True"]),
        ("\u201c$(1)\u201d + \u2018x\u2019", ["1x"]),
        # Maps keep their order; keys are found in any case.
        ("$m = @{b=1; A=numbers 2; 'c d'=@(3)}; $m.a; $m.B; ,$m['C D']", [1, 2, 1, [3]]),
        ("@{x=1} | % { $_.X }", [1]),
        ("@{b=1; a=2}", [{"b": 1, "a": 2}]),
        ("@{\"k$(1)\" = 1}", [{"k1": 1}]),
        ("@{}.Count; @{a=1; b=2}.Count", [0, 2]),
        # Assigning to a part.
        ("$x = 1, 2; $x[0] = 9; $x[-1] = 8; $x", [9, 8]),
        ("$m = @{a=1}; $m.A = 2; $m.b = 3; $m['c'] = 4; $m", [{"a": 2, "b": 3, "c": 4}]),
        ("$m = @{a=@{b=1}}; $m.a.b = 2; $m.a.b", [2]),
        ("$m = @{l=@(1, 2)}; $m.l[1] = 5; $m.l", [1, 5]),
        ("$m = @{}; $m[5] = 1; $m", [{"5": 1}]),
        # Logic skips its right side.
        ("1 -or (1 / 0); 0 -and (1 / 0)", [True, False]),
        ("0 -or 'a' -and 1", [True]),
        ("-not 0; !1; -not -not 'a'", [True, False, True]),
        ("1 -xor 1 -or 2", [True]),
        ("1 + 2 -eq 3 -and 'a' -eq 'A'", [True]),
        ("1..4 -gt 2", [3, 4]),
        ("-(1 + 2); -5; $x = 3; -$x", [-3, -5, -3]),
        # Blocks.
        ("& { 1; 2 }", [1, 2]),
        ("$b = { $x }; $x = 5; & $b", [5]),
        ("& { $x = 7 }; $x", [7]),
        ("& { $args } 1 two (3 + 4) -n:x -y", [1, "two", 7, "-n", "x", "-y"]),
        ("& { $args[0] + 1 } 5", [6]),
        ("& { $args } -- -y -- z", ["-y", "--", "z"]),
        ("& 'numbers' 2; $c = 'numb' + 'ers'; & $c 1", [1, 2, 1]),
        ("& { numbers 2 } | % { $_ * 2 }", [2, 4]),
        ("1 | % { & { $_ } }", [1]),
        ("{ $_ }.Text", ["$_"]),
        # Constants and places of the shell.
        ("$true; $FALSE; $Null", [True, False, None]),
        ("$_; $PSItem", [None, None]),
    ],
)  # fmt: skip
def test_scripts(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1, 2 | % { $_ * 10 }", [10, 20]),
        ("1, 2 | % { $PSItem }", [1, 2]),
        ("1, 2 | % { $_; 'a', 'b' | % { $_ }; $_ }", [1, "a", "b", 1, 2, "a", "b", 2]),
        ("1, 2 | % { $o = $_; 3, 4 | % { $o * $_ } }", [3, 4, 6, 8]),
        ("1, 2 | % { (5 | % { $_ }) + $_ }", [6, 7]),
        ("1, 2 | % { \"$_\" } | % { $_ + '!' }", ["1!", "2!"]),
        ("1..5 | ? { $_ -gt 3 }", [4, 5]),
        ("1..3 | % { @{n=$_; l=@($_)} } | % { $_.n + $_.l[0] }", [2, 4, 6]),
        ("$b = { $_ }; 1, 2 | % $b", [1, 2]),
        ("1, 2 | % { $x = $_ }; $x", [2]),
        ("$null | first 1", []),
        ("1..3 | values { $_; $_ }", [[[1, 1]], [[2, 2]], [[3, 3]]]),
        ("1 | values { }", [[None]]),
        ("1 | values { 1, 2 }", [[[1, 2]]]),
        ("1 | values { ,1 }", [[[1]]]),
    ],
)
def test_the_item_of_each_stage_is_its_own(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected


# Streaming.


def test_nothing_runs_ahead() -> None:
    world = World()
    objects = world.run(world.compile("numbers 3 | % { $_ * 2 } | % { $_ + 1 }"))
    assert world.log == []
    assert next(objects) == 3
    assert world.log == ["numbers 1"]
    assert list(objects) == [5, 7]
    assert world.log == ["numbers 1", "numbers 2", "numbers 3", "numbers closed"]


def test_the_next_statement_waits_for_the_one_before() -> None:
    world = World()
    objects = world.run(world.compile("numbers 1 -Label a; numbers 1 -Label b"))
    next(objects)
    assert world.log == ["a 1"]
    next(objects)
    assert world.log == ["a 1", "a closed", "b 1"]


@pytest.mark.parametrize(
    "text",
    [
        "numbers | first -wrong",
        "(numbers) | first -wrong",
        "@(numbers) | % { $_ } | nothing",
        "numbers | % { numbers } | first 1 2 3",
        "& { numbers } | first -wrong",
        '"$(numbers)" | first -wrong',
        "numbers 2>&1 | first -wrong",
        "numbers | first -wrong > file",
        "numbers && numbers -wrong | first 1 -wrong",
        "foreach ($i in numbers | first -wrong) { numbers }",
    ],
)
def test_nothing_runs_before_all_stages_are_bound(text: str) -> None:
    world = World()
    world.give(text)
    assert len(world.errors) == 1
    expected = ["numbers 1", "numbers 2", "numbers 3", "numbers closed"] if "&&" in text else []
    assert world.log == expected


@pytest.mark.parametrize(
    "text",
    [
        "foreach ($i in 1..300 | % { Get-Thing }) { $i.LastEventNum }",
        "1..300 | % { Get-Thing } | % { $_.LastEventNum }",
        "1..300 | each { (Get-Thing) } | keep { $_.Name } | each { $_.LastEventNum }",
        "1..300 | % { Get-Thing } -pv t | % { $t.LastEventNum }",
        "1..300 | % { Get-Thing } 2>&1 | % { $_.LastEventNum }",
        "1..300 | % { fail -ea Ignore || Get-Thing } | % { $_.LastEventNum }",
        "1..300 | % { try { Get-Thing } finally { } } | % { $_.LastEventNum }",
        "1..300 | % { & { param($t) $t.LastEventNum } (Get-Thing) }",
        "$n = 300; while ($n) { $n--; $t = Get-Thing; $t.LastEventNum }",
    ],
)
def test_a_stream_that_nobody_keeps_takes_no_memory(text: str) -> None:
    world = World()
    for place, number in enumerate(world.run(world.compile(text))):
        assert number == 7
        if place % 100 == 99:
            assert sum(isinstance(one, Thing) for one in gc.get_objects()) < 10
    assert place == 299


def test_an_early_stop_asks_for_no_more() -> None:
    world = World()
    assert world.give("numbers 99 | first 2") == [1, 2]
    assert world.log == ["numbers 1", "numbers 2", "numbers closed"]
    assert world.errors == []


def test_stages_are_closed_last_one_first() -> None:
    world = World()
    objects = world.run(
        world.compile("numbers 9 -Label a | % { $_ } -Label b | % { $_ } -Label c | first 9")
    )
    next(objects)
    objects.close()
    assert world.log == ["a 1", "c closed", "b closed", "a closed"]


def test_an_early_stop_closes_inside_blocks_too() -> None:
    world = World()
    assert world.give("1, 2 | % { numbers 9 -Label $_ } | first 1") == [1]
    assert world.log == ["1 1", "1 closed"]


def test_a_failure_closes_the_stages_before_it() -> None:
    world = World()
    world.give("numbers 9 | % { $_ } -Label b | defect")
    assert world.log == []  # nothing is piped into it, which is found out before anything runs
    with pytest.raises(StoppingError):
        world.give("numbers 9 | % { $_ } -Label b | check -Limit 1 -ea Stop")
    assert world.log == ["numbers 1", "numbers 2", "b closed", "numbers closed"]


def test_assigning_runs_to_the_end() -> None:
    world = World()
    assert world.give("$x = numbers 2; 'after'") == ["after"]
    assert world.log == ["numbers 1", "numbers 2", "numbers closed"]


def test_input_is_streamed() -> None:
    world = World()
    pulled: list[str] = []

    def lines() -> Any:
        for line in ("a\n", "b\r\n", "c"):
            pulled.append(line)
            yield line

    world.input_lines = InputLines(lines())
    assert world.give("$input | first 1") == ["a"]
    assert pulled == ["a\n"]
    assert world.give("$x = $input; ,$x") == [["b", "c"]]
    assert world.give("$input.Count; $input") == [0]


def test_input_as_a_statement_is_streamed() -> None:
    world = World()
    world.input_lines = InputLines(["a\n", "b\n"])
    assert next(world.run(world.compile("$INPUT"))) == "a"
    assert world.give("$input") == ["b"]


# Errors.


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("1; (1 / 0) + 2; 3", "divided by 0", "(1 / 0) + 2"),
        ("$x = 1 / 0", "divided by 0", "$x = 1 / 0"),
        ("numbers (1 / 0)", "divided by 0", "numbers (1 / 0)"),
        ("(1 / 0) | % { 1 }", "divided by 0", "(1 / 0)"),
        ("1 | % { 2; 1 / 0 }", "divided by 0", "1 / 0"),
        ("1 | ? { 1 / 0 }", "divided by 0", "1 / 0"),
        ("1 | values { 1 / 0 }", "divided by 0", "1 / 0"),
        ("fail -After 2", "it failed", "fail -After 2"),
        ("1 | % { fail }", "it failed", "fail"),
        ("$x = (fail)", "it failed", "fail"),
        ('"a $(fail b)"', "b", "fail b"),
        ("defect", "KeyError", "defect"),
        ("& 5.5", "there is no command `5.5`", "5.5"),
        ("& $null", "& runs a block or a script file, not a Null", "& $null"),
        ("1 | & { 2 }", "a block called with & takes nothing piped", "& { 2 }"),
        ("& (1 / 0)", "divided by 0", "& (1 / 0)"),
        ("$x.y = 1", "the members of a Null cannot be set", "$x.y = 1"),
        ("$t = Get-Thing; $t.Name = 1", "the members of a Thing cannot be set", "$t.Name = 1"),
        ("$x = 1, 2; $x[2] = 1", "the list has no place 2", "$x[2] = 1"),
        ("$x = 1; $x[0] = 1", "a Int has no such place to set", "$x[0] = 1"),
        ("$x = 1, 2; $x['a'] = 1", "a List has no such place to set", "$x['a'] = 1"),
        ("$_ = 1", "$_ is set by the shell", "$_ = 1"),
        ("$True = 1", "$True is set by the shell", "$True = 1"),
        ("@{a=1; A=2}", "the key A is there twice", "@{a=1; A=2}"),
        ("@{a_b=1; ab=2}", "the key ab is there twice", "@{a_b=1; ab=2}"),
        ("$x = @{}; $x.a = $x", "cannot be a part of itself", "$x.a = $x"),
        ("$x = @(1); $m = @{l=$x}; $x[0] = ,$m", "cannot be a part of itself", "$x[0] = ,$m"),
    ],
)
def test_a_failure_has_its_place(text: str, message: str, place: str) -> None:
    record = failure(text)
    assert blamed(record) == place
    assert message in record.message


@pytest.mark.parametrize("text", ["'not run'; 1 | ft | first", "{ 1 | Format-Thing | ft }"])
def test_nothing_follows_text_for_the_screen(text: str) -> None:
    with pytest.raises(SyntaxProblem, match="nothing can follow it"):
        World().compile(text)


def test_only_a_defect_is_an_internal_error() -> None:
    assert failure("defect").id == "InternalError"
    assert failure("1 / 0").id == "InvalidOperation"


def test_a_failed_statement_does_not_end_the_script() -> None:
    world = World()
    assert world.give("1; fail -After 2; 2; nothing; 3") == [1, 0, 1, 2, 3]
    assert world.failed
    assert [one.id for one in world.listener.errors] == ["Failed", "CommandNotFound"]


def test_a_failed_statement_assigns_nothing() -> None:
    world = World()
    assert world.give("$x = 'old'; $x = fail -After 2; $x") == ["old"]


def test_a_failed_statement_does_not_end_a_block() -> None:
    world = World()
    assert world.give("1, 2 | % { fail; $_ }") == [1, 2]
    assert len(world.errors) == 2


def test_a_failure_in_a_condition_costs_only_that_object() -> None:
    world = World()
    assert world.give("1..3 | ? { 1 / ($_ - 2) }") == [1, 3]
    assert world.give("1..3 | values { 1 / ($_ - 2) }") == [[-1], [None], [1]]
    assert len(world.errors) == 2


def test_a_failure_inside_brackets_ends_the_statement_around() -> None:
    world = World()
    assert world.give("$(1; fail; 2); @(1; fail); (fail); 'next'") == ["next"]
    assert len(world.errors) == 3


def test_a_failure_is_shown_after_what_came_before_it() -> None:
    world = World()
    objects = world.run(world.compile("fail -After 1"))
    assert next(objects) == 0
    assert world.listener.errors == []
    assert list(objects) == []
    assert len(world.listener.errors) == 1


@pytest.mark.parametrize(
    ("action", "given", "kept", "shown", "failed"),
    [
        ("Continue", [0, 1, "after"], 1, 1, True),
        ("SilentlyContinue", [0, 1, "after"], 1, 0, False),
        ("ignore", [0, 1, "after"], 0, 0, False),
    ],
)
@pytest.mark.parametrize("by_preference", [False, True])
def test_error_actions(
    action: str, given: list[Any], kept: int, shown: int, failed: bool, by_preference: bool
) -> None:
    world = World()
    if by_preference:
        text = f"$ErrorActionPreference = '{action}'; fail -After 2; $ok = $?; 'after'"
    else:
        text = f"fail -After 2 -ErrorAction {action}; $ok = $?; 'after'"
    assert world.give(text) == given
    assert (len(world.errors), len(world.listener.errors)) == (kept, shown)
    assert world.failed is failed
    assert world.variables["ok"] is False


@pytest.mark.parametrize(
    "text",
    [
        "'a'; fail -After 1 -ea Stop; 'never'",
        "'a'; 1 | % { 0; fail -ea Stop; 'never' }; 'never'",
        "'a'; 0 | % { $_ } | % { $_; $x = (fail -ea Stop) }; 'never'",
        "$ErrorActionPreference = 'Stop'; 'a'; fail -After 1; 'never'",
        "$ErrorActionPreference = 'Stop'; 'a'; 0; 1 / 0; 'never'",
        "'a'; 0, 200, 5 | check -ea Stop; 'never'",
        "'a'; 0; set x -wrong -ea Stop; 'never'",
        "'a'; 0; set x -ErrorAction:stop -wrong; 'never'",
        "'a'; 0; call nothing -ea Stop; 'never'",
    ],
)
def test_stop_ends_the_script(text: str) -> None:
    world = World()
    flow = world.run(world.compile(text))
    assert [next(flow), next(flow)] == ["a", 0]
    with pytest.raises(StoppingError) as caught:
        next(flow)
    assert blamed(caught.value.record)


def test_an_action_given_beats_the_preference() -> None:
    world = World()
    assert world.give("$ErrorActionPreference = 'Stop'; fail -ea Continue; 'after'") == ["after"]
    assert len(world.listener.errors) == 1
    world = World()
    world.give("$ErrorActionPreference = 'Ignore'; fail -ea Continue; 1, 200 | check -ea Continue")
    assert len(world.listener.errors) == 2


def test_an_unknown_preference_is_refused() -> None:
    world = World()
    assert world.give("$ErrorActionPreference = 'stopp'; 'after'") == ["after"]
    (error,) = world.errors
    assert error.message.startswith("$ErrorActionPreference must be one of Continue, ")
    assert error.hint == "did you mean Stop?"


def test_an_action_is_for_its_own_stage() -> None:
    world = World()
    assert world.give("fail -After 2 | % { $_ } -ea Ignore") == [0, 1]
    assert len(world.listener.errors) == 1
    world = World()
    assert world.give("(1 / 0) | % { $_ } -ea Ignore") == []
    assert len(world.listener.errors) == 1
    world = World()
    assert world.give("fail -After 2 -ea Ignore | % { $_ }; 'after'") == [0, 1, "after"]
    assert world.listener.errors == []


def test_an_action_is_for_binding_too() -> None:
    world = World()
    assert world.give("set a -wrong -ea Ignore; call nothing -ea SilentlyContinue; 1") == [1]
    assert world.listener.errors == []
    assert [one.id for one in world.errors] == ["ApiNotFound"]
    world = World()
    world.give("set a -wrong -ea Bogus; set a -wrong -ea")
    assert [one.message for one in world.errors] == ["set has no parameter -wrong"] * 2


def test_success_is_known() -> None:
    world = World()
    text = "$?; fail; $?; $?; 200 | check; $?; 1 | % { fail }; $?; $x = 1 / 0; $?"
    assert world.give(text) == [True, False, True, False, False, False]


def test_errors_are_kept_newest_first() -> None:
    world = World()
    assert world.give('fail a; fail b; $Error.Count; $Error[0].Message; "$($error[1])"') == [
        *(2, "b", "a")
    ]
    assert world.give("$Error | % { fail c }; $Error.Count") == [4]
    assert world.give("$e = $Error; fail; $e.Count") == [4]


def test_blocks_that_call_themselves_for_ever_end_the_script() -> None:
    world = World()
    with pytest.raises(StoppingError) as caught:
        world.give("$f = { & $f; & $f }; & $f; 'never'")
    assert caught.value.record.id == "TooDeep"
    with pytest.raises(StoppingError):
        world.give("$f = { 1 | % $f; 1 | % $f }; & $f")


def test_long_sums_are_no_deep_ones() -> None:
    assert outcome(" + ".join(["1"] * 5000)) == [5000]
    assert outcome(" -and ".join(["1"] * 5000)) == [True]
    assert outcome("'a'" + " + 'b'" * 5000 + " -eq 'x'") == [False]


def test_deep_brackets_run() -> None:
    assert outcome("(" * 40 + "1" + ")" * 40) == [1]
    assert outcome("1 | " + "% { 1 | " * 20 + "% { $_ }" + " }" * 20) == [1]


def test_a_list_of_a_thousand_stages_is_an_error() -> None:
    with pytest.raises(StoppingError) as caught:
        World().give("1" + " | % { $_ }" * 1000)
    assert caught.value.record.id == "TooDeep"


_WORDS = [
    *("numbers", "first", "% {", "? {", "}", "set", "check", "fail", "say", "values {", "& {"),
    *("$x", "$_", "$x =", "$m.a =", "$m[0] =", "$Error", "$args", "@{a=1}", "@(", "(", ")", "$("),
    *("1", "-2", "2.5", "'a'", '"b $x"', "1e300", "1..3", ",", ";", "|", "\n", "*", "/", "%", "+"),
    *("-eq", "-like", "-match", "-in", "-contains", "-and", "-not", "-ea Ignore", "-Times", "[0]"),
    *(".a", ".Count", "-1", "$null", "$true", "@{}", "--", "-ea:Stop", "-Force", "[-1]", "'('"),
    *("if (", ") {", "} else {", "foreach ($i in", "try {", "} catch {", "} finally {", "throw"),
    *("return", "break", "&&", "||", "$x +=", "$x++", "$m.a ??=", "??", "? 1 :", "[int]", "[bool]"),
    *(
        "-replace",
        "-split",
        "-join",
        "'b', 'c'",
        ".Split(",
        ".ToUpper()",
        "@x",
        "param($p)",
        "each {",
    ),
    *("2>$null", "2>&1", "> $null", "2> file", "-ov o", "-ev +e", "-pv p", "10000000000000000000"),
]


def test_no_script_is_an_internal_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is typed gives objects or errors that say what is wrong."""
    monkeypatch.chdir(tmp_path)  # some of it writes files
    chance = random.Random(11)
    texts = [
        " ".join(chance.choice(_WORDS) for _ in range(chance.randint(1, 12))) for _ in range(6000)
    ]
    ran = 0
    for text in [*texts, *random_texts(1000, seed=12)]:
        world = World()
        try:
            flow = world.run(world.compile(text))
        except SyntaxProblem:
            continue
        ran += 1
        try:
            for _, _ in zip(flow, range(1000), strict=False):
                pass
        except StoppingError as error:
            world.record_error(error.record)
        internal = [str(one) for one in world.errors if one.id == "InternalError"]
        assert internal == [], text
    assert ran > 500
