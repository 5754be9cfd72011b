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
    "New-GradioSessionApiProxyFunction": Entry(
        _MODULE + "proxy_function",
        "Make a command of each endpoint, to be called like any other.",
        ("GradioApiFunction",),
        ("proxy", "function", "generate", "import"),
    ),
    "Get-GradioSessionApiProxyFunction": Entry(
        _MODULE + "proxy_function",
        "List the commands that were made of a session's endpoints.",
        (),
        ("proxies", "functions"),
    ),
    "Remove-GradioSessionApiProxyFunction": Entry(
        _MODULE + "proxy_function",
        "Forget commands that were made of endpoints. The app and its session stay.",
        (),
        ("delete", "unset"),
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
        ("read", "receive"),
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
        ("read", "receive"),
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
    "Stop-GradioSessionApi": Entry(
        _MODULE + "session_api",
        "Cancel running calls in the app, without waiting for its answer.",
        (),
        ("cancel", "kill", "abort", "stop"),
    ),
    "Invoke-GradioDynamicApi": Entry(
        _MODULE + "dynamic_api",
        "Call an endpoint, and give its results as they come.",
        ("call",),
        ("run", "predict", "curl", "post"),
    ),
    "Show-GradioWire": Entry(
        _MODULE + "wire",
        "Show what went over the wire for a call: the request, the answer, and each event.",
        (),
        ("wire", "trace", "debug", "network", "requests"),
    ),
    "Invoke-GradioHttp": Entry(
        _MODULE + "wire",
        "Send one request to an app and give the JSON that it answers.",
        (),
        ("curl", "wget", "http", "request", "fetch"),
    ),
    "Send-GradioFile": Entry(
        _MODULE + "gradio_files",
        "Upload files to an app, and give their FileData, as calls of that app take it.",
        (),
        ("upload", "put", "file"),
    ),
    "Send-GradioSessionFiles": Entry(
        _MODULE + "gradio_files",
        "Bring files into a session's app, and give their FileData, as its calls take it.",
        (),
        ("upload", "put", "file"),
    ),
    "Save-GradioFile": Entry(
        _MODULE + "gradio_files",
        "Save the files of results: those of a call's final result, or any that are piped in.",
        ("save",),
        ("download", "store", "wget", "export", "keep"),
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
        _MODULE + "selecting",
        "Pick some objects, or some members of each.",
        ("select",),
        ("head", "tail", "first", "last", "uniq", "cut"),
    ),
    "Sort-Object": Entry(
        _MODULE + "ordering", "Put objects in order.", ("sort",), ("order", "arrange", "sorted")
    ),
    "Group-Object": Entry(
        _MODULE + "ordering",
        "Put objects together that are alike, and give each group with its name and their number.",
        ("group",),
        ("uniq", "groupby", "histogram"),
    ),
    "Measure-Object": Entry(
        _MODULE + "measuring",
        "Count objects, and add them up, compare them, or count their text.",
        ("measure",),
        ("count", "wc", "sum", "total", "average", "mean", "min", "max"),
    ),
    "Measure-Command": Entry(
        _MODULE + "measuring",
        "Run a block and tell how long it took.",
        (),
        ("time", "timeit", "duration", "stopwatch"),
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
    "Get-Content": Entry(
        _MODULE + "content",
        "Read files of text, line by line.",
        ("cat", "gc", "type"),
        ("less", "more", "read", "load"),
    ),
    "Set-Content": Entry(
        _MODULE + "content",
        "Write objects to a file of text, a line each; what was in the file goes.",
        ("sc",),
        ("touch", "write", "printf"),
    ),
    "Add-Content": Entry(
        _MODULE + "content",
        "Write objects to the end of a file of text, a line each; the file is made if there is "
        "none.",
        ("ac",),
        ("append",),
    ),
    "Out-File": Entry(
        _MODULE + "saving",
        "Write to a file what the screen would show, without colours and without cutting anything.",
        (),
        ("save", "redirect"),
    ),
    "Out-Null": Entry(
        _MODULE + "saving",
        "Take all objects and give none, for what is run only for its effect.",
        (),
        ("null", "silent", "quiet", "mute"),
    ),
    "Tee-Object": Entry(
        _MODULE + "saving",
        "Keep objects in a variable or a file, and pass each on as it comes.",
        ("tee",),
        (),
    ),
    "Get-ChildItem": Entry(
        _MODULE + "places",
        "List the files and folders in a folder: folders first, then files, by name.",
        ("ls", "dir", "gci"),
        ("find", "files", "folders", "tree", "ll"),
    ),
    "Get-Location": Entry(
        _MODULE + "places",
        "Give the folder that the shell is in: relative names of files start there.",
        ("pwd", "gl"),
        ("getcwd",),
    ),
    "Set-Location": Entry(
        _MODULE + "places",
        "Go to a folder: relative names of files start there from now on.",
        ("cd", "sl", "chdir"),
        ("pushd", "popd"),
    ),
    "Get-Help": Entry(
        _MODULE + "help",
        "Tell how to use a command, or an endpoint of the current app.",
        ("help", "man"),
        ("usage", "docs"),
    ),
    "Get-Command": Entry(_MODULE + "help", "List the commands.", ("gcm",), ("commands", "which")),
    "Get-Member": Entry(
        _MODULE + "inspecting",
        "List the members of objects, with their types and a value: each kind of object once.",
        ("gm",),
        ("members", "inspect", "type"),
    ),
    "Get-Job": Entry(
        _MODULE + "jobs",
        "List the jobs, the oldest first.",
        ("jobs",),
        ("bg", "ps", "tasks", "background"),
    ),
    "Receive-Job": Entry(
        _MODULE + "jobs",
        "Give what a job gave so far, each object once.",
        (),
        ("fg", "output", "result"),
    ),
    "Wait-Job": Entry(
        _MODULE + "jobs",
        "Wait until jobs have ended, and give those that have.",
        (),
        ("wait", "join", "await"),
    ),
    "Stop-Job": Entry(
        _MODULE + "jobs",
        "Stop jobs, as Ctrl-C stops what runs in front: their calls are cancelled in the app.",
        (),
        ("kill", "cancel", "abort"),
    ),
    "Remove-Job": Entry(
        _MODULE + "jobs",
        "Remove jobs, with what they gave that nobody received.",
        (),
        ("disown",),
    ),
    "Write-Output": Entry(
        _MODULE + "talking",
        "Give objects to the next command; at the end of a pipeline they are printed.",
        ("echo", "write"),
        ("print", "emit", "yield"),
    ),
    "Write-Host": Entry(
        _MODULE + "talking",
        "Say something to the person, past the pipeline: no variable and no file gets it.",
        (),
        ("printf", "say", "log"),
    ),
    "Write-Warning": Entry(
        _MODULE + "talking",
        "Warn the person; -WarningAction says what becomes of it.",
        (),
        ("warn",),
    ),
    "Write-Error": Entry(
        _MODULE + "talking",
        "Report an error and go on; -ErrorAction Stop ends the script instead.",
        (),
        ("fail", "stderr"),
    ),
    "Read-Host": Entry(
        _MODULE + "talking",
        "Ask the person for a line of text, and give it.",
        (),
        ("ask", "input", "prompt", "read"),
    ),
    "Clear-Host": Entry(
        _MODULE + "talking",
        "Empty the screen.",
        ("clear", "cls"),
        ("reset",),
    ),
    "Get-Variable": Entry(
        _MODULE + "variables",
        "List the variables. Those that the shell sets are left out, unless they are named.",
        ("gv",),
        ("variables", "env", "declare"),
    ),
    "Set-Variable": Entry(
        _MODULE + "variables",
        "Give a variable a value: `Set-Variable size 3` is `$size = 3`.",
        ("sv",),
        ("assign", "let"),
    ),
    "Remove-Variable": Entry(
        _MODULE + "variables",
        "Forget variables; those that the shell sets stay.",
        ("rv",),
        ("unset", "delete"),
    ),
    "Get-Alias": Entry(
        _MODULE + "variables",
        "List the aliases: which command each stands for, and which ones are your own.",
        ("gal",),
        ("aliases", "shortcuts"),
    ),
    "Set-Alias": Entry(
        _MODULE + "variables",
        "Make a word stand for a command. To keep it, write the line into the profile.",
        ("sal",),
        ("alias", "define"),
    ),
    "Start-Sleep": Entry(
        _MODULE + "waiting",
        "Wait. Ctrl-C ends it at once.",
        ("sleep",),
        ("wait", "delay", "pause"),
    ),
    "Get-History": Entry(
        _MODULE + "history",
        "List the lines that were typed, also in earlier runs, with their numbers.",
        ("h", "history", "ghy"),
        ("past", "fc"),
    ),
    "Invoke-History": Entry(
        _MODULE + "history",
        "Run a line of the history again: the last one, or that of a number or a beginning.",
        ("r", "ihy"),
        ("repeat", "again", "redo"),
    ),
    "Exit-Gshell": Entry(
        _MODULE + "leaving",
        "Leave the shell. Calls that still run are cancelled.",
        ("exit", "quit"),
        ("bye", "logout", "q"),
    ),
}
