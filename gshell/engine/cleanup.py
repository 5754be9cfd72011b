"""`finally`: what runs after something else, once and to its end, however that ends."""

from __future__ import annotations

from contextlib import closing

from gshell.engine.scope import Flow, Objects, Scope


def with_cleanup(flow: Flow, cleanup: Flow) -> Flow:
    """Make a flow after which another one runs, whatever happens."""

    def run(scope: Scope) -> Objects:
        try:
            yield from flow(scope)
        except (GeneratorExit, KeyboardInterrupt):  # nobody takes what is given any more
            for _ in cleanup(scope):
                pass
            raise
        except BaseException:
            yield from _whole(cleanup(scope))
            raise
        yield from _whole(cleanup(scope))

    return run


def _whole(flow: Objects) -> Objects:
    """Give objects; what gives them runs to its end even if nobody takes them any more."""
    with closing(flow):
        try:
            for value in flow:  # noqa: UP028 -- `yield from` would close it where this is closed
                yield value
        except GeneratorExit:
            for _ in flow:
                pass
            raise
