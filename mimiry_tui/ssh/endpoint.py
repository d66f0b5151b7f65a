"""Which published endpoints may be used: a host from outside is a name or an address, never an option."""

from __future__ import annotations

import re
from ipaddress import IPv6Address

from mimiry_tui.domain.sessions import SshEndpoint

_LONGEST_HOST = 253
_LONGEST_USERNAME = 64
_HOST_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_USERNAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")


class UnsafeEndpointError(ValueError):
    """A published host, user name or port is none; the text says which and why, and repeats nothing of it."""


def checked(endpoint: SshEndpoint) -> SshEndpoint:
    """The endpoint, if every part of it can only be read as what it should be.

    Raises UnsafeEndpointError, which names the part: "the published SSH host is not a host name: it
    starts with a dash". An IPv6 address is taken without a zone: a zone names a part of this machine.
    """
    host, username = endpoint.host, endpoint.username
    if not is_ipv6(host) and (len(host) > _LONGEST_HOST or not _HOST_NAME.fullmatch(host)):
        raise UnsafeEndpointError(f"the published SSH host is not a host name: {_why(host, _LONGEST_HOST)}")
    if username and (len(username) > _LONGEST_USERNAME or not _USERNAME.fullmatch(username)):
        why = _why(username, _LONGEST_USERNAME)
        raise UnsafeEndpointError(f"the published SSH user is not a user name: {why}")
    if not 0 < endpoint.port < 65_536:
        raise UnsafeEndpointError("the published SSH port is not a port: those are 1 to 65535")
    return endpoint


def is_ipv6(host: str) -> bool:
    """Whether it is such an address, without a zone."""
    try:
        return IPv6Address(host).scope_id is None
    except ValueError:
        return False


def _why(text: str, longest: int) -> str:
    if not text:
        return "it is empty"
    if text.startswith("-"):
        return "it starts with a dash"
    if any(sign.isspace() for sign in text):
        return "it holds spaces"
    if not text.isprintable():
        return "it holds control characters"
    if len(text) > longest:
        return f"it is longer than {longest} characters"
    if not text[0].isalnum():
        return "its first character is none that one can start with"
    return "it holds characters that none has"
