"""Sessions as text: a person's lines and what they saw, in a file `NAME.session`.

    # Lines that start with # before the first input say what the file shows.
    # app: demo

    demo> call count -n 2 |
    . where event -eq complete | % data
    --end--

- `# app: NAME` opens the fixture `NAME_app` (demo, typed) first; without it no app is open.
- `# also: NAME`, once or several times, opens one more app, which does not become the current one.
- `# at: prompt` runs the inputs as at the prompt, with `$it` and a history, not as a script.
- `# profile: LINE`, once or several times, is the profile that runs before the first input.
- `# row: NAME - rule` or `... - error` right above an input says that it shows the rule of a
  section of docs/language.md, or a mistake that people make there.
- A line `NAME> ...` or `> ...` is input, lines `. ...` below it continue it.
- What follows is the output, errors included, as it appears without a terminal. Blank lines at its
  end are not compared; what changes from run to run is replaced, as `normalise` says.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_INPUT = re.compile(r"((?:[\w.:/-]{1,24})?> )(.*)")
_CONTINUATION = ". "
_DIRECTIVE = re.compile(r"#\s*(app|also|at|profile):\s*(.*?)\s*")
_ROW = re.compile(r"# row: (.+) - (rule|error)")

_CHANGING: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(127\.0\.0\.1|localhost):\d{2,5}\b"), r"\1:PORT"),
    (re.compile(r"/file=\S*/([^/\s\"']+)"), r"/file=CACHE/\1"),
    (re.compile(r"\S*gshell-demo-\w+"), "CACHE"),
    (re.compile(r"\bsession_hash=[\w-]+"), "session_hash=HASH"),
    (re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "HASH"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "EVENT-ID"),
    (re.compile(r"\S*/pytest-of-[^/\s]+/pytest-\d+/[^/\s]+"), "FOLDER"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)?"), "TIME"),
    (re.compile(r"\b\d+\.\d+ ?(ms|s)\b"), r"N \1"),
    (re.compile(r"\b6\.\d+(\.\d+)?\b"), "VERSION"),
    (re.compile(r'"((?:rank_)?eta)": (?:null|[\d.e-]+)'), r'"\1": N'),
)


class Step(NamedTuple):
    """One input, its output lines, how many blank lines follow, and the rows that it shows."""

    prompt: str
    command: str
    output: list[str]
    gap: int
    rows: tuple[str, ...] = ()


class Transcript(NamedTuple):
    """The lines before the first input, and the inputs."""

    header: list[str]
    steps: list[Step]

    def directives(self, name: str) -> list[str]:
        """Give what the head says with a directive, such as `app`."""
        found = [_DIRECTIVE.fullmatch(line) for line in self.header]
        return [one[2] for one in found if one and one[1] == name]

    @property
    def app(self) -> str | None:
        """Name of the app that the session talks to."""
        return next(iter(self.directives("app")), None)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Name the rows that the session shows, each with `rule` or `error`."""
        found = [_ROW.fullmatch(row) for step in self.steps for row in step.rows]
        return [(one[1], one[2]) for one in found if one]


def parse(text: str) -> Transcript:
    """Read a transcript; raises ValueError if its head holds anything but comments."""
    lines = text.splitlines()
    starts = [_first_row(lines, at) for at, line in enumerate(lines) if _INPUT.fullmatch(line)]
    header = lines[: starts[0]] if starts else lines
    for line in header:
        if line and not line.startswith("#"):
            raise ValueError(f"neither input nor comment: {line!r}")
    ends = [*starts[1:], len(lines)]
    steps = [_parse_step(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    return Transcript(header, steps)


def render(transcript: Transcript) -> str:
    """Write a transcript as text; raises ValueError if an output could be taken for input."""
    lines = list(transcript.header)
    for step in transcript.steps:
        first, *rest = step.command.split("\n")
        lines += step.rows
        lines.append(step.prompt + first)
        lines += [_CONTINUATION + line for line in rest]
        _refuse_ambiguity(step.output)
        lines += step.output
        lines += [""] * step.gap
    return "\n".join(lines) + "\n"


def normalise(output: str) -> list[str]:
    """Give an output's lines without what changes from run to run, and without trailing blanks."""
    for pattern, replacement in _CHANGING:
        output = pattern.sub(replacement, output)
    lines = [line.rstrip() for line in output.splitlines()]
    return _without_trailing_blanks(lines)


def _first_row(lines: list[str], at: int) -> int:
    """Give the place of the first of the rows right above an input, its own if there is none."""
    while at and _ROW.fullmatch(lines[at - 1]):
        at -= 1
    return at


def _parse_step(lines: list[str]) -> Step:
    start = next(at for at, line in enumerate(lines) if _INPUT.fullmatch(line))
    found = _INPUT.fullmatch(lines[start])
    assert found is not None
    command = [found[2]]
    rest = lines[start + 1 :]
    while rest and rest[0].startswith(_CONTINUATION):
        command.append(rest.pop(0).removeprefix(_CONTINUATION))
    output = _without_trailing_blanks(rest)
    gap = len(rest) - len(output)
    return Step(found[1], "\n".join(command), output, gap, tuple(lines[:start]))


def _without_trailing_blanks(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def _refuse_ambiguity(output: list[str]) -> None:
    for line in output:
        if _INPUT.fullmatch(line) or _ROW.fullmatch(line):
            raise ValueError(f"an output line looks like input: {line!r}")
    if output and output[0].startswith(_CONTINUATION):
        raise ValueError(f"an output looks like continued input: {output[0]!r}")
