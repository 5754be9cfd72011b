from __future__ import annotations

from typing import Any

import pytest

from gshell.engine.methods import METHODS
from tests.engine.world import World, blamed, failure, outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "'aB'.ToUpper(); 'aB'.ToLower(); 'aB'.toupper(); 'aB'.to_lower()",
            ["AB", "ab", "AB", "ab"],
        ),
        (
            "' a b '.Trim(); \"`t a`n\".Trim(); 'xaxbx'.Trim('x'); 'xyay'.Trim('xy')",
            ["a b", "a", "axb", "a"],
        ),
        (
            "'a,b,,c'.Split(','); 'a b  c'.Split(); 'a.b'.Split('.')",
            ["a", "b", "", "c", "a", "b", "", "c", "a", "b"],
        ),
        ("'ab'.Split(''); 'a--b'.Split('--'); ''.Split(',').Count", ["ab", "a", "b", 1]),
        (
            "'a.b.a'.Replace('a', 'x'); 'a.b'.Replace('.', '$0'); 'aA'.Replace('a', '')",
            ["x.b.x", "a$0b", "A"],
        ),
        ("'abc'.Contains('b'); 'abc'.Contains('B'); 'abc'.Contains('')", [True, False, True]),
        (
            "'abc'.StartsWith('a'); 'ac'.EndsWith('c'); 'a'.StartsWith('A'); 'abc'.EndsWith(1)",
            [True, True, False, False],
        ),
        (
            "'hello'.Substring(1); 'hello'.Substring(1, 3); 'ab'.Substring(2); 'a'.Substring(0, 0)",
            ["ello", "ell", "", ""],
        ),
        ("'hello'.Substring('1', '2'); 'a1'.Replace(1, 2); 'a5'.EndsWith(5)", ["el", "a2", True]),
        # One after the other, on any text, also in text and in arguments.
        ("' A-b '.Trim().ToLower().Split('-')[1]; ('a' + 'b').ToUpper()", ["b", "AB"]),
        (
            "$m = @{t='x y'}; $m.t.Split(' ')[0]; \"<$($m.t.ToUpper())>\"; $m['t'].Length",
            ["x", "<X Y>", 3],
        ),
        ("(Get-Thing).Name.ToUpper(); (Get-Thing Cat).Name.Substring(1)", ["THING", "at"]),
        ("$t = 'cat'; set $t.ToUpper() | values { $_.Count }", [[1]]),
        ("'b', 'a' | % { $_.ToUpper() }; ('a', 'b').ToUpper()", ["B", "A", "A", "B"]),
        ("('a b', 'c d').Split(' ') | % { $_[0] }", ["a", "c"]),
        ("$x = 'aXb'; if ($x.ToLower().Contains('x')) { 'yes' }", ["yes"]),
        ("'a'.Split(\n','\n)", ["a"]),
    ],
)
def test_methods(text: str, expected: list[Any]) -> None:
    assert outcome(text) == expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("'a'.ToUppr()", "text has no method ToUppr", "did you mean ToUpper?"),
        ("'a'.Normalize()", "text has no method Normalize", f"it has {', '.join(METHODS)}"),
        ("'a'.__class__()", "text has no method __class__", "it has"),
        ("'a'.ToUpper(1)", "ToUpper takes 0 values (got 1)", ""),
        ("'a'.Split(1, 2)", "Split takes 0 to 1 values (got 2)", ""),
        ("'a'.Replace('a')", "Replace takes 2 values (got 1)", ""),
        ("'a'.Replace('', 'b')", "Replace cannot look for an empty text", ""),
        ("'abc'.Substring()", "Substring takes 1 to 2 values (got 0)", ""),
        ("'abc'.Substring('x')", "Substring takes a place, from 0, and a length", ""),
        ("'abc'.Substring(0, $null)", "Substring takes a place, from 0, and a length", ""),
        ("'abc'.Substring(4)", "Substring goes beyond the text, which has 3 letters", ""),
        ("'abc'.Substring(-1)", "Substring goes beyond the text, which has 3 letters", ""),
        ("'abc'.Substring(1, 3)", "Substring goes beyond the text, which has 3 letters", ""),
        ("'abc'.Substring(1, -1)", "Substring goes beyond the text, which has 3 letters", ""),
        ("$null.Trim()", "null has no method Trim", ""),
        ("(5).ToString()", "type Int has no method ToString", 'text of a value is "$value"'),
        ("(1, 2).Contains(1)", "type List has no method Contains", "-contains looks for an item"),
        ("@{a=1}.Trim()", "type Map has no method Trim", "gm shows the members"),
        ("@{a=1}.a()", "type Map has no method a", "read without parentheses: .a"),
        ("(Get-Thing).Name2()", "type Thing has no method Name2", "gm shows the members"),
        ("(Get-Thing).secret()", "type Thing has no method secret", "gm shows the members"),
        ("$Error.Clear()", "type List has no method Clear", ""),
        ("@().Nope()", "type List has no method Nope", ""),
        ("('a', 5).ToUpper()", "type Int has no method ToUpper", "gm shows the members"),
        ("'a'.Trim().Nope()", "text has no method Nope", ""),
    ],
)
def test_what_is_no_method(text: str, message: str, hint: str) -> None:
    record = failure(text)
    assert message in record.message
    assert hint in record.hint
    assert (record.id, blamed(record)) == ("InvalidOperation", text)


def test_the_arguments_run_first_and_once() -> None:
    world = World()
    assert world.give("'1-2'.Replace((numbers 1), 'x')") == ["x-2"]
    assert world.log == ["numbers 1", "numbers closed"]
    assert world.give("('a', 'b').Replace(\"$(numbers 1)\", 'x')") == ["a", "b"]
    assert world.log.count("numbers 1") == 2


def test_a_method_without_parentheses_is_a_member() -> None:
    assert outcome("'a'.ToUpper; 'a'.Length; 'abc'.Count") == [None, 1, 1]


def test_no_name_reaches_python() -> None:
    names = ("format", "join", "encode", "__init__", "upper", "mro", "isdigit")
    for name in names:
        assert failure(f"'a'.{name}()").message == f"text has no method {name}"
        assert outcome(f"'a'.{name}; (1).{name}; @{{}}.{name}; {{ 1 }}.{name}") == [None] * 4
