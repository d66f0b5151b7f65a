"""A host's keys as asyncssh is told them: new ones are taken and kept, changed ones are refused."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import asyncssh

from mimiry_tui.domain.sessions import DEFAULT_SSH_PORT, SshEndpoint


class _Newcomer(asyncssh.SSHClient):
    """Takes whatever key comes first, and remembers it. Only used where none is known."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust

    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
        self._trust.new = key
        return True


class Trust:
    """What is known of one host, in the format and the file of OpenSSH."""

    def __init__(self, file: Path | None, endpoint: SshEndpoint, known: list[asyncssh.SSHKey]) -> None:
        self._file = file
        self._endpoint = endpoint
        self.new: asyncssh.SSHKey | None = None
        """The key that the host showed where none was known."""
        self.known: tuple[list[asyncssh.SSHKey], list[asyncssh.SSHKey], list[asyncssh.SSHKey]] = (
            known,
            [],
            [],
        )
        self.algorithms = () if known else "default"
        """Where keys are known the server is asked for one of these; else for any."""
        self.client: Callable[[], asyncssh.SSHClient] | None = None if known else lambda: _Newcomer(self)

    @classmethod
    async def read(cls, file: Path | None, endpoint: SshEndpoint) -> Trust:
        """From the file of this session; without one nothing is known. Raises OSError."""
        return cls(file, endpoint, await asyncio.to_thread(_known, file, endpoint))

    async def keep(self) -> None:
        """Write a new key down, so that the next visit can tell a change. Raises OSError."""
        if self.new is not None and self._file is not None:
            await asyncio.to_thread(_append, self._file, self._endpoint, self.new)


def _known(file: Path | None, endpoint: SshEndpoint) -> list[asyncssh.SSHKey]:
    if file is None or not file.exists():
        return []
    trusted, *_ = asyncssh.match_known_hosts(str(file), endpoint.host, "", endpoint.port)
    return list(trusted)


def _append(file: Path, endpoint: SshEndpoint, key: asyncssh.SSHKey) -> None:
    host = endpoint.host if endpoint.port == DEFAULT_SSH_PORT else f"[{endpoint.host}]:{endpoint.port}"
    line = f"{host} {key.export_public_key('openssh').decode().strip()}\n"
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as known_hosts:
        known_hosts.write(line)
