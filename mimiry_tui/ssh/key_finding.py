"""Which SSH keys a person has: in `~/.ssh`, and in the agent."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.public_keys import (
    PublicKey,
    head_of_private,
    printable,
    public_key_of_blob,
    public_key_of_line,
)
from mimiry_tui.ssh.agent_keys import keys_in_agent

_MAX_FILE = 65_536
_MOST_FILES = 2_000
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_PRIVATE_MARK = "PRIVATE KEY-----"
_LOCKED_MARKS = ("BEGIN ENCRYPTED PRIVATE KEY", "Proc-Type: 4,ENCRYPTED")
_PUBLIC = ".pub"
_CERTIFICATE = "-cert.pub"
_PREFERRED_NAME = "mimiry"
_PREFERRED_KINDS = ("ed25519", "ed25519-sk", "ecdsa", "ecdsa-sk", "rsa")
_TOO_OLD = "dsa"
_AGENT_NAME = "mimiry_agent_"
_SIGNS_OF_NAME = 8
_OF_A_CERTIFICATE = "-cert-v01@"


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
    has_file: bool = True
    """The private half is in that file, or the handle of the hardware that has it."""
    public_line: str = ""
    """What belongs into its `.pub` file, where there is none; "" where there is."""


def find_keys(
    home: Path, agent_socket: str | None = None, configured: Path | None = None
) -> tuple[FoundKey, ...]:
    """The keys in `~/.ssh` and in the agent, those likely meant first. Blocks on both; never raises.

    Before all comes the one that was `configured`, by the path of its private half, wherever that is. A
    key whose public half can be had from neither of its files without a passphrase is left out. One that no
    file tells of has a path where its public half could be kept.
    """
    folder = home / ".ssh"
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for _, entry in zip(range(_MOST_FILES), entries, strict=False))
    except OSError:
        names = []
    stems = {name.removesuffix(_PUBLIC) for name in names if not name.endswith(_CERTIFICATE)}
    held = keys_in_agent(agent_socket)
    first = [] if configured is None else [_found(configured, held) or _no_key(configured)]
    paths = [folder / stem for stem in sorted(stems) if folder / stem != configured]
    found = [key for path in paths if (key := _found(path, held)) is not None]
    told = {key.fingerprint for key in (*first, *found)}
    without = [_of_agent(folder, blob, comment) for blob, comment in held.items()]
    found += [key for key in without if key is not None and key.fingerprint not in told]
    return (*first, *sorted(found, key=_rank))


def look_at_key(private: Path, agent_socket: str | None = None) -> FoundKey | None:
    """The one key of that path, wherever it is; None where neither of its files tells its public half.

    Blocks on the disk and the agent; never raises.
    """
    return _found(private, keys_in_agent(agent_socket))


def _found(private: Path, held: Mapping[bytes, str]) -> FoundKey | None:
    """The key of that name, or None where neither file tells its public half."""
    secret = _read(private)
    secret = secret if secret is not None and _PRIVATE_MARK in secret else None
    head = head_of_private(secret) if secret is not None else None
    public = public_key_of_line(_read(private.with_name(private.name + _PUBLIC)) or "")
    inside = public_key_of_blob(head.blob) if head is not None else None
    key = public or inside
    if key is None:
        return None
    in_agent = key.blob in held
    return FoundKey(
        path=private,
        kind=key.kind,
        fingerprint=key.fingerprint,
        comment=key.comment,
        is_locked=head.is_locked if head is not None else _looks_locked(secret),
        in_agent=in_agent,
        trouble=_trouble(private, key, inside, secret is not None, in_agent),
        has_file=secret is not None,
        public_line="" if public is not None else key.line,
    )


def _no_key(path: Path) -> FoundKey:
    return FoundKey(path, "", "", "", False, False, f"no SSH key is at {path}", has_file=False)


def _of_agent(folder: Path, blob: bytes, comment: str) -> FoundKey | None:
    """A key that the agent holds, as if no file told of it; None for what cannot sign in."""
    key = public_key_of_blob(blob)
    is_known = key.line.startswith(("ssh-", "ecdsa-", "sk-")) and _OF_A_CERTIFICATE not in key.line
    if not is_known or len(key.line.split()) != 2:  # a name with spaces or line ends would be more than one
        return None
    words = printable(comment)
    signs = [sign for sign in key.fingerprint.removeprefix("SHA256:") if sign.isalnum()]
    return FoundKey(
        path=folder / (_AGENT_NAME + "".join(signs[:_SIGNS_OF_NAME])),
        kind=key.kind,
        fingerprint=key.fingerprint,
        comment=words,
        is_locked=False,
        in_agent=True,
        trouble=_trouble(folder, key, None, is_there=False, in_agent=True),
        has_file=False,
        public_line=f"{key.line} {words}".strip(),
    )


def _trouble(private: Path, key: PublicKey, inside: PublicKey | None, is_there: bool, in_agent: bool) -> str:
    if key.kind == _TOO_OLD:
        return "dsa keys are no longer accepted anywhere"
    if inside is not None and inside.blob != key.blob:
        return f"{private.name}{_PUBLIC} belongs to another key"
    if in_agent:
        return ""
    if not is_there:
        return _absence(private)
    mode = _mode(private)
    if mode & _OTHERS:
        return f"others may use it (mode {mode:04o}): chmod 600 it"
    return ""


def _absence(private: Path) -> str:
    try:
        with private.open("rb"):
            return f"{private.name} is no private key"
    except FileNotFoundError:
        return f"its private half {private.name} is not here"
    except OSError as error:
        return f"{private.name} cannot be read: {(error.strerror or 'no access').lower()}"


def _rank(key: FoundKey) -> tuple[object, ...]:
    """Usable ones first, then those with files, ours, better kinds, by name."""
    kind = key.kind.split()[0]
    place = _PREFERRED_KINDS.index(kind) if kind in _PREFERRED_KINDS else len(_PREFERRED_KINDS)
    is_ours = key.path.name.startswith(_PREFERRED_NAME)
    return bool(key.trouble), bool(key.public_line), not is_ours, place, key.path.name


def _looks_locked(secret: str | None) -> bool:
    return secret is not None and any(mark in secret for mark in _LOCKED_MARKS)


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0


def _read(path: Path) -> str | None:
    """A small regular text file, or None: a pipe in there must not hold anybody up."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_FILE:
            return None
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
