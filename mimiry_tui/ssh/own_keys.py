"""The account's key as asyncssh is given it: out of its file, or by the agent that holds it."""

from __future__ import annotations

import asyncio
import getpass
import os
from dataclasses import dataclass
from pathlib import Path

import asyncssh

_TRIES = 3
_ASKS_FOR_PASSPHRASE = "Passphrase"
"""In what asyncssh says of a locked key; its error has no type of its own."""


class KeyUnusable(Exception):
    """The key cannot be read or stays locked; the text says so."""


@dataclass(frozen=True)
class Offered:
    """What the server is offered; an agent is asked for this one key and no other."""

    private: list[asyncssh.SSHKey] | None
    public: list[asyncssh.SSHKey]


async def offered(path: Path | None, passphrase: str | None) -> Offered:
    """The agent's key where it holds it, else the private file's; a locked one is asked for here.

    Raises KeyUnusable.
    """
    if path is None:
        raise KeyUnusable("there is no key to log in with")
    public = await asyncio.to_thread(_public, path)
    if passphrase is None and public is not None and await _agent_holds(public):
        return Offered(None, [public])
    return Offered([await asyncio.to_thread(_opened, path, passphrase)], [])


async def _agent_holds(public: asyncssh.SSHKey) -> bool:
    if not os.environ.get("SSH_AUTH_SOCK"):
        return False
    try:
        async with asyncssh.connect_agent() as agent:
            return any(key.public_data == public.public_data for key in await agent.get_keys())
    except (OSError, ValueError, asyncssh.Error):
        return False


def _public(path: Path) -> asyncssh.SSHKey | None:
    """From the file beside it; None where there is none that can be read."""
    try:
        return asyncssh.read_public_key(f"{path}.pub")
    except (OSError, asyncssh.KeyImportError):
        return None


def _opened(path: Path, passphrase: str | None) -> asyncssh.SSHKey:
    """The private key; asks in this terminal where a passphrase is needed and none was given."""
    try:
        return asyncssh.read_private_key(path, passphrase)
    except OSError as error:
        raise KeyUnusable(f"{path} cannot be read: {error.strerror}") from error
    except asyncssh.KeyEncryptionError as error:
        raise KeyUnusable(f"the passphrase does not open {path}") from error
    except asyncssh.KeyImportError as error:
        if passphrase is not None or _ASKS_FOR_PASSPHRASE not in str(error):
            raise KeyUnusable(f"{path}: {error}") from error
    for _ in range(_TRIES):
        try:
            return asyncssh.read_private_key(path, getpass.getpass(f"Enter passphrase for key '{path}': "))
        except asyncssh.KeyEncryptionError:
            continue
        except EOFError:
            break
    raise KeyUnusable(f"Permission denied: {path} stays locked")
