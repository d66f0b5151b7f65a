"""Whether an answer is fresh enough to act upon."""

from __future__ import annotations

from datetime import timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.domain.durations import freshness
from mimiry_tui.live.store import Health

FRESH = timedelta(minutes=2)
"""An answer older than this is never acted upon, however seldom it is asked for."""
SURE = timedelta(seconds=30)
"""One not older than this is, though a later attempt failed: services stumble now and then."""


def trouble_with(health: Health, clock: Clock, what: str) -> str:
    """Why that cannot be gone by now: "the balance is 3 min old"; empty while it can."""
    age = health.sure_age(clock)
    if age is None:
        return f"{what} is not known"
    if age <= SURE:
        return ""
    if health.error is not None:
        return f"{what} is {freshness(age).text} old: {health.error.said}"
    if age > FRESH or health.is_stale(clock.now()):
        return f"{what} is {freshness(age).text} old"
    return ""
