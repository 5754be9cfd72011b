"""Running a pipeline whose stages are bound: pulled from its end, closed from its end.

The last stage is pulled, each pulls the one before it, and nothing runs ahead of what is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

from gshell.engine.cleanup import closer
from gshell.engine.command import Cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import StatementError, StoppingError
from gshell.engine.scope import Scope
from gshell.engine.values import Value


class Stage:
    """A stage that is ready to run: a bound cmdlet, or a block called with `&`, without context."""

    __slots__ = ("after", "context", "run")

    def __init__(
        self,
        run: Callable[[Iterator[Value] | None], Iterator[Value]],
        context: Context | None = None,
    ) -> None:
        self.run = run
        self.context = context
        self.after: Callable[[Iterator[Value]], Iterator[Value]] | None = None  # where errors go

    @property
    def cmdlet(self) -> Cmdlet | None:
        """Give the cmdlet that runs here, None for a block."""
        return self.context.cmdlet if self.context is not None else None


def run_stages(
    source: Iterator[Value] | None, stages: Sequence[Stage], scope: Scope
) -> Iterator[Value]:
    """Pull objects through bound stages; however it ends, close them, the last one first.

    An error of the closing is recorded in the scope, and changes nothing of how it ends.
    """
    with ExitStack() as opened:
        flow = _opened(source, opened, scope)
        for stage in stages:
            started = _started(stage, flow)
            flow = _opened(started, opened, scope)
            if stage.after is not None:
                flow = _opened(stage.after(started), opened, scope)
        assert flow is not None, "a pipeline has a source or a stage"
        for value in flow:  # noqa: UP028 -- `yield from` would close it before the stack does
            yield value


def _started(stage: Stage, flow: Iterator[Value] | None) -> Iterator[Value]:
    """Run a stage, with what the common parameters of its command ask for."""
    context = stage.context
    if context is None:
        return stage.run(flow)
    context.start_variables()
    given = _judged(stage.run(flow), context)
    return given if _KEEPING.isdisjoint(context.common) else _kept(given, context)


_KEEPING = frozenset({"OutVariable", "PipelineVariable"})


def _kept(flow: Iterator[Value], context: Context) -> Iterator[Value]:
    """Give a stage's objects, each of them put into the variables that it is to be kept in."""
    current = context.common.get("PipelineVariable")
    for value in flow:
        if current is not None:
            context.scope.assign(current, value)
        context.remember("OutVariable", value)
        yield value


def _opened(
    flow: Iterator[Value] | None, opened: ExitStack, scope: Scope
) -> Iterator[Value] | None:
    if flow is not None and hasattr(flow, "close"):
        opened.callback(closer(flow, scope))
    return flow


def _judged(flow: Iterator[Value], context: Context) -> Iterator[Value]:
    """Give a stage's objects; place its error, and treat it as the stage's -ErrorAction says."""
    try:
        yield from flow
    except (StoppingError, StatementError):
        raise
    except Exception as error:  # every failure of a stage becomes a record
        action = context.error_action
        failure = StatementError.of(error, context.source, context.start, context.end, action)
        if action in ("", "Continue"):
            context.keep_error(failure.record)
            raise failure from error
        context.error(failure.record)
