"""The account's SSH key: where it is, what it is called, and signing with it.

A key is a pair of files, a public file whose private half an ssh-agent holds, or a handle to a
hardware key. Signing tries, in this order: the private file (asyncssh), the agent, `ssh-keygen`.
asyncssh is imported only when something is signed: a cached token needs none of it.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mimiry_tui.clouds.errors import KeyLocked, NoKey
from mimiry_tui.clouds.mimiry import agent, keygen

if TYPE_CHECKING:
    import asyncssh

NAMESPACE = "mimiry-auth"
"""The SSHSIG namespace of sign-in messages (Mimiry compute API, authentication)."""

_OPENSSH_MAGIC = b"openssh-key-v1\x00"
_OPENSSH_BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----"
_OPENSSH_END = "-----END OPENSSH PRIVATE KEY-----"
_MAX_FILE = 65_536


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half."""

    blob: bytes
    """The key as SSH encodes it."""
    line: str
    """As in a `.pub` file: type, base64, comment."""

    @property
    def fingerprint(self) -> str:
        """`SHA256:` and unpadded base64, as OpenSSH prints it."""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest()).decode("ascii")
        return f"SHA256:{digest.rstrip('=')}"

    @property
    def is_hardware(self) -> bool:
        return self.line.startswith("sk-")


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
            raise NoKey("no key is configured")
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
            key = _parse_public_line(text)
            if key is None:
                raise NoKey(f"{public_path} is not an SSH public key")
            return key
        text = _read(private)
        if text is None:
            raise NoKey(f"{private} and {public_path.name} do not exist or cannot be read")
        blob = _public_blob(text)
        if blob is not None:
            return _public_key(blob)
        loaded = self._load()
        return _public_key(loaded.public_data)

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


def _parse_public_line(text: str) -> PublicKey | None:
    line = next((line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"), "")
    words = line.split(maxsplit=2)
    if len(words) < 2:
        return None
    try:
        blob = base64.b64decode(words[1], validate=True)
    except (binascii.Error, ValueError):
        return None
    return PublicKey(blob, line) if _ssh_string(blob, 0) == words[0].encode() else None


def _public_blob(text: str) -> bytes | None:
    """The public half that an OpenSSH private file carries in the clear, locked or not."""
    body = text.partition(_OPENSSH_BEGIN)[2].partition(_OPENSSH_END)[0]
    try:
        data = base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not data.startswith(_OPENSSH_MAGIC):
        return None
    place = len(_OPENSSH_MAGIC)
    for _ in ("cipher", "key derivation", "its options"):
        field = _ssh_string(data, place)
        if field is None:
            return None
        place += 4 + len(field)
    return _ssh_string(data, place + 4)


def _public_key(blob: bytes) -> PublicKey:
    kind = (_ssh_string(blob, 0) or b"").decode("ascii", "replace")
    return PublicKey(blob, f"{kind} {base64.b64encode(blob).decode('ascii')}")


def _ssh_string(data: bytes, place: int) -> bytes | None:
    """The length-prefixed string at a place, or None where the data is too short for it."""
    start = place + 4
    size = int.from_bytes(data[place:start], "big")
    return data[start : start + size] if len(data) >= start + size and len(data) >= start else None
