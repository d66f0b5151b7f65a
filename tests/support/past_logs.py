"""What the demo writes of the logs of ended sessions, written once for all tests of a process."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from mimiry_tui.simulator import demo_copies
from mimiry_tui.simulator.records import Session

_Kept = tuple[tuple[str, bytes, float], ...]
"""Of each file its name, what it holds, and when it was last written."""
_written: dict[tuple[tuple[str, object], ...], _Kept] = {}
"""By the sessions and their ends."""


def write_past_logs(sessions: Iterable[Session], folder: Path) -> None:
    """Stands in for the demo's own, which takes a third of a second each time."""
    those = tuple(sessions)
    key = tuple((one.id, one.ended_at) for one in those)
    if key not in _written:
        _written[key] = _files_of(those)
    logs = folder / "logs"
    logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content, moment in _written[key]:
        path = logs / name
        path.touch(mode=0o600)
        path.write_bytes(content)
        os.utime(path, (moment, moment))


def _files_of(sessions: tuple[Session, ...]) -> _Kept:
    with TemporaryDirectory() as folder:
        demo_copies.write_past_logs(sessions, Path(folder))
        files = sorted((Path(folder) / "logs").iterdir())
        return tuple((file.name, file.read_bytes(), file.stat().st_mtime) for file in files)
