"""Who may do what with a file or folder."""

from __future__ import annotations

import stat
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""Whatever group and others may do."""
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def is_missing(path: Path) -> bool:
    """Whether there is nothing for sure; where nobody may look, there may be. Blocks on the disk."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def mode_of(path: Path) -> int | None:
    """None where there is nothing. Blocks on the disk."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None
