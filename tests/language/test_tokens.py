from __future__ import annotations

import random

import pytest

from gshell.language.tokens import Kind, Token, tokenize

LETTERS = "a1é $_.'\"`(){}[]@|&;,#-<>=!%\n\t\r:*?\u2018\u201c\u2014\U0001f600"
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


def test_total_on_random_text() -> None:
    for text in random_texts(4000, seed=1):
        tokens = tokenize(text)
        assert "".join(token.text for token in tokens) == text
        places = [token.start for token in tokens]
        assert places == [0, *(token.end for token in tokens[:-1])][: len(places)]
        assert all(token.text for token in tokens)


def test_what_follows_does_not_change_what_stands_before() -> None:
    """Colours must not flicker while a line is typed: only the last token may still grow."""
    line = (
        "call gen \"a $x.b $(1 + 2)\" -steps:5 @{a = 'b'; c = 1,2} | where { $_.num -gt 2 } # end"
    )
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
        ("@{a=1\nb=2}",
         "open:@{ key:a assign:= number:1 newline:\n key:b assign:= number:2 close:}"),
        ("@{ a = f x; 'b' = 2 }",
         "open:@{ key:a assign:= name:f word:x semicolon:; string:'b' assign:= number:2 close:}"),
        ("a\r\nb", "name:a newline:\n name:b"),
    ],
)  # fmt: skip
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
