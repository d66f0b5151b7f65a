"""Which proxy the dashboard's requests go through, by the same rules as the requests themselves."""

from __future__ import annotations

from urllib.parse import urlsplit

from mimiry_tui.clouds.way_there import proxy_for
from mimiry_tui.domain.frozen import dataclass

_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}


@dataclass(frozen=True, slots=True)
class Stop:
    """A host and port that a connection is made to."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def service_stop(api_base: str) -> Stop:
    """Where the service itself listens."""
    parts = urlsplit(api_base)
    return Stop(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))


def proxy_stop(api_base: str) -> Stop | None:
    """The proxy on the way there; None where the way is direct, as it is for all but https.

    Its user and password, if it has some, are left out. Raises ValueError for an address that is
    none, in words that repeat nothing of it: there may be a password in it.
    """
    address = proxy_for(api_base)
    if not address:
        return None
    try:
        way = urlsplit(address if "://" in address else f"http://{address}")
        host, port = way.hostname, way.port
    except ValueError:
        raise ValueError("the proxy's address is not like http://HOST:PORT") from None
    if not host:
        raise ValueError("the proxy's address names no host")
    if way.scheme not in _PORTS:
        raise ValueError(f"the proxy's address begins with none of {', '.join(_PORTS)}")
    return Stop(host, port or _PORTS[way.scheme])
