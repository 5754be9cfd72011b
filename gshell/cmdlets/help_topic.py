"""What Get-Help tells of one thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from gshell.engine.serialize import to_json
from gshell.engine.values import Value, to_text


class HelpTopic:
    """What Get-Help tells of one thing; as text it is the whole page."""

    __slots__ = ("description", "examples", "name", "parameters", "summary", "syntax")
    MEMBERS: ClassVar[dict[str, str]] = {
        "Name": "name",
        "Summary": "summary",
        "Syntax": "syntax",
        "Description": "description",
        "Parameters": "parameters",
        "Examples": "examples",
    }

    def __init__(
        self,
        name: str,
        summary: str,
        *,
        syntax: str = "",
        description: str = "",
        parameters: list[dict[str, Value]] | None = None,
        examples: list[str] | None = None,
    ) -> None:
        self.name = name
        self.summary = summary
        self.syntax = syntax
        self.description = description
        self.parameters = parameters or []
        self.examples = examples or []

    def __str__(self) -> str:
        sections = [f"{self.name}: {self.summary}" if self.summary else self.name]
        if self.syntax:
            sections.append(f"  {self.syntax}")
        if self.description:
            sections.append(self.description)
        if self.parameters:
            sections.append("\n".join(_parameter_lines(self.parameters)))
        if self.examples:
            sections.append("\n".join(["examples:", *(f"  {line}" for line in self.examples)]))
        return "\n\n".join(sections)


def _parameter_lines(parameters: list[dict[str, Value]]) -> Iterator[str]:
    heads = [f"-{one['Name']} {one['Type']}" for one in parameters]
    width = min(max(map(len, heads)), 32)
    for head, one in zip(heads, parameters, strict=True):
        default = _default_text(one["Default"])
        notes = [str(one["Help"])] if one["Help"] else []
        if one["Choices"]:
            notes.append("|".join(to_text(choice) for choice in one["Choices"]))
        if one["Required"]:
            notes.append("(required)")
        elif default:
            notes.append(f"(default {default})")
        yield f"  {head:<{width}}  {' '.join(notes)}".rstrip()


def _default_text(value: Value) -> str:
    """Write a default; none where it says nothing: a switch is off, a text is empty."""
    if value is False:
        return ""
    return to_json(value) if isinstance(value, (list, dict)) else to_text(value)
