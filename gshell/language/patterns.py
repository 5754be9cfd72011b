"""What tokens look like: regular expressions, one for each place where a text means the same.

The name of a group says what a token is. It is the name of a `Kind`, at times with an ending that
tells apart what leads on to different places.
"""

from __future__ import annotations

import re

from gshell.language.kinds import DASHES, DOUBLE_QUOTES, SINGLE_QUOTES

_DASH = rf"[{DASHES}]"  # the hyphen comes first, so that it means itself
_QUOTES = SINGLE_QUOTES + DOUBLE_QUOTES
_IDENTIFIER = r"[^\W\d]\w*"

# Blanks, comments, and what stands between commands.

_BLANKS = r"(?P<SPACE>[^\S\n]+|`\r?(?:\n|\Z))|(?P<NEWLINE>\n)"
_LAYOUT = rf"{_BLANKS}|(?P<COMMENT>\#[^\n]*|<\#(?s:.*?)(?:\#>|\Z))"
_BREAKS = r"(?P<COMMA>,)|(?P<SEMICOLON>;)|(?P<OR>\|\|)|(?P<PIPE>\|)|(?P<AND>&&)|(?P<AMPERSAND>&)"
_REDIRECT = r"(?P<REDIRECT_JOIN>2>&1)|(?P<REDIRECT>[*1-6]?>>?(?:&\d)?|&>>?|<)"

# Values.

_VARIABLE = (
    rf"(?P<VARIABLE>\$(?:(?i:env|using|global|script|local):\w*|{_IDENTIFIER}|\?|\{{[^}}\n]*\}}?))"
)
_QUOTE, _QUOTED = rf"[{SINGLE_QUOTES}]", rf"[^{SINGLE_QUOTES}]*"
_STRINGS = (
    rf"(?P<STRING_HERE>@{_QUOTE}[^\S\n]*(?:\n(?s:.*?)(?:(?<=\n){_QUOTE}@|\Z)|\Z))"
    rf"|(?P<STRING_OPEN_HERE>@[{DOUBLE_QUOTES}][^\S\n]*(?=\n|\Z))"
    rf"|(?P<STRING>{_QUOTE}{_QUOTED}(?:{_QUOTE}{_QUOTE}{_QUOTED})*{_QUOTE}?)"
    rf"|(?P<STRING_OPEN>[{DOUBLE_QUOTES}])"
)
_BRACKETS = r"(?P<OPEN>\$\(|\(|\{)|(?P<CLOSE>[)}])"
_LISTS = r"(?P<OPEN_LIST>@[({])"
_NUMBER = r"(?P<NUMBER>(?>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)(?!\w))"
_CAST = r"(?P<CAST>\[[A-Za-z][\w.]*(?:\[\])?\])"
_SIGNED = rf"[^\S\n]*(?:[$(\[{_QUOTES}]|@[({{]|\.?\d)"
_SPLAT = rf"(?P<SPLAT>@{_IDENTIFIER})(?=[\s,;|&)}}]|\Z)"
_BAD_NUMBER = r"\.?\d+(?:\.\d+)?\w+"  # 1kb, 0x1F
_BAD_HERE = rf"@(?=[{_QUOTES}])"  # a here-string's text starts on the next line

# Commands and their arguments.

_WORD_STOP = rf"\s`,;(){{}}|&${_QUOTES}"
_LONE_DOLLAR = r"\$(?![^\W\d]|[({?])"
_WORD = rf"(?:[^{_WORD_STOP}]+|`[^\n\r]|{_LONE_DOLLAR})+|`"
_PARAMETER = rf"(?P<DASHES>--(?=[\s,;|&)}}]|\Z))|(?P<PARAMETER>{_DASH}(?:\?|[^\W\d])[\w-]*:?)"
_KEYWORD_ENDS = rf"(?![^{_WORD_STOP}])"
_KEYWORDS = (
    rf"(?P<KEYWORD>(?i:if|elseif|else|while|try|catch|finally){_KEYWORD_ENDS})"
    rf"|(?P<KEYWORD_FOREACH>(?i:foreach){_KEYWORD_ENDS})"
    rf"|(?P<KEYWORD_PARAM>(?i:param){_KEYWORD_ENDS})"
    rf"|(?P<KEYWORD_LEAVE>(?i:break|continue|return|throw){_KEYWORD_ENDS})"
)


def _compile(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join((*parts, r"(?P<UNKNOWN>(?s:.))")))


START = _compile(
    _LAYOUT,
    _KEYWORDS,
    _BRACKETS,
    _VARIABLE,
    _LISTS,
    _STRINGS,
    r"(?P<REDIRECT>&?>>?|<)",
    _BREAKS,
    _NUMBER,
    _CAST,
    r"(?P<OPEN_INDEX>\[)",
    r"(?P<ASSIGN_STEP>(?:\+\+|--)(?=\$))",
    rf"(?P<OPERATOR>!|{_DASH}(?i:not|join|[ic]?split)\b|[-+](?={_SIGNED}))",
    _SPLAT,
    rf"(?P<UNKNOWN_VALUE>\$|{_BAD_HERE}|{_BAD_NUMBER})",
    rf"(?P<NAME>{_WORD})",
)
"""Where a statement may start."""

HEAD = _compile(
    _LAYOUT,
    r"(?P<OPEN>\()|(?P<OPEN_BLOCK>\{)|(?P<CLOSE>[)}])",
    _VARIABLE,
    _BREAKS,
    _KEYWORDS,
    rf"(?P<WORD>{_WORD})",
)
"""After `if`, `while`, `try`, ...: a condition in parentheses, or a block."""

LOOP = _compile(
    _LAYOUT, _BRACKETS, _VARIABLE, _BREAKS, r"(?P<KEYWORD_IN>(?i:in)\b)", rf"(?P<WORD>{_WORD})"
)
"""Inside the parentheses of `foreach`, up to its `in`."""

_ARGUMENT = (_LAYOUT, _BRACKETS, _VARIABLE, _LISTS, _STRINGS, _REDIRECT, _BREAKS)
_WORDS = (rf"(?P<UNKNOWN_VALUE>{_BAD_HERE})", rf"(?P<WORD>{_WORD})")
ARGUMENTS = _compile(*_ARGUMENT, _PARAMETER, _SPLAT, *_WORDS)
"""Where an argument may start."""

PLAIN_ARGUMENTS = _compile(*_ARGUMENT, *_WORDS)
"""The same, where nothing is a parameter: after `--`."""

_GLUED = (_BLANKS, _BRACKETS, _VARIABLE, _STRINGS, _BREAKS, rf"(?P<WORD>{_WORD})")
GLUED = _compile(*_GLUED)
"""Right after a piece of an argument."""

CHAINED = _compile(rf"(?P<MEMBER>\.{_IDENTIFIER})", r"(?P<OPEN_INDEX>\[)", *_GLUED)
"""Right after a piece of an argument that may have members."""

EXPRESSION = _compile(
    _LAYOUT,
    _VARIABLE,
    rf"(?P<MEMBER>\.{_IDENTIFIER})",
    _BRACKETS,
    _LISTS,
    _STRINGS,
    _BREAKS,
    rf"(?<![\w)}}{_QUOTES}]){_CAST}",
    r"(?P<OPEN_INDEX>\[)|(?P<CLOSE_INDEX>\])",
    r"(?<!\S)(?:(?P<REDIRECT_JOIN>2>&1)|(?P<REDIRECT_ERRORS>2>>?))",
    _NUMBER,
    r"(?P<ASSIGN>(?:\?\?|[-+*/%])?=(?![=>]|~\s))",
    r"(?P<ASSIGN_STEP>(?:\+\+|--)(?=\s*(?:[;)}]|\Z)|[^\S\n]*\n))",
    rf"(?P<OPERATOR>\.\.|{_DASH}[A-Za-z]+|\?\?|={{2,3}}|=[>~]|[!<>]==?|<>|::|\?\.(?!\d)"
    rf"|\+\+|--(?![\d$(.])|\*\*|//|[+*/%!<?:]|{_DASH})",
    r"(?P<REDIRECT>>>?)",
    _SPLAT,
    rf"(?P<UNKNOWN_VALUE>{_BAD_NUMBER})",
    r"(?P<WORD>[^\W\d][\w-]*)",
)
"""Inside an expression."""

KEY = _compile(
    _LAYOUT,
    _STRINGS,
    r"(?P<CLOSE>\})",
    r"(?P<SEMICOLON>;)",
    r"(?P<ASSIGN>=)",
    r"(?P<KEYWORD>(?i:elseif|else|catch|finally)(?=\s*(?:[({]|\Z)))",  # of a statement
    rf"(?P<KEY>[^\s=;{{}}(){_QUOTES}]+)",
)
"""A map's key, or the = after it."""

STRING = _compile(
    rf"(?P<STRING_TEXT>[^`${DOUBLE_QUOTES}]+|{_LONE_DOLLAR}|`\Z)",
    rf"(?P<STRING_ESCAPE>`(?s:.)|[{DOUBLE_QUOTES}]{{2}})",
    rf"(?P<STRING_CLOSE>[{DOUBLE_QUOTES}])",
    r"(?P<OPEN>\$\()",
    _VARIABLE,
)
"""Inside double quotes."""

HERE = _compile(
    rf"(?P<STRING_TEXT>(?:[^`$\n]|\n(?![{DOUBLE_QUOTES}]@))+|{_LONE_DOLLAR}|`\Z)",
    r"(?P<STRING_ESCAPE>`(?s:.))",
    rf"(?P<STRING_CLOSE>\n[{DOUBLE_QUOTES}]@)",
    r"(?P<OPEN>\$\()",
    _VARIABLE,
)
"""Inside a here-string with double quotes."""
