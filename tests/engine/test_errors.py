from __future__ import annotations

from typing import Any

import pytest

from gshell.engine.errors import (
    ErrorRecord,
    Mismatch,
    ShellError,
    StatementError,
    StoppingError,
    did_you_mean,
    nearest,
    record_of,
)
from gshell.engine.values import get_member, to_text


class ForeignError(Exception):
    """An error of another package, which knows nothing of records."""

    id = "Lost"
    message = "the connection was lost"
    target = "gen"
    hint = "try again"


def test_a_record_is_its_message() -> None:
    record = ErrorRecord("Failed", "it failed", hint="try again")
    assert to_text(record) == "it failed"
    assert [get_member(record, name) for name in ("id", "MESSAGE", "hint")] == [
        "Failed",
        "it failed",
        "try again",
    ]
    assert get_member(record, "cause") is None


def test_the_first_place_stays() -> None:
    record = ErrorRecord("Failed", "it failed")
    record.place("a b", 2, 3)
    record.place("other", 0, 1)
    assert (record.source, record.start, record.end) == ("a b", 2, 3)


@pytest.mark.parametrize(
    ("error", "identity", "message", "hint"),
    [
        (ShellError("Failed", "no", hint="do"), "Failed", "no", "do"),
        (StoppingError(ErrorRecord("Failed", "no")), "Failed", "no", ""),
        (StatementError(ErrorRecord("Failed", "no"), "Stop"), "Failed", "no", ""),
        (ForeignError(), "Lost", "the connection was lost", "try again"),
        (Mismatch("must be a number", "1"), "ParamInvalid", "a value must be a number", "1"),
        (KeyError("x"), "InternalError", "KeyError: 'x'", "--debug shows where"),
        (RecursionError("x"), "TooDeep", "too deeply", ""),
    ],
)
def test_any_error_has_a_record(
    error: BaseException, identity: str, message: str, hint: str
) -> None:
    record = record_of(error)
    assert record.id == identity
    assert message in record.message
    assert hint in record.hint


def test_a_record_knows_its_cause() -> None:
    errors: list[Any] = [ShellError("Failed", "no"), ForeignError(), KeyError("x"), Mismatch("no")]
    assert [record_of(error).cause for error in errors] == errors


def test_a_statement_error_keeps_what_is_known_already() -> None:
    inner = StatementError.of(KeyError("x"), "a b", 2, 3, "Ignore")
    outer = StatementError.of(inner, "other", 0, 1, "Stop")
    assert outer.record is inner.record
    assert outer.action == "Ignore"
    assert (outer.record.start, outer.record.end) == (2, 3)


def test_nearest() -> None:
    assert nearest("GENERAT", ["upper", "Generate"]) == "Generate"
    assert nearest("xyz", ["upper", "Generate"]) is None
    assert did_you_mean("uper", ["upper"]) == "did you mean upper?"
    assert did_you_mean("xyz", ["upper"]) == ""
