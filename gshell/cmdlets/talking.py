"""Cmdlets that give what was typed, or say it past the pipeline, and those that ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from gshell.engine.command import Alias, Example, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ErrorRecord, ShellError
from gshell.engine.host import COLOURS
from gshell.engine.types import Choice, ParameterType
from gshell.engine.values import Value, enumerate_value, to_text


class Values(ParameterType):
    """All values that are typed without a name: one as it is, several as a list."""

    takes_rest = True


@cmdlet(
    "Write-Output",
    aliases=["echo", "write"],
    search=["print", "emit", "yield"],
    examples=[
        Example("echo one two 3", ["one", "two", 3]),
        Example("echo (1..3) -NoEnumerate", [[1, 2, 3]]),
    ],
)
def write_output(
    input_object: Annotated[Value, Values(), Piped(), "what to give"],
    *,
    no_enumerate: Annotated[bool, "give a list as one object, not its items"] = False,
) -> Iterator[Value]:
    """Give objects to the next command; at the end of a pipeline they are printed."""
    if no_enumerate or input_object is None:
        yield input_object
    else:
        yield from enumerate_value(input_object)


@cmdlet(
    "Write-Host",
    search=["printf", "say", "log"],
    examples=[
        Example("Write-Host ready -ForegroundColor Green"),
        Example("Write-Host 1 2 3 -Separator ', '"),
        Example("call count -n 3 | % { Write-Host . -NoNewline }"),
    ],
)
def write_host(
    context: Context,
    object_: Annotated[Value, Values(), Piped(), Alias("Message"), "what to say"] = "",
    *,
    no_newline: Annotated[bool, "let what comes next follow on the same line"] = False,
    separator: Annotated[str, "what stands between several objects"] = " ",
    foreground_color: Annotated[str, Choice(*COLOURS), "the colour of the text"] = "",
) -> Iterator[None]:
    """Say something to the person, past the pipeline: no variable and no file gets it."""
    items = object_ if isinstance(object_, list) else [object_]
    text = separator.join(to_text(item) for item in items)
    context.host.write(text, end="" if no_newline else "\n", colour=foreground_color)
    yield from ()


@cmdlet(
    "Write-Warning",
    search=["warn"],
    examples=[Example("Write-Warning 'the app is slow today'")],
)
def write_warning(
    context: Context,
    message: Annotated[str, Piped(), "what to look out for"],
) -> Iterator[None]:
    """Warn the person; -WarningAction says what becomes of it."""
    context.warning(message)
    yield from ()


@cmdlet(
    "Write-Error",
    search=["fail", "stderr"],
    examples=[Example("Write-Error 'no pictures' -Hint 'put some here' -ErrorAction Ignore")],
)
def write_error(
    context: Context,
    message: Annotated[str, Piped(), "what went wrong"],
    *,
    error_id: Annotated[str, "what kind of error it is"] = "WriteError",
    hint: Annotated[str, "what to do about it"] = "",
    target_object: Annotated[Value, "what it is about"] = None,
) -> Iterator[None]:
    """Report an error and go on; -ErrorAction Stop ends the script instead."""
    context.error(ErrorRecord(error_id, message, target=target_object, hint=hint))
    yield from ()


@cmdlet(
    "Read-Host",
    search=["ask", "input", "prompt", "read"],
    examples=[Example("$name = Read-Host 'What is your name'")],
)
def read_host(
    context: Context,
    prompt: Annotated[Value, Values(), "what to ask"] = "",
    *,
    mask_input: Annotated[
        bool, Alias("AsSecureString"), "show nothing of what is typed, as for a password"
    ] = False,
) -> Iterator[str]:
    """Ask the person for a line of text, and give it.

    It is read from the terminal: what is piped into gshell is $input, and no answer.
    """
    if not context.host.interactive:
        raise ShellError(
            "ConfirmNeeded",
            "there is nobody to ask",
            hint="$input is what is piped into gshell, $args what stands behind a script's name",
        )
    question = f"{to_text(prompt)}: " if prompt != "" else ""
    yield context.host.secret(question) if mask_input else context.host.ask(question)


@cmdlet("Clear-Host", aliases=["clear", "cls"], search=["reset"], examples=[Example("cls")])
def clear_host(context: Context) -> Iterator[None]:
    """Empty the screen."""
    context.host.clear()
    yield from ()
