"""Which keys an ssh-agent holds: one question by its protocol (draft-miller-ssh-agent)."""

from __future__ import annotations

import socket

from mimiry_tui.domain.public_keys import ssh_string

_SECONDS = 2.0
_REQUEST_IDENTITIES = b"\x00\x00\x00\x01\x0b"
_IDENTITIES = 12
_MOST_BYTES = 256 * 1024


def keys_in_agent(path: str | None) -> dict[bytes, str]:
    """The public halves it can sign with, and its comment on each, which is foreign text.

    Empty where there is no agent. Blocks for seconds at most.
    """
    return (asked(path) or {}) if path else {}


def asked(path: str) -> dict[bytes, str] | None:
    """The same; None where nobody answers at that path."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as agent:
            agent.settimeout(_SECONDS)
            agent.connect(path)
            agent.sendall(_REQUEST_IDENTITIES)
            size = int.from_bytes(_received(agent, 4), "big")
            answer = _received(agent, min(size, _MOST_BYTES))
    except OSError:
        return None
    return _identities(answer) if answer else None


def _received(agent: socket.socket, size: int) -> bytes:
    """So many bytes, or fewer where the agent hangs up."""
    data = b""
    while len(data) < size:
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
