"""Files of this machine that a form names: where they are, how large, and whether they can be read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from mimiry_tui.domain.doing.paths import paths_typed
from mimiry_tui.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class LocalFile:
    """One line of the form, looked up."""

    typed: str
    path: Path
    size: int | None = None
    """In bytes; None where it cannot be sent."""
    changed: float = 0.0
    """When it was last written, in seconds as the system counts them."""
    trouble: str = ""
    """Why it cannot be sent, in words."""


def look_up(value: str) -> tuple[LocalFile, ...]:
    """Each of them as it is on the disk now. Blocks on the disk; never raises."""
    return tuple(_look_up(typed) for typed in paths_typed(value))


def _look_up(typed: str) -> LocalFile:
    if "\0" in typed:
        return LocalFile(typed, Path(), trouble="no path has such characters")
    try:
        path = Path(typed).expanduser()
    except RuntimeError:
        return LocalFile(typed, Path(typed), trouble="nobody has that home")
    try:
        found = path.stat()
    except FileNotFoundError:
        return LocalFile(typed, path, trouble="no such file")
    except OSError as error:
        return LocalFile(typed, path, trouble=(error.strerror or "cannot be read").lower())
    if not stat.S_ISREG(found.st_mode):
        kind = "a folder" if stat.S_ISDIR(found.st_mode) else "no plain file"
        return LocalFile(typed, path, trouble=f"{kind}: only files are sent")
    if not os.access(path, os.R_OK):
        return LocalFile(typed, path, trouble="may not be read")
    return LocalFile(typed, path, found.st_size, found.st_mtime)
