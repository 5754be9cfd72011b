"""Which session hash a call uses, so that State is kept and no cancel hits another call.

A cancel reaches every call of the same function on the same hash (gradio 4 to 6: utils.py), so two
of those are never on one hash at once.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gshell.gradio.queue import Channel

if TYPE_CHECKING:
    from gshell.gradio.app import App
    from gshell.gradio.reading import Reading
    from gshell.gradio.schema import GradioApi


class Hashes:
    """A session's own hash, and those that calls beside it get; used on the network's loop."""

    def __init__(self, app: App, own: str) -> None:
        self._app = app
        self._own = Channel(app, own)
        self._beside: set[Channel] = set()

    def claim(self, api: GradioApi) -> tuple[Channel, Reading] | None:
        """Give a place for a call, None if it has to wait for its turn."""
        own = self._own
        if own.idle or (api.uses_state and not own.carries(api)):
            return own, own.claim(api)
        if api.uses_state:
            return None
        fresh = Channel(self._app, os.urandom(16).hex())
        self._beside.add(fresh)
        fresh.on_idle = lambda: self._beside.discard(fresh)
        return fresh, fresh.claim(api)

    async def wait(self, api: GradioApi) -> tuple[Channel, Reading]:
        """Wait for a place on the session's own hash, and take it."""
        while (claimed := self.claim(api)) is None:
            await self._own.turn(api)
        return claimed

    async def close(self) -> None:
        """Stop all reading."""
        for channel in (self._own, *self._beside):
            await channel.close()
