"""One Gradio app: what it is, what it offers, and how to reach it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from gshell.gradio.address import normalise, space_id
from gshell.gradio.background import Background
from gshell.gradio.changes import describe_changes
from gshell.gradio.discover import read_apis
from gshell.gradio.documents import PREFIX, PROTOCOLS, fetch_documents
from gshell.gradio.errors import ApiNotFound, AuthRequired, HttpError, ParamInvalid
from gshell.gradio.http import Http
from gshell.gradio.options import ConnectionOptions
from gshell.gradio.schema import GradioApi
from gshell.gradio.words import nearest

if TYPE_CHECKING:
    from gshell.gradio.result import GradioApiEventResult

# An app that its author edits is reloaded (`gradio app.py`) without closing any connection.
_TRUST_SECONDS = 30.0


async def connect(text: str, options: ConnectionOptions | None = None) -> App:
    """Connect to the app at an address, in any form that a person types; read what it offers."""
    url, options = _resolve(text, options)
    app = App(url, options, space_id(text.strip()))
    try:
        await app.load()
    except BaseException:
        await app.close()
        raise
    return app


def _resolve(text: str, options: ConnectionOptions | None) -> tuple[str, ConnectionOptions]:
    """Give the address, and the options with the login that stood in it."""
    address = normalise(text)
    options = options or ConnectionOptions()
    if options.auth is None and address.auth is not None:
        options = options._replace(auth=address.auth)
    return address.url, options


class App:
    """A Gradio app that answers; `address` is without the API's prefix, `real_url` with it.

    `warning` says, if it is not empty, what is wrong with the app's documents. As an async context
    manager it closes its connections at the end.
    """

    def __init__(self, address: str, options: ConnectionOptions, space: str | None = None) -> None:
        """Prepare for an app; nothing is sent before `load`."""
        self.address = address
        self.options = options
        self.http = Http(address, options)
        if options.auth is not None:
            self.http.log_in = self._log_in
        self.config: Mapping[str, Any] = {}
        self.info: dict[str, Any] = {}
        self.endpoints: dict[str, GradioApi] = {}
        self.warning = ""
        self.space_id = space
        self._prefix = PREFIX
        self._settling = asyncio.Lock()
        self._doubted = False
        self._seen = 0.0  # when the app last said which one it is, a monotonic time

    async def load(self) -> None:
        """Read the app's /config and /info, logging in where it asks for that."""
        config, info, self._prefix, trouble = await fetch_documents(self.http)
        if info is None and self.info and self.run is not None and self.run == config.get("app_id"):
            info, trouble = self.info, ""  # what this run of the app said before still holds
        self.config = config
        self.info = info or {}
        self.warning = (
            f"the app does not describe its endpoints ({trouble}): inputs have no names, "
            "and are not checked as well as usual"
            if trouble
            else ""
        )
        self.space_id = config.get("space_id") or self.space_id
        self.endpoints = read_apis(config, info)
        self._trust()

    # An app may be restarted or reloaded at any time, and be another one afterwards.

    @property
    def run(self) -> Any:
        """What tells this run of the app from others, None if it does not say."""
        return self.config.get("app_id")

    def doubt(self) -> None:
        """Note a sign that the app may be another one than before, such as a broken stream."""
        self._doubted = True

    @property
    def in_doubt(self) -> bool:
        """Whether it should be asked which one it is before a call is sent."""
        is_old = self.run is not None and time.monotonic() - self._seen > _TRUST_SECONDS
        return self._doubted or is_old

    async def settle(self) -> str:
        """End the doubt; if the app is another one, read it anew and say what changed."""
        async with self._settling:
            if not self.in_doubt:
                return ""
            if await self._is_same_run():
                self._trust()
                return ""
            return await self.refresh()

    async def refresh(self) -> str:
        """Read the app anew, and say what changed; "" if nothing did."""
        endpoints, run = self.endpoints, self.run
        await self.load()
        words = describe_changes(endpoints, self.endpoints, restarted=run != self.run)
        return "; ".join(filter(None, (words, self.warning)))

    def renewed(self, api: GradioApi) -> GradioApi:
        """Give an endpoint as it is now; raises if it is gone, or its inputs are others."""
        current = self.endpoints.get(api.name)
        if current is None:
            raise self._not_found(api.name, [each.name for each in self.documented()])
        if current is not api and current.shape != api.shape:
            raise ParamInvalid(
                f"the app has changed, and {api.name} takes other inputs now",
                hint=current.signature,
                target=api.name,
            )
        return current

    def _trust(self) -> None:
        self._doubted = False
        self._seen = time.monotonic()

    async def _is_same_run(self) -> bool:
        if self.run is None:
            return False
        try:
            answer = await self.http.get_json(self.path("app_id"))
        except HttpError:
            return False  # it does not say: its documents will
        return isinstance(answer, Mapping) and answer.get("app_id") == self.run

    def path(self, route: str) -> str:
        """Give the path of a route of the API, from the address on."""
        return f"{self._prefix}/{route}"

    @property
    def real_url(self) -> str:
        """The address with the API's prefix."""
        return self.address + self._prefix

    @property
    def version(self) -> str:
        """The version of Gradio that the app runs on."""
        return str(self.config.get("version", ""))

    @property
    def version_info(self) -> tuple[int, ...]:
        """The version as numbers, to compare."""
        return tuple(int(number) for number in re.findall(r"\d+", self.version)[:3])

    @property
    def title(self) -> str:
        """The title of the app's page."""
        return str(self.config.get("title") or "")

    @property
    def cancels_waiting(self) -> bool:
        """Whether `/cancel` takes a call off the queue; before 6.14 it runs later all the same."""
        return self.version_info >= (6, 14)

    @property
    def sends_diffs(self) -> bool:
        """Whether partial results come as edits of the one before."""
        return PROTOCOLS.get(str(self.config.get("protocol")), True)

    def documented(self) -> list[GradioApi]:
        """List the endpoints that the app shows."""
        return [api for api in self.endpoints.values() if api.documented]

    def callable(self) -> list[GradioApi]:
        """List all endpoints that can be called, those left undocumented too."""
        return list(self.endpoints.values())

    def endpoint(self, name: str) -> GradioApi:
        """Find an endpoint: by its exact name, else in any case, else by its unique beginning.

        A leading slash may be there. One that the app leaves undocumented needs its exact name.
        """
        word = name.removeprefix("/")
        if word in self.endpoints:
            return self.endpoints[word]
        shown = self.documented()
        for found in (
            [api for api in shown if api.name.casefold() == word.casefold()],
            [api for api in shown if word and api.name.casefold().startswith(word.casefold())],
        ):
            if len(found) == 1:
                return found[0]
            if found:
                names = ", ".join(api.name for api in found)
                raise ApiNotFound(f"{word} could be {names}", hint="type more of it", target=word)
        raise self._not_found(word, [api.name for api in shown])

    def results(
        self, name: str, *values: Any, **named: Any
    ) -> AsyncGenerator[GradioApiEventResult, None]:
        """Call an endpoint and give its results as they come, for use without threads.

        An error is raised where the call fails; leaving early cancels it on the server.
        """
        from gshell.gradio.direct import results  # the shell itself takes another way

        return results(self, self.endpoint(name), values, named)

    async def close(self) -> None:
        """Close all connections to the app."""
        await self.http.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"App({self.address!r})"

    def _not_found(self, name: str, names: list[str]) -> ApiNotFound:
        private = any(
            dependency.get("api_name") == name
            for dependency in self.config.get("dependencies", ())
            if isinstance(dependency, Mapping)
        )
        if private:
            return ApiNotFound(f"the endpoint {name} is private to the app", target=name)
        near = nearest(name, names)
        hint = f"did you mean {near}?" if near else f"it has: {', '.join(names[:20])}"
        return ApiNotFound(f"the app has no endpoint {name}", hint=hint, target=name)

    async def _log_in(self) -> None:
        """Log in; the answer's cookie is kept. The route never has the prefix (gradio 4 to 6)."""
        assert self.options.auth is not None
        user, password = self.options.auth
        fields = {"username": user, "password": password}
        try:
            await self.http.post_form("/login", fields)
        except HttpError as error:
            if error.status in (400, 401):
                message, hint = f"wrong user name or password for {user}", "try again with -Auth"
            else:
                message, hint = f"the app wants a login and takes none: {error.message}", error.hint
            raise AuthRequired(message, hint=hint, status=401) from None


class Apps:
    """The apps that are connected, one per address and options, for callers in any thread."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._apps: dict[tuple[str, ConnectionOptions], asyncio.Task[App]] = {}

    def connect(
        self, text: str, options: ConnectionOptions | None = None, *, refresh: bool = False
    ) -> App:
        """Give the app at an address, connecting on first use; `refresh` reads it again."""
        return self._background.run(self.open(text, options, refresh=refresh))

    def close(self) -> None:
        """Close all connections."""
        self._background.run(self._close())

    async def open(
        self, text: str, options: ConnectionOptions | None = None, *, refresh: bool = False
    ) -> App:
        """Do what `connect` does, on the network's loop."""
        key = _resolve(text, options)
        known = self._apps.get(key)
        if known is None:
            known = self._apps[key] = asyncio.ensure_future(connect(text, key[1]))
            known.add_done_callback(lambda task: self._forget_failed(key, task))
            return await asyncio.shield(known)
        app = await asyncio.shield(known)
        if refresh:
            await app.load()
        return app

    def _forget_failed(self, key: tuple[str, ConnectionOptions], task: asyncio.Task[App]) -> None:
        if task.cancelled() or task.exception() is not None:
            self._apps.pop(key, None)

    async def _close(self) -> None:
        tasks = list(self._apps.values())
        self._apps.clear()
        for task in tasks:
            task.cancel()  # does nothing to those that are connected
        for found in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(found, App):
                await found.close()
