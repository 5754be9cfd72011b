"""What people type who know other languages, and how it is written here.

The parser asks about whatever cannot stand where it does (`explain`), and about each command
whether it begins a statement of another language (`foreign`): a script with a `for` in it should
not run as far as there.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from gshell.language.operators import WORDS
from gshell.language.tokens import DASHES, KEYWORDS, Kind, Token


class Finding(NamedTuple):
    """What is wrong, and what to write instead."""

    message: str
    hint: str = ""


# What cannot stand where it does.

_OPERATORS = {
    **dict.fromkeys(("==", "==="), "-eq compares, = assigns"),
    **dict.fromkeys(("!=", "!==", "<>"), "-ne compares"),
    "<": "-lt compares; Get-Content reads a file",
    "<=": "-le compares",
    **dict.fromkeys((">=", "=>"), "-ge compares"),
    "=~": "-match compares with a pattern",
    "?.": "what is not there is $null anyway: $x.name",
    "::": "values have members, types have none: $text.ToUpper(), for example",
    ":": "maps are written @{key = value; ...}, parts of a list $x[1..3]",
    "**": "there is * to multiply",
    "//": "[int](7 / 2) gives a whole number",
    **dict.fromkeys(("++", "--"), "$i++ and $i-- are statements of their own"),
    "-f": 'put the values into the text: "n is $n, $($r.num) is num"',
    **dict.fromkeys(("-is", "-isnot"), "gm shows what a value is"),
    "-as": "a cast stands before a value: [int]$x",
    **dict.fromkeys(("-band", "-bor", "-bxor"), "there is no calculating with bits"),
}
_STRAY = {
    "$": ("a name must follow `$`", "$args[0] is the first argument; text needs quotes"),
    ".": ("a member's name must follow `.`", "$x['any key'] and $x[$name] read others"),
    "@": ("a here-string starts on the line after `@'`", "text on one line needs no @"),
    "!": ("`!` stands before a value", "-ne compares"),
    "-not": ("`-not` stands before a value", "-ne compares"),
    "+": ("`+` stands between two values", "a line goes on after an operator, not before it"),
}


def explain(text: str, token: Token, before: Token, after: Token) -> Finding:
    """Say what is wrong with a token of a text that cannot stand where it does."""
    if _is_in_data_url(text[max(0, token.start - _LONGEST_HEAD) : token.start]):
        return Finding(
            f"`{_shown(token.text)}` is not expected here", "put the whole data: URL in quotes"
        )
    stray = _STRAY.get(token.text.lower())
    if stray is not None:
        return Finding(*stray)
    if token.kind is Kind.OPERATOR:
        return _operator(token)
    if token.start == before.end and text[token.start - 2 : token.start] in ('\\"', "\\'"):
        return ESCAPED_QUOTE
    if token.kind is Kind.WORD or token.kind is Kind.SPLAT:
        return _word(token, after)
    if token.kind is Kind.UNKNOWN and token.text[-1].isalnum():
        return Finding(f"`{_shown(token.text)}` is not a number", "text needs quotes")
    if token.text == "(" and before.kind is Kind.MEMBER:
        return Finding("no blank may stand before the `(` of a method")
    return Finding(f"`{_shown(token.text)}` is not expected here", _between(token, before))


_LONGEST_HEAD = 200  # signs of a `data:` URL before its content


def _is_in_data_url(before: str) -> bool:
    """Say whether the last word of a text is a `data:` URL, of which a `;` ended the command."""
    words = before.split()
    return bool(words) and words[-1][:5].lower() == "data:" and ";" in words[-1]


_VALUES = (Kind.NUMBER, Kind.STRING, Kind.STRING_OPEN, Kind.VARIABLE, Kind.OPEN)


def _between(token: Token, before: Token) -> str:
    """Say what is missing between two values."""
    if token.kind is Kind.COMMA and before.kind is Kind.NAME:
        return f"text needs quotes here: '{before.text}'"
    if token.kind not in _VALUES:
        return ""
    if token.text == "[":
        return "an index follows at once, without a blank: $x[0]"
    if before.kind is Kind.VARIABLE:
        return f"a comma stands between values; & {before.text} runs a block"
    return "a comma stands between values, ; between commands"


ESCAPED_QUOTE = Finding(
    "a backslash does not make a quote part of a text", 'write it twice: "a ""quoted"" word"'
)


def _operator(token: Token) -> Finding:
    text = token.text.lower()
    if text[1:] in WORDS:
        return Finding(f"a value must stand before `{token.text}`")
    return Finding(f"`{token.text}` is not an operator", _OPERATORS.get(text) or _nearest(text))


def _nearest(operator: str) -> str:
    """Ask whether an operator that is one letter away was meant."""
    from difflib import get_close_matches  # only mistakes need it

    found = get_close_matches(operator[1:], sorted(WORDS), n=1)
    if found:
        return f"did you mean -{found[0]}?"
    is_short = operator[1:].isalpha() and len(operator) == len("-eq")
    return "comparisons are -eq -ne -gt -ge -lt -le -in -like -match" if is_short else ""


def _word(token: Token, after: Token) -> Finding:
    text = token.text
    if token.kind is Kind.SPLAT:
        hint = f"{text} gives a command its parameters; the map itself is ${text[1:]}"
        return Finding(f"`{text}` is not a value", hint)
    if after.text == "=":
        return Finding(f"`{_shown(text)}` is not expected here", "; separates the pairs of a map")
    hint = f"operators start with a dash: -{text.lower()}" if text.lower() in WORDS else ""
    return Finding(f"`{_shown(text)}` is not expected here", hint)


def _shown(text: str) -> str:
    return text if len(text) < 30 else text[:29] + "\u2026"


# Statements of other languages.

_BLANK = r"[^\S\n]"
_STATEMENTS = (
    (
        rf"for{_BLANK}*(?:\(|\$?\w+{_BLANK}+(?:in|of)\b)",
        "there is no `WORD`",
        "foreach ($x in 1..3) { ... }, or while ($i -lt 3) { ... }",
    ),
    (rf"do{_BLANK}*\{{", "there is no `WORD`", "while ($x -lt 3) { ... }"),
    (
        rf"switch{_BLANK}*[(\-]|case{_BLANK}+\S+{_BLANK}+in\b",
        "there is no `WORD`",
        "if ($x -eq 1) { ... } elseif ($x -eq 2) { ... }",
    ),
    (
        rf"(?:function|filter|def|func|fn|sub){_BLANK}+\w",
        "there is no `WORD`",
        "$double = { param($n) $n * 2 } keeps a block, & $double 21 runs it",
    ),
    (
        rf"(?:class|enum|struct){_BLANK}+\w",
        "there is no `WORD`",
        "@{ name = 'x'; size = 3 } holds what belongs together",
    ),
    (rf"(?:elif|elsif){_BLANK}*\S", "there is no `WORD`", "elseif ($x -gt 1) { ... }"),
    (rf"until{_BLANK}*[($\[]", "there is no `WORD`", "while (-not $done) { ... }"),
    (rf"unless{_BLANK}*[($\[]", "there is no `WORD`", "if (-not $x) { ... }"),
    (
        rf"(?:begin|process|end){_BLANK}*\{{",
        "there is no `WORD`",
        "% -Begin { ... } -Process { ... } -End { ... }",
    ),
    (rf"export{_BLANK}+\w+=", "there is no `WORD`", "$env:NAME = 'value'"),
    (
        rf"(?:let|var|const|my|local|set|declare|dim|auto){_BLANK}+\$?\w+{_BLANK}*=(?![=~>])",
        "there is no `WORD`",
        "$name = 'value' sets a variable",
    ),
    (rf"not{_BLANK}*[($]", "operators start with a dash", "-not $x"),
    (
        rf"(?:(?<=\{{)|(?<=\{{ ))[^\W\d]\w*{_BLANK}*=(?![=~>])",
        "a map starts with `@{`",
        "@{WORD = ...}; variables start with $: $WORD = ...",
    ),
    (rf"[^\W\d]\w*{_BLANK}+[-+*/:]?=\s", "variables start with `$`", "$WORD = ..."),
    (r"\w+:(?!\S)", "`WORD:` is no command", "blocks stand in { }; maps are @{key = value}"),
    (
        rf"[^\W\d][\w-]*\((?:{_BLANK}*\w+{_BLANK}*=|[^()\n]*,)",
        "arguments stand after the name, with blanks between them",
        "WORD one two -name three",
    ),
    (
        rf"[{DASHES}]{{1,2}}[^\W\d]",
        "a line cannot start with `WORD`",
        "the line before goes on after |, a comma, an operator or a backtick",
    ),
    (r"//(?!\S)", "there is no `//`", "# starts a comment"),
    ("`", "a backtick only escapes the character after it", "$(command) is what a command gives"),
    (
        rf"foreach{_BLANK}*\(\s*\$\w+\s+in\b",
        "after `|`, foreach takes a block",
        "1..3 | foreach { $_ }",
    ),
    (
        rf"(?:{'|'.join(sorted(KEYWORDS - {'foreach'}))})\b(?![\w-])",
        "`WORD` cannot follow `|`",
        "... | % { if ($_) { ... } } runs a block for each object",
    ),
)
_ANY = re.compile(
    "|".join(f"(?P<_{place}>{pattern})" for place, (pattern, _, _) in enumerate(_STATEMENTS)),
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(rf"[{DASHES}]*[\w-]*")


def foreign(text: str, start: int) -> Finding | None:
    """Say what is wrong with a command at a place of a text, if other languages begin so."""
    found = _ANY.match(text, start)
    if found is None:
        return None
    _, *finding = _STATEMENTS[int(str(found.lastgroup)[1:])]
    word = _FIRST_WORD.match(text, start)
    return Finding(*(one.replace("WORD", word.group() if word else "") for one in finding))
