"""Requests to one app over HTTP: the only module that knows httpx.

One client per app keeps its connections and cookies; cookies matter for logins and for apps that
run in several copies.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from gshell.gradio.address import is_loopback
from gshell.gradio.auth import check_header, token_headers
from gshell.gradio.errors import (
    AuthRequired,
    ConnectFailed,
    GradioError,
    HttpError,
    Lost,
    NotHttp,
    ParamInvalid,
    Timeout,
    Unsupported,
)
from gshell.gradio.jsontext import parse_json, write_json
from gshell.gradio.options import ConnectionOptions
from gshell.gradio.statuses import status_error

# Where click and rich are installed, httpx loads its own command line, at the price of itself.
_modules: dict[str, Any] = sys.modules
_modules.setdefault("httpx._main", None)  # None: not to be found
import httpx  # noqa: E402

if _modules["httpx._main"] is None:
    del _modules["httpx._main"]

Answer = TypeVar("Answer")

_MAX_REDIRECTS = 5
# httpx limits each read, which an answer that drips never exceeds: the whole needs a limit, too.
# The limits of httpx come first, because they close the connection also in the middle of a TLS
# handshake; a cancel from here does not.
_MARGIN_SECONDS = 1.0
_SLOWEST_UPLOAD = 10_000  # bytes a second: a large request gets more time
_UNKNOWN = "it is not known whether the app got the request"
# Below the 5 s after which uvicorn closes an idle connection: a POST that meets the closing end
# cannot be sent again, because nobody knows whether the app had read it.
_IDLE_SECONDS = 3.0


class Http:
    """Speaks with the app at `base`, an address without a trailing slash.

    `log_in`, if it is set, is run where the app wants a login, and the request then sent once more:
    one that was refused for that reason did nothing.
    """

    def __init__(self, base: str, options: ConnectionOptions) -> None:
        self.base = base
        self.log_in: Callable[[], Awaitable[None]] | None = None
        self._options = options
        self._client = _make_client(base, options)
        self._logging_in = asyncio.Lock()
        self._logins = 0  # tried
        self._login_failure: GradioError | None = None  # of the last try

    async def get_json(self, path: str, *, token: str | None = None) -> Any:
        """Fetch a JSON document; redirects on this host are followed."""
        response = await self._with_login(lambda: self._open(path, {}, token))
        try:
            return parse_json(await self._body(response), path)
        finally:
            await response.aclose()

    async def post_json(self, path: str, body: Any, *, token: str | None = None) -> Any:
        """Send JSON, give the JSON of the answer. Nothing that was taken is ever sent twice."""
        headers = {"content-type": "application/json", "x-gradio-user": "api"}
        content = write_json(body)
        return await self._with_login(lambda: self._post(path, content, headers, token))

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
        response = await self._with_login(lambda: self._open(path, params, token, silence))
        try:
            yield _chunks(response, silence)
        finally:
            await response.aclose()

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def _with_login(self, attempt: Callable[[], Awaitable[Answer]]) -> Answer:
        logins = self._logins
        try:
            return await attempt()
        except AuthRequired:
            if self.log_in is None:
                raise
            await self._log_in_once(self.log_in, logins)
        return await attempt()

    async def _log_in_once(self, log_in: Callable[[], Awaitable[None]], logins: int) -> None:
        """Log in, or share the outcome of whoever did since `logins` was the count."""
        async with self._logging_in:
            if self._logins != logins:
                if self._login_failure is not None:
                    raise self._login_failure
                return
            self._logins += 1
            self._login_failure = None
            try:
                await log_in()
            except GradioError as error:
                self._login_failure = error
                raise

    async def _post(
        self, path: str, content: bytes, headers: Mapping[str, str], token: str | None
    ) -> Any:
        url = self.base + path
        headers = {**headers, **token_headers(url, self._options, token)}
        patience = len(content) / _SLOWEST_UPLOAD
        request = self._build("POST", url, content=content, headers=headers)
        response = await self._send(request, patience, _UNKNOWN)
        try:
            if not response.is_success:
                raise await self._refusal(response)
            return parse_json(await self._body(response, _UNKNOWN), path)
        finally:
            await response.aclose()

    async def _open(
        self,
        path: str,
        params: Mapping[str, str],
        token: str | None,
        silence: float | None = None,
    ) -> httpx.Response:
        """Give a successful answer of which the head is read; of a stream if it has a `silence`."""
        url = self.base + path
        for _ in range(_MAX_REDIRECTS):
            response = await self._get(url, params, token, silence)
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
        self, url: str, params: Mapping[str, str], token: str | None, silence: float | None
    ) -> httpx.Response:
        headers = token_headers(url, self._options, token)
        timeout, hint = httpx.Timeout(self._options.timeout), ""
        if silence is not None:
            headers["accept-encoding"] = "identity"
            timeout = httpx.Timeout(self._options.timeout, read=silence)
            hint = "the call is lost; call again"
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
            raise _too_late(self._options, hint) from None
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
                        raise _too_large(self._options)
                    pieces.append(piece)
        except (TimeoutError, httpx.TimeoutException):
            raise _too_late(self._options, hint) from None
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


async def _chunks(response: httpx.Response, silence: float) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.aiter_raw():
            yield chunk
    except httpx.ReadTimeout as error:
        raise Lost(
            f"nothing came from the app for {silence:g} s, not even a heartbeat",
            hint="what had arrived is kept; if the app's heartbeats are rarer, set -Heartbeat",
        ) from error
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


def _transport_error(
    error: httpx.HTTPError, url: str, options: ConnectionOptions, hint: str
) -> GradioError:
    """Name what happened below HTTP. The texts of httpx may hold addresses with secrets."""
    where = urlsplit(url).netloc
    if isinstance(error, httpx.ConnectTimeout):
        return ConnectFailed(f"no connection to {where} within {options.timeout:g} s", target=where)
    if isinstance(error, httpx.ConnectError):
        return _connect_error(error, where)
    if isinstance(error, httpx.TimeoutException):
        return _too_late(options, hint)
    if isinstance(error, httpx.ProxyError):
        return ConnectFailed(f"the proxy does not let us through to {where}", target=where)
    kind = NotHttp if isinstance(error, httpx.RemoteProtocolError) else Lost
    message = f"{where} closed the connection before it answered"
    return kind(message, hint=hint or "try again", target=where)


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


def _too_late(options: ConnectionOptions, hint: str) -> Timeout:
    longer = "--timeout S waits longer"
    return Timeout(
        f"the app gave no answer within {options.timeout:g} s",
        hint=f"{hint}; {longer}" if hint else longer,
    )


def _too_large(options: ConnectionOptions) -> HttpError:
    return HttpError(
        f"the app's answer is larger than {options.largest / 2**20:g} MB",
        hint="no answer of a Gradio app is; what is at this address?",
    )
