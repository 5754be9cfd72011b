"""Words that people bring along from other shells and languages, and what they are called here.

Each hint has its code in backticks. It is shown where a word is typed that is no command, or a
parameter that its command does not have.
"""

from __future__ import annotations

import re
from typing import Final

from gshell.engine.values import parse_number
from gshell.language.quote import quote

_NO_PROGRAMS = "gshell runs no programs of the system; `call NAME` calls an endpoint of the app"
_NO_FILES = "files are left to the system's own shell; here are `ls`, `cat FILE` and `... > FILE`"
_BLOCKS = "a block stands in braces: `if ($x) { 'yes' } else { 'no' }`"

_TABLE: Final = (
    # Texts and streams.
    (
        "grep egrep fgrep rg ag ack findstr select-string sls",
        "`... | where { $_ -match 'text' }` keeps what matches",
    ),
    ("head", "`... | select -First 10` keeps the first ones"),
    ("tail", "`... | select -Last 10` keeps the last ones"),
    ("wc", "`... | measure` counts objects, `... | measure -Line -Word -Character` text"),
    ("sed tr", "`... | % { $_ -replace 'old', 'new' }` replaces text"),
    (
        "awk gawk cut",
        "`... | % { ($_ -split ' ')[0] }` takes a part of text, `... | select NAME` members",
    ),
    ("xargs parallel map", "`... | % { call NAME $_ }` runs a command for each object"),
    ("jq", "`... | ConvertFrom-Json | % NAME` reads a member out of JSON"),
    (
        "uniq get-unique gu",
        "`... | select -Unique` leaves out what came before, `... | group` counts",
    ),
    ("seq range", "`1..10` counts"),
    ("//", "`# a comment` is one"),
    ("less more most pg", "`... | select -First 20` shows less; the terminal scrolls"),
    ("out-string", '`"$value"` is a value as text'),
    (
        "export-csv convertto-csv import-csv convertfrom-csv epcsv ipcsv",
        "`... | ConvertTo-Json` writes JSON, and `... | ConvertFrom-Json` reads it",
    ),
    # The app.
    (
        "curl wget http https fetch invoke-webrequest iwr invoke-restmethod irm",
        "`open ADDRESS` connects to an app, then `call NAME` calls an endpoint",
    ),
    (
        "client gradio_client client.predict client.submit",
        "`open ADDRESS` connects to an app, then `call NAME` calls an endpoint",
    ),
    ("view_api client.view_api", "`apis` lists the endpoints, `help NAME` tells of one"),
    # Variables.
    (
        "export set setx declare typeset",
        "`$env:NAME = 'value'` sets a variable of the process, `$name = 'value'` one of gshell",
    ),
    ("let var const local global auto my dim", "`$name = 'value'` sets a variable"),
    (
        "unset",
        "`$env:NAME = $null` removes one of the process, `Remove-Variable name` one of gshell",
    ),
    ("env printenv", "`$env:NAME` is a variable of the process"),
    ("true false null none nil undefined", "`$true`, `$false` and `$null` have a dollar sign"),
    ("new-object add-type dict object", "`@{ key = 'value' }` makes a map"),
    ("bc expr calc", "`(1 + 2) * 3` calculates, without a command"),
    # Saying and asking.
    (
        "print puts println printf console.log system.out.println fmt.println",
        "`echo text` prints, and so does `'text'` alone",
    ),
    (
        "write-verbose write-debug write-information write-progress out-host",
        "`Write-Host text` says something past the pipeline",
    ),
    ("read input pause", "`$name = Read-Host 'question'` asks"),
    # Control.
    ("for", "`foreach ($x in 1..3) { $x }` is the loop, `1..3 | % { $_ }` the pipeline"),
    ("do until loop repeat", "`while ($x -lt 3) { $x += 1 }` is the loop"),
    ("done fi then esac end begin", _BLOCKS),
    ("elif elsif", "`if ($x -eq 1) { 'one' } elseif ($x -eq 2) { 'two' }` has more than one case"),
    (
        "switch case",
        "`if ($x -eq 1) { 'one' } elseif ($x -eq 2) { 'two' }` tells cases apart",
    ),
    ("test unless", "`if ($x -eq 1) { 'yes' }` tests"),
    ("trap except rescue", "`try { call NAME } catch { $_.Message }` deals with errors"),
    ("raise die", "`throw 'what is wrong'` fails"),
    (
        "function def fn func sub proc lambda",
        "`$double = { param($x) $x * 2 }` keeps a block, and `& $double 21` runs it",
    ),
    (
        "source import from using require include import-module ipmo",
        "`. ./FILE.gsh` runs a script and keeps its variables",
    ),
    (
        "eval exec invoke-expression iex",
        "`& $block` runs a block, `. ./FILE.gsh` a script; text is never run",
    ),
    # The shell.
    ("doskey", "`Set-Alias WORD COMMAND` makes an alias, `Get-Alias` lists them"),
    ("which whereis where.exe", "`gcm NAME` finds a command"),
    ("info apropos tldr", "`gcm *word*` finds commands, `help NAME` explains one"),
    (
        "ps top htop tasklist get-process gps",
        "`Get-Job` lists what runs in the background, `Get-GradioSessionApi` the app's calls",
    ),
    ("fg", "`Receive-Job NUMBER -Wait` gives what a job in the background gives"),
    (
        "bg nohup start-job sajb start-threadjob start-process",
        "`call NAME &` runs in the background, `Get-Job` lists what does",
    ),
    (
        "kill killall pkill taskkill stop-process spps",
        "`Stop-Job NUMBER` ends what runs in the background, Ctrl-C what runs here",
    ),
    ("time", "`Measure-Command { call NAME }` tells how long something takes"),
    ("watch", "`while ($true) { call NAME; sleep 2 }` repeats a call until Ctrl-C"),
    ("sudo su doas runas", "it is not needed: gshell runs no programs of the system"),
    # What is not here.
    ("ll la l vdir find tree", "`ls` lists files, `ls -Recurse` those in folders too"),
    ("test-path", "`ls FILE -ErrorAction Ignore` gives nothing where there is no file"),
    ("touch new-item ni", "`Set-Content FILE text` writes a file"),
    ("rm cp mv mkdir rmdir ln chmod chown del erase copy move ren md rd", _NO_FILES),
    ("remove-item ri copy-item cpi move-item mi rename-item rni", _NO_FILES),
    (
        "vi vim nvim nano emacs code notepad ed",
        "Ctrl-X Ctrl-E opens the line in an editor; gshell edits no files",
    ),
    ("python python3 py pip pip3 uv conda ipython node npm npx deno", _NO_PROGRAMS),
    ("bash sh zsh fish pwsh powershell cmd git gh docker make apt brew", _NO_PROGRAMS),
    ("ssh scp rsync tar zip unzip ffmpeg tmux screen start xdg-open", _NO_PROGRAMS),
)

HABITS: Final = {word: hint for words, hint in _TABLE for word in words.split()}
"""A word in lower case, and what to write instead."""


def hint_for(word: str) -> str:
    """Say how gshell says what a word means elsewhere; no text if nothing is known of it."""
    assigned = _ASSIGNED.fullmatch(word)
    if assigned is not None:
        name, text = assigned[1], assigned[2]
        value = text if parse_number(text) is not None else quote(text)
        return f"`${name} = {value}` sets a variable, `$env:{name} = {value}` one of the process"
    return HABITS.get(word.lower(), "")


_ASSIGNED = re.compile(r"([^\W\d]\w*)=(.*)", re.DOTALL)

_ALL_IS_SHOWN = "help shows all there is"
_ALL_FILES = "files and folders are listed with size and time; -Force shows hidden ones too"

_EQUAL = "`where MEMBER -eq VALUE` compares"
_SEVERAL = "`where { $_.event -eq 'x' -and $_.num -gt 3 }` has several conditions"

WORD_HABITS: Final[dict[str, dict[str, str]]] = {
    "Where-Object": {
        **dict.fromkeys(("==", "=", "===", "eq", "equals", "is"), _EQUAL),
        **dict.fromkeys(("!=", "<>", "ne", "not"), "`where MEMBER -ne VALUE` compares"),
        **dict.fromkeys(("gt", "ge", ">="), "`where MEMBER -gt VALUE` compares"),
        **dict.fromkeys(("lt", "le", "<="), "`where MEMBER -lt VALUE` compares"),
        **dict.fromkeys(("and", "or", "&&"), _SEVERAL),
    },
}
"""Words of other languages, by the cmdlet that they are given to, in lower case."""

PARAMETER_HABITS: Final[dict[str, dict[str, str]]] = {
    "Get-ChildItem": {
        **dict.fromkeys(("l", "a", "la", "al", "lh", "lah", "alh", "ll"), _ALL_FILES),
        "lt": "`ls | sort LastWriteTime` puts them in order",
        "ltr": "`ls | sort LastWriteTime` puts them in order",
        "t": "`ls | sort LastWriteTime` puts them in order",
        "lr": "`ls -Recurse` looks into folders",
    },
    "Get-Content": {
        "n": "`cat FILE -TotalCount 10` gives the first lines, `cat FILE -Tail 10` the last",
    },
    "Select-Object": {
        "n": "`... | select -First 10` keeps the first ones, `... | select -Last 10` the last",
        "count": "`... | select -First 10` keeps the first ones",
        "take": "`... | select -First 10` keeps the first ones",
        "limit": "`... | select -First 10` keeps the first ones",
    },
    "Sort-Object": {
        "n": "numbers are compared as numbers already",
        "r": "`... | sort -Descending` turns the order round",
        "nr": "`... | sort -Descending` turns the order round",
        "rn": "`... | sort -Descending` turns the order round",
        "reverse": "`... | sort -Descending` turns the order round",
        "k": "`... | sort NAME` puts objects in the order of a member",
        "by": "`... | sort NAME` puts objects in the order of a member",
        "ascending": "that is how sort puts them",
    },
    "Group-Object": {"count": "`... | group` counts already"},
    "ForEach-Object": {
        "i": "`... | % { call NAME $_ }` puts each object where $_ stands",
        "n": "`... | % { call NAME $_ }` runs once per object",
        "n1": "`... | % { call NAME $_ }` runs once per object",
    },
    "Write-Output": {
        "e": 'double quotes know `n and `t: "one`ntwo"',
        "ne": "double quotes know `n and `t; Write-Host -NoNewline ends no line",
    },
    "ConvertTo-Json": {"depth": "it goes as deep as there is something"},
    "ConvertFrom-Json": {"depth": "it goes as deep as there is something"},
    "Get-Help": dict.fromkeys(("full", "detailed", "examples", "online"), _ALL_IS_SHOWN),
    "Stop-Job": dict.fromkeys(("9", "kill", "s", "term"), "`Stop-Job NUMBER` ends a job"),
    "Get-History": {"n": "`h -Count 10` gives the last ones"},
    "New-GradioSession": {
        "u": "`open ADDRESS -Auth USER` logs in, and asks for the password",
        "user": "`open ADDRESS -Auth USER` logs in, and asks for the password",
        "hf_token": "`open ADDRESS -Token $env:HF_TOKEN` sends a token",
        "src": "`open ADDRESS` takes the address without a name",
    },
    "Where-Object": {
        **dict.fromkeys(("equals", "is"), _EQUAL),
        **dict.fromkeys(("and", "or"), _SEVERAL),
    },
    "Invoke-GradioDynamicApi": dict.fromkeys(
        ("x", "d", "data", "json"),
        "inputs go by place or name: `call NAME VALUE` or `call NAME -input VALUE`",
    ),
}
"""Parameters of other shells, by the cmdlet they are given to: as typed, in lower case, no dash."""


def argument_hint(cmdlet: str, typed: str) -> str:
    """Say what to write for a parameter or a word that a cmdlet cannot take; no text if unknown.

    A parameter is given with its dash.
    """
    table = PARAMETER_HABITS if typed.startswith("-") else WORD_HABITS
    return table.get(cmdlet, {}).get(typed.lower().removeprefix("-"), "")
