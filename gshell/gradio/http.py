"""Requests to one app over HTTP: with `connections.py`, the only module that knows httpx.

One client per app keeps its connections and cookies; cookies matter for logins and for apps that
run in several copies.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies

from gshell.gradio.address import is_loopback
from gshell.gradio.auth import check_header, token_headers
from gshell.gradio.breaks import EVENTS, FILE, Purpose, connect_error, too_large, too_late
from gshell.gradio.errors import (
    ConnectFailed,
    GradioError,
    HttpError,
    Lost,
    NotHttp,
    ParamInvalid,
    Unsupported,
)
from gshell.gradio.jsontext import parse_json, write_json
from gshell.gradio.login import Login
from gshell.gradio.options import ConnectionOptions
from gshell.gradio.statuses import status_error

# Where click and rich are installed, httpx loads its own command line, at the price of itself.
_modules: dict[str, Any] = sys.modules
_modules.setdefault("httpx._main", None)  # None: not to be found
import httpcore  # noqa: E402
import httpx  # noqa: E402

from gshell.gradio.connections import IDLE_SECONDS, Connections  # noqa: E402

if _modules["httpx._main"] is None:
    del _modules["httpx._main"]

# The 64 kB that are read at a time make a large file cost twice the CPU.
httpcore.AsyncHTTP11Connection.READ_NUM_BYTES = 256 * 1024

_MAX_REDIRECTS = 5
# httpx limits each read, which an answer that drips never exceeds: the whole needs a limit, too.
# The limits of httpx come first, because they close the connection also in the middle of a TLS
# handshake; a cancel from here does not.
_MARGIN_SECONDS = 1.0
_SLOWEST_UPLOAD = 10_000  # bytes a second: a large request gets more time
_SLOWEST_DISK = 5_000_000  # bytes a second: an app may copy a file before it answers
_UNKNOWN = "it is not known whether the app got the request"


class Download(NamedTuple):
    """A file that is being read from an app: its size in bytes if that is told, and its bytes."""

    size: int | None
    mime_type: str
    chunks: AsyncIterator[bytes]


class Body(Protocol):
    """A request's content that is made while it is sent, each time it is opened from its start."""

    content_type: str

    def open(self) -> AbstractAsyncContextManager[tuple[int | None, AsyncIterator[bytes]]]:
        """Give its length in bytes, if that is known, and its bytes."""
        ...


class Http:
    """Speaks with the app at `base`, an address without a trailing slash.

    `login.log_in`, if it is set, is run where the app wants a login, and the request then sent
    once more.
    """

    def __init__(self, base: str, options: ConnectionOptions) -> None:
        self.base = base
        self.login = Login()
        self._options = options
        self._client = _make_client(base, options)

    @property
    def log_in(self) -> Callable[[], Awaitable[None]] | None:
        """Give what logs in, None if nobody can."""
        return self.login.log_in

    @log_in.setter
    def log_in(self, log_in: Callable[[], Awaitable[None]]) -> None:
        self.login.log_in = log_in

    async def get_json(self, path: str, *, token: str | None = None) -> Any:
        """Fetch a JSON document; redirects on this host are followed."""
        response = await self.login.during(lambda: self._open(path, {}, token))
        try:
            return parse_json(await self._body(response), path)
        finally:
            await response.aclose()

    async def post_json(self, path: str, body: Any, *, token: str | None = None) -> Any:
        """Send JSON, give the JSON of the answer. Nothing that was taken is ever sent twice."""
        headers = {"content-type": "application/json", "x-gradio-user": "api"}
        content = write_json(body)
        return await self.login.during(lambda: self._post(path, content, headers, token))

    async def post_form(self, path: str, fields: Mapping[str, str]) -> Any:
        """Send a form, without any token or login, and give the JSON of the answer."""
        body = str(httpx.QueryParams(dict(fields))).encode()
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return await self._post(path, body, headers, "public")

    @asynccontextmanager
    async def stream(
        self, path: str, params: Mapping[str, str], *, silence: float, token: str | None = None
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Open an event stream and give its chunks; it may last for any time.

        Lost is raised where the connection breaks in the middle, or nothing comes for `silence`
        seconds.
        """
        response = await self.login.during(lambda: self._open(path, params, token, silence, EVENTS))
        try:
            yield _chunks(response, silence, EVENTS)
        finally:
            await response.aclose()

    async def post_body(self, path: str, body: Body, *, token: str | None = None) -> Any:
        """Send what is made while it is sent, for any time, and give the JSON of the answer.

        Timeout is raised where the other side takes nothing for a while, or does not answer. A
        connection that breaks is not made again: only what was refused for want of a login is sent
        a second time, from its start.
        """
        return await self.login.during(lambda: self._post_body(path, body, token))

    @asynccontextmanager
    async def download(self, path: str, *, token: str | None = None) -> AsyncIterator[Download]:
        """Open a file; reading it may last for any time, but Lost is raised where it breaks off."""
        silence = self._options.timeout
        response = await self.login.during(lambda: self._open(path, {}, token, silence, FILE))
        try:
            yield _download(response, silence)
        finally:
            await response.aclose()

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def _post(
        self, path: str, content: bytes, headers: Mapping[str, str], token: str | None
    ) -> Any:
        url = self.base + path
        headers = {**headers, **token_headers(url, self._options, token)}
        patience = len(content) / _SLOWEST_UPLOAD
        request = self._build("POST", url, content=content, headers=headers)
        return await self._answer(await self._send(request, patience, _UNKNOWN), path)

    async def _answer(self, response: httpx.Response, path: str) -> Any:
        """Read the JSON that a request for something was answered with."""
        try:
            if not response.is_success:
                raise await self._refusal(response)
            return parse_json(await self._body(response, _UNKNOWN), path)
        finally:
            await response.aclose()

    async def _post_body(self, path: str, body: Body, token: str | None) -> Any:
        url = self.base + path
        headers = {"content-type": body.content_type, **token_headers(url, self._options, token)}
        async with body.open() as (length, chunks):
            if length is not None:
                headers["content-length"] = str(length)
            answer_seconds = self._options.timeout + (length or 0) / _SLOWEST_DISK
            try:
                async with asyncio.timeout(self._options.timeout + _MARGIN_SECONDS) as limit:
                    request = self._build(
                        "POST",
                        url,
                        content=_watched(chunks, limit, self._options.timeout, answer_seconds),
                        headers=headers,
                        timeout=httpx.Timeout(self._options.timeout, read=None),
                    )
                    response = await self._client.send(request, stream=True)
            except TimeoutError:
                raise too_late(self._options, _UNKNOWN) from None
            except httpx.HTTPError as error:
                raise _transport_error(error, url, self._options, _UNKNOWN) from error
        return await self._answer(response, path)

    async def _open(
        self,
        path: str,
        params: Mapping[str, str],
        token: str | None,
        silence: float | None = None,
        purpose: Purpose | None = None,
    ) -> httpx.Response:
        """Give a successful answer of which the head is read; of a stream if it has a `silence`."""
        url = self.base + path
        for _ in range(_MAX_REDIRECTS):
            response = await self._get(url, params, token, silence, purpose)
            if response.is_success:
                return response
            try:
                if not response.is_redirect:
                    raise await self._refusal(response)
                url, params = self._redirected(response), {}
            finally:
                await response.aclose()
        raise HttpError("the app redirects in a circle", target=self.base)

    async def _get(
        self,
        url: str,
        params: Mapping[str, str],
        token: str | None,
        silence: float | None,
        purpose: Purpose | None,
    ) -> httpx.Response:
        headers = token_headers(url, self._options, token)
        timeout = httpx.Timeout(self._options.timeout)
        if silence is not None:
            headers["accept-encoding"] = "identity"
            timeout = httpx.Timeout(self._options.timeout, read=silence)
        hint = purpose.unanswered if purpose is not None else ""
        request = self._build("GET", url, params=params or None, headers=headers, timeout=timeout)
        return await self._send(request, hint=hint)

    def _build(self, method: str, url: str, **settings: Any) -> httpx.Request:
        try:
            return self._client.build_request(method, url, **settings)
        except httpx.InvalidURL as error:
            raise ParamInvalid(f"not an address: {error}") from error

    async def _send(
        self, request: httpx.Request, patience: float = 0.0, hint: str = ""
    ) -> httpx.Response:
        """Send a request, and give the answer once its head is read.

        `patience` is for sending it, in seconds; `hint` is that of an error.
        """
        try:
            async with asyncio.timeout(self._options.timeout + _MARGIN_SECONDS + patience):
                return await self._client.send(request, stream=True)
        except TimeoutError:
            raise too_late(self._options, hint) from None
        except httpx.HTTPError as error:
            raise _transport_error(error, str(request.url), self._options, hint) from error

    async def _body(self, response: httpx.Response, hint: str = "") -> bytes:
        """Read an answer that is no stream, up to a size and a time that none needs."""
        pieces: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self._options.timeout):
                async for piece in response.aiter_bytes():
                    size += len(piece)
                    if size > self._options.largest:
                        raise too_large(self._options)
                    pieces.append(piece)
        except (TimeoutError, httpx.TimeoutException):
            raise too_late(self._options, hint) from None
        except httpx.HTTPError as error:
            message = "the connection broke in the middle of an answer"
            raise Lost(message, hint=hint or "try again") from error
        return b"".join(pieces)

    async def _refusal(self, response: httpx.Response) -> GradioError:
        """Give the error for an answer that is no success."""
        if response.is_redirect:
            return self._redirect_error(response)
        try:
            body = await self._body(response)
        except GradioError:
            body = b""  # the status says enough
        return status_error(response.status_code, body, str(response.request.url))

    def _redirected(self, response: httpx.Response) -> str:
        """Give where a redirect leads; another host never sees what was meant for this one."""
        url = str(response.request.url.join(response.headers.get("location", "")))
        here, there = urlsplit(self.base), urlsplit(url)
        if (here.scheme, here.netloc.lower()) == (there.scheme, there.netloc.lower()):
            return url
        raise self._redirect_error(response)

    def _redirect_error(self, response: httpx.Response) -> HttpError:
        there = urlsplit(str(response.request.url.join(response.headers.get("location", ""))))
        return HttpError(
            f"the app redirects to {there.scheme}://{there.netloc}",
            hint="if that is the app you mean, open that address",
            target=self.base,
            status=response.status_code,
        )


async def _watched(
    chunks: AsyncIterator[bytes], limit: asyncio.Timeout, silence: float, answer: float
) -> AsyncIterator[bytes]:
    """Pass bytes on to be sent, and put a time limit off as long as they are taken."""
    now = asyncio.get_running_loop().time
    async for chunk in chunks:
        limit.reschedule(now() + silence + _MARGIN_SECONDS)
        yield chunk
    limit.reschedule(now() + answer + _MARGIN_SECONDS)


def _download(response: httpx.Response, silence: float) -> Download:
    size = response.headers.get("content-length", "")
    encoded = response.headers.get("content-encoding", "identity") != "identity"
    return Download(
        int(size) if size.isascii() and size.isdigit() and not encoded else None,
        response.headers.get("content-type", "").partition(";")[0].strip(),
        _chunks(response, silence, FILE, decoded=encoded),
    )


async def _chunks(
    response: httpx.Response, silence: float, purpose: Purpose, *, decoded: bool = False
) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.aiter_bytes() if decoded else response.aiter_raw():
            yield chunk
    except httpx.ReadTimeout as error:
        raise purpose.went_silent(silence) from error
    except httpx.HTTPError as error:
        raise purpose.broke() from error


def _make_client(base: str, options: ConnectionOptions) -> httpx.AsyncClient:
    parts = urlsplit(base)
    for name, value in options.headers:
        check_header(f"header {name}", value)
    verify = _verify(parts.scheme, options)
    # proxies of the environment are for the world outside, not for this machine
    trust_env = not is_loopback(parts.hostname or "")
    is_direct = not (trust_env and getproxies())
    try:
        return httpx.AsyncClient(
            headers=list(options.headers),
            timeout=httpx.Timeout(options.timeout),
            limits=httpx.Limits(max_connections=None, keepalive_expiry=IDLE_SECONDS),
            follow_redirects=False,
            trust_env=trust_env,
            verify=verify,
            transport=Connections(verify) if is_direct else None,
        )
    except (ImportError, ValueError) as error:
        raise Unsupported(
            f"the proxy in the environment cannot be used: {error}",
            hint="check HTTP_PROXY, HTTPS_PROXY and ALL_PROXY",
        ) from error


def _verify(scheme: str, options: ConnectionOptions) -> Any:
    """Say what checks certificates: nothing over http, where loading them would cost time.

    A client for http never goes to https: a redirect there is refused.
    """
    if scheme != "https" or options.insecure:
        return False
    if options.cafile is None:
        return True
    import ssl

    try:
        return ssl.create_default_context(cafile=options.cafile)
    except OSError as error:
        raise ParamInvalid(
            f"the certificates in {options.cafile} cannot be read: {error}"
        ) from None


def _transport_error(
    error: httpx.HTTPError, url: str, options: ConnectionOptions, hint: str
) -> GradioError:
    """Name what happened below HTTP. The texts of httpx may hold addresses with secrets."""
    where = urlsplit(url).netloc
    if isinstance(error, httpx.ConnectTimeout):
        return ConnectFailed(f"no connection to {where} within {options.timeout:g} s", target=where)
    if isinstance(error, httpx.ConnectError):
        return connect_error(str(error), where)
    if isinstance(error, httpx.TimeoutException):
        return too_late(options, hint)
    if isinstance(error, httpx.ProxyError):
        return ConnectFailed(f"the proxy does not let us through to {where}", target=where)
    kind = NotHttp if isinstance(error, httpx.RemoteProtocolError) else Lost
    message = f"{where} closed the connection before it answered"
    return kind(message, hint=hint or "try again", target=where)
