"""Requests to one app over HTTP: the only module that knows httpx.

One client per app keeps its connections and cookies; cookies matter for logins and for apps that
run in several copies.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from gshell.gradio.address import is_loopback
from gshell.gradio.auth import check_header, token_headers
from gshell.gradio.errors import (
    ConnectFailed,
    GradioError,
    HttpError,
    Lost,
    ParamInvalid,
    Timeout,
    Unsupported,
)
from gshell.gradio.options import ConnectionOptions
from gshell.gradio.statuses import status_error

# Where click and rich are installed, httpx loads its own command line, at the price of itself.
_modules: dict[str, Any] = sys.modules
_modules.setdefault("httpx._main", None)  # None: not to be found
import httpx  # noqa: E402

if _modules["httpx._main"] is None:
    del _modules["httpx._main"]

_MAX_DOCUMENT = 256 * 1024 * 1024  # bytes of one answer that is not a stream
_MAX_REDIRECTS = 5
# A stream may be silent for any time after its head, but not before. httpx's own limits come first:
# they close the connection also in the middle of a TLS handshake, a cancel from here does not.
_MARGIN_SECONDS = 1.0
# Below the 5 s after which uvicorn closes an idle connection: a POST that meets the closing end
# cannot be sent again, because nobody knows whether the app had read it.
_IDLE_SECONDS = 3.0


class Http:
    """Speaks with the app at `base`, an address without a trailing slash."""

    def __init__(self, base: str, options: ConnectionOptions) -> None:
        self.base = base
        self._options = options
        self._host = urlsplit(base).netloc
        self._client = _make_client(base, options)

    async def get_json(self, path: str, *, token: str | None = None) -> Any:
        """Fetch a JSON document; redirects on this host are followed."""
        async with self._get(path, {}, token) as response:
            return _parse_json(await _read(response), str(response.url))

    async def post_json(self, path: str, body: Any, *, token: str | None = None) -> Any:
        """Send JSON, give the JSON of the answer. Nothing is ever sent twice."""
        headers = {"content-type": "application/json", "x-gradio-user": "api"}
        return await self._post(path, encode_json(body), headers, token)

    async def post_form(self, path: str, fields: Mapping[str, str]) -> Any:
        """Send a form, without any token, and give the JSON of the answer."""
        body = str(httpx.QueryParams(dict(fields))).encode()
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return await self._post(path, body, headers, "public")

    @asynccontextmanager
    async def stream(
        self, path: str, params: Mapping[str, str], *, token: str | None = None
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Open an event stream, which may be silent for any time, and give its chunks.

        Lost is raised where the connection breaks in the middle.
        """
        async with self._get(path, params, token, endless=True) as response:
            yield _chunks(response)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def _post(
        self, path: str, body: bytes, headers: dict[str, str], token: str | None
    ) -> Any:
        url = self.base + path
        headers |= token_headers(url, self._options, token)
        try:
            response = await self._client.post(url, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _transport_error(error, url, self._options) from error
        if response.status_code >= 300:
            raise status_error(response.status_code, response.content, url)
        return _parse_json(response.content, url)

    @asynccontextmanager
    async def _get(
        self, path: str, params: Mapping[str, str], token: str | None, *, endless: bool = False
    ) -> AsyncIterator[httpx.Response]:
        response = await self._open(self.base + path, params, token, endless=endless)
        try:
            if response.status_code >= 300:
                raise status_error(
                    response.status_code, await _read(response), str(response.request.url)
                )
            yield response
        finally:
            await response.aclose()

    async def _open(
        self, url: str, params: Mapping[str, str], token: str | None, *, endless: bool
    ) -> httpx.Response:
        for _ in range(_MAX_REDIRECTS):
            headers = token_headers(url, self._options, token)
            timeout: Any = httpx.USE_CLIENT_DEFAULT
            if endless:
                headers["accept-encoding"] = "identity"
                timeout = httpx.Timeout(self._options.timeout, read=None)
            try:
                request = self._client.build_request(
                    "GET", url, params=params or None, headers=headers, timeout=timeout
                )
                async with asyncio.timeout(self._options.timeout + _MARGIN_SECONDS):
                    response = await self._client.send(request, stream=True)
            except TimeoutError:
                raise _too_late(self._options) from None
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise _transport_error(error, url, self._options) from error
            if not response.is_redirect:
                return response
            await response.aclose()
            url = self._redirected(response)
            params = {}
        raise HttpError("the app redirects in a circle", target=self.base)

    def _redirected(self, response: httpx.Response) -> str:
        """Give where a redirect leads; another host never sees what was meant for this one."""
        url = str(response.request.url.join(response.headers.get("location", "")))
        here, there = urlsplit(self.base), urlsplit(url)
        if (here.scheme, here.netloc.lower()) == (there.scheme, there.netloc.lower()):
            return url
        raise HttpError(
            f"the app redirects to {there.scheme}://{there.netloc}",
            hint="if that is the app you mean, open that address",
            target=self.base,
            status=response.status_code,
        )


def encode_json(body: Any) -> bytes:
    """Write JSON as a request carries it; ParamInvalid for what JSON cannot say."""
    try:
        return json.dumps(body, allow_nan=False, default=_json_default).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ParamInvalid(f"a value cannot be sent as JSON: {error}") from None


def _json_default(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"an object of type {type(value).__name__} is not JSON")


def _parse_json(body: bytes, url: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise HttpError(f"the answer of {urlsplit(url).path} is not JSON", status=200) from None


async def _read(response: httpx.Response) -> bytes:
    """Read an answer, up to a size that no document of an app has."""
    pieces: list[bytes] = []
    size = 0
    try:
        async for piece in response.aiter_bytes():
            size += len(piece)
            if size > _MAX_DOCUMENT:
                raise HttpError(f"the answer is larger than {_MAX_DOCUMENT} bytes")
            pieces.append(piece)
    except httpx.HTTPError as error:
        raise Lost("the connection broke in the middle of an answer") from error
    return b"".join(pieces)


async def _chunks(response: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.aiter_raw():
            yield chunk
    except httpx.HTTPError as error:
        raise Lost(
            "the connection to the app broke before the call ended",
            hint="what had arrived is kept; the call itself is lost, call again",
        ) from error


def _make_client(base: str, options: ConnectionOptions) -> httpx.AsyncClient:
    parts = urlsplit(base)
    for name, value in options.headers:
        check_header(f"header {name}", value)
    try:
        return httpx.AsyncClient(
            headers=list(options.headers),
            timeout=httpx.Timeout(options.timeout),
            limits=httpx.Limits(
                max_connections=None, max_keepalive_connections=64, keepalive_expiry=_IDLE_SECONDS
            ),
            follow_redirects=False,
            # proxies of the environment are for the world outside, not for this machine
            trust_env=not is_loopback(parts.hostname or ""),
            verify=_verify(parts.scheme, options),
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


def _transport_error(error: Exception, url: str, options: ConnectionOptions) -> GradioError:
    """Name what happened below HTTP. The texts of httpx may hold addresses with secrets."""
    where = urlsplit(url).netloc
    if isinstance(error, httpx.InvalidURL):
        return ParamInvalid(f"not an address: {error}")
    if isinstance(error, httpx.ConnectTimeout):
        return ConnectFailed(f"no connection to {where} within {options.timeout:g} s", target=where)
    if isinstance(error, httpx.ConnectError):
        return _connect_error(error, where)
    if isinstance(error, httpx.TimeoutException):
        return _too_late(options)
    if isinstance(error, httpx.ProxyError):
        return ConnectFailed(f"the proxy does not let us through to {where}", target=where)
    return Lost(
        f"{where} closed the connection before it answered",
        hint="it is not known whether the app got the request",
        target=where,
    )


def _connect_error(error: httpx.ConnectError, where: str) -> ConnectFailed:
    words = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in words:
        return ConnectFailed(
            f"the certificate of {where} is not trusted",
            hint="name its authority with --cacert FILE, or trust it with --insecure",
            target=where,
        )
    if "SSL" in words:
        return ConnectFailed(
            f"{where} does not speak TLS", hint="try http:// instead of https://", target=where
        )
    return ConnectFailed(
        f"nobody answers at {where}",
        hint="is the app running there? check the address and the port",
        target=where,
    )


def _too_late(options: ConnectionOptions) -> Timeout:
    return Timeout(
        f"the app gave no answer within {options.timeout:g} s", hint="--timeout S waits longer"
    )
