from __future__ import annotations

import random

import pytest

from gshell.language.tokens import KEYWORDS, Kind, Token, tokenize
from tests.language.samples import SCRIPTS

LETTERS = "a1é $_.'\"`(){}[]@|&;,#-<>=!%\\\n\t\r\0:*?/+~^\u2018\u201c\u2014\U0001f600"
PIECES = [
    *("call", "upper", "%", "?", "-x", "-P:", "--", "-eq", "-not", "$a", "$env:HOME", "${a b}"),
    *("(", ")", "$(", "@(", "{", "}", "@{", "[0]", ".b", "'", '"', "''", '""', ",", "|", "||"),
    *("&", "&&", ";", "=", "1", "2.5", "1e3", "..", "+", "-", "#", "<#", "#>", ">", "2>&1", "`"),
    *(" ", " ", " ", "\n", "\r\n", "`\n"),
]


def kinds(text: str) -> str:
    """Give the tokens without blanks as `kind:text`, with blanks between them."""
    tokens = (token for token in tokenize(text) if token.kind is not Kind.SPACE)
    return " ".join(f"{token.kind.value}:{token.text}" for token in tokens)


def random_texts(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [
        "".join(chance.choice(source) for _ in range(chance.randint(0, 30)))
        for source in (LETTERS, PIECES)
        for _ in range(count)
    ]


@pytest.mark.parametrize("line", SCRIPTS)
def test_what_follows_does_not_change_what_stands_before(line: str) -> None:
    """Colours must not flicker while a line is typed: only the last token may still grow."""
    whole = tokenize(line)
    for length in range(len(line)):
        short = tokenize(line[:length])
        assert short[:-2] == whole[: max(len(short) - 2, 0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A statement that starts like a value is an expression, any other one a command.
        ("2+2", "number:2 operator:+ number:2"),
        ("x 2+2", "name:x word:2+2"),
        ("x (2+2)", "name:x open:( number:2 operator:+ number:2 close:)"),
        ("-5", "operator:- number:5"),
        ("-$a", "operator:- variable:$a"),
        ("-x", "name:-x"),
        ("!$a", "operator:! variable:$a"),
        ("-not $a", "operator:-not variable:$a"),
        ("-NOT$a", "operator:-NOT variable:$a"),
        ("-nothing", "name:-nothing"),
        (",1", "comma:, number:1"),
        ("'a'", "string:'a'"),
        ("$x -eq 3", "variable:$x operator:-eq number:3"),
        ("1..5", "number:1 operator:.. number:5"),
        ("1.5", "number:1.5"),
        ("1e3", "number:1e3"),
        ("3 -lt4", "number:3 operator:-lt number:4"),
        ("$a = x y", "variable:$a assign:= name:x word:y"),
        ("$a == 1", "variable:$a operator:== number:1"),
        ("% { $_ }", "name:% open:{ variable:$_ close:}"),
        ("%{$_}", "name:% open:{ variable:$_ close:}"),
        ("{ a }", "open:{ name:a close:}"),
        ("a | b", "name:a pipe:| name:b"),
        ("a |\n\n b", "name:a pipe:| newline:\n newline:\n name:b"),
        ("a; b\nc", "name:a semicolon:; name:b newline:\n name:c"),
        ("a & b", "name:a ampersand:& name:b"),
        ("& $b x", "ampersand:& variable:$b word:x"),
        ("a && b || c", "name:a and:&& name:b or:|| name:c"),
        ("(a) b", "open:( name:a close:) word:b"),
        ("a > b", "name:a redirect:> word:b"),
        ("a 2>&1", "name:a redirect:2>&1"),
    ],
)
def test_statements(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("http://127.0.0.1:7860/a?b=1#c", "word:http://127.0.0.1:7860/a?b=1#c"),
        ("owner/name ./cat.png ~ * .", "word:owner/name word:./cat.png word:~ word:* word:."),
        ("Val=0 a#b a@b a<b", "word:Val=0 word:a#b word:a@b word:a<b"),
        ("a,b", "word:a comma:, word:b"),
        ("a, b", "word:a comma:, word:b"),
        ("out-$n.png", "word:out- variable:$n word:.png"),
        ("$dir/cat.png", "variable:$dir word:/cat.png"),
        ("$r.data[0].url", "variable:$r member:.data open:[ number:0 close:] member:.url"),
        ("$r .data [0]", "variable:$r word:.data word:[0]"),
        ("(x).y", "open:( name:x close:) member:.y"),
        ('"a".y', 'string open:" string text:a string close:" word:.y'),
        ("it's", "word:it string:'s"),
        ("'a'b\"c\"", "string:'a' word:b string open:\" string text:c string close:\""),
        ("-P", "parameter:-P"),
        ("-P:v", "parameter:-P: word:v"),
        ("-P: v", "parameter:-P: word:v"),
        ("-P:$true", "parameter:-P: variable:$true"),
        ("-?", "parameter:-?"),
        ("-été 1", "parameter:-été word:1"),
        ("-5 -.5 - --x", "word:-5 word:-.5 word:- word:--x"),
        ("'-P'", "string:'-P'"),
        ("-- -P:v -- --x", "dashes:-- word:-P:v word:-- word:--x"),
        ("--; y -P", "dashes:-- semicolon:; name:y parameter:-P"),
        ("(y -- -a) -P", "open:( name:y dashes:-- word:-a close:) parameter:-P"),
        ("$5 US$ $", "word:$5 word:US$ word:$"),
        ("`$x a`,b `#", "word:`$x word:a`,b word:`#"),
        ("@(1) @{a=1}", "open:@( number:1 close:) open:@{ key:a assign:= number:1 close:}"),
        ("$(1)x", "open:$( number:1 close:) word:x"),
    ],
)
def test_arguments(arguments: str, expected: str) -> None:
    assert kinds("x " + arguments) == f"name:x {expected}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'it''s'", "string:'it''s'"),
        ("'open", "string:'open"),
        ("'two\nlines'", "string:'two\nlines'"),
        ("\u2018a\u2019", "string:\u2018a\u2019"),
        ("\u201ca\u201d", "string open:\u201c string text:a string close:\u201d"),
        ("\u201aa'", "string:\u201aa'"),
        ('""', 'string open:" string close:"'),
        ('"a""b"', 'string open:" string text:a string escape:"" string text:b string close:"'),
        ('"`n`""', 'string open:" string escape:`n string escape:`" string close:"'),
        ('"$x.y"', 'string open:" variable:$x string text:.y string close:"'),
        ('"${a b}!"', 'string open:" variable:${a b} string text:! string close:"'),
        (
            '"$(f "b")"',
            (
                'string open:" open:$( name:f string open:" string text:b string close:" '
                'close:) string close:"'
            ),
        ),
        ('"5$ \\ #"', 'string open:" string text:5 string text:$ string text: \\ # string close:"'),
        ('"open $x', 'string open:" string text:open  variable:$x'),
    ],
)
def test_strings(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# all", "comment:# all"),
        ("a # b\nc", "name:a comment:# b newline:\n name:c"),
        ("a b#c", "name:a word:b#c"),
        ("1 # b", "number:1 comment:# b"),
        ("a <# x\n y #> b", "name:a comment:<# x\n y #> word:b"),
        ("a <# open", "name:a comment:<# open"),
        ("a # b | 'c'", "name:a comment:# b | 'c'"),
    ],
)
def test_comments(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a `\nb", "name:a word:b"),
        ("a `\r\nb", "name:a word:b"),
        ("a x,\nb", "name:a word:x comma:, newline:\n word:b"),
        ("a x, # why\n\n b", "name:a word:x comma:, comment:# why newline:\n newline:\n word:b"),
        ("1 +\n2", "number:1 operator:+ newline:\n number:2"),
        ("$x[\n0\n]", "variable:$x open:[ newline:\n number:0 newline:\n close:]"),
        ("(\na\n)", "open:( newline:\n name:a newline:\n close:)"),
        (
            "@{a=1\nb=2}",
            "open:@{ key:a assign:= number:1 newline:\n key:b assign:= number:2 close:}",
        ),
        (
            "@{ a = f x; 'b' = 2 }",
            "open:@{ key:a assign:= name:f word:x semicolon:; string:'b' assign:= number:2 close:}",
        ),
        ("a\r\nb", "name:a newline:\n name:b"),
    ],
)
def test_lines(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "name", ["$x", "$_", "$?", "$été", "$env:HOME", "$Env:PATH", "${any text}"]
)
def test_variables(name: str) -> None:
    assert tokenize(name) == [Token(Kind.VARIABLE, name, 0)]


@pytest.mark.parametrize("unit", ["'", '"', "(", "@{", "`", "$", "-", "a ", "${", "<#", "\n", "a,"])
def test_long_texts_take_no_more_tokens_than_short_ones(unit: str) -> None:
    """Each part of a text is looked at once: tokens never overlap, and grow with the text."""
    short, long = len(tokenize(unit * 50)), len(tokenize(unit * 5000))
    assert long <= 100 * (short + 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if ($x) { a }", "keyword:if open:( variable:$x close:) open:{ name:a close:}"),
        (
            "If(a){}ElseIf(b){}else{}",
            (
                "keyword:If open:( name:a close:) open:{ close:} keyword:ElseIf "
                "open:( name:b close:) open:{ close:} keyword:else open:{ close:}"
            ),
        ),
        (
            "if ($x)\n\n{ a }\nelse\n{ b }",
            (
                "keyword:if open:( variable:$x close:) newline:\n newline:\n open:{ name:a close:} "
                "newline:\n keyword:else newline:\n open:{ name:b close:}"
            ),
        ),
        ("if $x", "keyword:if variable:$x"),
        ("else if (1)", "keyword:else keyword:if open:( number:1 close:)"),
        (
            "foreach ($x in a in) { b }",
            (
                "keyword:foreach open:( variable:$x keyword:in name:a word:in close:) "
                "open:{ name:b close:}"
            ),
        ),
        (
            "foreach (\n$x\nIn\n1) {}",
            (
                "keyword:foreach open:( newline:\n variable:$x newline:\n keyword:In newline:\n "
                "number:1 close:) open:{ close:}"
            ),
        ),
        ("foreach ($x of y)", "keyword:foreach open:( variable:$x word:of word:y close:)"),
        ("while (1) {} a", "keyword:while open:( number:1 close:) open:{ close:} name:a"),
        (
            "try { a } catch { b }",
            "keyword:try open:{ name:a close:} keyword:catch open:{ name:b close:}",
        ),
        (
            "param([int]$x = 1, $y)\na",
            (
                "keyword:param open:( cast:[int] variable:$x assign:= number:1 comma:, variable:$y "
                "close:) newline:\n name:a"
            ),
        ),
        (
            "throw 'x'; return a; break",
            (
                "keyword:throw string:'x' semicolon:; keyword:return "
                "name:a semicolon:; keyword:break"
            ),
        ),
        (
            "$x = if (1) { 2 }",
            "variable:$x assign:= keyword:if open:( number:1 close:) open:{ number:2 close:}",
        ),
        ("a && throw b", "name:a and:&& keyword:throw name:b"),
        ("{if(1){}}", "open:{ keyword:if open:( number:1 close:) open:{ close:} close:}"),
        # The same words where no statement starts.
        ("a if else", "name:a word:if word:else"),
        ("a | foreach { b }", "name:a pipe:| name:foreach open:{ name:b close:}"),
        ("& if", "ampersand:& word:if"),
        ("iffy", "name:iffy"),
        ("if-x", "name:if-x"),
        ("in 1", "name:in word:1"),
        (
            "@{ if = 1; else = 2 }",
            "open:@{ key:if assign:= number:1 semicolon:; key:else assign:= number:2 close:}",
        ),
        (
            "@{ a = if (1) {}\n else {} }",
            (
                "open:@{ key:a assign:= keyword:if open:( number:1 close:) open:{ close:} "
                "newline:\n keyword:else open:{ close:} close:}"
            ),
        ),
    ],
)
def test_keywords(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize("word", sorted(KEYWORDS))
def test_keywords_are_known_in_any_case(word: str) -> None:
    assert tokenize(word) == [Token(Kind.KEYWORD, word, 0)]
    assert tokenize(word.upper()) == [Token(Kind.KEYWORD, word.upper(), 0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[int]'3'", "cast:[int] string:'3'"),
        ("[int] $x + [string]$y", "cast:[int] variable:$x operator:+ cast:[string] variable:$y"),
        ("[a][b]$x", "cast:[a] cast:[b] variable:$x"),
        ("[object[]]$x", "cast:[object[]] variable:$x"),
        ("$x[0]", "variable:$x open:[ number:0 close:]"),
        ("$x[a]", "variable:$x open:[ word:a close:]"),
        ("$x[[int]$y]", "variable:$x open:[ cast:[int] variable:$y close:]"),
        ("a [int]", "name:a word:[int]"),
        # Numbers.
        (".5 + 1.e", "number:.5 operator:+ number:1 member:.e"),
        ("1...5", "number:1 operator:.. number:.5"),
        ("1kb + 1.5x", "unknown:1kb operator:+ unknown:1.5x"),
        ("$x.5", "variable:$x number:.5"),
        # Signs.
        ("- 1", "operator:- number:1"),
        ("-[int]'1'", "operator:- cast:[int] string:'1'"),
        ("-'1'", "operator:- string:'1'"),
        ("+ 1", "operator:+ number:1"),
        ("-", "name:-"),
        ("-split $x", "operator:-split variable:$x"),
        ("1 \u2013 2", "number:1 operator:\u2013 number:2"),
        ("$x \u2014eq 2", "variable:$x operator:\u2014eq number:2"),
        # Operators that others have.
        ("$x === 1", "variable:$x operator:=== number:1"),
        ("$x => 1", "variable:$x operator:=> number:1"),
        ("$x =~ 1", "variable:$x operator:=~ number:1"),
        ("$x ?? 1", "variable:$x operator:?? number:1"),
        ("$x ? .5 : 1", "variable:$x operator:? number:.5 operator:: number:1"),
        ("$x?.y", "variable:$x operator:?. word:y"),
        ("$x ** 2", "variable:$x operator:** number:2"),
        # Assignments.
        ("$x += 1", "variable:$x assign:+= number:1"),
        ("$x ??= a", "variable:$x assign:??= name:a"),
        ("$x++", "variable:$x assign:++"),
        ("{ $x-- }", "open:{ variable:$x assign:-- close:}"),
        ("$x++; a", "variable:$x assign:++ semicolon:; name:a"),
        ("$x++\na", "variable:$x assign:++ newline:\n name:a"),
        ("++$x", "assign:++ variable:$x"),
        ("$x ++ 1", "variable:$x operator:++ number:1"),
        ("1 --2", "number:1 operator:- operator:- number:2"),
        ("$x =\na", "variable:$x assign:= newline:\n name:a"),
        (
            "@{a =\n1\nb = 2}",
            "open:@{ key:a assign:= newline:\n number:1 newline:\n key:b assign:= number:2 close:}",
        ),
        # What only others have.
        ("$1 $x", "unknown:$ number:1 variable:$x"),
        ("@x + 1", "splat:@x word:+ word:1"),
        ("1 + @x", "number:1 operator:+ splat:@x"),
        ("$x.(1)", "variable:$x unknown:. open:( number:1 close:)"),
    ],
)
def test_expressions(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x @y -z", "name:x splat:@y parameter:-z"),
        ("x @y.z a@b @", "name:x word:@y.z word:a@b word:@"),
        ("x -- @y", "name:x dashes:-- word:@y"),
        ("x \u2013P 1 \u2014 a", "name:x parameter:\u2013P word:1 word:\u2014 word:a"),
        ("x a > f -b", "name:x word:a redirect:> word:f parameter:-b"),
        ("x >>f 2>g 2>>h", "name:x redirect:>> word:f redirect:2> word:g redirect:2>> word:h"),
        ("x 2>&1 y", "name:x redirect:2>&1 word:y"),
        ("x 1>&2 &> y *> z", "name:x redirect:1>&2 redirect:&> word:y redirect:*> word:z"),
        ("x a>b 2", "name:x word:a>b word:2"),
        ("$x > a b", "variable:$x redirect:> word:a word:b"),
        ("$x 2>&1 >> a", "variable:$x redirect:2>&1 redirect:>> word:a"),
        ("$x 2> a", "variable:$x redirect:2> word:a"),
        ("> a", "redirect:> word:a"),
        ("x $y.z(1).a", "name:x variable:$y member:.z open:( number:1 close:) member:.a"),
        ("x $y'z'.a", "name:x variable:$y string:'z' word:.a"),
        ("x `", "name:x"),
        ("x a`", "name:x word:a"),
        (". ./x a", "name:. word:./x word:a"),
        ("x & y", "name:x ampersand:& name:y"),
        ("x | & y", "name:x pipe:| ampersand:& word:y"),
    ],
)
def test_commands(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@'\na'b\n '@\n'@", "string:@'\na'b\n '@\n'@"),
        ("@'\n'@.x", "string:@'\n'@ member:.x"),
        ("@' \na", "string:@' \na"),
        ("@'", "string:@'"),
        ("x @'\na\n'@ -y", "name:x string:@'\na\n'@ parameter:-y"),
        ('@"\na $x\n"@', 'string open:@" string text:\na  variable:$x string close:\n"@'),
        (
            '@"\na "b" `n\n"@',
            'string open:@" string text:\na "b"  string escape:`n string close:\n"@',
        ),
        (
            '@"\n$(a "b")',
            (
                'string open:@" string text:\n open:$( name:a string open:" string text:b '
                'string close:" close:)'
            ),
        ),
        ("@\u2018\na\n\u2019@", "string:@\u2018\na\n\u2019@"),
        ("@'a'", "unknown:@ string:'a'"),
        ("x @'a'", "name:x unknown:@ string:'a'"),
        ("x a@'\n'@", "name:x word:a@ string:'\n' word:@"),
    ],
)
def test_here_strings(text: str, expected: str) -> None:
    assert kinds(text) == expected
