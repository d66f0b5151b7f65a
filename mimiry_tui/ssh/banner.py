"""Whether an SSH server answers: a connection and its first line, no login and no cost."""

from __future__ import annotations

import asyncio

from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.ssh.endpoint import checked

_GREETING = b"SSH-"
_MOST_BYTES = 8_192
"""A server may say other lines first (RFC 4253, 4.2); one that says more than this is none."""


async def answers(endpoint: SshEndpoint, *, seconds: float = 5) -> bool:
    """Whether an SSH server says its name there within that many seconds; then the line is closed.

    Refused, unreachable, silent or talking otherwise is False. Raises UnsafeEndpointError.
    """
    place = checked(endpoint)
    try:
        async with asyncio.timeout(seconds):
            return await _greets(place)
    # UnicodeError: a name that resolvers do not take, such as one with an empty part.
    except (OSError, TimeoutError, UnicodeError):
        return False


async def _greets(endpoint: SshEndpoint) -> bool:
    reader, writer = await asyncio.open_connection(endpoint.host, endpoint.port, limit=_MOST_BYTES)
    try:
        read = 0
        while read < _MOST_BYTES:
            line = await reader.readline()
            if line.startswith(_GREETING):
                return True
            if not line:
                return False
            read += len(line)
    except ValueError:  # a line longer than all that may come before the greeting
        return False
    finally:
        writer.transport.abort()
    return False
