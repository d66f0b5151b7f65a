"""Which spools stay: none older than 90 days, and no more than fits the folder. Blocks on the disk."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from mimiry_tui.live.spool import NEW_SUFFIX, remove_unless_written

FOLDER_CAP = 1024 * 1024 * 1024
"""Bytes of all spools of an account together."""
RETENTION = timedelta(days=90)
_ORPHAN = timedelta(hours=1)


def sweep(folder: Path, live: Collection[str], now: datetime, cap: int = FOLDER_CAP) -> tuple[str, ...]:
    """Delete what is too old, then the oldest until the rest fits; the names of what went.

    Spools named in `live`, and those that a dashboard is writing, stay whatever their age and size.
    What can't be deleted stays without a word: the next sweep tries again.
    """
    files: list[tuple[float, int, Path]] = []
    gone: list[str] = []
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            with contextlib.suppress(OSError):
                status = path.lstat()
                if path.name.endswith(NEW_SUFFIX):
                    # A crash between writing and renaming left it.
                    if now.timestamp() - status.st_mtime > _ORPHAN.total_seconds():
                        path.unlink()
                else:
                    files.append((status.st_mtime, status.st_size, path))
    total = sum(size for _, size, _ in files)
    oldest = (now - RETENTION).timestamp()
    for modified, size, path in sorted(files):
        if path.name in live or (modified >= oldest and total <= cap):
            continue
        with contextlib.suppress(OSError):
            if remove_unless_written(path):
                total -= size
                gone.append(path.name)
    return tuple(gone)
