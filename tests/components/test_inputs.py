"""Every component as an input: what a person types arrives in the app's function as it should."""

from __future__ import annotations

from pathlib import Path

from tests.cmdlets.conftest import Driver
from tests.compat.environments import INSTALLED
from tests.components.files import with_digests
from tests.components.versions import Case, on_all, on_installed, on_versions

HISTORY = "@(@{role='user'; content='hi'}, @{role='assistant'; content=@{file='red.png'}})"
PEOPLE = "['name', 'age'] [['Ann', 31], ['Bob', 45]] texts numbers"

CASES = [
    Case("annotatedimage", "red.png", "<red.png>"),
    Case(
        "annotatedimage",
        "@{image='red.png'; annotations=@(@{image='blue.png'; label='sky'})}",
        "<red.png>; <blue.png> sky",
    ),
    Case("audio", "tone.wav", "8000 Hz, 800 samples, loudest 4096"),
    Case("barplot", "@{columns='x'}", 'dict {"columns": "x"}'),
    Case("browserstate", "@{seen=3}", 'dict {"seen": 3}', since=5),
    Case("chatbot", "hello", "user: hello", since=6),
    Case("chatbot", "hello", "hello | None", until=5),
    Case("chatbot", HISTORY, "user: hi; assistant: <red.png>", since=6),
    Case("chatbot", HISTORY, "hi | <red.png>", until=5),
    Case(
        "chatbot", "@(@('hi', 'ho'), @($null, 'so'))", "user: hi; assistant: ho; assistant: so", 6
    ),
    Case("chatbot", "@(@('hi', 'ho'), @($null, 'so'))", "hi | ho; None | so", until=5),
    Case(
        "chatbot",
        "@{role='user'; content=@('look', @{file='red.png'})}",
        "user: look + <red.png>",
        6,
    ),
    Case("chatbot_messages", "hello", "user: hello", until=5),
    Case("chatbot_messages", HISTORY, "user: hi; assistant: <red.png>", until=5),
    Case(
        "chatbot_messages",
        "@{role='user'; content=@('look', @{file='red.png'})}",
        "user: look; user: <red.png>",
        until=5,
    ),
    Case("checkbox", "-given", "bool true"),
    Case("checkbox", "false", "bool false"),
    Case("checkboxgroup", "small,'extra large'", 'list ["small", "Extra Large"]'),
    Case("checkboxgroup", "medium", 'list ["medium"]'),
    Case("code", "'print(1)'", 'str "print(1)"'),
    Case("colorpicker", "'#ff0000'", 'str "#ff0000"'),
    Case("dataframe", "@(@{name='Ann'; age=31}, @{name='Bob'; age=45})", PEOPLE),
    Case("dataframe", "people.csv", PEOPLE),
    Case("dataframe", "(ls people.csv)", PEOPLE),
    Case("dataframe", "@(@('Ann', 31), @('Bob', 45))", PEOPLE),
    Case("dataframe", "@{name=@('Ann', 'Bob'); age=@(31, 45)}", PEOPLE),
    Case("dataframe", "@{headers=@('name', 'age'); data=@(@('Ann', 31), @('Bob', 45))}", PEOPLE),
    Case("dataset", "1", 'list ["second"]'),
    Case("datetime", "2026-01-31", "2026-01-31T00:00:00"),
    Case("datetime", "'2026-01-31 15:00'", "2026-01-31T15:00:00"),
    Case("datetime_text", "2026-01-31T15:00:30", 'str "2026-01-31 15:00:30"'),
    Case("datetime_day", "2026-01-31T23:30", 'str "2026-01-31"'),
    Case("datetime_number", "2026-01-31T15:00:00Z", "1769871600"),
    Case("dialogue", "hello", 'str "hello"', since=5),
    Case("dialogue", "@{speaker='Ann'; text='hi'}", 'str "[Ann] hi"', since=5),
    Case("downloadbutton", "notes.txt", "<notes.txt>"),
    Case("dropdown", "MEDIUM", 'str "medium"'),
    Case("dropdown_free", "gigantic", 'str "gigantic"'),
    Case("dropdown_pairs", "l", 'str "l"'),
    Case("dropdown_pairs", "Large", 'str "l"'),
    Case("dropdown_several", "small,medium", 'list ["small", "medium"]'),
    Case("fallback", "@{a=@(1, 2)}", 'dict {"a": [1, 2]}'),
    Case("file", "notes.txt", "<notes.txt>"),
    Case("file", "(ls notes.txt)", "<notes.txt>"),
    Case("file", "'data:text/plain,hello'", "file.txt 2cf24dba5fb0"),
    Case("file_folder", "notes.txt,*.csv", "<notes.txt>, <people.csv>"),
    Case("file_several", "*.txt", "<more.txt>, <notes.txt>"),
    Case("file_several", "notes.txt", "<notes.txt>"),
    Case("fileexplorer", "sub/leaf.txt", "sub/leaf.txt"),
    Case("gallery", "*.png", "<blue.png> None; <red.png> None"),
    Case("gallery", "red.png,clip.mp4", "<red.png> None; <clip.mp4> None"),
    Case(
        "gallery",
        "@(@{image='red.png'; caption='a car'}, 'blue.png')",
        "<red.png> a car; <blue.png> None",
    ),
    Case("highlightedtext", "hello", 'list [{"token": "hello", "class_or_confidence": null}]'),
    Case(
        "highlightedtext",
        "@(@('Paris', 'city'), @(' is', $null))",
        'list [{"token": "Paris", "class_or_confidence": "city"}, '
        '{"token": " is", "class_or_confidence": null}]',
    ),
    Case("html", "'<b>bold</b>'", 'str "<b>bold</b>"'),
    Case("image", "red.png", "4x3 ff0000"),
    Case("image", "(call out_image -Value)", "4x3 ff0000"),
    Case("imageeditor", "red.png", "4x3 ff0000, [], 4x3 ff0000"),
    Case(
        "imageeditor",
        "@{background='red.png'; layers='blue.png'; composite='blue.png'}",
        "4x3 ff0000, ['2x2 0000ff'], 2x2 0000ff",
    ),
    Case("imageslider", "red.png,blue.png", "4x3 ff0000, 2x2 0000ff", since=5),
    Case("json", "'{\"a\": [1, 2]}'", 'dict {"a": [1, 2]}'),
    Case("json", "@{a=1; b=$null}", 'dict {"a": 1, "b": null}'),
    Case("json", "3", "int 3"),
    Case("json", "hello", 'str "hello"'),
    Case("label", "cat", 'str "cat"'),
    Case("label", "@{dog=0.1; cat=0.9}", 'dict {"dog": 0.1, "cat": 0.9}'),
    Case("lineplot", "@(1, 2)", "list [1, 2]"),
    Case("markdown", "'# Title'", 'str "# Title"'),
    Case("model3d", "triangle.obj", "<triangle.obj>"),
    Case("multimodaltextbox", "hello", "'hello' with no files"),
    Case("multimodaltextbox", "007", "'007' with no files"),
    Case("multimodaltextbox", "@{text='look'; files='red.png'}", "'look' with <red.png>"),
    Case("multimodaltextbox", "red.png,notes.txt", "'' with <red.png>, <notes.txt>"),
    Case("nativeplot", "@{a=1}", 'dict {"a": 1}'),
    Case("navbar", "@(,@('Home', 'start'))", 'list [["Home", "start"]]', since=5),
    Case("number", "2.5", "float 2.5"),
    Case("number_whole", "3", "int 3"),
    Case("paramviewer", "@{n=@{type='int'}}", 'dict {"n": {"type": "int"}}'),
    Case("plot", "@{type='plotly'; plot='{}'}", "plotly {}"),
    Case("radio", "'extra large'", 'str "Extra Large"'),
    Case("scatterplot", "@{a=1}", 'dict {"a": 1}'),
    Case("slider", "4", "int 4"),
    Case("textbox", "007", 'str "007"'),
    Case("timer", "5", "int 5"),
    Case("uploadbutton", "*.png", "<blue.png>, <red.png>"),
    Case("video", "clip.mp4", "<clip.mp4>"),
    Case("video", "@{video='clip.mp4'}", "<clip.mp4>"),
]


@on_versions(CASES)
def test_what_is_typed_arrives(shell: Driver, folder: Path, case: Case) -> None:
    said = shell.give(f"call in_{case.endpoint} {case.typed} -Value")
    assert said == [with_digests(case.expected, folder)]


@on_all(since=5)
def test_types_alone_say_what_an_endpoint_takes(shell: Driver) -> None:
    said = shell.give("call typed 3 a,b -style PHOTO -extra @{k=1} -ratio 0.25 -flag -Value")
    assert said == ['[3, ["a", "b"], "photo", {"k": 1}, 0.25, true]']
    assert shell.give("call typed 3 a -Value") == ['[3, ["a"], "ink", null, 0.5, false]']


WRONG = [
    Case("image", "nothing.png", "-given takes a file: there is no file nothing.png"),
    Case("image", "@{a=1}", "-given takes a file, not a map"),
    Case("file", "*.txt", "-given takes one file, and 2 match '*.txt'"),
    Case("file", "'data:text/plain;base64,?'", "-given takes a file: the content of "),
    Case("imageslider", "red.png", "-given takes two files (got 1)", since=5),
    Case(
        "checkboxgroup",
        "small,nope",
        "-given must be one of small, medium, Extra Large (got 'nope')",
    ),
    Case("dropdown_pairs", "medium", "-given must be one of s, l (got 'medium')"),
    Case("datetime", "yesterday", "-given takes a time (got 'yesterday')"),
    Case("number_whole", "2.5", "-given must be a whole number (got '2.5')"),
    Case("slider", "11", "-given must be between 0 and 10 (got 11)"),
    Case("chatbot", "@{text='hi'}", "-given takes messages, each with its role and content"),
    Case("dataframe", "red.png", "-given takes a table: red.png is not text in UTF-8"),
    Case("dataframe", "@(@{a=1}, @(1))", "-given takes rows of one kind: "),
    Case("label", "@{cat='much'}", "-given takes a number for each label"),
    Case("plot", "5", "-given takes a map, a list, or either as JSON"),
]


@on_versions(WRONG, [INSTALLED])
def test_what_does_not_fit_is_not_sent(shell: Driver, case: Case) -> None:
    calls = shell.give("(Get-GradioSessionApi).Count")
    assert shell.fail(f"call in_{case.endpoint} {case.typed}").message.startswith(case.expected)
    shell.shell.errors.clear()
    assert shell.give("(Get-GradioSessionApi).Count") == calls


@on_installed()
def test_files_from_a_listing_are_sent_one_by_one(shell: Driver) -> None:
    assert shell.give("ls *.png | call in_image -Value") == ["2x2 0000ff", "4x3 ff0000"]


@on_all()
def test_no_component_is_forgotten(shell: Driver) -> None:
    (listed,) = shell.give("call listed -Value")
    inputs = shell.give("apis | where Name -like in_* | % { $_.Parameters[0].Component }")
    assert set(listed) - set(inputs) == set()
    named = {f"in_{case.endpoint}" for case in CASES}
    assert set(shell.give("apis | where Name -like in_* | % Name")) - named == set()
