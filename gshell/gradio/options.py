"""How to connect to an app: what a person may set, with the secrets kept out of sight."""

from __future__ import annotations

from typing import NamedTuple

PUBLIC = "public"
"""The word that, given as a token, means: send none."""

LARGEST = 256 * 1024 * 1024
"""The largest answer or event taken, in bytes, unless told otherwise: none really needs as much."""


class ConnectionOptions(NamedTuple):
    """Settings of one connection; equal options at one address share a connection.

    `token` was given for this very address, `hub_token` is the person's saved one, which only
    Spaces may see. `force` lets `token` travel over plain http. `timeout` is in seconds, for each
    answer but not for event streams. `heartbeat` is how often, in seconds, the app is expected to
    send one on a stream. `retry` is how often a call is sent again that a full queue refused.
    `largest` is the size in bytes of the largest answer or event that is taken.
    """

    token: str | None = None
    hub_token: str | None = None
    auth: tuple[str, str] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    timeout: float = 30.0
    cafile: str | None = None
    insecure: bool = False
    force: bool = False
    heartbeat: float = 15.0
    retry: int = 0
    largest: int = LARGEST

    def __repr__(self) -> str:
        return f"ConnectionOptions(timeout={self.timeout!r}, insecure={self.insecure!r}, ...)"
