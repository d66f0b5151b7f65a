"""A new SSH key: ed25519, in files that were not there before, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.public_keys import printable

_FOLDER_MODE = 0o700
_PRIVATE_MODE = 0o600
_PUBLIC_MODE = 0o644
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_ROUNDS = 24
"""Of the passphrase's stretching, as many as ssh-keygen does: every login pays for them."""
_PREFIX = "mimiry_"
_MOST_SLUG = 60
_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


class KeyMakingError(Exception):
    """No key was made; the text says why."""


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key pair that was just written."""

    path: Path
    """The private half's; the public one's ends in `.pub`."""
    public_line: str
    fingerprint: str


def new_key_path(home: Path, slug: str) -> Path:
    """Where the key of that name goes: `~/.ssh/mimiry_<slug>`. Raises KeyMakingError for an unusable name."""
    slug = slug.strip()
    if not slug:
        raise KeyMakingError("the key needs a name")
    if len(slug) > _MOST_SLUG:
        raise KeyMakingError(f"the name is longer than {_MOST_SLUG} characters")
    if not set(slug) <= _SIGNS:
        raise KeyMakingError("the name may have letters, digits, - _ and . only")
    if slug.endswith(".pub"):
        raise KeyMakingError("the name may not end in .pub: that is the public half's")
    return home / ".ssh" / f"{_PREFIX}{slug}"


def make_key(path: Path, *, passphrase: str | None, comment: str) -> MadeKey:
    """Make an ed25519 key: the private half 0600, the public one 0644, its folder 0700 where it is new.

    An empty passphrase is none. Blocks, a second or so with a passphrase. Raises KeyMakingError,
    and leaves nothing half made, where either half exists already, where others may write the folder,
    or where the disk refuses.
    """
    public_path = path.with_name(path.name + ".pub")
    try:
        _prepare(path.parent)
        for half in (path, public_path):
            if os.path.lexists(half):
                raise KeyMakingError(f"{half} exists already: it is not overwritten")
        return _written(path, public_path, passphrase, comment)
    except FileExistsError as error:
        raise KeyMakingError(f"{error.filename} exists already: it is not overwritten") from None
    except OSError as error:
        words = (error.strerror or "no access").lower()
        raise KeyMakingError(f"{error.filename or path.parent}: {words}") from None


def write_public_half(path: Path, public_line: str) -> None:
    """Put the public half beside the private one, 0644, where it has no file.

    Blocks. Raises KeyMakingError where there is one already, where others may write the folder, or
    where the disk refuses.
    """
    public_path = path.with_name(path.name + ".pub")
    try:
        _prepare(path.parent)
        _write_new(public_path, f"{public_line}\n".encode(), _PUBLIC_MODE)
    except FileExistsError:
        raise KeyMakingError(f"{public_path} exists already: it is not overwritten") from None
    except OSError as error:
        raise KeyMakingError(f"{public_path}: {(error.strerror or 'no access').lower()}") from None


def _prepare(folder: Path) -> None:
    """The folder, owned and written by one person only. Raises KeyMakingError or OSError."""
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    status = folder.stat()
    if status.st_mode & _OTHERS_MAY_WRITE:
        raise KeyMakingError(f"others may write {folder}: chmod 700 it")
    if status.st_uid != os.geteuid():
        raise KeyMakingError(f"{folder} belongs to somebody else")


def _written(path: Path, public_path: Path, passphrase: str | None, comment: str) -> MadeKey:
    import asyncssh  # takes a quarter of a second, and most runs make no key

    key = asyncssh.generate_private_key("ssh-ed25519", comment=printable(comment))
    secret = key.export_private_key(
        "openssh", passphrase=passphrase or None, rounds=_ROUNDS, ignore_few_rounds=True
    )
    public = key.export_public_key("openssh")
    _write_new(path, secret, _PRIVATE_MODE)
    try:
        _write_new(public_path, public, _PUBLIC_MODE)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return MadeKey(path, public.decode().strip(), key.get_fingerprint("sha256"))


def _write_new(path: Path, content: bytes, mode: int) -> None:
    """A file that was not there, not even as a link; none is left where writing fails."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
