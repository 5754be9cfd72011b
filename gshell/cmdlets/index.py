"""The cmdlets by name: where each lives and what it does, known without loading any of them.

A test keeps this table equal to the code.
"""

from __future__ import annotations

from gshell.engine.registry import Entry

_MODULE = "gshell.cmdlets."

INDEX: dict[str, Entry] = {
    "New-GradioSession": Entry(
        _MODULE + "gradio_session",
        "Open a Gradio app, and make it the current session.",
        ("open",),
        ("connect", "cd", "login"),
    ),
    "Get-GradioSession": Entry(
        _MODULE + "gradio_session", "List the open sessions, or show one.", (), ("sessions",)
    ),
    "Set-GradioSession": Entry(
        _MODULE + "gradio_session",
        "Change a session: its limits, its name, or which one is the current one.",
        ("use",),
        ("switch", "select"),
        switches={"use": "Default"},
    ),
    "Remove-GradioSession": Entry(
        _MODULE + "gradio_session",
        "Close sessions: their running calls are cancelled, their connections closed.",
        (),
        ("close", "disconnect"),
    ),
    "Get-GradioInfo": Entry(
        _MODULE + "gradio_api",
        "Give the document in which an app describes its API, with RealAppUrl added.",
        (),
        ("info", "describe"),
    ),
    "Get-GradioApi": Entry(
        _MODULE + "gradio_api",
        "List the endpoints of an app: their parameters and what they return.",
        ("apis",),
        ("endpoints", "list", "show", "ls", "dir"),
    ),
    "Send-GradioApi": Entry(
        _MODULE + "gradio_api",
        "Send a call by the documented `/call` route, and give the event that stands for it.",
        (),
        ("post", "submit"),
    ),
    "Update-GradioApiResult": Entry(
        _MODULE + "gradio_api",
        "Read the results of a call as they come, until the final one.",
        (),
        ("read", "receive", "wait"),
    ),
    "Invoke-GradioSessionApi": Entry(
        _MODULE + "session_api",
        "Start a call in a session and give it at once; it is read in the background.",
        (),
        ("start", "submit"),
    ),
    "Update-GradioSessionApiResult": Entry(
        _MODULE + "session_api",
        "Read the results of a session's call as they come, until the final one.",
        (),
        ("read", "receive", "wait"),
    ),
    "Get-GradioSessionApi": Entry(
        _MODULE + "session_api",
        "List the calls of a session, the oldest first.",
        (),
        ("calls", "jobs", "ps"),
    ),
    "Remove-GradioSessionApi": Entry(
        _MODULE + "session_api",
        "Remove calls from a session's list, and give what was removed.",
        (),
        ("forget", "clean", "rm"),
    ),
    "Invoke-GradioDynamicApi": Entry(
        _MODULE + "dynamic_api",
        "Call an endpoint, and give its results as they come.",
        ("call",),
        ("run", "predict", "curl", "post"),
    ),
    "Where-Object": Entry(
        _MODULE + "objects",
        "Keep the objects of which a condition is true.",
        ("where", "?"),
        ("filter", "grep"),
    ),
    "ForEach-Object": Entry(
        _MODULE + "objects",
        "Run a block for each object, with $_ as the object, or read one member of each.",
        ("%", "foreach"),
        ("map", "each", "xargs"),
    ),
    "Select-Object": Entry(
        _MODULE + "objects",
        "Pick some objects, or some members of each.",
        ("select",),
        ("head", "tail", "first", "last", "uniq", "cut"),
    ),
    "Format-Table": Entry(
        _MODULE + "output",
        "Show objects as a table, a row each. It stands at the end of a pipeline.",
        ("ft",),
        ("table", "column"),
        ends_pipeline=True,
    ),
    "Format-List": Entry(
        _MODULE + "output",
        "Show objects as lists, a property a line. It stands at the end of a pipeline.",
        ("fl",),
        ("list", "vertical"),
        ends_pipeline=True,
    ),
    "ConvertTo-Json": Entry(
        _MODULE + "json", "Write each object as JSON, as deep as it goes.", (), ("json", "dump")
    ),
    "ConvertFrom-Json": Entry(
        _MODULE + "json",
        "Read JSON: a document in each piped text, or one document in several lines.",
        (),
        ("json", "parse", "jq"),
    ),
    "Get-Help": Entry(
        _MODULE + "help",
        "Tell how to use a command, or an endpoint of the current app.",
        ("help", "man"),
        ("usage", "docs"),
    ),
    "Get-Command": Entry(_MODULE + "help", "List the commands.", ("gcm",), ("commands", "which")),
    "Get-Member": Entry(
        _MODULE + "help",
        "List the members of objects, with their types and a value: each kind of object once.",
        ("gm",),
        ("members", "inspect", "type"),
    ),
    "Exit-Gshell": Entry(
        _MODULE + "leaving",
        "Leave the shell. Calls that still run are cancelled.",
        ("exit", "quit"),
        ("bye", "logout", "q"),
    ),
}
