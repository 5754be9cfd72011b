"""Trees back to text that parses to the same tree, and trees without their places."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from gshell.language import tree
from gshell.language.tokens import SINGLE_QUOTES


def without_places(node: Any) -> Any:
    """Give a tree as tuples of a node's name and parts; text in pieces is joined."""
    if isinstance(node, tree.Joined):
        return ("Joined", node.bare, _joined([without_places(part) for part in node.parts]))
    if hasattr(node, "_fields"):
        skipped = ("start", "end", "text") if isinstance(node, tree.Block) else ("start", "end")
        parts = (getattr(node, name) for name in node._fields if name not in skipped)
        return (type(node).__name__, *(without_places(part) for part in parts))
    if isinstance(node, tuple):
        return tuple(without_places(part) for part in node)
    return (type(node).__name__, node)  # 1 and 1.0 are not the same


def _joined(parts: list[Any]) -> tuple[Any, ...]:
    whole: list[Any] = []
    for part in parts:
        if whole and part[0] == whole[-1][0] == "Literal":
            whole[-1] = ("Literal", ("str", whole[-1][1][1] + part[1][1]))
        elif part != ("Literal", ("str", "")):
            whole.append(part)
    return tuple(whole)


def to_source(node: Any) -> str:
    """Write a tree as text, each statement on a line of its own."""
    return _PRINTERS[type(node)](node)


# Statements.


def _script(node: tree.Script) -> str:
    lines = [to_source(one) for one in node.statements]
    if node.parameters is not None:
        lines.insert(0, f"param({', '.join(to_source(one) for one in node.parameters)})")
    return "\n".join(lines)


def _declared(node: tree.Declared) -> str:
    kind = f"[{node.type}]" if node.type else ""
    default = f" = {to_source(node.default)}" if node.default is not None else ""
    return f"{kind}${node.name}{default}"


def _block(script: tree.Script) -> str:
    return f"{{ {to_source(script)} }}"


def _if(node: tree.If) -> str:
    heads = (f"if ({to_source(one)}) {_block(body)}" for one, body in node.branches)
    otherwise = f" else {_block(node.otherwise)}" if node.otherwise is not None else ""
    return "\nelse".join(heads) + otherwise


def _foreach(node: tree.ForEach) -> str:
    source = to_source(node.source)
    return f"foreach ({to_source(node.variable)} in {source}) {_block(node.body)}"


def _try(node: tree.Try) -> str:
    parts = (("catch", node.catch), ("\nfinally", node.cleanup))
    rest = (f" {word} {_block(body)}" for word, body in parts if body is not None)
    return f"try {_block(node.body)}{''.join(rest)}"


def _word_and_value(word: str, node: tree.Return | tree.Throw) -> str:
    return word if node.statement is None else f"{word} {to_source(node.statement)}"


def _chain(node: tree.Chain) -> str:
    rest = (f" {joint} {to_source(one)}" for joint, one in node.rest)
    return to_source(node.first) + "".join(rest)


# Commands.


def _command(node: tree.Command) -> str:
    words = [node.operator, to_source(node.name)] if node.operator else [node.name.text]
    return " ".join([*words, *(to_source(one) for one in node.elements)])


def _parameter(node: tree.Parameter) -> str:
    return f"-{node.name}" if node.value is None else f"-{node.name}:{to_source(node.value)}"


def _redirect(node: tree.Redirect) -> str:
    if node.target is None:
        return "2>&1"
    sign = ("2>" if node.errors else ">") + (">" if node.append else "")
    return f"{sign} {to_source(node.target)}"


_WORD_ESCAPES = {"\n": "n", "\t": "t", "\r": "r", "\0": "0", "\a": "a", "\b": "b", "\x1b": "e"}


def _word(node: tree.Word) -> str:
    """Write text without quotes: a backtick before whatever is no letter, digit or slash."""
    return "".join(
        one if one.isalnum() or one in "/_" else "`" + _WORD_ESCAPES.get(one, one)
        for one in node.text
    )


# Values.


def _literal(node: tree.Literal) -> str:
    if not isinstance(node.value, str):
        return repr(node.value)
    if "\n" in node.value and not re.search(rf"^[{SINGLE_QUOTES}]@", node.value, re.MULTILINE):
        return f"@'\n{node.value}\n'@"
    return _quoted(node.value)


def _quoted(text: str) -> str:
    return "'" + re.sub(rf"([{SINGLE_QUOTES}])", r"\1\1", text) + "'"


def _variable(node: tree.Variable) -> str:
    plain = re.fullmatch(r"[^\W\d]\w*|\?", node.name)
    return f"${node.name}" if plain else f"${{{node.name}}}"


def _joined_text(node: tree.Joined) -> str:
    if not node.bare:
        return f'"{"".join(_in_double_quotes(part) for part in node.parts)}"'
    return "".join(_glued(part) for part in node.parts)


def _in_double_quotes(part: Any) -> str:
    if isinstance(part, tree.Literal):
        return re.sub('([`$"\u201c\u201d\u201e])', r"`\1", str(part.value))
    return _glued(part)


def _glued(part: Any) -> str:
    if isinstance(part, tree.Variable):
        return f"${{{part.name}}}"
    return _quoted(str(part.value)) if isinstance(part, tree.Literal) else to_source(part)


def _list(node: tree.ListOf) -> str:
    items = [to_source(one) for one in node.items]
    return ", ".join(items) if len(items) > 1 else f", {items[0]}"


def _map(node: tree.MapOf) -> str:
    pairs = (f"{to_source(key)} = {to_source(one)}" for key, one in node.pairs)
    return "@{" + "\n".join(pairs) + "}"


def _method(node: tree.Method) -> str:
    arguments = ", ".join(to_source(one) for one in node.arguments)
    return f"{to_source(node.value)}.{node.name}({arguments})"


def _unary(node: tree.Unary) -> str:
    sign = "-" if node.operator == "-" else f"-{node.operator}"
    return f"{sign} {to_source(node.operand)}"


def _binary(node: tree.Binary) -> str:
    sign = f"-{node.operator}" if node.operator.isalpha() else node.operator
    return f"{to_source(node.left)} {sign} {to_source(node.right)}"


def _ternary(node: tree.Ternary) -> str:
    return " ".join([to_source(node.condition), "?", to_source(node.yes), ":", to_source(node.no)])


_PRINTERS: dict[type, Callable[[Any], str]] = {
    tree.Script: _script,
    tree.Declared: _declared,
    tree.Pipeline: lambda node: " | ".join(to_source(one) for one in node.stages),
    tree.Chain: _chain,
    tree.Background: lambda node: f"{to_source(node.statement)} & ",
    tree.Assignment: lambda node: (
        f"{to_source(node.target)} {node.operator}= {to_source(node.statement)}"
    ),
    tree.If: _if,
    tree.ForEach: _foreach,
    tree.While: lambda node: f"while ({to_source(node.condition)}) {_block(node.body)}",
    tree.Try: _try,
    tree.Jump: lambda node: node.kind,
    tree.Return: lambda node: _word_and_value("return", node),
    tree.Throw: lambda node: _word_and_value("throw", node),
    tree.Redirected: lambda node: " ".join(to_source(one) for one in (node.stage, *node.redirects)),
    tree.Redirect: _redirect,
    tree.Command: _command,
    tree.Argument: lambda node: to_source(node.value),
    tree.Parameter: _parameter,
    tree.Splat: lambda node: f"@{node.name}",
    tree.EndOfParameters: lambda _: "--",
    tree.Word: _word,
    tree.Literal: _literal,
    tree.Variable: _variable,
    tree.Joined: _joined_text,
    tree.ListOf: _list,
    tree.MapOf: _map,
    tree.Group: lambda node: f"({to_source(node.statement)})",
    tree.SubExpression: lambda node: f"$({to_source(node.script)})",
    tree.ArrayOf: lambda node: f"@({to_source(node.script)})",
    tree.Block: lambda node: _block(node.script),
    tree.Member: lambda node: f"{to_source(node.value)}.{node.name}",
    tree.Index: lambda node: f"{to_source(node.value)}[{to_source(node.index)}]",
    tree.Method: _method,
    tree.Cast: lambda node: f"[{node.type}]{to_source(node.operand)}",
    tree.Unary: _unary,
    tree.Binary: _binary,
    tree.Ternary: _ternary,
}
