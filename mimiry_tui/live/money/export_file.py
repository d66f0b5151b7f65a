"""Writes an export: for its owner alone, never over another file, never half."""

from __future__ import annotations

import os
from pathlib import Path


def write_new(path: Path, text: str) -> Path:
    """The file that was written, its folder being there already. Blocks.

    Raises FileExistsError where something has that name, any other OSError where it cannot be
    written; nothing half written stays.
    """
    path = path.expanduser().absolute()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
