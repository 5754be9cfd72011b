"""The page docs/reliability.md, written from what playing the faults gave."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.faults.fault import OPTIONS, Fault
from tests.faults.faults import CANCELLING, OPENING, READING, ROUTE, SENDING
from tests.faults.player import Outcome, played
from tests.faults.routes import ROUTES, STATUSES, refusal

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"

_INTRODUCTION = f"""# What happens when something breaks

This page is written by `pytest tests/faults --update-reliability`: each line was played by a
server that breaks (`tests/faults/server.py`) against the real client, and says what came of it.
After each of them the test checks that

- what had arrived is kept, and the call's record (Outcome, error) says what happened;
- the next call in the same session works (last column), without opening the app again;
- no call was sent twice, and nothing, least of all a token, went to another host;
- no task, thread, connection or socket is left behind.

To be quick, the tests wait {OPTIONS.timeout:g} s for an answer instead of 30 (`--timeout`), expect
a heartbeat every {OPTIONS.heartbeat:g} s instead of 15 (`Set-GradioSession -Heartbeat`), and take
answers and events of up to {OPTIONS.largest // 2**20} MB instead of 256. `HOST` stands for the
app's host and port. Where no outcome is given, there was no call yet.

"""

_CANCELLING = (
    "Its outcome is `cancelled` in any case: where the app does not take the cancel, the "
    "connection that carries the call is closed, and then the app stops it by itself."
)
_SECTIONS = (
    ("While an app is opened", "", OPENING),
    ("While a call is sent", "A call that fails here is not in the session's list.", SENDING),
    ("While a call is read", "", READING),
    (
        "While a call of the `/call` route is read",
        "What `Send-GradioApi` sends; it is read with `Update-GradioApiResult`.",
        ROUTE,
    ),
    ("While a call is cancelled", _CANCELLING, CANCELLING),
)

_STATUSES = """
## HTTP statuses

What becomes of a try when a route answers with a status that is no success. A broken `/info` is
no reason not to open an app: `/config` alone is enough for calls. Before Gradio 4.31 there is no
`/cancel`; closing the connection does it.

"""


def write_page() -> str:
    """Give the whole page; faults that were not played yet are."""
    parts = [_INTRODUCTION]
    for title, words, faults in _SECTIONS:
        parts.append(f"## {title}\n\n" + (f"{words}\n\n" if words else ""))
        parts.append(_table(faults))
        parts.append("\n")
    return "".join([*parts[:-1], _STATUSES, _matrix()])


def _table(faults: Iterable[Fault]) -> str:
    rows = [
        ["what goes wrong", "outcome", "what the person sees", "results kept", "the next try"],
        ["---"] * 5,
    ]
    for fault in faults:
        first, following = played(fault)
        rows.append(
            [
                fault.words,
                first.outcome,
                _seen(first),
                str(len(first.kept)) if first.outcome not in ("", "success") else "",
                "; ".join(["works", *(f"it says: {words}" for words in following.said)]),
            ]
        )
    return _markdown(rows)


def _matrix() -> str:
    rows = [["route", *(str(status) for status in STATUSES)], ["---"] * (len(STATUSES) + 1)]
    for route in ROUTES:
        cells = [_cell(played(refusal(route, status)).first) for status in STATUSES]
        rows.append([route.words, *cells])
    words = [["status", "what the person sees of `queue/join`"], ["---"] * 2]
    join = next(route for route in ROUTES if route.words == "`queue/join`")
    words += [[str(status), _seen(played(refusal(join, status)).first)] for status in STATUSES]
    return _markdown(rows) + "\n" + _markdown(words)


def _cell(outcome: Outcome) -> str:
    if outcome.said:
        return "works, with a warning"
    if not outcome.id:
        return "works"
    if outcome.outcome == "lost":
        return "lost"
    return f"{outcome.outcome}; {outcome.id}" if outcome.outcome else outcome.id


def _seen(outcome: Outcome) -> str:
    lines = [f"warning: {words}" for words in outcome.said]
    if outcome.id:
        lines.append(f"error {outcome.id}: {outcome.message}")
        if outcome.hint:
            lines.append(f"hint: {outcome.hint}")
    return "<br>".join(lines)


def _markdown(rows: Iterable[list[str]]) -> str:
    return "".join("| " + " | ".join(_escaped(cell) for cell in row) + " |\n" for row in rows)


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")
