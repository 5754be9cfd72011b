"""Endpoints as commands: their names, what they do, and when they go."""

from __future__ import annotations

import pytest

from gshell.engine.complete import complete
from gshell.engine.hint import hint
from tests.cmdlets.conftest import Driver, Open


@pytest.fixture
def ops(open_driver: Open, ops_app: str) -> Driver:
    """A shell on the app with PowershAI's two endpoints."""
    return open_driver(ops_app, "ops")


def texts(driver: Driver, line: str) -> list[str]:
    return [one.text for one in complete(line, len(line), driver.shell).choices]


def names(driver: Driver, line: str) -> list[str]:
    return [str(one) for one in driver.give(f"{line} | % Name")]


# What the original's own tests say.


def test_the_original_prefix_gives_the_original_names(ops: Driver) -> None:
    assert names(ops, "GradioApiFunction -Prefix PowershaiTest") == [
        "PowershaiTestOp1",
        "PowershaiTestOp2",
    ]


def test_streamed_values_come_in_order_and_the_last_may_come_twice(ops: Driver) -> None:
    ops.give("GradioApiFunction -Prefix PowershaiTest")
    values = ops.give("PowershaiTestOp2 -MaxNum 5 -Sleep 1 | % { $_.data[0] }")
    assert values == ["--start--", "1", "2", "3", "4", "5", "--end--", "--end--"]
    values = ops.give("PowershaiTestOp2 -MaxNum 2 -Sleep 1 -SkipRepeated | % { $_.data[0] }")
    assert values == ["--start--", "1", "2", "--end--"]


def test_one_feeds_the_other_through_a_map(ops: Driver) -> None:
    ops.give("GradioApiFunction -Prefix ''")
    assert ops.give("Op2 3 1 | Op1 -map val=0 -Value") == ["got --end--"]
    assert ops.give("Op2 2 1 | Op1 -map val=0 -EachPartial -Value") == [
        *("got --start--", "got 1", "got 2", "got --end--", "got --end--")
    ]
    assert ops.give("Op2 2 1 | where event -eq generating | Op1 -map val=0 -Value") == [
        *("got --start--", "got 1", "got 2", "got --end--")
    ]


# Names.


def test_each_endpoint_becomes_a_command(demo: Driver) -> None:
    made = demo.give("New-GradioSessionApiProxyFunction")
    assert [str(one) for one in made][:2] == ["Invoke-GradioApiUpper", "Invoke-GradioApiCount"]
    assert demo.give("Invoke-GradioApiUpper hello -Value") == ["HELLO"]
    row = "% { $_.ApiName; $_.Session; $_.Prefix }"
    assert demo.give(f"Get-GradioSessionApiProxyFunction | select -First 1 | {row}") == [
        *("upper", "demo", "Invoke-GradioApi")
    ]


def test_endpoints_by_name_and_pattern(demo: Driver) -> None:
    assert names(demo, "GradioApiFunction /upper, c*, upper -Prefix My") == [
        *("MyUpper", "MyCount", "MyChat", "MyCaption")
    ]
    demo.run("GradioApiFunction nosuch, upper, z* -Prefix Other")
    assert demo.error_ids() == ["ApiNotFound"]
    assert demo.shell.commands.resolve("OtherUpper") is not None


def test_without_a_prefix_they_are_called_as_the_endpoints(typed: Driver) -> None:
    typed.give("GradioApiFunction two_outputs, number_whole -Prefix ''")
    assert typed.give("two_outputs 2 5 -Value") == [7, 10]
    assert names(typed, "GradioApiFunction two_outputs -Prefix Do") == ["DoTwoOutputs"]


def test_the_same_one_is_made_anew(demo: Driver) -> None:
    demo.give("GradioApiFunction upper; Set-Alias up Invoke-GradioApiUpper")
    demo.give("GradioApiFunction upper")
    assert demo.give("up x -Value") == ["X"]
    assert len(demo.give("Get-GradioSessionApiProxyFunction")) == 1


def test_a_name_that_is_taken(demo: Driver) -> None:
    demo.give("GradioApiFunction upper -Prefix Do; open $session.AppUrl -Name other")
    error = demo.fail("GradioApiFunction upper -Prefix Do | % { 'made' }")
    assert (error.id, error.message) == (
        "CommandExists",
        "DoUpper calls upper in the session demo already",
    )
    assert "-Force" in error.hint
    demo.shell.errors.clear()
    assert names(demo, "GradioApiFunction upper -Prefix Do -Force") == ["DoUpper"]
    assert demo.give("Get-GradioSessionApiProxyFunction | % Session") == ["other"]


def test_a_word_that_stands_for_a_command(demo: Driver) -> None:
    demo.run("Set-Alias upper Get-GradioApi; GradioApiFunction upper -Prefix ''")
    assert demo.error_ids() == ["CommandExists"]
    assert demo.shell.errors[0].message == "upper stands for Get-GradioApi already"
    demo.shell.errors.clear()
    assert demo.give("GradioApiFunction upper -Prefix '' -Force | % Name; upper x -Value") == [
        *("upper", "X")
    ]
    assert "warning: upper stood for Get-GradioApi, and calls upper now" in demo.messages
    demo.give("Remove-GradioSessionApiProxyFunction upper")
    assert demo.shell.commands.resolve("upper") == "Get-GradioApi"


@pytest.mark.parametrize("prefix", ["'a b'", "'x;'", "'$('", "'-'", '"a`nb"', "'|'"])
def test_a_prefix_that_cannot_be_typed(demo: Driver, prefix: str) -> None:
    before = set(demo.shell.commands.index)
    error = demo.fail(f"GradioApiFunction upper -Prefix {prefix}")
    assert error.id == "ParamInvalid"
    assert set(demo.shell.commands.index) == before


# What they do.


@pytest.mark.parametrize(
    ("line", "message", "hint_text"),
    [
        ("DoGen", "gen needs -prompt", "DoGen -prompt <string>"),
        ("DoGen x -style sepia", "-style must be one of photo, ink, pixel", "-style"),
        ("DoGen x -steps 99", "-steps must be between 1 and 50", "-steps 50"),
        ("DoGen x -stile ink", "gen has no parameter -stile", "did you mean -style?"),
        ("DoGen a ink 3 4", "gen takes 3 values without a name here", ""),
        ("DoUpper a b", "upper takes 1 value without a name here", "'a b'"),
        ("DoUpper a -Params b", "-Params and -text cannot be given together", ""),
        ("DoUpper a -Session b", "upper has no parameter -Session", ""),
        ("DoUpper -st x", "upper has no parameter -st", "inputs: -text"),
    ],
)
def test_errors_are_those_of_call(demo: Driver, line: str, message: str, hint_text: str) -> None:
    demo.give("GradioApiFunction -Prefix Do | Out-Null")
    error = demo.fail(line)
    assert error.message.startswith(message)
    assert hint_text in error.hint
    demo.shell.errors.clear()
    if "Session" not in line and "<" not in hint_text:
        assert demo.fail(line.replace("Do", "call ")).message == error.message


def test_they_feed_and_are_fed(demo: Driver) -> None:
    demo.give("GradioApiFunction -Prefix Do | Out-Null")
    assert demo.give("'a', 'b' | DoUpper -Value") == ["A", "B"]
    assert demo.give("DoCount 2 | DoUpper | % { $_.data[0] }") == ["--END--"]
    assert demo.give("(DoCount 2 -FinalOnly).data[0]") == ["--end--"]
    assert demo.give("DoUpper x -WhatIf; (DoUpper x -Manual).ApiName") == ["upper"]
    assert demo.run("DoBoom x | DoUpper") == []
    assert demo.error_ids() == ["ServerError"]


def test_jobs_and_parallel_blocks_know_them(demo: Driver) -> None:
    demo.give("GradioApiFunction upper -Prefix Do | Out-Null")
    assert demo.give("'a', 'b' | % -Parallel { DoUpper $_ -Value }") == ["A", "B"]
    assert demo.give("$j = DoUpper c -Value &; Receive-Job $j -Wait") == ["C"]
    demo.give("$j = GradioApiFunction count -Prefix Do &; Receive-Job $j -Wait")
    assert demo.give("DoCount 1 -FinalOnly | % event") == ["complete"]


def test_an_input_may_have_the_name_of_a_parameter(typed: Driver) -> None:
    typed.give("GradioApiFunction own_names -Prefix '' | Out-Null")
    line = "own_names -session a -token b -map c -Value"
    assert typed.give(line) == ['str "a", str "b", str "c"']
    assert typed.give("own_names a b c -GToken public -Value") == ['str "a", str "b", str "c"']


def test_a_session_of_its_own_cannot_be_piped_in(demo: Driver) -> None:
    demo.give("GradioApiFunction upper -Prefix Do | Out-Null")
    for line in ("Get-GradioSession | DoUpper x", "$session | DoUpper"):
        error = demo.fail(line)
        assert error.message == "DoUpper calls in its own session, and takes none"
        demo.shell.errors.clear()


def test_they_call_in_their_session_whatever_is_current(demo: Driver, ops_app: str) -> None:
    demo.give(f"GradioApiFunction upper -Prefix Do | Out-Null; open {ops_app} -Name ops")
    assert demo.give("DoUpper x -Value") == ["X"]
    assert names(demo, "GradioApiFunction -Session demo c* -Prefix My") == [
        *("MyCount", "MyChat", "MyCaption")
    ]
    assert names(demo, "Get-GradioSession * | GradioApiFunction -ApiName o*, up* -Prefix O") == [
        *("OUpper", "OOp1", "OOp2")
    ]


# Completion, hints and help.


def test_the_prompt_treats_them_like_any_command(demo: Driver) -> None:
    demo.give("GradioApiFunction -Prefix Do | Out-Null")
    assert texts(demo, "doG") == ["DoGen"]
    assert texts(demo, "DoGen x -sty") == ["-style"]
    assert texts(demo, "DoGen x ") == ["photo", "ink", "pixel"]
    assert texts(demo, "DoGen x -style i") == ["ink"]
    assert "DoUpper" in texts(demo, "'a' | Do")
    assert texts(demo, "DoGen -Params @{ st") == texts(demo, "call gen -Params @{ st")
    assert str(hint("DoGen x ", 8, demo.shell)) == str(hint("call gen x ", 11, demo.shell)).replace(
        "call [-Session session] ", "DoGen "
    ).replace("call ", "DoGen ").replace("[-Session session] ", "")


def test_call_completes_from_the_session_it_names(demo: Driver, ops_app: str) -> None:
    demo.give(f"open {ops_app} -Name ops -NoDefault")
    assert texts(demo, "call -Session ops ") == ["Op1", "Op2"]
    assert texts(demo, "call -Session ops Op2 -Max") == ["-MaxNums"]
    assert texts(demo, "call Op2 -Session ops -Max") == ["-MaxNums"]
    assert texts(demo, "call -Session ops Op2 -Params @{ Ma") == ["MaxNums"]
    assert texts(demo, "call upper -Map ") == ["text=0"]
    assert texts(demo, "call -Session $unknown.x ")[:1] == ["upper"]


def test_help_is_that_of_the_endpoint(demo: Driver) -> None:
    demo.give("GradioApiFunction -Prefix Do | Out-Null")
    (page,) = demo.give("help dogen")
    text = str(page)
    assert text.startswith("DoGen: Draw")
    assert "  DoGen -prompt <string> [-style <choice>] [-steps <number>]" in text
    assert "-style choice   photo|ink|pixel (default photo)" in text
    assert "calls gen in the session demo" in text
    for line in demo.give("(help DoGen).Examples"):
        demo.give(f"{line} -WhatIf")
    assert demo.give("(gcm dou*).Summary") == ["Turn a text into capital letters."]


def test_help_of_an_endpoint_elsewhere(demo: Driver, ops_app: str) -> None:
    demo.give(f"open {ops_app} -Name ops -NoDefault")
    (line, *_) = demo.give("(help Op1 -Session ops).Examples")
    assert line == "call Op1 'some text' -Session ops"
    assert demo.give(f"{line} -Value") == ["got some text"]
    assert demo.fail("help upper -Session ops").id == "CommandNotFound"


# Listing and removing.


def test_listing(demo: Driver) -> None:
    demo.give("GradioApiFunction -Prefix Do; open $session.AppUrl -Name b")
    demo.give("GradioApiFunction upper -Prefix B")
    assert names(demo, "Get-GradioSessionApiProxyFunction") == ["BUpper"]
    assert names(demo, "Get-GradioSessionApiProxyFunction * *upper") == ["DoUpper", "BUpper"]
    assert len(names(demo, "Get-GradioSessionApiProxyFunction demo")) == 9
    error = demo.fail("Get-GradioSessionApiProxyFunction -Name BUper")
    assert error.hint == "did you mean BUpper?"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Remove-GradioSessionApiProxyFunction DoUpper", 8),
        ("Remove-GradioSessionApiProxyFunction doupper, DoGen", 7),
        ("Remove-GradioSessionApiProxyFunction DoC*", 6),
        ("Remove-GradioSessionApiProxyFunction nothing*", 9),
        ("Remove-GradioSessionApiProxyFunction * -Session other", 9),
        ("'DoUpper', 'DoGen' | Remove-GradioSessionApiProxyFunction", 7),
        (
            "Get-GradioSessionApiProxyFunction -Name *er | Remove-GradioSessionApiProxyFunction",
            8,
        ),
        ("Remove-GradioSessionApiProxyFunction * -WhatIf", 9),
        ("Remove-GradioSessionApiProxyFunction *", 0),
    ],
)
def test_removing(demo: Driver, line: str, left: int) -> None:
    demo.give("open $session.AppUrl -Name other -NoDefault; GradioApiFunction -Prefix Do")
    demo.give(line)
    assert len(demo.give("Get-GradioSessionApiProxyFunction")) == left


def test_removing_what_there_is_not(demo: Driver) -> None:
    demo.give("GradioApiFunction upper -Prefix Do")
    error = demo.fail("Remove-GradioSessionApiProxyFunction DoUper")
    assert (error.id, error.hint) == ("CommandNotFound", "did you mean DoUpper?")
    demo.shell.errors.clear()
    assert demo.fail("Remove-GradioSessionApiProxyFunction $session").id == "ParamInvalid"


# Sessions that go, and others that come.


def test_they_go_with_their_session(demo: Driver) -> None:
    demo.give("GradioApiFunction upper -Prefix Do; Remove-GradioSession demo")
    error = demo.fail("DoUpper x")
    assert error.id == "CommandNotFound"
    assert error.hint == (
        "it went with the session demo; open the app, then: "
        "GradioApiFunction upper -Prefix Do -Session demo"
    )
    assert texts(demo, "DoU") == []


def test_they_stay_with_a_session_that_is_renamed(demo: Driver) -> None:
    demo.give("GradioApiFunction upper -Prefix Do | Out-Null; Set-GradioSession -Name new")
    assert demo.give("DoUpper x -Value") == ["X"]
    assert demo.give("Get-GradioSessionApiProxyFunction | % Session") == ["new"]


def test_the_same_app_opened_again_is_found(demo: Driver) -> None:
    demo.give("GradioApiFunction upper -Prefix Do | Out-Null")
    demo.give("open $session.AppUrl -Name demo -Force")
    assert demo.give("DoUpper x -Value") == ["X"]


def test_another_app_of_that_name_is_not_called(demo: Driver, ops_app: str) -> None:
    demo.give("GradioApiFunction upper -Prefix Do | Out-Null")
    demo.give(f"open {ops_app} -Name demo -Force")
    error = demo.fail("DoUpper x")
    assert error.id == "ApiNotFound"
    assert "demo is another app now" in error.message
    assert "GradioApiFunction upper -Prefix Do -Session demo" in error.hint
    assert "-text" not in texts(demo, "DoUpper -te")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("GradioApiFunction zz* -Prefix X", "no endpoint of demo has a name like zz*"),
        (
            "Remove-GradioSessionApiProxyFunction My*",
            "there is no proxy function with a name like My*",
        ),
    ],
)
def test_a_pattern_that_fits_nothing(demo: Driver, line: str, message: str) -> None:
    assert demo.give(line) == []
    assert f"warning: {message}\n" in demo.messages


def test_a_prefix_that_cannot_be_typed_is_told_once(demo: Driver) -> None:
    assert demo.fail("GradioApiFunction -Prefix 'a b'").message == "no command can begin with 'a b'"
