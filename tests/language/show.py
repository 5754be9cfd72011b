"""Trees as text with every bracket that they mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gshell.language import tree


def show(node: Any) -> str:
    """Write a tree as text with every bracket that it means."""
    match node:
        case tree.Script():
            given = "" if node.parameters is None else f"param({shown(node.parameters)}) "
            return given + "; ".join(show(one) for one in node.statements)
        case tree.Declared():
            default = f" = {show(node.default)}" if node.default is not None else ""
            return f"{node.type}${node.name}{default}"
        case tree.Pipeline():
            return " | ".join(show(one) for one in node.stages)
        case tree.Chain():
            return show(node.first) + "".join(f" {joint} {show(one)}" for joint, one in node.rest)
        case tree.Background():
            return f"[{show(node.statement)}]&"
        case tree.Assignment():
            return f"{show(node.target)} {node.operator}= {show(node.statement)}"
        case tree.Command():
            name = f"<{node.operator}{show(node.name)}>"
            return " ".join([name, *(show(one) for one in node.elements)])
        case tree.Redirected():
            return f"{show(node.stage)} {shown(node.redirects)}"
        case tree.Redirect():
            sign = ("2>" if node.errors else ">") + (">" if node.append else "")
            return f"[{sign}{show(node.target)}]" if node.target is not None else "[2>&1]"
    return show_statement(node) or show_value(node)


def show_statement(node: Any) -> str:
    match node:
        case tree.If():
            branches = [f"if {show(one)} {{{show(body)}}}" for one, body in node.branches]
            otherwise = [f"{{{show(node.otherwise)}}}"] if node.otherwise is not None else []
            return " else ".join([*branches, *otherwise])
        case tree.ForEach():
            return f"for {show(node.variable)} in {show(node.source)} {{{show(node.body)}}}"
        case tree.While():
            return f"while {show(node.condition)} {{{show(node.body)}}}"
        case tree.Try():
            catch = f" catch {{{show(node.catch)}}}" if node.catch is not None else ""
            cleanup = f" finally {{{show(node.cleanup)}}}" if node.cleanup is not None else ""
            return f"try {{{show(node.body)}}}{catch}{cleanup}"
        case tree.Jump():
            return f"!{node.kind}"
        case tree.Return() | tree.Throw():
            word = type(node).__name__.lower()
            return f"!{word}" + (f" {show(node.statement)}" if node.statement is not None else "")
    return ""


def shown(nodes: Sequence[Any]) -> str:
    return ", ".join(show(one) for one in nodes)


def show_value(node: Any) -> str:
    match node:
        case tree.Argument():
            return show(node.value)
        case tree.Parameter():
            return f"-{node.name}" + (f":{show(node.value)}" if node.value else "")
        case tree.Splat():
            return f"@{node.name}"
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
        case tree.ListOf():
            return f"list({shown(node.items)})"
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
    return show_operation(node)


def show_operation(node: Any) -> str:
    match node:
        case tree.Member():
            return f"{show(node.value)}.{node.name}"
        case tree.Method():
            return f"{show(node.value)}.{node.name}({shown(node.arguments)})"
        case tree.Index():
            return f"{show(node.value)}[{show(node.index)}]"
        case tree.Unary():
            return f"({node.operator} {show(node.operand)})"
        case tree.Binary():
            return f"({show(node.left)} {node.operator} {show(node.right)})"
        case tree.Ternary():
            return f"({show(node.condition)} ? {show(node.yes)} : {show(node.no)})"
        case tree.Cast():
            return f"[{node.type}]{show(node.operand)}"
    raise AssertionError(node)
