"""The Mimiry client as tests want it: a fresh key, a private folder, a clock of the test's."""

from __future__ import annotations

from pathlib import Path

import asyncssh

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.mimiry.cloud import MimiryCloud
from mimiry_tui.clouds.mimiry.keys import KeyRing
from mimiry_tui.clouds.mimiry.token_cache import TokenCache
from mimiry_tui.clouds.transport import Transport

TOKEN = "eyJhbGciOiJIUzI1NiJ9.secret-token"


def new_key(folder: Path, *, passphrase: str | None = None) -> Path:
    """An ed25519 key pair in OpenSSH's format."""
    key = asyncssh.generate_private_key("ssh-ed25519", comment="tests")
    path = folder / "id_test"
    key.write_private_key(path, passphrase=passphrase, rounds=1, ignore_few_rounds=True)
    key.write_public_key(f"{path}.pub")
    path.chmod(0o600)
    return path


def client(
    url: str,
    clock: Clock,
    key: Path | None = None,
    *,
    token_dir: Path | None = None,
    agent: str | None = None,
    read_only: bool = False,
) -> MimiryCloud:
    """A cloud without jitter; close it with `aclose`."""
    transport = Transport(url, clock, jitter=lambda: 0.5)
    cache = TokenCache(token_dir, url)
    return MimiryCloud(transport, KeyRing(key), cache, clock, api_base=url, read_only=read_only)
