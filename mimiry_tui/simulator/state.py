"""Writes the world down and reads it back, as one JSON file that is never half written."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from mimiry_tui.simulator.records import WorldState

_FILE = "world.json"


def save(state: WorldState, folder: Path) -> None:
    """Replace the folder's world by this one, atomically; only the owner can read it."""
    fresh = folder / f".{_FILE}.new"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.encode(state))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / _FILE)


def load(folder: Path) -> WorldState | None:
    """The folder's world, or None when it has none; raises msgspec.DecodeError on a damaged file."""
    try:
        data = (folder / _FILE).read_bytes()
    except FileNotFoundError:
        return None
    return msgspec.json.decode(data, type=WorldState)
