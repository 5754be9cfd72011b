from __future__ import annotations

import pytest

from gshell.engine.complete import Choice, complete
from gshell.engine.hint import hint
from gshell.engine.shell import Shell
from tests.engine.samples import TABLE, Result, make_shell


@pytest.fixture
def shell() -> Shell:
    made = make_shell()
    made.variables = {
        "r": Result(3, ["text", {"url": "http://x", "meta": {"_type": "gradio.FileData"}}]),
        "rs": [Result(1, []), Result(2, [])],
        "text": "some text",
        "options": {"size": 10, "two words": 2},
    }
    return made


def choices(shell: Shell, text: str) -> tuple[Choice, ...]:
    """Complete a text at its `^`, or at its end."""
    place = text.find("^")
    cursor = place if place >= 0 else len(text)
    return complete(text.replace("^", ""), cursor, shell).choices


def texts(shell: Shell, text: str) -> list[str]:
    return [one.text for one in choices(shell, text)]


def filled(shell: Shell, text: str) -> str:
    """Give the text with the only completion put in."""
    place = text.find("^")
    cursor = place if place >= 0 else len(text)
    text = text.replace("^", "")
    found = complete(text, cursor, shell)
    (choice,) = found.choices
    return text[: found.start] + choice.text + text[cursor:]


# Commands.


STARTS = (
    *("", "  ", "call gen | ", "call gen; ", "call gen\n", "call gen |\n", "'a' | ", "$x = "),
    *("(", "$(", "@(", '"a $(', "% { ", "@{a = ", "not-known; ", "(call gen).data[("),
)


@pytest.mark.parametrize("before", STARTS)
def test_a_command_can_start_here(shell: Shell, before: str) -> None:
    assert filled(shell, before + "us") == before + "use"
    assert "use" in texts(shell, before)


def test_all_commands_are_offered_on_an_empty_line_aliases_of_letters_first(shell: Shell) -> None:
    assert choices(shell, "")[0] == Choice("call", "call", "Call an endpoint.")
    assert texts(shell, "") == ["call", "use", "where", *sorted(TABLE)]


def test_a_command_matches_in_any_case_and_in_the_middle_if_nothing_begins_so(shell: Shell) -> None:
    assert texts(shell, "WHERE") == ["where", "Where-Thing"]
    assert texts(shell, "thing") == ["ForEach-Thing", "Set-Thing", "Where-Thing"]


def test_after_a_pipe_only_commands_that_take_something_are_offered(shell: Shell) -> None:
    assert texts(shell, "Get") == ["Get-Answer"]
    assert texts(shell, "call gen x | Get") == []
    assert texts(shell, "call gen x; Get") == ["Get-Answer"]
    assert texts(shell, "call gen x | % { Get") == ["Get-Answer"]


@pytest.mark.parametrize("text", ["# ca", "'ca", '"ca', "5", "(2 + ca", "$x = 'a' ca", "<# ca"])
def test_nothing_is_offered_where_no_name_can_stand(shell: Shell, text: str) -> None:
    assert texts(shell, text) == []


# Parameters.


def test_parameters_of_the_endpoint_come_first_then_own_then_common_ones(shell: Shell) -> None:
    assert texts(shell, "call gen -") == [
        *("-prompt", "-style", "-steps", "-session"),
        *("-GSession", "-FinalOnly", "-Verbose", "-ErrorAction", "-ErrorVariable"),
        *("-WarningAction", "-OutVariable", "-PipelineVariable"),
    ]


def test_a_parameter_says_what_it_takes(shell: Shell) -> None:
    notes = {one.text: one.note for one in choices(shell, "call gen -")}
    assert notes["-prompt"] == "(required)"
    assert notes["-style"] == "choice  the look"
    assert notes["-steps"] == "number  = 20"
    assert notes["-FinalOnly"] == "the last one"


def test_what_is_given_is_not_offered_again(shell: Shell) -> None:
    assert texts(shell, "call gen -steps 3 -st") == ["-style"]
    assert texts(shell, "call gen 'a cat' ink -st") == ["-steps"]
    assert texts(shell, "call gen -session 'a cat' -p") == ["-PipelineVariable"]  # prompt is given
    assert texts(shell, "call gen -session true -p") == ["-prompt", "-PipelineVariable"]


def test_an_alias_may_stand_for_a_switch(shell: Shell) -> None:
    assert texts(shell, "Set-Thing -d") == ["-Default"]
    assert texts(shell, "use -d") == []


def test_without_an_endpoint_only_own_parameters_are_offered(shell: Shell) -> None:
    assert texts(shell, "call nowhere -s") == ["-Session"]
    assert texts(shell, "call -s") == ["-Session"]
    assert texts(shell, "call $unknown -s") == ["-Session"]


def test_parameters_are_offered_where_no_value_is_known(shell: Shell) -> None:
    assert texts(shell, "call gen ")[:2] == ["-prompt", "-style"]
    assert texts(shell, "call gen a") == []


def test_where_something_is_piped_in_the_next_place_is_meant(shell: Shell) -> None:
    assert texts(shell, "'a' | Set-Thing ") == ["red", "'it''s'", "10"]
    assert texts(shell, "Get-Answer | Set-Thing r") == ["red"]
    assert str(hint("'a' | Set-Thing ", 16, shell)).startswith("Set-Thing <Name: text> [Color: ")
    assert hint("'a' | Set-Thing ", 16, shell).current.startswith("[Color: ")
    assert hint("Set-Thing ", 10, shell).current == "<Name: text>"


def test_after_two_dashes_nothing_is_a_parameter(shell: Shell) -> None:
    assert texts(shell, "call gen -- -steps ") == ["photo", "ink", "'pixel art'"]


# Values.


@pytest.mark.parametrize(
    "before",
    [
        "call gen -style ",
        "call gen -STYLE ",
        "call gen -sty ",
        "call gen -style:",
        "call gen 'a cat' ",
        "call -endpoint gen 'a cat' ",
        "call gen -steps 3 'a cat' ",
        "'a cat' | call gen x ",
        "$x = call gen x ",
        "% { call gen $_ ",
        "call gen -session 'a cat' ",
    ],
)
def test_choices_complete_by_name_and_by_position(shell: Shell, before: str) -> None:
    assert texts(shell, before) == ["photo", "ink", "'pixel art'"]
    assert filled(shell, before + "PH") == before + "photo"


def test_endpoints_complete_with_notes(shell: Shell) -> None:
    assert choices(shell, "call ") == (
        Choice("gen", "gen", "makes a picture"),
        Choice("upper", "upper", "shouts"),
        Choice("généré", "généré"),
    )
    assert filled(shell, "call gén") == "call généré"


def test_values_are_quoted_where_they_need_it(shell: Shell) -> None:
    assert texts(shell, "Set-Thing x ") == ["red", "'it''s'", "10"]
    assert filled(shell, "call gen x pi") == "call gen x 'pixel art'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call gen x 'pi", "call gen x 'pixel art'"),
        ('call gen x "pi', 'call gen x "pixel art"'),
        ('call gen x "pi^"', 'call gen x "pixel art"'),
        ("call gen x “pi", 'call gen x “pixel art"'),
        ("call gen -style:'pi", "call gen -style:'pixel art'"),
        ("Set-Thing x 'it''", "Set-Thing x 'it''s'"),
        ('Set-Thing x "it', 'Set-Thing x "it\'s"'),
    ],
)
def test_half_a_quoted_word_completes_inside_its_quotes(
    shell: Shell, text: str, expected: str
) -> None:
    assert filled(shell, text) == expected


def test_items_of_a_list_complete_each(shell: Shell) -> None:
    assert filled(shell, "Set-Thing x red,1") == "Set-Thing x red,10"
    assert filled(shell, "Set-Thing x -color:red, r") == "Set-Thing x -color:red, red"
    assert filled(shell, "Set-Thing x red,'i") == "Set-Thing x red,'it''s'"


def test_a_flag_offers_its_values_and_those_of_the_next_place(shell: Shell) -> None:
    assert texts(shell, "call gen x -session ") == ["true", "false", "photo", "ink", "'pixel art'"]
    assert filled(shell, "call gen x -session t") == "call gen x -session true"


def test_a_word_glued_to_something_else_is_left_alone(shell: Shell) -> None:
    assert texts(shell, "call gen x $text'a'i") == []
    assert texts(shell, 'call gen x "$text i') == []


def test_only_what_stands_before_the_cursor_counts(shell: Shell) -> None:
    assert filled(shell, "call gen x ph^ -steps 3") == "call gen x photo -steps 3"


# Variables and members.


def test_variables_complete_with_what_they_hold(shell: Shell) -> None:
    assert choices(shell, "$opt") == (Choice("$options", "$options", "Map of 2"),)
    assert filled(shell, "call gen $tex") == "call gen $text"
    assert filled(shell, 'call gen "a $tex') == 'call gen "a $text'
    assert filled(shell, 'call gen "${tex') == 'call gen "${text}'
    assert {"$r", "$_", "$true", "$null"} <= set(texts(shell, "$"))


def test_variables_of_the_same_line_are_known(shell: Shell) -> None:
    assert filled(shell, "$answer = call gen x; $ans") == "$answer = call gen x; $answer"


def test_environment_variables_complete_without_their_values(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMPLE_SECRET", "hush")
    assert choices(shell, "$env:sample_s") == (Choice("$env:SAMPLE_SECRET", "$env:SAMPLE_SECRET"),)


@pytest.mark.parametrize("before", ["$r.", "call gen $r.", "'x' | % { $r.", "($r.", '"$($r.'])
def test_members_of_a_variable(shell: Shell, before: str) -> None:
    assert choices(shell, before) == (
        Choice("num", "num", "3"),
        Choice("event", "event", "'complete'"),
        Choice("data", "data", "List of 2"),
    )
    assert filled(shell, before + "EV") == before + "event"


def test_members_of_members_indexes_and_lists(shell: Shell) -> None:
    assert texts(shell, "$r.data[1].") == ["url", "meta"]
    assert texts(shell, "$r.data[-1].meta.") == ["_type"]
    assert texts(shell, "$r.data.") == ["Count"]
    assert texts(shell, "$rs.") == ["Count", "num", "event", "data"]
    assert texts(shell, "$text.")[:3] == ["Length", "ToUpper(", "ToLower("]
    assert filled(shell, "'it''s'.trI") == "'it''s'.Trim("
    assert filled(shell, "$text.tou") == "$text.ToUpper("
    assert texts(shell, "$options.") == ["size"]  # a name with a blank cannot follow a dot
    assert texts(shell, "$nothing.") == []
    assert texts(shell, "$r.data[(call gen x).data].") == []
    assert texts(shell, '"$r.') == []  # in a text, a member needs $( )
    assert texts(shell, "call gen out-$r.") == []


def test_members_of_what_a_command_will_give(shell: Shell) -> None:
    assert texts(shell, "(call gen x).") == ["num", "event", "data"]
    assert texts(shell, "(call gen x | where event).n") == ["num"]
    assert texts(shell, "call gen x | % { $_.") == ["num", "event", "data"]
    assert texts(shell, "call gen x | where { $_.num } | % { 'a'; $_.e") == ["event"]
    assert texts(shell, "call gen x | % { $_ } | % { $_.") == []
    assert texts(shell, "$_.") == []


def test_members_of_the_objects_that_an_expression_feeds(shell: Shell) -> None:
    assert texts(shell, "$rs | % { $_.") == ["num", "event", "data"]
    assert texts(shell, "$x = $r.data[1] | where url | % { $_.meta._") == ["_type"]


def test_names_of_members_complete_as_values(shell: Shell) -> None:
    assert texts(shell, "call gen x | % da") == ["data"]
    assert texts(shell, "$rs | where ") == ["num", "event", "data"]
    assert texts(shell, "call gen x | where event | % ") == ["num", "event", "data"]


def test_operators_complete_in_an_expression(shell: Shell) -> None:
    assert texts(shell, "$r.num -g") == ["-ge", "-gt"]
    assert "-and" in texts(shell, "where { $_ -")


def test_text_from_a_server_stays_on_one_line_of_the_menu(shell: Shell) -> None:
    shell.variables["options"] = {"evil": "a\x1b[31m\nb"}
    (choice,) = choices(shell, "$options.ev")
    assert choice.note.isprintable()


def test_a_name_that_cannot_be_typed_is_not_offered(shell: Shell) -> None:
    assert texts(shell, "call hostile -te") == []
    assert str(hint("call hostile ", 13, shell)).isprintable()


# Hints.


@pytest.mark.parametrize(
    ("text", "before", "current"),
    [
        ("call ", "call ", "<Endpoint: endpoint>"),
        ("call gen ", "call ", "<prompt: value>"),
        ("call gen x ", "call ", "[style: photo|ink|pixel art]"),
        (
            "call gen -steps ",
            "call <prompt: value> [style: photo|ink|pixel art] ",
            "[steps: number = 20]",
        ),
    ],
)
def test_the_hint_marks_the_parameter_that_is_typed(
    shell: Shell, text: str, before: str, current: str
) -> None:
    found = hint(text, len(text), shell)
    assert (found.before, found.current) == (before, current)


def test_the_hint_leaves_out_what_is_given(shell: Shell) -> None:
    assert str(hint("Set-Thing a red -mode on ", 25, shell)) == "Set-Thing [-Default]"


@pytest.mark.parametrize("text", ["", "ca", "nothing here ", "$x = 3", "# call gen "])
def test_there_is_no_hint_without_a_command(shell: Shell, text: str) -> None:
    assert str(hint(text, len(text), shell)) == ""


# The rest of the language.


def test_statements_are_offered_once_their_first_letter_is_there(shell: Shell) -> None:
    assert filled(shell, "whi") == "while"
    assert filled(shell, "% { contin") == "% { continue"
    assert "foreach" not in texts(shell, "")
    assert texts(shell, "$r | whi") == []


@pytest.mark.parametrize(
    "before", ["foreach ($x in ", "if (", "while (", "if ($r) { ", "try { ", "throw ", "'a' && "]
)
def test_a_command_can_start_in_a_statement(shell: Shell, before: str) -> None:
    assert filled(shell, before + "us") == before + "use"


def test_keys_of_a_map(shell: Shell) -> None:
    assert texts(shell, "Send-Call gen @{") == ["prompt", "style", "steps", "session"]
    assert filled(shell, "Send-Call gen @{prompt = 'a'; sty") == (
        "Send-Call gen @{prompt = 'a'; style"
    )
    assert filled(shell, "Send-Call upper -Values @{t") == "Send-Call upper -Values @{text"
    assert texts(shell, "Send-Call upper @{text = 1}; @{") == []


def test_maps_of_parameters(shell: Shell) -> None:
    assert filled(shell, "call gen @opt") == "call gen @options"
    assert texts(shell, "call gen @te") == []  # it is no map


def test_casts(shell: Shell) -> None:
    assert filled(shell, "[in") == "[int]"
    assert filled(shell, "$x = 1 + [do^]$y") == "$x = 1 + [double]$y"
    assert texts(shell, "$r[in") == []


def test_files_where_output_goes(shell: Shell) -> None:
    assert filled(shell, "call gen x > no") == "call gen x > notes.txt"
    assert filled(shell, "$r 2>> no") == "$r 2>> notes.txt"


def test_script_files(shell: Shell) -> None:
    assert texts(shell, "./s") == ["./start.gsh", "./scripts/"]
    assert filled(shell, ". ./st") == ". ./start.gsh"
    assert filled(shell, "& ./st") == "& ./start.gsh"
    assert texts(shell, ". no") == []  # it is no script


@pytest.mark.parametrize("before", ["$r ", "($r) ", "'a' ", "5 ", "% { $_ "])
def test_operators_after_a_value(shell: Shell, before: str) -> None:
    assert {"-eq", "-replace", "-join", "-and"} <= set(texts(shell, before))


def test_members_of_the_session(shell: Shell) -> None:
    shell.session = lambda: Result(1, [])
    assert texts(shell, "$session.e") == ["event"]


@pytest.mark.parametrize("text", ["foreach ", "foreach (", "foreach ($x ", "1; foreach ($x in "])
def test_the_hint_of_a_statement_is_its_syntax(shell: Shell, text: str) -> None:
    assert str(hint(text, len(text), shell)) == "foreach ($x in VALUES) { ... }"
