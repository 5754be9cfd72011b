"""Colours of the prompt: names of the terminal's own palette, so that they follow its theme."""

from __future__ import annotations

from prompt_toolkit.styles import Style

_SHAPES = {
    "prompt.name": "bold",
    "prompt.mark": "bold",
    "keyword": "bold",
    "string.open": "underline",
    "bottom-toolbar": "noreverse",
    "toolbar.current": "bold",
    "completion-menu": "noreverse",
    "completion-menu.completion.current": "reverse",
    "completion-menu.meta.completion.current": "reverse",
    "matching-bracket.other": "bold underline",
    "matching-bracket.cursor": "bold underline",
}
"""What shows without colours too."""

_COLOURS = {
    "prompt.name": "ansicyan bold",
    "prompt.state": "ansiyellow",
    "prompt.more": "ansibrightblack",
    "command": "ansigreen",
    "unknown": "ansired",
    "keyword": "ansigreen bold",
    "type": "ansicyan",
    "file": "ansiyellow",
    "parameter": "ansicyan",
    "string": "ansiyellow",
    "string.open": "ansiyellow underline",
    "escape": "ansibrightyellow",
    "variable": "ansimagenta",
    "member": "ansibrightmagenta",
    "number": "ansibrightblue",
    "key": "ansicyan",
    "comment": "ansibrightblack",
    "error": "ansired underline",
    "auto-suggestion": "ansibrightblack",
    "bottom-toolbar": "noreverse ansibrightblack",
    "toolbar.current": "ansidefault bold",
    "toolbar.state": "ansiyellow",
    "completion-menu": "bg:ansibrightblack ansiwhite",
    "completion-menu.completion": "bg:ansibrightblack ansiwhite",
    "completion-menu.completion.current": "noreverse bg:ansicyan ansiblack",
    "completion-menu.meta.completion": "bg:ansibrightblack ansigray",
    "completion-menu.meta.completion.current": "noreverse bg:ansicyan ansiblack",
}


def make_style(*, colour: bool) -> Style:
    """Make the style of the prompt, with colours or without."""
    return Style.from_dict(_SHAPES | _COLOURS if colour else _SHAPES)
