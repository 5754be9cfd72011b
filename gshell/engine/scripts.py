"""Script files: read, compiled and run as blocks are."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gshell.engine.errors import ShellError, StatementError, nearest, syntax_record
from gshell.engine.scope import ScriptBlock
from gshell.language.problems import SyntaxProblem

if TYPE_CHECKING:
    from gshell.engine.registry import CommandTable

SUFFIX = ".gsh"


class SourceFile(str):
    """The text of a script file, which knows the file's name."""

    __slots__ = ("name",)
    name: str

    def __new__(cls, text: str, name: str) -> SourceFile:
        """Make the text of a file."""
        made = super().__new__(cls, text)
        made.name = name
        return made


def is_script(word: str) -> bool:
    """Say whether a command's name is that of a script file: `./x`, `~/x`, `/x`, or `x.gsh`."""
    return word.lower().endswith(SUFFIX) or word.startswith(("./", "../", "~/", "/"))


def read_script(name: str) -> SourceFile:
    """Read a script file; raises FileNotFound if it is not there, or is no text."""
    path = Path(name).expanduser()
    try:
        return SourceFile(path.read_text(encoding="utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise ShellError("FileNotFound", f"{name}: it is not UTF-8 text", target=name) from error
    except FileNotFoundError as error:
        message = f"there is no file {name}"
        raise ShellError("FileNotFound", message, target=name, hint=_near(path)) from error
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise ShellError("FileNotFound", f"{name}: {reason}", target=name) from error


def load_script(name: str, commands: CommandTable, *, echo: bool = False) -> ScriptBlock:
    """Read and compile a script file; raises ShellError, where it is wrong with the place."""
    source = read_script(name)
    try:
        return _compiled(source, name, commands, echo)
    except SyntaxProblem as problem:
        raise StatementError(syntax_record(problem, source)) from problem


@lru_cache(maxsize=32)
def _compiled(source: SourceFile, name: str, commands: CommandTable, echo: bool) -> ScriptBlock:
    """Compile the text of a file, once also where a loop or the script itself runs it again."""
    from gshell.engine.evaluate import compile_file
    from gshell.language.parser import parse

    del name  # a part of the key: errors in the text point into this file
    return compile_file(parse(source), source, commands, echo=echo)


def _near(path: Path) -> str:
    try:
        names = [one.name for one in path.parent.iterdir() if one.suffix == SUFFIX]
    except OSError:
        return ""
    found = nearest(path.name, names)
    return f"did you mean {path.parent / found}?" if found else ""
