"""Where the content of an app's file is: in an app that is open, on the web, or in its address."""

from __future__ import annotations

import ipaddress
import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from gshell.cmdlets.sessions import Sessions
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.gradio.address import is_loopback
from gshell.gradio.auth import token_headers
from gshell.gradio.download import Opening, from_app, from_memory, from_web
from gshell.gradio.filedata import content_address, is_web_address, own_name, with_urls
from gshell.gradio.localfiles import is_data_url, read_data_url
from gshell.gradio.session import GradioSession

_PRIVATE_ENDS = re.compile(r"\.(?:local|localdomain|internal|intranet|lan|home|corp|arpa|test)\Z")


class FilePlace(NamedTuple):
    """Where a file is: `session` is that of its app, if it is open; `opening` reads the file."""

    name: str
    url: str
    session: GradioSession | None
    opening: Opening

    @property
    def is_public(self) -> bool:
        """Whether anybody can fetch it, so that another app may be told to do that."""
        if not is_web_address(self.url) or not is_public_host(urlsplit(self.url).hostname or ""):
            return False
        return self.session is None or not _has_secrets(self.session, self.url)


def find_place(context: Context, file: dict[str, Any]) -> FilePlace:
    """Find where a file's content is to be had; a file without an address is the current app's."""
    sessions = context.shell.service(Sessions)
    url = content_address(file)
    if not url and isinstance(file.get("path"), str):
        file = with_urls(file, sessions.find().real_app_url)
        url = content_address(file)
    name = own_name(file) or "the file"
    if is_data_url(url):
        return FilePlace(name, url, None, from_memory(read_data_url(url)))
    session = session_of(sessions, url)
    if session is not None:
        return FilePlace(name, url, session, from_app(session.app, url, name, session.token))
    if not is_web_address(url):
        raise ShellError("ParamInvalid", f"{name} has no address from which it can be fetched")
    return FilePlace(name, url, None, from_web(url, name, sessions.options))


def session_of(sessions: Sessions, url: str) -> GradioSession | None:
    """Give the open session of the app whose file an address names; the current one first."""
    found = [one for one in sessions.by_name.values() if is_of_app(url, one)]
    return sessions.current if sessions.current in found else next(iter(found), None)


def is_of_app(url: str, session: GradioSession) -> bool:
    """Say whether an address is that of a file of a session's app."""
    return url.startswith(f"{session.real_app_url}/")


def is_public_host(host: str) -> bool:
    """Say whether a host can be reached from anywhere, as far as its name tells."""
    host = host.strip("[]").rstrip(".").lower()
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        pass  # a name
    return "." in host and not is_loopback(host) and not _PRIVATE_ENDS.search(host)


def _has_secrets(session: GradioSession, url: str) -> bool:
    options = session.app.options
    own = options.auth is not None or bool(options.headers)
    return own or bool(token_headers(url, options, session.token))
