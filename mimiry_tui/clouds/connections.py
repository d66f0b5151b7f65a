"""The connections to one service: kept ones for what may be asked twice, new ones for what must not.

An idle connection may be closed by the other end in the very moment it is used again, and whoever
used it cannot know whether that request was read. A GET is simply repeated. A change goes over a
connection that was opened for it, so that it is in doubt only when its own answer was lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimiry_tui import __version__
from mimiry_tui.domain.frozen import dataclass

if TYPE_CHECKING:
    import httpx

_KEEP_ALIVE_SECONDS = 150.0
"""Longer than the slowest poll, so that its connection is still there the next time."""
_MOST = 12


@dataclass(frozen=True, slots=True)
class Connections:
    """Two clients that trust the same certificates and the same proxies."""

    kept: httpx.AsyncClient
    new: httpx.AsyncClient

    def fit_for(self, method: str) -> httpx.AsyncClient:
        """The client to send that with."""
        return self.kept if method == "GET" else self.new

    async def aclose(self) -> None:
        """Close every connection."""
        await self.kept.aclose()
        await self.new.aclose()


def open_connections(*, is_encrypted: bool, connect: float, read: float) -> Connections:
    """Ready to connect; waits of that many seconds for a connection and for the next bytes.

    Blocks on the disk: reading the trusted certificates takes long. Raises ImportError, ValueError or
    OSError for proxies and certificates of the environment that cannot be used.
    """
    import ssl

    import httpx

    # Reading the trusted certificates takes 50 ms, and over plain http nothing asks for them: what
    # trusts nobody serves as well there.
    trust = httpx.create_ssl_context() if is_encrypted else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    def client(keep: int, **headers: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            verify=trust,
            timeout=httpx.Timeout(read, connect=connect),
            limits=httpx.Limits(
                max_connections=_MOST, max_keepalive_connections=keep, keepalive_expiry=_KEEP_ALIVE_SECONDS
            ),
            headers={
                "User-Agent": f"mimiry-tui/{__version__}",
                "Accept": "application/json",
                **headers,
            },
            follow_redirects=False,
            trust_env=is_encrypted,
        )

    return Connections(kept=client(_MOST), new=client(0, Connection="close"))
