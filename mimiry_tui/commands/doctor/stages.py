"""The way to a host in its single steps, each with its own deadline: name, connection, encryption."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from mimiry_tui.clouds.way_there import EXPIRED, NO_WAY, NOT_YET, WRONG_NAME
from mimiry_tui.commands.doctor.proxy import Stop
from mimiry_tui.domain.frozen import dataclass

_ENOUGH_SILENT = 2

Address = tuple[int, Any]
"""Address family and socket address, as getaddrinfo gives them."""


class Stuck(Exception):
    """A step that failed: what went wrong, and what helps."""

    def __init__(self, words: str, fix: str) -> None:
        super().__init__(words)
        self.words = words
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Encrypted:
    """What a TLS handshake agreed on."""

    protocol: str
    """"TLSv1.3"."""
    good_until: datetime | None
    """When the certificate expires."""


async def resolve(stop: Stop, seconds: float) -> Sequence[Address]:
    """The addresses of a host. Raises Stuck."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(seconds):
            found = await loop.getaddrinfo(stop.host, stop.port, type=socket.SOCK_STREAM)
    except TimeoutError:
        raise Stuck(
            f"the name server did not answer within {seconds:g} s", "check the network, and the VPN if any"
        ) from None
    except (socket.gaierror, UnicodeError) as error:
        if getattr(error, "errno", None) == socket.EAI_AGAIN:
            raise Stuck(
                "no name server can be reached", "check the network connection and the DNS settings"
            ) from None
        raise Stuck(
            f"there is no host named {stop.host}",
            "check the spelling of the host, and the network connection",
        ) from None
    return [(family, address) for family, _, _, _, address in found]


async def connect(stop: Stop, addresses: Sequence[Address], seconds: float) -> socket.socket:
    """A connection to the first of these addresses that takes one. Raises Stuck.

    Each has the time to itself, but of several silent ones only the first two.
    """
    loop = asyncio.get_running_loop()
    trouble: OSError | None = None
    silent = 0
    for family, address in addresses:
        candidate = socket.socket(family, socket.SOCK_STREAM)
        candidate.setblocking(False)
        try:
            async with asyncio.timeout(seconds):
                await loop.sock_connect(candidate, address)
        except OSError as error:  # TimeoutError is one
            candidate.close()
            trouble = error
            silent += isinstance(error, TimeoutError)
            if silent == _ENOUGH_SILENT:
                break
        except BaseException:
            candidate.close()
            raise
        else:
            return candidate
    raise _not_connected(stop, trouble, seconds)


async def encrypt(stop: Stop, connected: socket.socket, seconds: float) -> Encrypted:
    """Shake hands as the HTTP client would, and hang up. Raises Stuck; the socket is closed either way."""
    try:
        context = await asyncio.to_thread(_trust)
    except OSError as error:  # ssl.SSLError is one
        connected.close()
        raise Stuck(
            f"the trusted certificates cannot be read: {error.strerror or 'no such file'}",
            "check the variables SSL_CERT_FILE and SSL_CERT_DIR, or unset them",
        ) from None
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(
                sock=connected, ssl=context, server_hostname=stop.host, ssl_handshake_timeout=seconds
            )
    except ssl.SSLCertVerificationError as error:
        raise _untrusted(stop, error) from None
    except ssl.SSLError as error:
        raise Stuck(
            f"{stop} does not speak TLS: {error.reason or error.strerror}",
            "check the port, and that the host is one for https",
        ) from None
    except (OSError, ValueError) as error:
        if isinstance(error, TimeoutError):
            words = f"{stop} did not finish the TLS handshake within {seconds:g} s"
        else:
            words = f"{stop} hung up during the TLS handshake"
        raise Stuck(words, "a firewall or proxy may be in between: try another network") from None
    finally:
        connected.close()
    secure = writer.get_extra_info("ssl_object")
    writer.transport.abort()  # nothing was said that a farewell would be owed for
    return Encrypted(secure.version() or "TLS", _good_until(secure.getpeercert()))


def _trust() -> ssl.SSLContext:
    """The certificates that the HTTP client trusts. Blocks on the disk; raises OSError."""
    import httpx

    return httpx.create_ssl_context(trust_env=True)


def _not_connected(stop: Stop, trouble: OSError | None, seconds: float) -> Stuck:
    if isinstance(trouble, ConnectionRefusedError):
        return Stuck(
            f"{stop} refuses connections: nothing listens there",
            "check host and port; the service may be down or switched off",
        )
    if isinstance(trouble, TimeoutError):
        return Stuck(
            f"{stop} did not answer within {seconds:g} s",
            "a firewall may drop the packets, or the host is down: try another network",
        )
    if trouble is not None and trouble.errno in NO_WAY:
        return Stuck(f"there is no way to {stop}: {trouble.strerror}", "check the network connection")
    reason = (trouble.strerror or "no address") if trouble is not None else "no address"
    return Stuck(f"{stop} cannot be connected to: {reason}", "check the network connection")


def _untrusted(stop: Stop, error: ssl.SSLCertVerificationError) -> Stuck:
    if error.verify_code == EXPIRED:
        return Stuck(
            f"the certificate of {stop.host} has expired",
            "check this machine's date; if it is right, the service must renew its certificate",
        )
    if error.verify_code == NOT_YET:
        return Stuck(f"the certificate of {stop.host} is not valid yet", "check this machine's date")
    if error.verify_code == WRONG_NAME:
        return Stuck(
            f"the certificate of {stop.host} is for another host",
            "something in between answers for it, or the host is misspelt",
        )
    return Stuck(
        f"the certificate of {stop.host} is not trusted: {error.verify_message}",
        "a proxy may open the encryption: set SSL_CERT_FILE to its certificates, if you trust it",
    )


def _good_until(certificate: dict[str, Any] | None) -> datetime | None:
    text = (certificate or {}).get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC) if isinstance(text, str) else None
