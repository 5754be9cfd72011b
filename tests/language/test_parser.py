from __future__ import annotations

import random
from typing import Any

import pytest

from gshell.language import tree
from gshell.language.parser import COMPARISONS, Incomplete, SyntaxProblem, outline, parse
from tests.language.test_tokens import random_texts

LINES = [
    'call gen "a $x.b $(1 + 2)!" -steps:5 -style ink, photo | where { $_.num -gt 2 } | % data',
    "$ev = Invoke-GradioSessionApi op2 @{MaxNums=3; 'a b' = 1,2}; $ev.event.events[-1].data[0].url",
    "if (1) { 2 }",
    "@('a', 1) + ,(3) -contains 'x'\n\n% { -not $_ -and !($_.x -eq 3) } # the end",
    "$a.b[0]['k'].c = (call x -- -y | & { $args[0] } 1 2)",
    "call chat 'it''s' `\n -Value <# why #> | select -First 3 |\n ft",
]


def show(node: Any) -> str:
    """Write a tree as text with every bracket that it means."""
    match node:
        case tree.Script():
            return "; ".join(show(one) for one in node.statements)
        case tree.Pipeline():
            return " | ".join(show(one) for one in node.stages)
        case tree.Assignment():
            return f"{show(node.target)} = {show(node.statement)}"
        case tree.Command():
            return " ".join([f"<{show(node.name)}>", *(show(one) for one in node.elements)])
        case tree.Argument():
            return show(node.value)
        case tree.Parameter():
            return f"-{node.name}" + (f":{show(node.value)}" if node.value else "")
        case tree.EndOfParameters():
            return "--"
        case tree.Word():
            return str(node.text)
        case tree.Literal():
            return repr(node.value)
        case tree.Joined():
            mark = "b" if node.bare else ""
            return f"{mark}[{'+'.join(show(part) for part in node.parts)}]"
        case tree.Variable():
            return f"${node.name}"
        case tree.Member():
            return f"{show(node.value)}.{node.name}"
        case tree.Index():
            return f"{show(node.value)}[{show(node.index)}]"
        case tree.Unary():
            return f"({node.operator} {show(node.operand)})"
        case tree.Binary():
            return f"({show(node.left)} {node.operator} {show(node.right)})"
        case tree.ListOf():
            return f"list({', '.join(show(item) for item in node.items)})"
        case tree.MapOf():
            return f"map({'; '.join(f'{show(key)}={show(one)}' for key, one in node.pairs)})"
        case tree.Group():
            return f"({show(node.statement)})"
        case tree.SubExpression():
            return f"$({show(node.script)})"
        case tree.ArrayOf():
            return f"@({show(node.script)})"
        case tree.Block():
            return f"{{{show(node.script)}}}"
    raise AssertionError(node)


def parts(node: Any) -> list[Any]:
    """List all nodes of a tree."""
    found = [node] if hasattr(node, "start") else []
    if isinstance(node, tuple):
        for part in node:
            found.extend(parts(part))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" \n ; # nothing\n", ""),
        ("a; b\nc", "<a>; <b>; <c>"),
        ("a x -y 1 -z:2", "<a> x -y 1 -z:2"),
        ("a -z: 2,3 w", "<a> -z:list(2, 3) w"),
        ("a | b | c", "<a> | <b> | <c>"),
        ("$x | b", "$x | <b>"),
        ("$x = 1", "$x = 1"),
        ("$x = $y = a b", "$x = $y = <a> b"),
        ("$x.y[0] = a | b", "$x.y[0] = <a> | <b>"),
        ("& $b 1", "<$b> 1"),
        ("& { 1 } x", "<{1}> x"),
        ("& a-b x", "<a-b> x"),
        ("'a' | & $b", "'a' | <$b>"),
        # Precedence, tightest first: comma, not, range, minus, * / %, + -, comparison, logic.
        ("1 + 2 * 3", "(1 + (2 * 3))"),
        ("1 - 2 - 3", "((1 - 2) - 3)"),
        ("8 / 4 % 3", "((8 / 4) % 3)"),
        ("1 + 2 -eq 3 -and 4", "(((1 + 2) eq 3) and 4)"),
        ("1 -or 2 -and 3 -xor 4", "(((1 or 2) and 3) xor 4)"),
        ("1,2 + 3", "(list(1, 2) + 3)"),
        ("1,2 -eq 2", "(list(1, 2) eq 2)"),
        (",1", "list(1)"),
        (",1,2", "list(list(1), 2)"),
        (",,1", "list(list(1))"),
        ("-not $a -and $b", "((not $a) and $b)"),
        ("!$a.b -eq 1", "((not $a.b) eq 1)"),
        ("-NOT -not 1", "(not (not 1))"),
        ("(-$a + 1)", "(((- $a) + 1))"),
        ("1 - -2", "(1 - -2)"),
        ("1 -2", "(1 - 2)"),
        ("-2 * 3", "(-2 * 3)"),
        ("1..3 + 4", "((1 .. 3) + 4)"),
        ("-1..1", "(-1 .. 1)"),
        ("1 * -$a", "(1 * (- $a))"),
        ("1 -CEQ 2", "(1 ceq 2)"),
        ("'a' -in 'a','b'", "('a' in list('a', 'b'))"),
        # Values.
        ("1.5, 2e3", "list(1.5, 2000.0)"),
        ("'it''s'", '"it\'s"'),
        ("\u2018a\u2019", "'a'"),
        ('"a"', "'a'"),
        ('""', "''"),
        ('"a""b`n`$x"', "'a\"b\\n$x'"),
        ('"a $b.c"', "['a '+$b+'.c']"),
        ('"${a b}"', "[$a b]"),
        ('"$(a; b)"', "[$(<a>; <b>)]"),
        ('"$5 $"', "'$5 $'"),
        ("$r.data[0].url", "$r.data[0].url"),
        ("$a[0, 1][$i + 1]", "$a[list(0, 1)][($i + 1)]"),
        ("(a b).c", "(<a> b).c"),
        ("(($x = 1))", "(($x = 1))"),
        ("@(a; 1; 2)", "@(<a>; 1; 2)"),
        ("@()", "@()"),
        ("$()", "$()"),
        ("{ a; $_ }", "{<a>; $_}"),
        ("@{}", "map()"),
        ("@{a=1; 'b c'=f x\n\"d$e\" = 1,2;}", "map('a'=1; 'b c'=<f> x; ['d'+$e]=list(1, 2))"),
        ("@{\n a = 1 # first\n\n b = @{ c = 2 }\n}", "map('a'=1; 'b'=map('c'=2))"),
        # Arguments.
        ("x 2+2", "<x> 2+2"),
        ("x (2+2)", "<x> ((2 + 2))"),
        ("x a,b c", "<x> list(a, b) c"),
        ("x a,\n\n b", "<x> list(a, b)"),
        ("x out-$n.png", "<x> b[out-+$n+.png]"),
        ("x $dir/cat.png", "<x> b[$dir+/cat.png]"),
        ("x 'a'\"b$c\"", "<x> ['a'+['b'+$c]]"),
        ("x $a$b", "<x> [$a+$b]"),
        ("x a'b'", "<x> b[a+'b']"),
        ("x $(1)y", "<x> b[$(1)+y]"),
        ("x `$a a`,b", "<x> $a a,b"),
        ("x -- -y -z:1 'w'", "<x> -- -y -z:1 'w'"),
        ("x '-y'", "<x> '-y'"),
        ("x $r.data[0] { $_ } @{a=1}", "<x> $r.data[0] {$_} map('a'=1)"),
        ("x (y -a | z)", "<x> (<y> -a | <z>)"),
        ("`n x", "<\n> x"),
    ],
)  # fmt: skip
def test_tree(text: str, expected: str) -> None:
    assert show(parse(text)) == expected


def test_block_keeps_its_text() -> None:
    (statement,) = parse("% { $_.a  + 1 }").statements
    assert isinstance(statement, tree.Pipeline)
    assert statement.stages[0].elements[0].value.text == " $_.a  + 1 "


@pytest.mark.parametrize("line", LINES)
def test_places_are_right(line: str) -> None:
    whole = parse(line)
    for node in parts(whole):
        assert 0 <= node.start <= node.end <= len(line)
        piece = line[node.start : node.end]
        if isinstance(node, tree.Variable):
            assert node.name in piece
        elif isinstance(node, tree.Parameter):
            assert piece.startswith(f"-{node.name}")
        elif isinstance(node, (tree.Block, tree.MapOf, tree.Group, tree.ArrayOf)):
            assert piece[-1] in ")}"
        elif isinstance(node, tree.Member):
            assert piece.endswith(f".{node.name}")
        elif isinstance(node, (tree.Binary, tree.Unary)):
            assert node.operator in piece.lower() or piece.startswith("!")
        for part in parts(tuple(node)):
            assert node.start <= part.start <= part.end <= node.end


@pytest.mark.parametrize(
    ("text", "message", "place", "hint"),
    [
        ("call upper(x)", "a blank must stand before `(`", "(", "with blanks between them"),
        ("$x == 3", "`==` is not an operator", "==", "-eq compares, = assigns"),
        ("$x != 3", "`!=` is not an operator", "!=", "-ne compares"),
        ("{ $_.n > 3 }", "`>` writes to a file", ">", "-gt compares"),
        ("where n > 3", "`>` writes to a file", ">", "-gt compares"),
        ("if ($a > $b) { 1 }", "`>` writes to a file", ">", "-gt compares"),
        ("$x -foo 3", "`-foo` is not an operator", "-foo", ""),
        ("call x -y=3", "a blank or a colon must follow `-y`", "=3", "needs quotes"),
        ("{ $_.e -eq done }", "`done` is not a value", "done", "text needs quotes here: 'done'"),
        ("a)", "`)` closes nothing", ")", ""),
        ("(a}", "`(` needs `)` before this", "}", ""),
        ("@{a}", "`=` must follow the key", "}", ""),
        ("@{a=}", "a value must follow `=`", "}", ""),
        ("@{(1)=2}", "a key is expected here", "(", "@{key = value; ...}"),
        ("@{$k=2}", "a key is text", "$k", '"$k"'),
        ("@{a=1 b=2}", "`b` is not expected here", "b", ""),
        ("| b", "a command must stand before `|`", "|", ""),
        ("a | | b", "a command must follow `|`", "|", ""),
        ("a | 'b'", "a command must follow `|`", "'", ""),
        ("a | $b", "a command must follow `|`", "$", ""),
        ("open http://h/?a=1&b=2", "`&` ends the command here", "&", "in quotes"),
        ("a && | b", "a command must stand before `|`", "|", ""),
        ("1 = 2", "only a variable or a part of one can be assigned to", "1", ""),
        ("$x = ; a", "a value must follow `=`", ";", ""),
        ("()", "a value is expected between the parentheses", ")", "@() is a list of nothing"),
        ("(1 2)", "`2` is not expected here", "2", "a comma stands between values"),
        ("1 [0]", "`[` is not expected here", "[", "an index follows at once"),
        ("[0]", "`[` stands after a value, without a blank", "[", "casts are [int]"),
        ("${x", "a name and `}` must follow `${`", "${x", ""),
        ("x a, ; b", "a value is expected here", ";", ""),
        ("& | x", "a script block or a command's name must follow `&`", "|", ""),
        ("$x = 1e999", "the number is too large", "1e999", ""),
        ("9" * 400, "the number is too large", "9" * 400, ""),
        ("1 -eq ; 2", "a value must follow `-eq`", ";", ""),
    ],
)
def test_problems_have_a_place(text: str, message: str, place: str, hint: str) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        parse(text)
    problem = caught.value
    assert not isinstance(problem, Incomplete)
    assert problem.message == message
    assert text[problem.start : problem.end] == place
    assert hint in problem.hint
    assert bool(hint) == bool(problem.hint)


@pytest.mark.parametrize(
    "text",
    [
        *("call 'abc", 'call "abc', 'call "a $(b', "(", "(1", "@(1,", "{ a", "@{", "@{ a", "@{a=1"),
        *("a |", "a |\n", "call x,", "call x -P:", "$x =", "1 +", "1 -eq", "!", "-not", "&", "$x["),
        *("$x[1", "'abc''", ",", "1,", "<# more", "a <#>", "@{a=", "$x = (1 +", "\u201cabc"),
    ],
)
def test_half_typed_text_is_incomplete(text: str) -> None:
    with pytest.raises(Incomplete) as caught:
        parse(text)
    assert 0 <= caught.value.start <= caught.value.end <= len(text)


def is_parsed_or_refused(text: str) -> bool:
    """Say whether all places of the tree, or of what is wrong, are places of the text."""
    found: list[Any]
    try:
        found = parts(parse(text))
    except SyntaxProblem as problem:
        found = [problem]
    return all(0 <= one.start <= one.end <= len(text) for one in found)


def test_random_text_is_parsed_or_refused() -> None:
    assert [text for text in random_texts(4000, seed=2) if not is_parsed_or_refused(text)] == []


@pytest.mark.parametrize("line", LINES)
def test_cut_and_damaged_lines_are_parsed_or_refused(line: str) -> None:
    chance = random.Random(3)
    for length in range(len(line)):
        damaged = line[: chance.randrange(len(line))] + line[chance.randrange(len(line)) :]
        for text in (line[:length], line[length:], damaged):
            assert is_parsed_or_refused(text), text


@pytest.mark.parametrize(
    "text",
    [
        *("(" * 5000, "{" * 5000, "@(" * 5000, "@{a=" * 5000, '"$(' * 5000, "$x[" * 5000),
        *(
            "(" * 500 + "1" + ")" * 500,
            "-not " * 5000 + "1",
            "!" * 5000 + "1",
            "1 " + "- " * 5000 + "1",
        ),
        *("$x = " * 5000 + "1", "$x" + ".a" * 5000, "$x" + "[0]" * 5000, "," * 5000 + "1"),
        "% { " * 500 + "}" * 500,
    ],
)
def test_nesting_too_deep_is_an_error(text: str) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        parse(text)
    assert "nests" in caught.value.message


def test_what_people_type_is_not_too_deep() -> None:
    deep = 40
    parse("(" * deep + "1" + ")" * deep)
    parse("% { " * deep + "$_" + " }" * deep)
    parse("(1 -eq 1 + 1 * -" * (deep // 2) + "1" + ")" * (deep // 2))


@pytest.mark.parametrize(
    ("start", "unit"),
    [
        *(("1", " + 1"), ("x", " a"), ("x 1", ",1"), ("a", " | b"), ("1", "; 1"), ("x '", "''")),
        *(("", "a\n"), ("@{", "a=1;"), ("x a", "$b"), ('x "', "$b "), ("x", " -y 1"), ("", "\n")),
    ],
)
def test_work_grows_with_the_length(start: str, unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the text costs ten times the steps: each step forward is counted."""
    from gshell.language.reader import Reader

    take, steps = Reader.take, 0

    def count(self: Reader) -> Any:
        nonlocal steps
        steps += 1
        return take(self)

    def work(times: int) -> int:
        nonlocal steps
        steps = 0
        try:
            parse(start + unit * times)
        except SyntaxProblem:
            pass  # an open bracket or quote at the end is as good
        return steps

    monkeypatch.setattr(Reader, "take", count)
    assert work(5000) <= 11 * work(500) + 10


def test_outline_gives_commands_as_far_as_they_were_typed() -> None:
    read = outline("$x | call gen -steps (upper a | where b) 'open")
    names = [command.name.text for command in read.commands]
    assert names == ["call", "upper", "where"]
    call, upper, where = read.commands
    assert [show(one) for one in call.elements] == ["gen", "-steps", "(<upper> a | <where> b)"]
    assert where.upstream is upper
    assert call.upstream is None
    assert (
        "".join(token.text for token in read.tokens)
        == "$x | call gen -steps (upper a | where b) 'open"
    )


def test_outline_never_fails() -> None:
    for text in random_texts(1000, seed=4):
        assert "".join(token.text for token in outline(text).tokens) == text


def test_every_comparison_is_parsed() -> None:
    for name in COMPARISONS:
        assert show(parse(f"1 -{name} 2")) == f"(1 {name} 2)"
