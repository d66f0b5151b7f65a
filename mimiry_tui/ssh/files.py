"""Reading a file of the user's as it is, and keeping a copy of it."""

from __future__ import annotations

import os
from pathlib import Path

_PRIVATE = 0o600


def read_text(path: Path) -> str:
    """What is in it, line ends and bytes that are no UTF-8 included; empty where there is no file."""
    try:
        return path.read_bytes().decode("utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return ""


def put_aside(path: Path, copy: Path) -> Path | None:
    """Copy a file, for its owner alone, never over another one; the copy, or None without a file.

    A copy that already says the same serves.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    number = 1
    while True:
        place = copy if number == 1 else copy.with_name(f"{copy.name}-{number}")
        try:
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        except FileExistsError:
            if place.read_bytes() == content:
                return place
            number += 1
            continue
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return place
