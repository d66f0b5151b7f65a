"""The account's key as asyncssh is given it: out of its file, or by the agent that holds it."""

from __future__ import annotations

import asyncio
import getpass
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import asyncssh

_TRIES = 3
_ASKS_FOR_PASSPHRASE = "Passphrase"
"""In what asyncssh says of a locked key; its error has no type of its own."""


class KeyUnusable(Exception):
    """The key cannot be read or stays locked; the text says so."""


Key = asyncssh.SSHKey | asyncssh.SSHKeyPair


@asynccontextmanager
async def offered(path: Path | None, passphrase: str | None) -> AsyncIterator[Key]:
    """The one key to offer, for as long as the block lasts, which is how long an agent is needed.

    It is the agent's where that holds it, else the private file's; a locked one is asked for here.
    Raises KeyUnusable.
    """
    if path is None:
        raise KeyUnusable("there is no key to log in with")
    public = await asyncio.to_thread(_public, path)
    async with AsyncExitStack() as stack:
        held = await _held_by_agent(public, stack) if passphrase is None and public is not None else None
        yield held if held is not None else await asyncio.to_thread(_opened, path, passphrase)


async def _held_by_agent(public: asyncssh.SSHKey, stack: AsyncExitStack) -> asyncssh.SSHKeyPair | None:
    """The agent's half of a key; None where there is no agent or it has no such key."""
    if not os.environ.get("SSH_AUTH_SOCK"):
        return None
    try:
        agent = await stack.enter_async_context(asyncssh.connect_agent())
        keys = await agent.get_keys()
    except (OSError, ValueError, asyncssh.Error):
        return None
    return next((key for key in keys if key.public_data == public.public_data), None)


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
