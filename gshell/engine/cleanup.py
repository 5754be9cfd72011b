"""What runs when something else ends: `finally`, and the closing of what was stopped early.

A generator that is being closed can neither give objects nor fail: whoever closed it goes on as if
it had ended. So what runs then is run to its end, and its errors are only recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

from gshell.engine.errors import Leave, StatementError, record_of
from gshell.engine.jumps import Jump
from gshell.engine.scope import Flow, Objects, Scope
from gshell.engine.values import Value


def with_cleanup(flow: Flow, cleanup: Flow) -> Flow:
    """Make a flow after which another one runs, once and to its end, whatever happens."""

    def run(scope: Scope) -> Objects:
        try:
            yield from flow(scope)
        except (GeneratorExit, KeyboardInterrupt, Leave):  # nobody takes what is given any more
            _drain(cleanup(scope), scope)
            raise
        except BaseException:
            yield from _whole(cleanup(scope), scope)
            raise
        yield from _whole(cleanup(scope), scope)

    return run


def closer(flow: Iterator[Value], scope: Scope) -> Callable[[], None]:
    """Give what closes an iterator, of which an error is recorded."""

    def close() -> None:
        try:
            flow.close()  # type: ignore[attr-defined]  # asked of what has it
        except Exception as error:
            _record(error, scope)

    return close


def _whole(flow: Objects, scope: Scope) -> Objects:
    """Give objects; what gives them runs to its end even if nobody takes them any more."""
    with closing(flow):
        try:
            for value in flow:  # noqa: UP028 -- `yield from` would close it where this is closed
                yield value
        except GeneratorExit:
            _drain(flow, scope)
            raise


def _drain(flow: Objects, scope: Scope) -> None:
    """Run something to its end for nobody."""
    try:
        for _ in flow:
            pass
    except Jump:
        return  # what it would leave is being left
    except Exception as error:
        _record(error, scope)


def _record(error: Exception, scope: Scope) -> None:
    action = error.action if isinstance(error, StatementError) else ""
    action = action or scope.error_preference()
    scope.record_error(record_of(error), "Continue" if action == "Stop" else action)
