"""The throw-away key pair of a simulated account."""

from __future__ import annotations

from pathlib import Path

import asyncssh

_COMMENT = "mimiry-tui simulator"


def key_in(folder: Path, name: str = "key") -> Path:
    """The private key's path in `folder`, made with its `.pub` beside it if it is not there yet (0600)."""
    path = folder / name
    if not path.exists():
        key = asyncssh.generate_private_key("ssh-ed25519", comment=_COMMENT)
        path.touch(mode=0o600)
        key.write_private_key(path)
        key.write_public_key(public_path(path))
    return path


def public_path(path: Path) -> Path:
    """Where the public half lies."""
    return path.with_name(path.name + ".pub")
