"""The public half of an SSH key: read out of either file, named, and told by its fingerprint."""

from __future__ import annotations

import base64
import binascii
import hashlib

from mimiry_tui.domain.frozen import dataclass

_OPENSSH_MAGIC = b"openssh-key-v1\x00"
_OPENSSH_BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----"
_OPENSSH_END = "-----END OPENSSH PRIVATE KEY-----"
_KINDS = {"ssh-ed25519": "ed25519", "ssh-rsa": "rsa", "ssh-dss": "dsa"}
_CURVE = "ecdsa-sha2-nistp"
_HARDWARE = "sk-"
_HARDWARE_KINDS = {
    "sk-ssh-ed25519@openssh.com": "ed25519-sk",
    "sk-ecdsa-sha2-nistp256@openssh.com": "ecdsa-sk",
}


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
        return self.line.startswith(_HARDWARE)

    @property
    def comment(self) -> str:
        """What follows the key in its line, often a person at a machine; foreign text."""
        words = self.line.split(maxsplit=2)
        return words[2].strip() if len(words) > 2 else ""

    @property
    def kind(self) -> str:
        """ "ed25519", "rsa 4096", "ecdsa 256", "ed25519-sk" for one in hardware; others by their own name."""
        name = self.line.split(maxsplit=1)[0]
        if name in _HARDWARE_KINDS:
            return _HARDWARE_KINDS[name]
        if name.startswith(_CURVE):
            return f"ecdsa {name.removeprefix(_CURVE)}"
        kind = _KINDS.get(name, name)
        return f"{kind} {_rsa_bits(self.blob)}" if kind == "rsa" else kind


@dataclass(frozen=True, slots=True)
class PrivateHead:
    """What a private file in OpenSSH's format says in the clear, locked or not."""

    blob: bytes
    """The public half."""
    is_locked: bool


def public_key_of_line(text: str) -> PublicKey | None:
    """The first key of a `.pub` file's text, or None."""
    line = next((line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"), "")
    words = line.split(maxsplit=2)
    if len(words) < 2:
        return None
    try:
        blob = base64.b64decode(words[1], validate=True)
    except (binascii.Error, ValueError):
        return None
    return PublicKey(blob, line) if ssh_string(blob, 0) == words[0].encode() else None


def printable(comment: str) -> str:
    """A key's comment on one line, as it may stand in a `.pub` file."""
    return " ".join("".join(sign for sign in comment if sign.isprintable()).split())


def public_key_of_blob(blob: bytes) -> PublicKey:
    """The key without a comment."""
    kind = (ssh_string(blob, 0) or b"").decode("ascii", "replace")
    return PublicKey(blob, f"{kind} {base64.b64encode(blob).decode('ascii')}")


def head_of_private(text: str) -> PrivateHead | None:
    """Of a private file's text; None for other formats and for damage."""
    body = text.partition(_OPENSSH_BEGIN)[2].partition(_OPENSSH_END)[0]
    try:
        data = base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not data.startswith(_OPENSSH_MAGIC):
        return None
    place = len(_OPENSSH_MAGIC)
    cipher = ssh_string(data, place)
    for _ in ("cipher", "key derivation", "its options"):
        field = ssh_string(data, place)
        if field is None:
            return None
        place += 4 + len(field)
    blob = ssh_string(data, place + 4)
    return None if blob is None else PrivateHead(blob, cipher != b"none")


def ssh_string(data: bytes, place: int) -> bytes | None:
    """The length-prefixed string at a place, or None where the data is too short for it."""
    start = place + 4
    size = int.from_bytes(data[place:start], "big")
    return data[start : start + size] if len(data) >= start + size and len(data) >= start else None


def _rsa_bits(blob: bytes) -> int:
    """The length of the modulus, which follows the type and the exponent; 0 where it is missing."""
    place = 0
    for _ in ("type", "exponent"):
        place += 4 + len(ssh_string(blob, place) or b"")
    return int.from_bytes(ssh_string(blob, place) or b"", "big").bit_length()
