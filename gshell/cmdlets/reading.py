"""Reading a call on the pipeline's thread: what both Update cmdlets and `call` do alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

from gshell.cmdlets.news import News
from gshell.cmdlets.types import InputValues
from gshell.engine.context import Context
from gshell.engine.scope import ScriptBlock
from gshell.engine.serialize import to_json
from gshell.engine.types import Block, Number
from gshell.engine.values import Value
from gshell.gradio.errors import GradioError
from gshell.gradio.filedata import files_in
from gshell.gradio.objects import GradioApiEvent, GradioApiEventResult, SessionApiEvent

if TYPE_CHECKING:
    from gshell.gradio.schema import GradioApi

Params = Annotated[Value, InputValues(), "a list of values in order, a map by name, or one value"]
Script = Annotated[
    ScriptBlock | None, Block(), "run for each result, with $_.event and $_.ApiEvent"
]
MaxHeartBeats = Annotated[
    int | None,
    Number(whole=True, least=1),
    "stop after so many heartbeats in a row (one comes every 15 s)",
]
NoOutput = Annotated[bool, "give nothing, only bring the event up to date"]
NoHistory = Annotated[bool, "do not keep the results in the event"]
History = Annotated[bool, "keep the results in the event, which is so anyway"]
FinalOnly = Annotated[bool, "give the final result only"]
SkipRepeated = Annotated[bool, "leave out a final result that repeats the last one"]
Patience = Annotated[
    float | None, Number(least=0), "wait at most so many seconds; the call goes on"
]
Retry = Annotated[
    int | None,
    Number(whole=True, least=0),
    "try again so often while the app's queue is full; else what the session's Retry says",
]
"""Parameters that several cmdlets have alike."""


def event_of(value: Value) -> GradioApiEvent | None:
    """Give the event that an object is, or that a session's call has; None for anything else."""
    if isinstance(value, SessionApiEvent):
        return value.event
    return value if isinstance(value, GradioApiEvent) else None


def allows_request(context: Context, url: str, endpoint: GradioApi, data: list[Any]) -> bool:
    """Say whether a request may be sent; -WhatIf shows it instead, -Confirm asks."""
    fields: dict[str, Any] = {"data": data}
    if url.endswith("/queue/join"):
        fields |= {"fn_index": endpoint.fn_index, "session_hash": "..."}
    request = f"POST {url} {to_json(fields)}"
    if context.what_if:
        context.note(f"{request}  (not sent)")
        return False
    return context.allows(f"send {request}")


class Reading:
    """How the results of a call are taken: which are given, kept, and shown to a script."""

    def __init__(
        self,
        context: Context,
        *,
        script: ScriptBlock | None = None,
        max_heart_beats: int | None = None,
        no_output: bool = False,
        history: bool = True,
        final_only: bool = False,
        skip_repeated: bool = False,
        timeout: float | None = None,
    ) -> None:
        self.context = context
        self.run_script = context.runner(script) if script is not None else None
        self.max_heart_beats = max_heart_beats
        self.no_output = no_output
        self.history = history
        self.final_only = final_only
        self.skip_repeated = skip_repeated
        self.timeout = timeout

    def of(self, event: GradioApiEvent) -> Iterator[GradioApiEventResult]:
        """Give the results of a call; record its failure before its last result is given."""
        if event.status == "complete":
            self.context.warning(f"the call {event.event_id} was read to its end already")
            return
        updates = event.updates(
            max_heartbeats=self.max_heart_beats, history=self.history, timeout=self.timeout
        )
        news = News(self.context, event)
        with closing(updates), self.context.host.watching(event, news.tell) as watch:
            try:
                for result in updates:
                    watch.results += result.event != "heartbeat"
                    news.tell(result.ts if self.context.verbose else None)
                    if result.final:
                        self._record_failure(event)
                        self._keep_files(event, result)
                    yield from self._scripted(event, result)
                    if self._is_wanted(result):
                        yield result
                if self.max_heart_beats is None and event.last_query_status == "HeartBeatExpired":
                    self.context.status("only heartbeats came; update the call again to wait on")
            finally:
                news.tell()
                news.leave()

    def _keep_files(self, event: GradioApiEvent, result: GradioApiEventResult) -> None:
        """Save the files of a final result, if the session has a folder for that."""
        files = list(files_in(result.data)) if result.event == "complete" else []
        if files:
            from gshell.cmdlets.downloading import keep_files  # most results have none

            keep_files(self.context, event, files)

    def _record_failure(self, event: GradioApiEvent) -> None:
        failure: GradioError | None = event.failure
        if failure is not None and not event.cancelled_by_us:
            self.context.error(failure)

    def _scripted(self, event: GradioApiEvent, result: GradioApiEventResult) -> Iterator[Any]:
        if self.run_script is None or (self.max_heart_beats and result.event == "heartbeat"):
            return
        output = self.run_script({"event": result, "ApiEvent": event})
        yield from output

    def _is_wanted(self, result: GradioApiEventResult) -> bool:
        if self.no_output:
            return False
        if self.final_only and not result.final:
            return False
        return not (self.skip_repeated and result.repeated)
