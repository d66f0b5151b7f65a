"""A home for a started program: folders and environment of its own, nothing of the user's."""

from __future__ import annotations

import os
from pathlib import Path

_ROOT = Path(__file__).parents[2]


class Home:
    """Where a started program lives."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state"
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_STATE_HOME": str(self.state),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "TMPDIR": str(self.temporary),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(_ROOT),
        }

    @property
    def left_behind(self) -> list[str]:
        """What is in the folder for temporary files."""
        return sorted(path.name for path in self.temporary.iterdir())
