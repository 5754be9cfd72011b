from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import pytest
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory

from gshell.engine.secrecy import is_secret
from gshell.repl.history import KEPT, FileHistory, HistorySuggestion


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history"


def fail(error: OSError) -> None:
    raise AssertionError("the file can be used") from error


def open_history(path: Path | None) -> FileHistory:
    return FileHistory(lambda: path, fail)


def loaded(path: Path | None) -> list[str]:
    """Give what a new shell finds in the file, the oldest first."""
    history = open_history(path)
    return read(history)


def read(history: FileHistory) -> list[str]:
    async def collect() -> list[str]:
        return [entry async for entry in history.load()]

    return asyncio.run(collect())[::-1]


def test_lines_are_kept_from_one_run_to_the_next(path: Path) -> None:
    history = open_history(path)
    history.append_string("call upper one")
    history.append_string("call gen 'two\n\n+lines'")
    assert loaded(path) == ["call upper one", "call gen 'two\n\n+lines'"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_only_the_owner_can_read_the_file(path: Path) -> None:
    open_history(path).append_string("call upper one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_typed_again_is_there_once_and_last(path: Path) -> None:
    history = open_history(path)
    for line in ("one", "two", "one"):
        history.append_string(line)
    assert history.get_strings() == ["two", "one"]
    assert loaded(path) == ["two", "one"]


def test_the_newest_line_typed_again_changes_nothing(path: Path) -> None:
    history = open_history(path)
    for line in ("one", "two", "two"):
        history.append_string(line)
    assert [(entry.id, entry.line) for entry in history.entries()] == [(1, "one"), (2, "two")]
    assert path.read_text().count("+two") == 1


def test_two_shells_can_write_at_the_same_time(path: Path) -> None:
    first, second = open_history(path), open_history(path)
    first.append_string("one")
    second.append_string("two")
    first.append_string("three")
    assert loaded(path) == ["one", "two", "three"]


def test_secrets_and_empty_lines_are_not_kept(path: Path) -> None:
    history = open_history(path)
    history.append_string("open x -Token hf_abcdef")
    history.append_string("  ")
    assert history.get_strings() == []
    assert not path.exists()


def test_without_a_file_the_history_lasts_as_long_as_the_shell() -> None:
    history = open_history(None)
    assert read(history) == []
    history.append_string("one")
    assert read(history) == ["one"]


def test_a_file_that_cannot_be_used_is_told_of_once(path: Path) -> None:
    path.mkdir(parents=True)
    failures: list[OSError] = []
    history = FileHistory(lambda: path, failures.append)
    assert read(history) == []
    history.append_string("one")
    assert len(failures) == 1
    assert history.get_strings() == ["one"]


def test_a_file_that_has_grown_too_long_is_shortened(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("".join(f"\n# then\n+line {number}\n" for number in range(2 * KEPT + 1)))
    assert loaded(path) == [f"line {number}" for number in range(KEPT + 1, 2 * KEPT + 1)]
    assert path.read_text().count("+line") == KEPT
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 or os.name == "nt"


def test_bytes_that_are_no_text_do_no_harm(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"\n# then\n+caf\xe9\n")
    assert loaded(path) == ["caf\ufffd"]


@pytest.mark.parametrize(
    "line",
    [
        "open x -Token abc",
        "open x -tok 'abc'",
        "open x -t abc",
        "open x -TOKEN:abc",
        'call gen x -token "abc"',
        "call gen x -GToken abc",
        "open x -Auth user:pass",
        "open x -au user",
        "open http://user:pass@host:7860",
        "open user:pass@host",
        "$t = 'hf_abcdef'",
        "call upper hf_abcdef",
        "$token = 'abc'",
        "$hfToken = abc",
        "$h = @{password = 'abc'}",
        "$env:HF_TOKEN = 'abc'",
        "call x @{Authorization: 'Basic abc'}",
        "call x 'Bearer abc'",
        "1 | % { open x -Token abc }",
        "open x -Token 'abc",
    ],
)
def test_a_line_with_a_secret_is_recognised(line: str) -> None:
    assert is_secret(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "apis",
        "call gen 'a token of love' -style ink",
        "open x -Token public",
        "open x -Token $token",
        "open x -Auth $login",
        "call upper -t hello",
        "Update-GradioApiResult -t 5",
        "apis -a",
        "call gen -p 'a cat' -s ink",
        "call upper 'mail me: ann@example.org'",
        "open http://127.0.0.1:7860",
        "open owner/name",
        "$tokens.Count",
        "$r = call tokens 5",
        "Set-GradioSession -MaxCalls 5",
    ],
)
def test_a_line_without_a_secret_is_kept(line: str) -> None:
    assert not is_secret(line)


def suggested(text: str, cursor: int | None = None) -> str | None:
    history = InMemoryHistory(["call upper one", "call gen x\n| % data", "call upper two"])
    buffer = Buffer(history=history)
    asyncio.run(_load(history))
    found = HistorySuggestion().get_suggestion(buffer, Document(text, cursor))
    return found.text if found else None


async def _load(history: InMemoryHistory) -> None:
    async for _ in history.load():
        pass


def test_the_newest_line_that_begins_so_is_suggested() -> None:
    assert suggested("call u") == "pper two"
    assert suggested("call upper o") == "ne"
    assert suggested("call g") is None, "several lines are not shown as one"


def test_nothing_is_suggested_for_nothing_or_inside_a_line() -> None:
    assert suggested("") is None
    assert suggested("  ") is None
    assert suggested("call u", 3) is None
    assert suggested("call upper two") is None
