"""Which session hash a call uses, so that State is kept and no cancel hits another call.

A cancel reaches every call of the same function on the same hash (gradio 4 to 6: utils.py), so two
of those are never on one hash at once.

A hash beside the session's own is used again once its call ended by itself. The app keeps messages
for 2,000 hashes and drops those of the oldest even while a call is on it (gradio 4 to 6:
queueing.py, LRUCache), so a new hash for every call would cost a long script some of its calls.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any

from gshell.gradio.heartbeat import Heartbeat
from gshell.gradio.queue import Channel

if TYPE_CHECKING:
    from gshell.gradio.app import App
    from gshell.gradio.limits import SessionOptions
    from gshell.gradio.reading import Reading
    from gshell.gradio.schema import GradioApi

_BY_ITSELF = ("complete", "error")


class Hashes:
    """A session's own hash, and those that calls beside it get; used on the network's loop."""

    def __init__(self, app: App, own: str, options: SessionOptions) -> None:
        self._app = app
        self._silence = options.silence
        self._own = Channel(app, own, self._silence, lasting=True)
        self._heartbeat = Heartbeat(app, own, self._silence)
        self._beside: set[Channel] = set()
        self._free: list[Channel] = []  # of those beside: no call is on them

    async def send(
        self, api: GradioApi, data: list[Any], token: str | None
    ) -> tuple[Channel, Reading] | None:
        """Send a call and give its place; None, and nothing is sent, if it has to wait its turn."""
        if api.uses_state or self._own.trusted:
            await self._own.recover()
        claimed = self._claim(api)
        if claimed is None:
            return None
        channel, reading = claimed
        await channel.join(reading, data, token)
        if channel is self._own:
            self._heartbeat.open(token)
        return claimed

    async def turn(self, api: GradioApi) -> None:
        """Wait until a call may be sent that `send` did not take."""
        await self._own.turn(api)

    async def close(self) -> None:
        """Stop all reading, and let the app know that the session is over."""
        for channel in (self._own, *self._beside):
            await channel.close()
        await self._heartbeat.close()

    def _claim(self, api: GradioApi) -> tuple[Channel, Reading] | None:
        own = self._own
        if own.idle and (own.trusted or api.uses_state):
            return own, own.claim(api)
        if api.uses_state:
            return None if own.carries(api) else (own, own.claim(api))
        beside = self._free.pop() if self._free else self._new()
        reading = beside.claim(api)
        beside.on_idle = partial(self._call_ended, beside, reading)
        return beside, reading

    def _new(self) -> Channel:
        channel = Channel(self._app, os.urandom(16).hex(), self._silence)
        self._beside.add(channel)
        return channel

    def _call_ended(self, channel: Channel, reading: Reading) -> None:
        """Keep a hash for later calls, unless a cancel may still be on its way to it."""
        channel.on_idle = None
        if reading.ending in _BY_ITSELF and not reading.cancel_asked:
            self._free.append(channel)
        else:
            self._beside.discard(channel)
