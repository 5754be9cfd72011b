"""The two documents in which an app describes itself, /config and /info, fetched and checked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from gshell.gradio.errors import (
    AuthRequired,
    GradioError,
    HttpError,
    NotGradio,
    NotHttp,
    Unsupported,
)

if TYPE_CHECKING:
    from gshell.gradio.http import Http

PREFIX = "/gradio_api"
"""The prefix of the API's routes in Gradio 5 and later; before, there is none."""

PROTOCOLS = {"sse_v1": False, "sse_v2": True, "sse_v2.1": True, "sse_v3": True}
"""The queue's protocols that we speak, and whether partial results come as edits in each."""


class Documents(NamedTuple):
    """What an app says of itself; `info` is None, with the reason in `trouble`, if it is broken."""

    config: Mapping[str, Any]
    info: dict[str, Any] | None
    prefix: str
    trouble: str = ""


async def fetch_documents(http: Http) -> Documents:
    """Fetch both documents at once, guessing the prefix that all newer apps have.

    /config alone is enough to make calls, so a broken /info is no reason to give up; but one that
    wants a login is.
    """
    config: Any
    info: Any
    config, info = await asyncio.gather(
        http.get_json("/config"), http.get_json(f"{PREFIX}/info"), return_exceptions=True
    )
    if isinstance(config, BaseException):
        raise _config_error(http.base, config)
    _check(http.base, config)
    prefix = str(config.get("api_prefix") or "")
    if prefix != PREFIX:
        (info,) = await asyncio.gather(http.get_json(f"{prefix}/info"), return_exceptions=True)
    if isinstance(info, GradioError) and not isinstance(info, AuthRequired):
        return Documents(config, None, prefix, info.message)
    if isinstance(info, BaseException):
        raise info
    if isinstance(info, dict) and isinstance(info.get("named_endpoints"), Mapping):
        return Documents(config, info, prefix)
    return Documents(config, None, prefix, "it is no list of endpoints")


def _check(address: str, config: Any) -> None:
    if not isinstance(config, Mapping) or not isinstance(config.get("dependencies"), list):
        raise _not_gradio(address)
    version, protocol = str(config.get("version", "")), config.get("protocol")
    if protocol not in PROTOCOLS:
        raise Unsupported(
            f"the app runs on Gradio {version or 'of unknown age'}, which is too old",
            hint="gshell speaks with Gradio 4.9 and later",
            target=address,
        )


def _config_error(address: str, error: BaseException) -> BaseException:
    if isinstance(error, AuthRequired):
        return error
    no_config = isinstance(error, HttpError) and error.status in (200, 400, 404, 405)
    return _not_gradio(address) if no_config or isinstance(error, NotHttp) else error


def _not_gradio(address: str) -> NotGradio:
    return NotGradio(
        f"what answers at {address} is not a Gradio app",
        hint="give the address of the app's page, without anything after it",
        target=address,
    )
