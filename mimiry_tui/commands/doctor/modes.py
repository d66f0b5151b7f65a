"""Who may do what with a file or folder."""

from __future__ import annotations

import stat
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""Whatever group and others may do."""
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def mode_of(path: Path) -> int | None:
    """None where there is nothing. Blocks on the disk."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None
