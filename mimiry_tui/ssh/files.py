"""Replacing a file of the user's: complete or not at all, with its mode, through its links."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

_PRIVATE = 0o600


def read_text(path: Path) -> str:
    """What is in it, line ends and bytes that are no UTF-8 included; empty where there is no file."""
    try:
        return path.read_bytes().decode("utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return ""


def replace_text(path: Path, text: str) -> None:
    """Write it beside the file and put it in its place; a new file is the owner's alone.

    A symbolic link stays one: what it leads to is replaced. Raises OSError, and leaves nothing behind.
    """
    target = path.resolve()
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else _PRIVATE
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", errors="surrogateescape"))
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


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
