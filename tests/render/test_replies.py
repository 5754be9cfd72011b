from __future__ import annotations

from gshell.gradio.objects import GradioApiEventResult
from gshell.render.replies import Replies
from gshell.render.theme import Theme
from tests.render.samples import FILE, TERMINAL, Call, api, file_data


def shown(*results: GradioApiEventResult, terminal: bool) -> list[str]:
    replies = Replies()
    page = TERMINAL if terminal else FILE
    return [replies.show(result, page) for result in results] + [replies.end_line()]


def count() -> list[GradioApiEventResult]:
    call = Call()
    texts = ("--start--", "1", "2")
    return [call.result("generating", text) for text in texts] + [call.result("complete", "2")]


def test_values_are_listed_as_they_come() -> None:
    assert shown(*count(), terminal=False) == ["--start--\n", "1\n", "2\n", "", ""]
    assert shown(*count(), terminal=True) == ["--start--", "\n1", "\n2", "\n", ""]


def test_a_growing_text_is_continued_on_a_terminal() -> None:
    call = Call()
    results = [
        call.result("generating", "Hel"),
        call.result("generating", "Hello"),
        call.result("generating", "Hello\nyou"),
        call.result("complete", "Hello\nyou!"),
    ]
    assert shown(*results, terminal=True) == ["Hel", "lo", "\nyou", "!\n", ""]
    assert shown(*results, terminal=False) == [
        "Hel\n",
        "Hello\n",
        "Hello\nyou\n",
        "Hello\nyou!\n",
        "",
    ]


def test_a_complete_that_only_repeats_says_nothing() -> None:
    call = Call()
    same = [call.result("generating", 1), call.result("complete", 1)]
    assert shown(*same, terminal=False) == ["1\n", "", ""]
    assert shown(*same, terminal=True) == ["1\n", "", ""]


def test_a_complete_whose_partial_was_not_shown_is_shown() -> None:
    *_, final = count()
    final.repeated = True
    assert shown(final, terminal=False) == ["2\n", ""]
    assert shown(final, terminal=True) == ["2\n", ""]


def test_the_same_result_twice_is_shown_twice() -> None:
    final = Call().result("complete", "x")
    assert shown(final, final, terminal=False) == ["x\n", "x\n", ""]


def test_a_repeated_partial_is_one_line_in_place() -> None:
    call = Call()
    same = [call.result("generating", "x"), call.result("generating", "x")]
    assert shown(*same, terminal=True) == ["x", "", "\n"]
    assert shown(*same, terminal=False) == ["x\n", "x\n", ""]


def test_events_without_values_show_nothing() -> None:
    call = Call()
    results = [call.result(event) for event in ("heartbeat", "error", "cancelled")]
    assert shown(*results, terminal=False) == ["", "", "", ""]


def test_null_shows_nothing_and_an_empty_text_an_empty_line() -> None:
    call = Call()
    assert shown(call.result("complete", None), terminal=True) == ["", ""]
    assert shown(call.result("complete"), terminal=True) == ["", ""]
    assert shown(call.result("complete", ""), terminal=True) == ["\n", ""]


def test_several_outputs_have_their_labels() -> None:
    two = api("two", returns=("sum", "pro\x1bduct"))
    image = file_data("http://x/file=a.png")
    results = [
        Call("e1", two).result("complete", "a\nb ", [1, None]),
        Call("e2", two).result("complete", None, image),
        Call("e3", api(returns=("value", "value"))).result("complete", 1, 2),
    ]
    for terminal in (True, False):
        assert shown(*results, terminal=terminal) == [
            "sum: a\nb \npro\\x1bduct: [1, null]\n",
            "sum:\npro\\x1bduct: http://x/file=a.png\n",
            "value: 1\nvalue: 2\n",
            "",
        ]


def test_outputs_without_labels_have_their_places() -> None:
    unknown = Call("e1", api(returns=())).result("complete", 1, 2)
    empty = Call("e2", api(returns=("", "b"))).result("complete", 1, 2)
    assert shown(unknown, empty, terminal=False)[:2] == ["[0]: 1\n[1]: 2\n", "[0]: 1\nb: 2\n"]


def test_calls_that_take_turns_are_not_mixed_up() -> None:
    ann, bob = Call("ann"), Call("bob")
    results = [
        ann.result("generating", "Hi"),
        bob.result("generating", "Hi"),
        ann.result("generating", "Hi Ann"),
        bob.result("complete", "Hi Bob"),
        ann.result("complete", "Hi Ann"),
    ]
    assert shown(*results, terminal=True) == ["Hi", "\nHi", "\nHi Ann", "\nHi Bob\n", "", ""]
    assert shown(*results, terminal=False) == ["Hi\n", "Hi\n", "Hi Ann\n", "Hi Bob\n", "", ""]


def test_another_kind_of_value_begins_a_new_line() -> None:
    call = Call()
    results = [call.result("generating", "a"), call.result("generating", ["a", "b"])]
    assert shown(*results, terminal=True) == ["a", '\n["a", "b"]\n', ""]


def test_a_text_that_goes_on_after_an_interruption_is_written_whole() -> None:
    replies = Replies()
    call = Call()
    states = [replies.line_open]
    assert replies.show(call.result("generating", "Hel"), TERMINAL) == "Hel"
    states.append(replies.line_open)
    assert replies.end_line() == "\n"
    states.append(replies.line_open)
    assert replies.show(call.result("generating", "Hello"), TERMINAL) == "Hello"
    assert states == [False, True, False]


def test_what_an_app_sends_is_harmless() -> None:
    call = Call()
    results = [
        call.result("generating", "50%\r"),
        call.result("generating", "50%\r\nred\x1b[31m"),
        call.result("complete", {"a": "\x9b2J"}),
    ]
    assert shown(*results, terminal=True) == [
        "50%\n",
        "red\\x1b[31m",
        '\n{"a": "\\u009b2J"}\n',
        "",
    ]


def test_labels_are_coloured() -> None:
    page = TERMINAL._replace(theme=Theme(colour=True))
    two = api("two", returns=("a", "b"))
    shown = Replies().show(Call("e", two).result("complete", 1, None), page)
    assert shown == "\x1b[36ma:\x1b[0m 1\n\x1b[36mb:\x1b[0m\n"
