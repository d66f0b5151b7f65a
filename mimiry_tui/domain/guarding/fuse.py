"""The service's own limit on how long a session runs: when it ends, and when that is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation

WARNINGS = (timedelta(minutes=15), timedelta(minutes=5))
"""How long before the end it is told, the earliest first."""


def ends_at(session: Session, observations: Iterable[Observation] = ()) -> datetime | None:
    """When the limit ends it, counted from when its container began to run; None where that is not known."""
    if session.max_duration is None or not session.is_live:
        return None
    started = session.started_at
    if started is None and session.phase in (Phase.READY, Phase.SLEEPING, Phase.STOPPING):
        started = next((seen.at for seen in observations if seen.phase is Phase.READY), None)
    return started + session.max_duration if started is not None else None


def warning(limit: timedelta, left: timedelta) -> timedelta | None:
    """Which warning is due with that much left; None while none is, and for limits that are that short."""
    due = [ahead for ahead in WARNINGS if left <= ahead < limit]
    return min(due, default=None)
