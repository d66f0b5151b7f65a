"""The ssh command for a session, or a refusal: a host from outside is never an option for ssh."""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from pathlib import Path

from mimiry_tui.domain.sessions import DEFAULT_SSH_PORT, SshEndpoint

_HOST_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,252}")
_USERNAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]{0,63}")


class UnsafeEndpointError(ValueError):
    """A published host or user name holds characters that no real one has."""


def ssh_argv(endpoint: SshEndpoint, key_path: Path | None) -> list[str]:
    """The argument list that opens a shell there, as a person would type it.

    Raises UnsafeEndpointError where the host or the user name could be read as anything but a name.
    """
    if not _HOST_NAME.fullmatch(endpoint.host) and not _is_ipv6(endpoint.host):
        raise UnsafeEndpointError("the published SSH host is not a host name")
    if endpoint.username and not _USERNAME.fullmatch(endpoint.username):
        raise UnsafeEndpointError("the published SSH user is not a user name")
    key = ["-i", str(key_path)] if key_path else []
    port = ["-p", str(endpoint.port)] if endpoint.port != DEFAULT_SSH_PORT else []
    user = f"{endpoint.username}@" if endpoint.username else ""
    return ["ssh", *key, *port, f"{user}{endpoint.host}"]


def _is_ipv6(host: str) -> bool:
    """Whether it is such an address, without a zone: that names an interface of this machine."""
    try:
        return IPv6Address(host).scope_id is None
    except ValueError:
        return False
