"""Who may see which secret: the headers that carry a token, for one address."""

from __future__ import annotations

from urllib.parse import urlsplit

from gshell.gradio.address import is_loopback, is_space_host
from gshell.gradio.errors import ParamInvalid
from gshell.gradio.options import PUBLIC, ConnectionOptions


def token_headers(url: str, options: ConnectionOptions, token: str | None = None) -> dict[str, str]:
    """Give the header with the token that this address may see; empty if there is none.

    A Space (`*.hf.space` over https) gets `x-hf-authorization`, which its proxy reads and takes
    off; a plain `Authorization` would reach the app's own code. Any other address sees only a
    token that was given for it: `token` of one call, else `options.token`.
    """
    explicit = token or options.token
    check_header("token", explicit or options.hub_token or "")
    if explicit == PUBLIC:
        return {}
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https" and is_space_host(host):
        chosen = explicit or options.hub_token
        return {"x-hf-authorization": f"Bearer {chosen}"} if chosen else {}
    if not explicit:
        return {}
    if parts.scheme != "https" and not is_loopback(host) and not options.force:
        raise ParamInvalid(
            f"the token would travel readable to {parts.scheme}://{parts.netloc}",
            hint="use https, or -Force if the network between is yours",
        )
    return {"Authorization": f"Bearer {explicit}"}


def check_header(name: str, value: str) -> None:
    """Refuse what cannot stand in a header, without repeating it: it may be a secret."""
    if not (name + value).isascii() or not (name + value).isprintable():
        raise ParamInvalid(
            f"the {name} has characters that cannot be sent",
            hint="only printable ASCII; was more than the value copied?",
        )
