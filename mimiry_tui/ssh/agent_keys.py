"""Which keys an ssh-agent holds: one question by its protocol (draft-miller-ssh-agent)."""

from __future__ import annotations

import socket

from mimiry_tui.clock import Clock, SystemClock
from mimiry_tui.domain.public_keys import ssh_string

_SECONDS = 2.0
"""For all of it, however slowly an agent answers."""
_REQUEST_IDENTITIES = b"\x00\x00\x00\x01\x0b"
_IDENTITIES = 12
_MOST_BYTES = 256 * 1024


def keys_in_agent(path: str | None) -> dict[bytes, str]:
    """The public halves it can sign with, and its comment on each, which is foreign text.

    Empty where there is no agent. Blocks for seconds at most.
    """
    return (asked(path) or {}) if path else {}


def asked(path: str, clock: Clock | None = None) -> dict[bytes, str] | None:
    """The same; None where nobody answers at that path. `clock` is the machine's own unless a test's."""
    clock = clock if clock is not None else SystemClock()
    ends_at = clock.monotonic() + _SECONDS
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as agent:
            agent.settimeout(_SECONDS)
            agent.connect(path)
            agent.sendall(_REQUEST_IDENTITIES)
            size = int.from_bytes(_received(agent, 4, clock, ends_at), "big")
            answer = _received(agent, min(size, _MOST_BYTES), clock, ends_at)
    except OSError:
        return None
    return _identities(answer) if answer else None


def _received(agent: socket.socket, size: int, clock: Clock, ends_at: float) -> bytes:
    """So many bytes, or fewer where the agent hangs up. Raises TimeoutError at that moment of the clock."""
    data = b""
    while len(data) < size:
        left = ends_at - clock.monotonic()
        if left <= 0:
            raise TimeoutError
        agent.settimeout(left)
        part = agent.recv(size - len(data))
        if not part:
            break
        data += part
    return data


def _identities(answer: bytes) -> dict[bytes, str]:
    if answer[:1] != bytes([_IDENTITIES]):
        return {}
    found: dict[bytes, str] = {}
    place = 5
    while (blob := ssh_string(answer, place)) is not None:
        place += 4 + len(blob)
        comment = ssh_string(answer, place) or b""
        place += 4 + len(comment)
        found[blob] = comment.decode("utf-8", "replace")
    return found
