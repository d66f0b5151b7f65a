"""How much is on disk, and in words."""

from __future__ import annotations

import stat
from pathlib import Path


def size_of(path: Path) -> int | None:
    """Bytes of a file, or of all files below a folder; None where there is nothing to read. Never raises."""
    try:
        status = path.lstat()
        if not stat.S_ISDIR(status.st_mode):
            return status.st_size
        return sum(size_of(entry) or 0 for entry in path.iterdir())
    except OSError:
        return None


def size_words(count: int) -> str:
    """ "3.0 KiB"."""
    import humanize

    return humanize.naturalsize(count, binary=True)
