"""Which SSH keys a person has: in `~/.ssh`, and which of them the agent holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FoundKey:
    """One key; every text but `fingerprint` may come from a file's own words: clean it before showing."""

    path: Path
    """The private half's, whether or not it exists."""
    kind: str
    """ "ed25519", "rsa 4096", "ecdsa 256", "ed25519-sk" for one in hardware, else the type as it is."""
    fingerprint: str
    """`SHA256:` and unpadded base64, as OpenSSH prints it."""
    comment: str
    is_locked: bool
    """The private file has a passphrase."""
    in_agent: bool
    """The agent can sign with it, so that no passphrase is asked for."""
    trouble: str
    """Why it cannot be used as it is, or "" """


def find_keys(home: Path, agent_socket: str | None = None) -> tuple[FoundKey, ...]:
    """The keys in `~/.ssh`, those likely meant first. Blocks on the disk and the agent; never raises."""
    raise NotImplementedError(home, agent_socket)
