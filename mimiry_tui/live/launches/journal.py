"""The journal of launches on disk: written before anything is sent, shared by every dashboard.

Every method blocks on the disk and may raise OSError. Without a folder nothing is kept.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from mimiry_tui.live.launches.book import Entry, Intent, Outcome
from mimiry_tui.live.launches.lines import decode, encode
from mimiry_tui.settings.private_file import FILE_MODE, alone_in

NAME = "launches.jsonl"
KEPT = 100
"""So many launches stay when the journal is pruned; those of which nothing became known stay besides."""
PRUNED_ABOVE = 200
"""Launches in the journal above which it is pruned."""
RETENTION = timedelta(days=90)

_OPEN = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW


class Journal:
    """One file, appended to under a lock. A line that a crash cut short is taken off its end."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def read(self) -> tuple[Entry, ...]:
        """Everything in it, in the order it was written; nothing where there is no journal."""
        if self._folder is None:
            return ()
        try:
            return decode((self._folder / NAME).read_bytes())
        except FileNotFoundError:
            return ()

    def append(self, entry: Entry) -> None:
        """Write one entry at its end; once this returns, a crash of the machine leaves it there."""
        if self._folder is None:
            return
        path = self._folder / NAME
        with alone_in(self._folder):
            is_new = not path.exists()
            handle = os.open(path, _OPEN, FILE_MODE)
            try:
                os.fchmod(handle, FILE_MODE)
                size = _mended(handle)
                try:
                    _write(handle, encode(entry))
                    os.fsync(handle)
                except OSError:
                    # Half a line, or one that may not last: as if it had never been written.
                    os.ftruncate(handle, size)
                    raise
            finally:
                os.close(handle)
            if is_new:
                _sync_folder(self._folder)

    def prune(self, now: datetime) -> None:
        """Leave out what is old, once there is much of it. Entries that others append meanwhile stay."""
        if self._folder is None or len(_intents(self.read())) <= PRUNED_ABOVE:
            return
        path = self._folder / NAME
        with alone_in(self._folder):
            entries = self.read()
            kept = _worth_keeping(entries, now)
            fresh = path.with_name(f".{NAME}.new")
            handle = os.open(fresh, _OPEN | os.O_TRUNC, FILE_MODE)
            try:
                _write(handle, b"".join(encode(entry) for entry in entries if entry.id in kept))
                os.fsync(handle)
            finally:
                os.close(handle)
            fresh.replace(path)
            _sync_folder(self._folder)


def _intents(entries: Collection[Entry]) -> list[Intent]:
    return [entry for entry in entries if isinstance(entry, Intent)]


def _worth_keeping(entries: Collection[Entry], now: datetime) -> frozenset[str]:
    """Ids of the newest launches, and of those of which it is not known yet what became."""
    intents = sorted(_intents(entries), key=lambda intent: intent.at, reverse=True)
    resolved = {entry.id for entry in entries if isinstance(entry, Outcome)}
    young = [intent for intent in intents if now - intent.at <= RETENTION]
    newest = [intent.id for intent in young[:KEPT]]
    return frozenset((*newest, *(intent.id for intent in young if intent.id not in resolved)))


def _mended(handle: int) -> int:
    """Cut off what follows the last line feed; the size that is left."""
    size = os.fstat(handle).st_size
    end = size
    while end > 0:
        start = max(0, end - 65_536)
        found = os.pread(handle, end - start, start).rfind(b"\n")
        if found >= 0:
            end = start + found + 1
            break
        end = start
    if end < size:
        os.ftruncate(handle, end)
    return end


def _write(handle: int, content: bytes) -> None:
    """All of it: a write may take less than it is given."""
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


def _sync_folder(folder: Path) -> None:
    """Make a new name in it last."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
