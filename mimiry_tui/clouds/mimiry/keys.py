"""The account's SSH key: where it is, what it is called, and signing with it.

A key is a pair of files, a public file whose private half an ssh-agent holds, or a handle to a
hardware key. Signing tries, in this order: the private file (asyncssh), the agent, `ssh-keygen`.
asyncssh is imported only when something is signed: a cached token needs none of it.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from mimiry_tui.clouds.errors import KeyLocked, NoKey
from mimiry_tui.clouds.mimiry import agent, keygen
from mimiry_tui.domain.public_keys import (
    PublicKey,
    head_of_private,
    public_key_of_blob,
    public_key_of_line,
)

if TYPE_CHECKING:
    import asyncssh

NAMESPACE = "mimiry-auth"
"""The SSHSIG namespace of sign-in messages (Mimiry compute API, authentication)."""

_MAX_FILE = 65_536


class KeyRing:
    """One key, given by a path with or without `.pub`; reads files anew when they change."""

    def __init__(self, path: Path | None, agent_socket: str | None = None) -> None:
        self._path = path
        self._agent_socket = agent_socket
        self._passphrase: str | None = None
        self._loaded: tuple[object, asyncssh.SSHKey] | None = None

    @property
    def path(self) -> Path:
        """The private half's path, whether or not it exists. Raises NoKey where none is set."""
        if self._path is None:
            raise NoKey(NoKey.NONE_NAMED)
        return self._path.with_suffix("") if self._path.suffix == ".pub" else self._path

    @property
    def stamp(self) -> object:
        """Changes when either file does, or when a passphrase comes: what to compare before a retry."""
        return self._stamps(), self._passphrase is not None

    def unlock(self, passphrase: str) -> None:
        """Keep the passphrase, in memory only, until a signature shows whether it is right."""
        self._passphrase = passphrase

    def public(self) -> PublicKey:
        """The public half, from `<key>.pub` or out of the private file. Blocks on the disk.

        Raises NoKey when neither file can be read as a key.
        """
        private = self.path
        public_path = private.with_name(private.name + ".pub")
        text = _read(public_path)
        if text is not None:
            key = public_key_of_line(text)
            if key is None:
                raise NoKey(f"{public_path} is not an SSH public key")
            return key
        text = _read(private)
        if text is None:
            raise NoKey(f"{private} and {public_path.name} do not exist or cannot be read")
        head = head_of_private(text)
        if head is not None:
            return public_key_of_blob(head.blob)
        loaded = self._load()
        return public_key_of_blob(loaded.public_data)

    async def sign(self, message: bytes, namespace: str = NAMESPACE) -> bytes:
        """The armored SSHSIG of a message, as `ssh-keygen -Y sign` writes it.

        Raises KeyLocked when the private key needs a passphrase and no agent holds it, NoKey when
        there is nothing to sign with.
        """
        key = await asyncio.to_thread(self.public)
        trouble: KeyLocked | NoKey
        try:
            if not key.is_hardware:
                return await asyncio.to_thread(self._sign_with_file, key, message, namespace)
            trouble = NoKey(f"{self.path} is a hardware key that neither ssh-agent nor ssh-keygen can use")
        except (KeyLocked, NoKey) as error:
            trouble = error
        if self._agent_socket:
            signature = await agent.sign(self._agent_socket, key.blob, message, namespace)
            if signature is not None:
                return signature
        if self._loaded is None and not isinstance(trouble, KeyLocked):
            signature = await keygen.sign(self.path, message, namespace)
            if signature is not None:
                return signature
        raise trouble

    def _sign_with_file(self, key: PublicKey, message: bytes, namespace: str) -> bytes:
        import asyncssh

        private = self._load()
        if private.public_data != key.blob:
            raise NoKey(f"{self.path}.pub is not the public half of {self.path.name}")
        return asyncssh.create_sshsig(private, message, namespace=namespace)

    def _load(self) -> asyncssh.SSHKey:
        """The private key, read once and again when its file changes."""
        import asyncssh

        stamps = self._stamps()
        if self._loaded is not None and self._loaded[0] == stamps:
            return self._loaded[1]
        path = self.path
        try:
            key = asyncssh.read_private_key(path, self._passphrase)
        except OSError as error:
            raise NoKey(f"{path}: {error.strerror}") from None
        except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
            if self._passphrase is not None:
                self._passphrase = None
                raise KeyLocked(f"the passphrase does not open {path}") from None
            if "assphrase" in str(error):
                raise KeyLocked(f"{path} has a passphrase") from None
            raise NoKey(f"{path}: {error}") from None
        self._loaded = stamps, key
        return key

    def _stamps(self) -> tuple[object, ...]:
        if self._path is None:
            return ()
        return tuple(_stamp(path) for path in (self.path, self.path.with_name(self.path.name + ".pub")))


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _read(path: Path) -> str | None:
    """A small text file, or None where there is no readable one."""
    try:
        if path.stat().st_size > _MAX_FILE:
            return None
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
