"""docs/language.md is right: its examples print what it says, and its tables name all there is.

Each section with examples is about one row of the language; `tests/transcripts/language_*.session`
show for each how it works and a mistake. `pytest --update-transcripts` writes what the examples
really print into the document.
"""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from gshell.cmdlets.index import INDEX
from gshell.engine.common_parameters import CHANGING, COMMON
from gshell.engine.methods import METHODS
from gshell.engine.operators import UNARY
from gshell.engine.scope import AUTOMATIC_NAMES, KEPT_NAMES
from gshell.language.operators import STRENGTHS
from gshell.language.parser import CASTS
from gshell.language.tokens import KEYWORDS
from tests.transcripts.driver import PromptShell
from tests.transcripts.transcript import Transcript, normalise, parse, render

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "language.md"
SESSIONS = sorted((ROOT / "tests" / "transcripts").glob("language_*.session"))

_HEADING = re.compile(r"^(##+) (.+)$", re.M)
BLOCK = re.compile(r"(?<=^```gshell\n).*?(?=^```$)", re.M | re.S)


def sections() -> dict[str, str]:
    """Give the text below each heading, by the heading."""
    text = DOCUMENT.read_text(encoding="utf-8")
    found = list(_HEADING.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)]
    return {one[2]: text[one.end() : end] for one, end in zip(found, ends, strict=True)}


ROWS = [name for name, text in sections().items() if BLOCK.search(text)]


@pytest.mark.parametrize("name", ROWS)
def test_examples_print_what_the_document_says(
    name: str,
    demo_app: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    written = sections()[name]
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    with closing(PromptShell(demo_app, "demo")) as shell:
        actual = BLOCK.sub(lambda block: render(play(parse(block.group()), shell)), written)
    if request.config.getoption("--update-transcripts"):
        text = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(text.replace(written, actual), encoding="utf-8")
        return
    assert actual == written


def play(examples: Transcript, shell: PromptShell) -> Transcript:
    """Type the inputs of a block and give it with what they really print."""
    assert not examples.header, "a block starts with an input"
    steps = [step._replace(output=normalise(shell.run(step.command))) for step in examples.steps]
    return examples._replace(steps=steps)


def test_every_example_is_run() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert set(re.findall(r"^```(.*)$", text, re.M)) == {"gshell", ""}
    smallest = [one[2] for one in _HEADING.finditer(text) if one[1] == "###"]
    assert [name for name in smallest if name not in ROWS] == []


@pytest.mark.parametrize("kind", ["rule", "error"])
def test_every_row_has_a_transcript(kind: str) -> None:
    shown = {
        row
        for path in SESSIONS
        for row, of_kind in parse(path.read_text(encoding="utf-8")).rows
        if of_kind == kind
    }
    assert sorted(shown) == sorted(ROWS)


def missing(section: str, names: list[str]) -> list[str]:
    """Name what a section does not have in code."""
    said = " ".join(re.findall(r"`(.+?)`", sections()[section]))
    words = {word.lower() for word in re.split(r"[\s,\\|]+", said)}
    return [name for name in names if name.lower() not in words]


def test_the_tables_are_complete() -> None:
    names = {*STRENGTHS, *UNARY}
    plain = [name for name in names if name[1:] not in names]  # of -ceq and -ieq, -eq
    operators = [f"-{name}" if name[0].isalpha() else name for name in plain]
    assert missing("All operators", operators) == []
    variables = [f"${name}" for name in (*AUTOMATIC_NAMES, *KEPT_NAMES)]
    assert missing("Automatic variables", variables) == []
    common = [f"-{name}" for one in (*COMMON, *CHANGING) for name in one.names]
    assert missing("Common parameters", common) == []
    aliases = [alias for entry in INDEX.values() for alias in entry.aliases]
    assert missing("All aliases", aliases) == []
    assert missing("Text methods", list(METHODS)) == []
    assert missing("Casts", [f"[{name}]" for name in CASTS]) == []
    assert missing("All keywords", sorted(KEYWORDS)) == []


def test_links_lead_to_headings() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    anchors = {re.sub(r"[^\w -]", "", name.lower()).replace(" ", "-") for name in sections()}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) - anchors == set()
