"""How to connect to an app: what a person may set, with the secrets kept out of sight."""

from __future__ import annotations

from typing import NamedTuple

PUBLIC = "public"
"""The word that, given as a token, means: send none."""


class ConnectionOptions(NamedTuple):
    """Settings of one connection; equal options at one address share a connection.

    `token` was given for this very address, `hub_token` is the person's saved one, which only
    Spaces may see. `timeout` is in seconds, for each answer but not for event streams. `force`
    lets `token` travel over plain http.
    """

    token: str | None = None
    hub_token: str | None = None
    auth: tuple[str, str] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    timeout: float = 30.0
    cafile: str | None = None
    insecure: bool = False
    force: bool = False

    def __repr__(self) -> str:
        return f"ConnectionOptions(timeout={self.timeout!r}, insecure={self.insecure!r}, ...)"
