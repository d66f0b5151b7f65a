"""Tokens on disk, shared with the Mimiry SDK by the exact rules of its own cache.

One file per key and host, named by a hash, 0600 in folders 0700, written whole or not at all; a
file that others may read, that is damaged or that is about to expire is deleted (Mimiry compute
API, settings; SDK 0.4.0). The cache only saves exchanges: no failure of it is an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
import time
from dataclasses import field
from pathlib import Path

from mimiry_tui.domain import coerce
from mimiry_tui.domain.frozen import dataclass

EXPIRY_MARGIN = 300.0
"""Seconds before its expiry from which on a token is not used any more."""

_OTHERS_MAY_USE = stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_MAX_FILE = 65_536
_PREFIX, _SUFFIX = ".tok-", ".tmp"
_ORPHAN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token and when it expires, in unix seconds of this machine's clock."""

    value: str = field(repr=False)
    expires_at: float


class TokenCache:
    """The tokens of one host, one file per key. Every method blocks on the disk and none raises."""

    def __init__(self, folder: Path | None, api_base: str, *, reads: bool = True) -> None:
        """`folder` is the SDK's `tokens` folder; None keeps nothing. Without `reads` it only learns."""
        self._folder = folder
        self._api_base = api_base.rstrip("/")
        self._reads = reads

    def load(self, fingerprint: str, now: float) -> Token | None:
        """The cached token if it is ours, private, and good for more than the margin."""
        path = self._path(fingerprint)
        if path is None or not self._reads:
            return None
        try:
            exposed = path.parent.stat().st_mode & _OTHERS_MAY_WRITE
            status = path.stat()
        except OSError:
            return None
        entry = {} if exposed or status.st_mode & _OTHERS_MAY_USE else _entry(path)
        value, expires_at = entry.get("access_token"), coerce.decimal(entry.get("expires_at"))
        if not isinstance(value, str) or not is_sendable(value) or expires_at is None:
            _discard(path)
            return None
        base = coerce.text(entry.get("api_base")).rstrip("/")
        if entry.get("fingerprint") != fingerprint or base != self._api_base:
            return None
        if now + EXPIRY_MARGIN >= expires_at:
            _discard(path)
            return None
        return Token(value, float(expires_at))

    def store(self, fingerprint: str, token: Token) -> None:
        """Write the token for every client of this key and host."""
        path = self._path(fingerprint)
        if path is None:
            return
        entry = {
            "access_token": token.value,
            "expires_at": token.expires_at,
            "fingerprint": fingerprint,
            "api_base": self._api_base,
        }
        with contextlib.suppress(OSError):
            _make_private(path.parent)
            _sweep(path.parent)
            _write_whole(path, json.dumps(entry))

    def forget(self, fingerprint: str, token: Token) -> None:
        """Delete the file if it still holds this token, which the service has refused."""
        path = self._path(fingerprint)
        if path is not None and _entry(path).get("access_token") == token.value:
            _discard(path)

    def _path(self, fingerprint: str) -> Path | None:
        name = hashlib.sha256(f"{fingerprint}|{self._api_base}".encode()).hexdigest()[:32]
        return None if self._folder is None else self._folder / f"{name}.json"


def is_sendable(value: str) -> bool:
    """Whether a text can be a header's value: a token with other characters is no token."""
    return bool(value) and value.isascii() and value.isprintable() and " " not in value


def _entry(path: Path) -> dict[str, object]:
    """What a cache file says; nothing for one that is missing, damaged or absurdly large."""
    try:
        if path.stat().st_size > _MAX_FILE:
            return {}
        return coerce.mapping(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):
        return {}


def _discard(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Delete what a crash between writing and renaming left: each such file holds a live token."""
    for orphan in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - orphan.stat().st_mtime >= _ORPHAN_SECONDS:
                orphan.unlink()


def _make_private(folder: Path) -> None:
    """`…/mimiry` and `…/mimiry/tokens` at 0700; the cache root above is the user's own affair."""
    folder.parent.parent.mkdir(parents=True, exist_ok=True)
    for step in (folder.parent, folder):
        step.mkdir(mode=0o700, exist_ok=True)
        step.chmod(0o700)


def _write_whole(path: Path, text: str) -> None:
    """Through a temporary file of the SDK's naming, so that either client sweeps what a crash left."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX, suffix=_SUFFIX)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
