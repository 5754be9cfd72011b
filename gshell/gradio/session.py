"""A session with an app: like a browser tab, it has a hash under which the app keeps State."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, Any, ClassVar

from gshell.gradio.call import attach
from gshell.gradio.calls import CallList, is_running
from gshell.gradio.changes import Note, current_endpoint
from gshell.gradio.errors import QueueFull
from gshell.gradio.hashes import Hashes
from gshell.gradio.limits import SessionOptions
from gshell.gradio.objects import GradioApiEvent, SessionApiEvent
from gshell.gradio.retry import Patience
from gshell.gradio.uploads import Uploads

if TYPE_CHECKING:
    from gshell.gradio.app import App
    from gshell.gradio.background import Background
    from gshell.gradio.queue import Channel
    from gshell.gradio.reading import Reading
    from gshell.gradio.schema import GradioApi


class GradioSession:
    """Calls to one app that belong together.

    `options` has MaxCalls, MaxCallsPolicy, Retry and Heartbeat; change them with `set_option`.
    """

    MEMBERS: ClassVar[dict[str, str]] = {
        "SessionId": "session_id",
        "AppUrl": "app_url",
        "RealAppUrl": "real_app_url",
        "name": "name",
        "info": "info",
        "uploads": "uploads",
        "calls": "calls",
        "options": "options",
        "GradioVersion": "gradio_version",
        "SpaceId": "space_id",
        "DownloadPath": "download_path",
        "Default": "default",
        "Title": "title",
        "version": "version",
    }
    SYNONYMS: ClassVar[dict[str, str]] = {"ApiCalls": "calls"}
    JSON_HIDDEN: ClassVar[frozenset[str]] = frozenset({"info", "uploads", "calls"})
    version = 1
    """The version of this object's form."""

    def __init__(self, name: str, app: App, background: Background) -> None:
        """Begin a session, with a new hash; nothing is sent."""
        self.name = name
        self.app = app
        self.session_id = str(uuid.uuid4())
        self.uploads = Uploads()
        self.options = SessionOptions(app.options)
        self.download_path: str | None = None
        self.token: str | None = None  # for calls that bring none of their own
        self.default = False
        self._background = background
        self._hashes = Hashes(app, self.session_id, self.options)
        self._calls = CallList()

    def start(
        self,
        api: GradioApi,
        data: list[Any],
        *,
        token: str | None = None,
        retry: int | None = None,
        note: Note | None = None,
        warn: Note | None = None,
    ) -> SessionApiEvent:
        """Send a call through the app's queue, with the values that `api.arrange` gave.

        It is read from now on, in the background. Returns once the app has given it an id. If the
        queue is full, and only then, it is sent again, up to `retry` times (None: as the session's
        options say). `note` is told if that happens, if the call has to wait for another one
        first, or if the app turns out to be another one than before; `warn` if MaxCalls is passed.
        Both are called in the calling thread.
        """
        self._calls.make_room(self.options.max_calls, self.options.max_calls_policy, warn)
        retry = self.options.retry if retry is None else retry
        note = note or (lambda _: None)
        try:
            channel, reading = self._send(api, data, token or self.token, retry, note)
        except BaseException:
            self._calls.free()
            raise
        call = SessionApiEvent(self._event(channel, reading, data), self)
        self._calls.add(call)
        return call

    def attach(
        self, api: GradioApi | str, event_id: str, *, token: str | None = None
    ) -> SessionApiEvent:
        """List a call that somebody else sent; nothing is sent."""
        event = attach(
            self.app,
            api,
            event_id,
            background=self._background,
            token=token,
            options=self.options,
        )
        self._calls.make_room(0, "Error", None)
        call = SessionApiEvent(event, self)
        self._calls.add(call)
        return call

    @property
    def calls(self) -> list[SessionApiEvent]:
        """The calls, oldest first: those that run, wait to be taken, or were taken lately."""
        return self._calls.all()

    def find(self, target: Any) -> SessionApiEvent:
        """Find a call by its id or the beginning of it; EventNotFound if there is none."""
        return self._calls.find(target)

    def remove(
        self, target: Any, *, force: bool = False, eligible: bool = False
    ) -> list[SessionApiEvent]:
        """Take calls off the list and give them; running ones only with `force`, cancelling them.

        `target` is an id, a call, `clean` (ended and taken) or `all`. With `eligible` the calls
        are only given.
        """
        found = self._calls.candidates(target, force)
        if not eligible:
            for call in found:
                if not call.event.finished:
                    call.event.cancel()
            self._calls.remove(found)
        return found

    def set_option(self, name: str, value: Any) -> None:
        """Change one of the options; ParamInvalid for a name or a value that cannot be."""
        self.options.set(name, value)

    def close(self, grace: float = 1.0) -> None:
        """Cancel what runs, wait at most `grace` seconds for the app to hear it, stop reading."""
        close_sessions([self], grace)

    def _cancel_all(self) -> list[Future[Any]]:
        told = [call.event.cancel() for call in self.calls if is_running(call.event)]
        return [future for future in told if future is not None]

    def _stop_reading(self) -> None:
        self._background.run(self._hashes.close())

    def _send(
        self, api: GradioApi, data: list[Any], token: str | None, retry: int, note: Note
    ) -> tuple[Channel, Reading]:
        """Send a call, however often it must be tried; nothing that was taken is sent again."""
        run = self._background.run
        patience, waited = Patience(self._background, retry, note), False
        while True:
            api = current_endpoint(self.app, api, self._background, note)
            try:
                sent = run(self._hashes.send(api, data, token))
            except QueueFull as full:
                patience.wait(full)
                continue
            if sent is not None:
                sent[1].exchange.begin_with(patience.in_vain)
                return sent
            if not waited:
                note(f"waiting: {api.name} keeps State and still runs in this session")
                waited = True
            run(self._hashes.turn(api))

    def _event(self, channel: Channel, reading: Reading, data: list[Any]) -> GradioApiEvent:
        return GradioApiEvent(
            reading,
            _QueueCall(channel, reading, self._background),
            route="queue",
            app_url=self.app.address,
            query_url=f"{self.app.real_url}/queue/data?session_hash={channel.session_hash}",
            session_hash=channel.session_hash,
            request={
                "method": "POST",
                "url": f"{self.app.real_url}/queue/join",
                "data": {
                    "data": data,
                    "fn_index": reading.api.fn_index if reading.api else None,
                    "session_hash": channel.session_hash,
                },
            },
        )

    @property
    def app_url(self) -> str:
        """The app's address."""
        return self.app.address

    @property
    def real_app_url(self) -> str:
        """The app's address with the prefix of its API."""
        return self.app.real_url

    @property
    def info(self) -> dict[str, Any]:
        """The app's /info document."""
        return self.app.info

    @property
    def gradio_version(self) -> str:
        """The version of Gradio that the app runs on."""
        return self.app.version

    @property
    def space_id(self) -> str | None:
        """`owner/name` if the app is a Space."""
        return self.app.space_id

    @property
    def title(self) -> str:
        """The title of the app's page."""
        return self.app.title

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"GradioSession({self.name!r}, {self.app_url!r})"


def close_sessions(sessions: Iterable[GradioSession], grace: float = 1.0) -> None:
    """Close sessions together: `grace`, in seconds, is for the cancels of all of them."""
    closing = list(sessions)
    told = [future for session in closing for future in session._cancel_all()]
    _, late = wait(told, timeout=grace)
    for future in late:
        future.cancel()
    for session in closing:
        session._stop_reading()


class _QueueCall:
    """The network side of a call that the session's channel reads."""

    __slots__ = ("_background", "_channel", "_reading")

    def __init__(self, channel: Channel, reading: Reading, background: Background) -> None:
        self._channel = channel
        self._reading = reading
        self._background = background

    def start(self) -> None:
        """Do nothing: it is read from the moment it was sent."""

    def cancel(self) -> Future[Any]:
        return self._background.start(self._channel.cancel(self._reading))
