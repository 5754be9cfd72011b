"""What is wrong with a text: the message, the place, and what to write instead."""

from __future__ import annotations

import re

import pytest

from gshell.language import habits, statements
from gshell.language.habits import foreign
from gshell.language.parser import Incomplete, SyntaxProblem, parse

LOOPS = "foreach ($x in 1..3) { ... }, or while ($i -lt 3) { ... }"
CASES = "if ($x -eq 1) { ... } elseif ($x -eq 2) { ... }"
BLOCKS = "$double = { param($n) $n * 2 } keeps a block, & $double 21 runs it"
SET = "$name = 'value' sets a variable"
MAPS = "maps are written @{key = value; ...}"
PIPED = "... | % { if ($_) { ... } } runs a block for each object"
STREAMS = "> takes objects, 2> takes errors, 2>&1 puts errors among the objects"
CATCHES = "`catch` or `finally` must follow the block of `try`"
TRY = "try { ... } catch { $_.Message }"
STATEMENT = "@( ) makes a value of a statement: @(foreach ...) | ..."
SIDE_BY_SIDE = "arguments stand after the name, with blanks between them"
BLANKS = "arguments are written after the name, with blanks between them"
BETWEEN = "a comma stands between values, ; between commands"
ONE_BY_ONE = "one variable at a time: $a = 1; $b = 2"
BELOW = "the line before goes on after |, a comma, an operator or a backtick"
ASSIGNED = "only a variable or a part of one can be assigned to"

PROBLEMS = [
    # Brackets.
    ("a)", "`)` closes nothing", ")", ""),
    ("(a}", "`(` needs `)` before this", "}", ""),
    ("(a\nb)", "`(` needs `)` before this", "b", ""),
    ("()", "a value is expected between the parentheses", ")", "@() is a list of nothing"),
    ("(1 2)", "`2` is not expected here", "2", BETWEEN),
    ("$x[]", "an index is expected between the brackets", "]", "$x[0], $x['key']"),
    ("1 [0]", "`[` is not expected here", "[", "an index follows at once, without a blank: $x[0]"),
    ("[0]", "`[` cannot start a value", "[", "a list is written 1,2 or @(1,2), a cast [int]'3'"),
    ("$x = ['a']", "`[` cannot start a value", "[", "written 1,2 or @(1,2)"),
    ("call x [1,2]", "lists have no brackets", "[1", "1,2 or @(1,2); text with brackets"),
    ("a; ]\n}", "`}` closes nothing", "}", ""),
    ("call x data:image/png;base64,AAAA", "`,` is not expected here", ",", "whole data: URL in"),
    ("call x data:a/b;charset=utf-8;base64,AA", "`,` is not expected here", ",", "whole data: URL"),
    ("'data:'; x,y", "`,` is not expected here", ",", "text needs quotes here: 'x'"),
    # Maps.
    ("@{a}", "`=` must follow the key", "}", MAPS),
    ("@{a:1}", "`=` must follow the key", "}", MAPS),
    ("@{a=}", "a value must follow `=`", "}", ""),
    ("@{(1)=2}", "a key is expected here", "(", MAPS),
    ("@{$k=2}", "a key is text", "$k", 'a variable needs quotes here: "$k"'),
    ("@{a=1 b=2}", "`b` is not expected here", "b", "; separates the pairs of a map"),
    ("@{a=1, b=2}", "`b` is not expected here", "b", "; separates the pairs of a map"),
    ("@{else {}}", "a key is expected here", "else", MAPS),
    ("{'a': 1}", "`:` is not an operator", ":", "maps are written @{key = value; ...}"),
    ("{a: 1}", "`a:` is no command", "a:", "maps are @{key = value}"),
    ("$x = {a = 1}", "a map starts with `@{`", "a", "@{a = ...}; variables start with $"),
    ("call x { a=1 }", "a map starts with `@{`", "a=1", "@{a = ...}"),
    # Pipes, chains and the background.
    ("| b", "a command must stand before `|`", "|", ""),
    ("&& b", "a command must stand before `&&`", "&&", ""),
    ("a && | b", "a command must follow `&&`", "|", ""),
    ("a | | b", "a command must follow `|`", "|", "% { ... } runs a block for each object"),
    ("a | 'b'", "a command must follow `|`", "'b'", "% { ... }"),
    ("a | $b", "a command must follow `|`", "$b", "% { ... }"),
    ("a | 3", "a command must follow `|`", "3", "% { ... }"),
    ("a | if ($_) { 1 }", "`if` cannot follow `|`", "if", PIPED),
    ("a | while read x; do", "`while` cannot follow `|`", "while", PIPED),
    ("a | foreach ($x in y) {}", "after `|`, foreach takes a block", "foreach", "foreach { $_ }"),
    ("if ($x) { 1 } | b", "a command must stand before `|`", "|", STATEMENT),
    ("foreach ($x in y) {} > f", "a command must stand before `>`", ">", STATEMENT),
    ("a || & && b", "a script block or a command's name must follow `&`", "&&", ""),
    ("open http://h/?a=1&b=2", "`&` ends the command here", "&", "put text that has & in quotes"),
    ("&", "a script block or a command's name must follow `&`", "", ""),
    ("& | x", "a script block or a command's name must follow `&`", "|", ""),
    (". ; x", "a script file must follow `.`", ";", ""),
    # Redirection.
    ("> f", "a command must stand before `>`", ">", ""),
    ("a >", "a file's name must follow `>`", "", ""),
    ("a 2> | b", "a file's name must follow `2>`", "|", ""),
    ("a > f | b", "nothing is left to pipe after `>`", "> f", "Tee-Object writes a file"),
    ("call x 2>1", "`2>` writes to a file", "2>", "2>&1 puts errors among the objects; quotes"),
    ("a 1>&2", "there is no `1>&2`", "1>&2", STREAMS),
    ("a &> f", "there is no `&>`", "&>", STREAMS),
    ("a *>> f", "there is no `*>>`", "*>>", STREAMS),
    ("a 3> f", "there is no `3>`", "3>", STREAMS),
    ("a < f", "`<` reads no file here", "<", "-lt compares; Get-Content FILE"),
    ("{ $_.n > 3 }", "`>` writes to a file", ">", "-gt compares; quotes make it a file's name"),
    ("where n > 3.5", "`>` writes to a file", ">", "-gt compares"),
    ("if ($a > $b) { 1 }", "`>` writes to a file", ">", "-gt compares"),
    # Arguments.
    ("call upper(x)", "a blank must stand before `(`", "(", BLANKS),
    ("call $x{ 1 }", "a blank must stand before `{`", "{", BLANKS),
    ("call 'a'.b()", "a blank must stand before `(`", "(", "('a'.ToUpper())"),
    ("call x -y=3", "a blank or a colon must follow `-y`", "=3", "-y:value; text that starts"),
    ("call x -y:", "a value must follow `-y:`", "", ""),
    ("call x --y 3", "the names of parameters have one dash", "--y", "-y; text that starts with -"),
    ("call x --y=3", "the names of parameters have one dash", "--y=3", "-y; "),
    ("call x a, ; b", "a value must follow `,`", ";", ""),
    ("call x,@p", "`@p` is not a value", "@p", "the map itself is $p"),
    ("call @p,3", "`,` is not expected here", ",", ""),
    ("call x @'a'", "a here-string starts on the line after `@'`", "@", "on one line needs no @"),
    ('call x "say \\"hi\\""', "a backslash does not make a quote part of a text", "hi\\", "twice"),
    (
        "call('x', 1)",
        "arguments stand after the name, with blanks between them",
        "call",
        "call one",
    ),
    ("gen(prompt='x')", SIDE_BY_SIDE, "gen", "-name"),
    ("a\n  -y 3", "a line cannot start with `-y`", "-y", BELOW),
    ("`ls`", "a backtick only escapes the character after it", "`ls", "$(command) is what"),
    # Values.
    ("{ $_.e -eq done }", "`done` is not a value", "done", "text needs quotes here: 'done'"),
    ('"abc" + def', "`def` is not a value", "def", "text needs quotes here: 'def'"),
    ("$h[name]", "`name` is not a value", "name", "text needs quotes here: 'name'"),
    ("$x.foo (1)", "no blank may stand before the `(` of a method", "(", ""),
    ("$x.y(1,)", "`)` is not expected here", ")", ""),
    ("$x.", "a member's name must follow `.`", ".", "$x['any key'] and $x[$name] read others"),
    ("$h.'two words'", "a member's name must follow `.`", ".", "$x['any key']"),
    ("$h.$k", "a member's name must follow `.`", ".", "$x[$name]"),
    ("$x?.y", "`?.` is not an operator", "?.", "what is not there is $null anyway"),
    ("$1", "a name must follow `$`", "$", "$args[0] is the first argument"),
    ("${x", "a name and `}` must follow `${`", "${x", ""),
    ("$global:x", "`global:` is not used here", "$global:x", "one place for variables: $x"),
    ("@name", "`@name` is not a value", "@name", "@name gives a command its parameters"),
    ("$x = @name", "`@name` is not a value", "@name", "the map itself is $name"),
    ("@'a'@", "a here-string starts on the line after `@'`", "@", "text on one line needs no @"),
    ('"a\\"b"', "a backslash does not make a quote part of a text", "b", "write it twice"),
    ("1kb", "`1kb` is not a number", "1kb", "text needs quotes"),
    ("$x + 0x1F", "`0x1F` is not a number", "0x1F", "text needs quotes"),
    ("1_000", "`1_000` is not a number", "1_000", "text needs quotes"),
    ("$x = 1e999", "the number is too large", "1e999", ""),
    ("9" * 400, "the number is too large", "9" * 400, ""),
    ("$x y", "`y` is not expected here", "y", ""),
    ("$x 1", "`1` is not expected here", "1", "a comma stands between values; & $x runs a block"),
    # Operators.
    ("$x == 3", "`==` is not an operator", "==", "-eq compares, = assigns"),
    ("$x === 3", "`===` is not an operator", "===", "-eq compares, = assigns"),
    ("$x != 3", "`!=` is not an operator", "!=", "-ne compares"),
    ("$x <> 3", "`<>` is not an operator", "<>", "-ne compares"),
    ("while ($x < 3) {}", "`<` is not an operator", "<", "-lt compares"),
    ("$x <= 3", "`<=` is not an operator", "<=", "-le compares"),
    ("$x => 3", "`=>` is not an operator", "=>", "-ge compares"),
    ("$x =~ 'a'", "`=~` is not an operator", "=~", "-match compares with a pattern"),
    ("$x -foo 3", "`-foo` is not an operator", "-foo", ""),
    ("$x -matches 3", "`-matches` is not an operator", "-matches", "did you mean -match?"),
    ("$x -is [int]", "`-is` is not an operator", "-is", "gm shows what a value is"),
    ('"{0}" -f 3', "`-f` is not an operator", "-f", "put the values into the text"),
    ("$x -not -eq 3", "`-not` stands before a value", "-not", "-ne compares"),
    ("$x ! $y", "`!` stands before a value", "!", "-ne compares"),
    ("$x =+ 1", "`+` stands between two values", "+", "after an operator, not before it"),
    ("$x -and -or $y", "a value must stand before `-or`", "-or", ""),
    ("$a and $b", "`and` is not expected here", "and", "operators start with a dash: -and"),
    ("$x in 1, 2", "`in` is not expected here", "in", "operators start with a dash: -in"),
    ("not $x", "operators start with a dash", "not", "-not $x"),
    ("1 -eq ; 2", "a value must follow `-eq`", ";", ""),
    ("$x ? 1", "`:` and another value must follow", "", "condition ? yes : no"),
    ("$x ? 1 ; 2", "`:` and another value must follow", ";", "condition ? yes : no"),
    ("$x ** 2", "`**` is not an operator", "**", "there is * to multiply"),
    ("$x // 2", "`//` is not an operator", "//", "[int](7 / 2) gives a whole number"),
    ("$x[1:2]", "`:` is not an operator", ":", "parts of a list $x[1..3]"),
    ("[datetime]'x'", "there is no type [datetime]", "[datetime]", "casts are [int], [double]"),
    ("[float]'1'", "there is no type [float]", "[float]", "did you mean [double]?"),
    ("[math]::Sqrt(2)", "`::` is not an operator", "::", "types have none: $text.ToUpper()"),
    ("[int]", "a value must follow `[int]`", "", ""),
    # Assignments.
    ("x = 3", "variables start with `$`", "x", "$x = ..."),
    ("count += 1", "variables start with `$`", "count", "$count = ..."),
    ("1 = 2", ASSIGNED, "1", "variables start with $: $x = ..."),
    ("'x' = 2", ASSIGNED, "'x'", "variables start with $: $x = ..."),
    ("[int]$x = 3", ASSIGNED, "[int]$x", "a cast stands before the value: $x = [int]..."),
    ("$a, $b = 1, 2", ASSIGNED, "$a, $b", ONE_BY_ONE),
    ("($a, $b) = 1, 2", ASSIGNED, "($a, $b)", ONE_BY_ONE),
    ("$x.y() = 3", ASSIGNED, "$x.y()", ""),
    ("$x = ; a", "a value must follow `=`", ";", ""),
    ("$y = $i++", "`++` and `--` stand alone", "++", "write it as a statement of its own"),
    ("($i--)", "`++` and `--` stand alone", "--", "it gives no value"),
    ("$i++ + 1", "`++` is not an operator", "++", "$i++ and $i-- are statements of their own"),
    # Statements.
    ("if $x { 1 }", "`(` must follow `if`", "$x", "if ($x -gt 1) { ... }"),
    ("if [ -f x ]; then", "`(` must follow `if`", "[", "if ($x -gt 1) { ... }"),
    ("if ($x) 1", "a block in { } must follow `if`", "1", "if ($x -gt 1) { ... }"),
    ("if ($x) then { 1 }", "a block in { } must follow `if`", "then", "if ($x -gt 1) { ... }"),
    ("if () { 1 }", "a condition is expected between the parentheses", ")", ""),
    ("if ($x == 3) {}", "`==` is not an operator", "==", "-eq compares, = assigns"),
    ("if ($x = 3) {}", "`=` assigns", "=", "-eq compares"),
    ("if (1) {} else if (2) {}", "`else if` is one word", "if", "write elseif"),
    ("if (1) {} elif (2) {}", "there is no `elif`", "elif", "elseif ($x -gt 1) { ... }"),
    ("else { 1 }", "`else` has nothing to belong to", "else", "if ($x) { ... } else { ... }"),
    ("a; catch {}", "`catch` has nothing to belong to", "catch", TRY),
    ("while true", "`(` must follow `while`", "true", "while ($x -lt 3) { ... }"),
    ("while True:", "`(` must follow `while`", "True:", "while ($x -lt 3) { ... }"),
    ("foreach $x in y", "`(` must follow `foreach`", "$x", "foreach ($x in 1..3) { ... }"),
    ("foreach (x in y) {}", "a variable is expected here", "x", "foreach ($x in 1..3) { ... }"),
    ("foreach ($x of y) {}", "`in` must follow the variable", "of", "foreach ($x in 1..3)"),
    ("foreach ($x in) {}", "a value must follow `in`", ")", "foreach ($x in 1..3) { ... }"),
    (
        "try { a } except { b }",
        "`catch` or `finally` must follow the block of `try`",
        "except",
        TRY,
    ),
    ("try {} catch [x] {}", "a block in { } must follow `catch`", "[x]", TRY),
    ("try {} catch ($e) {}", "a block in { } must follow `catch`", "(", TRY),
    ("break 2", "`2` is not expected here", "2", BETWEEN),
    ("a; param($x)", "`param` stands at the start of a script or block", "param", ""),
    ("param(x)", "a variable is expected here", "x", "param($name, $count = 3)"),
    ("param($x $y)", "`$y` is not expected here", "$y", "a comma stands between values"),
    ("param($x, $X)", "a parameter is there twice", "$X", ""),
    ("param([date]$x)", "a parameter cannot be [date]", "[date]", "it can be [int], [double]"),
    # Statements of other languages.
    ("for ($i = 0; $i -lt 3; $i++) {}", "there is no `for`", "for", LOOPS),
    ("for i in 1 2 3; do echo $i; done", "there is no `for`", "for", LOOPS),
    ("for i in range(3):", "there is no `for`", "for", LOOPS),
    ("For ($x of $y) {}", "there is no `For`", "For", LOOPS),
    ("do { $x } while ($y)", "there is no `do`", "do", "while ($x -lt 3) { ... }"),
    ("switch ($x) { 1 { 2 } }", "there is no `switch`", "switch", CASES),
    ("case $x in", "there is no `case`", "case", CASES),
    ("function f() { 1 }", "there is no `function`", "function", BLOCKS),
    ("def f(x): return x", "there is no `def`", "def", BLOCKS),
    ("class X { }", "there is no `class`", "class", "holds what belongs together"),
    ("until ($x) { }", "there is no `until`", "until", "while (-not $done) { ... }"),
    ("unless ($x) { }", "there is no `unless`", "unless", "if (-not $x) { ... }"),
    ("{ begin { 1 } }", "there is no `begin`", "begin", "% -Begin { ... }"),
    ("export X=1", "there is no `export`", "export", "$env:NAME = 'value'"),
    ("let x = 3", "there is no `let`", "let", SET),
    ("var $x = 3", "there is no `var`", "var", SET),
    ("local x=3", "there is no `local`", "local", SET),
    ("set x=3", "there is no `set`", "set", SET),
    ("// done", "there is no `//`", "//", "# starts a comment"),
]


@pytest.mark.parametrize(("text", "message", "place", "hint"), PROBLEMS)
def test_problems_have_a_place_and_a_hint(text: str, message: str, place: str, hint: str) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        parse(text)
    problem = caught.value
    assert not isinstance(problem, Incomplete)
    assert problem.message == message
    assert text[problem.start : problem.end] == place
    assert hint in problem.hint
    assert bool(hint) == bool(problem.hint)


RIGHT = [
    *("for", "for me", "do", "do it", "end", "not a", "filter", "local", "set a 1"),
    *("echo =3", "where n -eq 3", "x=3", "echo (1, 2)", "echo(1)", "%{ 1 }", "call -y", "case x"),
    *("a-b c", "- 1", "& function f", "& { 1 }", "function", "class", "fore ($x)", "define x"),
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_could_be_a_command_is_one(text: str) -> None:
    parse(text)


HALF = {
    "call 'abc": "'",
    'call "abc': '"',
    'call "a $(b': ')"',
    "@'": "'@",
    "@'\na\n '@": "'@",
    '@"\na $(b': ')\n"@',
    "(": "1)",
    "(1": ")",
    "@(1,": "2)",
    "{ a": "}",
    "@{": "}",
    "@{ a": "= 1}",
    "@{a=": "1}",
    "@{a=1": "b=2}",
    "@{a = 1 |": "b}",
    "@{a = b &&": "c\nd = 2}",
    "@{a = if (1) {}\n else": "{} }",
    "a |": "b",
    "a | # why": "b",
    "a |\n\n": "b",
    "a &&": "b",
    "a && b ||": "c",
    "call x,": "y",
    "call x `": "-y 1",
    "$x = `": "3",
    "$x =": "3",
    "$x +=": "3",
    "1 +": "2",
    "1 -eq": "2",
    "$x ??": "2",
    "$x ?": "1 : 2",
    "$x ? 1 :": "2",
    "!": "$x",
    "-not": "$x",
    "- $x -": "1",
    ",": "1",
    "1,": "2",
    "$x[": "0]",
    "$x[1": "]",
    "$x.y(": "1)",
    "$x.y(1,": "2)",
    "<# more": "#>",
    "a <#>": "#>",
    "if": "(1) {}",
    "if (": "1) {}",
    "if ($x": ") {}",
    "if ($x)": "{}",
    "if ($x) {": "}",
    "if ($x) {} else": "{}",
    "if ($x) {} elseif": "(1) {}",
    "foreach": "($x in 1) {}",
    "foreach (": "$x in 1) {}",
    "foreach ($x": "in 1) {}",
    "foreach ($x in": "1) {}",
    "foreach ($x in 1": ") {}",
    "foreach ($x in 1)": "{}",
    "while (a |": "b) {}",
    "while ($x) {": "}",
    "try": "{} catch {}",
    "try {}": "catch {}",
    "try {} catch": "{}",
    "try {} catch {} finally": "{}",
    "param": "($x)",
    "param(": "$x)",
    "param($x": ", $y)",
    "param($x =": "1)",
    "param([int]": "$x)",
    "{ param($x)": "$x }",
    "\u201cabc": '"',
}


@pytest.mark.parametrize(("text", "rest"), HALF.items())
def test_half_typed_text_is_incomplete_and_can_go_on_below(text: str, rest: str) -> None:
    with pytest.raises(Incomplete) as caught:
        parse(text)
    assert 0 <= caught.value.start <= caught.value.end <= len(text)
    parse(f"{text}\n{rest}")


@pytest.mark.parametrize(
    "text",
    ["if ($x) {}", "return", "throw", "$x++", "a &", "a 2>&1", "a --", "a -b", "$x = {}", "a `b"],
)
def test_what_may_end_is_complete(text: str) -> None:
    parse(text)


# What the hints say.

CODE = [
    *statements._SHAPES.values(),
    *LOOPS.split(", or "),
    *BLOCKS.removesuffix(" runs it").split(" keeps a block, "),
    *(CASES, "$name = 'value'", "@(foreach ($x in 1) { ... }) | a", "1..3 | % -Begin { ... }"),
    *("@{ name = 'x'; size = 3 }", "while (-not $done) { ... }", "if (-not $x) { ... }"),
    *("1 | % { if ($_) { ... } }", "$x = [int]...", "$a = 1; $b = 2", '"a ""quoted"" word"'),
]


@pytest.mark.parametrize("code", CODE)
def test_the_code_in_hints_is_right(code: str) -> None:
    parse(code.replace("...", "1"))


def test_every_foreign_statement_has_its_problem() -> None:
    for pattern, message, _ in habits._STATEMENTS:
        texts = [text for text, *_ in PROBLEMS if re.search(pattern, text, re.IGNORECASE)]
        assert texts, (pattern, message)


def test_a_name_in_a_longer_word_is_not_foreign() -> None:
    assert foreign("format (1)", 0) is None
    assert foreign("x; for (1)", 3) is not None
