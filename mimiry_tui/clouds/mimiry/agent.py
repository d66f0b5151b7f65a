"""Signing by ssh-agent: its raw signature, wrapped as SSHSIG.

`asyncssh.create_sshsig` signs in one blocking call, which an agent's key pair cannot do; the
envelope is small (OpenSSH, PROTOCOL.sshsig), so it is put together here.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import textwrap

_MAGIC = b"SSHSIG"
_VERSION = (1).to_bytes(4, "big")
_HASH = "sha512"
_COLUMNS = 70
_SECONDS = 60.0
"""Long enough to touch a hardware key or to confirm a question of the agent."""


async def sign(socket: str, blob: bytes, message: bytes, namespace: str) -> bytes | None:
    """The armored SSHSIG by the agent's key of this public half; None where the agent has none.

    None also when the agent cannot be reached or refuses.
    """
    import asyncssh  # takes long to import, and most sign-ins find a cached token

    tbs = _MAGIC + _strings(namespace, b"", _HASH, hashlib.sha512(message).digest())
    client = asyncssh.SSHAgentClient(socket)
    try:
        async with asyncio.timeout(_SECONDS), client:
            for key in await client.get_keys([blob]):
                if key.key_algorithm == b"ssh-rsa":
                    key.set_sig_algorithm(b"rsa-sha2-512")
                if isinstance(key, asyncssh.SSHAgentKeyPair):
                    return _armored(blob, namespace, await key.sign_async(tbs))
    except (OSError, ValueError, TimeoutError):
        return None
    return None


def _armored(blob: bytes, namespace: str, signature: bytes) -> bytes:
    fields = _strings(blob, namespace, b"", _HASH, signature)
    text = base64.b64encode(_MAGIC + _VERSION + fields).decode("ascii")
    body = "\n".join(textwrap.wrap(text, _COLUMNS))
    return f"-----BEGIN SSH SIGNATURE-----\n{body}\n-----END SSH SIGNATURE-----\n".encode("ascii")


def _strings(*values: str | bytes) -> bytes:
    """Each value as SSH encodes a string: its length in four bytes, then itself."""
    data = [value.encode("ascii") if isinstance(value, str) else value for value in values]
    return b"".join(len(part).to_bytes(4, "big") + part for part in data)
