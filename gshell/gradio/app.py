"""One Gradio app: what it is, what it offers, and how to reach it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from gshell.gradio.address import normalise, space_id
from gshell.gradio.background import Background
from gshell.gradio.convert import nearest
from gshell.gradio.discover import read_apis
from gshell.gradio.errors import (
    ApiNotFound,
    AuthRequired,
    GradioError,
    HttpError,
    Lost,
    NotGradio,
    Unsupported,
)
from gshell.gradio.http import Http
from gshell.gradio.options import ConnectionOptions
from gshell.gradio.schema import GradioApi

if TYPE_CHECKING:
    from gshell.gradio.result import GradioApiEventResult

_PREFIX = "/gradio_api"  # of Gradio 5 and later; before, there is none
_PROTOCOLS = {"sse_v1": False, "sse_v2": True, "sse_v2.1": True, "sse_v3": True}


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

    As an async context manager it closes its connections at the end.
    """

    def __init__(self, address: str, options: ConnectionOptions, space: str | None = None) -> None:
        """Prepare for an app; nothing is sent before `load`."""
        self.address = address
        self.options = options
        self.http = Http(address, options)
        self.config: Mapping[str, Any] = {}
        self.info: dict[str, Any] = {}
        self.endpoints: dict[str, GradioApi] = {}
        self.space_id = space
        self._prefix = _PREFIX

    async def load(self) -> None:
        """Read the app's /config and /info, logging in where it asks for that; also to refresh."""
        try:
            config, info = await self._documents()
        except AuthRequired:
            if self.options.auth is None:
                raise
            await self._login(*self.options.auth)
            config, info = await self._documents()
        self.config = config
        self.info = info
        self.space_id = self.config.get("space_id") or self.space_id
        self.endpoints = read_apis(self.config, self.info)

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
    def sends_diffs(self) -> bool:
        """Whether partial results come as edits of the one before."""
        return _PROTOCOLS.get(str(self.config.get("protocol")), True)

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

    async def _documents(self) -> tuple[Mapping[str, Any], dict[str, Any]]:
        """Fetch both documents at once, guessing the prefix that all newer apps have."""
        config: Any
        info: Any
        config, info = await asyncio.gather(
            self.http.get_json("/config"),
            self.http.get_json(f"{_PREFIX}/info"),
            return_exceptions=True,
        )
        if isinstance(config, BaseException):
            raise self._config_error(config)
        self._check(config)
        self._prefix = str(config.get("api_prefix") or "")
        if self._prefix != _PREFIX:
            info = await self.http.get_json(self.path("info"))
        if isinstance(info, BaseException):
            raise info
        if not isinstance(info, dict):
            raise NotGradio(f"{self.address} has no list of endpoints", target=self.address)
        return config, info

    def _check(self, config: Any) -> None:
        if not isinstance(config, Mapping) or not isinstance(config.get("dependencies"), list):
            raise self._not_gradio()
        version, protocol = str(config.get("version", "")), config.get("protocol")
        if protocol not in _PROTOCOLS:
            raise Unsupported(
                f"the app runs on Gradio {version or 'of unknown age'}, which is too old",
                hint="gshell speaks with Gradio 4.9 and later",
                target=self.address,
            )

    def _config_error(self, error: BaseException) -> BaseException:
        if isinstance(error, AuthRequired) or not isinstance(error, GradioError):
            return error
        no_config = isinstance(error, HttpError) and error.status in (200, 400, 403, 404, 405)
        if no_config or isinstance(error, Lost):
            return self._not_gradio()
        return error

    def _not_gradio(self) -> NotGradio:
        return NotGradio(
            f"what answers at {self.address} is not a Gradio app",
            hint="give the address of the app's page, without anything after it",
            target=self.address,
        )

    async def _login(self, user: str, password: str) -> None:
        """Log in; the answer's cookie is kept. The route never has the prefix (gradio 4 to 6)."""
        fields = {"username": user, "password": password}
        try:
            await self.http.post_form("/login", fields)
        except HttpError as error:
            if error.status not in (400, 401):
                raise
            raise AuthRequired(
                f"wrong user name or password for {user}", hint="try again with -Auth", status=401
            ) from None


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
