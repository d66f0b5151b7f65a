"""After a refused sign-in no other one for a while, across runs: token requests are limited hard.

A status bar runs this every few seconds, and each run is a new process that remembers nothing.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from mimiry_tui.clouds import errors
from mimiry_tui.commands.snapshot.trouble import code_of
from mimiry_tui.domain import coerce
from mimiry_tui.settings.private_file import write_private

_FILE = "sign-in-refused.json"
_LEAST = timedelta(seconds=60)
_MOST = timedelta(hours=1)
_REFUSALS = (errors.SignInFailed, errors.TooManyRequests)
_KINDS = {
    code_of(kind()): kind
    for kind in (
        *(errors.SignInFailed, errors.TokenRefused, errors.KeyNotRegistered, errors.SignatureRefused),
        *(errors.ClockSkewed, errors.TooManyRequests),
    )
}
"""A refusal stays the same for scripts as long as it stands."""
_NOT_SENT = (errors.NoKey, errors.KeyLocked)
"""Without a usable key nothing is sent, so trying again costs nobody anything."""


class Bar:
    """What one account's folder remembers of a refused sign-in. Its methods block on the disk."""

    def __init__(self, folder: Path | None, key_path: Path | None) -> None:
        """Without a folder it remembers nothing."""
        self._file = folder / _FILE if folder is not None else None
        self._key_path = key_path

    def standing(self, now: datetime) -> errors.CloudError | None:
        """The refusal that still holds, with what is left of its pause; a changed key ends it."""
        if self._file is None:
            return None
        try:
            kept = coerce.mapping(json.loads(self._file.read_text("utf-8")))
        except (OSError, ValueError):
            return None
        until = coerce.moment(kept.get("until"))
        if until is None or not now < until <= now + _MOST or kept.get("key") != self._stamp():
            return None
        return _KINDS.get(coerce.text(kept.get("code")), errors.SignInFailed)(
            coerce.text(kept.get("detail")),
            title=coerce.text(kept.get("title")) or None,
            hint=coerce.text(kept.get("hint")),
            retry_after=(until - now).total_seconds(),
        )

    def heed(self, error: errors.CloudError | None, now: datetime) -> None:
        """Take in how signing in went. A disk that refuses costs only the memory of it."""
        if self._file is None:
            return
        try:
            if error is None:
                self._file.unlink(missing_ok=True)
            elif isinstance(error, _REFUSALS) and not isinstance(error, _NOT_SENT):
                self._keep(self._file, error, now)
        except OSError:
            return

    def _keep(self, file: Path, error: errors.CloudError, now: datetime) -> None:
        pause = min(_MOST, max(_LEAST, timedelta(seconds=error.retry_after or 0.0)))
        record = {
            "until": (now + pause).isoformat(),
            "key": self._stamp(),
            "code": code_of(error),
            "title": error.title,
            "detail": error.detail,
            "hint": error.hint,
        }
        write_private(file, json.dumps(record))

    def _stamp(self) -> str:
        """Changes when the key does."""
        try:
            return f"{self._key_path}:{self._key_path.stat().st_mtime_ns}" if self._key_path else ""
        except OSError:
            return f"{self._key_path}:"
