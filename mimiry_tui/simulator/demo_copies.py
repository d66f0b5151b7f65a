"""The logs of the demo account's ended sessions, as a dashboard would have kept them had it been there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from mimiry_tui.live.logs.spool_format import Kind, encode, file_name, stamp_of
from mimiry_tui.simulator import training_log
from mimiry_tui.simulator.records import Session

_MOST_LINES = 5000


def write_past_logs(sessions: Iterable[Session], folder: Path) -> None:
    """One file for each session that ran and ended, in `logs` below `folder`. Raises OSError.

    Blocks on the disk. The files' times say when their sessions ended.
    """
    logs = folder / "logs"
    logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    for session in sessions:
        if session.ended_at is not None and session.started_at is not None:
            _write(logs / file_name(session.id), session, session.ended_at)


def _write(path: Path, session: Session, until: datetime) -> None:
    lines = training_log.tail(session, until, _MOST_LINES)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.writelines(encode(Kind.LINE, stamp_of(moment), text) for moment, text in lines)
    os.utime(path, (until.timestamp(), until.timestamp()))
