"""Which spools stay: none older than 90 days, and no more than fits the folder. Blocks on the disk."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from mimiry_tui.live.logs.spool import NEW_SUFFIX, remove_unless_written

FOLDER_CAP = 1024 * 1024 * 1024
"""Bytes of all spools of an account together."""
RETENTION = timedelta(days=90)
_ORPHAN = timedelta(hours=1)


def why_unusable(folder: Path) -> str:
    """Why no spool can be written there, in words, or "" if one can; the folder is made if need be."""
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        # As a spool would be: what is allowed and what is possible are two things.
        handle, name = tempfile.mkstemp(suffix=NEW_SUFFIX, dir=folder)
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def names_in(folder: Path) -> frozenset[str]:
    """The files that are there, as far as that can be told."""
    try:
        return frozenset(path.name for path in folder.iterdir())
    except OSError:
        return frozenset()


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
