"""A session that goes on costing money while nothing about it changes and nobody touches it."""

from __future__ import annotations

from datetime import datetime, timedelta

from mimiry_tui.domain.sessions import Session


def unchanged_since(session: Session, touched_at: datetime | None = None) -> datetime | None:
    """Since when neither the service told anything new of it nor anybody touched it from here.

    None for one that has ended, and where no moment is known at all. That a dashboard saw it for the
    first time is no change of it.
    """
    if not session.is_live:
        return None
    moments = [
        session.created_at,
        session.started_at,
        session.updated_at,
        touched_at,
        *(event.at for event in session.events),
    ]
    return max((moment for moment in moments if moment is not None), default=None)


def is_flat(since: datetime | None, now: datetime, days: int) -> bool:
    """Whether that is long enough to point it out; never with zero days."""
    return days > 0 and since is not None and now - since >= timedelta(days=days)
