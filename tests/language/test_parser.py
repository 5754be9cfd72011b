from __future__ import annotations

from typing import Any

import pytest

from gshell.language import tree
from gshell.language.kinds import DASHES
from gshell.language.parser import COMPARISONS, SyntaxProblem, outline, parse
from tests.language.samples import SCRIPTS
from tests.language.show import show


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
        ("& $b 1", "<&$b> 1"),
        ("& { 1 } x", "<&{1}> x"),
        ("& a-b x", "<&a-b> x"),
        ("'a' | & $b", "'a' | <&$b>"),
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
    ],
)
def test_tree(text: str, expected: str) -> None:
    assert show(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What joins commands.
        ("a && b || c", "<a> && <b> || <c>"),
        ("a | b &&\n c", "<a> | <b> && <c>"),
        ("$x && 1", "$x && 1"),
        ("a || throw 'x' && return", "<a> || !throw 'x' && !return"),
        ("a && break", "<a> && !break"),
        ("a\n  | b\n\n  && c\n  || d\ne", "<a> | <b> && <c> || <d>; <e>"),
        ("a # why\n # and how\n | b", "<a> | <b>"),
        ("$x = a && b", "$x = <a> && <b>"),
        ("a &", "[<a>]&"),
        ("a b & c", "[<a> b]&; <c>"),
        ("a | b && c &; d", "[<a> | <b> && <c>]&; <d>"),
        ("& a &", "[<&a>]&"),
        ("$j = a &", "$j = [<a>]&"),
        ("{ a & }", "{[<a>]&}"),
        # Where output goes.
        ("a > f", "<a> [>f]"),
        ("a >> 'b c'", "<a> [>>'b c']"),
        ("a >f x -y", "<a> x -y [>f]"),
        ("a 2> $null", "<a> [2>$null]"),
        ("a 2>> e > f", "<a> [2>>e], [>f]"),
        ("a 2>&1 | b > f", "<a> [2>&1] | <b> [>f]"),
        ("a 1> f", "<a> [>f]"),
        ("$x > out-$n.txt", "$x [>b[out-+$n+.txt]]"),
        ("$x + 1 2>&1 > f", "($x + 1) [2>&1], [>f]"),
        ("1 2> e", "1 [2>e]"),
        ("a > '1'", "<a> [>'1']"),
        ("a b>c", "<a> b>c"),
        # Commands.
        (". ./x.gsh 1 -y", "<../x.gsh> 1 -y"),
        (". $f", "<.$f>"),
        ("./x.gsh a", "<./x.gsh> a"),
        ("a @b @c -d", "<a> @b @c -d"),
        ("a @b.c", "<a> @b.c"),
        ("a | foreach { 1 }", "<a> | <foreach> {1}"),
        ("a `\n b", "<a> b"),
        ("a -b -c:$d.e", "<a> -b -c:$d.e"),
        ("a \u2013b \u2014c:1", "<a> -b -c:1"),
        ("a -- --b -c", "<a> -- --b -c"),
        ("a '--b'", "<a> '--b'"),
        ("a $x.b(1, 'c').d", "<a> $x.b(1, 'c').d"),
        ("a $x[0][1].y z", "<a> $x[0][1].y z"),
        ("in if", "<in> if"),
    ],
)
def test_commands(text: str, expected: str) -> None:
    assert show(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if (1) { a }", "if 1 {<a>}"),
        ("if (a b | c) {}", "if <a> b | <c> {}"),
        ("IF($x){1}ELSEIF($y){2}ELSE{3}", "if $x {1} else if $y {2} else {3}"),
        ("if ($x)\n{ 1 }\n\nelse\n{ 2 }\n3", "if $x {1} else {2}; 3"),
        ("if ($x) { 1 } a; b", "if $x {1}; <a>; <b>"),
        ("if (\n$x\n) { 1 }", "if $x {1}"),
        ("if ($m = f) { 1 }", "if $m = <f> {1}"),
        ("if (!$x) { if ($y) { 1 } }", "if (not $x) {if $y {1}}"),
        ("$x = if ($y) { 1 } else { 2 }\n3", "$x = if $y {1} else {2}; 3"),
        ("a $(if ($x) { 1 })", "<a> $(if $x {1})"),
        ("(if ($x) { 1 }).y", "(if $x {1}).y"),
        ("@{ a = if ($x) { 1 }\n else { 2 }\n b = 3 }", "map('a'=if $x {1} else {2}; 'b'=3)"),
        ("@{ else = 1; catch = 2 }", "map('else'=1; 'catch'=2)"),
        ("foreach ($x in 1..3) { $x }", "for $x in (1 .. 3) {$x}"),
        ("foreach($x in call y in 'z'){}", "for $x in <call> y in 'z' {}"),
        ("foreach ($x in & $b) {}", "for $x in <&$b> {}"),
        ("foreach (\n$x\nin\n1,\n2\n)\n{ 3 }", "for $x in list(1, 2) {3}"),
        ("@(foreach ($x in 1) { $x }) | a", "@(for $x in 1 {$x}) | <a>"),
        ("while ($x -lt 3) { $x++ } a", "while ($x lt 3) {$x += 1}; <a>"),
        ("while ($true) { break; continue }", "while $true {!break; !continue}"),
        ("try { a } catch { $_ }", "try {<a>} catch {$_}"),
        ("try { a }\ncatch\n{ b }\nfinally { c } d", "try {<a>} catch {<b>} finally {<c>}; <d>"),
        ("try {} finally {}", "try {} finally {}"),
        ("throw", "!throw"),
        ('throw "no $x" + 1', "!throw (['no '+$x] + 1)"),
        ("return; return a | b; return 1, 2", "!return; !return <a> | <b>; !return list(1, 2)"),
        ("param($x)", "param($x) "),
        ("param(\n[int]$x = 1 + 2,\n\n$y\n)\n$x", "param(int$x = (1 + 2), $y) $x"),
        ("param()", "param() "),
        ("{ param([switch]$All, $n = (f)) $n }", "{param(switch$All, $n = (<f>)) $n}"),
        ("& { param($x) $x } 1", "<&{param($x) $x}> 1"),
        ("a if; a else", "<a> if; <a> else"),
    ],
)
def test_statements(text: str, expected: str) -> None:
    assert show(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Assignments.
        (
            "$x += 1; $x -= 1; $x *= 2; $x /= 2; $x %= 2",
            "$x += 1; $x -= 1; $x *= 2; $x /= 2; $x %= 2",
        ),
        ("$x ??= a b", "$x ??= <a> b"),
        ("$x.y[0] += 1", "$x.y[0] += 1"),
        ("$x++; $y.z--", "$x += 1; $y.z -= 1"),
        ("++$x; --$x[0]", "$x += 1; $x[0] -= 1"),
        ("$y = ++$x", "$y = $x += 1"),
        ("{ $x++ }", "{$x += 1}"),
        ("$x =\n 3", "$x = 3"),
        ("$x=3;$y =-1; $z =- 1", "$x = 3; $y = -1; $z = (- 1)"),
        ("$env:A = 1; ${b c} = 2", "$env:A = 1; $b c = 2"),
        # Casts.
        ("[int]'3' + 1", "([int]'3' + 1)"),
        ("[string] $x, 2", "list([string]$x, 2)"),
        ("-not [bool]$x", "(not [bool]$x)"),
        ("[int][string]$x.y", "[int][string]$x.y"),
        ("[Ordered]@{}", "[ordered]map()"),
        ("$x[[int]'1']", "$x[[int]'1']"),
        ("-[int]'1'", "(- [int]'1')"),
        # Operators.
        ("$x -replace 'a', 'b' -split ','", "(($x replace list('a', 'b')) split ',')"),
        ("-join $x, 1", "(join list($x, 1))"),
        ("-split 'a b' -join ','", "((split 'a b') join ',')"),
        ("$x -iSplit 1 -CREPLACE 2", "(($x isplit 1) creplace 2)"),
        ("$x ? 1 : 2", "($x ? 1 : 2)"),
        ("$x -eq 1 ? 'a' : $y ? 'b' : 'c'", "(($x eq 1) ? 'a' : ($y ? 'b' : 'c'))"),
        ("$x ?\n1 :\n2", "($x ? 1 : 2)"),
        ("$x ?? $y ?? 1 + 2", "(($x ?? $y) ?? (1 + 2))"),
        ("$x -eq\n 3", "($x eq 3)"),
        ("-not\n$x", "(not $x)"),
        ("- $x; -'1'", "(- $x); (- '1')"),
        ("+1; .5 + -.5", "1; (0.5 + -0.5)"),
        ("1 \u2013 2 \u2014eq 3", "((1 - 2) eq 3)"),
        # Methods.
        ("$x.Trim()", "$x.Trim()"),
        ("'a b'.Split(' ')[0].ToUpper()", "'a b'.Split(' ')[0].ToUpper()"),
        ("$x.Substring($i + 1, 2 * 3)", "$x.Substring(($i + 1), (2 * 3))"),
        ("$x.y((1, 2), @(3, 4)[0, 1])", "$x.y((list(1, 2)), @(list(3, 4))[list(0, 1)])"),
        ("$x.y(\n1,\n2\n)", "$x.y(1, 2)"),
        ("(a).y().z", "(<a>).y().z"),
        # Here-strings.
        ("@'\na'b\n c $x\n'@", '"a\'b\\n c $x"'),
        ("@'\n'@", "''"),
        ("@'\n\n'@ + 1", "('' + 1)"),
        ('@"\na $x `t "b"\n$(c)\n"@', "['a '+$x+' '+'\\t'+' \"b\"\\n'+$(<c>)]"),
        ('@"\n"@', "''"),
        ("a @'\nb\n'@ -c", "<a> 'b' -c"),
        ("@\u2018\na\n\u2019@", "'a'"),
        ("$using:x", "$x"),
    ],
)
def test_values(text: str, expected: str) -> None:
    assert show(parse(text)) == expected


def test_block_keeps_its_text() -> None:
    (statement,) = parse("% { $_.a  + 1 }").statements
    assert isinstance(statement, tree.Pipeline)
    assert statement.stages[0].elements[0].value.text == " $_.a  + 1 "


@pytest.mark.parametrize("line", SCRIPTS)
def test_places_are_right(line: str) -> None:
    whole = parse(line)
    for node in parts(whole):
        assert 0 <= node.start <= node.end <= len(line)
        piece = line[node.start : node.end]
        if isinstance(node, tree.Variable):
            assert node.name in piece
        elif isinstance(node, tree.Parameter):
            assert piece[0] in DASHES
            assert piece[1:].startswith(node.name)
        elif isinstance(node, tree.Joined) and not node.bare and node.parts:
            assert piece[0] in "\"@$'"
        elif isinstance(node, (tree.Block, tree.MapOf, tree.Group, tree.ArrayOf)):
            assert piece[-1] in ")}"
        elif isinstance(node, tree.Member):
            assert piece.endswith(f".{node.name}")
        elif isinstance(node, (tree.Binary, tree.Unary)):
            assert node.operator in piece.lower() or piece.startswith("!")
        for part in parts(tuple(node)):
            assert node.start <= part.start <= part.end <= node.end


@pytest.mark.parametrize(
    "text",
    [
        *(
            start * 5000
            for start in ("(", "{", "@(", "@{a=", '"$(', "$x[", "$x.y(", '@"\n$(', "% {")
        ),
        *(
            start * 5000 + "1"
            for start in ("-not ", "!", "-$x, - ", ",", "[int]", "-join ", "$x = ")
        ),
        *(start * 5000 + "1" for start in ("1 ? ", "1 ? 2 : ", "a | % { ", "$x += ")),
        *("if (1) { " * 5000, "if (" * 5000, "if (1) { } else { " * 5000, "try { " * 5000),
        *("while (1) {" * 5000, "foreach ($x in " * 5000, "foreach ($x in 1) { " * 5000),
        *("try {} catch {" * 5000, "{ param($x = " * 5000, "@{ a = if (1) {" * 5000),
        *("1 " + "- " * 5000 + "1", "1 -eq " + "!" * 5000),
        *("(" * 500 + "1" + ")" * 500, "% { " * 500 + "}" * 500),
        *("$x" + ".a" * 5000, "$x" + "[0]" * 5000, "$x" + ".a()" * 5000),
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
    parse("if (1) { " * deep + "}" * deep)
    parse("foreach ($x in 1) { try { " * (deep // 2) + "} catch {} }" * (deep // 2))
    parse("(1 -eq 1 + 1 * -" * (deep // 2) + "1" + ")" * (deep // 2))


@pytest.mark.parametrize(
    ("start", "unit"),
    [
        *(("1", " + 1"), ("x", " a"), ("x 1", ",1"), ("a", " | b"), ("1", "; 1"), ("x '", "''")),
        *(
            ("", "if (1) {} "),
            ("", "a &&\n"),
            ("a", "\n| b"),
            ("", "a\n\n\n"),
            ("", "try {} catch {}\n"),
        ),
        *(("param(", "$x, "), ("$x.y(", "1, "), ("if (1) {}", " elseif (1) {}\n"), ("", "a & ")),
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


def test_every_comparison_is_parsed() -> None:
    for name in COMPARISONS:
        assert show(parse(f"1 -{name} 2")) == f"(1 {name} 2)"
