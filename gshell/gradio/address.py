"""What a person types for an app, made into its address."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from gshell.gradio.errors import ParamInvalid

_PORT = re.compile(r":?(\d{1,5})\Z")
_HOST_PORT = re.compile(
    r"(localhost|\[[0-9a-fA-F:.]+\](?=:)|[\w.-]+(?=:\d))(:\d{1,5})?([/?#].*)?\Z", re.I
)
_SPACE = re.compile(r"[\w.-]+/[\w.-]+\Z")
_SPACE_PAGE = re.compile(r"https?://(?:www\.)?huggingface\.co/spaces/([\w.-]+/[\w.-]+)(?:[/?#]|\Z)")
_FORMS = "an address looks like 7860, localhost:7860, https://host/path or owner/name"


class Address(NamedTuple):
    """Where an app is: `url` has no trailing slash, no user name and no query."""

    url: str
    auth: tuple[str, str] | None = None

    def __repr__(self) -> str:
        return f"Address({self.url!r})"


def normalise(text: str) -> Address:
    """Make the address of an app from a port, `host:port`, a URL or a Space's name.

    `user:pass@` is taken out and given apart; a trailing `/gradio_api` and slashes go.
    """
    text = text.strip()
    space = space_id(text)
    if space is not None:
        return Address(space_url(space))
    return _from_url(_with_scheme(text))


def space_id(text: str) -> str | None:
    """Give `owner/name` if the text is that, or the page of a Space on the Hub; else None."""
    page = _SPACE_PAGE.match(text)
    if page:
        return page[1]
    if _SPACE.match(text) and not _HOST_PORT.match(text):
        return text
    return None


def space_url(space: str) -> str:
    """Give the address at which the Hub serves a Space, by its documented rule for names."""
    subdomain = re.sub(r"[^a-z0-9]+", "-", space.lower()).strip("-")
    return f"https://{subdomain}.hf.space"


def is_address(text: str) -> bool:
    """Say whether a text names an app by itself: a URL, a port, or host and port."""
    return "://" in text or bool(_PORT.match(text) or _HOST_PORT.match(text))


def default_name(text: str) -> str:
    """Give the name a session gets if the person gives none."""
    space = space_id(text.strip())
    if space is not None:
        return space
    parts = urlsplit(normalise(text).url)
    return parts.netloc + parts.path


def is_loopback(host: str) -> bool:
    """Say whether a host name means this machine."""
    host = host.strip("[]").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost") or host == "::1":
        return True
    return re.fullmatch(r"127(\.\d{1,3}){3}", host) is not None


def is_space_host(host: str) -> bool:
    """Say whether a host serves Spaces for the Hub."""
    return host.rstrip(".").lower().endswith(".hf.space")


def _with_scheme(text: str) -> str:
    port = _PORT.match(text)
    if port:
        return f"http://127.0.0.1:{port[1]}"
    if "://" in text:
        return text
    if _HOST_PORT.match(text):
        return f"http://{text}"
    raise ParamInvalid(f"not an address: {text!r}", hint=_FORMS, target=text)


def _from_url(text: str) -> Address:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ParamInvalid(f"not an address: {error}", hint=_FORMS) from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ParamInvalid("an app's address starts with http:// or https://", hint=_FORMS)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    path = parts.path.rstrip("/").removesuffix("/gradio_api").rstrip("/")
    netloc = host if port is None else f"{host}:{port}"
    return Address(f"{parts.scheme.lower()}://{netloc}{path}", _login(parts))


def _login(parts: SplitResult) -> tuple[str, str] | None:
    if parts.username is None:
        return None
    return unquote(parts.username), unquote(parts.password or "")
